//! Filling rows one character after the other, and going back to the best place when one is full.

use crate::tui::widget::breaks::Break;
use crate::tui::widget::width;
use crate::tui::widget::wrap::{Glyph, Kind, Options, Row};

/// How far back a row looks for a better place to end.
const LOOK_BACK: u16 = 12;

/// The row being filled, with the places where it might end.
pub(super) struct Builder {
    width: u16,
    options: Options,
    rows: Vec<Row>,
    glyphs: Vec<Glyph>,
    /// First glyph of the row.
    first: usize,
    start: usize,
    /// Cells of the row without its indent.
    cells: u16,
    free: Option<usize>,
    weak: Option<usize>,
}

impl Builder {
    /// For a text of `length` bytes, of which most characters take three.
    pub fn new(length: usize, width: u16, options: &Options) -> Builder {
        Builder {
            width: width.max(1),
            options: *options,
            rows: Vec::new(),
            glyphs: Vec::with_capacity(length / 3 + 1),
            first: 0,
            start: 0,
            cells: 0,
            free: None,
            weak: None,
        }
    }

    /// Indent and room of the row being filled.
    fn room(&self) -> (u16, u16) {
        let hanging = self.options.hanging;
        if self.rows.is_empty() || self.width < hanging.saturating_add(8) {
            (0, self.width)
        } else {
            (hanging, self.width - hanging)
        }
    }

    pub fn push(&mut self, start: usize, char: char, (kind, cells): (Kind, u16), place: Break) {
        let index = self.glyphs.len();
        if index > self.first {
            match place {
                Break::Free => self.free = Some(index),
                Break::Weak => self.weak = Some(index),
                Break::Never => {}
            }
        }
        let mut cells = cells.min(self.width).min(u16::from(u8::MAX));
        let blank = kind == Kind::Blank || matches!(char, ' ' | '\u{a0}' | '\u{3000}');
        if blank && self.cells + cells > self.room().1 {
            cells = 0;
        }
        while self.cells + cells > self.room().1 && self.first < index {
            let next = self.best_end(index);
            self.end_row(next, start);
        }
        let cells = cells.min(self.room().1);
        self.cells += cells;
        self.glyphs.push(Glyph {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            cell: 0,
            cells: u8::try_from(cells).unwrap_or(u8::MAX),
            kind: if blank { Kind::Blank } else { kind },
        });
    }

    /// A character without width joins the one before it, unless it would stand alone.
    pub fn combine(&mut self, text: &str, end: usize) -> bool {
        let room = self.room().1;
        let Some(glyph) = self.glyphs.last_mut() else {
            return false;
        };
        let cluster = text.get(glyph.start as usize..end).unwrap_or("");
        let cells = width::cells(cluster, self.options.ambiguous);
        let grown = cells.saturating_sub(u16::from(glyph.cells));
        if glyph.kind == Kind::Text && self.cells + grown <= room {
            glyph.cells += u8::try_from(grown).unwrap_or(0);
            self.cells += grown;
        }
        true
    }

    /// The glyph that the next row begins with.
    fn best_end(&self, index: usize) -> usize {
        // What came over from a wider row may be too much for this one as it is.
        if self.cells > self.room().1 {
            return self.fullest_end();
        }
        match (self.free, self.weak) {
            (Some(free), Some(weak)) if free < weak => {
                let given_up = self.cells_from(free);
                if given_up <= LOOK_BACK.min(self.width / 2) {
                    free
                } else {
                    weak
                }
            }
            (Some(free), _) => free,
            (None, Some(weak)) => weak,
            (None, None) => index,
        }
    }

    /// The first glyph that has no room, after at least one.
    fn fullest_end(&self) -> usize {
        let mut room = self.room().1;
        let fits = |glyph: &&Glyph| match room.checked_sub(u16::from(glyph.cells)) {
            Some(left) => {
                room = left;
                true
            }
            None => false,
        };
        let fitting = self
            .glyphs
            .get(self.first..)
            .unwrap_or_default()
            .iter()
            .take_while(fits)
            .count();
        self.first + fitting.max(1)
    }

    fn cells_from(&self, glyph: usize) -> u16 {
        let glyphs = self.glyphs.get(glyph..).unwrap_or_default();
        glyphs
            .iter()
            .map(|glyph| u16::from(glyph.cells))
            .fold(0, u16::saturating_add)
    }

    /// Ends the row before the glyph `next`; `coming` is the first byte that is no glyph yet.
    fn end_row(&mut self, next: usize, coming: usize) {
        let (indent, _) = self.room();
        let mut cell = indent;
        for glyph in self.glyphs.get_mut(self.first..next).unwrap_or_default() {
            glyph.cell = cell;
            cell += u16::from(glyph.cells);
        }
        let end = self
            .glyphs
            .get(next)
            .map_or(coming, |glyph| glyph.start as usize);
        self.rows.push(Row {
            start: self.start,
            end,
            indent,
            cells: cell,
        });
        self.start = end;
        self.first = next;
        // A mark may be wider than the room of a row that hangs.
        let room = u8::try_from(self.room().1).unwrap_or(u8::MAX);
        for glyph in self.glyphs.get_mut(next..).unwrap_or_default() {
            glyph.cells = glyph.cells.min(room);
        }
        self.cells = self.cells_from(next);
        self.free = self.free.filter(|free| *free > next);
        self.weak = self.weak.filter(|weak| *weak > next);
    }

    /// Ends the row after a line end; `coming` is the first byte of the next line.
    pub fn end_line(&mut self, coming: usize) {
        self.end_row(self.glyphs.len(), coming);
    }

    /// Ends the last row with the text of `length` bytes.
    pub fn finish(mut self, length: usize) -> (Vec<Row>, Vec<Glyph>) {
        self.end_line(length);
        (self.rows, self.glyphs)
    }
}
