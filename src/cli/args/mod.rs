//! The command line: what was typed, with help and errors in the language of the interface.

mod agreement;
mod annotate;
mod backup;
mod check;
mod commands;
mod compare;
mod completions;
mod decide;
mod doctor;
mod explain;
mod export;
mod fix;
mod follow_up;
mod gaps;
mod import;
mod ledger;
mod list;
mod packs;
mod pieces;
mod printing;
mod program;
mod register;
mod restore;
mod reviewed;
mod score;
mod search;
mod selection;
mod series;
mod show;
mod suppress;
mod verify;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::check::Checking;
use super::compare::Comparing;
use super::completions::Shell;
use super::decide::Deciding;
use super::export::Exporting;
use super::ledger::Returning;
use super::register::ListFormat;
use super::reviewed::Marking;
use super::search::Looking;
use super::selecting::Selecting;
use super::series::Following;
use super::suppress::Suppressing;
use super::verify::Verifying;
use super::{CliError, Reports, Typed};
use crate::cli::annotate::Annotating;
use crate::import::{CHILD, Importer};
use crate::locale::Lang;
use crate::review::Role;
use crate::shown::Shown;

/// What a call of the program asks for.
#[derive(Debug)]
pub enum Arguments {
    /// The console, after importing and opening the files.
    Console {
        files: Vec<PathBuf>,
        shared: Shared,
    },
    Command {
        command: Command,
        shared: Shared,
    },
    /// The key table of the console.
    Keys {
        lang: Lang,
    },
    /// Help or version, to be printed.
    Text(String),
    /// The text of one file of a risky format, asked by another process of this program.
    Extract {
        arguments: Vec<OsString>,
    },
}

/// What goes for every command.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    pub lang: Lang,
    /// The library folder; the one in the data directory when not given.
    pub library: Option<PathBuf>,
    /// The bundled sample library.
    pub sample: bool,
    /// Rule packs besides the bundled ones and those of the configuration folder.
    pub packs: Vec<PathBuf>,
    /// Who reviews; the system user when not given.
    pub reviewer: Option<String>,
    /// As what the reviewer works.
    pub role: Option<Role>,
    /// How files are read; `main` says by which program.
    pub importer: Importer,
    /// Whether standard error is a terminal, so that progress can be shown there; `main` says so.
    pub progress: bool,
    /// Whether results may be coloured: standard output is a terminal and `NO_COLOR` is not set; `main` says so.
    pub colour: bool,
    /// How many cells wide the terminal is that standard output is; `main` says so.
    pub room: Option<usize>,
}

/// One command and its arguments.
#[derive(Debug)]
pub enum Command {
    Import {
        files: Reports,
        /// Whatever becomes of annotations, nothing is asked.
        yes: bool,
    },
    List {
        format: Format,
    },
    Gaps {
        selecting: Box<Selecting>,
        format: Format,
    },
    /// How far reviewers agree.
    Agreement {
        /// None for the whole library.
        reports: Reports,
        format: Format,
    },
    /// Last year's gaps in a report.
    FollowUp {
        report: Typed,
        format: Format,
    },
    Annotate(Box<Annotating>),
    /// Records on standard input.
    ShowRecords,
    CompareRecords,
    Decide(Deciding),
    /// Sections that were read.
    Reviewed(Marking),
    Completions(Shell),
    Man,
    Export(Box<Exporting>),
    /// A ledger that came back.
    LedgerImport(Returning),
    Verify(Verifying),
    Backup {
        out: PathBuf,
    },
    Restore {
        file: PathBuf,
    },
    Doctor {
        format: Format,
    },
    Show {
        reports: Reports,
        format: Format,
    },
    Check(Checking),
    Score {
        /// None for the whole library.
        reports: Reports,
        format: Format,
    },
    Search(Looking),
    Suppress(Suppressing),
    RegisterImport {
        file: PathBuf,
        /// Units that the file does not name are struck out.
        replace: bool,
    },
    RegisterList {
        year: Option<i16>,
        format: ListFormat,
    },
    Compare(Comparing),
    /// All years of one issuer.
    Series(Following),
    Fix(Fixing),
    /// One rule in words.
    Explain {
        rule: String,
        format: Format,
    },
    /// The packs in force.
    Packs {
        format: Format,
    },
    /// Tries a pack before it is used.
    PacksCheck {
        file: PathBuf,
        /// Reports on which the hits gained and lost are shown.
        on: Option<Typed>,
        format: Format,
    },
}

/// What is to be corrected in a report; nothing asks what was.
#[derive(Debug)]
pub struct Fixing {
    pub report: Typed,
    /// `FIELD=VALUE` as typed.
    pub fields: Vec<String>,
    pub heading: Option<HeadingFix>,
    pub format: Format,
}

/// What is said of one heading, as typed.
#[derive(Debug)]
pub struct HeadingFix {
    /// The heading, its beginning, or words in it.
    pub words: String,
    pub level: Option<String>,
    pub part: Option<String>,
    /// It is no heading.
    pub none: bool,
    /// As the program reads it.
    pub as_read: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Text,
    Json,
}

/// The whole command line with its help, for completions and manual pages.
pub(super) fn words(lang: Lang) -> clap::Command {
    let mut words = program::words(lang, |_| true);
    words.build();
    words
}

/// Reads the words after the program's name. `environment` looks up variables and `configured` what is set, for the
/// language.
pub fn parse(
    words: impl IntoIterator<Item = OsString>,
    environment: impl Fn(&str) -> Option<String>,
    configured: impl FnOnce() -> Option<Lang>,
) -> Result<Arguments, CliError> {
    let words: Vec<OsString> = words.into_iter().collect();
    if let Some((first, arguments)) = words.split_first()
        && first == CHILD
    {
        return Ok(Arguments::Extract {
            arguments: arguments.to_vec(),
        });
    }
    let lang = typed_lang(&words)
        .or_else(configured)
        .unwrap_or_else(|| Lang::from_environment(environment));
    // Of nearly thirty commands only help tells more than the one that is named.
    let is_named = |name: &str| words.iter().any(|word| word == name);
    let typed = || std::iter::once(OsString::from("ducha")).chain(words.iter().cloned());
    let mut matches = program::words(lang, is_named).try_get_matches_from(typed());
    if matches!(&matches, Err(error) if error.kind() == ErrorKind::DisplayHelp) {
        matches = program::words(lang, |_| true).try_get_matches_from(typed());
    }
    match matches {
        Ok(matches) => program::understand(&matches, lang),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            Ok(Arguments::Text(error.render().to_string()))
        }
        Err(error) => Err(CliError::Usage(usage_error(&error, lang))),
    }
}

/// The language must be known before the rest is read, so that help and errors speak it.
fn typed_lang(words: &[OsString]) -> Option<Lang> {
    let words: Vec<&OsStr> = words
        .iter()
        .map(OsString::as_os_str)
        .take_while(|word| *word != "--")
        .collect();
    let after = words
        .iter()
        .position(|word| *word == "--lang")
        .and_then(|idx| words.get(idx + 1));
    let joined = words
        .iter()
        .find_map(|word| word.to_str()?.strip_prefix("--lang="));
    match after.and_then(|word| word.to_str()).or(joined)? {
        "en" => Some(Lang::En),
        "zh" => Some(Lang::Zh),
        _ => None,
    }
}

/// clap's reason in our words, with the word it is about.
fn usage_error(error: &clap::Error, lang: Lang) -> String {
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.clone()),
        Some(ContextValue::Strings(words)) => Some(words.join(" ")),
        _ => None,
    };
    let about = word(ContextKind::InvalidArg)
        .or_else(|| word(ContextKind::InvalidSubcommand))
        .or_else(|| word(ContextKind::InvalidValue))
        .unwrap_or_default();
    let value = word(ContextKind::InvalidValue).unwrap_or_default();
    let (about, value) = (Shown::new(&about), Shown::new(&value));
    let said = match error.kind() {
        ErrorKind::UnknownArgument => lang.fill("error.unknown_argument", &[("word", &about)]),
        ErrorKind::MissingRequiredArgument => {
            lang.fill("error.missing_argument", &[("word", &about)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if !value.as_str().is_empty() => lang
            .fill(
                "error.invalid_value",
                &[("word", &about), ("value", &value)],
            ),
        ErrorKind::InvalidValue | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            lang.fill("error.missing_value", &[("word", &about)])
        }
        ErrorKind::ArgumentConflict => lang.fill("error.conflict", &[("word", &about)]),
        _ => lang.text("error.usage").to_owned(),
    };
    format!("{said}\n{}", lang.text("error.see_help"))
}
