//! The time that a figure is about.
//!
//! A word of the clause decides first: 力争 is a target, and so is the rest of its sentence; 累计 and 以来 are cumulative, 截至 and
//! 现有 are a stock; 去年 right before a number is the year before the report's. Then a year: one at the head of a clause
//! governs the rest of its sentence (2021年收到30件,受理30件), one inside a clause only that clause, and one inside brackets only
//! the brackets. A quarter or half of a year governs the rest of its sentence, until the next one.

use super::glance::{before, behind_last};
use super::lexicon::CLAUSE_WORDS;
use super::rate::DOUBLINGS;
use super::scan::Reading;
use super::year_part::last_months;
use super::{FigureKind, Months, Period};

/// The period of each reading.
pub(super) fn periods(text: &str, readings: &[Reading], report_year: Option<i16>) -> Vec<Period> {
    let mut year: Option<Governing> = None;
    let mut target = false;
    let mut months = None;
    let mut end = 0;
    readings
        .iter()
        .map(|reading| {
            let between = text.get(end..reading.quote.start).unwrap_or("");
            end = reading.quote.end;
            year = year.take().and_then(|year| year.through(between));
            let sentence = behind_last(between, |c| matches!(c, '。' | '\n' | ';'));
            target &= !between.contains(['。', '\n']);
            months = last_months(sentence)
                .or_else(|| months.take().filter(|_| sentence.len() == between.len()));
            if reading.kind == FigureKind::Date {
                if let Some(found) = Governing::of(text, reading) {
                    year = Some(found);
                }
                return reading.year.map_or(Period::Unsaid, Period::Year);
            }
            let clause = clause(text, reading);
            target |= CLAUSE_WORDS.target.within(clause);
            if target {
                return Period::Target;
            }
            // 比去年翻番 compares this year with the last one.
            let compares = reading.unit == DOUBLINGS;
            let last_year = report_year.filter(|_| !compares && says_last_year(clause));
            let governed = || {
                let whole = year.as_ref().map_or(Period::Unsaid, Governing::period);
                whole.narrowed(months, report_year)
            };
            last_year
                .map(|year| Period::Year(year - 1))
                .or_else(|| said(clause))
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

    /// The year behind a stretch of text, where it still governs.
    fn through(self, between: &str) -> Option<Governing> {
        let ends: &[char] = match self.reach {
            Reach::Sentence => &['。', '\n'],
            Reach::Clause => &['。', '\n', ',', ';', ')'],
            Reach::Brackets => &['。', '\n', ')'],
        };
        (!between.contains(ends)).then_some(self)
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
    let ends = |c: char| matches!(c, ',' | ';' | '。' | '\n' | ')');
    let seen = before(text, reading.quote.start);
    let clause = behind_last(seen, ends);
    let head = seen.strip_suffix(clause).unwrap_or("");
    let earlier = behind_last(head.strip_suffix(',').unwrap_or(""), ends);
    let time_only = earlier.chars().count() <= 10 && CLAUSE_WORDS.as_of.at_start(earlier).is_some();
    if time_only { earlier } else { clause }
}

/// 相较去年22件: the number is last year's. 较去年下降 is about this year.
fn says_last_year(clause: &str) -> bool {
    ["去年", "上年", "上年度", "去年同期", "上年同期"]
        .iter()
        .any(|word| clause.ends_with(word))
}

fn said(clause: &str) -> Option<Period> {
    let words = &*CLAUSE_WORDS;
    if words.cumulative.within(clause) && !clause.contains("今年以来") {
        Some(Period::Cumulative)
    } else if words.as_of.within(clause) {
        Some(Period::AsOf)
    } else {
        None
    }
}
