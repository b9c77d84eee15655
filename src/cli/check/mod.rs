//! `ducha check`: the verdicts on reports, one by one, of a folder, of the whole library, or of a stream of records.

mod each;
mod text;

use std::ffi::OsStr;
use std::io::{self, BufRead};
use std::mem;
use std::path::{Path, PathBuf};

use super::collection::{Collection, Item, Pair};
use super::json::{Document, check as json};
use super::library::{self, Shelf};
use super::progress::Progress;
use super::records::{self, Answer};
use super::source::{self, Source};
use super::{CliError, Format, Output, Reports, Rules, Shared, Status, Typed};
use crate::check::register::Filed;
use crate::check::{Context, Outcome, Peers, check};
use crate::compare::compare;
use crate::report::Report;
use crate::review::Standing;

/// What is to be checked.
#[derive(Debug)]
pub struct Checking {
    /// Files, folders, ids; none for the whole library.
    pub reports: Reports,
    pub previous: Option<Typed>,
    /// Records on standard input instead.
    pub records: bool,
    pub format: Format,
}

pub fn run(checking: &Checking, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let previous = checking.previous.as_ref();
    let previous = previous.map(|typed| source::report(typed, shared));
    let checker = Checker {
        rules: Rules::read(shared)?,
        previous: previous.transpose()?.map(|source| source.report),
        today: jiff::Zoned::now().date(),
        format: checking.format,
        shared,
    };
    if checking.records {
        return checker.records(io::stdin().lock(), output);
    }
    let listed = checking.reports.listed()?;
    if checking.reports.named.is_empty() && listed.is_empty() {
        let shelf = Shelf::of(library::open(shared)?)?;
        let collection = Collection::of_library(shelf, shared, output)?;
        return checker.collection(collection, output);
    }
    // The files of a list are like those of a folder: years of one issuer belong together.
    let is_file = |typed: &Typed| Path::new(typed).is_file();
    let (files, others): (Vec<Typed>, Vec<Typed>) = listed.into_iter().partition(is_file);
    let mut status = Status::Clean;
    for typed in checking.reports.named.iter().chain(&others) {
        let path = Path::new(typed);
        status = status.max(if path.is_dir() {
            let collection = Collection::of_folder(path, shared, output)?;
            checker.collection(collection, output)?
        } else {
            checker.single(typed, output)?
        });
    }
    if !files.is_empty() {
        let files = files.into_iter().map(PathBuf::from).collect();
        let collection = Collection::of_files(files, shared, output)?;
        status = status.max(checker.collection(collection, output)?);
    }
    Ok(status)
}

pub(super) use each::{Each, each};

/// What every report is checked with.
struct Checker<'a> {
    rules: Rules,
    /// Last year's report, when it was named.
    previous: Option<Report>,
    today: jiff::civil::Date,
    format: Format,
    shared: &'a Shared,
}

/// What is known of other reports.
#[derive(Clone, Copy, Default)]
struct Surroundings<'a> {
    peers: Option<&'a Peers>,
    filed: Option<&'a Filed>,
}

/// A report on its way to the output.
pub(super) struct Checked<'a> {
    pub report: &'a Report,
    pub previous: Option<&'a Report>,
    pub outcome: Outcome,
    /// For each finding what reviewers said of it; empty of a report that is in no library.
    pub standings: Vec<Standing<'a>>,
    /// The file or id, where there are several.
    pub source: Option<String>,
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
        let edition = edition.as_ref();
        let filed = edition.map(|(shelf, _)| shelf.filed());
        let surroundings = Surroundings {
            peers: None,
            filed: filed.as_ref(),
        };
        let outcome = self.outcome(report, previous, surroundings);
        let standings = edition.map(|(shelf, record)| {
            let findings = &outcome.findings;
            shelf.standings(&record.id, findings, self.today)
        });
        let checked = Checked {
            report,
            previous,
            standings: standings.unwrap_or_default(),
            outcome,
            source: None,
        };
        match self.format {
            Format::Json => self.json(&checked, output)?,
            Format::Text => text::whole(&checked, lang, output)?,
        }
        Ok(judged(&checked.outcome, &checked.standings))
    }

    /// One report after the other, with the year before and the other units where the collection has them.
    fn collection(
        &self,
        mut collection: Collection,
        output: &mut Output,
    ) -> Result<Status, CliError> {
        let lang = self.shared.lang;
        let mut progress = Progress::new(self.shared.progress, "check.progress");
        let (mut status, mut asking) = (Status::Clean, 0);
        let mut failed = mem::take(&mut collection.failed);
        let total = collection.len();
        let filed = collection.shelf().map(Shelf::filed);
        let work = |idx| self.written(&collection, filed.as_ref(), idx);
        let show = |progress: &mut Progress, output: &mut Output, idx: usize| {
            let path = collection.item(idx).and_then(|item| item.path());
            progress.show(output, lang, idx, total, path);
        };
        collection.each(&work, &mut |idx, written| {
            match written {
                Ok((text, judged)) => {
                    asking += usize::from(judged == Status::Found);
                    status = status.max(judged);
                    progress.clear(output);
                    output.bytes(&text)?;
                    progress.let_through(output)?;
                }
                Err(error) => failed.push(error),
            }
            show(&mut progress, output, idx + 1);
            Ok(())
        })?;
        progress.clear(output);
        for error in &failed {
            status = status.max(output.fail(error, lang));
        }
        if self.format == Format::Text && total > 0 {
            let failed = failed.len();
            let counts: [(&str, &dyn std::fmt::Display); 3] =
                [("total", &total), ("asking", &asking), ("failed", &failed)];
            output.line(&lang.fill("check.account", &counts))?;
        }
        Ok(status)
    }

    /// What is to be written of one report of a collection, and what that means for the end.
    fn written(
        &self,
        collection: &Collection,
        filed: Option<&Filed>,
        idx: usize,
    ) -> Result<(Vec<u8>, Status), CliError> {
        let ((report, previous), outcome) = self.judge(collection, filed, idx)?;
        let checked = Checked {
            report: &report,
            previous: previous.as_deref(),
            standings: self.standings(collection, idx, &outcome),
            outcome,
            source: collection.item(idx).map(Item::source),
        };
        let (mut text, mut nobody) = (Vec::new(), io::sink());
        let mut output = Output::new(&mut text, &mut nobody);
        match self.format {
            Format::Json => self.json(&checked, &mut output)?,
            Format::Text => text::brief(&checked, self.shared.lang, &mut output)?,
        }
        Ok((text, judged(&checked.outcome, &checked.standings)))
    }

    /// A report of a collection and that of the year before, with what is found in it.
    fn judge(
        &self,
        collection: &Collection,
        filed: Option<&Filed>,
        idx: usize,
    ) -> Result<(Pair, Outcome), CliError> {
        let pair = collection.with_before(idx)?;
        let surroundings = Surroundings {
            peers: Some(collection.peers()),
            filed,
        };
        let (report, previous) = &pair;
        let outcome = self.outcome(report, previous.as_deref(), surroundings);
        Ok((pair, outcome))
    }

    /// What reviewers said of the findings in a report of the library.
    fn standings<'c>(
        &self,
        collection: &'c Collection,
        idx: usize,
        outcome: &Outcome,
    ) -> Vec<Standing<'c>> {
        let record = collection.item(idx).and_then(Item::record);
        let edition = record.zip(collection.shelf());
        let standings = edition
            .map(|(record, shelf)| shelf.standings(&record.id, &outcome.findings, self.today));
        standings.unwrap_or_default()
    }

    /// One record after the other, each on its own.
    fn records(&self, input: impl BufRead, output: &mut Output) -> Result<Status, CliError> {
        let lang = self.shared.lang;
        records::each(input, "text", lang, output, &mut |record, output| {
            let report = record.report();
            let previous = record.previous();
            let previous = previous.as_ref().or(self.previous.as_ref());
            let outcome = self.outcome(&report, previous, Surroundings::default());
            let before = previous.map(Document::new);
            let document = Document::new(&report);
            let document = json::document(&document, before.as_ref(), &outcome, &[], lang);
            let id = &record.id;
            output.json(&Answer { id, document })?;
            Ok(Some(judged(&outcome, &[])))
        })
    }

    fn outcome(
        &self,
        report: &Report,
        previous: Option<&Report>,
        surroundings: Surroundings,
    ) -> Outcome {
        let comparison = previous.map(|previous| compare(previous, report));
        let filed = surroundings.filed;
        let mut above = filed
            .map(|filed| filed.above(&report.metadata))
            .unwrap_or_default();
        above.extend(self.rules.config.regions.iter().cloned());
        let context = Context {
            previous: previous.zip(comparison.as_ref()),
            today: Some(self.today),
            above: &above,
            peers: surroundings.peers,
            filed,
        };
        check(report, &context, &self.rules.packs)
    }

    fn json(&self, checked: &Checked, output: &mut Output) -> Result<(), CliError> {
        let previous = checked.previous.map(Document::new);
        let document = Document::new(checked.report);
        let mut json = json::document(
            &document,
            previous.as_ref(),
            &checked.outcome,
            &checked.standings,
            self.shared.lang,
        );
        json.report.source = checked.source.as_deref();
        output.json(&json)
    }
}

/// Found, unless reviewers have dismissed or suppressed everything that asks.
fn judged(outcome: &Outcome, standings: &[Standing]) -> Status {
    let dismissed = |idx: usize| standings.get(idx).is_some_and(Standing::is_dismissed);
    let mut findings = outcome.findings.iter().enumerate();
    match findings.any(|(idx, finding)| finding.verdict.asks() && !dismissed(idx)) {
        true => Status::Found,
        false => Status::Clean,
    }
}
