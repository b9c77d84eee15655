//! Every report of a library checked in turn, for whoever writes the findings in another form.

use std::mem;

use super::{Checked, Checker};
use crate::cli::collection::{Collection, Item};
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
    let mut collection = Collection::of_library(shelf, shared, output)?;
    let mut failed = mem::take(&mut collection.failed);
    let total = collection.len();
    let record = |idx| collection.item(idx).and_then(Item::record);
    let chosen: Vec<bool> = (0..total)
        .map(|idx| record(idx).is_some_and(wanted))
        .collect();
    let mut progress = Progress::new(shared.progress, "check.progress");
    let filed = collection.shelf().map(Shelf::filed);
    let work = |idx: usize| {
        let chosen = chosen.get(idx).copied().unwrap_or_default();
        chosen.then(|| checker.judge(&collection, filed.as_ref(), idx))
    };
    collection.each(&work, &mut |idx, judged| {
        let Some((judged, this)) = judged.zip(record(idx)) else {
            return Ok(());
        };
        progress.show(output, shared.lang, idx, total, None);
        let Some(((report, previous), outcome)) = judged.map_err(|error| failed.push(error)).ok()
        else {
            return Ok(());
        };
        let checked = Checked {
            report: &report,
            previous: previous.as_deref(),
            standings: checker.standings(&collection, idx, &outcome),
            outcome,
            source: None,
        };
        let each = Each {
            checked: &checked,
            record: this,
            previous: collection.before(idx).and_then(record),
        };
        progress.clear(output);
        visit(&each, output)
    })?;
    progress.clear(output);
    let mut status = Status::Clean;
    for error in &failed {
        status = status.max(output.fail(error, shared.lang));
    }
    Ok(status)
}
