//! The time that a figure is about.
//!
//! A word of the clause decides first: 力争 is a target, and so is the rest of its sentence; 累计 and 以来 are cumulative, 截至 and
//! 现有 are a stock; 去年 right before a number is the year before the report's. Then a year: one at the head of a clause
//! governs the rest of its sentence (2021年收到30件,受理30件), one inside a clause only that clause, and one inside brackets only
//! the brackets. A quarter or half of a year governs the rest of its sentence, until the next one.

use super::glance::before;
use super::lexicon::{TIME_WORDS, TimeSense};
use super::rate::DOUBLINGS;
use super::scan::Reading;
use super::{FigureKind, Months, Period};

/// Tells the periods of readings one after the other.
pub(super) struct Periods<'a> {
    text: &'a str,
    report_year: Option<i16>,
    year: Option<Governing>,
    /// The sentence speaks of a target.
    target: bool,
    /// Where the last reading ended.
    end: usize,
}

impl<'a> Periods<'a> {
    pub(super) fn of(text: &'a str, report_year: Option<i16>) -> Periods<'a> {
        Periods {
            text,
            report_year,
            year: None,
            target: false,
            end: 0,
        }
    }

    /// The period of the next reading.
    pub(super) fn next(&mut self, reading: &Reading) -> Period {
        let goes_on = reading.begins.sentence <= self.end;
        let governs = |year: &Governing| goes_on && year.reaches(self.end, reading);
        self.year = self.year.take().filter(governs);
        self.target &= goes_on;
        self.end = reading.quote.end;
        if reading.kind == FigureKind::Date {
            self.year = Governing::of(self.text, reading).or(self.year.take());
            return reading.year.map_or(Period::Unsaid, Period::Year);
        }
        let clause = clause(self.text, reading);
        let said = Said::by(clause);
        self.target |= said.target;
        if self.target {
            return Period::Target;
        }
        // 比去年翻番 compares this year with the last one.
        let compares = reading.unit == DOUBLINGS;
        let last_year = self
            .report_year
            .filter(|_| !compares && says_last_year(clause));
        last_year
            .map(|year| Period::Year(year - 1))
            .or(said.period)
            .unwrap_or_else(|| {
                let whole = self.year.as_ref().map_or(Period::Unsaid, Governing::period);
                whole.narrowed(reading.begins.months, self.report_year)
            })
    }
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

    /// Whether the year still governs a reading behind the one that ended at a place.
    fn reaches(&self, end: usize, reading: &Reading) -> bool {
        match self.reach {
            Reach::Sentence => true,
            Reach::Clause => reading.begins.pause <= end,
            Reach::Brackets => reading.begins.closing <= end,
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

/// The clause before a figure; the clause before that where it says no more than a time: 截至12月底,.
fn clause<'a>(text: &'a str, reading: &Reading) -> &'a str {
    const LONGEST_TIME: usize = 10;
    let begins = reading.begins;
    let clause = text.get(begins.pause..reading.quote.start).unwrap_or("");
    let head = text.get(begins.earlier..begins.pause).unwrap_or("");
    let as_of = |head: &&str| {
        let short = head.len() <= 4 * LONGEST_TIME && head.chars().count() <= LONGEST_TIME;
        short && TIME_WORDS.at_start(head) == Some(TimeSense::AsOf)
    };
    let earlier = head.strip_suffix(',').filter(as_of);
    earlier.unwrap_or(before(clause, clause.len()))
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
