//! Two years set side by side by meaning: sections, sentences, indicators, promises, reuse.
//!
//! All indices point into the two reports that were compared; spans point into their source texts. [`compare`] does all at
//! once; [`compare_in_stages`] shows what it has as it goes, first of all which sections and sentences belong together.

mod across;
mod bigrams;
mod bodies;
mod budget;
mod by_first;
mod chain;
mod clauses;
mod commonplace;
mod evidence;
mod fast;
mod indicators;
mod lent;
mod listed;
mod look_alikes;
mod marks;
mod named;
mod naming;
mod peers;
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
mod shortcomings;
mod side;
mod stages;
mod suspicion;
mod synonyms;
mod tokens;
mod topics;

use rust_decimal::Decimal;

pub use self::across::{Across, Told, across, bar, told};
pub use self::lent::{Lent, SharedWith, Sharing};
pub use self::look_alikes::{LookAlike, LookAlikes, look_alikes};
pub(crate) use self::named::of_years;
pub use self::naming::{difference, indicator_name, is_target, percentage};
pub use self::peers::{Borrowed, Lender, MOST_SHARING, Peers};
pub use self::print::{Mark, print};
pub use self::series::{Thread, Track, Years, follow, sparkline};
pub use self::stages::{Stage, compare, compare_in_stages};
use crate::report::Span;

/// What [`compare`] found. `old` is always the earlier report.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Follows the new report, with removed sections where they stood; one link a row for split and merged ones.
    pub sections: Vec<SectionLink>,
    /// Every sentence of either report in exactly one row; follows the new report, with removed sentences where they stood.
    pub rows: Vec<Row>,
    /// The same indicator in both years, those that most deserve a look first.
    pub indicators: Vec<Indicator>,
    /// Quantities of this year's report that last year's does not give.
    pub appeared: Vec<Unpaired>,
    /// Quantities of last year's report that this year's no longer gives.
    pub dropped: Vec<Unpaired>,
    /// The single undertakings of the old report's plan.
    pub promises: Vec<Promise>,
    /// What the old report called its shortcomings.
    pub shortcomings: Vec<Shortcoming>,
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
    /// The word of the fixed vocabulary that both figures are values of, such as `rc-accepted`; see [`crate::report::metric`].
    pub metric: Option<&'static str>,
    /// Why it deserves a look, the gravest first; empty for the usual change of a year.
    pub suspicions: Vec<Suspicion>,
}

/// A quantity that one report gives and the other does not; those of the fixed vocabulary come first, else text order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpaired {
    /// Index into the figures of its report.
    pub figure: usize,
    /// What it counts; never empty.
    pub subject: String,
    /// As in [`Indicator::metric`].
    pub metric: Option<&'static str>,
    /// It stands in the plan or is called a target.
    pub is_target: bool,
}

/// Why a pair of figures deserves a look. It asks; it does not accuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suspicion {
    /// This year's report states a growth, and the two values make another one.
    StatedGrowth {
        /// Index into `new.figures` of the growth that is stated.
        stated: usize,
        /// The growth in percent that the two values make, two decimals.
        actual: Decimal,
    },
    /// One value is at least three times the other.
    Jump,
    /// Counted in another measure word.
    Unit,
    /// The words around say another scope: 全市 beside 全区, 公办 beside nothing.
    Scope,
    /// The same number, and no small or full one.
    Standstill,
}

/// One undertaking of last year's plan and what this year's report says that may account for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// In the old report.
    pub old: Span,
    /// By what it can be checked; none of the rest, which is 笼统.
    pub basis: Option<Basis>,
    /// Passages of the new report, best first, at most three; empty when nothing specific was found.
    pub candidates: Vec<Candidate>,
}

/// What an undertaking names that will be there or not, the hardest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// A quantity or a date.
    Figure,
    /// A document by its title.
    Document,
    /// A thing that is finished or not, or that has a name of its own.
    Thing,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// A sentence or two of the new report.
    pub span: Span,
    /// From 0 to 1; for order and display only.
    pub score: f64,
}

/// One thing that last year's report called a shortcoming.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortcoming {
    /// In the old report.
    pub old: Span,
    /// Whether this year's shortcomings name it again.
    pub again: Again,
    /// What this year's report says was done about it, best first, at most three.
    pub candidates: Vec<Candidate>,
}

/// Whether a shortcoming is named again a year later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Word for word, marks and dates aside.
    Verbatim(Span),
    /// The same in other words.
    Reworded(Span),
    /// This year's shortcomings name nothing like it.
    NotNamed,
}

/// How much of the new report stood in the old one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reuse {
    /// Share of the new report's sentence characters carried over word for word, stock phrases aside; 0 to 1.
    pub verbatim_share: f64,
    /// The same with every quantity and date read as one sign, so that a sentence with new numbers counts; 0 to 1.
    pub nearly_share: f64,
    pub sections: Vec<SectionReuse>,
    /// Indices of rows that say the same as last year, dates aside, with the same figures: ask whether they were updated.
    pub stale: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SectionReuse {
    /// Index into `new.sections`.
    pub new: usize,
    /// Word for word; 0 to 1.
    pub share: f64,
    /// With quantities and dates aside; 0 to 1.
    pub nearly: f64,
}

impl Suspicion {
    /// The name in JSON and the last part of the locale key `suspicion.*`.
    pub fn name(self) -> &'static str {
        match self {
            Suspicion::StatedGrowth { .. } => "stated-growth",
            Suspicion::Jump => "jump",
            Suspicion::Unit => "unit",
            Suspicion::Scope => "scope",
            Suspicion::Standstill => "standstill",
        }
    }

    /// The gravest is 0.
    fn gravity(self) -> u8 {
        match self {
            Suspicion::StatedGrowth { .. } => 0,
            Suspicion::Standstill => 1,
            Suspicion::Jump => 2,
            Suspicion::Scope => 3,
            Suspicion::Unit => 4,
        }
    }
}

impl Promise {
    /// Whether it names a quantity, a date or a document, so that nobody need argue about what was meant.
    pub fn is_hard(&self) -> bool {
        match self.basis {
            Some(Basis::Figure | Basis::Document) => true,
            Some(Basis::Thing) | None => false,
        }
    }
}

impl Basis {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Figure => "figure",
            Basis::Document => "document",
            Basis::Thing => "thing",
        }
    }
}

impl Again {
    /// The name in JSON and the last part of the locale key `again.*`.
    pub fn name(self) -> &'static str {
        match self {
            Again::Verbatim(_) => "verbatim",
            Again::Reworded(_) => "reworded",
            Again::NotNamed => "not-named",
        }
    }
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
