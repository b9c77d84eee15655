//! Rows of lists and tables: columns cut to their cells, rules, and which rows are in sight.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::shown::Shown;
use crate::tui::widget::text::put_text;
use crate::tui::widget::width::{self, Ambiguous};

/// On which side of its column a text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Right,
}

/// The cells of one line of text, marks counted as they show.
pub fn cells(text: &str, ambiguous: Ambiguous) -> u16 {
    let shown = Shown::new(text);
    let cells = |char| width::char_cells(char, ambiguous);
    shown
        .as_str()
        .chars()
        .map(cells)
        .fold(0, u16::saturating_add)
}

/// A line of text cut to so many cells, with `…` where something is missing.
pub fn cut(text: &str, room: u16, ambiguous: Ambiguous) -> Cow<'_, str> {
    let shown = Shown::new(text).into_text();
    if cells(&shown, ambiguous) <= room {
        return shown;
    }
    let mut left = room.saturating_sub(width::char_cells('…', ambiguous));
    let fits = |char: &char| match left.checked_sub(width::char_cells(*char, ambiguous)) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    let mut kept: String = shown.chars().take_while(fits).collect();
    if room > 0 {
        kept.push('…');
    }
    Cow::Owned(kept)
}

/// Writes a text into a column, cut where it is too long.
pub fn put_column(
    buf: &mut Buffer,
    column: Rect,
    text: &str,
    align: Align,
    style: Style,
    ambiguous: Ambiguous,
) {
    let text = cut(text, column.width, ambiguous);
    let blank = match align {
        Align::Left => 0,
        Align::Right => column.width.saturating_sub(cells(&text, ambiguous)),
    };
    let room = Rect {
        x: column.x.saturating_add(blank),
        width: column.width - blank,
        ..column
    };
    put_text(buf, room, &text, style, ambiguous);
}

/// Draws a thin rule along the top of an area; of ASCII where the terminal draws lines two cells wide.
pub fn rule(buf: &mut Buffer, area: Rect, style: Style, ambiguous: Ambiguous) {
    let line = match ambiguous {
        Ambiguous::Narrow => "─",
        Ambiguous::Wide => "-",
    };
    put_text(
        buf,
        area,
        &line.repeat(usize::from(area.width)),
        style,
        ambiguous,
    );
}

/// The first row to show so that the selected one is in sight, moving the view as little as possible.
pub fn scrolled(first: usize, selected: usize, height: usize) -> usize {
    let lowest = (selected + 1).saturating_sub(height.max(1));
    first.clamp(lowest, selected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_on_a_character() {
        for (text, room, expected) in [
            ("云岭县", 6, "云岭县"),
            ("云岭县人民政府", 7, "云岭县…"),
            ("云岭县人民政府", 6, "云岭…"),
            ("abc", 2, "a…"),
            ("abc", 0, ""),
            ("\u{1b}[m", 6, "‹ESC›…"),
        ] {
            assert_eq!(cut(text, room, Ambiguous::Narrow), expected);
        }
    }

    #[test]
    fn numbers_stand_on_the_right_of_their_column() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 8, 1));
        put_column(
            &mut buf,
            Rect::new(1, 0, 5, 1),
            "11",
            Align::Right,
            Style::new(),
            Ambiguous::Narrow,
        );
        let row: String = buf
            .content
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(row, "    11  ");
    }

    #[test]
    fn the_view_moves_as_little_as_possible() {
        for ((first, selected, height), expected) in [
            ((0, 3, 5), 0),
            ((0, 5, 5), 1),
            ((4, 2, 5), 2),
            ((0, 9, 0), 9),
            ((7, 7, 1), 7),
        ] {
            assert_eq!(scrolled(first, selected, height), expected);
        }
    }
}
