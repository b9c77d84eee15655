//! Why something could not be read, and what to do about it.

use std::fmt;
use std::io;

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
    /// A pipe, a device or a socket.
    NotAFile,
    /// More bytes than [`super::LIMIT`].
    TooLarge,
    Empty,
    /// No text at all.
    Binary,
    /// A known format that this version does not read.
    Format(Format),
    /// Text, but in no encoding that could be told.
    Encoding,
    Io(io::Error),
}

/// Formats that are recognised by their first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pdf,
    /// DOCX, XLSX, OFD, new WPS.
    Zip,
    /// DOC, XLS, old WPS.
    Ole,
    Html,
    Rtf,
    Image,
}

impl ImportError {
    /// What happened, where, and what to do.
    pub fn render(&self, lang: Lang) -> String {
        let name = Shown::new(&self.name);
        let key = match &self.kind {
            ImportErrorKind::NotFound => "import.not_found",
            ImportErrorKind::Denied => "import.denied",
            ImportErrorKind::Directory => "import.directory",
            ImportErrorKind::NotAFile => "import.not_a_file",
            ImportErrorKind::TooLarge => {
                let limit = super::LIMIT / (1024 * 1024);
                return lang.fill("import.too_large", &[("name", &name), ("limit", &limit)]);
            }
            ImportErrorKind::Empty => "import.empty",
            ImportErrorKind::Binary => "import.binary",
            ImportErrorKind::Format(format) => {
                return lang.fill(
                    "import.format",
                    &[("name", &name), ("format", &format.name())],
                );
            }
            ImportErrorKind::Encoding => "import.encoding",
            ImportErrorKind::Io(error) => {
                return lang.fill("import.io", &[("name", &name), ("reason", error)]);
            }
        };
        lang.fill(key, &[("name", &name)])
    }
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

impl Format {
    /// The name that people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Format::Pdf => "PDF",
            Format::Zip => "DOCX/XLSX/OFD",
            Format::Ole => "DOC/WPS",
            Format::Html => "HTML",
            Format::Rtf => "RTF",
            Format::Image => "JPEG/PNG",
        }
    }
}
