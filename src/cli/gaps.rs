//! `ducha gaps`: what reviewers have written down.

use std::collections::BTreeMap;

use super::import::name;
use super::library::{self, Shelf};
use super::text::{clipped, flat};
use super::{CliError, Format, Output, Shared, Status};
use crate::locale::Lang;
use crate::review::Annotation;

pub fn run(
    private: bool,
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let shelf = Shelf::of(library::open(shared)?)?;
    let records = &shelf.entries.records;
    let names: BTreeMap<&str, String> = records
        .iter()
        .map(|record| (record.id.as_str(), name(record, shared.lang)))
        .collect();
    for annotation in shelf
        .review
        .annotations
        .values()
        .filter(|annotation| !annotation.deleted && (private || !annotation.private))
    {
        match format {
            Format::Json => output.json(annotation)?,
            Format::Text => {
                let report = names
                    .get(annotation.target.edition.as_str())
                    .map_or("", String::as_str);
                output.line(&line(annotation, report, shared.lang))?;
            }
        }
    }
    if shelf.damaged > 0 {
        let said = &[("count", &shelf.damaged as &dyn std::fmt::Display)];
        output.say(&shared.lang.fill("gaps.damaged", said));
        return Ok(Status::Failed);
    }
    Ok(Status::Clean)
}

fn line(annotation: &Annotation, report: &str, lang: Lang) -> String {
    let grade = annotation
        .grade
        .map_or("", |grade| lang.text(&format!("grade.{}", grade.name())));
    let judgement = lang.text(&format!("judgement.{}", annotation.judgement.name()));
    let quote = annotation.target.anchors.first().map(|anchor| {
        let phrase = anchor.phrase.as_deref().unwrap_or(&anchor.sentence);
        clipped(phrase, 40)
    });
    let quote = quote.unwrap_or_default();
    format!(
        "{report}\t{judgement}\t{grade}\t{quote}\t{}",
        flat(&annotation.problem)
    )
}
