//! `ducha show`: what a report says.

use super::json::{Document, report};
use super::{CliError, Format, Output, Shared, Status, Typed, source};

pub fn run(
    reports: &[Typed],
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    for typed in reports {
        let report = source::report(typed, shared)?;
        let document = Document::new(&report);
        match format {
            Format::Json | Format::Text => {
                output.json(&report::document(&document, shared.lang))?
            }
        }
    }
    Ok(Status::Clean)
}
