//! Draws the list of hits: report, section, and the sentence with the hit in view.

use ratatui::layout::Rect;

use crate::search::Excerpt;
use crate::tui::app::Shared;
use crate::tui::canvas::{Canvas, Piece, column, width};
use crate::tui::model::FoundRow;
use crate::tui::screen::{Screen, body, list_and_detail};
use crate::tui::theme::Ink;
use crate::tui::wrapping;

use super::{Going, SearchScreen};

/// Cells of the first two columns, by the width of the screen.
fn columns(screen: u16) -> (usize, usize) {
    match screen {
        0..=59 => (12, 0),
        60..=99 => (18, 14),
        100..=139 => (26, 22),
        _ => (32, 30),
    }
}

/// The list, and below it the sentence in full.
pub(super) fn panes(body: Rect) -> (Rect, Option<Rect>) {
    let detail = match body.height {
        0..=11 => 0,
        12..=23 => 5,
        _ => 7,
    };
    list_and_detail(body, false, detail)
}

impl SearchScreen {
    pub(super) fn draw(&self, shared: &Shared, canvas: &mut Canvas, screen: Rect) {
        let (list, detail) = panes(body(screen));
        if self.rows.is_empty() {
            return self.view_nothing(shared, canvas, list);
        }
        let shown = self.rows.iter().enumerate().skip(self.cursor.top);
        for (line, (number, row)) in (0..list.height).zip(shown) {
            let named = line == 0 || !self.continues(number.saturating_sub(1), number);
            let pieces = self.row(shared, row, named, number == self.cursor.row, list.width);
            canvas.line(list, line, &pieces);
        }
        if let (Some(area), Some(row)) = (detail, self.rows.get(self.cursor.row)) {
            self.view_chosen(shared, canvas, area, row);
        }
    }

    /// Why there is no list.
    fn view_nothing(&self, shared: &Shared, canvas: &mut Canvas, area: Rect) {
        let text = match (self.query.is_empty(), self.going) {
            (true, _) => shared.text("ui.search-empty").to_owned(),
            (false, Going::On) => self.progress(shared),
            (false, Going::Done | Going::Stopped) => {
                let query = self.query.typed();
                shared.lang.fill("ui.search-nothing", &[("query", &query)])
            }
        };
        wrapping::draw(canvas, area, 1, &[Piece::plain(text)], 0);
    }

    fn row(
        &self,
        shared: &Shared,
        row: &FoundRow,
        named: bool,
        chosen: bool,
        screen: u16,
    ) -> Vec<Piece> {
        let (report, section) = columns(screen);
        let ink = if chosen { Ink::Strong } else { Ink::Plain };
        let name = if named || chosen {
            name(shared, row)
        } else {
            String::new()
        };
        let mut pieces = vec![
            Piece::new(if chosen { " ▸ " } else { "   " }, Ink::Accent),
            Piece::new(column(&name, report), ink),
            Piece::plain("  "),
        ];
        if section > 0 {
            let heading = row.sections.last().map_or("", String::as_str);
            pieces.push(Piece::dim(column(heading, section)));
            pieces.push(Piece::plain("  "));
        }
        let used: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
        pieces.extend(in_view(
            &row.excerpt,
            usize::from(screen).saturating_sub(used),
        ));
        pieces
    }

    /// The sentence and where it stands.
    fn view_chosen(&self, shared: &Shared, canvas: &mut Canvas, area: Rect, row: &FoundRow) {
        canvas.rule(area, 0);
        let place = match row.sections.is_empty() {
            true => shared.text("ui.search-title").to_owned(),
            false => row.sections.join(" › "),
        };
        canvas.line(
            area,
            1,
            &[
                Piece::new(format!(" {}  ", name(shared, row)), Ink::Strong),
                Piece::dim(place),
            ],
        );
        let text = Rect {
            x: area.x + 1.min(area.width),
            width: area.width.saturating_sub(2),
            ..area
        };
        wrapping::draw(canvas, text, 2, &marked(&row.excerpt, 0), 0);
    }
}

/// Issuer and year.
fn name(shared: &Shared, row: &FoundRow) -> String {
    let entry = shared.entry(&row.edition);
    let issuer = entry.and_then(|entry| entry.issuer.as_deref().or(entry.title.as_deref()));
    let issuer = issuer.unwrap_or_else(|| shared.text("ui.no-issuer"));
    match entry.and_then(|entry| entry.year) {
        Some(year) => format!("{year} {issuer}"),
        None => issuer.to_owned(),
    }
}

/// The part of the sentence that has its first hit: what stands before it takes a third of the room at most.
fn in_view(excerpt: &Excerpt, room: usize) -> Vec<Piece> {
    let first = excerpt.marks.first().map_or(0, |mark| mark.start);
    let lead = excerpt.text.get(..first).unwrap_or("");
    let mut from = 0;
    let mut left = width(lead);
    for (at, character) in lead.char_indices() {
        if left <= room / 3 {
            break;
        }
        left -= width(character.encode_utf8(&mut [0; 4]));
        from = at + character.len_utf8();
    }
    let mut pieces = Vec::new();
    if from > 0 {
        pieces.push(Piece::dim("…"));
    }
    pieces.extend(marked(excerpt, from));
    pieces
}

/// The sentence from a byte on, hits standing out.
fn marked(excerpt: &Excerpt, from: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = from;
    for mark in excerpt.marks.iter().filter(|mark| mark.start >= from) {
        pieces.push(Piece::plain(excerpt.text.get(at..mark.start).unwrap_or("")));
        pieces.push(Piece::new(mark.of(&excerpt.text), Ink::Hit));
        at = mark.end;
    }
    pieces.push(Piece::plain(excerpt.text.get(at..).unwrap_or("")));
    pieces
}
