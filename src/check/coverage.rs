//! How much of a report's figures the rules could tie together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Coverage, Finding, Verdict};
use crate::report::{FigureKind, Report, Span};

/// Families of rules about figures, as the JSON contract names them.
const FAMILIES: [&str; 2] = ["arith-", "logic-"];

/// Counts figures, dates aside: in a relation that holds, in one that does not, in none.
pub(super) fn coverage(report: &Report, findings: &[Finding]) -> Coverage {
    let mut verdicts: BTreeMap<Span, Verdict> = BTreeMap::new();
    let relates = |finding: &&Finding| is_about_figures(finding) && !is_alone(finding);
    for finding in findings.iter().filter(relates) {
        for evidence in finding.evidence.iter().filter(|place| !place.previous) {
            let verdict = verdicts.entry(evidence.span).or_insert(finding.verdict);
            *verdict = worse(*verdict, finding.verdict);
        }
    }
    let mut coverage = Coverage::default();
    for figure in &report.figures {
        if figure.kind == FigureKind::Date {
            continue;
        }
        coverage.figures += 1;
        match verdicts.get(&figure.span) {
            Some(Verdict::Met) => coverage.tied += 1,
            Some(Verdict::Unmet) => coverage.conflicting += 1,
            Some(Verdict::Unclear | Verdict::NotAssessable) | None => coverage.not_checkable += 1,
        }
    }
    coverage
}

/// A rate that merely lies between 0 and 100 is tied to nothing.
fn is_alone(finding: &Finding) -> bool {
    finding.verdict == Verdict::Met && finding.evidence.len() < 2
}

/// A conflict outweighs a tie, and a tie outweighs a question.
fn worse(a: Verdict, b: Verdict) -> Verdict {
    let rank = |verdict: Verdict| match verdict {
        Verdict::Unmet => 0,
        Verdict::Met => 1,
        Verdict::Unclear => 2,
        Verdict::NotAssessable => 3,
    };
    if rank(a) <= rank(b) { a } else { b }
}

/// Drops an alarm about figures that another alarm already holds together; the more specific rule stands first.
pub(super) fn one_alarm_a_fact(findings: &mut Vec<Finding>) {
    let mut told: Vec<(Verdict, BTreeSet<Span>)> = Vec::new();
    findings.retain(|finding| {
        if !finding.verdict.asks() || !is_about_figures(finding) {
            return true;
        }
        let spans: BTreeSet<Span> = finding.evidence.iter().map(|place| place.span).collect();
        let known = told
            .iter()
            .any(|(verdict, known)| *verdict <= finding.verdict && spans.is_subset(known));
        if !known {
            told.push((finding.verdict, spans));
        }
        !known
    });
}

fn is_about_figures(finding: &Finding) -> bool {
    FAMILIES
        .iter()
        .any(|family| finding.rule.starts_with(family))
}
