//! The keys of the promises: a digit decides, `f` filters, Enter folds a section or goes to the passage that may answer.

use crate::review::{Motivation, Operation, Scope};
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::list::ListCursor;
use crate::tui::message::Message;
use crate::tui::model::{Document, Previous};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::editor::Editor;
use crate::tui::screen;
use crate::tui::screen::compare::CompareScreen;

use super::{Line, is_open, key, point};

/// The name on disk of the decision that an action asks for.
fn decision(action: Action) -> Option<&'static str> {
    const DECISIONS: [(Action, &str); 5] = [
        (Action::PromiseDone, "done"),
        (Action::PromiseOnTrack, "on-track"),
        (Action::PromiseBehind, "behind"),
        (Action::PromiseUnanswered, "unanswered"),
        (Action::PromiseUnverifiable, "unverifiable"),
    ];
    let mut decisions = DECISIONS.into_iter();
    decisions
        .find(|(asked, _)| *asked == action)
        .map(|(_, name)| name)
}

impl CompareScreen {
    pub(in crate::tui::screen::compare) fn act_on_promises(
        &mut self,
        shared: &mut Shared,
        document: &Document,
        previous: &Previous,
        action: Action,
    ) -> Reply {
        let height = crate::tui::screen::compare::view::list_height(shared);
        let list = &mut self.promises;
        if list.cursor.act(action, list.lines.len(), height) {
            return Reply::stay();
        }
        if let Some(decision) = decision(action) {
            return self.decide_promise(shared, previous, decision);
        }
        match action {
            Action::NextPlace => self.next_promise(shared, previous, true),
            Action::PreviousPlace => self.next_promise(shared, previous, false),
            Action::NextSection => self.next_group(true),
            Action::PreviousSection => self.next_group(false),
            Action::Filter => {
                list.listed = list.listed.next();
                list.cursor = ListCursor::default();
                list.lines.clear();
                list.rebuild(shared, &self.edition, previous);
                let text = shared.text(list.listed.key());
                shared.message = Some(Message::quiet(text));
            }
            Action::ToGap => return self.gap_from_promise(shared, document, previous),
            Action::Enter => match list.lines.get(list.cursor.row) {
                Some(Line::Head(group)) => {
                    let group = *group;
                    if !list.folded.remove(&group) {
                        list.folded.insert(group);
                    }
                    list.rebuild(shared, &self.edition, previous);
                }
                Some(Line::Point(..)) => return self.enter(shared, document, previous),
                None => {}
            },
            other => return screen::common(shared, &self.edition, other),
        }
        self.promises.cursor.fit(self.promises.lines.len(), height);
        Reply::stay()
    }

    fn decide_promise(
        &mut self,
        shared: &mut Shared,
        previous: &Previous,
        decision: &str,
    ) -> Reply {
        let Some(point) = self.promises.chosen(previous) else {
            return Reply::stay();
        };
        let operation = Operation::Promise {
            edition: self.edition.clone(),
            promise: key(previous, point.span),
            decision: Some(decision.to_owned()),
            note: None,
        };
        let effect = shared.record(operation);
        self.next_promise(shared, previous, true);
        Reply::effects(vec![effect])
    }

    /// To the next point that nobody decided.
    fn next_promise(&mut self, shared: &Shared, previous: &Previous, forward: bool) {
        let list = &mut self.promises;
        let here = list.cursor.row;
        let waits = |row: &usize| match list.lines.get(*row) {
            Some(Line::Point(source, idx)) => point(previous, *source, *idx)
                .is_some_and(|point| is_open(shared, &self.edition, previous, &point)),
            Some(Line::Head(_)) | None => false,
        };
        let found = match forward {
            true => (here + 1..list.lines.len()).find(waits),
            false => (0..here).rev().find(waits),
        };
        list.cursor.row = found.unwrap_or(here);
    }

    fn next_group(&mut self, forward: bool) {
        let list = &mut self.promises;
        let here = list.cursor.row;
        let is_head = |row: &usize| matches!(list.lines.get(*row), Some(Line::Head(_)));
        let found = match forward {
            true => (here + 1..list.lines.len()).find(is_head),
            false => (0..here).rev().find(is_head),
        };
        list.cursor.row = found.unwrap_or(here);
    }

    /// A gap about a promise that this year's report does not answer; last year's words go with it.
    fn gap_from_promise(
        &self,
        shared: &mut Shared,
        document: &Document,
        previous: &Previous,
    ) -> Reply {
        let Some(point) = self.promises.chosen(previous) else {
            return Reply::stay();
        };
        let quote = key(previous, point.span);
        let year = previous.entry.year;
        let year = year.map(|year| year.to_string()).unwrap_or_default();
        let said = match point.again {
            Some(_) => "ui.shortcoming-gap",
            None => "ui.promise-gap",
        };
        let values: [(&str, &dyn std::fmt::Display); 2] = [("year", &year), ("quote", &quote)];
        let text = shared.lang.fill(said, &values);
        let nowhere = crate::report::Span::default();
        let mut editor = Editor::new(shared, document, Scope::Absence, nowhere);
        editor.fill(|draft| {
            draft.motivation = Motivation::Gap;
            draft.problem = text;
            draft.quote = quote;
            draft.beside.push((point.span.start, point.span.end));
        });
        Reply::open(Overlay::Editor(Box::new(editor)))
    }
}
