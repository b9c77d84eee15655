//! Which findings the checks screen lists, in which groups.

use std::collections::BTreeSet;

use crate::check::{Finding, Severity, Verdict};
use crate::order;
use crate::review::Standing;
use crate::tui::app::Shared;
use crate::tui::model::Document;

/// Which findings are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All that ask something, decided or not, what could not be assessed, and what is suppressed.
    #[default]
    All,
    Open,
    /// Those that last year's report did not have.
    New,
    Decided,
    Suppressed,
    /// The passes too.
    Passed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// With how many findings of it are listed.
    Group(Group, usize),
    /// Index into the findings.
    Finding(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Severity(Severity),
    NotAssessable,
    Suppressed,
    Met,
}

impl Show {
    /// The next one round, and what the bottom line says then.
    pub fn next(self) -> (Show, &'static str) {
        match self {
            Show::All => (Show::Open, "ui.show-open"),
            Show::Open => (Show::New, "ui.show-new-findings"),
            Show::New => (Show::Decided, "ui.show-decided"),
            Show::Decided => (Show::Suppressed, "ui.show-suppressed"),
            Show::Suppressed => (Show::Passed, "ui.show-passed"),
            Show::Passed => (Show::All, "ui.show-all"),
        }
    }

    fn holds(self, group: Group, standing: &Standing, is_new: bool) -> bool {
        match (self, group) {
            (Show::Passed, _) => true,
            (Show::Suppressed, Group::Suppressed) => true,
            (Show::Suppressed, _) | (_, Group::Met) => false,
            (Show::All, Group::Severity(_) | Group::NotAssessable | Group::Suppressed) => true,
            (Show::Open, Group::Severity(_)) => standing.is_open(),
            (Show::New, Group::Severity(_)) => is_new,
            (Show::Decided, Group::Severity(_)) => standing.decision.is_some(),
            (Show::Open | Show::New | Show::Decided, Group::NotAssessable | Group::Suppressed) => {
                false
            }
        }
    }
}

impl Group {
    /// The group of a finding, as it stands.
    pub fn of(finding: &Finding, standing: &Standing) -> Group {
        match (finding.verdict, standing.suppressed) {
            (Verdict::Unmet | Verdict::Unclear, Some(_)) => Group::Suppressed,
            (Verdict::Unmet | Verdict::Unclear, None) => Group::Severity(finding.severity),
            (Verdict::NotAssessable, _) => Group::NotAssessable,
            (Verdict::Met, _) => Group::Met,
        }
    }

    pub fn name(self, shared: &Shared) -> &'static str {
        shared.text(match self {
            Group::Severity(Severity::S1) => "ui.severity-1",
            Group::Severity(Severity::S2) => "ui.severity-2",
            Group::Severity(Severity::S3) => "ui.severity-3",
            Group::Severity(Severity::S4) => "ui.severity-4",
            Group::NotAssessable => "verdict.not-assessable",
            Group::Suppressed => "ui.suppressed",
            Group::Met => "verdict.met",
        })
    }
}

/// The rows: each group's name above its findings, the worst group first.
pub fn rows(shared: &Shared, document: &Document, show: Show) -> Vec<Row> {
    let known = findings_before(shared, document);
    let mut listed: Vec<(Group, usize)> = Vec::new();
    for (idx, finding) in document.outcome.findings.iter().enumerate() {
        let standing = shared.standing(&document.entry.id, &finding.rule, &finding.id);
        let group = Group::of(finding, &standing);
        let is_new = known
            .as_ref()
            .is_none_or(|known| !known.contains(finding.id.as_str()));
        if show.holds(group, &standing, is_new) {
            listed.push((group, idx));
        }
    }
    order::sort_by_key(&mut listed, |(group, idx)| (*group, *idx));
    let groups = listed.chunk_by(|(one, _), (other, _)| one == other);
    let rows = groups.flat_map(|findings| {
        let name = findings
            .first()
            .map(|(group, _)| Row::Group(*group, findings.len()));
        let findings = findings.iter().map(|(_, idx)| Row::Finding(*idx));
        name.into_iter().chain(findings)
    });
    rows.collect()
}

/// What last year's report was asked; nothing while that is not known.
pub fn findings_before<'s>(shared: &'s Shared, document: &Document) -> Option<BTreeSet<&'s str>> {
    let previous = document.previous.as_ref()?;
    let summary = shared.tallies.summary(&previous.entry.id)?;
    let heads = summary.findings.iter();
    Some(heads.map(|head| head.id.as_str()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn going_round_the_filter_comes_back() {
        let mut show = Show::default();
        for _ in 0..6 {
            show = show.next().0;
        }
        assert_eq!(show, Show::All);
    }
}
