//! The rectification ledger, row by row.

use super::{Sending, Written};
use crate::cli::file::Delivery;
use crate::cli::selecting::{Fate, fate};
use crate::cli::{CliError, Output};
use crate::export::ledger;
use crate::store::Notes;

/// As a table of text, with the memory that one report takes.
pub(super) fn write_csv(
    sending: &Sending,
    notes: &Notes,
    delivery: &mut Delivery,
    output: &mut Output,
) -> Result<Written, CliError> {
    let lang = sending.shared.lang;
    delivery.write(ledger::csv_head(lang).as_bytes(), output)?;
    let mut written = Written::default();
    let known = &sending.known;
    known.each_item(&sending.shelf, notes, &mut |item| {
        match fate(item, &sending.selection) {
            Fate::Taken => {
                written.rows += 1;
                let row = ledger::csv_row(written.rows, item, lang);
                delivery.write(row.as_bytes(), output)?;
            }
            Fate::Waiting => written.waiting += 1,
            Fate::Left => {}
        }
        Ok(())
    })?;
    Ok(written)
}
