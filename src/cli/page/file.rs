//! A result written to a file: the whole of it, or the file as it was.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::CliError;

/// Writes beside the file and puts the result in its place once all of it is on the disk.
pub(super) fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let failed = |error: io::Error| CliError::NotWritten(path.to_owned(), error);
    // A link is followed: what it leads to is replaced, not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let beside = beside(&target);
    let written = fill(&beside, text).and_then(|()| fs::rename(&beside, &target));
    written.map_err(|error| {
        // What is left of a failed attempt is ours alone; that it cannot be removed says nothing new.
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    target.with_file_name(name)
}

fn fill(path: &Path, text: &str) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
