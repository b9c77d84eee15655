//! A section's history: which section of each year plays one role, how long it is, and what it carried over.

use ratatui::layout::Rect;

use crate::compare::Thread;
use crate::report::Section;
use crate::tui::action::Action;
use crate::tui::app::{Reply, Shared};
use crate::tui::canvas::{Canvas, Piece, column_right};
use crate::tui::describe::percent;
use crate::tui::list::ListCursor;
use crate::tui::model::{self, YearsDocument};
use crate::tui::screen::{self, to_report};
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::CompareScreen;

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Index into the threads.
    Head(usize),
    /// A thread in a year.
    Year(usize, usize),
}

#[derive(Debug, Default)]
pub(super) struct HistoryList {
    pub cursor: ListCursor,
    /// The section of this year's report to begin at, until the years are there.
    wanted: Option<usize>,
}

impl HistoryList {
    pub fn begin_at(&mut self, section: Option<usize>) {
        self.wanted = section;
    }

    /// Goes to the section that the reader came from, once it is known what it was in other years.
    pub fn arrive(&mut self, shared: &Shared, edition: &str) {
        let Some(years) = shared.years.get(edition) else {
            return;
        };
        let Some(section) = self.wanted.take() else {
            return;
        };
        let last = years.reports.len().saturating_sub(1);
        let is_it = |line: &Line| match line {
            Line::Head(thread) => {
                section_of(years, *thread, last).is_some_and(|(idx, _)| idx == section)
            }
            Line::Year(..) => false,
        };
        let lines = lines(years);
        if let Some(at) = lines.iter().position(is_it) {
            self.cursor.row = at;
            self.cursor.top = at;
        }
    }
}

/// The section of a thread in a year, where the outline shows it.
fn section_of(years: &YearsDocument, thread: usize, year: usize) -> Option<(usize, &Section)> {
    let thread: &Thread = years.years.sections.get(thread)?;
    let idx = thread.sections.get(year).copied().flatten()?;
    let section = years.reports.get(year)?.sections.get(idx)?;
    model::is_heading(section).then_some((idx, section))
}

pub(super) fn lines(years: &YearsDocument) -> Vec<Line> {
    let mut lines = Vec::new();
    for thread in 0..years.years.sections.len() {
        let told =
            (0..years.reports.len()).filter(|&year| section_of(years, thread, year).is_some());
        let told: Vec<usize> = told.collect();
        if told.is_empty() {
            continue;
        }
        lines.push(Line::Head(thread));
        lines.extend(told.into_iter().map(|year| Line::Year(thread, year)));
    }
    lines
}

impl CompareScreen {
    pub(super) fn act_on_history(&mut self, shared: &mut Shared, action: Action) -> Reply {
        let Some(years) = shared.years.get(&self.edition).cloned() else {
            return screen::common(shared, &self.edition, action);
        };
        let lines = lines(&years);
        let height = screen::height(screen::body_now(shared));
        let cursor = &mut self.history.cursor;
        if cursor.act(action, lines.len(), height) {
            return Reply::stay();
        }
        let is_head = |at: &usize| matches!(lines.get(*at), Some(Line::Head(_)));
        match action {
            Action::NextSection | Action::PreviousSection => {
                let here = cursor.row;
                let found = match action == Action::NextSection {
                    true => (here + 1..lines.len()).find(is_head),
                    false => (0..here).rev().find(is_head),
                };
                cursor.row = found.unwrap_or(here);
                cursor.fit(lines.len(), height);
                Reply::stay()
            }
            Action::Enter => match lines.get(cursor.row).and_then(|line| place(&years, *line)) {
                Some((edition, span)) => to_report(shared, &edition, span),
                None => Reply::stay(),
            },
            other => screen::common(shared, &self.edition, other),
        }
    }

    pub(super) fn view_history(&self, shared: &Shared, canvas: &mut Canvas, body: Rect) {
        let Some(years) = shared.years.get(&self.edition) else {
            canvas.line(
                body,
                1,
                &[Piece::dim(format!("   {}", shared.text("ui.following")))],
            );
            return;
        };
        let lines = lines(years);
        if lines.is_empty() {
            let text = format!("   {}", shared.text("ui.one-year"));
            wrapping::draw(canvas, body, 1, &[Piece::plain(text)], 3);
            return;
        }
        let cursor = self.history.cursor;
        for (row, (at, line)) in (0..body.height).zip(lines.iter().enumerate().skip(cursor.top)) {
            let chosen = at == cursor.row;
            let pieces = match *line {
                Line::Head(thread) => head(years, thread, chosen),
                Line::Year(thread, year) => year_row(years, (thread, year), chosen),
            };
            let right = match *line {
                Line::Year(thread, year) => facts(shared, years, (thread, year), body.width),
                Line::Head(_) => String::new(),
            };
            let room = u16::try_from(crate::tui::canvas::width(&right)).unwrap_or(0);
            let left = Rect {
                width: body.width.saturating_sub(room + 1),
                ..body
            };
            canvas.line(left, row, &pieces);
            canvas.right(body, row, &right, Ink::Dim);
        }
    }
}

/// The report and place of a line: of a role, that of its latest year.
fn place(years: &YearsDocument, line: Line) -> Option<(String, crate::report::Span)> {
    let (thread, year) = match line {
        Line::Year(thread, year) => (thread, year),
        Line::Head(thread) => {
            let mut back = (0..years.reports.len()).rev();
            let year = back.find(|&year| section_of(years, thread, year).is_some())?;
            (thread, year)
        }
    };
    let (_, section) = section_of(years, thread, year)?;
    Some((years.entries.get(year)?.id.clone(), section.heading))
}

fn head(years: &YearsDocument, thread: usize, chosen: bool) -> Vec<Piece> {
    let mut back = (0..years.reports.len()).rev();
    let last = back.find_map(|year| section_of(years, thread, year));
    let title = last.map_or_else(String::new, |(_, section)| {
        let indent = "  ".repeat(usize::from(section.level.saturating_sub(1)));
        format!("{indent}{}{}", section.label, section.title)
    });
    vec![
        Piece::new(if chosen { "▌" } else { " " }, Ink::Accent),
        Piece::new(title, Ink::Strong),
    ]
}

fn year_row(years: &YearsDocument, (thread, year): (usize, usize), chosen: bool) -> Vec<Piece> {
    let entry = years.entries.get(year);
    let said = entry
        .and_then(|entry| entry.year)
        .map(|year| year.to_string());
    let section = section_of(years, thread, year);
    let title = section.map_or_else(String::new, |(_, section)| {
        format!("{}{}", section.label, section.title)
    });
    let ink = if chosen { Ink::Strong } else { Ink::Plain };
    vec![
        Piece::new(if chosen { "▌" } else { " " }, Ink::Accent),
        Piece::dim(format!("     {}  ", said.unwrap_or_default())),
        Piece::new(title, ink),
    ]
}

/// Length, figures, and how much of it stood in the year before.
fn facts(
    shared: &Shared,
    years: &YearsDocument,
    (thread, year): (usize, usize),
    width: u16,
) -> String {
    /// Cells below which the year and the beginning of the title go before the figures.
    const NARROW: u16 = 60;

    let Some((idx, section)) = section_of(years, thread, year) else {
        return String::new();
    };
    let Some(report) = years.reports.get(year) else {
        return String::new();
    };
    let text = report.quote(section.extent).chars();
    let length = text.filter(|c| !c.is_whitespace()).count();
    let figures = report.figures_in(section.extent).count();
    let mut carried = years.carried.get(year).into_iter().flatten();
    let share = carried.find(|reuse| reuse.new == idx);
    let share = share.map_or_else(|| "·".to_owned(), |reuse| percent(reuse.share));
    let (length, figures) = (
        column_right(&length.to_string(), 6),
        column_right(&figures.to_string(), 4),
    );
    let share = column_right(&share, 4);
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("length", &length),
        ("figures", &figures),
        ("share", &share),
    ];
    let key = match width {
        ..NARROW => "ui.section-facts-narrow",
        NARROW.. => "ui.section-facts",
    };
    shared.lang.fill(key, &values)
}
