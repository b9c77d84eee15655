//! `ducha check`: the verdicts on reports, one by one, of a folder or of the whole library.

mod text;

use std::ffi::OsStr;
use std::path::Path;

use super::collection::Collection;
use super::json::{Document, check as json};
use super::library::{self, Shelf};
use super::progress::Progress;
use super::source::{self, Source};
use super::{CliError, Format, Output, Rules, Shared, Status, Typed};
use crate::check::{Context, Finding, Outcome, check};
use crate::compare::compare;
use crate::report::Report;
use crate::review::Judgement;

pub fn run(
    reports: &[Typed],
    previous: Option<&Typed>,
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let previous = previous.map(|typed| source::report(typed, shared));
    let checker = Checker {
        rules: Rules::read(shared)?,
        previous: previous.transpose()?.map(|source| source.report),
        today: jiff::Zoned::now().date(),
        format,
        shared,
    };
    if reports.is_empty() {
        let shelf = Shelf::of(library::open(shared)?)?;
        return checker.collection(Collection::of_library(shelf, shared), output);
    }
    let mut status = Status::Clean;
    for typed in reports {
        let path = Path::new(typed);
        status = status.max(if path.is_dir() {
            let collection = Collection::of_folder(path, shared, output);
            checker.collection(collection, output)?
        } else {
            checker.single(typed, output)?
        });
    }
    Ok(status)
}

/// What every report is checked with.
struct Checker<'a> {
    rules: Rules,
    /// Last year's report, when it was named.
    previous: Option<Report>,
    today: jiff::civil::Date,
    format: Format,
    shared: &'a Shared,
}

/// A report on its way to the output.
struct Checked<'a> {
    report: &'a Report,
    previous: Option<&'a Report>,
    outcome: Outcome,
    /// The file or id, where there are several.
    source: Option<String>,
}

impl Checker<'_> {
    fn single(&self, typed: &OsStr, output: &mut Output) -> Result<Status, CliError> {
        let lang = self.shared.lang;
        let source = match source::report(typed, self.shared) {
            Ok(source) => source,
            Err(error) => return Ok(output.fail(&error, lang)),
        };
        let from_library = if self.previous.is_none() {
            source::previous(&source)?
        } else {
            None
        };
        let previous = self.previous.as_ref().or(from_library.as_ref());
        let Source { report, edition } = &source;
        let checked = Checked {
            report,
            previous,
            outcome: self.outcome(report, previous),
            source: None,
        };
        let edition = edition
            .as_ref()
            .map(|(shelf, record)| (shelf, record.id.as_str()));
        let status = judged(edition, &checked.outcome);
        match self.format {
            Format::Json => self.json(&checked, output)?,
            Format::Text => text::whole(report, previous, &checked.outcome, lang, output)?,
        }
        Ok(status)
    }

    /// One report after the other, with the year before where the collection has it.
    fn collection(
        &self,
        mut collection: Collection,
        output: &mut Output,
    ) -> Result<Status, CliError> {
        let lang = self.shared.lang;
        let mut progress = Progress::new(self.shared.progress, "check.progress");
        let (mut status, mut asking) = (Status::Clean, 0);
        let total = collection.len();
        for idx in 0..total {
            let path = collection.item(idx).and_then(|item| item.path());
            progress.show(output, lang, idx, total, path);
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
            let previous = previous.as_deref();
            let item = collection.item(idx);
            let checked = Checked {
                report: &report,
                previous,
                outcome: self.outcome(&report, previous),
                source: item.map(|item| item.source()),
            };
            let id = item
                .and_then(|item| item.record())
                .map(|record| record.id.as_str());
            let judged = judged(collection.shelf().zip(id), &checked.outcome);
            asking += usize::from(judged == Status::Found);
            status = status.max(judged);
            progress.clear(output);
            match self.format {
                Format::Json => self.json(&checked, output)?,
                Format::Text => text::brief(&checked, lang, output)?,
            }
            progress.let_through(output)?;
        }
        progress.clear(output);
        for error in &collection.failed {
            status = status.max(output.fail(error, lang));
        }
        if self.format == Format::Text && total > 0 {
            let failed = collection.failed.len();
            let counts: [(&str, &dyn std::fmt::Display); 3] =
                [("total", &total), ("asking", &asking), ("failed", &failed)];
            output.line(&lang.fill("check.account", &counts))?;
        }
        Ok(status)
    }

    fn outcome(&self, report: &Report, previous: Option<&Report>) -> Outcome {
        let comparison = previous.map(|previous| compare(previous, report));
        let context = Context {
            previous: previous.zip(comparison.as_ref()),
            today: Some(self.today),
            above: &self.rules.config.regions,
        };
        check(report, &context, &self.rules.packs)
    }

    fn json(&self, checked: &Checked, output: &mut Output) -> Result<(), CliError> {
        let previous = checked.previous.map(Document::new);
        let document = Document::new(checked.report);
        let lang = self.shared.lang;
        let mut json = json::document(&document, previous.as_ref(), &checked.outcome, lang);
        json.report.source = checked.source.as_deref();
        output.json(&json)
    }
}

/// Found, unless a reviewer has dismissed everything that asks.
fn judged(edition: Option<(&Shelf, &str)>, outcome: &Outcome) -> Status {
    let mut asking = outcome
        .findings
        .iter()
        .filter(|finding| finding.verdict.asks())
        .peekable();
    if asking.peek().is_none() {
        return Status::Clean;
    }
    let Some((shelf, id)) = edition else {
        return Status::Found;
    };
    let dismissed = |finding: &Finding| {
        let decision = shelf.review.decision(id, &finding.id);
        decision.is_some_and(|decision| {
            matches!(
                decision.judgement,
                Judgement::Rejected | Judgement::NotApplicable
            )
        })
    };
    if asking.all(dismissed) {
        Status::Clean
    } else {
        Status::Found
    }
}
