//! The library on the screen.

use ratatui::layout::Rect;

use super::LibraryScreen;
use super::columns::Columns;
use super::rows::Row;
use crate::check::register::Owed;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece};
use crate::tui::model::Entry;
use crate::tui::screen;
use crate::tui::telling;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

impl LibraryScreen {
    pub(super) fn draw(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        let body = screen::body(screen);
        if shared.entries.is_empty() && shared.owed.is_empty() {
            let key = if shared.listed {
                "ui.library-empty"
            } else {
                "ui.opening"
            };
            wrapping::draw(canvas, body, 1, &[Piece::plain(shared.text(key))], 0);
            return;
        }
        let columns = Columns::new(shared, self.widest, body.width);
        canvas.line(body, 0, &[Piece::dim(columns.header(shared))]);
        self.draw_rows(shared, canvas, list_area(body), &columns);
        if is_roomy(body) {
            let below = Rect {
                y: body.bottom() - 3,
                height: 3,
                ..body
            };
            self.draw_chosen(shared, canvas, below);
        }
    }

    fn draw_rows(&self, shared: &Shared, canvas: &mut Canvas, list: Rect, columns: &Columns) {
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
    }

    /// What there is to say about the chosen row.
    fn draw_chosen(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        canvas.rule(area, 0);
        let said = match self.owed(shared) {
            Some(owed) => Some((owed.unit.clone(), owed_line(shared, owed))),
            None => self.chosen(shared).map(|entry| {
                let title = entry.title.as_deref();
                let title = title.unwrap_or_else(|| shared.text("ui.no-title"));
                let about = [edition(shared, entry), report_line(shared, entry)];
                (title.to_owned(), about.concat())
            }),
        };
        if let Some((name, about)) = said {
            canvas.line(area, 1, &[Piece::new(format!(" {name}"), Ink::Strong)]);
            canvas.line(area, 2, &[Piece::dim(format!(" {about}"))]);
        }
    }
}

fn owed_line(shared: &Shared, owed: &Owed) -> String {
    let unit = shared.review().units.get(&owed.unit);
    let parent = unit.map_or("", |unit| unit.parent.as_str());
    let values: [(&str, &dyn std::fmt::Display); 2] = [("year", &owed.year), ("parent", &parent)];
    shared.lang.fill("ui.owed-line", &values)
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

fn report_line(shared: &Shared, entry: &Entry) -> String {
    let Some(summary) = shared.tallies.summary(&entry.id) else {
        return shared.text("ui.reading").to_owned();
    };
    let rest = summary
        .figures
        .saturating_sub(summary.tied + summary.conflicting);
    let level = shared.text(&format!("level.{}", entry.level.name()));
    shared.lang.fill(
        "ui.report-line",
        &[
            ("level", &level),
            ("characters", &summary.characters),
            ("figures", &summary.figures),
            ("tied", &summary.tied),
            ("conflicting", &summary.conflicting),
            ("rest", &rest),
        ],
    )
}

/// Whether there is room for what is said of the chosen row.
fn is_roomy(body: Rect) -> bool {
    body.height >= 8
}

/// Between the names of the columns and, where there is room, what is said of the chosen report.
pub(super) fn list_area(body: Rect) -> Rect {
    let chrome = if is_roomy(body) { 4 } else { 1 };
    Rect {
        y: body.y + 1,
        height: body.height.saturating_sub(chrome),
        ..body
    }
}

/// The bundled samples are named as such, so that nobody takes them for his own.
pub(super) fn path(shared: &Shared) -> Vec<String> {
    let name = shared.text("ui.scene-library");
    if shared.sample {
        vec![format!("{name} · {}", shared.text("ui.sample"))]
    } else {
        vec![name.to_owned()]
    }
}
