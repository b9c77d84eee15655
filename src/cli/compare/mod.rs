//! `ducha compare`: two years side by side.

mod indicators;
mod promises;
mod reuse;
mod rows;
mod sections;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use super::collection::Collection;
use super::json::{Document, compare as json};
use super::library::{self, Shelf};
use super::page::{Chapter, Look, Page, Printing, Run};
use super::records::{self, Answer};
use super::text::{name, part_of_line};
use super::{CliError, Output, Shared, Status, Typed, source};
use crate::compare::{Comparison, Row, RowChange, Sharing, compare};
use crate::locale::Lang;
use crate::report::{Report, Span};

/// What was typed after `compare`.
#[derive(Clone, Debug)]
pub struct Comparing {
    pub old: Typed,
    pub new: Typed,
    /// Where the other units' reports are: a folder, or `library`.
    pub against: Option<Typed>,
    pub printing: Printing,
}

/// What other units' reports have too, with those reports, by the names that the lenders have.
pub struct Others {
    pub sharing: Sharing,
    pub reports: BTreeMap<String, Arc<Report>>,
}

/// In place of a folder: the reports of the library.
const LIBRARY: &str = "library";

pub fn run(
    comparing: &Comparing,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let (old, new) = (
        source::report(&comparing.old, shared)?.report,
        source::report(&comparing.new, shared)?.report,
    );
    let against = comparing.against.as_deref();
    let others = against.map(|place| others(&new, place, shared, output));
    let others = others.transpose()?;
    let comparison = compare(&old, &new);
    let pair = Pair {
        old: &old,
        new: &new,
        comparison: &comparison,
        others: others.as_ref(),
        lang: shared.lang,
    };
    comparing.printing.print(
        || pair.page(),
        || {
            let (old, new) = (Document::new(&old), Document::new(&new));
            json::document(&old, &new, &comparison, others.as_ref())
        },
        shared,
        output,
    )?;
    let same = comparison
        .rows
        .iter()
        .all(|row| row.change == RowChange::Same);
    Ok(if same { Status::Clean } else { Status::Found })
}

/// What the reports of a folder, or of the library, have of a report of another unit.
fn others(
    report: &Report,
    place: &OsStr,
    shared: &Shared,
    output: &mut Output,
) -> Result<Others, CliError> {
    let collection = match place == LIBRARY {
        true => Collection::of_library(Shelf::of(library::open(shared)?)?, shared, output)?,
        false => Collection::of_folder(Path::new(place), shared, output)?,
    };
    for error in &collection.failed {
        output.fail(error, shared.lang);
    }
    let peers = collection.peers();
    let mut reports = BTreeMap::new();
    let sharing = peers.shared_with_others(report, |source| {
        let theirs = collection.named(source)?;
        reports.insert(source.to_owned(), Arc::clone(&theirs));
        Some(theirs)
    });
    match sharing {
        Some(sharing) => Ok(Others { sharing, reports }),
        None => Err(CliError::NoIssuer(name(report, shared.lang))),
    }
}

/// Records on standard input, each with the text of the year before as `previous`.
pub fn records(shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let input = std::io::stdin().lock();
    records::each(
        input,
        "previous",
        shared.lang,
        output,
        &mut |record, output| {
            let Some(old) = record.previous() else {
                return Ok(None);
            };
            let new = record.report();
            let comparison = compare(&old, &new);
            let (before, after) = (Document::new(&old), Document::new(&new));
            let document = json::document(&before, &after, &comparison, None);
            let id = &record.id;
            output.json(&Answer { id, document })?;
            let mut rows = comparison.rows.iter();
            let same = rows.all(|row| row.change == RowChange::Same);
            Ok(Some(if same { Status::Clean } else { Status::Found }))
        },
    )
}

/// Two reports and what was found between them.
struct Pair<'a> {
    old: &'a Report,
    new: &'a Report,
    comparison: &'a Comparison,
    others: Option<&'a Others>,
    lang: Lang,
}

impl Pair<'_> {
    fn page(&self) -> Page {
        let name = |report: &Report| match report.metadata.year {
            Some(year) => named_with(name(report, self.lang), year),
            None => name(report, self.lang),
        };
        Page {
            title: format!("{} ⇄ {}", name(self.old), name(self.new)),
            lead: vec![self.summary(), self.text("compare.legend").to_owned()],
            chapters: vec![
                self.sections(),
                self.indicators(),
                self.promises(),
                self.shortcomings(),
                self.reuse(),
                self.unpaired_figures(),
                // The longest by far, so it hides nothing.
                self.rows(),
            ],
        }
    }

    fn chapter(&self, id: &'static str, key: &str) -> Chapter {
        Chapter {
            id,
            title: self.text(key).to_owned(),
            blocks: Vec::new(),
        }
    }

    fn text(&self, key: &str) -> &'static str {
        self.lang.text(key)
    }

    fn summary(&self) -> String {
        let rows = &self.comparison.rows;
        let count = |wanted: fn(&Row) -> bool| rows.iter().filter(|row| wanted(row)).count();
        let share = (self.comparison.reuse.verbatim_share * 100.0).round();
        self.lang.fill(
            "compare.summary",
            &[
                (
                    "changed",
                    &count(|row| {
                        row.old.is_some() && row.new.is_some() && row.change != RowChange::Same
                    }),
                ),
                ("figures", &self.comparison.indicators.len()),
                ("added", &count(|row| row.change == RowChange::Added)),
                ("removed", &count(|row| row.change == RowChange::Removed)),
                ("moved", &count(|row| row.moved)),
                ("share", &share),
            ],
        )
    }
}

/// The name of a report, with its year where it does not say it.
fn named_with(name: String, year: i16) -> String {
    match name.contains(&year.to_string()) {
        true => name,
        false => format!("{name} {year}"),
    }
}

/// A sentence with the parts that changed in a look of their own.
fn marked(report: &Report, span: Span, marks: &[Span], changed: Look) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut push = |from: usize, to: usize, look: Look| {
        let text = part_of_line(report.quote(Span::new(from, to)));
        if !text.is_empty() {
            runs.push(Run::new(text, look));
        }
    };
    let mut at = span.start;
    for mark in marks.iter().filter(|mark| span.covers(**mark)) {
        push(at, mark.start.max(at), Look::Plain);
        push(mark.start.max(at), mark.end, changed);
        at = mark.end.max(at);
    }
    push(at, span.end, Look::Plain);
    runs
}
