//! The time that a figure is about.
//!
//! A word of the clause decides first: 力争 is a target, and so is the rest of its sentence; 累计 and 以来 are cumulative, 截至 and
//! 现有 are a stock; 去年 right before a number is the year before the report's. Then a year: one at the head of a clause
//! governs the rest of its sentence (2021年收到30件,受理30件), one inside a clause only that clause, and one inside brackets only
//! the brackets. A quarter or half of a year governs the rest of its sentence, until the next one.

use std::ops::Range;

use super::glance::{before, behind_last, last_chars};
use super::lexicon::{TIME_WORDS, TimeSense};
use super::rate::DOUBLINGS;
use super::scan::Reading;
use super::{FigureKind, Months, Period};

/// The period of each reading.
pub(super) fn periods(text: &str, readings: &[Reading], report_year: Option<i16>) -> Vec<Period> {
    let mut year: Option<Governing> = None;
    let mut target = false;
    let mut end = 0;
    readings
        .iter()
        .map(|reading| {
            let goes_on = reading.begins.sentence <= end;
            let between = end..reading.quote.start;
            year = year
                .take()
                .filter(|year| goes_on && year.through(text, between));
            target &= goes_on;
            end = reading.quote.end;
            if reading.kind == FigureKind::Date {
                if let Some(found) = Governing::of(text, reading) {
                    year = Some(found);
                }
                return reading.year.map_or(Period::Unsaid, Period::Year);
            }
            let clause = clause(text, reading);
            let said = Said::by(clause);
            target |= said.target;
            if target {
                return Period::Target;
            }
            // 比去年翻番 compares this year with the last one.
            let compares = reading.unit == DOUBLINGS;
            let last_year = report_year.filter(|_| !compares && says_last_year(clause));
            let governed = || {
                let whole = year.as_ref().map_or(Period::Unsaid, Governing::period);
                whole.narrowed(reading.begins.months, report_year)
            };
            last_year
                .map(|year| Period::Year(year - 1))
                .or(said.period)
                .unwrap_or_else(governed)
        })
        .collect()
}

impl Period {
    /// The months of a year, where some are named.
    fn narrowed(self, months: Option<Months>, report_year: Option<i16>) -> Period {
        match (self, months) {
            (Period::Year(year), Some(months)) => Period::Part(Some(year), months),
            (Period::Unsaid, Some(months)) => Period::Part(report_year, months),
            (whole, _) => whole,
        }
    }
}

/// A year that governs figures.
struct Governing {
    year: i16,
    since: bool,
    reach: Reach,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Sentence,
    Clause,
    Brackets,
}

impl Governing {
    fn of(text: &str, reading: &Reading) -> Option<Governing> {
        if reading.in_name || !reading.only_year {
            return None;
        }
        let lead = before(text, reading.quote.start);
        let rest = text.get(reading.quote.end..)?;
        let since = rest.starts_with("以来") || rest.starts_with('起') || lead.ends_with('自');
        let lead = lead.strip_suffix(['自', '在', '从']).unwrap_or(lead);
        let reach = match lead.chars().next_back() {
            None | Some('。' | '\n' | ',' | ';' | ':') => Reach::Sentence,
            Some('(') => Reach::Brackets,
            Some(_) => Reach::Clause,
        };
        reading.year.map(|year| Governing { year, since, reach })
    }

    /// Whether the year still governs behind a stretch of its sentence.
    fn through(&self, text: &str, between: Range<usize>) -> bool {
        let between = text.get(between).unwrap_or("");
        match self.reach {
            Reach::Sentence => true,
            Reach::Clause => !between.contains([',', ';', ')']),
            Reach::Brackets => !between.contains(')'),
        }
    }

    fn period(&self) -> Period {
        if self.since {
            Period::Cumulative
        } else {
            Period::Year(self.year)
        }
    }
}

/// The clause before a figure, and the clause before that where it says no more than a time: 截至12月底,.
fn clause<'a>(text: &'a str, reading: &Reading) -> &'a str {
    const LONGEST_TIME: usize = 10;
    let seen = before(text, reading.quote.start);
    let from = reading.begins.pause.max(reading.quote.start - seen.len());
    let clause = text.get(from..reading.quote.start).unwrap_or("");
    let head = seen
        .strip_suffix(clause)
        .and_then(|head| head.strip_suffix(','));
    let Some(head) = head else {
        return clause;
    };
    let ends = |c: char| matches!(c, ',' | ';' | '。' | '\n' | ')');
    let earlier = behind_last(last_chars(head, LONGEST_TIME + 1), ends);
    let time_only = earlier.chars().count() <= LONGEST_TIME;
    if time_only && TIME_WORDS.as_of.at_start(earlier).is_some() {
        earlier
    } else {
        clause
    }
}

/// 相较去年22件: the number is last year's. 较去年下降 is about this year.
fn says_last_year(clause: &str) -> bool {
    ["去年", "上年", "上年度", "去年同期", "上年同期"]
        .iter()
        .any(|word| clause.ends_with(word))
}

/// What the words of a clause say.
struct Said {
    target: bool,
    period: Option<Period>,
}

impl Said {
    fn by(clause: &str) -> Said {
        let (mut target, mut cumulative, mut as_of) = (false, false, false);
        for sense in TIME_WORDS.senses(clause) {
            match sense {
                TimeSense::Target => target = true,
                TimeSense::Cumulative => cumulative = true,
                TimeSense::AsOf => as_of = true,
            }
        }
        let this_year = cumulative && clause.contains("今年以来");
        let period = if cumulative && !this_year {
            Some(Period::Cumulative)
        } else if as_of {
            Some(Period::AsOf)
        } else {
            None
        };
        Said { target, period }
    }
}
