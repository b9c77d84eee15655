//! What is new since the screen was drawn: the report, its size, the review, and where to go.

use std::sync::Arc;

use super::cursor::{Cursor, Unit};
use super::{GUTTER, Keep, Places, Placing, ReportScreen, Sought, Thing};
use crate::report::{CodePoints, Span};
use crate::tui::app::Shared;
use crate::tui::model::Document;
use crate::tui::page::Page;

/// Whether the text of a report stands as it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Arranged {
    AsBefore,
    Anew,
}

impl ReportScreen {
    /// Takes in what is new: the report itself, another size, another state of the review.
    pub(super) fn take_in(&mut self, shared: &Shared) {
        let arranged = self.take_document(shared);
        let Some(document) = self.document.clone() else {
            return;
        };
        self.lay_out(&document, shared, arranged);
        if self.seen != Some(shared.revision) {
            self.places = Places::of(&document, shared, &mut self.found);
            self.seen = Some(shared.revision);
            self.stop_placing(shared);
        }
        if let Some(query) = self.wanted_query.take() {
            self.search_for(&query);
        }
        self.find_sought(shared);
        if let Some(span) = self.wanted.take() {
            self.cursor = Cursor {
                at: span.start,
                unit: Unit::Place(span),
            };
            self.show_cursor(shared, Keep::Third);
        }
        let last = self.page.rows.len().saturating_sub(1);
        self.top = self.top.min(last);
    }

    /// The report as far as it is understood by now. Whether it looks as before.
    fn take_document(&mut self, shared: &Shared) -> Arranged {
        let newest = shared.readable(&self.edition);
        let Some(newest) = newest else {
            return Arranged::AsBefore;
        };
        let held = self.document.replace(Arc::clone(newest));
        if held.as_ref().is_some_and(|held| Arc::ptr_eq(held, newest)) {
            return Arranged::AsBefore;
        }
        self.found.clear();
        self.seen = None;
        match held {
            // A corrected heading looks otherwise.
            Some(held) if held.report.sections != newest.report.sections => Arranged::Anew,
            Some(_) => Arranged::AsBefore,
            None => {
                self.begin(shared);
                Arranged::AsBefore
            }
        }
    }

    /// Wraps the text where it has to be, and keeps its first row where it was.
    fn lay_out(&mut self, document: &Document, shared: &Shared, arranged: Arranged) {
        let width = self.panes(shared.size).text.width;
        let room = usize::from(width.saturating_sub(GUTTER)).max(1);
        let fits = self.page.width == room && self.page.reading == self.reading;
        if arranged == Arranged::AsBefore && fits {
            return;
        }
        let first = self.page.row(self.top).map(|row| row.span.start);
        self.page = Page::new(&document.report, room, self.reading);
        self.top = first.map_or(0, |at| self.page.row_of(at));
    }

    fn find_sought(&mut self, shared: &Shared) {
        match self.sought {
            Some(Sought::Note(id)) => {
                let place = self.found.get(&id).and_then(|(_, spans)| spans.first());
                self.wanted = place.copied();
                self.pinned = self.wanted.map(|_| Thing::Note(id));
            }
            Some(Sought::Unread) if shared.document(&self.edition).is_some() => {
                self.wanted = self.next_unread(shared).map(|at| Span::new(at, at));
            }
            Some(Sought::Unread) | None => return,
        }
        self.sought = None;
    }

    /// Begins where the report was left, or at its first sentence.
    fn begin(&mut self, shared: &Shared) {
        let Some(document) = &self.document else {
            return;
        };
        self.outline.choice = shared.outline;
        let text = &document.report.source.text;
        let sentences = &document.report.sentences;
        let first = sentences.first().map_or(0, |first| first.span.start);
        let left = shared.memory.place(&self.edition);
        let left = left.map(|points| CodePoints::of(text).offset(text, points));
        self.cursor = Cursor {
            at: left.map_or(first, |left| left.min(text.len())),
            unit: Unit::Row,
        };
        if let Some(at) = left.filter(|_| self.wanted.is_none()) {
            self.wanted = Some(Span::new(at, at));
        }
    }

    /// What was placed is there from now on, and the screen shows it.
    fn stop_placing(&mut self, shared: &Shared) {
        let Some(Placing { annotation, index }) = self.placing else {
            return;
        };
        let found = shared.review().annotation(annotation);
        let placed = found.and_then(|found| found.placed.get(&self.edition)?.get(&index));
        if placed.is_some() {
            self.placing = None;
            self.sought = Some(Sought::Note(annotation));
        }
    }
}
