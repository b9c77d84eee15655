//! What is worth stopping at in a text: findings and notes, and where they stand.

use uuid::Uuid;

use crate::check::Verdict;
use crate::report::{FigureKind, Span};
use crate::review::Judgement;
use crate::tui::app::Shared;
use crate::tui::model::{Document, Tie};
use crate::tui::reviewing;
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// Index into the findings of the document.
    Finding(usize),
    Note(Uuid),
    /// Index into the figures of the report.
    Figure(usize),
}

/// Findings that ask something, at every place they rest on, and the notes, in text order.
pub fn places(document: &Document, shared: &Shared) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (idx, finding) in document.asking() {
        let standing = shared.standing(&document.entry.id, &finding.rule, &finding.id);
        if standing.suppressed.is_some() {
            continue;
        }
        let judgement = standing.decision.map(|decision| decision.judgement);
        let sign = finding_sign(finding.verdict, judgement);
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
    for annotation in reviewing::annotations(shared.review()) {
        if !reviewing::is_about(annotation, &document.entry) {
            continue;
        }
        let spans = annotation
            .target
            .anchors
            .iter()
            .filter_map(|anchor| anchor.locate(&document.report, &document.digest).span);
        places.extend(spans.map(|span| Place {
            span,
            thing: Thing::Note(annotation.id),
            sign: Sign::NOTE,
            open: false,
            first: false,
        }));
    }
    places.sort_by_key(|place| (place.span, !place.open));
    let mut seen = Vec::new();
    for place in &mut places {
        place.first = !seen.contains(&place.thing);
        seen.push(place.thing);
    }
    places
}

/// The sign of a finding, by what the rule says and what a person decided.
pub fn finding_sign(verdict: Verdict, judgement: Option<Judgement>) -> Sign {
    match (judgement, verdict) {
        (Some(Judgement::Rejected | Judgement::NotApplicable), _) => Sign::DECIDED,
        (Some(Judgement::NeedsEvidence), _) => Sign::UNCLEAR,
        (_, Verdict::Unmet) => Sign::CONFLICT,
        (_, Verdict::Unclear) => Sign::UNCLEAR,
        (_, Verdict::NotAssessable) => Sign::DECIDED,
        (_, Verdict::Met) => Sign::TIED,
    }
}

/// The sign of a figure.
pub fn tie_sign(tie: Tie) -> Sign {
    match tie {
        Tie::Loose => Sign::NONE,
        Tie::Tied => Sign::TIED,
        Tie::Rounded => Sign::ROUNDED,
        Tie::Unclear => Sign::UNCLEAR,
        Tie::Conflict => Sign::CONFLICT,
    }
}

impl ReportScreen {
    /// What the cursor is on: the finding or note first, then a figure.
    pub fn thing(&self) -> Option<Thing> {
        let document = self.document.as_ref()?;
        let focus = self.focus();
        if self.pinned.is_some() {
            return self.pinned;
        }
        let exact = self.places.iter().find(|place| place.span == focus);
        let open = || {
            self.places
                .iter()
                .find(|place| place.open && touches(place.span, focus))
        };
        let any = || self.places.iter().find(|place| touches(place.span, focus));
        if let Some(place) = exact.or_else(open).or_else(any) {
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
        let here = self.pinned.and_then(|thing| {
            self.places
                .iter()
                .position(|place| place.thing == thing && place.span == focus)
        });
        let stops = || {
            self.places
                .iter()
                .enumerate()
                .filter(|(_, place)| place.first)
        };
        let found = match (here, forward) {
            (Some(here), true) => stops().find(|(idx, _)| *idx > here),
            (Some(here), false) => stops().rev().find(|(idx, _)| *idx < here),
            (None, true) => stops().find(|(_, place)| place.span.start > focus.start),
            (None, false) => stops()
                .rev()
                .find(|(_, place)| place.span.start < focus.start),
        };
        found.map(|(_, place)| *place)
    }
}

fn touches(place: Span, focus: Span) -> bool {
    place.overlap(focus) > 0
}
