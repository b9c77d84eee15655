//! The rectification ledger, row by row.

use super::Form;
use crate::cli::CliError;
use crate::cli::file::Delivery;
use crate::export::{Item, ledger};
use crate::locale::Lang;

pub(super) fn write(
    form: Form,
    items: Vec<Item>,
    lang: Lang,
    delivery: &mut Delivery,
) -> Result<(), CliError> {
    match form {
        Form::Xlsx => delivery.write(&ledger::xlsx(items.into_iter(), lang)),
        Form::Csv => {
            delivery.write(ledger::csv_head(lang).as_bytes())?;
            for (idx, item) in items.iter().enumerate() {
                delivery.write(ledger::csv_row(idx + 1, item, lang).as_bytes())?;
            }
            Ok(())
        }
    }
}
