//! Columns of a table of text: every row as wide as its widest cell, numbers to the right.

use unicode_width::UnicodeWidthStr;

use super::{Run, Side, Table};

/// How wide each column must be.
pub(super) fn widths(table: &Table) -> Vec<usize> {
    let titles = table.columns.iter().map(|column| column.title.width());
    let mut widths: Vec<usize> = titles.collect();
    for row in &table.rows {
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(cell));
        }
    }
    widths
}

/// The blanks before and after a text in a column.
pub(super) fn blanks(side: Side, taken: usize, room: usize) -> (String, String) {
    let blanks = " ".repeat(room.saturating_sub(taken));
    match side {
        Side::Left => (String::new(), blanks),
        Side::Right => (blanks, String::new()),
    }
}

pub(super) fn width(cell: &[Run]) -> usize {
    cell.iter().map(|run| run.text.width()).sum()
}
