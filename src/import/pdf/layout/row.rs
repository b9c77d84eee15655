//! Fragments on one baseline, from left to right.

use super::clean::{is_blank, is_wide, separator, tidy};
use super::fragment::Fragment;
use super::{Block, Item, Line, Table};
use crate::import::pdf::font::Weight;
use crate::order;

/// What stands side by side on a page.
#[derive(Clone, Debug)]
pub(super) enum Row {
    /// Never empty, from left to right.
    Text(Vec<Fragment>),
    Table(Table),
}

/// Text of a row without a wide gap in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub text: String,
    pub left: f32,
    pub right: f32,
}

/// A gap of so many font sizes sets cells apart.
const CELL_GAP: f32 = 1.2;

/// Fragments whose baselines differ by no more than this part of the font size stand on one line.
const SAME_LINE: f32 = 0.3;

impl Row {
    pub fn of_table(table: Table) -> Row {
        Row::Table(table)
    }

    /// Where the row begins, from above.
    pub fn top(&self) -> f32 {
        match self {
            Row::Text(fragments) => fragments.first().map_or(0.0, |first| first.y),
            Row::Table(table) => table.top,
        }
    }

    pub fn size(&self) -> f32 {
        match self {
            Row::Text(fragments) => size(fragments),
            Row::Table(_) => 0.0,
        }
    }

    /// Its stretches without a wide gap: left and right end of each.
    pub fn stretches(&self) -> Vec<(f32, f32)> {
        match self {
            Row::Text(fragments) => cells(fragments)
                .into_iter()
                .map(|cell| (cell.left, cell.right))
                .collect(),
            Row::Table(table) => vec![(table.left, table.right)],
        }
    }

    /// The parts on the left and on the right of a place that nothing crosses.
    pub fn part(self, x: f32) -> (Option<Row>, Option<Row>) {
        let row =
            |fragments: Vec<Fragment>| (!fragments.is_empty()).then_some(Row::Text(fragments));
        match self {
            Row::Text(fragments) => {
                let (left, right) = fragments
                    .into_iter()
                    .partition(|fragment| fragment.left < x);
                (row(left), row(right))
            }
            Row::Table(table) if table.left < x => (Some(Row::Table(table)), None),
            Row::Table(table) => (None, Some(Row::Table(table))),
        }
    }
}

/// The size of most letters.
fn size(fragments: &[Fragment]) -> f32 {
    most(fragments, |fragment| (fragment.size * 4.0).round() as i32).map_or(0.0, |main| main.size)
}

/// The font of most letters, and how it stands out.
fn font(fragments: &[Fragment]) -> (usize, Weight) {
    most(fragments, |fragment| fragment.font)
        .map_or((0, Weight::Regular), |main| (main.font, main.weight))
}

/// A fragment of the kind that has the most letters.
fn most<Kind: Ord>(fragments: &[Fragment], kind: impl Fn(&Fragment) -> Kind) -> Option<&Fragment> {
    let mut counts = std::collections::BTreeMap::new();
    for fragment in fragments {
        let width = (fragment.right - fragment.left).max(0.0);
        let entry = counts.entry(kind(fragment)).or_insert((0.0, fragment));
        entry.0 += width;
    }
    counts
        .into_values()
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, fragment)| fragment)
}

/// Groups fragments into rows, from above.
pub(super) fn rows(mut fragments: Vec<Fragment>) -> Vec<Row> {
    order::sort_by(&mut fragments, |one, other| other.y.total_cmp(&one.y));
    let mut rows: Vec<Vec<Fragment>> = Vec::new();
    for fragment in fragments {
        match rows.last_mut() {
            Some(row) if is_on_line(row, &fragment) => row.push(fragment),
            _ => rows.push(vec![fragment]),
        }
    }
    merge_raised(rows)
        .into_iter()
        .map(|mut row| {
            order::sort_by(&mut row, |one, other| one.left.total_cmp(&other.left));
            drop_doubles(&mut row);
            Row::Text(row)
        })
        .collect()
}

fn is_on_line(row: &[Fragment], fragment: &Fragment) -> bool {
    row.first().is_some_and(|first| {
        (first.y - fragment.y).abs() <= SAME_LINE * first.size.min(fragment.size)
    })
}

/// Puts small raised or lowered letters into the line that they belong to.
fn merge_raised(rows: Vec<Vec<Fragment>>) -> Vec<Vec<Fragment>> {
    let mut merged: Vec<Vec<Fragment>> = Vec::new();
    for mut row in rows {
        if let Some(last) = merged.last_mut() {
            if belongs(&row, last) {
                last.extend(row);
                continue;
            }
            if belongs(last, &row) {
                let raised = std::mem::take(last);
                row.extend(raised);
                *last = row;
                continue;
            }
        }
        merged.push(row);
    }
    merged
}

/// Whether every fragment of the small row touches one of the large.
fn belongs(small: &[Fragment], large: &[Fragment]) -> bool {
    let (Some(one), Some(other)) = (small.first(), large.first()) else {
        return false;
    };
    let limit = size(large);
    let is_near = (one.y - other.y).abs() <= limit * 0.7;
    is_near
        && small.len() <= 16
        && size(small) <= limit * 0.8
        && small.iter().all(|raised| {
            large.iter().any(|base| {
                raised.left - base.right <= limit * 0.3 && base.left - raised.right <= limit * 0.3
            })
        })
}

/// Bold letters are sometimes drawn twice, a hair apart.
fn drop_doubles(row: &mut Vec<Fragment>) {
    row.dedup_by(|double, first| {
        double.text.trim() == first.text.trim()
            && (double.left - first.left).abs() < first.size * 0.25
            && (double.right - first.right).abs() < first.size * 0.25
    });
}

/// The stretches of a row that wide gaps set apart.
pub(super) fn cells(fragments: &[Fragment]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut last_size = 0.0f32;
    for fragment in fragments {
        let em = fragment.size.max(last_size);
        last_size = fragment.size;
        match cells.last_mut() {
            Some(cell) if fragment.left - cell.right < em * CELL_GAP => {
                append(cell, fragment, em);
            }
            _ => cells.push(Cell {
                text: fragment.text.trim_start_matches(is_blank).to_owned(),
                left: fragment.left,
                right: fragment.right,
            }),
        }
    }
    for cell in &mut cells {
        cell.text = tidy(&cell.text);
    }
    cells
}

fn append(cell: &mut Cell, fragment: &Fragment, em: f32) {
    let gap = fragment.left - cell.right;
    let (before, after) = (cell.text.chars().next_back(), fragment.text.chars().next());
    if let (Some(before), Some(after)) = (before, after)
        && gap >= em * 0.2
        && !is_wide(before)
        && !is_wide(after)
        && !is_blank(before)
        && !is_blank(after)
    {
        cell.text.push(' ');
    }
    cell.text.push_str(&fragment.text);
    cell.right = cell.right.max(fragment.right);
}

/// The line that a row of text is.
pub(super) fn line(fragments: &[Fragment]) -> Line {
    let cells = cells(fragments);
    let size = size(fragments);
    let (font, weight) = font(fragments);
    let is_spread = cells.len() > 1 && cells.iter().all(|cell| cell.text.chars().count() == 1);
    let mut text = String::new();
    for cell in &cells {
        if !text.is_empty() && !is_spread {
            text.push(' ');
        }
        text.push_str(&cell.text);
    }
    let y = fragments
        .iter()
        .find(|fragment| fragment.size >= size * 0.95)
        .or(fragments.first())
        .map_or(0.0, |fragment| fragment.y);
    Line {
        text: text.trim().to_owned(),
        left: cells.first().map_or(0.0, |cell| cell.left),
        right: cells
            .iter()
            .map(|cell| cell.right)
            .fold(f32::NEG_INFINITY, f32::max),
        y,
        size,
        weight,
        font,
        hanging: hanging(fragments),
        is_aside: false,
    }
}

/// Where the text behind a bullet or a label begins.
fn hanging(fragments: &[Fragment]) -> Option<f32> {
    let [label, text, ..] = fragments else {
        return None;
    };
    let is_label = label.text.trim().chars().count() <= 4;
    (is_label && text.left - label.right > label.size * 0.2).then_some(text.left)
}

/// Texts across the others, each line on its own behind the page.
pub(super) fn asides(fragments: Vec<Fragment>) -> Option<Block> {
    let items: Vec<Item> = rows(fragments)
        .into_iter()
        .filter_map(|row| match row {
            Row::Text(fragments) => Some(line(&fragments)),
            Row::Table(_) => None,
        })
        .filter(|line| !line.text.is_empty())
        .map(|line| {
            Item::Line(Line {
                is_aside: true,
                ..line
            })
        })
        .collect();
    (!items.is_empty()).then_some(Block { items })
}

/// The text of a cell of a table: its lines joined.
pub(super) fn cell_text(fragments: Vec<Fragment>) -> String {
    let mut text = String::new();
    for row in rows(fragments) {
        if let Row::Text(fragments) = row {
            let line = line(&fragments);
            text.push_str(separator(&text, &line.text));
            text.push_str(&line.text);
        }
    }
    text
}
