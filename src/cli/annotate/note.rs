//! An annotation as a script says it, and what may be wrong with it.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::cli::CliError;
use crate::locale::{self, Lang};
use crate::shown::Shown;

/// One annotation; one line of standard input is one of these.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Note {
    /// As on the command line: the beginning of an id, or a file that was imported.
    pub report: Option<String>,
    /// The words that it is about.
    pub quote: Option<String>,
    /// Which of the places where they stand, from 1.
    pub nth: Option<usize>,
    /// The heading of the section that it is about, or where something is missing.
    pub section: Option<String>,
    /// Something is missing.
    pub absence: bool,
    pub motivation: Option<String>,
    pub grade: Option<String>,
    pub rule: Option<String>,
    pub problem: String,
    pub suggestion: String,
    pub private: bool,
}

/// Why an annotation cannot be made.
#[derive(Debug)]
pub enum NoteError {
    /// The line is not the JSON of a note; what the parser says.
    Json(String),
    LineTooLong,
    NoReport,
    /// Neither a quote nor a section, and nothing is said to be missing.
    NoPlace,
    NoProblem,
    NoSuchQuote(String),
    /// How often it stands there.
    SeveralPlaces(String, usize),
    NoSuchSection(String),
    SeveralSections(String, Vec<String>),
    /// The key and its value.
    Value(&'static str, String),
}

impl Note {
    /// Reads a line of standard input.
    pub fn read(line: &[u8]) -> Result<Note, NoteError> {
        serde_json::from_slice(line).map_err(|error| NoteError::Json(error.to_string()))
    }
}

/// A value by its name in JSON, or in either language.
pub fn named<T: DeserializeOwned>(
    section: &'static str,
    typed: Option<&str>,
) -> Result<Option<T>, NoteError> {
    let Some(typed) = typed else {
        return Ok(None);
    };
    let name = locale::key_of(section, typed).unwrap_or(typed);
    serde_json::from_value(name.into())
        .map(Some)
        .map_err(|_| NoteError::Value(section, typed.to_owned()))
}

impl NoteError {
    pub fn render(&self, lang: Lang) -> String {
        let one = |key: &str, word: &str| lang.fill(key, &[("word", &Shown::new(word))]);
        match self {
            NoteError::Json(reason) => one("annotate.json", reason),
            NoteError::LineTooLong => lang.text("annotate.line_too_long").to_owned(),
            NoteError::NoReport => lang.text("annotate.no_report").to_owned(),
            NoteError::NoPlace => lang.text("annotate.no_place").to_owned(),
            NoteError::NoProblem => lang.text("annotate.no_problem").to_owned(),
            NoteError::NoSuchQuote(quote) => one("annotate.no_quote", quote),
            NoteError::SeveralPlaces(quote, count) => lang.fill(
                "annotate.several_places",
                &[("word", &Shown::new(quote)), ("count", count)],
            ),
            NoteError::NoSuchSection(words) => one("annotate.no_section", words),
            NoteError::SeveralSections(words, found) => {
                let known = found.join("\n  ");
                lang.fill(
                    "annotate.several_sections",
                    &[("word", &Shown::new(words)), ("known", &known)],
                )
            }
            NoteError::Value(key, value) => lang.fill(
                "annotate.value",
                &[("key", key), ("word", &Shown::new(value))],
            ),
        }
    }
}

impl From<NoteError> for CliError {
    fn from(error: NoteError) -> CliError {
        CliError::Note(error)
    }
}
