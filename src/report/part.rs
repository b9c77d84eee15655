//! The statutory parts of an annual report (2019 provision, article 25; article number not verified).

mod annex;
mod find;
mod passage;
mod role;
mod words;

use super::Span;

pub(crate) use annex::glossaries;
pub(super) use find::{Page, parts};
pub(super) use passage::states_shortcomings;
pub(super) use role::{Role, is_work_of_a_year, role};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    Preamble,
    FirstResponsiblePerson,
    MeasuresAndResults,
    Shortcomings,
    Causes,
    NextYearPlan,
    Other,
}

/// Where a part stands; a sentence inside another part may be a part.
///
/// Of a section the span is its text, without the heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartSpan {
    pub part: Part,
    pub span: Span,
}

impl Part {
    /// All parts, in the order of a report.
    pub const ALL: [Part; 7] = [
        Part::Preamble,
        Part::FirstResponsiblePerson,
        Part::MeasuresAndResults,
        Part::Shortcomings,
        Part::Causes,
        Part::NextYearPlan,
        Part::Other,
    ];

    /// The part of that name.
    pub fn named(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.name() == name)
    }

    /// The name in JSON and in rule packs, and the last part of the locale key `part.*`.
    pub fn name(self) -> &'static str {
        match self {
            Part::Preamble => "preamble",
            Part::FirstResponsiblePerson => "first-responsible-person",
            Part::MeasuresAndResults => "measures-and-results",
            Part::Shortcomings => "shortcomings",
            Part::Causes => "causes",
            Part::NextYearPlan => "next-year-plan",
            Part::Other => "other",
        }
    }
}
