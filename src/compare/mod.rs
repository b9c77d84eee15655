//! Two years set side by side by meaning: sections, sentences, indicators, promises, reuse.
//!
//! All indices point into the two reports that were compared; spans point into their source texts.

mod bigrams;
mod budget;
mod chain;
mod clauses;
mod commonplace;
mod evidence;
mod indicators;
mod marks;
mod named;
mod naming;
mod prepared;
mod print;
mod promises;
mod reuse;
mod roles;
mod rows;
mod runs;
mod sections;
mod sense;
mod series;
mod side;
mod tokens;

use rust_decimal::Decimal;

use self::budget::Budget;
pub use self::evidence::Told;
use self::indicators::indicators;
pub use self::naming::{difference, indicator_name, is_target, percentage};
use self::prepared::Prepared;
pub use self::print::{Mark, print};
use self::promises::{Asking, promises};
use self::reuse::reuse;
use self::rows::rows;
use self::sections::Sections;
pub use self::series::{Thread, Track, Years, follow, sparkline};
use crate::report::{Part, Report, Span};

/// What [`compare`] found. `old` is always the earlier report.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Follows the new report, with removed sections where they stood; one link a row for split and merged ones.
    pub sections: Vec<SectionLink>,
    /// Every sentence of either report in exactly one row; follows the new report, with removed sentences where they stood.
    pub rows: Vec<Row>,
    /// The same indicator in both years.
    pub indicators: Vec<Indicator>,
    /// The single undertakings of the old report's plan.
    pub promises: Vec<Promise>,
    pub reuse: Reuse,
}

/// Two sections that play the same role; one side is `None` when there is no partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionLink {
    /// Index into `old.sections`.
    pub old: Option<usize>,
    /// Index into `new.sections`.
    pub new: Option<usize>,
    pub change: SectionChange,
    /// Another place in the order.
    pub moved: bool,
    /// Other words in the title, the label aside.
    pub renamed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SectionChange {
    Same,
    Changed,
    Split,
    Merged,
    Added,
    Removed,
}

/// One sentence of either year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Index into `old.sentences`.
    pub old: Option<usize>,
    /// Index into `new.sentences`.
    pub new: Option<usize>,
    pub change: RowChange,
    pub moved: bool,
    /// Changed text of the old sentence, spans of the old source; a figure always whole.
    pub old_marks: Vec<Span>,
    /// Changed text of the new sentence, spans of the new source; a figure always whole.
    pub new_marks: Vec<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowChange {
    Same,
    /// Only quantities differ.
    Figures,
    /// Only words differ.
    Wording,
    Both,
    Added,
    Removed,
}

/// The same quantity in both years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    pub subject: String,
    pub unit: String,
    /// Index into `old.figures`.
    pub old: usize,
    /// Index into `new.figures`.
    pub new: usize,
    /// New minus old.
    pub delta: Decimal,
    /// The change in percent of the old value, two decimals; `None` when the old value is zero or the unit is a rate.
    pub percent: Option<Decimal>,
}

/// One undertaking of last year's plan and what this year's report says that may account for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// In the old report.
    pub old: Span,
    /// Names a figure, a date, a document or a body; the rest is 笼统.
    pub checkable: bool,
    /// Passages of the new report, best first, at most three; empty when nothing specific was found.
    pub candidates: Vec<Candidate>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// A sentence or two of the new report.
    pub span: Span,
    /// From 0 to 1; for order and display only.
    pub score: f64,
}

/// How much of the new report stood in the old one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reuse {
    /// Share of the new report's sentence characters carried over word for word, stock phrases aside; 0 to 1.
    pub verbatim_share: f64,
    pub sections: Vec<SectionReuse>,
    /// Indices of rows that say the same as last year, dates aside, with the same figures: ask whether they were updated.
    pub stale: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SectionReuse {
    /// Index into `new.sections`.
    pub new: usize,
    /// 0 to 1.
    pub share: f64,
}

/// Sets two years side by side.
pub fn compare(old: &Report, new: &Report) -> Comparison {
    let mut budget = Budget::generous();
    let (from, to) = (Prepared::of(old), Prepared::of(new));
    let sections = Sections::of(&from, &to, &mut budget);
    let rows = rows(&from, &to, &sections, &mut budget);
    Comparison {
        sections: sections.judged(old, new, &rows),
        indicators: indicators(&from, &to, &rows, &mut budget),
        promises: promises(&from, &to, &mut budget),
        reuse: reuse(&from, &to, &rows),
        rows,
    }
}

/// What one part of a report says in words, clause by clause, each with what another report, or the same one, tells that
/// may account for it.
pub fn accounts(asked: &Report, part: Part, answering: &Report, told: Told) -> Vec<Promise> {
    let mut budget = Budget::generous();
    let asking = Asking {
        part,
        told,
        figures: Vec::new(),
        results: Vec::new(),
    };
    let (from, to) = (Prepared::of(asked), Prepared::of(answering));
    promises::accounts(&from, &to, asking, &mut budget)
}

impl SectionChange {
    /// The name in JSON and the last part of the locale key `section_change.*`.
    pub fn name(self) -> &'static str {
        match self {
            SectionChange::Same => "same",
            SectionChange::Changed => "changed",
            SectionChange::Split => "split",
            SectionChange::Merged => "merged",
            SectionChange::Added => "added",
            SectionChange::Removed => "removed",
        }
    }
}

impl RowChange {
    /// The name in JSON and the last part of the locale key `row_change.*`.
    pub fn name(self) -> &'static str {
        match self {
            RowChange::Same => "same",
            RowChange::Figures => "figures",
            RowChange::Wording => "wording",
            RowChange::Both => "both",
            RowChange::Added => "added",
            RowChange::Removed => "removed",
        }
    }
}
