//! The library: one row a report, and one for each that the register of units waits for.

mod columns;
mod rows;
mod view;

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::check::register::Owed;
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::Canvas;
use crate::tui::catalogue::Catalogue;
use crate::tui::exporting::Coverage;
use crate::tui::list::{ListCursor, Listed};
use crate::tui::message::{Effect, Message, Progress};
use crate::tui::model::{EditionId, Entry};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::prompt::{Prompt, Purpose, Question};

use super::Screen;
use super::gaps::GapsScreen;
use rows::{Row, Source};
use view::{list_area, path};

/// The state of the library screen.
#[derive(Default)]
pub struct LibraryScreen {
    pub cursor: ListCursor,
    pub order: Order,
    pub wanted: String,
    /// Filtered and sorted.
    rows: Vec<Row>,
    /// The reports that the rows are places of.
    catalogue: Arc<Catalogue>,
    /// What else the rows were made of.
    made_of: Option<Source>,
    /// Cells of the widest name.
    widest: usize,
}

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Issuers by name, the newest year first.
    #[default]
    Issuer,
    /// The newest year first, issuers by name.
    Year,
    /// Most undecided findings first.
    Open,
}

impl LibraryScreen {
    fn height(&self, shared: &Shared) -> usize {
        super::height(list_area(super::body_now(shared)))
    }

    pub fn chosen<'a>(&self, shared: &'a Shared) -> Option<&'a Entry> {
        self.report(shared, self.cursor.row)
    }

    fn report<'a>(&self, shared: &'a Shared, row: usize) -> Option<&'a Entry> {
        match self.rows.get(row)? {
            Row::Report(at) => shared.entries.get(*at),
            Row::Owed(_) => None,
        }
    }

    fn owed<'a>(&self, shared: &'a Shared) -> Option<&'a Owed> {
        match self.rows.get(self.cursor.row)? {
            Row::Owed(at) => shared.owed.get(*at),
            Row::Report(_) => None,
        }
    }

    /// The chosen report first, when it has something to read.
    fn to_unread(&self, shared: &mut Shared) -> Reply {
        let before = self.cursor.row.checked_sub(1);
        let before = before.and_then(|row| self.report(shared, row));
        let id = before.map_or_else(String::new, |entry| entry.id.clone());
        super::to_unread(shared, &id)
    }

    fn act_on_chosen(&self, shared: &mut Shared, action: Action) -> Reply {
        let Some(id) = self.chosen(shared).map(|entry| entry.id.clone()) else {
            return Reply::stay();
        };
        match action == Action::Enter {
            true => {
                if shared.memory.place(&id).is_some_and(|at| at > 0) {
                    shared.message = Some(Message::quiet(shared.text("ui.resumed")));
                }
                super::to_screen_of(shared, &id, super::report(&id))
            }
            false => super::common(shared, &id, action),
        }
    }

    fn sort(&mut self, shared: &mut Shared) -> Reply {
        let (order, key) = match self.order {
            Order::Issuer => (Order::Year, "ui.sorted-year"),
            Order::Year => (Order::Open, "ui.sorted-open"),
            Order::Open => (Order::Issuer, "ui.sorted-issuer"),
        };
        self.order = order;
        self.refresh(shared);
        shared.message = Some(Message::quiet(shared.text(key)));
        Reply::stay()
    }

    /// To the next report with something left to decide.
    fn next_open(&mut self, shared: &mut Shared, forward: bool) -> Reply {
        let count = self.rows.len();
        let is_open = |row: &usize| {
            self.report(shared, *row)
                .and_then(|entry| shared.undecided(&entry.id))
                .is_some_and(|open| open > 0)
        };
        let here = self.cursor.row;
        let found = if forward {
            (here + 1..count).chain(0..here).find(is_open)
        } else {
            (0..here).rev().chain((here + 1..count).rev()).find(is_open)
        };
        match found {
            Some(row) => {
                self.cursor.row = row;
                self.cursor.fit(count, self.height(shared));
            }
            None => shared.message = Some(Message::quiet(shared.text("ui.nothing-open"))),
        }
        Reply::stay()
    }
}

impl Screen for LibraryScreen {
    fn scene(&self) -> Scene {
        Scene::Library
    }

    /// Nothing stands below the list: only a filter or an import is taken back first.
    fn is_last(&self, shared: &Shared) -> bool {
        self.wanted.is_empty() && shared.work.is_none()
    }

    /// What a filter leaves; without one, everything.
    fn coverage(&self, shared: &Shared) -> Coverage {
        if self.wanted.is_empty() {
            return Coverage::Library;
        }
        let reports = self.rows.iter().filter_map(|row| match row {
            Row::Report(at) => Some(shared.entries.get(*at)?.id.clone()),
            Row::Owed(_) => None,
        });
        Coverage::Reports(reports.collect())
    }

    fn refresh(&mut self, shared: &Shared) {
        let source = self.source(shared);
        let listed = Arc::ptr_eq(&self.catalogue, &shared.entries);
        if !listed || self.made_of.as_ref() != Some(&source) {
            self.make_rows(shared, source);
        }
        self.cursor.fit(self.rows.len(), self.height(shared));
    }

    fn act(&mut self, shared: &mut Shared, action: Action, _letter: Option<char>) -> Reply {
        if self.moves(shared, action) {
            return Reply::stay();
        }
        match action {
            Action::Back if matches!(shared.work, Some(Progress::Importing { .. })) => {
                Reply::effects(vec![Effect::StopImport])
            }
            Action::Back if !self.wanted.is_empty() => {
                self.wanted.clear();
                self.refresh(shared);
                Reply::stay()
            }
            Action::Back => super::back(),
            Action::Search => super::search::ask(),
            Action::Filter => {
                let prompt = Prompt::editing(Purpose::Filter, &self.wanted);
                Reply::open(Overlay::Prompt(prompt))
            }
            Action::Sort => self.sort(shared),
            Action::Import => Reply::open(Overlay::Prompt(Prompt::new(
                Purpose::Asked(Question::Import),
                "",
            ))),
            Action::NextUnread => self.to_unread(shared),
            Action::NextPlace => self.next_open(shared, true),
            Action::PreviousPlace => self.next_open(shared, false),
            Action::Gaps => Reply::to(GapsScreen::of_library()),
            about_the_report => self.act_on_chosen(shared, about_the_report),
        }
    }

    fn narrow(&mut self, shared: &mut Shared, text: &str) {
        self.wanted = text.trim().to_owned();
        self.refresh(shared);
    }

    fn offers(&self, shared: &Shared, action: Action) -> bool {
        match action {
            Action::Enter | Action::Checks => self.chosen(shared).is_some(),
            Action::Compare => self
                .chosen(shared)
                .is_some_and(|entry| shared.previous(&entry.id).is_some()),
            _ => true,
        }
    }

    fn progress(&self, shared: &Shared) -> String {
        if let Some(all) = shared.entries.first_of() {
            return shared.lang.fill("ui.library-listing", &[("reports", &all)]);
        }
        let tally = shared.tallies.total();
        let gaps = shared.notes().total();
        let mut text = shared.lang.fill(
            "ui.library-progress",
            &[
                ("reports", &shared.entries.len()),
                ("issuers", &shared.entries.bodies()),
                ("open", &tally.open),
                ("gaps", &gaps),
            ],
        );
        if tally.read > 0 {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("read", &tally.read), ("all", &tally.sections)];
            text.push_str(&shared.lang.fill("ui.library-read", &values));
        }
        if tally.suppressed > 0 {
            let count = tally.suppressed;
            text.push_str(&format!(" · {} {count}", shared.text("ui.suppressed")));
        }
        text
    }

    fn in_sight(&self, shared: &Shared) -> Vec<EditionId> {
        let rows = self.rows.iter().skip(self.cursor.top);
        rows.take(self.height(shared))
            .filter_map(|row| match row {
                Row::Report(at) => Some(shared.entries.get(*at)?.id.clone()),
                Row::Owed(_) => None,
            })
            .collect()
    }

    fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        self.draw(shared, canvas, screen);
    }

    fn path(&self, shared: &Shared) -> Vec<String> {
        path(shared)
    }

    fn listed(&mut self, shared: &Shared) -> Option<Listed<'_>> {
        Some(Listed {
            area: list_area(super::body_now(shared)),
            length: self.rows.len(),
            cursor: &mut self.cursor,
        })
    }
}
