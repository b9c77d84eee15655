//! Finds rows that the terminal can move itself instead of being sent them again.

use std::hash::{Hash, Hasher};

use ratatui::buffer::Cell;

use crate::tui::term::frame::Frame;

/// Bytes that a scroll costs: the region set, the move, the region reset, a cursor move.
const OVERHEAD: i64 = 22;
/// Below this a frame is cheap enough as it is.
const WORTHWHILE: i64 = 64;

/// Rows `top..=bottom` move up by a positive number of rows, down by a negative one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    pub top: usize,
    pub bottom: usize,
    pub by: isize,
}

/// The scroll that saves most bytes on the way from one frame to the next of the same size.
pub(super) fn find(old: &Frame, new: &Frame) -> Option<Scroll> {
    let height = new.height();
    if old
        .rows()
        .zip(new.rows())
        .filter(|(old, new)| old != new)
        .count()
        < 2
    {
        return None;
    }
    let old_rows: Vec<Line> = old.rows().map(Line::new).collect();
    let new_rows: Vec<Line> = new.rows().map(Line::new).collect();
    let blank = Line::new(Frame::blank(new.width, 1).row(0));
    let stay: Vec<i64> = old_rows
        .iter()
        .zip(&new_rows)
        .map(|(old, new)| new.cost(old))
        .collect();
    if stay.iter().sum::<i64>() < WORTHWHILE {
        return None;
    }
    let lost: Vec<i64> = new_rows
        .iter()
        .zip(&stay)
        .map(|(new, stay)| new.cost(&blank) - stay)
        .collect();
    let gain =
        |row: usize, from: usize| match (new_rows.get(row), old_rows.get(from), stay.get(row)) {
            (Some(new), Some(old), Some(stay)) => stay - new.cost(old),
            _ => 0,
        };
    let mut best: Option<(i64, Scroll)> = None;
    let mut consider = |found: Option<(i64, Scroll)>| {
        if let Some((saved, scroll)) =
            found.filter(|(saved, _)| best.is_none_or(|(most, _)| *saved > most))
        {
            best = Some((saved, scroll));
        }
    };
    let upside_down: Vec<i64> = lost.iter().rev().copied().collect();
    for by in 1..height {
        consider(best_region(height, by, &lost, gain));
        let turned = |row: usize, from: usize| gain(height - 1 - row, height - 1 - from);
        consider(
            best_region(height, by, &upside_down, turned)
                .map(|(saved, scroll)| (saved, scroll.turned(height))),
        );
    }
    best.filter(|(saved, _)| *saved > 0)
        .map(|(_, scroll)| scroll)
}

/// The best region to move up by `by` rows: the run of rows with the largest gain, less what the vacated rows cost.
fn best_region(
    height: usize,
    by: usize,
    lost: &[i64],
    gain: impl Fn(usize, usize) -> i64,
) -> Option<(i64, Scroll)> {
    let mut vacated: i64 = lost.iter().take(by).sum();
    let (mut top, mut run) = (0, 0);
    let mut best: Option<(i64, Scroll)> = None;
    for row in 0..height - by {
        vacated += lost.get(row + by).copied().unwrap_or(0) - lost.get(row).copied().unwrap_or(0);
        if run <= 0 {
            (top, run) = (row, 0);
        }
        run += gain(row, row + by);
        let saved = run - vacated - OVERHEAD;
        if best.is_none_or(|(most, _)| saved > most) {
            let scroll = Scroll {
                top,
                bottom: row + by,
                by: by.cast_signed(),
            };
            best = Some((saved, scroll));
        }
    }
    best
}

impl Scroll {
    /// The same with the screen upside down.
    fn turned(self, height: usize) -> Scroll {
        Scroll {
            top: height - 1 - self.bottom,
            bottom: height - 1 - self.top,
            by: -self.by,
        }
    }
}

/// A row in a form that is quick to compare.
struct Line {
    /// One number a cell for its look.
    looks: Vec<u64>,
    /// About the bytes that each cell costs.
    costs: Vec<u8>,
    /// The cells from here on are blank.
    tail: usize,
    all: u64,
}

impl Line {
    fn new(row: &[Cell]) -> Line {
        let looks: Vec<u64> = row.iter().map(hashed).collect();
        let blank = |cell: &&Cell| **cell == Cell::EMPTY;
        Line {
            costs: row
                .iter()
                .map(|cell| u8::try_from(cell.symbol().len()).unwrap_or(u8::MAX))
                .collect(),
            tail: row.len() - row.iter().rev().take_while(blank).count(),
            all: hashed(&looks),
            looks,
        }
    }

    /// About the bytes that it takes to draw this row over another.
    fn cost(&self, old: &Line) -> i64 {
        if self.all == old.all {
            return 0;
        }
        let mut cost = if old.tail > self.tail { 3 } else { 0 };
        let mut drawing = false;
        for ((look, was), bytes) in self
            .looks
            .iter()
            .zip(&old.looks)
            .zip(&self.costs)
            .take(self.tail)
        {
            if look != was {
                cost += i64::from(*bytes) + if drawing { 0 } else { 5 };
            }
            drawing = look != was;
        }
        cost
    }
}

fn hashed(value: &impl Hash) -> u64 {
    let mut hasher = Quick(0);
    value.hash(&mut hasher);
    hasher.finish()
}

/// Every cell of two frames goes through it at every key. Two cells that come out alike only make a scroll look better
/// than it is: what is drawn is told by the cells.
struct Quick(u64);

impl Quick {
    fn take(&mut self, word: u64) {
        /// The golden ratio, as other quick hashes use it.
        const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(SPREAD);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let fold = |word: u64, byte: &u8| word << 8 | u64::from(*byte);
            self.take(chunk.iter().fold(0, fold));
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.take(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.take(number);
    }

    fn write_isize(&mut self, number: isize) {
        self.take(number.cast_unsigned() as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
