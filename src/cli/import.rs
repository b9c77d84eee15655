//! `ducha import`: files into the library.

use super::{CliError, Output, Shared, Status, Typed, source};

pub fn run(files: &[Typed], shared: &Shared, _output: &mut Output) -> Result<Status, CliError> {
    for typed in files {
        source::report(typed, shared)?;
    }
    Ok(Status::Clean)
}
