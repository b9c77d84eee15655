//! What can go wrong in a command, and how it is said.

use std::io;

use super::Status;
use crate::import::ImportError;
use crate::locale::Lang;
use crate::shown::Shown;

/// Why a command could not do its work.
#[derive(Debug)]
pub enum CliError {
    /// The words typed do not make a command; already rendered.
    Usage(String),
    Import(ImportError),
    /// Neither a file nor the id of a report in the library.
    NoSuchReport(String),
    Output(io::Error),
}

impl CliError {
    pub fn status(&self) -> Status {
        match self {
            CliError::Usage(_) => Status::Usage,
            CliError::Import(_) | CliError::NoSuchReport(_) | CliError::Output(_) => Status::Failed,
        }
    }

    /// What happened, where, and what to do.
    pub fn render(&self, lang: Lang) -> String {
        match self {
            CliError::Usage(text) => text.clone(),
            CliError::Import(error) => error.render(lang),
            CliError::NoSuchReport(name) => {
                lang.fill("error.no_such_report", &[("name", &Shown::new(name))])
            }
            CliError::Output(error) => lang.fill("error.output", &[("reason", error)]),
        }
    }
}

impl From<ImportError> for CliError {
    fn from(error: ImportError) -> CliError {
        CliError::Import(error)
    }
}
