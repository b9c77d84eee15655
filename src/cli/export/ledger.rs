//! The rectification ledger, row by row.

use crate::cli::file::Delivery;
use crate::cli::{CliError, Output};
use crate::export::{Form, Item, ledger};
use crate::locale::Lang;

pub(super) fn write(
    form: Form,
    items: Vec<Item>,
    lang: Lang,
    delivery: &mut Delivery,
    output: &mut Output,
) -> Result<(), CliError> {
    if form == Form::Xlsx {
        return delivery.write(&ledger::xlsx(items.into_iter(), lang), output);
    }
    delivery.write(ledger::csv_head(lang).as_bytes(), output)?;
    for (idx, item) in items.iter().enumerate() {
        delivery.write(ledger::csv_row(idx + 1, item, lang).as_bytes(), output)?;
    }
    Ok(())
}
