//! What last year's report promised and what it said was lacking, and where this year's may answer.

mod act;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::{Again, Candidate};
use crate::order;
use crate::report::Span;
use crate::tui::app::Shared;
use crate::tui::list::ListCursor;
use crate::tui::model::{self, Previous};
use crate::tui::reviewing;

use super::places::Places;

/// Where a point stands in last year's report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Plan,
    Shortcomings,
}

/// A section of last year's report, under which its points are listed.
pub(super) type Group = (Source, Option<usize>);

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Head(Group),
    /// Index into the promises, or into the shortcomings.
    Point(Source, usize),
}

/// Which points are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Listed {
    /// What can be checked, and every shortcoming.
    #[default]
    Checkable,
    /// Of these, what nobody decided yet.
    Open,
    /// Of these, what nothing in this year's report answers.
    Unanswered,
    /// What cannot be checked.
    Generic,
    All,
}

/// How many points a group has, and how many of them wait for a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub all: usize,
    pub open: usize,
}

#[derive(Debug, Default)]
pub(super) struct PromiseList {
    pub lines: Vec<Line>,
    pub counts: BTreeMap<Group, Count>,
    pub cursor: ListCursor,
    pub listed: Listed,
    pub folded: BTreeSet<Group>,
}

/// One point of last year's report, whichever it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point<'a> {
    pub span: Span,
    pub checkable: bool,
    /// It names a quantity, a date or a document.
    pub hard: bool,
    /// Of a shortcoming.
    pub again: Option<Again>,
    pub candidates: &'a [Candidate],
}

impl Listed {
    fn next(self) -> Listed {
        match self {
            Listed::Checkable => Listed::Open,
            Listed::Open => Listed::Unanswered,
            Listed::Unanswered => Listed::Generic,
            Listed::Generic => Listed::All,
            Listed::All => Listed::Checkable,
        }
    }

    /// The locale key that says what is listed.
    pub fn key(self) -> &'static str {
        match self {
            Listed::Checkable => "ui.show-checkable",
            Listed::Open => "ui.show-undecided",
            Listed::Unanswered => "ui.show-unanswered",
            Listed::Generic => "ui.show-generic",
            Listed::All => "ui.show-all",
        }
    }
}

/// What a point is known by, in the journal too: its words, without any blank.
pub(super) fn key(previous: &Previous, span: Span) -> String {
    previous.report.quote(span).split_whitespace().collect()
}

pub(super) fn point(previous: &Previous, source: Source, idx: usize) -> Option<Point<'_>> {
    let comparison = &previous.comparison;
    match source {
        Source::Plan => comparison.promises.get(idx).map(|promise| Point {
            span: promise.old,
            checkable: promise.basis.is_some(),
            hard: promise.is_hard(),
            again: None,
            candidates: &promise.candidates,
        }),
        Source::Shortcomings => comparison.shortcomings.get(idx).map(|flaw| Point {
            span: flaw.old,
            checkable: true,
            hard: true,
            again: Some(flaw.again),
            candidates: &flaw.candidates,
        }),
    }
}

/// Every point of last year's report, in its order.
pub(super) fn points(previous: &Previous) -> impl Iterator<Item = (Source, usize, Point<'_>)> {
    let comparison = &previous.comparison;
    let promises = (0..comparison.promises.len()).map(|idx| (Source::Plan, idx));
    let flaws = (0..comparison.shortcomings.len()).map(|idx| (Source::Shortcomings, idx));
    promises
        .chain(flaws)
        .filter_map(|(source, idx)| point(previous, source, idx).map(|found| (source, idx, found)))
}

impl PromiseList {
    /// Lists anew; the cursor stays on its point, or on the next one that is still listed.
    pub fn rebuild(&mut self, shared: &Shared, edition: &str, previous: &Previous) {
        let here = self.lines.get(self.cursor.row).copied();
        let after: Vec<Line> = self.lines.iter().skip(self.cursor.row).copied().collect();
        self.list(shared, edition, previous);
        if here.is_some() {
            let still = |line: &Line| self.lines.iter().position(|other| other == line);
            let at = after
                .iter()
                .filter(|line| Some(**line) == here || matches!(line, Line::Point(..)))
                .find_map(still);
            self.cursor.row = at.unwrap_or(self.cursor.row);
        } else {
            // The first point, not the heading above it.
            let first = self.lines.iter();
            let mut first = first.enumerate();
            let at = first.find(|(_, line)| matches!(line, Line::Point(..)));
            self.cursor.row = at.map_or(0, |(at, _)| at);
        }
        self.cursor.row = self.cursor.row.min(self.lines.len().saturating_sub(1));
    }

    fn list(&mut self, shared: &Shared, edition: &str, previous: &Previous) {
        self.lines.clear();
        self.counts.clear();
        let mut under = None;
        for (group, source, idx, open) in self.shown(shared, edition, previous) {
            let count = self.counts.entry(group).or_default();
            count.all += 1;
            count.open += usize::from(open);
            if under != Some(group) {
                self.lines.push(Line::Head(group));
                under = Some(group);
            }
            if !self.folded.contains(&group) {
                self.lines.push(Line::Point(source, idx));
            }
        }
    }

    /// What is listed, section by section, in each what can be settled and nothing answers first; whether it is open.
    fn shown(
        &self,
        shared: &Shared,
        edition: &str,
        previous: &Previous,
    ) -> Vec<(Group, Source, usize, bool)> {
        let listed = points(previous).filter_map(|(source, idx, point)| {
            let open = is_open(shared, edition, previous, &point);
            let shown = match self.listed {
                Listed::Checkable => point.checkable,
                Listed::Open => point.checkable && open,
                Listed::Unanswered => point.checkable && point.candidates.is_empty(),
                Listed::Generic => !point.checkable,
                Listed::All => true,
            };
            let section = model::heading_at(&previous.report, point.span.start);
            let rank = (!point.hard, !point.candidates.is_empty());
            shown.then_some((rank, ((source, section), source, idx, open)))
        });
        let mut listed: Vec<_> = listed.collect();
        // Stable: what is of one rank stays in the order of the text. Shortcomings are few and stay as they stand.
        order::sort_by_key(&mut listed, |(rank, (group, ..))| (*group, *rank));
        listed.into_iter().map(|(_, line)| line).collect()
    }

    pub fn chosen<'a>(&self, previous: &'a Previous) -> Option<Point<'a>> {
        match self.lines.get(self.cursor.row)? {
            Line::Head(_) => None,
            Line::Point(source, idx) => point(previous, *source, *idx),
        }
    }

    pub fn places(&self, previous: &Previous) -> Places {
        self.chosen(previous).map_or_else(Places::default, |point| {
            let again = point.again.and_then(|again| match again {
                Again::Verbatim(span) | Again::Reworded(span) => Some(span),
                Again::NotNamed => None,
            });
            let best = point.candidates.first().map(|candidate| candidate.span);
            Places {
                old: Some(point.span),
                new: again.or(best),
            }
        })
    }
}

/// Whether nobody has decided it yet.
pub(super) fn is_open(shared: &Shared, edition: &str, previous: &Previous, point: &Point) -> bool {
    reviewing::promise(shared.review(), edition, &key(previous, point.span)).is_none()
}
