//! A table as a spreadsheet holds it: cells by row and column, and which of them were made one.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// One cell that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// A number as the file writes it, without exponent.
    Number(String),
    Date(Date),
    /// What a formula gave instead of a value.
    Broken(String),
    /// Something that is seen and has no words.
    Picture,
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
            Cell::Text(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
            Cell::Number(number) => number.clone(),
            Cell::Date(date) => date.to_string(),
            Cell::Broken(text) => text.clone(),
            Cell::Picture => String::new(),
        }
    }
}
