//! `ducha.check.v1`: the verdicts on one report.

use serde::Serialize;

use super::{BasisJson, Document, Place};
use crate::check::{Evidence, Finding, Outcome, Tie};
use crate::locale::Lang;
use crate::report::digest;
use crate::review::{Decision, Standing};

/// The whole document.
#[derive(Serialize)]
pub struct CheckJson<'a> {
    schema: &'static str,
    pub report: ReportRef<'a>,
    coverage: CoverageJson,
    /// Every figure that is in some relation, with what it was compared with.
    ties: Vec<TieJson<'a>>,
    /// Findings that ask and are suppressed; each says so itself as well.
    suppressed: usize,
    findings: Vec<FindingJson<'a>>,
}

/// Which report it is about.
#[derive(Serialize)]
pub struct ReportRef<'a> {
    /// The file or the id in the library, where several were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'a str>,
    title: Option<&'a str>,
    year: Option<i16>,
    text_sha256: String,
}

#[derive(Serialize)]
struct CoverageJson {
    figures: usize,
    tied: usize,
    conflicting: usize,
    not_checkable: usize,
}

#[derive(Serialize)]
struct TieJson<'a> {
    #[serde(flatten)]
    place: Place,
    quote: &'a str,
    standing: &'static str,
    /// Ids of the findings that say so.
    findings: Vec<&'a str>,
    partners: Vec<EvidenceJson<'a>>,
}

/// One verdict, as scripts see it.
#[derive(Serialize)]
pub struct FindingJson<'a> {
    id: &'a str,
    rule: &'a str,
    verdict: &'static str,
    severity: &'static str,
    title: &'a str,
    message: &'a str,
    expected: Option<&'a str>,
    found: Option<&'a str>,
    basis: Vec<BasisJson<'a>>,
    evidence: Vec<EvidenceJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionJson<'a>>,
    /// On a finding of the same fingerprint in an earlier year.
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<DecisionJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<SuppressedJson<'a>>,
}

#[derive(Serialize)]
struct DecisionJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<i16>,
    judgement: &'static str,
    reason: Option<&'a str>,
    reviewer: &'a str,
}

#[derive(Serialize)]
struct SuppressedJson<'a> {
    scope: &'a str,
    reason: &'a str,
    until: Option<&'a str>,
    reviewer: &'a str,
}

#[derive(Serialize)]
struct EvidenceJson<'a> {
    role: &'static str,
    /// Which report the place is in; left out for the report that was checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'static str>,
    #[serde(flatten)]
    place: Place,
    quote: &'a str,
}

/// Everything that `ducha check --format json` prints; `previous` is last year's report when there is one, `standings`
/// what reviewers said of each finding when the report is in a library.
pub fn document<'a>(
    document: &Document<'a>,
    previous: Option<&Document<'a>>,
    outcome: &'a Outcome,
    standings: &[Standing<'a>],
    lang: Lang,
) -> CheckJson<'a> {
    let metadata = &document.report.metadata;
    let coverage = outcome.coverage;
    let standing = |idx: usize| standings.get(idx).copied().unwrap_or_default();
    let findings = || outcome.findings.iter().enumerate();
    CheckJson {
        schema: "ducha.check.v1",
        report: ReportRef {
            source: None,
            title: metadata.title.as_ref().map(|title| title.value.as_str()),
            year: metadata.year,
            text_sha256: digest(document.report.source.text.as_bytes()),
        },
        coverage: CoverageJson {
            figures: coverage.figures,
            tied: coverage.tied,
            conflicting: coverage.conflicting,
            not_checkable: coverage.not_checkable,
        },
        ties: outcome
            .ties
            .iter()
            .map(|tie| tie_json(document, previous, tie, outcome))
            .collect(),
        suppressed: findings()
            .filter(|(idx, finding)| finding.verdict.asks() && standing(*idx).suppressed.is_some())
            .count(),
        findings: findings()
            .map(|(idx, finding)| finding_json(document, previous, (finding, standing(idx)), lang))
            .collect(),
    }
}

fn tie_json<'a>(
    document: &Document<'a>,
    previous: Option<&Document<'a>>,
    tie: &Tie,
    outcome: &'a Outcome,
) -> TieJson<'a> {
    let findings = tie.findings.iter();
    TieJson {
        place: document.place(tie.figure),
        quote: document.quote(tie.figure),
        standing: tie.standing.name(),
        findings: findings
            .filter_map(|idx| outcome.findings.get(*idx))
            .map(|finding| finding.id.as_str())
            .collect(),
        partners: tie
            .partners(&outcome.findings)
            .filter_map(|place| evidence_json(document, previous, place))
            .collect(),
    }
}

pub fn finding_json<'a>(
    document: &Document<'a>,
    previous: Option<&Document<'a>>,
    (finding, standing): (&'a Finding, Standing<'a>),
    lang: Lang,
) -> FindingJson<'a> {
    FindingJson {
        id: &finding.id,
        rule: &finding.rule,
        verdict: finding.verdict.name(),
        severity: finding.severity.name(),
        title: lang.choose(&finding.title),
        message: lang.choose(&finding.message),
        expected: finding.expected.as_deref(),
        found: finding.found.as_deref(),
        basis: finding.basis.iter().map(BasisJson::of).collect(),
        evidence: finding
            .evidence
            .iter()
            .filter_map(|place| evidence_json(document, previous, place))
            .collect(),
        decision: standing
            .decision
            .map(|decision| decision_json(None, decision)),
        earlier: standing
            .earlier
            .map(|(year, decision)| decision_json(Some(year), decision)),
        suppressed: standing
            .suppressed
            .map(|(scope, suppression)| SuppressedJson {
                scope,
                reason: &suppression.reason,
                until: suppression.until.as_deref(),
                reviewer: &suppression.reviewer,
            }),
    }
}

fn decision_json(year: Option<i16>, decision: &Decision) -> DecisionJson<'_> {
    DecisionJson {
        year,
        judgement: decision.judgement.name(),
        reason: decision.reason.as_deref(),
        reviewer: &decision.reviewer,
    }
}

fn evidence_json<'a>(
    document: &Document<'a>,
    previous: Option<&Document<'a>>,
    evidence: &Evidence,
) -> Option<EvidenceJson<'a>> {
    let source = if evidence.previous {
        previous?
    } else {
        document
    };
    Some(EvidenceJson {
        role: evidence.role,
        report: evidence.previous.then_some("previous"),
        place: source.place(evidence.span),
        quote: source.quote(evidence.span),
    })
}
