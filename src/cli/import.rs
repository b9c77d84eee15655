//! `ducha import`: files and folders into the library.

use std::ffi::OsString;
use std::path::PathBuf;

use super::batch::Batch;
use super::consent::Consent;
use super::library;
use super::{CliError, Output, Shared, Status, Typed};
use crate::store::Library;

pub fn run(
    files: &[Typed],
    yes: bool,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let library = library::open_or_create(shared)?;
    let consent = match yes {
        true => Consent::Given,
        false => Consent::of_terminal(),
    };
    let mut batch = Batch::new(&library, shared, consent)?;
    batch.take(files, output)?;
    batch.close(output)
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
    let typed: Vec<OsString> = files.iter().map(OsString::from).collect();
    let mut batch = Batch::quiet(&library, shared, Consent::of_terminal())?;
    batch.take(&typed, output)?;
    let open = batch.editions();
    let status = batch.close(output)?;
    Ok((library, open, status))
}
