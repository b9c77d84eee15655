//! What was searched for, in either year's sentences.

use super::CompareScreen;
use super::rows::Item;
use crate::report::Report;
use crate::tui::app::Shared;
use crate::tui::message::Message;
use crate::tui::model::Previous;

impl CompareScreen {
    /// To the next item whose text contains what was searched for.
    pub(super) fn go_to_hit_beside(&mut self, shared: &mut Shared, forward: bool) {
        let Some(document) = self.document.clone() else {
            return;
        };
        let Some(previous) = &document.previous else {
            return;
        };
        let is_hit = |item: &Item| match item {
            Item::Row(row) => texts(previous, &document.report, *row)
                .into_iter()
                .any(|text| !self.query.hits(text).is_empty()),
            Item::Fold { .. } => false,
        };
        let count = self.items.len();
        let hits = |at: &usize| self.items.get(*at).is_some_and(is_hit);
        let found = if forward {
            (self.cursor + 1..count)
                .chain(0..=self.cursor.min(count.saturating_sub(1)))
                .find(hits)
        } else {
            (0..self.cursor)
                .rev()
                .chain((self.cursor..count).rev())
                .find(hits)
        };
        match found {
            Some(at) => {
                self.cursor = at;
                self.show_cursor(shared);
            }
            None => {
                let text = shared
                    .lang
                    .fill("ui.not-found", &[("query", &self.query.typed())]);
                shared.message = Some(Message::quiet(text));
            }
        }
    }
}

/// The sentences of a row, this year's first.
fn texts<'a>(previous: &'a Previous, report: &'a Report, row: usize) -> Vec<&'a str> {
    let Some(row) = previous.comparison.rows.get(row) else {
        return Vec::new();
    };
    let new = row
        .new
        .and_then(|idx| report.sentences.get(idx))
        .map(|sentence| report.quote(sentence.span));
    let old = row
        .old
        .and_then(|idx| previous.report.sentences.get(idx))
        .map(|sentence| previous.report.quote(sentence.span));
    new.into_iter().chain(old).collect()
}
