//! The mouse in a report: the cursor goes to the character, a drag selects from character to character.

use ratatui::layout::{Position, Rect};

use crate::report::Span;
use crate::tui::app::Shared;
use crate::tui::canvas::width;
use crate::tui::pointer::{Gesture, Pointer};

use super::cursor::{Cursor, Unit};
use super::{GUTTER, Keep, ReportScreen, Selection};

impl ReportScreen {
    pub(super) fn take_pointer(&mut self, shared: &Shared, pointer: Pointer) {
        let panes = self.panes(shared.size);
        if let Some(outline) = panes.outline.filter(|area| area.contains(pointer.at)) {
            if pointer.gesture == Gesture::Press {
                self.click_outline(shared, outline, pointer.at);
            }
            return;
        }
        match pointer.gesture {
            Gesture::Press => {
                self.selection = None;
                self.grip = self.character_at(panes.text, pointer.at);
                if let Some(span) = self.grip {
                    self.outline.focused = false;
                    self.pinned = None;
                    self.cursor = Cursor {
                        at: span.start,
                        unit: Unit::Clause,
                    };
                }
            }
            Gesture::Drag => self.drag(shared, panes.text, pointer.at),
            Gesture::Release => self.grip = None,
            Gesture::WheelUp | Gesture::WheelDown => {}
        }
    }

    /// Selects up to the character; beyond the edge the text moves on.
    fn drag(&mut self, shared: &Shared, area: Rect, at: Position) {
        let Some(anchor) = self.grip else {
            return;
        };
        let last = area.bottom().saturating_sub(1);
        if at.y < area.top() || at.y == 0 {
            self.top = self.top.saturating_sub(1);
        } else if at.y > last {
            self.top = (self.top + 1).min(self.last_top(shared));
        }
        let inside = Position::new(at.x, at.y.clamp(area.top(), last));
        if let Some(head) = self.character_at(area, inside) {
            self.selection = Some(Selection { anchor, head });
            self.cursor = Cursor {
                at: head.start,
                unit: Unit::Place(head),
            };
            self.show_cursor(shared, Keep::Near);
        }
    }

    /// The character in a cell; left of a row its first, right of it its last.
    fn character_at(&self, area: Rect, at: Position) -> Option<Span> {
        if !area.contains(at) {
            return None;
        }
        let document = self.document.as_ref()?;
        let row = self.page.row(self.top + usize::from(at.y - area.y))?;
        let left = usize::from(area.x + GUTTER + row.indent);
        let wanted = usize::from(at.x).saturating_sub(left);
        let mut used = 0;
        let mut found = None;
        for (begins, character) in document.report.quote(row.span).char_indices() {
            let begins = row.span.start + begins;
            let cells = width(character.encode_utf8(&mut [0; 4]));
            if cells > 0 {
                found = Some(Span::new(begins, begins + character.len_utf8()));
                used += cells;
            }
            if used > wanted {
                break;
            }
        }
        found
    }

    fn click_outline(&mut self, shared: &Shared, area: Rect, at: Position) {
        let mut shown = self.outline.cursor;
        if !self.outline.focused {
            shown.row = self.outline_position().unwrap_or(0);
        }
        shown.fit(self.outline_sections().len(), usize::from(area.height));
        shown.row = shown.top + usize::from(at.y.saturating_sub(area.y));
        if shown.row < self.outline_sections().len() {
            self.outline.cursor = shown;
            self.go_to_chosen_section(shared);
        }
    }
}
