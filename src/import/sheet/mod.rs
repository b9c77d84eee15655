//! Tables that come back: workbooks (XLSX) and text (CSV), read with limits and without running anything in them.

mod csv;
mod stream;
mod workbook;

use encoding_rs::Encoding;

use super::{Decoded, ExtractError, Format, Original, decode};
use crate::sheet::{Cell, Row, Sheet};

pub use csv::rows;

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// Neither a workbook nor text.
    Format(Format),
    /// A quoted cell that begins in this row does not end.
    Quote(usize),
    /// More rows with something in them than any ledger has.
    TooManyRows,
    Extract(ExtractError),
}

/// The most rows with something in them.
const ROWS: usize = 100_000;
/// Columns beyond are not looked at.
const COLUMNS: usize = 256;

impl From<ExtractError> for TableError {
    fn from(error: ExtractError) -> TableError {
        TableError::Extract(error)
    }
}

/// The sheets of a file, in their order.
pub fn sheets(
    original: &Original,
    encoding: Option<&'static Encoding>,
) -> Result<Vec<Sheet>, TableError> {
    match original.format {
        Format::Xlsx => workbook::sheets(&original.bytes),
        Format::Plain | Format::Markdown | Format::Html => {
            let decoded = decode(&original.bytes, encoding);
            let Decoded { text, .. } = decoded.map_err(ExtractError::from)?;
            Ok(vec![of_text(&text)?])
        }
        other => Err(TableError::Format(other)),
    }
}

fn of_text(text: &str) -> Result<Sheet, TableError> {
    let rows = rows(text).map_err(TableError::Quote)?;
    let mut sheet = Sheet::default();
    for (number, cells) in rows {
        let cells = cells.into_iter().take(COLUMNS).enumerate();
        let cells = cells.filter(|(_, text)| !text.is_empty());
        let row = Row {
            number,
            cells: cells.map(|(idx, text)| (idx, Cell::Text(text))).collect(),
        };
        keep(&mut sheet, row)?;
    }
    Ok(sheet)
}

/// Keeps a row that has something in it.
fn keep(sheet: &mut Sheet, row: Row) -> Result<(), TableError> {
    if row.cells.is_empty() {
        return Ok(());
    }
    if sheet.rows.len() >= ROWS {
        return Err(TableError::TooManyRows);
    }
    sheet.rows.push(row);
    Ok(())
}
