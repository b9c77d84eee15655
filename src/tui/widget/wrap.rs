//! One paragraph broken into rows by the rules of Chinese typesetting, with a map between bytes and cells.
//!
//! A row may end between any two ideographs, but no row begins with 。 or ends with 《, and numbers, words and labels stay whole.
//! Characters that must not reach a terminal take the cells of their mark (see [`crate::shown`]).

use crate::shown::{Lines, Look, Looks};
use crate::tui::widget::breaks::{Break, Breaks};
use crate::tui::widget::width::{self, Ambiguous};

/// How far back a row looks for a better place to end.
const LOOK_BACK: u16 = 12;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    pub ambiguous: Ambiguous,
    pub newlines: Newlines,
    /// Blank cells before the second and later rows; none where they would leave too little.
    pub hanging: u16,
}

/// What a line end inside a paragraph does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Newlines {
    /// Ends the row, as in a note.
    #[default]
    Break,
    /// Takes no room: the lines of a paragraph that was broken by hand read on.
    Join,
}

/// A paragraph laid out for one width.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    rows: Vec<Row>,
    /// In text order, none empty. Private: must fit the rows.
    glyphs: Vec<Glyph>,
}

/// One row: bytes of the paragraph and the cells they take. Rows follow each other without a gap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub start: usize,
    pub end: usize,
    /// Blank cells on the left.
    pub indent: u16,
    /// Cells of the row with its indent.
    pub cells: u16,
}

/// One character with what combines with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub start: u32,
    /// From the left edge.
    pub cell: u16,
    pub cells: u8,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Drawn as blank, or not at all where it takes no cells.
    Blank,
    /// Drawn as its mark.
    Mark,
    LineEnd,
}

impl Layout {
    /// Breaks a paragraph into rows of at most `width` cells; a width of 0 counts as 1.
    pub fn new(text: &str, width: u16, options: &Options) -> Layout {
        let mut builder = Builder::new(width, options);
        let mut looks = Looks::new(Lines::Many);
        let mut breaks = Breaks::default();
        let mut chars = text.char_indices().peekable();
        while let Some((start, char)) = chars.next() {
            let look = looks.look(char, chars.peek().map(|(_, next)| *next));
            let glyph = match &look {
                Look::Plain
                    if width::char_cells(char, options.ambiguous) == 0
                        && builder.combine(text, start + char.len_utf8()) =>
                {
                    continue;
                }
                Look::Plain => (Kind::Text, width::char_cells(char, options.ambiguous)),
                Look::Blank => (Kind::Blank, 1),
                Look::LineEnd => (Kind::LineEnd, 0),
                Look::Mark(mark) => (Kind::Mark, width::cells(mark, options.ambiguous)),
            };
            let place = if look == Look::LineEnd {
                Break::Never
            } else {
                breaks.before(char)
            };
            builder.push(start, char, glyph, place);
            if char == '\n' && options.newlines == Newlines::Break {
                builder.end_row(builder.glyphs.len(), start + 1);
                breaks = Breaks::default();
            }
        }
        builder.finish(text.len())
    }

    /// At least one, also of an empty text.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The row in which a byte stands; the end of the text stands in the last.
    pub fn row_of(&self, byte: usize) -> usize {
        self.rows
            .partition_point(|row| row.start <= byte)
            .saturating_sub(1)
    }

    /// The cell of its row at which a byte stands, from the left edge.
    pub fn cell_of(&self, byte: usize) -> u16 {
        let row = self
            .rows
            .get(self.row_of(byte))
            .copied()
            .unwrap_or_default();
        if byte >= row.end && row.end > row.start {
            return row.cells;
        }
        let after = self
            .glyphs
            .partition_point(|glyph| glyph.start as usize <= byte);
        match after.checked_sub(1).and_then(|at| self.glyphs.get(at)) {
            Some(glyph) if glyph.start as usize >= row.start => glyph.cell,
            _ => row.indent,
        }
    }

    /// The byte of the character under a cell; left of the row its first, right of it its last.
    pub fn byte_at(&self, row: usize, cell: u16) -> usize {
        let glyphs = self.glyphs_of(row);
        let after = glyphs.partition_point(|glyph| glyph.cell <= cell);
        let found = glyphs.get(after.saturating_sub(1)).or(glyphs.first());
        match found {
            Some(glyph) => glyph.start as usize,
            None => self.rows.get(row).map_or(0, |row| row.start),
        }
    }

    /// The glyphs of one row.
    pub(super) fn glyphs_of(&self, row: usize) -> &[Glyph] {
        let Some(row) = self.rows.get(row) else {
            return &[];
        };
        let first = self
            .glyphs
            .partition_point(|glyph| (glyph.start as usize) < row.start);
        let after = self
            .glyphs
            .partition_point(|glyph| (glyph.start as usize) < row.end);
        self.glyphs.get(first..after).unwrap_or_default()
    }
}

/// The row being filled, with the places where it might end.
struct Builder {
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
    fn new(width: u16, options: &Options) -> Builder {
        Builder {
            width: width.max(1),
            options: *options,
            rows: Vec::new(),
            glyphs: Vec::new(),
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

    fn push(&mut self, start: usize, char: char, (kind, cells): (Kind, u16), place: Break) {
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
    fn combine(&mut self, text: &str, end: usize) -> bool {
        let Some(glyph) = self.glyphs.last_mut() else {
            return false;
        };
        let cluster = text.get(glyph.start as usize..end).unwrap_or("");
        let cells = width::cells(cluster, self.options.ambiguous);
        let grown = cells.saturating_sub(u16::from(glyph.cells));
        let room = if self.rows.is_empty() {
            self.width
        } else {
            self.width.saturating_sub(self.options.hanging)
        };
        if glyph.kind == Kind::Text && self.cells + grown <= room {
            glyph.cells += u8::try_from(grown).unwrap_or(0);
            self.cells += grown;
        }
        true
    }

    /// The glyph that the next row begins with.
    fn best_end(&self, index: usize) -> usize {
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
        self.cells = self.cells_from(next);
        self.free = self.free.filter(|free| *free > next);
        self.weak = self.weak.filter(|weak| *weak > next);
    }

    fn finish(mut self, length: usize) -> Layout {
        self.end_row(self.glyphs.len(), length);
        Layout {
            rows: self.rows,
            glyphs: self.glyphs,
        }
    }
}
