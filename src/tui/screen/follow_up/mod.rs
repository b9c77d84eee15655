//! Last year's confirmed gaps beside this year's text: each waits for one digit, those that nothing answers to first.

mod view;

use std::collections::BTreeSet;

use ratatui::layout::Rect;
use uuid::Uuid;

use crate::report::digest;
use crate::review::carry::{Answer, Due, Proposal, Years};
use crate::review::{Anchor, Locator, Operation, Sought};
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::Canvas;
use crate::tui::describe;
use crate::tui::list::{ListCursor, Listed};
use crate::tui::message::Message;
use crate::tui::model::EditionId;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::confirm::Confirm;

use super::{Detail, Held, ListLayout, Screen};

const LAYOUT: ListLayout = ListLayout::without_head(Detail::TwoFifths);

/// The state of the screen.
pub struct FollowUpScreen {
    pub edition: EditionId,
    held: Held,
    cursor: ListCursor,
    show: Show,
    /// All that is due; `rows` are those shown.
    due: Vec<Due>,
    rows: Vec<usize>,
    ticked: BTreeSet<Uuid>,
}

/// Which gaps are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Show {
    #[default]
    Confirmed,
    Unanswered,
    /// Also those that nobody has judged.
    All,
}

impl FollowUpScreen {
    pub fn new(edition: EditionId) -> FollowUpScreen {
        FollowUpScreen {
            edition,
            held: Held::default(),
            cursor: ListCursor::default(),
            show: Show::default(),
            due: Vec::new(),
            rows: Vec::new(),
            ticked: BTreeSet::new(),
        }
    }

    fn list(&self, shared: &Shared) -> Vec<Due> {
        let Some(document) = &self.held.document else {
            return Vec::new();
        };
        let Some(previous) = &document.previous else {
            return Vec::new();
        };
        let digest = digest(previous.report.source.text.as_bytes());
        let locator = Locator::new(&previous.report, &digest);
        let twins = shared.twins(&previous.entry.id);
        let years = Years {
            old: Sought {
                edition: &previous.entry.id,
                locator: &locator,
                twins: &twins,
            },
            new_edition: &self.edition,
            new: &document.report,
            comparison: &previous.comparison,
        };
        shared.review().due(years, shared.kinship())
    }

    fn choose(&mut self) {
        let show = self.show;
        let shown = self.due.iter().enumerate().filter(|(_, due)| match show {
            Show::Confirmed => due.confirmed,
            Show::Unanswered => due.confirmed && due.answer.is_none(),
            Show::All => true,
        });
        self.rows = shown.map(|(idx, _)| idx).collect();
    }

    fn chosen(&self) -> Option<&Due> {
        self.due.get(*self.rows.get(self.cursor.row)?)
    }

    fn turn(&mut self, shared: &mut Shared) -> Reply {
        let (show, key) = match self.show {
            Show::Confirmed => (Show::Unanswered, "follow.show-unanswered"),
            Show::Unanswered => (Show::All, "follow.show-all"),
            Show::All => (Show::Confirmed, "follow.show-confirmed"),
        };
        self.show = show;
        self.choose();
        self.cursor.fit(self.rows.len(), LAYOUT.height(shared));
        shared.message = Some(Message::quiet(shared.text(key)));
        Reply::stay()
    }

    /// To the next or previous gap without an answer.
    fn go_on(&mut self, shared: &mut Shared, forward: bool) -> Reply {
        let open = |row: &usize| {
            let due = self.rows.get(*row).and_then(|idx| self.due.get(*idx));
            due.is_some_and(|due| due.answer.is_none())
        };
        let at = self.cursor.row;
        let found = match forward {
            true => (at + 1..self.rows.len()).find(open),
            false => (0..at).rev().find(open),
        };
        match found {
            Some(row) => self.cursor.row = row,
            None => shared.message = Some(Message::quiet(shared.text("follow.no-more"))),
        }
        Reply::stay()
    }

    fn answer(&mut self, shared: &mut Shared, answer: Answer) -> Reply {
        let Some(document) = self.held.document.clone() else {
            return Reply::stay();
        };
        let own = self.chosen().map(|due| due.annotation);
        let ids: BTreeSet<Uuid> = match self.ticked.is_empty() {
            true => own.into_iter().collect(),
            false => std::mem::take(&mut self.ticked),
        };
        let meant = self.due.iter().filter(|due| ids.contains(&due.annotation));
        let operations: Vec<Operation> = meant
            .flat_map(|due| {
                let place = match due.proposal {
                    Proposal::Sentence { span, .. } => {
                        Some(Anchor::of(&document.report, &document.digest, span))
                    }
                    Proposal::Absent => None,
                };
                answer.operations(due.annotation, &self.edition, place)
            })
            .collect();
        if ids.len() > 1 {
            let name = shared.text(&format!("answer.{}", answer.name()));
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("count", &ids.len()), ("answer", &name)];
            let text = shared.lang.fill("follow.answer-many", &values);
            return Reply::open(Overlay::Confirm(Confirm::follow_up(text, operations)));
        }
        let effects = shared.record_all(operations);
        self.advance(shared);
        Reply::effects(effects)
    }

    fn follow(&self, shared: &mut Shared) -> Reply {
        let Some(due) = self.chosen() else {
            return Reply::stay();
        };
        let (edition, span) = match (&due.proposal, due.old, &self.held.document) {
            (Proposal::Sentence { span, .. }, ..) => (self.edition.clone(), *span),
            (Proposal::Absent, Some(span), Some(document)) => match &document.previous {
                Some(previous) => (previous.entry.id.clone(), span),
                None => return Reply::stay(),
            },
            (Proposal::Absent, _, _) => {
                shared.message = Some(Message::quiet(shared.text("follow.no-place")));
                return Reply::stay();
            }
        };
        super::to_report(shared, &edition, span)
    }
}

impl Screen for FollowUpScreen {
    fn scene(&self) -> Scene {
        Scene::FollowUp
    }

    fn edition(&self) -> Option<&str> {
        Some(&self.edition)
    }

    fn refresh(&mut self, shared: &Shared) {
        let newest = shared.document(&self.edition);
        if self.held.take(newest, shared.revision) {
            self.due = self.list(shared);
            self.choose();
        }
        self.cursor.fit(self.rows.len(), LAYOUT.height(shared));
    }

    fn act(&mut self, shared: &mut Shared, action: Action, _letter: Option<char>) -> Reply {
        if self.moves(shared, action) {
            return Reply::stay();
        }
        if let Some(answer) = answer(action) {
            return self.answer(shared, answer);
        }
        match action {
            Action::Back if !self.ticked.is_empty() => {
                self.ticked.clear();
                Reply::stay()
            }
            Action::NextPlace => self.go_on(shared, true),
            Action::PreviousPlace => self.go_on(shared, false),
            Action::Filter => self.turn(shared),
            Action::Select => {
                if let Some(id) = self.chosen().map(|due| due.annotation)
                    && !self.ticked.remove(&id)
                {
                    self.ticked.insert(id);
                }
                self.cursor
                    .act(Action::Down, self.rows.len(), LAYOUT.height(shared));
                Reply::stay()
            }
            Action::Enter => self.follow(shared),
            Action::Details => match self.chosen() {
                Some(due) => super::note::open(due.annotation),
                None => Reply::stay(),
            },
            other => super::common(shared, &self.edition.clone(), other),
        }
    }

    /// After an answer: on to the next that waits, or stay on the last.
    fn advance(&mut self, shared: &mut Shared) {
        self.go_on(shared, true);
    }

    fn offers(&self, _shared: &Shared, action: Action) -> bool {
        let listed = !self.rows.is_empty();
        match action {
            Action::Enter | Action::Details | Action::Select => listed,
            _ => answer(action).is_none() || listed,
        }
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        let entry = shared.entry(&self.edition);
        let name = entry.map(|entry| describe::name(entry, shared.lang));
        let scene = shared.text("ui.scene-follow-up").to_owned();
        name.into_iter().chain([scene]).collect()
    }

    fn progress(&self, shared: &Shared) -> String {
        let confirmed = self.due.iter().filter(|due| due.confirmed);
        let open = confirmed.clone().filter(|due| due.answer.is_none()).count();
        let rest = self.due.len() - confirmed.clone().count();
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("all", &confirmed.count()),
            ("open", &open),
            ("unconfirmed", &rest),
        ];
        shared.lang.fill("follow.progress", &values)
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        self.draw(shared, canvas, screen);
    }

    fn listed(&mut self, shared: &Shared) -> Option<Listed<'_>> {
        Some(LAYOUT.listed(shared, self.rows.len(), &mut self.cursor))
    }
}

/// The answer that an action gives.
fn answer(action: Action) -> Option<Answer> {
    match action {
        Action::FollowRectified => Some(Answer::Rectified),
        Action::FollowContinuing => Some(Answer::Continuing),
        Action::FollowChanged => Some(Answer::Changed),
        Action::FollowRecurring => Some(Answer::Recurring),
        Action::FollowNotSeen => Some(Answer::NotSeen),
        _ => None,
    }
}
