//! A table as it came back: cells by row and column, and which of them were made one.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Column;
use super::row::Given;
use crate::export::inert::unguarded;

/// One cell that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// A number as the file writes it, without exponent.
    Number(String),
    Date(Date),
    /// What a formula gave instead of a value.
    Broken(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As the spreadsheet counts, from 1.
    pub number: usize,
    /// By column, from 0.
    pub cells: BTreeMap<usize, Cell>,
}

/// Cells shown as one: rows from 1, columns from 0, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub rows: (usize, usize),
    pub columns: (usize, usize),
}

/// A table without its empty rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    /// In their order.
    pub rows: Vec<Row>,
    pub merged: Vec<Merge>,
    /// Days are counted from 1904 instead of 1900.
    pub since_1904: bool,
}

impl Cell {
    /// As a person reads it.
    pub fn text(&self) -> String {
        match self {
            Cell::Text(text) => {
                let text = text.replace("\r\n", "\n").replace('\r', "\n");
                unguarded(text.trim()).to_owned()
            }
            Cell::Number(number) => number.clone(),
            Cell::Date(date) => date.to_string(),
            Cell::Broken(text) => text.clone(),
        }
    }
}

impl Sheet {
    /// The rows under the header, with what a merged cell says in every row that it covers.
    pub(super) fn filled(&self, header: usize, columns: &BTreeMap<Column, usize>) -> Vec<Given> {
        let below = self.rows.iter().filter(|row| row.number > header);
        let mut rows: Vec<Given> = below
            .map(|row| Given {
                row: row.number,
                since_1904: self.since_1904,
                cells: columns
                    .iter()
                    .map(|(column, idx)| (*column, row.cells.get(idx).cloned()))
                    .collect(),
                ..Given::default()
            })
            .collect();
        for merge in self.merged.iter().filter(|merge| merge.rows.1 > header) {
            merge.apply(&mut rows, columns);
        }
        rows
    }
}

impl Merge {
    fn apply(&self, rows: &mut [Given], columns: &BTreeMap<Column, usize>) {
        let covered: Vec<Column> = columns
            .iter()
            .filter(|(_, idx)| (self.columns.0..=self.columns.1).contains(*idx))
            .map(|(column, _)| *column)
            .collect();
        let concerned = |column: &Column| column.is_filled_in() || *column == Column::Number;
        if !covered.iter().any(concerned) {
            return;
        }
        let start = rows.partition_point(|given| given.row < self.rows.0);
        let end = rows.partition_point(|given| given.row <= self.rows.1);
        let Some(rows) = rows.get_mut(start..end) else {
            return;
        };
        if let [column] = covered.as_slice() {
            let first = rows.iter().find(|given| given.row == self.rows.0);
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
}
