//! `ducha list`: what is in the library.

use serde::Serialize;

use super::library::{self, Shelf};
use super::text::{flat, record_name, short_id};
use super::{CliError, Format, Output, Shared, Status};
use crate::locale::Lang;
use crate::report::issuer_key;
use crate::store::EditionRecord;

/// One report of the library, as scripts see it.
#[derive(Serialize)]
struct EntryJson<'a> {
    schema: &'static str,
    id: &'a str,
    title: Option<&'a str>,
    issuer: Option<&'a str>,
    level: &'a str,
    kind: &'a str,
    year: Option<i16>,
    published: Option<jiff::civil::Date>,
    file_name: Option<&'a str>,
}

pub fn run(format: Format, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let mut entries = Shelf::of(library::open(shared)?)?.entries;
    entries.records.sort_by_cached_key(order);
    for record in &entries.records {
        match format {
            Format::Json => output.json(&json(record))?,
            Format::Text => output.line(&line(record, shared.lang))?,
        }
    }
    if entries.records.is_empty() && format == Format::Text {
        output.say(shared.lang.text("list.empty"));
    }
    let mut status = Status::Clean;
    for error in entries.damaged {
        status = status.max(output.fail(&error.into(), shared.lang));
    }
    Ok(status)
}

/// By issuer, the latest year first.
fn order(record: &EditionRecord) -> (String, std::cmp::Reverse<Option<i16>>, String) {
    let metadata = &record.metadata;
    (
        issuer_key(metadata.issuer.as_deref().unwrap_or("")).to_owned(),
        std::cmp::Reverse(metadata.year),
        record.id.clone(),
    )
}

fn line(record: &EditionRecord, lang: Lang) -> String {
    let metadata = &record.metadata;
    let kind = lang.text(&format!("kind.{}", record.metadata.kind().name()));
    let published = metadata.published.map_or_else(
        || lang.text("show.unsaid").to_owned(),
        |date| date.to_string(),
    );
    let file = record.file_name.as_deref().map(flat).unwrap_or_default();
    format!(
        "{}\t{}\t{kind}\t{published}\t{file}",
        short_id(&record.id),
        record_name(record, lang)
    )
}

fn json(record: &EditionRecord) -> EntryJson<'_> {
    let metadata = &record.metadata;
    EntryJson {
        schema: "ducha.entry.v1",
        id: &record.id,
        title: metadata.title.as_deref(),
        issuer: metadata.issuer.as_deref(),
        level: &metadata.level,
        kind: &metadata.kind,
        year: metadata.year,
        published: metadata.published,
        file_name: record.file_name.as_deref(),
    }
}
