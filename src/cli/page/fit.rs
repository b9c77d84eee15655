//! A table made to fit a screen: words are wrapped inside their cells, and years that have no room stand below.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::table::widths;
use super::{Run, Side, Table};

/// Cells between two columns.
pub(super) const BETWEEN: usize = 2;
/// Words are never squeezed into less than this.
const LEAST_WORDS: usize = 12;

/// Some columns of a table that stand side by side, with their widths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Band {
    pub columns: Vec<(usize, usize)>,
}

/// The bands of a table, one below the other, each with the first column: as few as fit in `room` cells, if that is known.
///
/// Numbers are never cut or wrapped, so a screen narrower than one of them still runs over.
pub(super) fn bands(table: &Table, room: Option<usize>) -> Vec<Band> {
    let widths = widths(table);
    let all = 0..widths.len();
    let whole = |widths: &[usize]| Band {
        columns: widths.iter().copied().enumerate().collect(),
    };
    let Some(room) = room.filter(|room| taken(&widths) > *room) else {
        return vec![whole(&widths)];
    };
    let squeezed = squeezed(table, &widths, room);
    if taken(&squeezed) <= room {
        return vec![whole(&squeezed)];
    }
    let Some(first) = squeezed.first().copied() else {
        return Vec::new();
    };
    let groups = groups(&squeezed, 1..all.end, room.saturating_sub(first + BETWEEN));
    let band = |group: Range<usize>| {
        let others = squeezed.iter().copied().enumerate();
        let others = others.skip(group.start).take(group.len());
        Band {
            columns: std::iter::once((0, first)).chain(others).collect(),
        }
    };
    groups.into_iter().map(band).collect()
}

/// What the columns take, a blank margin before each.
fn taken(widths: &[usize]) -> usize {
    widths.iter().map(|width| width + BETWEEN).sum()
}

/// The columns of words made narrower, the widest first, until all fit or none may give more.
fn squeezed(table: &Table, widths: &[usize], room: usize) -> Vec<usize> {
    let mut squeezed = widths.to_vec();
    let words: Vec<usize> = (0..widths.len())
        .filter(|idx| table.columns.get(*idx).map(|column| column.side) == Some(Side::Left))
        .collect();
    let mut over = taken(&squeezed).saturating_sub(room);
    while over > 0 {
        let width = |idx: usize, squeezed: &[usize]| squeezed.get(idx).copied().unwrap_or(0);
        let widest = words.iter().copied();
        let Some(widest) = widest.max_by_key(|&idx| width(idx, &squeezed)) else {
            break;
        };
        let next = words.iter().copied().filter(|&idx| idx != widest);
        let next = next.map(|idx| width(idx, &squeezed)).max().unwrap_or(0);
        let Some(slot) = squeezed.get_mut(widest).filter(|slot| **slot > LEAST_WORDS) else {
            break;
        };
        let least = next.min(slot.saturating_sub(1)).max(LEAST_WORDS);
        let given = over.min(*slot - least);
        *slot -= given;
        over -= given;
    }
    squeezed
}

/// Runs of columns that each fit in the room; one that is wider alone.
fn groups(widths: &[usize], columns: Range<usize>, room: usize) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut left = 0;
    for idx in columns {
        let width = widths.get(idx).copied().unwrap_or(0) + BETWEEN;
        match groups.last_mut().filter(|_| width <= left) {
            Some(group) => {
                group.end = idx + 1;
                left -= width;
            }
            None => {
                groups.push(idx..idx + 1);
                left = room.saturating_sub(width);
            }
        }
    }
    groups
}

/// The lines of a cell, none wider than `room`; a line is broken between any two characters, as Chinese text is.
pub(super) fn lines(cell: &[Run], room: usize) -> Vec<Vec<Run>> {
    let mut lines: Vec<Vec<Run>> = vec![Vec::new()];
    let mut left = room;
    for run in cell {
        let mut rest = run.text.as_str();
        while !rest.is_empty() {
            let end = end_within(rest, left);
            let (here, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if let (Some(line), false) = (lines.last_mut(), here.is_empty()) {
                line.push(Run {
                    text: here.to_owned(),
                    ..run.clone()
                });
            }
            left -= width(here).min(left);
            rest = after;
            if !rest.is_empty() {
                let stuck = here.is_empty() && left == room;
                left = if stuck { usize::MAX } else { room };
                lines.push(Vec::new());
            }
        }
    }
    lines
}

/// How many bytes of the text fit.
fn end_within(text: &str, room: usize) -> usize {
    let mut left = room;
    for (at, letter) in text.char_indices() {
        match left.checked_sub(letter.width().unwrap_or(0)) {
            Some(rest) => left = rest,
            None => return at,
        }
    }
    text.len()
}

fn width(text: &str) -> usize {
    text.chars().map(|letter| letter.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::page::Column;

    /// A column of words and some of numbers.
    fn table(words: &str, numbers: &[&str]) -> Table {
        let columns = numbers.iter().map(|_| Column::right("2024"));
        let cells = std::iter::once(&words).chain(numbers);
        Table {
            columns: std::iter::once(Column::left("数据"))
                .chain(columns)
                .collect(),
            rows: vec![cells.map(|text| vec![Run::plain(*text)]).collect()],
        }
    }

    #[test]
    fn words_give_way_first_and_numbers_stand_below_when_they_must() {
        let check = |room: Option<usize>, want: &[&[(usize, usize)]]| {
            let table = table("行政复议申请受理件数", &["1200件", "1300件", "1400件"]);
            let found: Vec<Vec<(usize, usize)>> = bands(&table, room)
                .into_iter()
                .map(|band| band.columns)
                .collect();
            assert_eq!(found, want, "{room:?}");
        };
        check(None, &[&[(0, 20), (1, 6), (2, 6), (3, 6)]]);
        check(Some(46), &[&[(0, 20), (1, 6), (2, 6), (3, 6)]]);
        check(Some(40), &[&[(0, 14), (1, 6), (2, 6), (3, 6)]]);
        check(Some(30), &[&[(0, 12), (1, 6), (2, 6)], &[(0, 12), (3, 6)]]);
        check(
            Some(1),
            &[&[(0, 12), (1, 6)], &[(0, 12), (2, 6)], &[(0, 12), (3, 6)]],
        );
    }

    #[test]
    fn a_cell_is_broken_by_cells_and_loses_nothing() {
        let check = |runs: &[&str], room: usize, want: &[&str]| {
            let runs: Vec<Run> = runs.iter().map(|text| Run::plain(*text)).collect();
            let lines = lines(&runs, room);
            let text = |line: &Vec<Run>| line.iter().map(|run| run.text.as_str()).collect();
            let found: Vec<String> = lines.iter().map(text).collect();
            assert_eq!(found, want);
        };
        check(&["行政复议"], 8, &["行政复议"]);
        check(&["行政复议"], 5, &["行政", "复议"]);
        check(&["行政", "复议5件"], 7, &["行政复", "议5件"]);
        check(&["行"], 1, &["", "行"]);
        check(&[], 5, &[""]);
    }
}
