//! What can go wrong in a command, and how it is said.

use std::io;

use super::Status;
use super::fix::FixError;
use crate::check::pack::PackError;
use crate::import::ImportError;
use crate::locale::Lang;
use crate::shown::Shown;
use crate::store::{self, IntakeError};

/// Why a command could not do its work.
#[derive(Debug)]
pub enum CliError {
    /// The words typed do not make a command; already rendered.
    Usage(String),
    Import(ImportError),
    /// Neither a file nor the id of a report in the library.
    NoSuchReport(String),
    /// The bundled samples take no other reports.
    SampleIsFixed,
    Pack(PackError),
    Fix(FixError),
    Store(store::Error),
    Output(io::Error),
}

impl CliError {
    pub fn status(&self) -> Status {
        match self {
            CliError::Usage(_) | CliError::SampleIsFixed => Status::Usage,
            CliError::Fix(error) => error.status(),
            CliError::Import(_)
            | CliError::NoSuchReport(_)
            | CliError::Pack(_)
            | CliError::Store(_)
            | CliError::Output(_) => Status::Failed,
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
            CliError::SampleIsFixed => lang.text("error.sample_is_fixed").to_owned(),
            CliError::Pack(error) => pack(error, lang),
            CliError::Fix(error) => error.render(lang),
            CliError::Store(error) => error.message(lang),
            CliError::Output(error) => lang.fill("error.output", &[("reason", error)]),
        }
    }
}

/// File, rule and key, and what is wrong there.
fn pack(error: &PackError, lang: Lang) -> String {
    let places = [Some(&error.file), error.rule.as_ref(), error.key.as_ref()];
    let place = places
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .join(" › ");
    let detail = error.fault.detail();
    let fault = format!("pack_fault.{}", error.fault.name());
    let what = lang.fill(&fault, &[("detail", &Shown::new(&detail))]);
    lang.fill(
        "error.pack",
        &[("place", &Shown::new(&place)), ("what", &what)],
    )
}

impl From<ImportError> for CliError {
    fn from(error: ImportError) -> CliError {
        CliError::Import(error)
    }
}

impl From<store::Error> for CliError {
    fn from(error: store::Error) -> CliError {
        CliError::Store(error)
    }
}

impl From<FixError> for CliError {
    fn from(error: FixError) -> CliError {
        CliError::Fix(error)
    }
}

impl From<PackError> for CliError {
    fn from(error: PackError) -> CliError {
        CliError::Pack(error)
    }
}

impl From<IntakeError> for CliError {
    fn from(error: IntakeError) -> CliError {
        match error {
            IntakeError::Import(error) => CliError::Import(error),
            IntakeError::Store(error) => CliError::Store(error),
        }
    }
}
