//! The comparison as far as it has come, listed and wrapped; the reader stays where he was.

use std::sync::Arc;

use super::rows::{self, Item};
use super::{CompareScreen, View, view};
use crate::compare::Row;
use crate::tui::app::Shared;
use crate::tui::model::{Document, Previous};

impl CompareScreen {
    /// Takes the comparison as it is known by now: coarse at first, then with marks, then with its figures and promises. Rows
    /// keep their numbers, so the cursor stays where it is; of another text it goes to the same sentence if it is there.
    pub(super) fn take_document(&mut self, shared: &Shared) {
        let Some(found) = shared.compared(&self.edition) else {
            return;
        };
        let known = self.document.as_ref();
        if known.is_some_and(|known| Arc::ptr_eq(known, found)) {
            return;
        }
        let another = known.is_some_and(|known| known.digest != found.digest);
        self.document = Some(Arc::clone(found));
        self.made_for = None;
        if another {
            self.unfolded.clear();
        }
        if let Some(start) = self.start.take() {
            self.go_to_offset(shared, start);
        }
    }

    /// To the sentence of this year's report that holds an offset.
    pub(super) fn go_to_offset(&mut self, shared: &Shared, offset: usize) {
        self.rebuild(shared);
        let Some((document, previous)) = self.both() else {
            return;
        };
        let sentences = &document.report.sentences;
        let holds = |row: &Row| {
            let sentence = row.new.and_then(|idx| sentences.get(idx));
            sentence.is_some_and(|sentence| sentence.span.end > offset)
        };
        let rows = &previous.comparison.rows;
        let nearest = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| holds(row))
            .min_by_key(|(_, row)| row.new);
        if let Some((row, _)) = nearest {
            let after = self.items.partition_point(|item| item.first_row() <= row);
            self.cursor = after.saturating_sub(1);
            self.show_cursor(shared);
        }
    }

    /// This year's report with the comparison, when it is there.
    pub(super) fn both(&self) -> Option<(Arc<Document>, &Previous)> {
        let document = self.document.as_ref()?;
        Some((Arc::clone(document), document.previous.as_ref()?))
    }

    /// Lists what the view shows anew: decisions, pins and years may have come.
    pub(super) fn refresh_view(&mut self, shared: &Shared) {
        let Some(document) = self.document.clone() else {
            return;
        };
        let Some(previous) = &document.previous else {
            return;
        };
        let height = view::list_height(shared);
        match self.view {
            View::Indicators => {
                self.figures.rebuild(shared, &document, previous);
                self.figures.cursor.fit(self.figures.rows.len(), height);
            }
            View::Promises => {
                self.promises.rebuild(shared, &self.edition, previous);
                self.promises.cursor.fit(self.promises.lines.len(), height);
            }
            View::History => self.history.arrive(shared, &self.edition),
            View::Text | View::Reuse | View::Years => {}
        }
    }

    /// Makes items and lines anew and keeps the reader where he was.
    pub(super) fn rebuild(&mut self, shared: &Shared) {
        let Some(document) = self.document.clone() else {
            return;
        };
        let Some(previous) = &document.previous else {
            return;
        };
        let row = self.items.get(self.cursor).map(Item::first_row);
        let width = self.text_width(shared);
        let side = self.is_side_by_side(shared);
        self.items = rows::items(previous, &document.report, self.show, &self.unfolded);
        self.lines = rows::lines(
            shared,
            (previous, &document.report),
            &self.items,
            self.show,
            width,
            side,
        );
        self.made_for = Some((width, side));
        if let Some(row) = row {
            self.cursor = self
                .items
                .partition_point(|item| item.first_row() <= row)
                .saturating_sub(1);
        }
        self.show_cursor(shared);
    }

    /// Scrolls so that the item at the cursor is on the screen, its beginning at least.
    pub(super) fn show_cursor(&mut self, shared: &Shared) {
        let height = self.height(shared);
        let first = self.lines.partition_point(|line| line.item < self.cursor);
        let after = self.lines.partition_point(|line| line.item <= self.cursor);
        if first < self.top {
            self.top = first;
        } else if after > self.top + height {
            self.top = (after - height).min(first);
        }
    }
}
