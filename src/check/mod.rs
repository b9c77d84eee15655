//! Rules applied to a report: every rule gives a verdict for every report, with its evidence.

mod answers;
mod apply;
mod arithmetic;
mod bound;
mod coverage;
mod cross_year;
mod extent;
mod fingerprint;
mod foreign;
mod hygiene;
mod metric;
mod neighbour;
mod observation;
pub mod pack;
mod peers;
mod presence;
mod rates;
pub mod register;
mod render;
mod running;
mod spans;
mod substance;
mod timing;
mod titles;
mod topic;
mod validity;
mod view;
mod years;

use jiff::civil::Date;
use serde::Deserialize;

pub use crate::compare::{MOST_SHARING, Peers};
pub use pack::Pack;

use crate::compare::Comparison;
use crate::order;
use crate::report::{Report, Span};
use view::View;

/// What is known besides the report itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The same issuer's report of the year before, and how the two compare (`previous` is its old side).
    pub previous: Option<(&'a Report, &'a Comparison)>,
    /// The day of the check; rules that need it are not assessable without.
    pub today: Option<Date>,
    /// The places that the issuer lies in, as far as known from outside the text.
    pub above: &'a [String],
    /// Reports of other units, for what was copied from one to the other.
    pub peers: Option<&'a Peers>,
    /// The register of units and what came in.
    pub filed: Option<&'a register::Filed>,
}

/// All verdicts on one report.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Worst first; then in text order.
    pub findings: Vec<Finding>,
    pub coverage: Coverage,
    /// The figures that are in some relation, in text order; the working paper behind `coverage`.
    pub ties: Vec<Tie>,
}

/// A figure with the findings that compare it with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    pub figure: Span,
    pub standing: Standing,
    /// Indices into the findings of the outcome.
    pub findings: Vec<usize>,
}

/// The worst that the relations of a figure say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Tied,
    Conflicting,
    /// Only questions are asked about it.
    Doubtful,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
pub enum Severity {
    S1,
    S2,
    S3,
    S4,
}

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    pub document: String,
    /// Empty where none is named.
    #[serde(default)]
    pub article: String,
    /// `B1` law … `B6` good practice (framework §0).
    pub strength: String,
    /// Whether a person has checked the article number against the text; if not, 条文号待核.
    #[serde(default)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    pub zh: String,
    pub en: String,
}

/// Applies all rules of all packs; of two rules with one id the nearer pack's wins, of one tier the later pack's.
///
/// Every rule gives at least one finding. What a rule could not decide says why.
pub fn check(report: &Report, context: &Context, packs: &[Pack]) -> Outcome {
    let view = View::of(report, context);
    let rules = pack::effective(packs, &report.metadata, context.above);
    let mut findings: Vec<Finding> = rules
        .iter()
        .flat_map(|rule| apply::apply(rule, &view))
        .collect();
    coverage::one_alarm_a_fact(&mut findings);
    order::sort_by(&mut findings, |a, b| order(a).cmp(&order(b)));
    let ties = coverage::ties(report, &findings);
    Outcome {
        coverage: coverage::coverage(report, &ties),
        findings,
        ties,
    }
}

fn order(finding: &Finding) -> (Verdict, Severity, usize, &str, &str) {
    let start = finding
        .evidence
        .iter()
        .find(|evidence| !evidence.previous)
        .map_or(usize::MAX, |evidence| evidence.span.start);
    (
        finding.verdict,
        finding.severity,
        start,
        &finding.rule,
        &finding.id,
    )
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

impl Standing {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Tied => "tied",
            Standing::Conflicting => "conflicting",
            Standing::Doubtful => "doubtful",
        }
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

impl Localized {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Localized {
        Localized {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// The same text in both languages: a quote, a number, a name.
    pub fn same(text: impl Into<String>) -> Localized {
        let text = text.into();
        Localized {
            en: text.clone(),
            zh: text,
        }
    }
}
