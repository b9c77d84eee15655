//! Tables with ruling lines: the cells that the lines enclose, and what stands in them.

use super::Table;
use super::fragment::{Fragment, turn};
use super::row::cell_text;
use crate::import::pdf::content::{Course, Ink};
use crate::order;

/// The ruling lines of a page, turned as its text is: where they lie, and from where to where they run.
#[derive(Debug, Default)]
pub(super) struct Lines {
    horizontal: Vec<Stroke>,
    vertical: Vec<Stroke>,
}

#[derive(Clone, Copy, Debug)]
struct Stroke {
    at: f32,
    from: f32,
    to: f32,
}

/// Lines that lie no further apart are one.
const NEAR: f32 = 3.0;

/// A page with more lines is a drawing.
const MOST_LINES: usize = 4000;

/// A table with more cells is a drawing.
const MOST_CELLS: usize = 20_000;

/// A cell with more letters holds running text: its frame is no table.
const LONGEST_CELL: usize = 600;

pub(super) fn lines(ink: &Ink, course: Course) -> Lines {
    let mut lines = Lines::default();
    for rule in &ink.rules {
        let (from, to) = (turn(rule.from, course), turn(rule.to, course));
        if (from.y - to.y).abs() < (from.x - to.x).abs() {
            lines.horizontal.push(Stroke {
                at: (from.y + to.y) / 2.0,
                from: from.x.min(to.x),
                to: from.x.max(to.x),
            });
        } else {
            lines.vertical.push(Stroke {
                at: (from.x + to.x) / 2.0,
                from: from.y.min(to.y),
                to: from.y.max(to.y),
            });
        }
    }
    lines.horizontal = merged(lines.horizontal);
    lines.vertical = merged(lines.vertical);
    lines
}

/// Pieces of one line put together.
fn merged(mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    order::sort_by(&mut strokes, |one, other| one.at.total_cmp(&other.at));
    let mut level = f32::NEG_INFINITY;
    for stroke in &mut strokes {
        if stroke.at - level > NEAR / 2.0 {
            level = stroke.at;
        }
        stroke.at = level;
    }
    order::sort_by(&mut strokes, |one, other| {
        one.at
            .total_cmp(&other.at)
            .then(one.from.total_cmp(&other.from))
    });
    let mut merged: Vec<Stroke> = Vec::new();
    for stroke in strokes {
        match merged.last_mut() {
            Some(last) if last.at == stroke.at && stroke.from <= last.to + NEAR => {
                last.to = last.to.max(stroke.to);
            }
            _ => merged.push(stroke),
        }
    }
    merged
}

/// A grid of lines: columns from the left, rows from above.
struct Grid {
    columns: Vec<f32>,
    rows: Vec<f32>,
}

/// Takes what stands in tables out of the fragments.
pub(super) fn tables(lines: &Lines, mut fragments: Vec<Fragment>) -> (Vec<Table>, Vec<Fragment>) {
    let mut tables = Vec::new();
    if lines.horizontal.len() + lines.vertical.len() > MOST_LINES {
        return (tables, fragments);
    }
    for (bottom, top) in regions(&lines.vertical) {
        let Some(grid) = grid(lines, bottom, top) else {
            continue;
        };
        let (inside, outside): (Vec<_>, Vec<_>) = fragments
            .into_iter()
            .partition(|fragment| grid.place(fragment).is_some());
        match fill(&grid, lines, &inside) {
            Some(table) => {
                tables.push(table);
                fragments = outside;
            }
            None => {
                fragments = outside;
                fragments.extend(inside);
            }
        }
    }
    (tables, fragments)
}

/// The heights at which vertical lines run: bottom and top of each stretch.
fn regions(vertical: &[Stroke]) -> Vec<(f32, f32)> {
    let mut spans: Vec<(f32, f32)> = vertical
        .iter()
        .map(|stroke| (stroke.from, stroke.to))
        .collect();
    order::sort_by(&mut spans, |one, other| one.0.total_cmp(&other.0));
    let mut regions: Vec<(f32, f32)> = Vec::new();
    for (bottom, top) in spans {
        match regions.last_mut() {
            Some(last) if bottom <= last.1 + NEAR => last.1 = last.1.max(top),
            _ => regions.push((bottom, top)),
        }
    }
    regions
}

fn grid(lines: &Lines, bottom: f32, top: f32) -> Option<Grid> {
    let inside = |stroke: &&Stroke| stroke.from < top && stroke.to > bottom;
    let level = |stroke: &&Stroke| stroke.at > bottom - NEAR && stroke.at < top + NEAR;
    let vertical: Vec<&Stroke> = lines.vertical.iter().filter(inside).collect();
    let horizontal: Vec<&Stroke> = lines.horizontal.iter().filter(level).collect();
    let ends = horizontal
        .iter()
        .flat_map(|stroke| [stroke.from, stroke.to]);
    let left = ends.clone().fold(f32::INFINITY, f32::min);
    let right = ends.fold(f32::NEG_INFINITY, f32::max);
    let columns = distinct(
        vertical
            .iter()
            .map(|stroke| stroke.at)
            .chain([left, right])
            .filter(|x| x.is_finite())
            .collect(),
    );
    let mut rows = distinct(
        horizontal
            .iter()
            .map(|stroke| stroke.at)
            .chain([bottom, top])
            .collect(),
    );
    rows.reverse();
    let is_table = columns.len() >= 3 && rows.len() >= 3 && horizontal.len() >= 2;
    let is_small = columns.len().saturating_mul(rows.len()) <= MOST_CELLS;
    (is_table && is_small).then_some(Grid { columns, rows })
}

/// Places in order, those that are near each other once.
fn distinct(mut places: Vec<f32>) -> Vec<f32> {
    order::sort_by(&mut places, f32::total_cmp);
    places.dedup_by(|next, last| *next - *last <= NEAR);
    places
}

impl Grid {
    /// Row and column of the middle of a fragment.
    fn place(&self, fragment: &Fragment) -> Option<(usize, usize)> {
        let x = (fragment.left + fragment.right) / 2.0;
        let y = fragment.y + fragment.size * 0.35;
        let column = self.columns.partition_point(|edge| *edge <= x);
        let row = self.rows.partition_point(|edge| *edge > y);
        let is_inside =
            (1..self.columns.len()).contains(&column) && (1..self.rows.len()).contains(&row);
        is_inside.then(|| (row - 1, column - 1))
    }

    fn width(&self) -> usize {
        self.columns.len().saturating_sub(1)
    }

    fn height(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    /// The cell that each place of the grid belongs to: cells may be merged to the right and downwards.
    fn owners(&self, lines: &Lines) -> Vec<usize> {
        let mut owners: Vec<usize> = Vec::with_capacity(self.width() * self.height());
        for row in 0..self.height() {
            for column in 0..self.width() {
                let own = owners.len();
                let owner = if column > 0 && !self.is_cut_on_the_left(lines, row, column) {
                    owners.get(own - 1)
                } else if row > 0 && !self.is_cut_above(lines, row, column) {
                    owners.get(own - self.width())
                } else {
                    None
                };
                owners.push(owner.copied().unwrap_or(own));
            }
        }
        owners
    }

    fn is_cut_on_the_left(&self, lines: &Lines, row: usize, column: usize) -> bool {
        let (Some(x), Some(top), Some(bottom)) = (
            self.columns.get(column),
            self.rows.get(row),
            self.rows.get(row + 1),
        ) else {
            return true;
        };
        covers(&lines.vertical, *x, (top + bottom) / 2.0)
    }

    fn is_cut_above(&self, lines: &Lines, row: usize, column: usize) -> bool {
        let (Some(y), Some(left), Some(right)) = (
            self.rows.get(row),
            self.columns.get(column),
            self.columns.get(column + 1),
        ) else {
            return true;
        };
        covers(&lines.horizontal, *y, (left + right) / 2.0)
    }
}

/// Whether a line lies there and runs past the place.
fn covers(strokes: &[Stroke], at: f32, place: f32) -> bool {
    let first = strokes.partition_point(|stroke| stroke.at < at - NEAR);
    strokes
        .iter()
        .skip(first)
        .take_while(|stroke| stroke.at <= at + NEAR)
        .any(|stroke| stroke.from <= place && place <= stroke.to)
}

/// The table, or nothing when the lines enclose something else.
fn fill(grid: &Grid, lines: &Lines, inside: &[Fragment]) -> Option<Table> {
    let owners = grid.owners(lines);
    let width = grid.width();
    let mut cells: Vec<Vec<Fragment>> = vec![Vec::new(); owners.len()];
    for fragment in inside {
        let (row, column) = grid.place(fragment)?;
        let owner = owners.get(row * width + column)?;
        cells.get_mut(*owner)?.push(fragment.clone());
    }
    let texts: Vec<String> = cells.into_iter().map(cell_text).collect();
    let filled = texts.iter().filter(|text| !text.is_empty()).count();
    let longest = texts.iter().map(|text| text.chars().count()).max();
    if filled < 2 || longest > Some(LONGEST_CELL) {
        return None;
    }
    let rows: Vec<String> = texts
        .chunks(width)
        .map(|row| row.join("\t").trim_end_matches('\t').to_owned())
        .filter(|row| !row.is_empty())
        .collect();
    let is_table = rows.iter().any(|row| row.contains('\t'));
    is_table.then(|| Table {
        rows,
        top: grid.rows.first().copied().unwrap_or_default(),
        left: grid.columns.first().copied().unwrap_or_default(),
        right: grid.columns.last().copied().unwrap_or_default(),
    })
}
