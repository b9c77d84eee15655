//! Reads the quantities of a normal text from left to right.
//!
//! Reading goes from one landmark to the next: numerals, opening marks, ends of sentences. At a numeral it is first asked
//! whether it belongs to a name; then the readers are tried from the most to the least particular: ordinal, date, rate in
//! words, range, number with unit, bare number. What none of them takes is passed over whole, so that reading is linear.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::iter::Peekable;
use std::ops::Range;
use std::slice;

use super::approximate::{form, interval};
use super::date::{DateReading, bare_year_at, date_at};
use super::enclosed::enclosed_end;
use super::glance::{char_at, char_before};
use super::landmark::{Landmark, Landmarks};
use super::name::{name_end, ordinal_name_end};
use super::number::number;
use super::numeral::{Numeral, Script, is_glued, numeral_at, run_end};
use super::ordinal::ordinal_at;
use super::rate::{doubled_at, rate_at};
use super::unit::unit_at;
use super::year_part::months_at_end;
use super::{FigureKind, Form, Months, Quantity};

/// A quantity of the normal text, before its subject and period are known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) quote: Range<usize>,
    pub(super) number: Range<usize>,
    pub(super) quantity: Quantity,
    pub(super) unit: Cow<'static, str>,
    pub(super) form: Form,
    pub(super) kind: FigureKind,
    /// The unit is the counted noun itself: 63部门.
    pub(super) unit_is_noun: bool,
    /// The year of a date, printed or taken over.
    pub(super) year: Option<i16>,
    /// A date that is nothing but a printed year.
    pub(super) only_year: bool,
    /// Stands inside quotes or a title.
    pub(super) in_name: bool,
    pub(super) begins: Begins,
    /// Where its clause ends.
    pub(super) clause_end: usize,
}

/// Where what a reading stands in begins: behind the last mark that ends one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Begins {
    pub(super) sentence: usize,
    pub(super) clause: usize,
    /// Behind the last comma, semicolon or closing bracket of the sentence.
    pub(super) pause: usize,
    /// Behind the one before that.
    pub(super) earlier: usize,
    /// Behind the last opening bracket of the text.
    pub(super) opening: usize,
    /// Behind the last closing bracket of the text.
    pub(super) closing: usize,
    /// Behind the last semicolon of the text.
    pub(super) semicolon: usize,
    /// Behind the last 其中 of the text.
    pub(super) among: usize,
    /// The part of a year that was named last in the sentence, up to a semicolon.
    pub(super) months: Option<Months>,
}

impl Begins {
    /// A sentence begins.
    pub(super) fn at(start: usize) -> Begins {
        Begins {
            sentence: start,
            clause: start,
            pause: start,
            earlier: start,
            ..Begins::default()
        }
    }
}

/// All quantities of a stretch of a text, in order, each given out once its clause has ended: no more than a clause is ever held.
pub(super) struct Scan<'a> {
    text: &'a str,
    report_year: Option<i16>,
    /// Stretches without quantities, by start.
    skip: Peekable<slice::Iter<'a, Range<usize>>>,
    landmarks: Landmarks<'a>,
    /// Where the last title or quote ends.
    quoted: usize,
    /// The year of the last date of the sentence.
    last_year: Option<i16>,
    begins: Begins,
    /// Where the last run of numeral characters ends: names may take a long one piece by piece.
    run_end: usize,
    readings: VecDeque<Reading>,
    /// How many of the readings are in a clause that has ended.
    ended: usize,
}

impl<'a> Scan<'a> {
    /// A sentence must begin where the stretch does. `skip` are places without quantities, by start; `year` completes dates.
    pub(super) fn of(
        text: &'a str,
        stretch: Range<usize>,
        skip: &'a [Range<usize>],
        year: Option<i16>,
    ) -> Scan<'a> {
        let passed = skip.partition_point(|label| label.end <= stretch.start);
        Scan {
            text,
            report_year: year,
            skip: skip.get(passed..).unwrap_or_default().iter().peekable(),
            landmarks: Landmarks::of(text, stretch.clone()),
            quoted: 0,
            last_year: None,
            begins: Begins::at(stretch.start),
            run_end: 0,
            readings: VecDeque::new(),
            ended: 0,
        }
    }

    fn pass(&mut self, at: usize, c: char, landmark: Landmark) {
        let end = at + c.len_utf8();
        match landmark {
            Landmark::SentenceEnd => {
                self.end_clause(at);
                self.begins = Begins::at(end);
                self.last_year = None;
            }
            Landmark::Pause => {
                self.end_clause(at);
                let begins = &mut self.begins;
                begins.earlier = begins.pause;
                (begins.clause, begins.pause) = (end, end);
                match c {
                    ';' => (begins.semicolon, begins.months) = (end, None),
                    ')' => begins.closing = end,
                    _ => {}
                }
            }
            Landmark::ClauseEnd => {
                self.end_clause(at);
                self.begins.clause = end;
                if c == '(' {
                    self.begins.opening = end;
                }
            }
            Landmark::Among => {
                if char_at(self.text, end) == Some('中') {
                    self.begins.among = end + '中'.len_utf8();
                }
            }
            Landmark::Opening => {
                if at >= self.quoted {
                    self.quoted = enclosed_end(self.text, at, c).unwrap_or(self.quoted);
                }
            }
            Landmark::Numeral => self.numeral(at, c),
        }
    }

    fn numeral(&mut self, at: usize, c: char) {
        let mut free = 0;
        while let Some(label) = self.skip.next_if(|label| label.start <= at) {
            free = free.max(label.end);
        }
        if at >= free {
            free = self.step(at, c, at < self.quoted);
            let months = self.text.get(..free).and_then(months_at_end);
            self.begins.months = months.or(self.begins.months);
        }
        self.landmarks.at = free.max(self.landmarks.at);
    }

    fn end_clause(&mut self, at: usize) {
        while let Some(reading) = self.readings.get_mut(self.ended) {
            reading.clause_end = at;
            self.ended += 1;
        }
    }

    /// Reads what begins at a place; returns where to go on.
    fn step(&mut self, at: usize, c: char, in_name: bool) -> usize {
        let from = match c {
            '第' | '过' | '翻' => at + c.len_utf8(),
            _ => at,
        };
        if from >= self.run_end {
            self.run_end = run_end(self.text, from);
        }
        let end = self.run_end.max(from);
        if !in_name && let Some(end) = self.name(at, c, end) {
            return end;
        }
        let reading = if in_name {
            self.date(at, c, end, true)
        } else {
            self.reading(at, c, end)
        };
        let Some(mut reading) = reading else {
            return if matches!(c, '过' | '翻') {
                from
            } else {
                end
            };
        };
        reading.begins = self.begins;
        let end = reading.quote.end.max(from);
        self.readings.push_back(reading);
        end
    }

    /// The end of the name that the numeral belongs to.
    fn name(&self, at: usize, c: char, end: usize) -> Option<usize> {
        match c {
            '第' => ordinal_name_end(self.text, at),
            '过' | '翻' => None,
            _ if c.is_ascii_digit() => name_end(self.text, at, end, Script::Digits),
            _ => name_end(self.text, at, end, Script::Chinese),
        }
    }

    fn reading(&mut self, at: usize, c: char, end: usize) -> Option<Reading> {
        match c {
            '第' => ordinal(self.text, at),
            '过' => rate(self.text, at, None),
            '翻' => doubled(self.text, at),
            _ => {
                if let Some(date) = self.date(at, c, end, false) {
                    return Some(date);
                }
                let numeral = numeral_at(self.text, at);
                rate(self.text, at, numeral.as_ref()).or_else(|| number(self.text, numeral?))
            }
        }
    }

    fn date(&mut self, at: usize, c: char, end: usize, in_name: bool) -> Option<Reading> {
        if !may_be_date(self.text, at, c, end) {
            return None;
        }
        let glued = is_glued(self.text, at) || char_before(self.text, at) == Some('.');
        if glued {
            return None;
        }
        let known = self.last_year.or(self.report_year);
        let date = date_at(self.text, at, known).or_else(|| {
            let measured = unit_at(self.text, at + 4, Script::Digits).is_some();
            (!measured && !in_name).then(|| bare_year_at(self.text, at))?
        })?;
        if date.says_year {
            self.last_year = date.year;
        }
        Some(of_date(date, in_name))
    }
}

impl Iterator for Scan<'_> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        while self.ended == 0 {
            match self.landmarks.next() {
                Some((at, c, landmark)) => self.pass(at, c, landmark),
                None => {
                    self.ended = self.readings.len();
                    break;
                }
            }
        }
        self.ended = self.ended.saturating_sub(1);
        self.readings.pop_front()
    }
}

/// Whether a date may begin with the numeral in `at..end`: a year has four digits, a month has 月 or a dash behind it.
fn may_be_date(text: &str, at: usize, c: char, end: usize) -> bool {
    let digits = c.is_ascii_digit();
    let long = if digits {
        end - at >= 4
    } else {
        end - at >= 4 * '二'.len_utf8()
    };
    long || matches!(
        char_at(text, end),
        Some('月' | '至' | '到' | '—' | '–' | '―' | '~' | '～' | '-')
    )
}

fn of_date(date: DateReading, in_name: bool) -> Reading {
    Reading {
        number: date.range.clone(),
        quote: date.range,
        quantity: Quantity::Date(date.iso),
        unit: Cow::default(),
        form: Form::Exact,
        kind: FigureKind::Date,
        unit_is_noun: false,
        year: date.year,
        only_year: date.only_year && date.says_year,
        in_name,
        begins: Begins::default(),
        clause_end: usize::MAX,
    }
}

/// A reading of a number; none where its interval cannot be held by a decimal.
pub(super) fn of_number(
    numeral: &Numeral,
    quote: Range<usize>,
    unit: Cow<'static, str>,
    form: Form,
    kind: FigureKind,
) -> Option<Reading> {
    Some(Reading {
        quote,
        number: numeral.range.clone(),
        quantity: Quantity::Number {
            value: if numeral.value.scale() == 0 {
                numeral.value
            } else {
                numeral.value.normalize()
            },
            interval: interval(numeral, form)?,
            step: numeral.step,
        },
        unit,
        form,
        kind,
        unit_is_noun: false,
        year: None,
        only_year: false,
        in_name: false,
        begins: Begins::default(),
        clause_end: usize::MAX,
    })
}

fn ordinal(text: &str, at: usize) -> Option<Reading> {
    let ordinal = ordinal_at(text, at)?;
    of_number(
        &ordinal.numeral,
        ordinal.quote,
        Cow::Borrowed(ordinal.unit),
        Form::Exact,
        ordinal.kind,
    )
}

fn rate(text: &str, at: usize, numeral: Option<&Numeral>) -> Option<Reading> {
    let rate = rate_at(text, at, numeral)?;
    let form = form(text, &rate.numeral, None, &rate.quote);
    of_number(
        &rate.numeral,
        rate.quote,
        Cow::Borrowed(rate.unit),
        form,
        FigureKind::Rate,
    )
}

/// 翻番, 翻两番.
fn doubled(text: &str, at: usize) -> Option<Reading> {
    let rate = doubled_at(text, at)?;
    let form = form(text, &rate.numeral, None, &(at..rate.quote.end));
    of_number(
        &rate.numeral,
        rate.quote,
        Cow::Borrowed(rate.unit),
        form,
        FigureKind::Rate,
    )
}
