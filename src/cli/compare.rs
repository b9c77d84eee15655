//! `ducha compare`: two years side by side.

use super::json::{Document, compare};
use super::{CliError, Format, Output, Shared, Status, Typed, source};
use crate::compare::{RowChange, compare as set_side_by_side};

pub fn run(
    old: &Typed,
    new: &Typed,
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let (old, new) = (source::report(old, shared)?, source::report(new, shared)?);
    let comparison = set_side_by_side(&old, &new);
    let documents = (Document::new(&old), Document::new(&new));
    match format {
        Format::Json | Format::Text => {
            output.json(&compare::document(&documents.0, &documents.1, &comparison))?;
        }
    }
    let same = comparison
        .rows
        .iter()
        .all(|row| row.change == RowChange::Same);
    Ok(if same { Status::Clean } else { Status::Found })
}
