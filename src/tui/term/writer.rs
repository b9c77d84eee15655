//! The screen writer: from a finished buffer to the fewest bytes that bring the terminal there.
//!
//! Rows that moved are scrolled by the terminal, ideographs are sent without a cursor move after each, blank ends of rows
//! are erased, colours are sent when they change. What one frame needs is one piece of bytes; an equal frame needs none.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;

use crate::tui::term::encode::Encoder;
use crate::tui::term::frame::{Frame, cells_of};
use crate::tui::term::glyphs::Glyphs;
use crate::tui::term::scroll;
use crate::tui::widget::width::{self, Ambiguous};

/// A frame larger than this is large enough to be seen half drawn.
const LARGE: usize = 1024;
/// Scrolls in one frame: a screen has few panes above each other.
const SCROLLS: usize = 3;
/// A run of blanks inside a row is erased rather than sent from this length on.
const LONG_BLANK: usize = 12;

/// Whether colours are sent; bold, reverse and underline always are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Colors {
    #[default]
    Full,
    /// `NO_COLOR`, or a terminal without.
    Mono,
}

/// Whether the terminal can move rows itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scrolling {
    #[default]
    Hardware,
    Repaint,
}

/// Whether large frames are marked as one piece (mode 2026), which terminals that do not know it ignore.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Synchronized {
    #[default]
    Large,
    Never,
}

/// Knows what the terminal shows, and writes what differs.
#[derive(Debug)]
pub struct Writer {
    colors: Colors,
    scrolling: Scrolling,
    synchronized: Synchronized,
    /// None when it is not known what the terminal shows.
    shown: Option<Frame>,
    /// None when it is not known.
    cursor_visible: Option<bool>,
    encoder: Encoder,
}

impl Writer {
    pub fn new(colors: Colors, scrolling: Scrolling, synchronized: Synchronized) -> Writer {
        Writer {
            colors,
            scrolling,
            synchronized,
            shown: None,
            cursor_visible: None,
            encoder: Encoder::new(),
        }
    }

    /// Takes what is known of the terminal's characters.
    pub fn know(&mut self, glyphs: Glyphs) {
        self.encoder.glyphs = glyphs;
    }

    /// Forgets what the terminal shows: the next frame is drawn in full.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// The bytes that bring the terminal to this frame, with the cursor at `cursor` or hidden.
    pub fn frame(&mut self, buffer: &Buffer, cursor: Option<Position>) -> Vec<u8> {
        let new = Frame::new(buffer, self.colors, self.encoder.glyphs);
        let (width, height) = (new.width, new.height());
        if width == 0 || height == 0 {
            return Vec::new();
        }
        let fits = |shown: &Frame| shown.width == width && shown.height() == height;
        let old = match self.shown.take().filter(fits) {
            Some(mut old) => {
                self.scroll(&mut old, &new);
                old
            }
            None => {
                self.encoder.clear(width);
                self.cursor_visible = None;
                Frame::blank(width, height)
            }
        };
        for (row, (old, new)) in old.rows().zip(new.rows()).enumerate() {
            if old != new {
                self.row(row, old, new);
            }
        }
        self.shown = Some(new);
        self.finish(cursor.filter(|at| usize::from(at.x) < width && usize::from(at.y) < height))
    }

    fn scroll(&mut self, old: &mut Frame, new: &Frame) {
        if self.scrolling == Scrolling::Repaint {
            return;
        }
        for _ in 0..SCROLLS {
            let Some(found) = scroll::find(old, new) else {
                return;
            };
            self.encoder
                .scroll((found.top, found.bottom), new.height(), found.by);
            old.scroll(found.top, found.bottom, found.by);
        }
    }

    /// Draws what differs in one row.
    fn row(&mut self, row: usize, old: &[Cell], new: &[Cell]) {
        let differs = |at: usize| old.get(at) != new.get(at);
        let end = (0..new.len())
            .rev()
            .find(|at| differs(*at))
            .map_or(0, |last| last + 1);
        let tail = new.len()
            - new
                .iter()
                .rev()
                .take_while(|cell| **cell == Cell::EMPTY)
                .count();
        let mut at = 0;
        // What stands behind a character that some terminals draw wider is drawn again.
        let mut doubtful = 0;
        while let Some(cell) = new.get(at) {
            if !differs(at) && at >= doubtful {
                at += 1;
                continue;
            }
            let blanks = new
                .iter()
                .take(end)
                .skip(at)
                .take_while(|cell| **cell == Cell::EMPTY)
                .count();
            if at >= tail && blanks > 3 {
                self.encoder.erase(at, row, None);
                return;
            }
            if blanks >= LONG_BLANK {
                self.encoder.erase(at, row, Some(blanks));
                at += blanks;
                continue;
            }
            self.fill_gap(row, at, new);
            self.encoder.put(cell, at, row);
            at += usize::from(cells_of(cell));
            doubtful = match self.encoder.glyphs {
                Glyphs::Narrow => 0,
                Glyphs::Unsure | Glyphs::Ascii => at + widest(cell),
            };
        }
    }

    /// Draws a few cells that have not changed where that is shorter than a move over them.
    fn fill_gap(&mut self, row: usize, at: usize, new: &[Cell]) {
        let Some(gap) = self
            .encoder
            .gap(at, row)
            .filter(|gap| (1..=3).contains(gap))
        else {
            return;
        };
        let between = new.get(at - gap..at).unwrap_or_default();
        let bytes: usize = between.iter().map(|cell| cell.symbol().len()).sum();
        let whole = between
            .first()
            .is_some_and(|cell| !cell.symbol().is_empty());
        let drawn = || between.iter().filter(|cell| !cell.symbol().is_empty());
        if bytes <= 3 && whole && drawn().all(|cell| self.encoder.is_cheap(cell)) {
            let mut column = at - gap;
            for cell in drawn() {
                self.encoder.put(cell, column, row);
                column += usize::from(cells_of(cell));
            }
        }
    }

    /// Places the cursor and wraps up the bytes of the frame.
    fn finish(&mut self, cursor: Option<Position>) -> Vec<u8> {
        let large = self.encoder.out.len() > LARGE;
        let was_visible = self.cursor_visible;
        if let Some(at) = cursor {
            self.encoder.go(usize::from(at.x), usize::from(at.y));
        }
        let body = std::mem::take(&mut self.encoder.out);
        let mut out = Vec::with_capacity(body.len() + 32);
        let synchronized = large && self.synchronized == Synchronized::Large;
        if synchronized {
            out.extend_from_slice(b"\x1b[?2026h");
        }
        let hides = was_visible != Some(false) && (large || cursor.is_none());
        if hides {
            out.extend_from_slice(b"\x1b[?25l");
        }
        out.extend_from_slice(&body);
        if cursor.is_some() && (hides || was_visible != Some(true)) {
            out.extend_from_slice(b"\x1b[?25h");
        }
        self.cursor_visible = Some(cursor.is_some());
        if synchronized {
            out.extend_from_slice(b"\x1b[?2026l");
        }
        out
    }
}

/// Cells beyond its own that a character may take on some terminal.
fn widest(cell: &Cell) -> usize {
    let alone = |char| usize::from(width::char_cells(char, Ambiguous::Wide));
    let most: usize = cell.symbol().chars().map(alone).sum();
    most.saturating_sub(usize::from(cells_of(cell)))
}
