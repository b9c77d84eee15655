//! The ledger: all annotations of a report, of an issuer, or of the library.

mod scope;
mod view;
mod words;

use std::collections::BTreeSet;

use ratatui::layout::Rect;
use uuid::Uuid;

use crate::review::Annotation;
use crate::search::Filter;
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::Canvas;
use crate::tui::deciding;
use crate::tui::describe;
use crate::tui::exporting::Coverage;
use crate::tui::handling;
use crate::tui::list::{ListCursor, Listed};
use crate::tui::message::{Effect, Message};
use crate::tui::model::EditionId;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::prompt::{Prompt, Purpose, Question};

use super::conflict::ConflictScreen;
use super::{Detail, ListLayout, Screen};
use scope::Scope;

const LAYOUT: ListLayout = ListLayout::with_head(Detail::Third);

/// The state of the ledger screen.
pub struct GapsScreen {
    scope: Scope,
    cursor: ListCursor,
    wanted: String,
    rows: Vec<Uuid>,
    first: Option<Uuid>,
    ticked: BTreeSet<Uuid>,
    seen: Option<u64>,
}

impl GapsScreen {
    pub fn of_report(edition: EditionId, first: Option<Uuid>) -> GapsScreen {
        GapsScreen::new(Scope::Report(edition), first)
    }

    pub fn of_library() -> GapsScreen {
        GapsScreen::new(Scope::Library, None)
    }

    fn new(scope: Scope, first: Option<Uuid>) -> GapsScreen {
        GapsScreen {
            scope,
            cursor: ListCursor::default(),
            wanted: String::new(),
            rows: Vec::new(),
            first,
            ticked: BTreeSet::new(),
            seen: None,
        }
    }

    fn list(&mut self, shared: &Shared) {
        let entry = self.edition().and_then(|edition| shared.entry(edition));
        let wanted = Filter::new(&self.wanted);
        let all = shared.review().undeleted();
        let rows = all
            .filter(|annotation| self.scope.holds(entry, annotation))
            .filter(|annotation| words::fit(shared, annotation, &wanted))
            .map(|annotation| annotation.id);
        self.rows = rows.collect();
    }

    fn chosen<'a>(&self, shared: &'a Shared) -> Option<&'a Annotation> {
        shared.review().annotation(*self.rows.get(self.cursor.row)?)
    }

    /// The report, the issuer, the library.
    fn widen(&mut self, shared: &mut Shared) -> Reply {
        let (scope, key) = self.scope.wider();
        self.scope = scope;
        self.list(shared);
        self.cursor.fit(self.rows.len(), LAYOUT.height(shared));
        shared.message = Some(Message::quiet(shared.text(key)));
        Reply::stay()
    }

    /// What the next key is about: the ticked ones, or the chosen one.
    fn meant(&self) -> Vec<Uuid> {
        let chosen = self.rows.get(self.cursor.row).copied();
        match self.ticked.is_empty() {
            true => chosen.into_iter().collect(),
            false => self.ticked.iter().copied().collect(),
        }
    }

    fn tick(&mut self, shared: &Shared) {
        if let Some(id) = self.rows.get(self.cursor.row)
            && !self.ticked.remove(id)
        {
            self.ticked.insert(*id);
        }
        let height = LAYOUT.height(shared);
        self.cursor.act(Action::Down, self.rows.len(), height);
    }

    /// What is done to annotations that stand.
    fn handle(&mut self, shared: &mut Shared, action: Action) -> Reply {
        let Some(chosen) = self.chosen(shared).cloned() else {
            return match self.edition() {
                Some(edition) => super::common(shared, edition, action),
                None => Reply::stay(),
            };
        };
        match action {
            Action::Edit | Action::Delete => deciding::change_note(shared, chosen.id, action),
            Action::Copy => {
                shared.message = Some(Message::quiet(shared.text("ui.copied")));
                Reply::effects(vec![Effect::Copy(String::from(&chosen.problem))])
            }
            Action::Enter => super::to_place(shared, &chosen),
            Action::Details => super::note::open(chosen.id),
            Action::Settle => ConflictScreen::open(&chosen),
            Action::Reply => {
                let prompt = Prompt::new(Purpose::Asked(Question::Reply(chosen.id)), "");
                Reply::open(Overlay::Prompt(prompt))
            }
            Action::Rectify => handling::rectify(shared, self.meant()),
            Action::Link => handling::link(shared, chosen.id, self.meant()),
            Action::FollowUp | Action::Tray | Action::Difference => {
                super::common(shared, &chosen.target.edition, action)
            }
            _ => {
                let review = shared.review();
                let meant = self.meant();
                let meant = meant.iter().filter_map(|id| review.annotation(*id));
                let judging = handling::judging(meant);
                deciding::decide_all(shared, judging, action)
            }
        }
    }
}

impl Screen for GapsScreen {
    fn scene(&self) -> Scene {
        Scene::Gaps
    }

    fn coverage(&self, shared: &Shared) -> Coverage {
        self.scope.coverage(shared)
    }

    fn edition(&self) -> Option<&str> {
        self.scope.edition()
    }

    fn refresh(&mut self, shared: &Shared) {
        if self.seen != Some(shared.revision) {
            self.list(shared);
            self.seen = Some(shared.revision);
        }
        if let Some(first) = self.first.take() {
            self.cursor.row = self.rows.iter().position(|id| *id == first).unwrap_or(0);
        }
        self.cursor.fit(self.rows.len(), LAYOUT.height(shared));
    }

    fn act(&mut self, shared: &mut Shared, action: Action, _letter: Option<char>) -> Reply {
        if self.moves(shared, action) {
            return Reply::stay();
        }
        match action {
            Action::Back if !self.wanted.is_empty() => {
                self.narrow(shared, "");
                Reply::stay()
            }
            Action::Back if !self.ticked.is_empty() => {
                self.ticked.clear();
                Reply::stay()
            }
            Action::Back => super::back(),
            Action::Filter => Reply::open(Overlay::Prompt(Prompt::editing(
                Purpose::Filter,
                &self.wanted,
            ))),
            Action::NextPlace => self.act(shared, Action::Down, None),
            Action::PreviousPlace => self.act(shared, Action::Up, None),
            Action::Gaps => self.widen(shared),
            Action::Select => {
                self.tick(shared);
                Reply::stay()
            }
            other => self.handle(shared, other),
        }
    }

    fn narrow(&mut self, shared: &mut Shared, text: &str) {
        self.wanted = text.trim().to_owned();
        self.list(shared);
        self.cursor.fit(self.rows.len(), LAYOUT.height(shared));
    }

    fn offers(&self, shared: &Shared, action: Action) -> bool {
        let listed = !self.rows.is_empty();
        match action {
            Action::Enter
            | Action::Edit
            | Action::Delete
            | Action::Details
            | Action::Reply
            | Action::Rectify
            | Action::Select
            | Action::Copy => listed,
            Action::Link => listed && !self.ticked.is_empty(),
            Action::Settle => self.chosen(shared).is_some_and(Annotation::is_contested),
            _ => deciding::judgement(action).is_none() || listed,
        }
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        let name = self
            .edition()
            .and_then(|edition| shared.entry(edition))
            .map(|entry| match &self.scope {
                Scope::Report(_) => describe::name(entry, shared.lang),
                Scope::Issuer(_) | Scope::Library => entry.issuer.clone().unwrap_or_default(),
            });
        name.into_iter()
            .chain([shared.text("ui.scene-gaps").to_owned()])
            .collect()
    }

    fn progress(&self, shared: &Shared) -> String {
        shared
            .lang
            .fill("ui.gaps-progress", &[("count", &self.rows.len())])
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        self.draw(shared, canvas, screen);
    }

    fn listed(&mut self, shared: &Shared) -> Option<Listed<'_>> {
        Some(LAYOUT.listed(shared, self.rows.len(), &mut self.cursor))
    }
}
