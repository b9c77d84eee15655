//! Words looked for in all reports: one row a sentence, as they are found.

mod view;

use ratatui::layout::Rect;

use crate::search::Query;
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Go, Reply, Shared};
use crate::tui::canvas::Canvas;
use crate::tui::list::{ListCursor, Listed};
use crate::tui::message::{Effect, Message, Searching};
use crate::tui::model::{Found, FoundRow};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::prompt::Prompt;

use super::Screen;
use super::report::ReportScreen;

/// The state of the list.
#[derive(Default)]
pub struct SearchScreen {
    query: Query,
    /// The search that the rows are from.
    ticket: u64,
    rows: Vec<FoundRow>,
    cursor: ListCursor,
    hits: usize,
    reports: usize,
    read: usize,
    going: Going,
}

/// Whether more may come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Going {
    #[default]
    Done,
    On,
    Stopped,
}

/// Opens the list and asks what to look for.
pub fn ask() -> Reply {
    let screen = Box::<SearchScreen>::default();
    let prompt = Overlay::Prompt(Prompt::search(&Query::default()));
    Reply::go(Go::Ask(screen, Box::new(prompt)))
}

impl SearchScreen {
    fn height(&self, shared: &Shared) -> usize {
        super::height(view::panes(super::body_now(shared)).0)
    }

    /// Opens the report at the hit, where the next and previous hits are a key away.
    fn open(&self, shared: &mut Shared) -> Reply {
        let Some(row) = self.rows.get(self.cursor.row) else {
            return Reply::stay();
        };
        let mut report = ReportScreen::new(row.edition.clone(), Some(row.span));
        report.wanted_query = Some(self.query.clone());
        super::to_screen_of(shared, &row.edition, report)
    }

    /// To the first row of another report.
    fn next_report(&mut self, shared: &Shared, forward: bool) -> Reply {
        let begins = |at: &usize| match at.checked_sub(1) {
            Some(before) => !self.continues(before, *at),
            None => true,
        };
        let here = self.cursor.row;
        let found = match forward {
            true => (here + 1..self.rows.len()).find(begins),
            false => (0..here).rev().find(begins),
        };
        if let Some(row) = found {
            self.cursor.row = row;
            self.cursor.fit(self.rows.len(), self.height(shared));
        }
        Reply::stay()
    }

    /// Whether two rows are of one report.
    fn continues(&self, one: usize, other: usize) -> bool {
        let edition = |at: usize| self.rows.get(at).map(|row| &row.edition);
        edition(one) == edition(other)
    }
}

impl Screen for SearchScreen {
    fn scene(&self) -> Scene {
        Scene::Search
    }

    fn refresh(&mut self, shared: &Shared) {
        self.cursor.fit(self.rows.len(), self.height(shared));
    }

    /// Begins anew for another query; the reports are read in the order of the library.
    fn look_for(&mut self, shared: &mut Shared, query: &Query) -> Vec<Effect> {
        if *query == self.query && self.going != Going::Stopped {
            return Vec::new();
        }
        shared.searches += 1;
        *self = SearchScreen {
            query: query.clone(),
            ticket: shared.searches,
            ..SearchScreen::default()
        };
        if query.is_empty() {
            return vec![Effect::StopSearch];
        }
        self.going = Going::On;
        let entries = shared.entries.iter();
        let searching = Searching {
            ticket: self.ticket,
            query: query.clone(),
            editions: entries.map(|entry| entry.id.clone()).collect(),
        };
        vec![Effect::Search(Box::new(searching))]
    }

    /// Takes what was found since the last time, unless it was another search that found it.
    fn take_found(&mut self, found: Found) -> Option<Found> {
        if found.ticket != self.ticket || self.going != Going::On {
            return Some(found);
        }
        self.rows.extend(found.rows);
        self.hits += found.hits;
        self.reports += found.reports;
        self.read = found.read;
        if found.done {
            self.going = Going::Done;
        }
        None
    }

    fn act(&mut self, shared: &mut Shared, action: Action, _letter: Option<char>) -> Reply {
        if self.moves(shared, action) {
            return Reply::stay();
        }
        match action {
            Action::Back if self.going == Going::On => {
                self.going = Going::Stopped;
                shared.message = Some(Message::quiet(shared.text("ui.search-stopped")));
                Reply::effects(vec![Effect::StopSearch])
            }
            Action::Back => super::back(),
            Action::Search => Reply::open(Overlay::Prompt(Prompt::search(&self.query))),
            Action::NextPlace => self.next_report(shared, true),
            Action::PreviousPlace => self.next_report(shared, false),
            Action::Enter => self.open(shared),
            _ => Reply::stay(),
        }
    }

    fn offers(&self, _shared: &Shared, action: Action) -> bool {
        match action {
            Action::Enter => !self.rows.is_empty(),
            _ => true,
        }
    }

    /// How much was found, and how far the search is.
    fn progress(&self, shared: &Shared) -> String {
        if self.query.is_empty() {
            return String::new();
        }
        let key = match self.going {
            Going::Done => "ui.search-progress",
            Going::On | Going::Stopped => "ui.search-going",
        };
        shared.lang.fill(
            key,
            &[
                ("hits", &self.hits),
                ("reports", &self.reports),
                ("read", &self.read),
                ("all", &shared.entries.len()),
            ],
        )
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        self.draw(shared, canvas, screen);
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        path(shared)
    }

    fn found(&self, shared: &Shared) -> Option<String> {
        Some(self.progress(shared))
    }

    fn listed(&mut self, shared: &Shared) -> Option<Listed<'_>> {
        Some(Listed {
            area: view::panes(super::body_now(shared)).0,
            length: self.rows.len(),
            cursor: &mut self.cursor,
        })
    }
}

fn path(shared: &Shared) -> Vec<String> {
    vec![
        shared.text("ui.scene-library").to_owned(),
        shared.text("ui.scene-search").to_owned(),
    ]
}
