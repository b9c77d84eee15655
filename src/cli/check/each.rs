//! Every report of a library checked in turn, for whoever writes the findings in another form.

use super::{Checked, Checker, Surroundings};
use crate::cli::collection::Collection;
use crate::cli::library::Shelf;
use crate::cli::progress::Progress;
use crate::cli::{CliError, Format, Output, Rules, Shared, Status};
use crate::store::EditionRecord;

/// One report with its record, and that of the year before.
pub struct Each<'a> {
    pub checked: &'a Checked<'a>,
    pub record: &'a EditionRecord,
    pub previous: Option<&'a EditionRecord>,
}

/// Checks the editions that are wanted; what cannot be read is said at the end.
pub fn each(
    shelf: Shelf,
    rules: Rules,
    wanted: &dyn Fn(&EditionRecord) -> bool,
    shared: &Shared,
    output: &mut Output,
    visit: &mut dyn FnMut(&Each, &mut Output) -> Result<(), CliError>,
) -> Result<Status, CliError> {
    let checker = Checker {
        rules,
        previous: None,
        today: jiff::Zoned::now().date(),
        format: Format::Json,
        shared,
    };
    let mut collection = Collection::of_library(shelf, shared, output);
    let mut progress = Progress::new(shared.progress, "check.progress");
    let filed = collection.shelf().map(Shelf::filed);
    let total = collection.len();
    for idx in 0..total {
        let record = collection.item(idx).and_then(|item| item.record()).cloned();
        let Some(record) = record.filter(wanted) else {
            continue;
        };
        progress.show(output, shared.lang, idx, total, None);
        let before = collection.before(idx);
        let read = before.map(|before| collection.report(before)).transpose();
        let read = read.and_then(|previous| Ok((previous, collection.report(idx)?)));
        let (previous, report) = match read {
            Ok(read) => read,
            Err(error) => {
                collection.failed.push(error);
                continue;
            }
        };
        let surroundings = Surroundings {
            peers: Some(collection.peers()),
            filed: filed.as_ref(),
        };
        let outcome = checker.outcome(&report, previous.as_deref(), surroundings);
        let standings = collection
            .shelf()
            .map(|shelf| shelf.standings(&record.id, &outcome.findings, checker.today));
        let checked = Checked {
            report: &report,
            previous: previous.as_deref(),
            standings: standings.unwrap_or_default(),
            outcome,
            source: None,
        };
        let before = before.and_then(|before| collection.item(before));
        let each = Each {
            checked: &checked,
            record: &record,
            previous: before.and_then(|item| item.record()),
        };
        progress.clear(output);
        visit(&each, output)?;
    }
    progress.clear(output);
    let mut status = Status::Clean;
    for error in &collection.failed {
        status = status.max(output.fail(error, shared.lang));
    }
    Ok(status)
}
