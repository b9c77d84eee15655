//! Rules applied to a report: every rule gives a verdict for every report, with its evidence.

pub mod pack;

use jiff::civil::Date;

pub use pack::Pack;

use crate::compare::Comparison;
use crate::report::{Report, Span};

/// What is known besides the report itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The same issuer's report of the year before, and how the two compare (`previous` is its old side).
    pub previous: Option<(&'a Report, &'a Comparison)>,
    /// The day of the check; rules that need it are not assessable without.
    pub today: Option<Date>,
}

/// All verdicts on one report.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Worst first; then in text order.
    pub findings: Vec<Finding>,
    pub coverage: Coverage,
}

/// How many figures (dates aside) could be tied to others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    pub figures: usize,
    pub tied: usize,
    pub conflicting: usize,
    pub not_checkable: usize,
}

/// One verdict of one rule, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable over re-runs and re-imports: rule, issuer, part, masked label words, an ordinal where two are equal.
    pub id: String,
    pub rule: String,
    pub verdict: Verdict,
    pub severity: Severity,
    pub title: Localized,
    /// One sentence a reviewer would say, arithmetic written out.
    pub message: Localized,
    pub expected: Option<String>,
    pub found: Option<String>,
    pub basis: Vec<Basis>,
    /// Empty only where something is absent or not assessable.
    pub evidence: Vec<Evidence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The text itself shows it.
    Unmet,
    /// A question for the reviewer.
    Unclear,
    /// Something is missing to decide; the message says what.
    NotAssessable,
    Met,
}

/// Hard error, important, ordinary, prompt. Severity is not illegality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    S1,
    S2,
    S3,
    S4,
}

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    pub document: String,
    /// Empty where none is named.
    pub article: String,
    /// `B1` law … `B6` good practice (framework §0).
    pub strength: String,
    /// Whether a person has checked the article number against the text; if not, 条文号待核.
    pub verified: bool,
}

/// A place that a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// `total`, `part`, `numerator`, `denominator`, `rate`, `first`, `second`, `base`, `change`, `place`, `previous` …
    pub role: &'static str,
    pub span: Span,
    /// In last year's report instead of this one.
    pub previous: bool,
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized {
    pub zh: String,
    pub en: String,
}

/// Applies all rules of all packs; of two rules with one id the later pack's wins.
pub fn check(_report: &Report, _context: &Context, _packs: &[Pack]) -> Outcome {
    Outcome::default()
}

impl Verdict {
    /// The name in JSON and the last part of the locale key `verdict.*`.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Unmet => "unmet",
            Verdict::Unclear => "unclear",
            Verdict::NotAssessable => "not-assessable",
            Verdict::Met => "met",
        }
    }

    /// What a reviewer has to look at.
    pub fn asks(self) -> bool {
        matches!(self, Verdict::Unmet | Verdict::Unclear)
    }
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::S1 => "S1",
            Severity::S2 => "S2",
            Severity::S3 => "S3",
            Severity::S4 => "S4",
        }
    }
}
