//! `ducha gaps`: what reviewers have written down.

use std::collections::BTreeMap;

use super::export::NumberedJson;
use super::library::{self, Shelf};
use super::selecting::{Known, Selecting};
use super::text::{push_clipped, push_flat, record_name};
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
        .map(|record| (record.id.as_str(), record_name(record, shared.lang)))
        .collect();
    let items = known.items(&shelf);
    let mut words = Words::new(shared.lang);
    let mut line = String::new();
    for item in items.iter().filter(|item| selection.takes(item)) {
        match format {
            Format::Json => output.json(&NumberedJson::of(item))?,
            Format::Text => {
                let report = names
                    .get(item.annotation.target.edition.as_str())
                    .map_or("", String::as_str);
                line.clear();
                write(&mut line, item, report, &mut words);
                output.line(&line)?;
            }
        }
    }
    Ok(shelf.health(shared, output))
}

fn write(line: &mut String, item: &Item, report: &str, words: &mut Words) {
    let annotation = item.annotation;
    let grade = annotation
        .grade
        .map_or("", |grade| words.of("grade", grade.name()));
    let judgement = words.of("judgement", annotation.judgement.name());
    let state = words.of("rectification", annotation.rectification.name());
    for cell in [item.number.as_str(), report, judgement, grade, state] {
        line.push_str(cell);
        line.push('\t');
    }
    if let Some(anchor) = annotation.target.anchors.first() {
        let phrase = anchor.quote();
        push_clipped(line, phrase, 40);
    }
    line.push('\t');
    push_flat(line, &annotation.problem);
}

/// The few words of closed lists that thousands of lines are made of, each looked up once.
struct Words {
    lang: Lang,
    /// By section and name.
    known: Vec<((&'static str, &'static str), &'static str)>,
}

impl Words {
    fn new(lang: Lang) -> Words {
        Words {
            lang,
            known: Vec::new(),
        }
    }

    fn of(&mut self, section: &'static str, name: &'static str) -> &'static str {
        let key = (section, name);
        let known = self.known.iter().find(|(known, _)| *known == key);
        if let Some((_, text)) = known {
            return text;
        }
        let text = self.lang.text(&format!("{section}.{name}"));
        self.known.push((key, text));
        text
    }
}
