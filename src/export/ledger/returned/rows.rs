//! The rows of a table that came back.

use std::collections::BTreeMap;

use super::Column;
use super::row::Given;
use crate::sheet::{Merge, Sheet};

/// What stands in each row under the header; a merged cell says it in every row that it covers.
pub(super) fn filled(
    sheet: &Sheet,
    header: usize,
    columns: &BTreeMap<Column, usize>,
) -> Vec<Given> {
    let below = sheet.rows.iter().filter(|row| row.number > header);
    let mut rows: Vec<Given> = below
        .map(|row| Given {
            row: row.number,
            since_1904: sheet.since_1904,
            cells: columns
                .iter()
                .map(|(column, idx)| (*column, row.cells.get(idx).cloned()))
                .collect(),
            ..Given::default()
        })
        .collect();
    let merged = sheet.merged.iter();
    for merge in merged.filter(|merge| merge.rows.1 > header) {
        apply(merge, &mut rows, columns);
    }
    rows
}

fn apply(merge: &Merge, rows: &mut [Given], columns: &BTreeMap<Column, usize>) {
    let covered: Vec<Column> = columns
        .iter()
        .filter(|(_, idx)| (merge.columns.0..=merge.columns.1).contains(*idx))
        .map(|(column, _)| *column)
        .collect();
    let concerned = |column: &Column| column.is_filled_in() || *column == Column::Number;
    if !covered.iter().any(concerned) {
        return;
    }
    let start = rows.partition_point(|given| given.row < merge.rows.0);
    let end = rows.partition_point(|given| given.row <= merge.rows.1);
    let Some(rows) = rows.get_mut(start..end) else {
        return;
    };
    if let [column] = covered.as_slice() {
        let first = rows.iter().find(|given| given.row == merge.rows.0);
        let said = first.and_then(|given| given.cells.get(column).cloned().flatten());
        for given in rows {
            match column {
                Column::Number => given.has_merged_number = true,
                column => {
                    given.cells.insert(*column, said.clone());
                }
            }
        }
    } else {
        for given in rows {
            given.merged.extend(&covered);
        }
    }
}
