//! `ducha import`: files into the library.

use std::ffi::OsStr;
use std::path::PathBuf;

use super::library::{self, reviewer_name};
use super::text::flat;
use super::{CliError, Output, Shared, Status, Typed, source};
use crate::locale::Lang;
use crate::store::{Added, EditionRecord, Library};

pub fn run(files: &[Typed], shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let library = library::open_or_create(shared)?;
    let mut status = Status::Clean;
    for typed in files {
        match take_in(&library, typed, shared) {
            Ok(added) => output.line(&said(&added, shared.lang))?,
            Err(error) => status = status.max(output.fail(&error, shared.lang)),
        }
    }
    Ok(status)
}

/// The library that the console opens, with the files it was started with imported. What cannot be read is said, and the
/// rest is opened; without files the samples stand in for a library that is not there yet.
pub fn for_console(
    files: &[PathBuf],
    shared: &Shared,
    output: &mut Output,
) -> Result<(Library, Vec<String>, Status), CliError> {
    if files.is_empty() {
        return Ok((library::open(shared)?, Vec::new(), Status::Clean));
    }
    let library = library::open_or_create(shared)?;
    let mut status = Status::Clean;
    let mut open = Vec::new();
    for file in files {
        match take_in(&library, file.as_os_str(), shared) {
            Ok(added) => open.push(added.record().id.clone()),
            Err(error) => status = status.max(output.fail(&error, shared.lang)),
        }
    }
    Ok((library, open, status))
}

fn take_in(library: &Library, typed: &OsStr, shared: &Shared) -> Result<Added, CliError> {
    let imported = source::file(typed)?;
    Ok(library.take_in(&imported, &reviewer_name(shared))?)
}

fn said(added: &Added, lang: Lang) -> String {
    let key = match added {
        Added::New(_) => "import.new",
        Added::Known(_) => "import.known",
    };
    let record = added.record();
    lang.fill(
        key,
        &[("name", &name(record, lang)), ("id", &short(&record.id))],
    )
}

/// Issuer and year, or whatever else tells a report from others.
pub fn name(record: &EditionRecord, lang: Lang) -> String {
    let metadata = &record.metadata;
    let known = metadata
        .issuer
        .as_ref()
        .or(metadata.region.as_ref())
        .or(metadata.title.as_ref());
    let name = known
        .or(record.file_name.as_ref())
        .map_or(lang.text("show.untitled"), String::as_str);
    match metadata.year {
        Some(year) => format!("{} {year}", flat(name)),
        None => flat(name),
    }
}

/// Enough of an id to type.
pub fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}
