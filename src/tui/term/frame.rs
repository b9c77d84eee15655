//! A finished frame in the one form in which frames are compared and written.

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::style::{Color, Modifier};

use crate::shown;
use crate::tui::term::glyphs::{Glyphs, stand_in};
use crate::tui::term::writer::Colors;

/// What shows on a cell without a character.
const SHOWS_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);

/// Rows of cells as they shall stand on the terminal: a wide character in its first cell, the cells it covers empty.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub width: usize,
    cells: Vec<Cell>,
}

impl Frame {
    /// Makes the buffer safe and comparable: control characters become U+FFFD, halves of cut characters blanks.
    pub fn new(buffer: &Buffer, colors: Colors, glyphs: Glyphs) -> Frame {
        let width = usize::from(buffer.area.width);
        let mut cells = Vec::with_capacity(buffer.content.len());
        for row in buffer.content.chunks(width.max(1)) {
            let mut rest = row;
            while let Some((first, behind)) = rest.split_first() {
                let lead = cleaned(first, colors, glyphs);
                let covered = usize::from(cells_of(first)) - 1;
                let cut = behind.len() < covered
                    || behind
                        .iter()
                        .take(covered)
                        .any(|cell| !matches!(cell.symbol(), "" | " "));
                if cut {
                    cells.push(blank(&lead));
                    rest = behind;
                    continue;
                }
                let style = lead.style();
                cells.push(lead);
                for _ in 0..covered {
                    let mut cell = Cell::EMPTY;
                    cell.set_symbol("").set_style(style);
                    cells.push(cell);
                }
                rest = behind.get(covered..).unwrap_or_default();
            }
        }
        Frame { width, cells }
    }

    /// A cleared screen.
    pub fn blank(width: usize, height: usize) -> Frame {
        Frame {
            width,
            cells: vec![Cell::EMPTY; width * height],
        }
    }

    pub fn height(&self) -> usize {
        self.cells.len() / self.width.max(1)
    }

    pub fn row(&self, row: usize) -> &[Cell] {
        let start = row * self.width;
        self.cells
            .get(start..start + self.width)
            .unwrap_or_default()
    }

    pub fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.chunks(self.width.max(1))
    }

    /// Moves rows `top..=bottom` as the terminal does: up by a positive number of rows, down by a negative one.
    pub fn scroll(&mut self, top: usize, bottom: usize, by: isize) {
        let (start, end) = (top * self.width, (bottom + 1) * self.width);
        let moved = by.unsigned_abs() * self.width;
        let Some(region) = self.cells.get_mut(start..end) else {
            return;
        };
        let vacated = if by > 0 {
            region.rotate_left(moved.min(region.len()));
            region.len().saturating_sub(moved)..region.len()
        } else {
            region.rotate_right(moved.min(region.len()));
            0..moved.min(region.len())
        };
        region
            .get_mut(vacated)
            .unwrap_or_default()
            .fill(Cell::EMPTY);
    }
}

/// The cells that the character of a lead cell takes, after cleaning.
pub(super) fn cells_of(cell: &Cell) -> u16 {
    if is_unsafe(cell.symbol()) {
        1
    } else {
        cell.cell_width().max(1)
    }
}

/// Whether a symbol would do something to the terminal, or nothing visible on it.
fn is_unsafe(symbol: &str) -> bool {
    match symbol.as_bytes() {
        [] => false,
        [byte] => !(b' '..=b'~').contains(byte),
        _ => symbol.chars().any(shown::is_dangerous) || symbol.cell_width() == 0,
    }
}

fn cleaned(cell: &Cell, colors: Colors, glyphs: Glyphs) -> Cell {
    let mut cell = cell.clone();
    if is_unsafe(cell.symbol()) {
        cell.set_symbol("\u{fffd}")
            .set_diff_option(CellDiffOption::None);
    } else if cell.symbol().is_empty() {
        cell.set_symbol(" ");
    } else if glyphs == Glyphs::Ascii {
        let mut chars = cell.symbol().chars();
        if let (Some(char), None) = (chars.next(), chars.next())
            && let Some(ascii) = stand_in(char)
        {
            cell.set_char(ascii);
        }
    }
    if !matches!(cell.diff_option, CellDiffOption::ForcedWidth(_)) {
        cell.set_diff_option(CellDiffOption::None);
    }
    // Few terminals know coloured underlines, and some take them for other attributes.
    cell.underline_color = Color::Reset;
    if colors == Colors::Mono {
        cell.fg = Color::Reset;
        cell.bg = Color::Reset;
    }
    if cell.symbol() == " " {
        blank(&cell)
    } else {
        cell
    }
}

/// The blank cell in the place of a cell: only what shows without a character is kept.
fn blank(cell: &Cell) -> Cell {
    let mut blank = Cell::EMPTY;
    blank.bg = cell.bg;
    blank.modifier = cell.modifier.intersection(SHOWS_ON_BLANK);
    if !blank.modifier.is_empty() {
        blank.fg = cell.fg;
    }
    blank
}
