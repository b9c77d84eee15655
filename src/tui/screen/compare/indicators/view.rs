//! Drawing the figures of both years.

use ratatui::layout::Rect;

use crate::compare::{Indicator, Suspicion, difference, percentage};
use crate::report::Report;
use crate::shown::in_one_line;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, column, column_right, width};
use crate::tui::model::{Document, Previous};
use crate::tui::theme::{Ink, Sign};
use crate::tui::wrapping;

use super::{FigureRow, Listed, name_column, quote};
use crate::tui::screen::compare::CompareScreen;

/// Cells of the columns.
struct Columns {
    name: usize,
    /// Of either value, a blank before it.
    value: usize,
    /// None where there is no room.
    delta: usize,
    percent: usize,
}

const CHOSEN: usize = 3;
const SIGNS: usize = 2;
const DELTA: usize = 11;
const PERCENT: usize = 9;

impl CompareScreen {
    pub(in crate::tui::screen::compare) fn view_indicators(
        &self,
        shared: &Shared,
        canvas: &mut Canvas,
        body: Rect,
        document: &Document,
        previous: &Previous,
    ) {
        let list = &self.figures;
        if list.rows.is_empty() {
            let key = match list.listed {
                Listed::Both | Listed::Results | Listed::Targets => "ui.no-indicators",
                Listed::New | Listed::Gone => "ui.none-here",
            };
            let text = format!("   {}", shared.text(key));
            wrapping::draw(canvas, body, 1, &[Piece::plain(text)], 3);
            return;
        }
        let (area, detail) = crate::tui::screen::compare::view::split(body);
        let shown = list.rows.iter().skip(list.cursor.top);
        let shown: Vec<&FigureRow> = shown.take(usize::from(area.height)).collect();
        let columns = columns(&shown, document, previous, usize::from(body.width));
        if area.y > body.y {
            view_header(shared, canvas, body, document, previous, &columns);
        }
        for (line, (at, row)) in (0..area.height).zip(shown.iter().enumerate()) {
            let chosen = list.cursor.top + at == list.cursor.row;
            let target = shared.text("ui.target-short");
            let pieces = row_pieces(row, (document, previous), &columns, target, chosen);
            canvas.line(area, line, &pieces);
        }
        if let (Some(area), Some(row)) = (detail, list.chosen()) {
            view_detail(shared, canvas, area, document, previous, row);
        }
    }
}

/// Values are shown whole as far as the widest of them leaves room for names.
fn columns(shown: &[&FigureRow], document: &Document, previous: &Previous, room: usize) -> Columns {
    let widest = |report: &Report, side: fn(&FigureRow) -> Option<usize>| {
        let widths = shown.iter().map(|row| width(quote(report, side(row))));
        widths.max().unwrap_or(0)
    };
    let widest =
        widest(&previous.report, |row| row.old).max(widest(&document.report, |row| row.new));
    let (delta, percent) = match room {
        0..=59 => (0, PERCENT),
        _ => (DELTA, PERCENT),
    };
    let rest = room.saturating_sub(CHOSEN + SIGNS + delta + percent);
    let value = (widest + 1).clamp(6, (rest * 2 / 6).max(6));
    Columns {
        name: rest.saturating_sub(2 * value).min(60),
        value,
        delta,
        percent,
    }
}

fn view_header(
    shared: &Shared,
    canvas: &mut Canvas,
    body: Rect,
    document: &Document,
    previous: &Previous,
    columns: &Columns,
) {
    let header = format!(
        "{}{}{}{}{}{}",
        " ".repeat(CHOSEN + SIGNS),
        column(shared.text("ui.column-subject"), columns.name),
        column_right(&year(previous.entry.year), columns.value),
        column_right(&year(document.entry.year), columns.value),
        column_right(shared.text("ui.column-delta"), columns.delta),
        column_right("%", columns.percent),
    );
    canvas.line(body, 0, &[Piece::dim(header)]);
}

/// What asks for a look stands out, by a sign as well as by its colour; so does what the reader put first.
fn sign(row: &FigureRow, indicator: Option<&Indicator>) -> Sign {
    let doubtful = indicator.is_some_and(|indicator| !indicator.suspicions.is_empty());
    match (row.pinned, doubtful) {
        (Some(_), true) => Sign::new("!", "*", Ink::Doubt),
        (Some(_), false) => Sign::new("*", "*", Ink::Accent),
        (None, true) => Sign::new("?", "?", Ink::Doubt),
        (None, false) => Sign::NONE,
    }
}

fn row_pieces(
    row: &FigureRow,
    (document, previous): (&Document, &Previous),
    columns: &Columns,
    target: &str,
    chosen: bool,
) -> Vec<Piece> {
    let indicators = &previous.comparison.indicators;
    let indicator = row.indicator.and_then(|idx| indicators.get(idx));
    let ink = if chosen { Ink::Strong } else { Ink::Plain };
    let sign = sign(row, indicator);
    let target = if row.target { target } else { "" };
    let delta = indicator.map(|indicator| difference(indicator.delta));
    let percent = indicator.and_then(|indicator| indicator.percent);
    let loud = if sign.ink == Ink::Doubt {
        Ink::Doubt
    } else {
        ink
    };
    vec![
        Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
        Piece::new(format!("{} ", sign.mark), sign.ink),
        Piece::new(
            name_column(&format!("{target}{}", row.name), columns.name),
            ink,
        ),
        Piece::new(
            value(quote(&previous.report, row.old), columns.value),
            Ink::Dim,
        ),
        Piece::new(value(quote(&document.report, row.new), columns.value), ink),
        Piece::new(column_right(&delta.unwrap_or_default(), columns.delta), ink),
        Piece::new(
            column_right(
                &percent.map(percentage).unwrap_or_default(),
                columns.percent,
            ),
            loud,
        ),
    ]
}

/// A value with a blank before it, whatever its width.
fn value(text: &str, room: usize) -> String {
    let text = in_one_line(text);
    format!(" {}", column_right(&text, room.saturating_sub(1)))
}

/// What is said of the chosen row: the change, why it deserves a look, and the sentence of either year.
fn view_detail(
    shared: &Shared,
    canvas: &mut Canvas,
    area: Rect,
    document: &Document,
    previous: &Previous,
    row: &FigureRow,
) {
    canvas.rule(area, 0);
    let indicators = &previous.comparison.indicators;
    let indicator = row.indicator.and_then(|idx| indicators.get(idx));
    let mut at = 1;
    let mut head = vec![Piece::new(format!(" {}", row.name), Ink::Strong)];
    if row.target {
        head.push(Piece::dim(format!("  {}", shared.text("ui.target"))));
    }
    if let Some(indicator) = indicator {
        for &suspicion in &indicator.suspicions {
            let reason = reason(shared, document, suspicion);
            head.push(Piece::new(format!("  ? {reason}"), Ink::Doubt));
        }
    }
    at = wrapping::draw(canvas, area, at, &head, 3);
    let sides = [
        (&previous.report, row.old, previous.entry.year),
        (&document.report, row.new, document.entry.year),
    ];
    for (report, figure, of) in sides {
        if let Some(figure) = figure {
            let pieces = [
                Piece::dim(format!(" {} ", year(of))),
                Piece::plain(sentence_of(report, figure)),
            ];
            at = wrapping::draw(canvas, area, at, &pieces, 6);
        }
    }
}

/// Why a pair deserves a look, in words.
fn reason(shared: &Shared, document: &Document, suspicion: Suspicion) -> String {
    let key = format!("suspicion.{}", suspicion.name());
    match suspicion {
        Suspicion::StatedGrowth { stated, actual } => {
            let stated = quote(&document.report, Some(stated));
            let actual = percentage(actual);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("stated", &stated), ("actual", &actual)];
            shared.lang.fill(&key, &values)
        }
        Suspicion::Jump | Suspicion::Unit | Suspicion::Scope | Suspicion::Standstill => {
            shared.text(&key).to_owned()
        }
    }
}

pub(in crate::tui::screen::compare) fn year(year: Option<i16>) -> String {
    year.map(|year| year.to_string()).unwrap_or_default()
}

/// The sentence in which a figure stands.
fn sentence_of(report: &Report, figure: usize) -> String {
    let span = report
        .figures
        .get(figure)
        .map(|figure| figure.span)
        .unwrap_or_default();
    let sentence = crate::tui::screen::report::cursor::sentence(report, span.start);
    report
        .quote(sentence.hull(span))
        .split_whitespace()
        .collect()
}
