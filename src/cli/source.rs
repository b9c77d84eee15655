//! From what was typed to a report: a file, standard input, or an id in the library.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use super::{CliError, Shared};
use crate::import::{read_file, read_stream};
use crate::report::{Report, parse};

/// Reads and understands one REPORT of the command line.
pub fn report(typed: &OsStr, _shared: &Shared) -> Result<Report, CliError> {
    if typed == "-" {
        let imported = read_stream(io::stdin().lock(), "-")?;
        return Ok(parse(imported.source.clone(), &imported.hints()));
    }
    let imported = read_file(Path::new(typed))?;
    Ok(parse(imported.source.clone(), &imported.hints()))
}
