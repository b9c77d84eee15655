//! The rectification ledger, row by row.

use crate::cli::file::Delivery;
use crate::cli::library::Shelf;
use crate::cli::selecting::{Fate, Known, fate};
use crate::cli::{CliError, Output};
use crate::export::{Selection, ledger};
use crate::locale::Lang;
use crate::store::Notes;

/// As a table of text, with the memory that one report takes; how many wait to be judged.
pub(super) fn write_csv(
    (known, shelf, notes): (&Known, &Shelf, &Notes),
    selection: &Selection,
    lang: Lang,
    delivery: &mut Delivery,
    output: &mut Output,
) -> Result<usize, CliError> {
    delivery.write(ledger::csv_head(lang).as_bytes(), output)?;
    let (mut rows, mut waiting) = (0, 0);
    known.each_item(shelf, notes, &mut |item| {
        match fate(item, selection) {
            Fate::Taken => {
                rows += 1;
                delivery.write(ledger::csv_row(rows, item, lang).as_bytes(), output)?;
            }
            Fate::Waiting => waiting += 1,
            Fate::Left => {}
        }
        Ok(())
    })?;
    Ok(waiting)
}
