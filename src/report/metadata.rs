//! Who reports, on which year, in which kind of document, and when.

mod body;
mod day;
mod evidence;
mod gather;
mod issuer;
mod kind;
mod letter;
mod level;
mod page;
mod place;
mod same;
mod signature;
mod title;
mod words;
mod year;
mod years;

use jiff::civil::Date;

use super::correction::Corrections;
use super::{Mark, Remark, Span};

pub use evidence::{Certainty, Evidence, Field, Origin};
pub(super) use gather::metadata;
pub use place::{Division, upper_divisions};
pub use same::{is_same_issuer, issuer_key};

/// What is known about a report from outside its text: the page it came from, the file name, the reviewer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    pub issuer: Option<String>,
    pub level: Option<Level>,
    pub year: Option<i16>,
    pub published: Option<Date>,
    /// File name without folder; used only where the text is silent.
    pub file_name: Option<String>,
    /// Title of the web page or of the document's properties; used only where the text has none.
    pub page_title: Option<String>,
    /// 来源, 发布机构 of the web page.
    pub page_source: Option<String>,
    /// What the file format marked up; empty for plain text.
    pub marks: Vec<Mark>,
    pub remarks: Vec<Remark>,
    /// What reviewers corrected; goes before everything else.
    pub corrections: Corrections,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Lines of a split title joined; `None` when the text has no title.
    pub title: Option<Located<String>>,
    pub issuer: Option<Located<String>>,
    /// The place that the issuer governs, such as 青禾县; `None` when unknown.
    pub region: Option<String>,
    pub level: Level,
    /// The level of government that a department belongs to.
    pub department_of: Option<Level>,
    pub kind: Kind,
    /// The year described, not the year of publication.
    pub year: Option<i16>,
    /// Date on the page.
    pub published: Option<Located<Date>>,
    /// Date under the text.
    pub signed: Option<Located<Date>>,
    /// Where each of the above was taken from and how sure that is; at most one entry a field.
    pub evidence: Vec<Evidence>,
}

/// A value and the place that says so; no place when it was inferred or given from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    pub value: T,
    pub span: Option<Span>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    National,
    Province,
    Prefecture,
    County,
    Township,
    Subdistrict,
    Department,
    #[default]
    Unknown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    AnnualReport,
    WorkSummaryAndPlan,
    Speech,
    Interpretation,
    WorkPlan,
    DisclosureReport,
    GovernmentWorkReport,
    ShufaReport,
    NpcReport,
    FiveYearSummary,
    Template,
    #[default]
    Other,
}

impl Level {
    /// All levels, the highest first.
    pub const ALL: [Level; 8] = [
        Level::National,
        Level::Province,
        Level::Prefecture,
        Level::County,
        Level::Township,
        Level::Subdistrict,
        Level::Department,
        Level::Unknown,
    ];

    /// The level of that name.
    pub fn named(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }

    /// The name in JSON and in rule packs, and the last part of the locale key `level.*`.
    pub fn name(self) -> &'static str {
        match self {
            Level::National => "national",
            Level::Province => "province",
            Level::Prefecture => "prefecture",
            Level::County => "county",
            Level::Township => "township",
            Level::Subdistrict => "subdistrict",
            Level::Department => "department",
            Level::Unknown => "unknown",
        }
    }
}

impl Kind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Kind; 12] = [
        Kind::AnnualReport,
        Kind::WorkSummaryAndPlan,
        Kind::Speech,
        Kind::Interpretation,
        Kind::WorkPlan,
        Kind::DisclosureReport,
        Kind::GovernmentWorkReport,
        Kind::ShufaReport,
        Kind::NpcReport,
        Kind::FiveYearSummary,
        Kind::Template,
        Kind::Other,
    ];

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name in JSON and in rule packs, and the last part of the locale key `kind.*`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::AnnualReport => "annual-report",
            Kind::WorkSummaryAndPlan => "work-summary-and-plan",
            Kind::Speech => "speech",
            Kind::Interpretation => "interpretation",
            Kind::WorkPlan => "work-plan",
            Kind::DisclosureReport => "disclosure-report",
            Kind::GovernmentWorkReport => "government-work-report",
            Kind::ShufaReport => "shufa-report",
            Kind::NpcReport => "npc-report",
            Kind::FiveYearSummary => "five-year-summary",
            Kind::Template => "template",
            Kind::Other => "other",
        }
    }

    /// Only these are judged by the statutory parts (framework §8).
    pub fn is_judged_by_parts(self) -> bool {
        matches!(self, Kind::AnnualReport | Kind::WorkSummaryAndPlan)
    }
}
