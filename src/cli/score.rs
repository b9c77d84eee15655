//! `ducha score`: the score sheet of reports, with the office's cut-offs.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::collection::Collection;
use super::library::{self, Shelf};
use super::text::name;
use super::{CliError, Format, Output, Rules, Shared, Status, Typed, source};
use crate::check::register::Filed;
use crate::check::{Context, Peers, Severity, check};
use crate::compare::compare;
use crate::locale::Lang;
use crate::report::Report;
use crate::review::{Line, Sheet};

/// `ducha.score.v1`
#[derive(Serialize)]
struct SheetJson {
    schema: &'static str,
    report: String,
    whole: LineJson,
    aspects: BTreeMap<&'static str, LineJson>,
}

#[derive(Serialize)]
struct LineJson {
    /// Null where there was nothing to grade.
    rating: Option<&'static str>,
    /// Whether findings that wait for a decision may still change it.
    provisional: bool,
    standing: BTreeMap<&'static str, usize>,
    open: usize,
}

const SEVERITIES: [Severity; 4] = [Severity::S1, Severity::S2, Severity::S3, Severity::S4];

pub fn run(
    reports: &[Typed],
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let grader = Grader {
        rules: Rules::read(shared)?,
        today: jiff::Zoned::now().date(),
        format,
        shared,
    };
    if reports.is_empty() {
        let shelf = Shelf::of(library::open(shared)?)?;
        return grader.library(Collection::of_library(shelf, shared, output)?, output);
    }
    let mut status = Status::Clean;
    for typed in reports {
        status = status.max(grader.single(typed, output)?);
    }
    Ok(status)
}

/// What every report is graded with.
struct Grader<'a> {
    rules: Rules,
    today: Date,
    format: Format,
    shared: &'a Shared,
}

impl Grader<'_> {
    fn single(&self, typed: &Typed, output: &mut Output) -> Result<Status, CliError> {
        let read = source::report(typed, self.shared);
        let read = read.and_then(|source| Ok((source::previous(&source)?, source)));
        let (previous, source) = match read {
            Ok(read) => read,
            Err(error) => return Ok(output.fail(&error, self.shared.lang)),
        };
        let edition = source.edition.as_ref();
        let filed = edition.map(|(shelf, _)| shelf.filed());
        let edition = edition.map(|(shelf, record)| (shelf, record.id.as_str()));
        let around = Around {
            previous: previous.as_ref(),
            filed: filed.as_ref(),
            peers: None,
            edition,
        };
        self.grade(&source.report, around, output)?;
        Ok(Status::Clean)
    }

    fn library(&self, collection: Collection, output: &mut Output) -> Result<Status, CliError> {
        let filed = collection.shelf().map(Shelf::filed);
        let mut status = Status::Clean;
        for idx in 0..collection.len() {
            let (report, previous) = match collection.with_before(idx) {
                Ok(read) => read,
                Err(error) => {
                    status = status.max(output.fail(&error, self.shared.lang));
                    continue;
                }
            };
            let record = collection.item(idx).and_then(|item| item.record());
            let edition = collection
                .shelf()
                .zip(record.map(|record| record.id.as_str()));
            let around = Around {
                previous: previous.as_deref(),
                filed: filed.as_ref(),
                peers: Some(collection.peers()),
                edition,
            };
            self.grade(&report, around, output)?;
        }
        Ok(status)
    }

    fn grade(&self, report: &Report, around: Around, output: &mut Output) -> Result<(), CliError> {
        let comparison = around.previous.map(|previous| compare(previous, report));
        let above = around.filed.map(|filed| filed.above(&report.metadata));
        let mut above = above.unwrap_or_default();
        above.extend(self.rules.config.regions.iter().cloned());
        let context = Context {
            previous: around.previous.zip(comparison.as_ref()),
            today: Some(self.today),
            above: &above,
            filed: around.filed,
            peers: around.peers,
        };
        let findings = check(report, &context, &self.rules.packs).findings;
        let standings = around
            .edition
            .map(|(shelf, id)| shelf.standings(id, &findings, self.today))
            .unwrap_or_default();
        let standing = |idx: usize| standings.get(idx).copied().unwrap_or_default();
        let judged = findings.iter().enumerate();
        let judged = judged.map(|(idx, finding)| (finding, standing(idx)));
        let sheet = Sheet::of(judged, &self.rules.config.grades);
        match self.format {
            Format::Json => output.json(&json(report, &sheet, self.shared.lang)),
            Format::Text => text(report, &sheet, self.shared.lang, output),
        }
    }
}

/// What is known of other reports, and of this one in its library.
struct Around<'a> {
    previous: Option<&'a Report>,
    filed: Option<&'a Filed>,
    peers: Option<&'a Peers>,
    edition: Option<(&'a Shelf, &'a str)>,
}

fn json(report: &Report, sheet: &Sheet, lang: Lang) -> SheetJson {
    let line = |line: &Line| LineJson {
        rating: line.rating.map(|rating| rating.name()),
        provisional: line.open > 0,
        standing: SEVERITIES
            .into_iter()
            .map(|severity| (severity.name(), line.standing.of(severity)))
            .collect(),
        open: line.open,
    };
    SheetJson {
        schema: "ducha.score.v1",
        report: name(report, lang),
        whole: line(&sheet.whole),
        aspects: sheet
            .aspects
            .iter()
            .map(|(aspect, found)| (aspect.name(), line(found)))
            .collect(),
    }
}

fn text(report: &Report, sheet: &Sheet, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    output.line(&name(report, lang))?;
    let lines = sheet
        .aspects
        .iter()
        .map(|(aspect, line)| (format!("aspect.{}", aspect.name()), line))
        .chain([("aspect.whole".to_owned(), &sheet.whole)]);
    for (key, line) in lines {
        let rating = line.rating.map_or("rating.none".to_owned(), |rating| {
            format!("rating.{}", rating.name())
        });
        let counts = SEVERITIES
            .map(|severity| format!("{} {}", severity.name(), line.standing.of(severity)));
        let provisional = match (line.rating, line.open) {
            (None, _) | (_, 0) => "",
            (Some(_), _) => lang.text("rating.provisional"),
        };
        let open = lang.fill("score.open", &[("count", &line.open)]);
        output.line(&format!(
            "{}\t{}{provisional}\t{}\t{open}",
            lang.text(&key),
            lang.text(&rating),
            counts.join("\t")
        ))?;
    }
    Ok(())
}
