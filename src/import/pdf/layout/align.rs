//! Rows of text become lines, and tables where their cells stand one below the other.

use super::row::{Cell, Row, cells, line};
use super::{Item, Table};

/// A row with its cells, if it may be one of a table.
struct Candidate {
    row: Row,
    cells: Vec<Cell>,
}

/// A cell of more letters is running text.
const LONGEST_CELL: usize = 30;

/// Lines and tables, from above.
pub(super) fn items(rows: Vec<Row>) -> Vec<Item> {
    let candidates: Vec<Candidate> = rows
        .into_iter()
        .map(|row| Candidate {
            cells: match &row {
                Row::Text(fragments) => cells(fragments),
                Row::Table(_) => Vec::new(),
            },
            row,
        })
        .collect();
    let mut items = Vec::new();
    let mut rest = candidates.as_slice();
    while let [first, ..] = rest {
        let length = aligned(rest);
        let (rows, behind) = rest.split_at(length.max(1));
        if length > 0 {
            items.push(Item::Table(table(rows)));
        } else {
            match &first.row {
                Row::Text(fragments) => {
                    let line = line(fragments);
                    if !line.text.is_empty() {
                        items.push(Item::Line(line));
                    }
                }
                Row::Table(table) => items.push(Item::Table(table.clone())),
            }
        }
        rest = behind;
    }
    items
}

/// How many rows from here on make a table: two of three columns or more, three of two columns.
fn aligned(rows: &[Candidate]) -> usize {
    let Some(first) = rows.first().filter(|row| is_tabular(row)) else {
        return 0;
    };
    let mut length = 1;
    while let (Some(above), Some(below)) = (rows.get(length - 1), rows.get(length)) {
        let is_near = above.row.top() - below.row.top() <= first.row.size() * 4.0;
        if !is_tabular(below) || !is_near || !are_aligned(&above.cells, &below.cells) {
            break;
        }
        length += 1;
    }
    let fewest = if first.cells.len() >= 3 { 2 } else { 3 };
    if length >= fewest { length } else { 0 }
}

fn is_tabular(row: &Candidate) -> bool {
    row.cells.len() >= 2
        && row
            .cells
            .iter()
            .all(|cell| cell.text.chars().count() <= LONGEST_CELL)
        && row.cells.iter().any(|cell| cell.text.chars().count() > 1)
}

/// Whether each cell stands below the one above it: left, right or in the middle.
fn are_aligned(above: &[Cell], below: &[Cell]) -> bool {
    above.len() == below.len()
        && above.iter().zip(below).all(|(above, below)| {
            const NEAR: f32 = 6.0;
            (above.left - below.left).abs() < NEAR
                || (above.right - below.right).abs() < NEAR
                || (above.left + above.right - below.left - below.right).abs() < 2.0 * NEAR
        })
}

fn table(rows: &[Candidate]) -> Table {
    let size = rows.first().map_or(0.0, |row| row.row.size());
    let edges = rows.iter().flat_map(|row| &row.cells);
    Table {
        rows: rows
            .iter()
            .map(|row| {
                let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
                texts.join("\t")
            })
            .collect(),
        top: rows.first().map_or(0.0, |row| row.row.top()) + size,
        left: edges
            .clone()
            .map(|cell| cell.left)
            .fold(f32::INFINITY, f32::min),
        right: edges
            .map(|cell| cell.right)
            .fold(f32::NEG_INFINITY, f32::max),
    }
}
