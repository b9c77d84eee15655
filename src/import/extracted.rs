//! What the reader of a format hands over, and why it could not.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::DecodeError;
use crate::report::{Mark, Remark};

/// The text of a document and what its format knew about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extracted {
    /// One paragraph a line; a table has one row a line and a tab between cells.
    pub text: String,
    /// In text order, without overlap of the same kind.
    pub marks: Vec<Mark>,
    pub remarks: Vec<Remark>,
    pub page: Page,
}

/// What the page says about the article outside the article: tags of a web page, properties of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub title: Option<String>,
    /// 来源, 发布机构: who published, not always who wrote.
    pub source: Option<String>,
    pub published: Option<Date>,
}

/// Why a document of a known format gives no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtractError {
    /// No text in it.
    Empty,
    /// Bytes that are no text.
    Binary,
    /// Pictures of pages, without a text layer.
    Scanned,
    /// Needs a password.
    Encrypted,
    /// Not what its first bytes promise; says where it broke, for the log.
    Damaged(String),
    /// Larger when unpacked, or deeper, than any report.
    TooComplex,
    /// Letters without their meaning: an embedded font whose codes no table explains.
    NoCharacters,
    /// A web page without an article: links only, a captcha, an error, or a shell that a script would fill.
    NoArticle,
    /// Too many bytes that the encoding does not know; the first stands in this line, counted from 1.
    Undecodable { line: usize },
    /// The child process took longer than any report takes.
    OutOfTime,
    /// The child process wanted more memory than any report takes.
    OutOfMemory,
    /// The child process ended without an answer; says how, for the log.
    Crashed(String),
    /// No child process could be started; says why.
    NotStarted(String),
    /// The user wants no more.
    Stopped,
}

impl From<DecodeError> for ExtractError {
    fn from(error: DecodeError) -> ExtractError {
        match error {
            DecodeError::Empty => ExtractError::Empty,
            DecodeError::Binary => ExtractError::Binary,
            DecodeError::Undecodable { line } => ExtractError::Undecodable { line },
        }
    }
}
