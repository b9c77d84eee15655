//! The library: one row a report, and one for each that the register of units waits for.

mod columns;

use std::sync::Arc;

use ratatui::layout::Rect;

use crate::check::register::{Filing, Owed};
use crate::search::Filter;
use crate::tui::action::{Action, Scene};
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::catalogue::Catalogue;
use crate::tui::exporting::Coverage;
use crate::tui::list::{ListCursor, Listed};
use crate::tui::message::{Effect, Message, Progress};
use crate::tui::model::{EditionId, Entry};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::prompt::{Prompt, Purpose, Question};
use crate::tui::telling;
use crate::tui::theme::Ink;

use super::Screen;
use super::gaps::GapsScreen;
use columns::Columns;

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

/// What tells whether the rows are still right.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Source {
    wanted: String,
    order: Order,
    /// Of the owed reports, and of what is open while that is the order.
    changes: (usize, u64),
}

/// A row: a report, or one that the register waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    /// Position in the entries.
    Report(usize),
    /// Position in what is owed.
    Owed(usize),
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
    fn source(&self, shared: &Shared) -> Source {
        let open = match self.order {
            Order::Open => shared.tallies.changes + shared.revision,
            Order::Issuer | Order::Year => 0,
        };
        Source {
            wanted: self.wanted.clone(),
            order: self.order,
            changes: (shared.owed.len(), open),
        }
    }

    fn make_rows(&mut self, shared: &Shared, source: Source) {
        let chosen = match self.rows.get(self.cursor.row) {
            Some(Row::Report(at)) => self.catalogue.get(*at),
            Some(Row::Owed(_)) | None => None,
        };
        let chosen = chosen.and_then(|entry| shared.entries.place(&entry.id));
        let filter = Filter::new(&self.wanted);
        let reports = self.reports(shared, &filter, &source);
        let missing = shared.owed.iter().enumerate().filter(|(_, owed)| {
            owed.filing == Filing::NotFiled && matches_owed(shared, owed, &filter)
        });
        let missing: Vec<Row> = missing.map(|(at, _)| Row::Owed(at)).collect();
        // Reports come in the order of the catalogue.
        let sorted = missing.is_empty() && self.order == Order::Issuer;
        self.rows = reports
            .into_iter()
            .map(Row::Report)
            .chain(missing)
            .collect();
        if !sorted {
            self.rows
                .sort_by_cached_key(|row| sort_key(shared, self.order, *row));
        }
        let names = self.rows.iter().filter_map(|row| row.name(shared));
        self.widest = columns::widest(names);
        self.made_of = Some(source);
        self.catalogue = Arc::clone(&shared.entries);
        let chosen = chosen.map(Row::Report);
        if let Some(row) = self.rows.iter().position(|row| Some(*row) == chosen) {
            self.cursor.row = row;
        }
    }

    /// The places of the reports that are wanted. While a filter is being typed they are among those that it left.
    fn reports(&self, shared: &Shared, filter: &Filter, source: &Source) -> Vec<usize> {
        let sieve = shared.entries.sieve(filter);
        let longer = |before: &&Source| {
            let added = source.wanted.strip_prefix(&before.wanted);
            // A new word does not narrow what the letters before it stood for.
            Arc::ptr_eq(&self.catalogue, &shared.entries)
                && before.order == Order::Issuer
                && added.is_some_and(|added| !added.is_empty() && !before.wanted.is_empty())
        };
        if self.made_of.as_ref().filter(longer).is_some() {
            let left = self.rows.iter().filter_map(|row| match row {
                Row::Report(at) => Some(*at),
                Row::Owed(_) => None,
            });
            return left.filter(|at| sieve.fits(*at)).collect();
        }
        (0..shared.entries.len())
            .filter(|at| sieve.fits(*at))
            .collect()
    }

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

    /// What there is to say about the chosen report.
    fn view_chosen(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        canvas.rule(area, 0);
        if let Some(owed) = self.owed(shared) {
            let register = shared.review().units.get(&owed.unit);
            let parent = register.map_or("", |unit| unit.parent.as_str());
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("year", &owed.year), ("parent", &parent)];
            let text = shared.lang.fill("ui.owed-line", &values);
            canvas.line(
                area,
                1,
                &[Piece::new(format!(" {}", owed.unit), Ink::Strong)],
            );
            canvas.line(area, 2, &[Piece::dim(format!(" {text}"))]);
            return;
        }
        let Some(entry) = self.chosen(shared) else {
            return;
        };
        let title = entry
            .title
            .clone()
            .unwrap_or_else(|| shared.text("ui.no-title").to_owned());
        canvas.line(area, 1, &[Piece::new(format!(" {title}"), Ink::Strong)]);
        let edition = edition(shared, entry);
        let Some(summary) = shared.tallies.summary(&entry.id) else {
            let reading = shared.text("ui.reading");
            canvas.line(area, 2, &[Piece::dim(format!(" {edition}{reading}"))]);
            return;
        };
        let rest = summary
            .figures
            .saturating_sub(summary.tied + summary.conflicting);
        let level = shared.text(&format!("level.{}", entry.level.name()));
        let text = shared.lang.fill(
            "ui.report-line",
            &[
                ("level", &level),
                ("characters", &summary.characters),
                ("figures", &summary.figures),
                ("tied", &summary.tied),
                ("conflicting", &summary.conflicting),
                ("rest", &rest),
            ],
        );
        canvas.line(area, 2, &[Piece::dim(format!(" {edition}{text}"))]);
    }
}

/// Which of several editions of one report it is, and when it was imported.
fn edition(shared: &Shared, entry: &Entry) -> String {
    let Some((number, count)) = shared.edition_number(entry) else {
        return String::new();
    };
    let date = telling::moment(entry.imported);
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("number", &number), ("count", &count), ("date", &date)];
    shared.lang.fill("ui.edition-line", &values)
}

impl Screen for LibraryScreen {
    fn scene(&self) -> Scene {
        Scene::Library
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
        let body = super::body(screen);
        if shared.entries.is_empty() && shared.owed.is_empty() {
            let key = if shared.listed {
                "ui.library-empty"
            } else {
                "ui.opening"
            };
            crate::tui::wrapping::draw(canvas, body, 1, &[Piece::plain(shared.text(key))], 0);
            return;
        }
        let roomy = body.height >= 8;
        let columns = Columns::new(shared, self.widest, body.width);
        canvas.line(body, 0, &[Piece::dim(columns.header(shared))]);
        let list = list_area(body);
        let shown = self.rows.iter().enumerate().skip(self.cursor.top);
        for (line, (number, row)) in (0..list.height).zip(shown) {
            let chosen = number == self.cursor.row;
            let pieces = match row {
                Row::Report(at) => {
                    let entry = shared.entries.get(*at);
                    entry.map(|entry| columns.row(shared, entry, chosen))
                }
                Row::Owed(at) => {
                    let owed = shared.owed.get(*at);
                    owed.map(|owed| columns.owed(shared, owed, chosen))
                }
            };
            canvas.line(list, line, &pieces.unwrap_or_default());
        }
        if self.rows.is_empty() {
            let text = shared
                .lang
                .fill("ui.filter-empty", &[("query", &self.wanted)]);
            canvas.line(list, 0, &[Piece::dim(format!("   {text}"))]);
        }
        if roomy {
            self.view_chosen(
                shared,
                canvas,
                Rect {
                    y: body.bottom() - 3,
                    height: 3,
                    ..body
                },
            );
        }
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

/// Between the names of the columns and, where there is room, what is said of the chosen report.
fn list_area(body: Rect) -> Rect {
    let chrome = if body.height >= 8 { 4 } else { 1 };
    Rect {
        y: body.y + 1,
        height: body.height.saturating_sub(chrome),
        ..body
    }
}

/// The bundled samples are named as such, so that nobody takes them for his own.
fn path(shared: &Shared) -> Vec<String> {
    let name = shared.text("ui.scene-library");
    if shared.sample {
        vec![format!("{name} · {}", shared.text("ui.sample"))]
    } else {
        vec![name.to_owned()]
    }
}

impl Row {
    /// The name in the first column.
    fn name<'a>(&self, shared: &'a Shared) -> Option<&'a str> {
        match self {
            Row::Report(at) => shared.entries.get(*at)?.issuer.as_deref(),
            Row::Owed(at) => Some(&shared.owed.get(*at)?.unit),
        }
    }
}

fn matches_owed(shared: &Shared, owed: &Owed, wanted: &Filter) -> bool {
    wanted.fits(&format!(
        "{} {} {}",
        owed.unit,
        owed.year,
        shared.text("ui.owed")
    ))
}

/// Where a row stands: by what the order is about, then by issuer, then the newest year first.
fn sort_key(shared: &Shared, order: Order, row: Row) -> (usize, i16, Among, i16) {
    let (among, year, open) = match row {
        Row::Report(at) => {
            let entry = shared.entries.get(at);
            let open = entry.and_then(|entry| shared.undecided(&entry.id));
            let body = shared.entries.body_at(at).start;
            let year = entry.and_then(|entry| entry.year);
            (Among::listed(body), year, open)
        }
        Row::Owed(at) => match shared.owed.get(at) {
            Some(owed) => (Among::of(shared, &owed.unit), Some(owed.year), None),
            None => (Among::listed(0), None, None),
        },
    };
    let newest = -year.unwrap_or(0);
    match order {
        Order::Issuer => (0, 0, among, newest),
        Order::Year => (0, newest, among, 0),
        Order::Open => (usize::MAX - open.unwrap_or(0), 0, among, newest),
    }
}

/// Where an issuer stands among those that reported: those that never did stand before the next one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Among {
    body: usize,
    listed: bool,
    name: String,
}

impl Among {
    fn listed(body: usize) -> Among {
        Among {
            body,
            listed: true,
            name: String::new(),
        }
    }

    fn of(shared: &Shared, unit: &str) -> Among {
        match shared.entries.body_of(unit) {
            Ok(body) => Among::listed(body),
            Err(body) => Among {
                body,
                listed: false,
                name: unit.to_owned(),
            },
        }
    }
}
