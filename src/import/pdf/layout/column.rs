//! Pages in columns: a gutter that no line crosses, with running text on both sides.

use std::collections::BTreeMap;

use super::row::Row;

use crate::order;

/// A column has at least so many lines.
const FEWEST_LINES: usize = 4;

/// A column is at least so many letters wide.
const NARROWEST: f32 = 8.0;

/// At most so many places are tried as gutters.
const MOST_CANDIDATES: usize = 24;

/// Columns within columns are looked for this deep.
const DEEPEST: usize = 3;

/// A row with the stretches that it covers.
struct Measured {
    row: Row,
    stretches: Vec<(f32, f32)>,
}

/// Where a page is in two columns: rows from `first` up to `end`, on both sides of `x`.
struct Gutter {
    x: f32,
    first: usize,
    end: usize,
}

/// Rows in reading order, in runs that share their margins.
pub(super) fn split(rows: Vec<Row>) -> Vec<Vec<Row>> {
    let mut done = Vec::new();
    let mut waiting = vec![(rows, 0)];
    while let Some((rows, depth)) = waiting.pop() {
        if rows.is_empty() {
            continue;
        }
        let mut rows: Vec<Measured> = rows
            .into_iter()
            .map(|row| Measured {
                stretches: row.stretches(),
                row,
            })
            .collect();
        let gutter = if depth < DEEPEST { gutter(&rows) } else { None };
        let Some(gutter) = gutter else {
            done.push(rows.into_iter().map(|measured| measured.row).collect());
            continue;
        };
        let below = rows.split_off(gutter.end);
        let columns = rows.split_off(gutter.first);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for measured in columns {
            let (one, other) = measured.row.part(gutter.x);
            left.extend(one);
            right.extend(other);
        }
        let plain = |rows: Vec<Measured>| rows.into_iter().map(|measured| measured.row).collect();
        // The last that is put on the pile is read first.
        waiting.push((plain(below), depth + 1));
        waiting.push((right, depth + 1));
        waiting.push((left, depth + 1));
        waiting.push((plain(rows), DEEPEST));
    }
    done
}

/// The place that leaves the most rows whole, if it is a gutter.
fn gutter(rows: &[Measured]) -> Option<Gutter> {
    candidates(rows)
        .into_iter()
        .filter_map(|x| longest_run(rows, x))
        .filter(|gutter| is_gutter(rows, gutter))
        .max_by_key(|gutter| gutter.end - gutter.first)
}

/// The middles of the gaps that most rows have.
fn candidates(rows: &[Measured]) -> Vec<f32> {
    let mut counts: BTreeMap<i32, (usize, f32)> = BTreeMap::new();
    for measured in rows {
        for pair in measured.stretches.windows(2) {
            if let [(_, end), (start, _)] = pair {
                let middle = (end + start) / 2.0;
                let entry = counts.entry((middle / 6.0) as i32).or_insert((0, middle));
                entry.0 += 1;
            }
        }
    }
    // Columns whose lines stand at different heights have no row in common: the edge of the right one tells.
    for measured in rows {
        if let [(start, _)] = measured.stretches[..] {
            let edge = start - measured.row.size() * 0.5;
            let entry = counts.entry((edge / 6.0) as i32).or_insert((0, edge));
            entry.0 += 1;
        }
    }
    let mut counts: Vec<(usize, f32)> = counts.into_values().collect();
    order::sort_by_key(&mut counts, |(count, _)| std::cmp::Reverse(*count));
    counts
        .into_iter()
        .take(MOST_CANDIDATES)
        .filter(|(count, _)| *count >= FEWEST_LINES)
        .map(|(_, x)| x)
        .collect()
}

/// The longest run of rows that do not cross the place.
fn longest_run(rows: &[Measured], x: f32) -> Option<Gutter> {
    let mut best: Option<Gutter> = None;
    let mut first = 0;
    for end in 0..=rows.len() {
        let is_crossed = rows.get(end).is_none_or(|row| {
            row.stretches
                .iter()
                .any(|(left, right)| *left < x && x < *right)
        });
        if !is_crossed {
            continue;
        }
        if best
            .as_ref()
            .is_none_or(|best| end - first > best.end - best.first)
        {
            best = Some(Gutter { x, first, end });
        }
        first = end + 1;
    }
    best
}

/// Whether there is running text on both sides: lines as wide as their column, side by side.
fn is_gutter(rows: &[Measured], gutter: &Gutter) -> bool {
    let rows = rows.get(gutter.first..gutter.end).unwrap_or_default();
    let side = |is_left: bool| -> Vec<(f32, f32, f32, f32)> {
        rows.iter()
            .filter_map(|measured| {
                let mut inside = measured
                    .stretches
                    .iter()
                    .filter(|(left, _)| (*left < gutter.x) == is_left);
                let first = inside.next()?;
                let last = inside.next_back().unwrap_or(first);
                Some((first.0, last.1, measured.row.size(), measured.row.top()))
            })
            .collect()
    };
    let (left, right) = (side(true), side(false));
    let span = |lines: &[(f32, f32, f32, f32)]| {
        let top = lines.first().map_or(0.0, |line| line.3);
        (top, lines.last().map_or(top, |line| line.3))
    };
    let ((left_top, left_bottom), (right_top, right_bottom)) = (span(&left), span(&right));
    let shared = left_top.min(right_top) - left_bottom.max(right_bottom);
    let is_beside = shared > 0.4 * (right_top - right_bottom);
    is_beside && is_running(&left) && is_running(&right)
}

/// Whether most of the lines reach from one margin to the other.
fn is_running(lines: &[(f32, f32, f32, f32)]) -> bool {
    if lines.len() < FEWEST_LINES {
        return false;
    }
    let left = lines
        .iter()
        .map(|line| line.0)
        .fold(f32::INFINITY, f32::min);
    let right = lines
        .iter()
        .map(|line| line.1)
        .fold(f32::NEG_INFINITY, f32::max);
    let size = lines.iter().map(|line| line.2).fold(0.0, f32::max);
    let full = lines
        .iter()
        .filter(|line| line.1 - line.0 >= 0.75 * (right - left))
        .count();
    right - left >= size * NARROWEST && full * 5 >= lines.len() * 3
}
