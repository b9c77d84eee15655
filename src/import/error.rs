//! Why something could not be read, and what to do about it.

use std::fmt;
use std::io;

use super::{ExtractError, Format};
use crate::locale::Lang;
use crate::shown::Shown;

/// A file that could not be read.
#[derive(Debug)]
pub struct ImportError {
    /// The path as typed, or `-`.
    pub name: String,
    pub kind: ImportErrorKind,
}

#[derive(Debug)]
pub enum ImportErrorKind {
    NotFound,
    Denied,
    Directory,
    /// A folder without a file in it, where files are wanted.
    EmptyFolder,
    /// A pipe, a device or a socket.
    NotAFile,
    /// A link inside of a folder; one that is named itself is followed.
    Link,
    /// More bytes than [`super::LIMIT`].
    TooLarge,
    Io(io::Error),
    /// A known format that is not read.
    Refused(Format),
    /// A format that is read, but not this file.
    Extract(Format, ExtractError),
}

impl ImportError {
    /// What happened, where, and what to do.
    pub fn render(&self, lang: Lang) -> String {
        let name = Shown::new(&self.name);
        let limit = super::LIMIT / (1024 * 1024);
        let key = match &self.kind {
            ImportErrorKind::NotFound => "import.not_found",
            ImportErrorKind::Denied => "import.denied",
            ImportErrorKind::Directory => "import.directory",
            ImportErrorKind::EmptyFolder => "import.empty_folder",
            ImportErrorKind::NotAFile => "import.not_a_file",
            ImportErrorKind::Link => "import.link",
            ImportErrorKind::TooLarge => "import.too_large",
            ImportErrorKind::Io(error) => {
                return lang.fill("import.io", &[("name", &name), ("reason", error)]);
            }
            ImportErrorKind::Refused(format) => {
                return lang.fill(&format!("refused.{}", format.name()), &[("name", &name)]);
            }
            ImportErrorKind::Extract(format, error) => {
                return unreadable(&name, *format, error, lang);
            }
        };
        lang.fill(key, &[("name", &name), ("limit", &limit)])
    }
}

/// Why a file of a format that is read gives no text.
fn unreadable(name: &Shown, format: Format, error: &ExtractError, lang: Lang) -> String {
    let format = lang.text(&format!("format.{}", format.name()));
    let none = String::new();
    let (key, detail): (_, &dyn fmt::Display) = match error {
        ExtractError::Empty => ("import.empty", &none),
        ExtractError::Binary => ("import.binary", &none),
        ExtractError::Undecodable { line } => ("import.undecodable", line),
        ExtractError::Scanned => ("import.scanned", &none),
        ExtractError::Encrypted => ("import.encrypted", &none),
        ExtractError::Damaged(_) => ("import.damaged", &none),
        ExtractError::TooComplex => ("import.too_complex", &none),
        ExtractError::NoCharacters => ("import.no_characters", &none),
        ExtractError::NoArticle => ("import.no_article", &none),
        ExtractError::OutOfTime => ("import.out_of_time", &none),
        ExtractError::OutOfMemory => ("import.out_of_memory", &none),
        ExtractError::Crashed(how) => ("import.crashed", how),
        ExtractError::NotStarted(why) => ("import.not_started", why),
        ExtractError::Stopped => ("import.stopped", &none),
    };
    lang.fill(
        key,
        &[("name", name), ("format", &format), ("detail", detail)],
    )
}

impl fmt::Display for ImportError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.render(Lang::En))
    }
}

impl std::error::Error for ImportError {}

impl From<io::Error> for ImportErrorKind {
    fn from(error: io::Error) -> ImportErrorKind {
        match error.kind() {
            io::ErrorKind::NotFound => ImportErrorKind::NotFound,
            io::ErrorKind::PermissionDenied => ImportErrorKind::Denied,
            _ => ImportErrorKind::Io(error),
        }
    }
}
