//! `ducha gaps`: what reviewers have written down.

use std::collections::BTreeMap;

use super::export::NumberedJson;
use super::import::name;
use super::library::{self, Shelf};
use super::selecting::{Known, Selecting};
use super::text::{clipped, flat};
use super::{CliError, Format, Output, Shared, Status};
use crate::export::Item;
use crate::locale::Lang;

pub fn run(
    selecting: &Selecting,
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let shelf = Shelf::of(library::open(shared)?)?;
    let selection = selecting.resolve(&shelf, shared.lang)?;
    let known = Known::read(shared)?;
    let records = &shelf.entries.records;
    let names: BTreeMap<&str, String> = records
        .iter()
        .map(|record| (record.id.as_str(), name(record, shared.lang)))
        .collect();
    let items = known.items(&shelf);
    for item in items.iter().filter(|item| selection.takes(item)) {
        match format {
            Format::Json => output.json(&NumberedJson::of(item))?,
            Format::Text => {
                let report = names
                    .get(item.annotation.target.edition.as_str())
                    .map_or("", String::as_str);
                output.line(&line(item, report, shared.lang))?;
            }
        }
    }
    Ok(shelf.health(shared, output))
}

fn line(item: &Item, report: &str, lang: Lang) -> String {
    let annotation = item.annotation;
    let grade = item.grade(lang);
    let judgement = lang.text(&format!("judgement.{}", annotation.judgement.name()));
    let state = lang.text(&format!(
        "rectification.{}",
        annotation.rectification.name()
    ));
    let quote = annotation.target.anchors.first().map(|anchor| {
        let phrase = anchor.phrase.as_deref().unwrap_or(&anchor.sentence);
        clipped(phrase, 40)
    });
    let quote = quote.unwrap_or_default();
    let (number, problem) = (&item.number, flat(&annotation.problem));
    format!("{number}\t{report}\t{judgement}\t{grade}\t{state}\t{quote}\t{problem}")
}
