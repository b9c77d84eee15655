//! Drawing pieces of text into cells: clipped, never half a character, control characters made visible.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::shown::Shown;

use super::theme::{Ink, Sign, Theme};

/// Where to draw and with which colours.
pub struct Canvas<'a> {
    pub buf: &'a mut Buffer,
    pub theme: Theme,
}

/// A piece of text of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub ink: Ink,
}

impl Piece {
    pub fn new(text: impl Into<String>, ink: Ink) -> Piece {
        Piece {
            text: text.into(),
            ink,
        }
    }

    pub fn plain(text: impl Into<String>) -> Piece {
        Piece::new(text, Ink::Plain)
    }

    pub fn dim(text: impl Into<String>) -> Piece {
        Piece::new(text, Ink::Dim)
    }
}

/// How many cells a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The beginning of a text that fits; `…` where something was cut off.
pub fn clipped(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let Some(room) = room.checked_sub(1) else {
        return String::new();
    };
    let mut taken = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > room {
            break;
        }
        taken.push_str(grapheme);
    }
    taken.push('…');
    taken
}

/// A text in a column: clipped or filled up with blanks.
pub fn column(text: &str, room: usize) -> String {
    let mut text = clipped(text, room);
    let rest = room.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', rest));
    text
}

/// The same, pushed to the right.
pub fn column_right(text: &str, room: usize) -> String {
    let text = clipped(text, room);
    let rest = room.saturating_sub(width(&text));
    let mut filled = " ".repeat(rest);
    filled.push_str(&text);
    filled
}

impl Canvas<'_> {
    /// Draws one text at a cell and returns the column after it. Nothing leaves `area`.
    pub fn text(&mut self, area: Rect, x: u16, y: u16, text: &str, ink: Ink) -> u16 {
        let area = area.intersection(self.buf.area);
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return x;
        }
        let room = usize::from(area.right() - x);
        let shown = Shown::new(text);
        let style = self.theme.style(ink);
        self.buf.set_stringn(x, y, shown.as_str(), room, style).0
    }

    /// Draws pieces one after the other from the left edge of a row; what does not fit ends in `…`.
    pub fn line(&mut self, area: Rect, row: u16, pieces: &[Piece]) -> u16 {
        let y = area.y.saturating_add(row);
        let mut x = area.x;
        for piece in pieces {
            let room = usize::from(area.right().saturating_sub(x));
            if room == 0 {
                break;
            }
            let shown = Shown::new(&piece.text);
            x = self.text(area, x, y, &clipped(shown.as_str(), room), piece.ink);
        }
        x
    }

    /// Draws a text that ends at the right edge of a row.
    pub fn right(&mut self, area: Rect, row: u16, text: &str, ink: Ink) {
        let text = clipped(Shown::new(text).as_str(), usize::from(area.width));
        let used = u16::try_from(width(&text)).unwrap_or(area.width);
        let x = area.right().saturating_sub(used);
        self.text(area, x, area.y.saturating_add(row), &text, ink);
    }

    /// Draws a sign in one or two cells and returns the column after it: in mono a letter stands beside it.
    pub fn sign(&mut self, area: Rect, x: u16, y: u16, sign: Sign) -> u16 {
        let x = self.text(area, x, y, sign.mark, sign.ink);
        match self.theme {
            Theme::Colour | Theme::Light | Theme::Distinct => x,
            Theme::Mono => self.text(area, x, y, sign.letter, sign.ink),
        }
    }

    /// A thin rule across the area.
    pub fn rule(&mut self, area: Rect, row: u16) {
        let line = "─".repeat(usize::from(area.width));
        self.text(area, area.x, area.y.saturating_add(row), &line, Ink::Dim);
    }

    /// Makes a row stand out as the chosen one, whatever is drawn in it.
    pub fn choose(&mut self, area: Rect, row: u16) {
        let y = area.y.saturating_add(row);
        let bar = Rect {
            y,
            height: 1,
            ..area
        }
        .intersection(area)
        .intersection(self.buf.area);
        self.buf.set_style(bar, self.theme.style(Ink::Strong));
    }

    /// Empties an area, and half characters at its edges with it.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buf.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buf.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(clipped("云岭县", 6), "云岭县");
        assert_eq!(clipped("云岭县", 5), "云岭…");
        assert_eq!(clipped("云岭县", 4), "云…");
        assert_eq!(clipped("云岭县", 0), "");
        assert_eq!(column("云岭", 6), "云岭  ");
        assert_eq!(column_right("12", 4), "  12");
    }
}
