//! What the keys do in a comparison.

use crate::compare::RowChange;
use crate::review::Scope;
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::list::ListCursor;
use crate::tui::message::Message;
use crate::tui::model::{self, Document};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::editor::Editor;
use crate::tui::overlay::prompt::Prompt;
use crate::tui::screen::Screen;
use crate::tui::screen::report::ReportScreen;

use super::rows::Item;
use super::{CompareScreen, Layout, Pane, Show, View};

impl CompareScreen {
    pub fn act(&mut self, shared: &mut Shared, action: Action) -> Reply {
        let Some(document) = self
            .document
            .clone()
            .filter(|document| document.previous.is_some())
        else {
            return super::super::common(shared, &self.edition, action);
        };
        match action {
            Action::ViewText => self.turn(shared, View::Text),
            Action::ViewIndicators => self.turn(shared, View::Indicators),
            Action::ViewPromises => self.turn(shared, View::Promises),
            Action::ViewReuse => self.turn(shared, View::Reuse),
            Action::Compare => {}
            _ => {
                return match self.view {
                    View::Text => self.act_on_text(shared, &document, action),
                    View::Indicators => self.act_on_indicators(shared, &document, action),
                    View::Promises => self.act_on_promises(shared, &document, action),
                    View::Reuse => self.act_on_reuse(shared, &document, action),
                };
            }
        }
        Reply::stay()
    }

    /// The view that an action names.
    pub fn turn_by(&mut self, shared: &Shared, action: Action) {
        match action {
            Action::ViewIndicators => self.turn(shared, View::Indicators),
            Action::ViewPromises => self.turn(shared, View::Promises),
            Action::ViewReuse => self.turn(shared, View::Reuse),
            _ => self.turn(shared, View::Text),
        }
    }

    /// Another view of the same comparison.
    pub fn turn(&mut self, shared: &Shared, view: View) {
        self.view = view;
        self.list = ListCursor::default();
        self.rebuild(shared);
    }

    fn act_on_text(&mut self, shared: &mut Shared, document: &Document, action: Action) -> Reply {
        if self.move_in_text(shared, action) {
            return Reply::stay();
        }
        match action {
            Action::NextPlace => self.next_change(shared, document, true),
            Action::PreviousPlace => self.next_change(shared, document, false),
            Action::NextSection | Action::PreviousSection => {
                self.next_section(shared, document, action == Action::NextSection)
            }
            Action::NextHit => self.go_to_hit(shared, true),
            Action::PreviousHit => self.go_to_hit(shared, false),
            Action::Search => {
                return Reply::open(Overlay::Prompt(Prompt::search(&self.query)));
            }
            Action::Filter => self.cycle(shared),
            Action::Layout => self.change_layout(shared),
            Action::Outline | Action::PaneLeft | Action::PaneRight => {
                self.pane = match (self.pane, action) {
                    (Pane::Shown, Action::Outline) => Pane::Hidden,
                    (Pane::Shown | Pane::Hidden, _) => Pane::Shown,
                };
                self.rebuild(shared);
            }
            Action::Annotate | Action::AnnotateSection => {
                return self.annotate(shared, document, action);
            }
            Action::Enter => return self.follow(shared),
            _ => return super::super::common(shared, &self.edition, action),
        }
        Reply::stay()
    }

    fn move_in_text(&mut self, shared: &Shared, action: Action) -> bool {
        let height = self.height(shared);
        let last_top = self.lines.len().saturating_sub(height);
        let by_lines = match action {
            Action::Down => return self.move_to(shared, self.cursor + 1),
            Action::Up => return self.move_to(shared, self.cursor.saturating_sub(1)),
            Action::Top => return self.move_to(shared, 0),
            Action::Bottom => return self.move_to(shared, usize::MAX),
            Action::ScrollDown => 1,
            Action::ScrollUp => -1,
            Action::PageDown => height.cast_signed(),
            Action::PageUp => -height.cast_signed(),
            Action::HalfDown => (height / 2).max(1).cast_signed(),
            Action::HalfUp => -(height / 2).max(1).cast_signed(),
            _ => return false,
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

    fn move_to(&mut self, shared: &Shared, item: usize) -> bool {
        self.cursor = item.min(self.items.len().saturating_sub(1));
        self.show_cursor(shared);
        true
    }

    fn next_change(&mut self, shared: &mut Shared, document: &Document, forward: bool) {
        let Some(previous) = &document.previous else {
            return;
        };
        let is_change = |at: &usize| match self.items.get(*at) {
            Some(Item::Row(row)) => previous
                .comparison
                .rows
                .get(*row)
                .is_some_and(|row| row.change != RowChange::Same || row.moved),
            Some(Item::Fold { .. }) | None => false,
        };
        let found = if forward {
            (self.cursor + 1..self.items.len()).find(is_change)
        } else {
            (0..self.cursor).rev().find(is_change)
        };
        match found {
            Some(at) => {
                self.move_to(shared, at);
            }
            None => {
                let key = if forward {
                    "ui.no-next-change"
                } else {
                    "ui.no-previous-change"
                };
                shared.message = Some(Message::quiet(shared.text(key)));
            }
        }
    }

    fn next_section(&mut self, shared: &Shared, document: &Document, forward: bool) {
        let Some(previous) = &document.previous else {
            return;
        };
        let section = |at: usize| {
            let row = previous
                .comparison
                .rows
                .get(self.items.get(at)?.first_row())?;
            let sentence = document.report.sentences.get(row.new?)?;
            model::heading_at(&document.report, sentence.span.start)
        };
        let here = section(self.cursor);
        let other = |at: &usize| section(*at).is_some_and(|found| Some(found) != here);
        let found = if forward {
            (self.cursor + 1..self.items.len()).find(other)
        } else {
            let before = (0..self.cursor).rev().find(other);
            // The beginning of that section, not its end.
            before.map(|end| {
                (0..end)
                    .rev()
                    .find(|&at| section(at) != section(end))
                    .map_or(0, |at| at + 1)
            })
        };
        if let Some(at) = found {
            self.move_to(shared, at);
        }
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
        shared.message = Some(Message::quiet(
            shared.text(self.show.key().unwrap_or("ui.show-all")),
        ));
    }

    fn change_layout(&mut self, shared: &Shared) {
        self.layout = if self.is_side_by_side(shared) {
            Layout::Inline
        } else {
            Layout::SideBySide
        };
        self.rebuild(shared);
    }

    /// A note on the sentence of this year, or on what is gone.
    fn annotate(&mut self, shared: &mut Shared, document: &Document, action: Action) -> Reply {
        let Some((gone, span)) = self.sentence() else {
            return Reply::stay();
        };
        if gone {
            let quote: String = document.evidence(span, true).split_whitespace().collect();
            let mut editor = Editor::new(
                shared,
                document,
                Scope::Absence,
                crate::report::Span::default(),
            );
            let year = document
                .previous
                .as_ref()
                .and_then(|previous| previous.entry.year);
            let year = year.map(|year| year.to_string()).unwrap_or_default();
            let text = shared
                .lang
                .fill("ui.gone-gap", &[("year", &year), ("quote", &quote)]);
            editor.fill(|draft| {
                draft.problem = text;
                draft.quote = quote;
            });
            return Reply::open(Overlay::Editor(Box::new(editor)));
        }
        let (scope, span) = match (action, model::heading_at(&document.report, span.start)) {
            (Action::AnnotateSection, Some(idx)) => match document.report.sections.get(idx) {
                Some(section) => (Scope::Section, section.heading),
                None => (Scope::Sentence, span),
            },
            _ => (Scope::Sentence, span),
        };
        let editor = Editor::new(shared, document, scope, span);
        Reply::open(Overlay::Editor(Box::new(editor)))
    }

    /// Opens a folded run, or goes to the sentence in its report.
    fn follow(&mut self, shared: &mut Shared) -> Reply {
        if let Some(Item::Fold { from, .. }) = self.items.get(self.cursor) {
            self.unfolded.insert(*from);
            self.rebuild(shared);
            return Reply::stay();
        }
        match self.sentence() {
            Some((gone, span)) => self.to_report(shared, gone, span),
            None => Reply::stay(),
        }
    }

    fn to_report(&self, shared: &mut Shared, last_year: bool, span: crate::report::Span) -> Reply {
        let edition = if last_year {
            shared.previous(&self.edition).map(|entry| entry.id.clone())
        } else {
            Some(self.edition.clone())
        };
        let Some(edition) = edition else {
            return Reply::stay();
        };
        let effects = shared.request(&edition);
        Reply::to(Screen::Report(Box::new(ReportScreen::new(
            edition,
            Some(span),
        ))))
        .with(effects)
    }

    fn act_on_indicators(
        &mut self,
        shared: &mut Shared,
        document: &Document,
        action: Action,
    ) -> Reply {
        let Some(previous) = &document.previous else {
            return Reply::stay();
        };
        let order = self.indicator_order(previous);
        let action = match action {
            Action::NextPlace => Action::Down,
            Action::PreviousPlace => Action::Up,
            other => other,
        };
        let height = super::view::list_height(shared);
        if self.list.act(action, order.len(), height) {
            return Reply::stay();
        }
        match action {
            Action::Sort => {
                self.by_size = !self.by_size;
                self.list = ListCursor::default();
                let key = if self.by_size {
                    "ui.sorted-size"
                } else {
                    "ui.sorted-text"
                };
                shared.message = Some(Message::quiet(shared.text(key)));
                Reply::stay()
            }
            Action::Enter => {
                let indicator = order
                    .get(self.list.row)
                    .and_then(|&idx| previous.comparison.indicators.get(idx));
                match indicator.and_then(|indicator| document.report.figures.get(indicator.new)) {
                    Some(figure) => self.to_report(shared, false, figure.span),
                    None => Reply::stay(),
                }
            }
            _ => super::super::common(shared, &self.edition, action),
        }
    }

    fn act_on_promises(
        &mut self,
        shared: &mut Shared,
        document: &Document,
        action: Action,
    ) -> Reply {
        let Some(previous) = &document.previous else {
            return Reply::stay();
        };
        let promises = &previous.comparison.promises;
        let height = super::view::list_height(shared);
        if self.list.act(action, promises.len(), height) {
            return Reply::stay();
        }
        if let Some(decision) = super::promises::decision(action) {
            let reply = self.decide_promise(shared, document, decision);
            self.list.fit(promises.len(), height);
            return reply;
        }
        match action {
            Action::NextPlace | Action::PreviousPlace => {
                self.next_promise(shared, previous, action == Action::NextPlace);
                self.list.fit(promises.len(), height);
                Reply::stay()
            }
            Action::ToGap => self.gap_from_promise(shared, document),
            Action::Enter => {
                let Some(promise) = promises.get(self.list.row) else {
                    return Reply::stay();
                };
                match promise.candidates.first() {
                    Some(candidate) => self.to_report(shared, false, candidate.span),
                    None => self.to_report(shared, true, promise.old),
                }
            }
            _ => super::super::common(shared, &self.edition, action),
        }
    }

    fn act_on_reuse(&mut self, shared: &mut Shared, document: &Document, action: Action) -> Reply {
        let Some(previous) = &document.previous else {
            return Reply::stay();
        };
        let sections = &previous.comparison.reuse.sections;
        if self
            .list
            .act(action, sections.len(), super::view::list_height(shared))
        {
            return Reply::stay();
        }
        match action {
            Action::Enter => {
                let section = sections
                    .get(self.list.row)
                    .and_then(|reuse| document.report.sections.get(reuse.new));
                match section.map(|section| section.heading) {
                    Some(span) => self.to_report(shared, false, span),
                    None => Reply::stay(),
                }
            }
            _ => super::super::common(shared, &self.edition, action),
        }
    }
}
