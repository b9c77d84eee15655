//! From what was typed to a report: a file, standard input, or an id in the library.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use super::library::{self, Shelf};
use super::{CliError, Shared};
use crate::import::{ImportErrorKind, Original};
use crate::order;
use crate::report::{Report, parse};
use crate::store::{EditionRecord, ErrorKind, Library, year_before};

/// A report, and where in the library it comes from when it does.
pub struct Source {
    pub report: Report,
    pub edition: Option<(Shelf, EditionRecord)>,
}

/// Reads and understands one REPORT of the command line.
pub fn report(typed: &OsStr, shared: &Shared) -> Result<Source, CliError> {
    match original(typed) {
        Ok(original) => {
            let (text, hints) = shared.importer.read(original)?.into_text();
            Ok(Source {
                report: parse(text, &hints),
                edition: None,
            })
        }
        Err(CliError::Import(error)) if matches!(error.kind, ImportErrorKind::NotFound) => {
            let Some(prefix) = typed.to_str().filter(|text| looks_like_an_id(text)) else {
                return Err(error.into());
            };
            edition(prefix, shared)
        }
        Err(error) => Err(error),
    }
}

/// Reads a file, or standard input for `-`.
pub fn original(typed: &OsStr) -> Result<Original, CliError> {
    if typed == "-" {
        return Ok(Original::of_stream(io::stdin().lock(), "-")?);
    }
    Ok(Original::of_file(Path::new(typed))?)
}

/// The report of the year before, when the report comes from a library that has it.
pub fn previous(source: &Source) -> Result<Option<Report>, CliError> {
    let Some((shelf, record)) = &source.edition else {
        return Ok(None);
    };
    let mut records: Vec<&EditionRecord> = shelf.entries.records.iter().collect();
    order::sort_by_key(&mut records, |record| std::cmp::Reverse(record.imported));
    match year_before(&records, record.series(), |record| record.series()) {
        Some(before) => shelf.report(&before.id).map(Some),
        None => Ok(None),
    }
}

pub fn looks_like_an_id(text: &str) -> bool {
    text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn edition(prefix: &str, shared: &Shared) -> Result<Source, CliError> {
    let library = library::open(shared)?;
    let id = resolve(prefix, &library)?.id;
    let shelf = Shelf::of(library)?;
    let report = shelf.report(&id)?;
    let record = shelf.entries.records.iter().find(|record| record.id == id);
    let record = record.cloned();
    Ok(Source {
        report,
        edition: record.map(|record| (shelf, record)),
    })
}

/// The edition whose id begins like this.
pub fn resolve(prefix: &str, library: &Library) -> Result<EditionRecord, CliError> {
    let found = library.resolve(&prefix.to_ascii_lowercase());
    found.map_err(|error| match error.kind {
        ErrorKind::NoSuchEdition => CliError::NoSuchReport(prefix.to_owned()),
        _ => error.into(),
    })
}
