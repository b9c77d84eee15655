//! What the keys do in the outline.

use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::screen;

use super::cursor::{Cursor, Unit};
use super::{Keep, ReportScreen, Show};

impl ReportScreen {
    pub(super) fn act_in_outline(
        &mut self,
        shared: &mut Shared,
        action: Action,
        letter: Option<char>,
    ) -> Reply {
        let sections = self.outline_sections();
        let height = self
            .panes(shared.size)
            .outline
            .map_or(1, |area| usize::from(area.height));
        let forward = match action {
            Action::NextSection => Action::Down,
            Action::PreviousSection => Action::Up,
            other => other,
        };
        if self.outline.cursor.act(forward, sections.len(), height) {
            self.go_to_chosen_section(shared);
            return Reply::stay();
        }
        match action {
            Action::Enter | Action::PaneRight | Action::Back | Action::Outline => {
                self.close_outline(shared);
                Reply::stay()
            }
            Action::PaneLeft => Reply::stay(),
            Action::NextPlace
            | Action::PreviousPlace
            | Action::ReviewSection
            | Action::NextUnread
            | Action::AnnotateSection => {
                self.outline.focused = false;
                let reply = self.press(shared, action, letter);
                self.outline.focused = true;
                self.outline.cursor.row = self.outline_position().unwrap_or(0);
                reply
            }
            other => screen::common(shared, &self.edition, other),
        }
    }

    pub(super) fn go_to_chosen_section(&mut self, shared: &Shared) {
        let chosen = self
            .outline_sections()
            .get(self.outline.cursor.row)
            .copied();
        let document = self.document.as_ref();
        let section =
            chosen.and_then(|idx| document.and_then(|document| document.report.sections.get(idx)));
        if let Some(section) = section {
            self.cursor = Cursor {
                at: section.heading.start,
                unit: Unit::Row,
            };
            self.pinned = None;
            self.top = self.page.row_of(self.cursor.at);
            self.show_cursor(shared, Keep::Third);
        }
    }

    pub(super) fn open_outline(&mut self, shared: &Shared, action: Action) {
        let visible = self.panes(shared.size).outline.is_some();
        if visible && action == Action::Outline {
            self.outline.choice = Show::No;
            self.outline.focused = false;
            return;
        }
        if !visible {
            self.outline.choice = Show::Yes;
        }
        self.outline.focused = true;
        self.outline.cursor.row = self.outline_position().unwrap_or(0);
    }

    /// Leaves the outline; on a narrow screen it makes room for the text again.
    pub(super) fn close_outline(&mut self, shared: &Shared) {
        self.outline.focused = false;
        let panes = self.panes(shared.size);
        if panes.outline == Some(screen::body_now(shared)) {
            self.outline.choice = Show::ByWidth;
        }
    }
}
