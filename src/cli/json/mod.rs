//! The documents that scripts read: `ducha.report.v1`, `ducha.check.v1`, `ducha.compare.v1`.
//!
//! Public interface, changed only by adding. Positions are code points of the source text, half-open.

pub mod across;
pub mod check;
pub mod compare;
pub mod report;
pub mod rule;
pub mod series;

use serde::Serialize;

use crate::check::Basis;
use crate::report::{CodePoints, Figure, Report, Span};

/// A place as scripts see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    pub start: usize,
    pub end: usize,
}

/// What a figure says, and where.
#[derive(Serialize)]
pub struct ValueJson {
    #[serde(flatten)]
    place: Place,
    value: String,
}

/// What a rule rests on, as scripts see it.
#[derive(Serialize)]
pub struct BasisJson<'a> {
    document: &'a str,
    article: &'a str,
    strength: &'a str,
    verified: bool,
}

impl<'a> BasisJson<'a> {
    pub fn of(basis: &'a Basis) -> BasisJson<'a> {
        BasisJson {
            document: &basis.document,
            article: &basis.article,
            strength: &basis.strength,
            verified: basis.verified,
        }
    }
}

/// A report with the table that turns its spans into code points.
pub struct Document<'a> {
    pub report: &'a Report,
    points: CodePoints,
}

impl<'a> Document<'a> {
    pub fn new(report: &'a Report) -> Document<'a> {
        Document {
            report,
            points: CodePoints::of(&report.source.text),
        }
    }

    pub fn place(&self, span: Span) -> Place {
        let (start, end) = self.points.span(&self.report.source.text, span);
        Place { start, end }
    }

    /// None of a figure whose value is not one number.
    pub fn value(&self, figure: &Figure) -> Option<ValueJson> {
        Some(ValueJson {
            place: self.place(figure.span),
            value: figure.value()?.normalize().to_string(),
        })
    }

    pub fn quote(&self, span: Span) -> &'a str {
        self.report.quote(span)
    }
}
