//! `ducha check`: the verdicts on reports.

use std::path::PathBuf;

use super::json::{Document, check};
use super::{CliError, Format, Output, Shared, Status, Typed, source};
use crate::check::{Context, Outcome, check as apply, pack};
use crate::compare::compare;

pub fn run(
    reports: &[Typed],
    previous: Option<&Typed>,
    _packs: &[PathBuf],
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let packs = pack::bundled();
    let previous = previous
        .map(|typed| source::report(typed, shared))
        .transpose()?;
    let mut status = Status::Clean;
    for typed in reports {
        let report = source::report(typed, shared)?;
        let comparison = previous.as_ref().map(|previous| compare(previous, &report));
        let context = Context {
            previous: previous.as_ref().zip(comparison.as_ref()),
            today: None,
        };
        let outcome = apply(&report, &context, &packs);
        let documents = (Document::new(&report), previous.as_ref().map(Document::new));
        match format {
            Format::Json | Format::Text => {
                output.json(&check::document(
                    &documents.0,
                    documents.1.as_ref(),
                    &outcome,
                    shared.lang,
                ))?;
            }
        }
        status = status.max(judged(&outcome));
    }
    Ok(status)
}

fn judged(outcome: &Outcome) -> Status {
    if outcome
        .findings
        .iter()
        .any(|finding| finding.verdict.asks())
    {
        Status::Found
    } else {
        Status::Clean
    }
}
