//! Reads the quantities of a normal text from left to right.
//!
//! At each numeral the readers are tried from the most to the least particular: ordinal, date, rate in words, range, number
//! with unit, bare number. What none of them takes is a name and is passed over whole, so that reading is linear.

use std::ops::Range;

use rust_decimal::Decimal;

use super::approximate::{form, form_before, interval};
use super::date::{DateReading, bare_year_at, date_at};
use super::glance::{before, char_at, char_before, last_chars};
use super::lexicon::{CLAUSE_WORDS, Words};
use super::name::{Dates, Name, names};
use super::numeral::{Numeral, Script, Spread, is_glued, is_numeral_char, numeral_at, run_end};
use super::ordinal::ordinal_at;
use super::rate::rate_at;
use super::unit::{Unit, half_len, unit_at};
use super::{FigureKind, Form, Interval, Quantity};

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

fn of_number(
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

/// `1—2家`, `80%至90%`, `5-10万元`: two numbers that share a unit.
fn range(text: &str, at: usize) -> Option<Reading> {
    let first = numeral_at(text, at).filter(|first| first.spread == Spread::None)?;
    let first_unit = unit_at(text, first.range.end, first.script);
    let end = first_unit
        .as_ref()
        .map_or(first.range.end, |unit| unit.range.end);
    let rest = text.get(end..)?;
    let dash = ["至", "到", "——", "—", "–", "~", "～", "-"]
        .into_iter()
        .find(|dash| rest.starts_with(dash))?;
    let second = numeral_at(text, end + dash.len())?;
    let unit = unit_at(text, second.range.end, second.script)?;
    if first_unit
        .as_ref()
        .is_some_and(|first| first.word != unit.word)
        || is_glued(text, at)
    {
        return None;
    }
    // 5-10万元 means 5万 to 10万.
    let shared = if first.scale == Decimal::ONE && first_unit.is_none() {
        second.scale
    } else {
        Decimal::ONE
    };
    let low = first.value.checked_mul(shared)?;
    if low >= second.value {
        return None;
    }
    let quote = at..unit.range.end;
    let interval = Interval {
        low: Some(low),
        high: Some(second.value),
        low_open: false,
        high_open: false,
    };
    let kind = unit.kind;
    let mut reading = of_number(&first, quote, unit.word, Form::Range, kind)?;
    reading.number = at..second.range.end;
    reading.quantity = Quantity::Number {
        value: low.normalize(),
        interval,
        step: first.step.checked_mul(shared)?,
    };
    Some(reading)
}

fn number(text: &str, at: usize) -> Option<Reading> {
    let mut numeral = numeral_at(text, at)?;
    let Some(mut unit) = unit_at(text, numeral.range.end, numeral.script) else {
        return bare(text, &numeral);
    };
    if !is_counted(text, &numeral, &unit) {
        return None;
    }
    if let Some(len) = half_len(text, &unit) {
        numeral.value += Decimal::new(5, 1);
        numeral.step = Decimal::new(5, 1);
        unit.range.end += len;
    }
    let quote = at..unit.range.end;
    let form = form(text, &numeral, Some(&unit), &quote);
    let kind = kind(text, at, &unit);
    let noun = unit.noun;
    let mut reading = of_number(&numeral, quote, unit.word, form, kind)?;
    reading.unit_is_noun = noun;
    Some(reading)
}

/// Whether a number with a measure word counts something, rather than being an article, a grade or part of a name.
fn is_counted(text: &str, numeral: &Numeral, unit: &Unit) -> bool {
    match numeral.script {
        Script::Digits => {
            let exact = matches!(unit.kind, FigureKind::Rate | FigureKind::Amount);
            exact || !is_glued(text, numeral.range.start)
        }
        Script::Chinese if numeral.value == Decimal::ONE => is_one(text, numeral, unit),
        Script::Chinese if numeral.value < Decimal::ONE => {
            unit.kind == FigureKind::Duration && !numeral.value.is_zero()
        }
        Script::Chinese if unit.word == "级" => {
            let lead = last_chars(before(text, numeral.range.start), 1);
            CLAUSE_WORDS.places.within(lead)
        }
        Script::Chinese if unit.word == "届" => {
            let lead = last_chars(before(text, numeral.range.start), 3);
            !lead.ends_with(['的', '区', '市', '县', '省', '委'])
        }
        Script::Chinese => true,
    }
}

/// 一 counts where a word of number stands before it or the clause ends after it; elsewhere it is an article.
fn is_one(text: &str, numeral: &Numeral, unit: &Unit) -> bool {
    const COUNTS: [&str; 16] = [
        "共",
        "仅",
        "达",
        "至少",
        "连续",
        "不少于",
        "超过",
        "增加",
        "减少",
        "为期",
        "新增",
        "累计",
        "有",
        "各",
        "展",
        "办",
    ];
    let lead = before(text, numeral.range.start);
    let ends = char_at(text, unit.range.end).is_none_or(|c| "。,;、)\n".contains(c));
    let measure = matches!(
        unit.word.as_str(),
        "次" | "场"
            | "场次"
            | "期"
            | "件"
            | "份"
            | "家"
            | "名"
            | "人"
            | "篇"
            | "项"
            | "条"
            | "轮"
            | "年"
            | "个"
            | "处"
            | "所"
            | "座"
            | "例"
            | "起"
            | "支"
    );
    let counted = COUNTS.iter().any(|word| lead.ends_with(word))
        || form_before(text, numeral.range.start, Some(unit)).is_some();
    measure
        && (counted && unit.word != "个"
            || ends
                && matches!(
                    unit.word.as_str(),
                    "次" | "场" | "场次" | "期" | "件" | "份" | "篇" | "名" | "家" | "例" | "起"
                ))
        && !lead.ends_with([
            '每', '逐', '同', '第', '这', '某', '进', '统', '唯', '专', '单',
        ])
}

/// A number without a unit: a quantity only where a word of number stands before it and the clause ends after it.
fn bare(text: &str, numeral: &Numeral) -> Option<Reading> {
    const COUNTS: &str = "为共计达至到数约超过近率是于";
    let lead = char_before(text, numeral.range.start)?;
    let ends = char_at(text, numeral.range.end).is_none_or(|c| "。,;、)\n".contains(c));
    if numeral.script == Script::Chinese || !COUNTS.contains(lead) || !ends {
        return None;
    }
    let quote = numeral.range.clone();
    let form = form(text, numeral, None, &quote);
    of_number(numeral, quote, String::new(), form, FigureKind::Count)
}

/// The kind of a number by its unit, and for 名 and 位 by the words before it: 下滑1名, 排前10名.
fn kind(text: &str, at: usize, unit: &Unit) -> FigureKind {
    let words = &*CLAUSE_WORDS;
    let lead = before(text, at);
    let lead = lead.strip_suffix('了').unwrap_or(lead);
    let moved = |list: &Words| list.at_end(lead).is_some();
    let ranked = matches!(unit.word.as_str(), "名" | "位")
        && (moved(&words.up) && !lead.ends_with("增加")
            || moved(&words.down) && !lead.ends_with("减少")
            || lead.ends_with('前') && words.ranking.within(last_chars(lead, 6)));
    if ranked { FigureKind::Rank } else { unit.kind }
}
