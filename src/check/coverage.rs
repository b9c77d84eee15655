//! How much of a report's figures the rules could tie together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Coverage, Evidence, Finding, Standing, Tie, Verdict};
use crate::report::{FigureKind, Report, Span};

/// Families of rules about figures, as the JSON contract names them.
const FAMILIES: [&str; 2] = ["arith-", "logic-"];

/// Every figure that some relation holds or breaks, in text order, with the findings that say so.
pub(super) fn ties(report: &Report, findings: &[Finding]) -> Vec<Tie> {
    let mut related: BTreeMap<Span, (Verdict, Vec<usize>)> = BTreeMap::new();
    for (idx, finding) in findings.iter().enumerate() {
        if !is_about_figures(finding) || is_alone(finding) {
            continue;
        }
        for evidence in finding.evidence.iter().filter(|place| !place.previous) {
            let known = related
                .entry(evidence.span)
                .or_insert((finding.verdict, Vec::new()));
            known.0 = worse(known.0, finding.verdict);
            if known.1.last() != Some(&idx) {
                known.1.push(idx);
            }
        }
    }
    let figures = report.figures.iter();
    let counted = figures.filter(|figure| figure.kind != FigureKind::Date);
    counted
        .filter_map(|figure| {
            let (verdict, findings) = related.remove(&figure.span)?;
            let standing = match verdict {
                Verdict::Met => Standing::Tied,
                Verdict::Unmet => Standing::Conflicting,
                Verdict::Unclear => Standing::Doubtful,
                Verdict::NotAssessable => return None,
            };
            Some(Tie {
                figure: figure.span,
                standing,
                findings,
            })
        })
        .collect()
}

/// Counts figures, dates aside: in a relation that holds, in one that does not, in none.
pub(super) fn coverage(report: &Report, ties: &[Tie]) -> Coverage {
    let figures = report.figures.iter();
    let figures = figures.filter(|figure| figure.kind != FigureKind::Date);
    let standing = |wanted| ties.iter().filter(|tie| tie.standing == wanted).count();
    let mut coverage = Coverage {
        figures: figures.count(),
        tied: standing(Standing::Tied),
        conflicting: standing(Standing::Conflicting),
        not_checkable: 0,
    };
    coverage.not_checkable = coverage.figures - coverage.tied - coverage.conflicting;
    coverage
}

impl Tie {
    /// The other places that the figure was compared with, each once, in the order of the findings.
    pub fn partners<'f>(&self, findings: &'f [Finding]) -> impl Iterator<Item = &'f Evidence> {
        let related = self.findings.iter().filter_map(|idx| findings.get(*idx));
        let own = self.figure;
        let mut seen = BTreeSet::new();
        related
            .flat_map(|finding| &finding.evidence)
            .filter(move |place| place.previous || place.span != own)
            .filter(move |place| seen.insert((place.previous, place.span)))
    }
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
