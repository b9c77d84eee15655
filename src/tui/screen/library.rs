//! The library: one row a report.

use ratatui::layout::Rect;

use crate::check::Verdict;
use crate::report::{Kind, issuer_key};
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece, column, column_right, width};
use crate::tui::describe;
use crate::tui::list::ListCursor;
use crate::tui::message::Message;
use crate::tui::model::{Entry, Summary};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::prompt::{Prompt, Purpose};
use crate::tui::screen::report::search::fold;
use crate::tui::theme::Ink;

use super::Screen;
use super::gaps::GapsScreen;

/// The state of the library screen.
#[derive(Default)]
pub struct LibraryScreen {
    pub cursor: ListCursor,
    pub order: Order,
    pub wanted: String,
    /// Positions in the entries, filtered and sorted.
    rows: Vec<usize>,
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
    pub fn refresh(&mut self, shared: &Shared) {
        let chosen = self
            .rows
            .get(self.cursor.row)
            .and_then(|&at| shared.entries.get(at))
            .map(|entry| entry.id.clone());
        let wanted: String = self.wanted.chars().map(fold).collect();
        let mut rows: Vec<usize> = (0..shared.entries.len())
            .filter(|&at| {
                shared
                    .entries
                    .get(at)
                    .is_some_and(|entry| matches(shared, entry, &wanted))
            })
            .collect();
        rows.sort_by_cached_key(|&at| self.sort_key(shared, at));
        self.rows = rows;
        if let Some(chosen) = chosen
            && let Some(row) = self.rows.iter().position(|&at| {
                shared
                    .entries
                    .get(at)
                    .is_some_and(|entry| entry.id == chosen)
            })
        {
            self.cursor.row = row;
        }
        self.cursor.fit(self.rows.len(), self.height(shared));
    }

    fn sort_key(&self, shared: &Shared, at: usize) -> (usize, i16, String, i16) {
        let Some(entry) = shared.entries.get(at) else {
            return (0, 0, String::new(), 0);
        };
        let issuer = entry
            .issuer
            .as_deref()
            .map_or("\u{10ffff}", issuer_key)
            .to_owned();
        let newest = -entry.year.unwrap_or(0);
        match self.order {
            Order::Issuer => (0, 0, issuer, newest),
            Order::Year => (0, newest, issuer, 0),
            Order::Open => (
                usize::MAX - shared.undecided(&entry.id).unwrap_or(0),
                0,
                issuer,
                newest,
            ),
        }
    }

    fn height(&self, shared: &Shared) -> usize {
        let body = super::body(Rect::new(0, 0, shared.size.width, shared.size.height));
        let chrome = if body.height >= 8 { 4 } else { 1 };
        usize::from(body.height.saturating_sub(chrome)).max(1)
    }

    pub fn chosen<'a>(&self, shared: &'a Shared) -> Option<&'a Entry> {
        self.rows
            .get(self.cursor.row)
            .and_then(|&at| shared.entries.get(at))
    }

    pub fn act(&mut self, shared: &mut Shared, action: Action) -> Reply {
        if self
            .cursor
            .act(action, self.rows.len(), self.height(shared))
        {
            return Reply::stay();
        }
        match action {
            Action::Back if !self.wanted.is_empty() => {
                self.wanted.clear();
                self.refresh(shared);
                return Reply::stay();
            }
            Action::Back => return super::back(),
            Action::Filter | Action::Search => {
                return Reply::open(Overlay::Prompt(Prompt::editing(
                    Purpose::Filter,
                    &self.wanted,
                )));
            }
            Action::Sort => return self.sort(shared),
            Action::Import => {
                return Reply::open(Overlay::Prompt(Prompt::new(Purpose::Import, "")));
            }
            Action::NextPlace | Action::PreviousPlace => {
                return self.next_open(shared, action == Action::NextPlace);
            }
            Action::Gaps => return Reply::to(Screen::Gaps(Box::new(GapsScreen::of_library()))),
            _ => {}
        }
        let Some(id) = self.chosen(shared).map(|entry| entry.id.clone()) else {
            return Reply::stay();
        };
        match action {
            Action::Enter => {
                let effects = shared.request(&id);
                Reply::to(Screen::report(&id)).with(effects)
            }
            _ => super::common(shared, &id, action),
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
            let entry = self.rows.get(*row).and_then(|&at| shared.entries.get(at));
            entry
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

    pub fn filter(&mut self, shared: &mut Shared, text: &str) {
        self.wanted = text.trim().to_owned();
        self.refresh(shared);
    }

    pub fn offers(&self, shared: &Shared, action: Action) -> bool {
        match action {
            Action::Enter | Action::Checks => !self.rows.is_empty(),
            Action::Compare => self
                .chosen(shared)
                .is_some_and(|entry| shared.previous(&entry.id).is_some()),
            _ => true,
        }
    }

    pub fn progress(&self, shared: &Shared) -> String {
        let mut issuers: Vec<&str> = shared
            .entries
            .iter()
            .filter_map(|entry| entry.issuer.as_deref().map(issuer_key))
            .collect();
        issuers.sort();
        issuers.dedup();
        let open: usize = shared
            .entries
            .iter()
            .filter_map(|entry| shared.undecided(&entry.id))
            .sum();
        let gaps = crate::tui::reviewing::annotations(shared.review()).count();
        shared.lang.fill(
            "ui.library-progress",
            &[
                ("reports", &shared.entries.len()),
                ("issuers", &issuers.len()),
                ("open", &open),
                ("gaps", &gaps),
            ],
        )
    }

    pub fn view(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        let body = super::body(screen);
        if shared.entries.is_empty() {
            let key = if shared.listed {
                "ui.library-empty"
            } else {
                "ui.opening"
            };
            crate::tui::wrapping::draw(canvas, body, 1, &[Piece::plain(shared.text(key))], 0);
            return;
        }
        let roomy = body.height >= 8;
        let columns = Columns::new(shared, &self.rows, body.width);
        canvas.line(body, 0, &[Piece::dim(columns.header(shared))]);
        let list = Rect {
            y: body.y + 1,
            height: body.height.saturating_sub(if roomy { 4 } else { 1 }),
            ..body
        };
        for (line, (row, &at)) in
            (0..list.height).zip(self.rows.iter().enumerate().skip(self.cursor.top))
        {
            if let Some(entry) = shared.entries.get(at) {
                canvas.line(
                    list,
                    line,
                    &columns.row(shared, entry, row == self.cursor.row),
                );
            }
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

    /// What there is to say about the chosen report.
    fn view_chosen(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        canvas.rule(area, 0);
        let Some(entry) = self.chosen(shared) else {
            return;
        };
        let title = entry
            .title
            .clone()
            .unwrap_or_else(|| shared.text("ui.no-title").to_owned());
        canvas.line(area, 1, &[Piece::new(format!(" {title}"), Ink::Strong)]);
        let Some(summary) = shared.summaries.get(&entry.id) else {
            canvas.line(
                area,
                2,
                &[Piece::dim(format!(" {}", shared.text("ui.reading")))],
            );
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
        canvas.line(area, 2, &[Piece::dim(format!(" {text}"))]);
    }
}

/// The bundled samples are named as such, so that nobody takes them for his own.
pub fn path(shared: &Shared) -> Vec<String> {
    let name = shared.text("ui.scene-library");
    if shared.sample {
        vec![format!("{name} · {}", shared.text("ui.sample"))]
    } else {
        vec![name.to_owned()]
    }
}

fn matches(shared: &Shared, entry: &Entry, wanted: &str) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let kind = shared.text(&format!("kind.{}", entry.kind.name()));
    let year = entry.year.map(|year| year.to_string()).unwrap_or_default();
    let all = format!(
        "{} {year} {kind} {}",
        entry.issuer.as_deref().unwrap_or(""),
        entry.title.as_deref().unwrap_or(""),
    );
    let all: String = all.chars().map(fold).collect();
    wanted.split_whitespace().all(|word| all.contains(word))
}

/// Widths of the columns; the narrow screen loses the least important ones.
struct Columns {
    issuer: usize,
    kind: usize,
    published: usize,
    hint: usize,
}

const YEAR: usize = 6;
const COUNT: usize = 5;
const READ: usize = 9;

impl Columns {
    fn new(shared: &Shared, rows: &[usize], screen: u16) -> Columns {
        let names = rows
            .iter()
            .filter_map(|&at| shared.entries.get(at))
            .filter_map(|entry| entry.issuer.as_deref());
        let widest = names.map(width).max().unwrap_or(8).max(6);
        let screen = usize::from(screen);
        let fixed = 3 + YEAR + 2 * (COUNT + 2) + READ;
        let rest = screen.saturating_sub(fixed);
        let published = if screen >= 72 { 12 } else { 0 };
        let kinds = rows
            .iter()
            .filter_map(|&at| shared.entries.get(at))
            .map(|entry| width(shared.text(&format!("kind.{}", entry.kind.name()))));
        let kind = if screen >= 60 {
            kinds.max().unwrap_or(0).clamp(6, 18) + 2
        } else {
            0
        };
        let issuer = (widest + 2)
            .min(rest.saturating_sub(published + kind))
            .clamp(6, 34);
        let hint = rest.saturating_sub(published + kind + issuer);
        Columns {
            issuer,
            kind,
            published,
            hint,
        }
    }

    fn header(&self, shared: &Shared) -> String {
        let text = |key: &str| shared.text(key);
        let mut line = format!(
            "   {}{}",
            column(text("ui.column-issuer"), self.issuer),
            column(text("ui.column-year"), YEAR)
        );
        line.push_str(&column(text("ui.column-kind"), self.kind));
        line.push_str(&column(text("ui.column-published"), self.published));
        line.push_str(&column_right(text("ui.column-open"), COUNT));
        line.push_str(&format!(
            "  {}",
            column_right(text("ui.column-gaps"), COUNT)
        ));
        line.push_str(&format!("  {}", column(text("ui.column-read"), READ)));
        line.push_str(&column(text("ui.column-hint"), self.hint));
        line.trim_end().to_owned()
    }

    fn row(&self, shared: &Shared, entry: &Entry, chosen: bool) -> Vec<Piece> {
        let ink = if chosen { Ink::Strong } else { Ink::Plain };
        let none = shared.text("ui.none");
        let summary = shared.summaries.get(&entry.id);
        let open = shared.undecided(&entry.id);
        let gaps = shared.gaps(&entry.id);
        let (read, all) = shared.reviewed(&entry.id);
        let issuer = entry
            .issuer
            .as_deref()
            .unwrap_or_else(|| shared.text("ui.no-issuer"));
        let year = entry
            .year
            .map_or_else(|| none.to_owned(), |year| year.to_string());
        let judged = entry.kind.is_judged_by_parts();
        let published = match (entry.published, judged) {
            (Some(date), _) => date.to_string(),
            (None, true) => shared.text("ui.not-dated").to_owned(),
            (None, false) => none.to_owned(),
        };
        let count = |count: usize| {
            if count == 0 {
                "·".to_owned()
            } else {
                count.to_string()
            }
        };
        let open_text = open.map_or_else(|| "…".to_owned(), count);
        let read_text = match (summary, read, all) {
            (None, ..) => String::new(),
            (Some(_), _, 0) => none.to_owned(),
            (Some(_), read, all) if read == all => format!("{read}/{all} ✓"),
            (Some(_), read, all) => format!("{read}/{all}"),
        };
        let mut pieces = vec![
            Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
            Piece::new(column(issuer, self.issuer), ink),
            Piece::new(column(&year, YEAR), ink),
            Piece::new(
                column(
                    shared.text(&format!("kind.{}", entry.kind.name())),
                    self.kind,
                ),
                if entry.kind == Kind::AnnualReport {
                    Ink::Dim
                } else {
                    Ink::Plain
                },
            ),
            Piece::new(column(&published, self.published), Ink::Dim),
            Piece::new(
                column_right(&open_text, COUNT),
                if open.is_some_and(|open| open > 0) {
                    Ink::Doubt
                } else {
                    Ink::Dim
                },
            ),
            Piece::new(
                format!("  {}", column_right(&count(gaps), COUNT)),
                Ink::Note,
            ),
            Piece::new(format!("  {}", column(&read_text, READ)), Ink::Dim),
        ];
        if self.hint >= 6 {
            let hint = summary
                .map(|summary| hints(shared, entry, summary))
                .unwrap_or_default();
            pieces.push(Piece::plain(crate::tui::canvas::clipped(&hint, self.hint)));
        }
        pieces
    }
}

/// What stands out about a report, in a few words.
fn hints(shared: &Shared, entry: &Entry, summary: &Summary) -> String {
    let mut hints = Vec::new();
    let conflicts = summary
        .findings
        .iter()
        .filter(|head| head.verdict == Verdict::Unmet && head.rule.starts_with("arith-"))
        .filter(|head| !crate::tui::reviewing::is_decided(shared.review(), &entry.id, &head.id))
        .count();
    if conflicts > 0 {
        hints.push(format!("✗{conflicts}"));
    }
    if summary
        .findings
        .iter()
        .any(|head| head.rule.starts_with("time-") && head.verdict == Verdict::Unmet)
    {
        hints.push(shared.text("ui.hint-late").to_owned());
    }
    if !entry.kind.is_judged_by_parts() {
        hints.push(shared.text("ui.hint-other-kind").to_owned());
    }
    if let Some(share) = summary.reuse.filter(|share| *share >= 0.1) {
        hints.push(
            shared
                .lang
                .fill("ui.hint-reuse", &[("percent", &describe::percent(share))]),
        );
    }
    hints.join(" ")
}
