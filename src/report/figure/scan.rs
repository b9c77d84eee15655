//! Reads the quantities of a normal text from left to right.
//!
//! At each numeral the readers are tried from the most to the least particular: ordinal, date, rate in words, range, number
//! with unit, bare number. What none of them takes is a name and is passed over whole, so that reading is linear.

use std::ops::Range;

use super::approximate::{form, interval};
use super::date::{DateReading, bare_year_at, date_at};
use super::glance::char_before;
use super::name::{Dates, Name, names};
use super::number::{number, range};
use super::numeral::{Numeral, Script, is_glued, is_numeral_char, run_end};
use super::ordinal::ordinal_at;
use super::rate::rate_at;
use super::unit::unit_at;
use super::{FigureKind, Form, Quantity};

/// A quantity of the normal text, before its subject and period are known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reading {
    pub(super) quote: Range<usize>,
    pub(super) number: Range<usize>,
    pub(super) quantity: Quantity,
    pub(super) unit: String,
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
}

/// All quantities of a text, in order. `skip` are stretches without any, by start; `year` completes dates.
pub(super) fn read(text: &str, skip: &[Range<usize>], year: Option<i16>) -> Vec<Reading> {
    let mut names = names(text);
    names.extend(skip.iter().map(|range| Name {
        range: range.clone(),
        dates: Dates::Passed,
    }));
    names.sort_by_key(|name| name.range.start);
    let mut scan = Scan {
        text,
        report_year: year,
        last_year: None,
        readings: Vec::new(),
    };
    let mut names = names.into_iter().peekable();
    let (mut passed, mut quoted) = (0, 0);
    let mut free = 0;
    for (at, c) in text.char_indices() {
        if at < free || !(is_numeral_char(c) || matches!(c, '第' | '过')) {
            if matches!(c, '。' | '\n') {
                scan.last_year = None;
            }
            continue;
        }
        while let Some(name) = names.next_if(|name| name.range.start <= at) {
            match name.dates {
                Dates::Passed => passed = passed.max(name.range.end),
                Dates::Read => quoted = quoted.max(name.range.end),
            }
        }
        if at < passed {
            continue;
        }
        free = scan.step(at, c, at < quoted);
    }
    scan.readings
}

struct Scan<'a> {
    text: &'a str,
    report_year: Option<i16>,
    /// The year of the last date of the sentence.
    last_year: Option<i16>,
    readings: Vec<Reading>,
}

impl Scan<'_> {
    /// Reads what begins at a place; returns where to go on.
    fn step(&mut self, at: usize, c: char, in_name: bool) -> usize {
        let reading = if in_name {
            self.date(at, true)
        } else {
            self.reading(at, c)
        };
        match reading {
            Some(reading) => {
                let end = reading.quote.end.max(at + c.len_utf8());
                self.readings.push(reading);
                end
            }
            None if c == '第' => run_end(self.text, at + c.len_utf8()).max(at + c.len_utf8()),
            None => run_end(self.text, at),
        }
    }

    fn reading(&mut self, at: usize, c: char) -> Option<Reading> {
        match c {
            '第' => ordinal(self.text, at),
            '过' => rate(self.text, at),
            _ => self
                .date(at, false)
                .or_else(|| rate(self.text, at))
                .or_else(|| range(self.text, at))
                .or_else(|| number(self.text, at)),
        }
    }

    fn date(&mut self, at: usize, in_name: bool) -> Option<Reading> {
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

fn of_date(date: DateReading, in_name: bool) -> Reading {
    Reading {
        number: date.range.clone(),
        quote: date.range,
        quantity: Quantity::Date(date.iso),
        unit: String::new(),
        form: Form::Exact,
        kind: FigureKind::Date,
        unit_is_noun: false,
        year: date.year,
        only_year: date.only_year && date.says_year,
        in_name,
    }
}

/// A reading of a number; none where its interval cannot be held by a decimal.
pub(super) fn of_number(
    numeral: &Numeral,
    quote: Range<usize>,
    unit: String,
    form: Form,
    kind: FigureKind,
) -> Option<Reading> {
    Some(Reading {
        quote,
        number: numeral.range.clone(),
        quantity: Quantity::Number {
            value: numeral.value.normalize(),
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
    })
}

fn ordinal(text: &str, at: usize) -> Option<Reading> {
    let ordinal = ordinal_at(text, at)?;
    of_number(
        &ordinal.numeral,
        ordinal.quote,
        ordinal.unit,
        Form::Exact,
        ordinal.kind,
    )
}

fn rate(text: &str, at: usize) -> Option<Reading> {
    let rate = rate_at(text, at)?;
    let form = form(text, &rate.numeral, None, &rate.quote);
    of_number(
        &rate.numeral,
        rate.quote,
        rate.unit.to_string(),
        form,
        FigureKind::Rate,
    )
}
