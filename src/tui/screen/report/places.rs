//! What is worth stopping at in a text: findings and notes, and where they stand.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::order;
use crate::report::{FigureKind, Span};
use crate::review::{Intervals, Sought};
use crate::tui::app::Shared;
use crate::tui::model::{Document, Tie};
use crate::tui::theme::Sign;

use super::ReportScreen;

/// A place in the text, and what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub span: Span,
    pub thing: Thing,
    pub sign: Sign,
    /// Whether someone still has to decide.
    pub open: bool,
    /// The first place of its finding or note: where the next-place key stops.
    pub first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Thing {
    /// Index into the findings of the document.
    Finding(usize),
    Note(Uuid),
    /// Index into the figures of the report.
    Figure(usize),
}

/// Places in text order, so kept that asking about a stretch looks at what is there and not at all of them.
#[derive(Debug, Default)]
pub struct Places {
    all: Vec<Place>,
    index: Intervals,
    /// The findings among them with their places in `all`: few, however many notes there are.
    findings: (Intervals, Vec<usize>),
    /// The text that notes are about, joined where they lie over each other.
    noted: Vec<Span>,
    /// Where notes begin, in order.
    starts: Vec<usize>,
    /// Before each place and after the last: findings that wait, and notes, each counted at its first place.
    sums: Vec<(usize, usize)>,
}

/// Where notes were found, kept as long as the text is the same and nobody moved them by hand.
pub type Found = HashMap<Uuid, (Vec<Uuid>, Vec<Span>)>;

impl Places {
    /// Findings that ask something, at every place they rest on, and the notes.
    pub fn of(document: &Document, shared: &Shared, found: &mut Found) -> Places {
        let mut all = finding_places(document, shared);
        all.extend(note_places(document, shared, found));
        order::sort_by_key(&mut all, |place| (place.span, !place.open));
        let mut seen = HashSet::new();
        for place in &mut all {
            place.first = seen.insert(place.thing);
        }
        let is_note = |place: &&Place| matches!(place.thing, Thing::Note(_));
        let mut starts: Vec<usize> = all
            .iter()
            .filter(is_note)
            .map(|place| place.span.start)
            .collect();
        order::sort(&mut starts);
        let mut sum = (0, 0);
        let sums = all.iter().map(|place| {
            let before = sum;
            let is_note = matches!(place.thing, Thing::Note(_));
            sum.0 += usize::from(place.first && place.open && !is_note);
            sum.1 += usize::from(place.first && is_note);
            before
        });
        let mut sums: Vec<(usize, usize)> = sums.collect();
        sums.push(sum);
        let findings: Vec<usize> = (0..all.len())
            .filter(|idx| all.get(*idx).is_some_and(|place| !is_note(&place)))
            .collect();
        let finding_spans = findings
            .iter()
            .filter_map(|idx| Some(all.get(*idx)?.span))
            .collect();
        Places {
            findings: (Intervals::of(finding_spans), findings),
            index: Intervals::of(all.iter().map(|place| place.span).collect()),
            noted: joined(all.iter().filter(is_note).map(|place| place.span)),
            starts,
            sums,
            all,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Findings that have a part of a stretch in common with it, in order.
    pub fn findings(&self, span: Span) -> impl Iterator<Item = &Place> {
        let (index, places) = &self.findings;
        let touching = index.touching(span).into_iter();
        touching.filter_map(|idx| self.all.get(*places.get(idx)?))
    }

    /// What a stretch is about first: exactly this text, a finding that waits, anything.
    pub fn at(&self, span: Span) -> Option<&Place> {
        let exact = self.all.partition_point(|place| place.span < span);
        let exact = self.all.get(exact).filter(|place| place.span == span);
        let open = || self.findings(span).find(|place| place.open);
        let any = || self.all.get(self.index.first_touching(span)?);
        exact.or_else(open).or_else(any)
    }

    /// The text inside a stretch that notes are about.
    pub fn noted(&self, span: Span) -> &[Span] {
        let from = self.noted.partition_point(|noted| noted.end <= span.start);
        let until = self.noted.partition_point(|noted| noted.start < span.end);
        self.noted.get(from..until).unwrap_or(&[])
    }

    /// Whether a note begins inside a stretch.
    pub fn note_begins(&self, span: Span) -> bool {
        let next = self.starts.partition_point(|start| *start < span.start);
        self.starts.get(next).is_some_and(|start| *start < span.end)
    }

    /// Findings that wait, and notes, whose first place begins inside a stretch.
    pub fn counted(&self, extent: Span) -> (usize, usize) {
        let before = |at: usize| {
            let idx = self.all.partition_point(|place| place.span.start < at);
            self.sums.get(idx).copied().unwrap_or_default()
        };
        let (from, until) = (before(extent.start), before(extent.end));
        (until.0 - from.0, until.1 - from.1)
    }
}

/// The stretches of spans in order, joined where they touch.
fn joined(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => *last = last.hull(span),
            Some(_) | None => joined.push(span),
        }
    }
    joined
}

fn finding_places(document: &Document, shared: &Shared) -> Vec<Place> {
    let mut places = Vec::new();
    for (idx, finding) in document.asking() {
        let standing = shared.standing(&document.entry.id, &finding.rule, &finding.id);
        if standing.suppressed.is_some() {
            continue;
        }
        let judgement = standing.decision.map(|decision| decision.judgement);
        let sign = Sign::of_finding(finding.verdict, judgement);
        let own = finding
            .evidence
            .iter()
            .filter(|evidence| !evidence.previous);
        places.extend(own.map(|evidence| Place {
            span: evidence.span,
            thing: Thing::Finding(idx),
            sign,
            open: judgement.is_none(),
            first: false,
        }));
    }
    places
}

fn note_places(document: &Document, shared: &Shared, found: &mut Found) -> Vec<Place> {
    let edition = &document.entry.id;
    let twins = shared.twins(edition);
    let locator = document.locator();
    let sought = Sought {
        edition,
        locator: &locator,
        twins: &twins,
    };
    let mut places = Vec::new();
    for annotation in shared.notes_of(edition) {
        let known = found
            .get(&annotation.id)
            .is_some_and(|(heads, _)| *heads == annotation.heads);
        if !known {
            let all = 0..annotation.target.anchors.len();
            let located = all.filter_map(|index| sought.place(annotation, index)?.span);
            let spans = located.collect();
            found.insert(annotation.id, (annotation.heads.clone(), spans));
        }
        let spans = found.get(&annotation.id).map(|(_, spans)| spans);
        places.extend(spans.into_iter().flatten().map(|span| Place {
            span: *span,
            thing: Thing::Note(annotation.id),
            sign: Sign::NOTE,
            open: false,
            first: false,
        }));
    }
    places
}

impl ReportScreen {
    /// What the cursor is on: the finding or note first, then a figure.
    pub fn thing(&self) -> Option<Thing> {
        let document = self.document.as_ref()?;
        let focus = self.focus();
        if self.pinned.is_some() {
            return self.pinned;
        }
        if let Some(place) = self.places.at(focus) {
            return Some(place.thing);
        }
        let figures = || {
            let inside = document.report.figures_in(focus);
            inside.filter(|(_, figure)| figure.kind != FigureKind::Date)
        };
        let tied = figures().find(|(idx, _)| {
            document
                .ties
                .get(*idx)
                .is_some_and(|tie| *tie != Tie::Loose)
        });
        tied.or_else(|| figures().next())
            .map(|(idx, _)| Thing::Figure(idx))
    }

    /// The finding that a digit would decide.
    pub fn finding(&self) -> Option<usize> {
        match self.thing()? {
            Thing::Finding(idx) => Some(idx),
            Thing::Note(_) | Thing::Figure(_) => None,
        }
    }

    /// The next or previous place, each finding and note once: at its first place.
    pub fn place_beside(&self, forward: bool) -> Option<Place> {
        let focus = self.focus();
        let all = &self.places.all;
        let from = all.partition_point(|place| place.span.start < focus.start);
        let until = all.partition_point(|place| place.span.start <= focus.start);
        let begin = || (from..until).filter_map(|idx| Some((idx, all.get(idx)?)));
        let here = self.pinned.and_then(|thing| {
            let (idx, _) =
                begin().find(|(_, place)| place.thing == thing && place.span == focus)?;
            Some(idx)
        });
        let (before, after) = match here {
            Some(here) => (here, here + 1),
            None => (from, until),
        };
        let stop = |place: &&Place| place.first;
        let found = match forward {
            true => all.iter().skip(after).find(stop),
            false => all.iter().take(before).rev().find(stop),
        };
        found.copied()
    }
}
