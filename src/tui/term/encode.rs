//! Bytes for the terminal: moves, characters, erasing, scrolling, with what is known of cursor and pen kept along.

use std::io::Write;

use ratatui::buffer::Cell;

use crate::tui::term::frame::cells_of;
use crate::tui::term::glyphs::{Glyphs, is_ambiguous};
use crate::tui::term::pen::Pen;
use crate::tui::widget::width;

/// Where the terminal's cursor is, as far as one can be sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cursor {
    At {
        column: usize,
        row: usize,
    },
    /// After the last column, or after a character on whose width terminals disagree.
    Somewhere {
        row: usize,
    },
    Unknown,
}

/// Collects the bytes of one frame.
#[derive(Debug)]
pub(super) struct Encoder {
    pub out: Vec<u8>,
    pen: Pen,
    cursor: Cursor,
    width: usize,
    pub glyphs: Glyphs,
}

impl Encoder {
    pub fn new() -> Encoder {
        Encoder {
            out: Vec::new(),
            pen: Pen::DEFAULT,
            cursor: Cursor::Unknown,
            width: 0,
            glyphs: Glyphs::default(),
        }
    }

    /// Clears the screen, whatever was on it.
    pub fn clear(&mut self, width: usize) {
        self.out.extend_from_slice(b"\x1b[m\x1b[H\x1b[2J");
        self.pen = Pen::DEFAULT;
        self.cursor = Cursor::At { column: 0, row: 0 };
        self.width = width;
    }

    /// Moves rows `top..=bottom` up by a positive number of rows, down by a negative one.
    pub fn scroll(&mut self, (top, bottom): (usize, usize), height: usize, by: isize) {
        // The rows that come in take the colour of the pen on many terminals.
        self.pen.change(Pen::DEFAULT, &mut self.out);
        let whole = top == 0 && bottom + 1 == height;
        if !whole {
            self.sequence(&[top + 1, bottom + 1], b'r');
        }
        let count = by.unsigned_abs();
        self.sequence(
            if count == 1 {
                &[]
            } else {
                std::slice::from_ref(&count)
            },
            if by > 0 { b'S' } else { b'T' },
        );
        if !whole {
            self.sequence(&[], b'r');
            // Setting a region moves the cursor home, but not on every terminal.
            self.cursor = Cursor::Unknown;
        }
    }

    /// Draws a character and its style at a place.
    pub fn put(&mut self, cell: &Cell, column: usize, row: usize) {
        let cells = usize::from(cells_of(cell));
        self.go(column, row);
        if !self.pen.draws(cell) {
            self.pen.change(Pen::of(cell), &mut self.out);
        }
        let certain = self.is_certain(cell);
        if !certain && cells > 1 {
            self.sequence(&[cells], b'X');
        }
        self.out.extend_from_slice(cell.symbol().as_bytes());
        self.cursor = match column + cells {
            next if certain && next < self.width => Cursor::At { column: next, row },
            _ => Cursor::Somewhere { row },
        };
    }

    /// Blanks `count` cells without style, or all to the end of the row.
    pub fn erase(&mut self, column: usize, row: usize, count: Option<usize>) {
        self.go(column, row);
        if !self.pen.draws(&Cell::EMPTY) {
            self.pen.change(Pen::DEFAULT, &mut self.out);
        }
        match count {
            Some(count) => self.sequence(&[count], b'X'),
            None => self.sequence(&[], b'K'),
        }
    }

    /// Columns between the cursor and a place to the right of it in the same row.
    pub fn gap(&self, column: usize, row: usize) -> Option<usize> {
        match self.cursor {
            Cursor::At {
                column: here,
                row: same,
            } if same == row => column.checked_sub(here),
            Cursor::At { .. } | Cursor::Somewhere { .. } | Cursor::Unknown => None,
        }
    }

    /// Whether a cell can be drawn without changing the pen or losing the cursor.
    pub fn is_cheap(&self, cell: &Cell) -> bool {
        self.pen.draws(cell) && self.is_certain(cell)
    }

    /// Whether the terminal is known to move its cursor by as many cells as the character takes here.
    fn is_certain(&self, cell: &Cell) -> bool {
        let mut chars = cell.symbol().chars();
        match (chars.next(), chars.next()) {
            (Some(char), None) => {
                let answered = self.glyphs == Glyphs::Narrow;
                width::is_certain(char) || (answered && is_ambiguous(char))
            }
            (Some(_), Some(_)) | (None, _) => false,
        }
    }

    /// Moves the cursor by the shortest of the ways that are sure.
    pub fn go(&mut self, column: usize, row: usize) {
        let (here, same_row) = match self.cursor {
            Cursor::At {
                column: here,
                row: now,
            } => (Some(here), Some(now)),
            Cursor::Somewhere { row: now } => (None, Some(now)),
            Cursor::Unknown => (None, None),
        };
        match (here, same_row) {
            (Some(here), Some(now)) if here == column && now == row => {}
            (_, Some(now)) if column == 0 && now == row => self.out.push(b'\r'),
            (_, Some(now)) if column == 0 && now + 1 == row => self.out.extend_from_slice(b"\r\n"),
            (Some(here), Some(now)) if now == row && here > column && here - column < 4 => {
                self.out.extend(std::iter::repeat_n(b'\x08', here - column));
            }
            (Some(here), Some(now))
                if now == row
                    && here < column
                    && digits(column - here)
                        < digits(column + 1) + usize::from(column - here == 1) =>
            {
                let right = column - here;
                self.sequence(
                    if right == 1 {
                        &[]
                    } else {
                        std::slice::from_ref(&right)
                    },
                    b'C',
                );
            }
            (_, Some(now)) if now == row => self.sequence(&[column + 1], b'G'),
            (Some(here), Some(now)) if here == column && now + 1 == row => self.out.push(b'\n'),
            _ if column == 0 && row == 0 => self.sequence(&[], b'H'),
            _ if column == 0 => self.sequence(&[row + 1], b'H'),
            _ => self.sequence(&[row + 1, column + 1], b'H'),
        }
        self.cursor = Cursor::At { column, row };
    }

    /// `Esc [`, numbers, and the letter that says what to do.
    fn sequence(&mut self, numbers: &[usize], last: u8) {
        self.out.extend_from_slice(b"\x1b[");
        for (at, number) in numbers.iter().enumerate() {
            // Writing to a vector cannot fail.
            let _ = if at == 0 {
                write!(self.out, "{number}")
            } else {
                write!(self.out, ";{number}")
            };
        }
        self.out.push(last);
    }
}

fn digits(number: usize) -> usize {
    match number {
        0..=9 => 1,
        10..=99 => 2,
        _ => 3,
    }
}
