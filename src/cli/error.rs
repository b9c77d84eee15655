//! What can go wrong in a command, and how it is said.

use std::io;
use std::path::PathBuf;

use super::Status;
use super::annotate::NoteError;
use super::fix::FixError;
use super::register::RegisterError;
use crate::check::pack::PackError;
use crate::import::ImportError;
use crate::locale::Lang;
use crate::review::Lack;
use crate::search::PatternError;
use crate::shown::Shown;
use crate::store::{self, ConfigError, IntakeError};

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
    /// All that is wrong with a pack.
    Pack(Vec<PackError>),
    Fix(FixError),
    Config(ConfigError),
    Register(RegisterError),
    Note(NoteError),
    /// What has to be said with it, and was not.
    Lacks(Lack),
    /// No pack brings a rule of this id; holds it, and ids like it.
    NoSuchRule(String, Vec<String>),
    Store(store::Error),
    /// Not a regular expression.
    Pattern(PatternError),
    Output(io::Error),
    /// A result could not be put into its file, which is as it was.
    NotWritten(PathBuf, io::Error),
    /// The words of a table that came back do not make a ledger; already rendered.
    Table(String),
    /// A list of names could not be read.
    Listed(PathBuf, io::Error),
    /// A list of names without a name.
    EmptyList(PathBuf),
    /// Nobody of this name has a report in the library.
    NoSuchIssuer(String),
    /// One report alone is no series; holds its name.
    OneYear(String),
    /// A report that does not say whose it is cannot be told from those of others.
    NoIssuer(String),
}

impl CliError {
    pub fn status(&self) -> Status {
        match self {
            CliError::Usage(_)
            | CliError::Lacks(_)
            | CliError::SampleIsFixed
            | CliError::Pattern(_) => Status::Usage,
            CliError::Fix(error) => error.status(),
            CliError::Import(_)
            | CliError::NoSuchReport(_)
            | CliError::Pack(_)
            | CliError::Config(_)
            | CliError::Register(_)
            | CliError::Note(_)
            | CliError::NoSuchRule(..)
            | CliError::Store(_)
            | CliError::Output(_)
            | CliError::NotWritten(..)
            | CliError::Table(_)
            | CliError::Listed(..)
            | CliError::EmptyList(_)
            | CliError::NoSuchIssuer(_)
            | CliError::OneYear(_)
            | CliError::NoIssuer(_) => Status::Failed,
        }
    }

    /// What happened, where, and what to do.
    pub fn render(&self, lang: Lang) -> String {
        match self {
            CliError::Usage(text) | CliError::Table(text) => text.clone(),
            CliError::Import(error) => error.render(lang),
            CliError::NoSuchReport(name) => {
                lang.fill("error.no_such_report", &[("name", &Shown::new(name))])
            }
            CliError::SampleIsFixed => lang.text("error.sample_is_fixed").to_owned(),
            CliError::Pack(errors) => {
                let lines = errors.iter().map(|error| pack(error, lang));
                lines.collect::<Vec<_>>().join("\n")
            }
            CliError::Fix(error) => error.render(lang),
            CliError::Config(error) => error.render(lang),
            CliError::Register(error) => error.render(lang),
            CliError::Note(error) => error.render(lang),
            CliError::Lacks(lack) => lang.text(&format!("lack.{}", lack.name())).to_owned(),
            CliError::NoSuchRule(id, near) => {
                let key = match near.is_empty() {
                    true => "error.no_such_rule",
                    false => "error.no_such_rule_near",
                };
                let near = near.join(" ");
                lang.fill(
                    key,
                    &[("id", &Shown::new(id)), ("near", &Shown::new(&near))],
                )
            }
            CliError::Store(error) => error.message(lang),
            CliError::Pattern(error) => lang.fill(
                "ui.search-refused",
                &[("reason", &Shown::new(&error.reason))],
            ),
            CliError::Output(error) => {
                lang.fill("error.output", &[("reason", &reason(error, lang))])
            }
            CliError::NotWritten(path, error) => {
                let path = path.to_string_lossy();
                let path = Shown::new(&path);
                lang.fill(
                    "error.not_written",
                    &[("path", &path), ("reason", &reason(error, lang))],
                )
            }
            CliError::Listed(path, error) => {
                let path = path.to_string_lossy();
                let path = Shown::new(&path);
                lang.fill(
                    "error.listed",
                    &[("path", &path), ("reason", &reason(error, lang))],
                )
            }
            CliError::EmptyList(path) => {
                let path = path.to_string_lossy();
                lang.fill("error.empty_list", &[("path", &Shown::new(&path))])
            }
            CliError::NoSuchIssuer(name) => {
                lang.fill("error.no_such_issuer", &[("name", &Shown::new(name))])
            }
            CliError::NoIssuer(name) => {
                lang.fill("error.no_issuer", &[("name", &Shown::new(name))])
            }
            CliError::OneYear(name) => lang.fill("error.one_year", &[("name", &Shown::new(name))]),
        }
    }
}

/// File with line, rule and key, what is wrong there, and what to do.
pub(super) fn pack(error: &PackError, lang: Lang) -> String {
    let file = match error.line {
        Some(line) => format!("{}:{line}", error.file),
        None => error.file.clone(),
    };
    let places = [Some(&file), error.rule.as_ref(), error.key.as_ref()];
    let place = places.into_iter().flatten().map(String::as_str);
    let place = place.collect::<Vec<_>>().join(" › ");
    let detail = error.fault.detail();
    let fault = format!("pack_fault.{}", error.fault.name());
    let what = lang.fill(&fault, &[("detail", &Shown::new(&detail))]);
    let remedy = lang.text(&format!("pack_remedy.{}", error.fault.name()));
    let place = Shown::new(&place);
    lang.fill(
        "error.pack",
        &[("place", &place), ("what", &what), ("remedy", &remedy)],
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

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> CliError {
        CliError::Config(error)
    }
}

impl From<PatternError> for CliError {
    fn from(error: PatternError) -> CliError {
        CliError::Pattern(error)
    }
}

impl From<RegisterError> for CliError {
    fn from(error: RegisterError) -> CliError {
        CliError::Register(error)
    }
}

impl From<Vec<PackError>> for CliError {
    fn from(errors: Vec<PackError>) -> CliError {
        CliError::Pack(errors)
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

/// What the system says in the reader's words, where there are words for it.
fn reason(error: &io::Error, lang: Lang) -> String {
    let key = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "reason.full",
        io::ErrorKind::ReadOnlyFilesystem => "reason.read_only",
        io::ErrorKind::PermissionDenied => "reason.denied",
        io::ErrorKind::NotFound => "reason.missing",
        io::ErrorKind::IsADirectory => "reason.folder",
        _ => return error.to_string(),
    };
    lang.text(key).to_owned()
}
