//! Drawing the follow-up: a row for each gap, and below both years' sentences with what differs.

use ratatui::layout::Rect;

use crate::compare::{Row, look_alikes};
use crate::report::{Report, Span};
use crate::review::Continuity;
use crate::review::carry::{Due, Proposal};
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, column};
use crate::tui::describe;
use crate::tui::model::Document;
use crate::tui::screen;
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::{FollowUpScreen, LAYOUT};

impl FollowUpScreen {
    pub(super) fn draw(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        let body = screen::body(area);
        let (list, detail) = LAYOUT.panes(body);
        if self.rows.is_empty() {
            let text = format!("   {}", shared.text(self.nothing(shared)));
            wrapping::draw(canvas, list, 1, &[Piece::plain(text)], 3);
            return;
        }
        let rows = self.rows.iter().enumerate().skip(self.cursor.top);
        for (line, (number, idx)) in (0..list.height).zip(rows) {
            if let Some(due) = self.due.get(*idx) {
                let row = self.row(shared, due, list.width, number == self.cursor.row);
                canvas.line(list, line, &row);
            }
        }
        if let (Some(area), Some(due)) = (detail, self.chosen()) {
            self.view_detail(shared, canvas, area, due);
        }
    }

    /// Why nothing is listed, and what to do.
    fn nothing(&self, shared: &Shared) -> &'static str {
        match &self.held.document {
            None => "ui.opening",
            Some(document) if document.previous.is_none() => "follow.no-previous",
            Some(_) if self.due.is_empty() => "follow.none",
            Some(_) if shared.previous(&self.edition).is_none() => "follow.no-previous",
            Some(_) => "follow.none-shown",
        }
    }

    fn row(&self, shared: &Shared, due: &Due, width: u16, chosen: bool) -> Vec<Piece> {
        let ink = if chosen { Ink::Strong } else { Ink::Plain };
        let bar = match (chosen, self.ticked.contains(&due.annotation)) {
            (true, true) => " ▸✓",
            (true, false) => " ▸ ",
            (false, true) => "  ✓",
            (false, false) => "   ",
        };
        let (answer, answer_ink) = match (due.answer, due.confirmed) {
            (Some(answer), _) => (continuity(shared, answer), Ink::Good),
            (None, true) => (shared.text("follow.open"), Ink::Doubt),
            (None, false) => (shared.text("ui.judgement-pending"), Ink::Dim),
        };
        let (place, place_ink) = match due.proposal {
            Proposal::Absent => (shared.text("follow.absent"), Ink::Gone),
            Proposal::Sentence { .. } => (shared.text("place.carried"), Ink::Dim),
        };
        let annotation = shared.review().annotation(due.annotation);
        let problem = annotation.map_or("", |annotation| annotation.problem.as_str());
        let year = annotation.and_then(|annotation| annotation.target.year);
        let year = year.map_or_else(String::new, |year| year.to_string());
        let mut row = vec![
            Piece::new(bar, Ink::Accent),
            Piece::new(column(answer, ANSWER), answer_ink),
            Piece::new(column(place, PLACE), place_ink),
        ];
        if width >= 60 {
            row.push(Piece::dim(column(&year, YEAR)));
        }
        row.push(Piece::new(problem.replace('\n', " "), ink));
        row
    }

    /// Both quotes with what differs, then what was written.
    fn view_detail(&self, shared: &Shared, canvas: &mut Canvas, area: Rect, due: &Due) {
        canvas.rule(area, 0);
        let Some(document) = &self.held.document else {
            return;
        };
        let inner = Rect {
            x: area.x + 1.min(area.width),
            width: area.width.saturating_sub(2),
            ..area
        };
        let annotation = shared.review().annotation(due.annotation);
        let mut at = 1;
        if let (Some(span), Some(previous)) = (due.old, &document.previous) {
            let year = previous
                .entry
                .year
                .map_or_else(String::new, |year| year.to_string());
            let row = compared(document, span, Side::Old);
            let marks = row.map_or(&[][..], |row| &row.old_marks);
            let quote = quote(&previous.report, span, marks, Ink::Gone, &year);
            at = wrapping::draw(canvas, inner, at, &quote, 2);
        }
        let year = document
            .entry
            .year
            .map_or_else(String::new, |year| year.to_string());
        let quote = match due.proposal {
            Proposal::Sentence { span, .. } => {
                let row = compared(document, span, Side::New);
                let marks = row.map_or(&[][..], |row| &row.new_marks);
                quote(&document.report, span, marks, Ink::New, &year)
            }
            Proposal::Absent => vec![
                Piece::dim(format!("{year}  ")),
                Piece::new(shared.text("follow.absent-long"), Ink::Gone),
            ],
        };
        at = wrapping::draw(canvas, inner, at, &quote, 2);
        if let Some(said) = unseen(shared, document, due) {
            at = wrapping::draw(canvas, inner, at, &[Piece::new(said, Ink::Doubt)], 2);
        }
        for paragraph in annotation
            .into_iter()
            .flat_map(|annotation| describe::annotation(shared, annotation))
        {
            at = wrapping::draw(canvas, inner, at, &paragraph, 2);
        }
    }
}

/// The row of the comparison in which a sentence of either year stands.
fn compared(document: &Document, span: Span, side: Side) -> Option<&Row> {
    let previous = document.previous.as_ref()?;
    let report = match side {
        Side::Old => &previous.report,
        Side::New => &document.report,
    };
    let sentence = Some(report.sentence_at(span.start)?);
    let mut rows = previous.comparison.rows.iter();
    rows.find(|row| match side {
        Side::Old => row.old == sentence,
        Side::New => row.new == sentence,
    })
}

/// What of the change between both years' sentences cannot be seen.
fn unseen(shared: &Shared, document: &Document, due: &Due) -> Option<String> {
    let previous = document.previous.as_ref()?;
    let row = match due.proposal {
        Proposal::Sentence { span, .. } => compared(document, span, Side::New)?,
        Proposal::Absent => return None,
    };
    let found = look_alikes(row, &previous.report, &document.report)?;
    Some(shared.lang.look_alikes(&found))
}

#[derive(Clone, Copy)]
enum Side {
    Old,
    New,
}

const ANSWER: usize = 10;
const PLACE: usize = 12;
const YEAR: usize = 6;

fn continuity(shared: &Shared, continuity: Continuity) -> &'static str {
    shared.text(&format!("continuity.{}", continuity.name()))
}

/// A sentence with what differs standing out.
fn quote(report: &Report, span: Span, marks: &[Span], ink: Ink, year: &str) -> Vec<Piece> {
    let mut pieces = vec![Piece::dim(format!("{year}  "))];
    let mut at = span.start;
    for mark in marks.iter().filter(|mark| mark.overlap(span) > 0) {
        let mark = Span::new(mark.start.max(at), mark.end.min(span.end));
        pieces.push(Piece::plain(report.quote(Span::new(at, mark.start))));
        pieces.push(Piece::new(report.quote(mark), ink));
        at = mark.end;
    }
    pieces.push(Piece::plain(report.quote(Span::new(at, span.end))));
    pieces
}
