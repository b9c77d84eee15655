//! `ducha score`: the score sheet of reports, with the office's cut-offs.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::library::{self, Shelf};
use super::text::name;
use super::{CliError, Format, Output, Rules, Shared, Status, Typed, source};
use crate::check::{Context, Severity, check};
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
    let rules = Rules::read(shared)?;
    let mut status = Status::Clean;
    if reports.is_empty() {
        let shelf = Shelf::of(library::open(shared)?)?;
        for record in &shelf.entries.records {
            let typed = Typed::from(&record.id);
            status = status.max(one(&typed, &rules, format, shared, output)?);
        }
        return Ok(status);
    }
    for typed in reports {
        status = status.max(one(typed, &rules, format, shared, output)?);
    }
    Ok(status)
}

fn one(
    typed: &Typed,
    rules: &Rules,
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let read = source::report(Path::new(typed).as_os_str(), shared);
    let read = read.and_then(|source| Ok((source::previous(&source)?, source)));
    let (previous, source) = match read {
        Ok(read) => read,
        Err(error) => return Ok(output.fail(&error, shared.lang)),
    };
    let report = &source.report;
    let comparison = previous.as_ref().map(|previous| compare(previous, report));
    let filed = source.edition.as_ref().map(|(shelf, _)| shelf.filed());
    let today = jiff::Zoned::now().date();
    let context = Context {
        previous: previous.as_ref().zip(comparison.as_ref()),
        today: Some(today),
        above: &rules.config.regions,
        filed: filed.as_ref(),
        peers: None,
    };
    let outcome = check(report, &context, &rules.packs);
    let standings = source
        .edition
        .as_ref()
        .map(|(shelf, record)| shelf.standings(&record.id, &outcome.findings, today));
    let standings = standings.unwrap_or_default();
    let standing = |idx: usize| standings.get(idx).copied().unwrap_or_default();
    let findings = outcome.findings.iter().enumerate();
    let judged = findings.map(|(idx, finding)| (finding, standing(idx)));
    let sheet = Sheet::of(judged, &rules.config.grades);
    match format {
        Format::Json => output.json(&json(report, &sheet, shared.lang))?,
        Format::Text => text(report, &sheet, shared.lang, output)?,
    }
    Ok(Status::Clean)
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
