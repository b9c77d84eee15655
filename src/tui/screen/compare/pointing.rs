//! The mouse in a comparison: a click chooses a sentence, a section or a row.

use ratatui::layout::Rect;

use crate::tui::app::Shared;
use crate::tui::list::Listed;
use crate::tui::pointer::{Gesture, Pointer};
use crate::tui::screen::body_now;

use super::{CompareScreen, View, reuse, view};

impl CompareScreen {
    /// The list of the view that is one.
    pub(super) fn list_shown(&mut self, shared: &Shared) -> Option<Listed<'_>> {
        let body = body_now(shared);
        let list: Rect = match self.view {
            View::Text => return None,
            View::Indicators | View::Promises | View::Years => view::split(body).0,
            View::Reuse => reuse::list(body),
            View::History => body,
        };
        let (length, cursor) = match self.view {
            View::Text => return None,
            View::Indicators => (self.figures.rows.len(), &mut self.figures.cursor),
            View::Promises => (self.promises.lines.len(), &mut self.promises.cursor),
            View::Reuse => {
                let document = self.document.as_ref()?;
                let length = reuse::length(document, document.previous.as_ref()?);
                (length, &mut self.list)
            }
            View::Years => {
                let years = shared.years.get(&self.edition)?;
                let length = self.years.tracks(shared, years).len();
                (length, &mut self.years.cursor)
            }
            View::History => {
                let years = shared.years.get(&self.edition)?;
                (super::history::lines(years).len(), &mut self.history.cursor)
            }
        };
        Some(Listed {
            area: list,
            length,
            cursor,
        })
    }

    /// Chooses the sentence that was pressed, or the first of the section.
    pub(super) fn take_pointer(&mut self, shared: &Shared, pointer: Pointer) {
        if self.view != View::Text || pointer.gesture != Gesture::Press {
            return;
        }
        let panes = self.panes(shared);
        if let Some(sections) = panes.sections.filter(|area| area.contains(pointer.at)) {
            return self.press_section(shared, sections, pointer.at);
        }
        let area = panes.text;
        if !area.contains(pointer.at) {
            return;
        }
        let line = self.top + usize::from(pointer.at.y - area.y);
        if let Some(line) = self.lines.get(line) {
            self.cursor = line.item;
        }
    }
}
