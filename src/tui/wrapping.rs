//! Breaking texts of the console into rows.

use ratatui::layout::Rect;

use crate::shown::in_one_line;

use super::canvas::{Canvas, Piece, width};
use super::theme::Ink;
use super::widget::{Layout, Newlines, Options};

/// One row of a wrapped text: bytes of the text, and the cells left free before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrapRow {
    pub start: usize,
    pub end: usize,
    pub indent: u16,
}

/// Two ideographic blanks stand for the indent of a first line while the rows are measured.
const BLANK: &str = "\u{3000}";

/// The rows of a paragraph whose first line begins `indent` cells in; lines that were broken by hand read on.
pub fn rows(text: &str, room: usize, indent: usize) -> Vec<WrapRow> {
    let blanks = BLANK.repeat(indent / 2);
    let options = Options {
        newlines: Newlines::Join,
        ..Options::default()
    };
    let padded;
    let measured = if blanks.is_empty() {
        text
    } else {
        padded = format!("{blanks}{text}");
        &padded
    };
    let layout = Layout::new(measured, u16::try_from(room).unwrap_or(u16::MAX), &options);
    let lead = blanks.len();
    layout
        .rows()
        .iter()
        .filter(|row| row.end > lead || lead == 0)
        .map(|row| WrapRow {
            start: row.start.saturating_sub(lead),
            end: row.end.saturating_sub(lead),
            indent: if row.start < lead {
                u16::try_from(indent).unwrap_or(0)
            } else {
                row.indent
            },
        })
        .collect()
}

/// Pieces of different looks that read on as one paragraph, broken into rows.
pub fn pieces(pieces: &[Piece], room: usize, hanging: u16) -> Vec<Vec<Piece>> {
    let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let options = Options {
        hanging,
        ..Options::default()
    };
    let layout = Layout::new(&text, u16::try_from(room).unwrap_or(u16::MAX), &options);
    layout
        .rows()
        .iter()
        .map(|row| {
            let mut cut = cut(pieces, row.start, row.end);
            if row.indent > 0 {
                cut.insert(0, Piece::plain(" ".repeat(usize::from(row.indent))));
            }
            cut
        })
        .collect()
}

/// The part of the pieces between two bytes of their joined text, without line ends.
fn cut(pieces: &[Piece], start: usize, end: usize) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut from = 0;
    for piece in pieces {
        let to = from + piece.text.len();
        let (low, high) = (start.max(from), end.min(to));
        if low < high
            && let Some(text) = piece.text.get(low - from..high - from)
        {
            found.push(Piece::new(text.trim_end_matches(['\n', '\r']), piece.ink));
        }
        from = to;
    }
    found
}

/// Draws wrapped pieces from a row on and returns the row after them; nothing is drawn below the area.
pub fn draw(canvas: &mut Canvas, area: Rect, row: u16, text: &[Piece], hanging: u16) -> u16 {
    let mut at = row;
    for line in pieces(text, usize::from(area.width), hanging) {
        if at >= area.height {
            break;
        }
        canvas.line(area, at, &line);
        at += 1;
    }
    at
}

/// The middle of a long quote left out, so that its beginning and its end can be read.
pub fn shortened(text: &str, room: usize) -> String {
    let one_line = in_one_line(text);
    if width(&one_line) <= room {
        return one_line;
    }
    super::canvas::clipped(&one_line, room)
}

/// A title and a value beside it.
pub fn labelled(label: &str, value: &str) -> [Piece; 3] {
    [
        Piece::dim(label),
        Piece::plain(" "),
        Piece::new(value, Ink::Plain),
    ]
}
