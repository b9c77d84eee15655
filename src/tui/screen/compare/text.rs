//! The keys of the comparison as text.

use crate::compare::RowChange;
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::message::Message;
use crate::tui::model::{self, Previous};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::prompt::Prompt;
use crate::tui::screen;

use super::panes::{Layout, Pane};
use super::rows::Item;
use super::{CompareScreen, Show};

impl CompareScreen {
    pub(super) fn act_on_text(
        &mut self,
        shared: &mut Shared,
        previous: &Previous,
        action: Action,
    ) -> Reply {
        if self.move_in_text(shared, action) {
            return Reply::stay();
        }
        match action {
            Action::NextPlace => self.next_change(shared, previous, true),
            Action::PreviousPlace => self.next_change(shared, previous, false),
            Action::NextSection => self.next_section(shared, true),
            Action::PreviousSection => self.next_section(shared, false),
            Action::NextHit => self.go_to_hit_beside(shared, true),
            Action::PreviousHit => self.go_to_hit_beside(shared, false),
            Action::Search => {
                return Reply::open(Overlay::Prompt(Prompt::search(&self.query)));
            }
            Action::Filter => self.cycle(shared),
            Action::Layout => self.change_layout(shared),
            Action::Outline => {
                self.pane = match self.pane {
                    Pane::Shown => Pane::Hidden,
                    Pane::Hidden => Pane::Shown,
                };
                self.rebuild(shared);
            }
            Action::Enter => return self.enter_text(shared, previous),
            other => return screen::common(shared, &self.edition, other),
        }
        Reply::stay()
    }

    /// Opens a folded run, or goes to the sentence in its report.
    fn enter_text(&mut self, shared: &mut Shared, previous: &Previous) -> Reply {
        if let Some(Item::Fold { from, .. }) = self.items.get(self.cursor) {
            self.unfolded.insert(*from);
            self.rebuild(shared);
            return Reply::stay();
        }
        match self.document.clone() {
            Some(document) => self.enter(shared, &document, previous),
            None => Reply::stay(),
        }
    }

    fn move_in_text(&mut self, shared: &Shared, action: Action) -> bool {
        let height = self.height(shared);
        let last_top = self.lines.len().saturating_sub(height);
        let (here, half) = (self.cursor, (height / 2).max(1).cast_signed());
        let items = [
            (Action::Down, here + 1),
            (Action::Up, here.saturating_sub(1)),
            (Action::Top, 0),
            (Action::Bottom, usize::MAX),
        ];
        if let Some((_, item)) = items.into_iter().find(|(key, _)| *key == action) {
            return self.move_to(shared, item);
        }
        let steps = [
            (Action::ScrollDown, 1),
            (Action::ScrollUp, -1),
            (Action::PageDown, height.cast_signed()),
            (Action::PageUp, -height.cast_signed()),
            (Action::HalfDown, half),
            (Action::HalfUp, -half),
        ];
        let Some((_, by_lines)) = steps.into_iter().find(|(key, _)| *key == action) else {
            return false;
        };
        let stuck = self.top == self.top.saturating_add_signed(by_lines).min(last_top);
        self.top = self.top.saturating_add_signed(by_lines).min(last_top);
        let scrolled = matches!(action, Action::ScrollDown | Action::ScrollUp);
        if !scrolled {
            let line = if stuck && by_lines > 0 {
                self.lines.len().saturating_sub(1)
            } else {
                self.top
            };
            self.cursor = self.lines.get(line).map_or(self.cursor, |line| line.item);
        }
        true
    }

    pub(super) fn move_to(&mut self, shared: &Shared, item: usize) -> bool {
        self.cursor = item.min(self.items.len().saturating_sub(1));
        self.show_cursor(shared);
        true
    }

    fn next_change(&mut self, shared: &mut Shared, previous: &Previous, forward: bool) {
        let rows = &previous.comparison.rows;
        let is_change = |at: &usize| match self.items.get(*at) {
            Some(Item::Row(row)) => rows
                .get(*row)
                .is_some_and(|row| row.change != RowChange::Same || row.moved),
            Some(Item::Fold { .. }) | None => false,
        };
        let found = match forward {
            true => (self.cursor + 1..self.items.len()).find(is_change),
            false => (0..self.cursor).rev().find(is_change),
        };
        match found {
            Some(at) => {
                self.move_to(shared, at);
            }
            None => {
                let key = match forward {
                    true => "ui.no-next-change",
                    false => "ui.no-previous-change",
                };
                shared.message = Some(Message::quiet(shared.text(key)));
            }
        }
    }

    fn next_section(&mut self, shared: &Shared, forward: bool) {
        let here = self.section_at(self.cursor);
        let other = |at: &usize| {
            let found = self.section_at(*at);
            found.is_some() && found != here
        };
        let found = match forward {
            true => (self.cursor + 1..self.items.len()).find(other),
            // The beginning of that section, not its end.
            false => (0..self.cursor).rev().find(other).map(|end| {
                (0..end)
                    .rev()
                    .find(|&at| self.section_at(at) != self.section_at(end))
                    .map_or(0, |at| at + 1)
            }),
        };
        if let Some(at) = found {
            self.move_to(shared, at);
        }
    }

    /// The section of this year's report that the cursor is in.
    pub(super) fn section_here(&self) -> Option<usize> {
        self.section_at(self.cursor)
    }

    fn section_at(&self, item: usize) -> Option<usize> {
        let document = self.document.as_ref()?;
        let rows = &document.previous.as_ref()?.comparison.rows;
        let row = rows.get(self.items.get(item)?.first_row())?;
        let sentence = document.report.sentences.get(row.new?)?;
        model::heading_at(&document.report, sentence.span.start)
    }

    fn cycle(&mut self, shared: &mut Shared) {
        self.show = match self.show {
            Show::All => Show::Figures,
            Show::Figures => Show::Wording,
            Show::Wording => Show::New,
            Show::New => Show::Gone,
            Show::Gone => Show::Moved,
            Show::Moved => Show::Unchanged,
            Show::Unchanged => Show::All,
        };
        self.unfolded.clear();
        self.rebuild(shared);
        let key = self.show.key().unwrap_or("ui.show-all");
        shared.message = Some(Message::quiet(shared.text(key)));
    }

    fn change_layout(&mut self, shared: &Shared) {
        self.layout = match self.is_side_by_side(shared) {
            true => Layout::Inline,
            false => Layout::SideBySide,
        };
        self.rebuild(shared);
    }
}
