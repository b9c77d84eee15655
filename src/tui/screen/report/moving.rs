//! The motions of the cursor in a report, and the selection that grows with them.

use crate::report::Span;
use crate::tui::action::{Action, Motion};
use crate::tui::app::Shared;

use super::cursor::{self, Cursor, Unit};
use super::{Keep, ReportScreen, Selection};

impl ReportScreen {
    pub(super) fn move_by_rows(&mut self, shared: &Shared, action: Action) -> bool {
        let Some(motion) = action.motion() else {
            return false;
        };
        let height = self.height(shared);
        let page = isize::try_from(height).unwrap_or(1);
        let half = (page / 2).max(1);
        let (by, scrolls) = match motion {
            Motion::Down => (1, false),
            Motion::Up => (-1, false),
            Motion::PageDown => (page, true),
            Motion::PageUp => (-page, true),
            Motion::HalfDown => (half, true),
            Motion::HalfUp => (-half, true),
            Motion::Top => (isize::MIN, false),
            Motion::Bottom => (isize::MAX, false),
            Motion::ScrollDown | Motion::ScrollUp => {
                self.scroll(shared, if motion == Motion::ScrollDown { 1 } else { -1 });
                return true;
            }
        };
        let row = self.page.row_of(self.cursor.at);
        let visible = (self.top..self.top + height).contains(&row);
        // After scrolling, the first step only brings the cursor back to what is being read.
        self.cursor = match (visible, by) {
            (false, -1 | 1) if row < self.top => cursor::at_row(&self.page, self.top),
            (false, -1 | 1) => cursor::at_row(&self.page, self.top + height - 1),
            _ => cursor::by_rows(&self.page, self.cursor, by),
        };
        if scrolls {
            let last = self.page.rows.len().saturating_sub(height);
            self.top = self.top.saturating_add_signed(by).min(last);
        }
        self.arrive(shared, Keep::Near);
        true
    }

    pub(super) fn move_by_text(&mut self, shared: &Shared, action: Action) -> bool {
        let Some(document) = self.document.clone() else {
            return false;
        };
        match cursor::moved(&document.report, self.cursor, action) {
            Some(moved) => {
                self.cursor = moved;
                let keep = if matches!(moved.unit, Unit::Row) {
                    Keep::Third
                } else {
                    Keep::Near
                };
                self.arrive(shared, keep);
                true
            }
            None => cursor::is_motion(action),
        }
    }

    /// After every motion: nothing is pinned, the selection grows, the cursor is seen.
    pub(super) fn arrive(&mut self, shared: &Shared, keep: Keep) {
        self.pinned = None;
        let focus = self.focus();
        if let Some(selection) = &mut self.selection {
            selection.head = focus;
        }
        self.show_cursor(shared, keep);
    }

    pub(super) fn scroll(&mut self, shared: &Shared, by: isize) {
        self.top = self
            .top
            .saturating_add_signed(by)
            .min(self.last_top(shared));
    }

    /// Goes to a span of the text and stays there.
    pub fn jump(&mut self, shared: &Shared, span: Span) {
        self.cursor = Cursor {
            at: span.start,
            unit: Unit::Place(span),
        };
        self.arrive(shared, Keep::Third);
    }

    pub(super) fn toggle_selection(&mut self) {
        self.selection = match (self.selection, &self.document) {
            (None, Some(document)) => {
                let focus = match self.cursor.unit {
                    Unit::Row => cursor::clause(&document.report, self.cursor.at),
                    Unit::Clause | Unit::Sentence | Unit::Place(_) => self.focus(),
                };
                Some(Selection {
                    anchor: focus,
                    head: focus,
                })
            }
            (Some(_), _) | (None, None) => None,
        };
    }

    /// While text is selected, left and right move its end by one character.
    pub(super) fn select_by_character(&mut self, action: Action) -> bool {
        let (Some(selection), Some(document)) = (&mut self.selection, &self.document) else {
            return false;
        };
        let text = &document.report.source.text;
        let span = selection.span();
        let end = match action {
            Action::PaneRight => text
                .get(span.end..)
                .and_then(|rest| rest.chars().next())
                .map(|c| span.end + c.len_utf8()),
            Action::PaneLeft => text
                .get(span.start..span.end)
                .and_then(|inside| inside.char_indices().next_back())
                .map(|(at, _)| span.start + at)
                .filter(|&end| end > span.start),
            _ => return false,
        };
        let span = Span::new(span.start, end.unwrap_or(span.end));
        *selection = Selection {
            anchor: span,
            head: Span::new(span.start, span.start),
        };
        true
    }
}
