//! Bytes to source text, with limits.
//!
//! What a file is is told by its content first and its name second. Plain text and Markdown are decoded here; formats
//! that could hang or crash their reader are read in a child process; anything else is refused with a message that says
//! what it is and how to convert it.

mod answer;
mod child;
mod decode;
#[cfg(feature = "legacy-doc")]
mod doc;
pub mod docx;
mod error;
mod extracted;
mod format;
pub mod html;
mod limits;
mod markdown;
pub mod pdf;
mod read;
pub mod sheet;
mod walk;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use encoding_rs::Encoding;

pub use child::{CHILD, serve};
pub use decode::{DecodeError, Decoded, ENCODINGS, decode, decode_page, known};
pub use error::{ImportError, ImportErrorKind};
pub use extracted::{ExtractError, Extracted, Page};
pub use format::{Format, Handling};
pub use limits::Limits;
pub use read::{LIMIT, Original};
pub use walk::{Walk, walk};

use crate::report::{Hints, Mark, MarkKind, SourceText, release};
use answer::Outcome;

/// How files are read.
#[derive(Clone, Debug, Default)]
pub struct Importer {
    /// This program, which is started again to read risky formats.
    pub program: PathBuf,
    /// What the user says about the encoding of texts; detected when not given.
    pub encoding: Option<&'static Encoding>,
    pub limits: Limits,
    /// Set from another thread or a signal to give up the file that is being read.
    pub stop: Arc<AtomicBool>,
}

/// A file and its text: the bytes that are kept for ever, and the text that is worked on.
#[derive(Clone, Debug)]
pub struct Imported {
    pub original: Original,
    pub source: SourceText,
    /// The name of the encoding, such as `UTF-8`; none of a format that needs none.
    pub encoding: Option<String>,
    hints: Hints,
}

impl Importer {
    /// Reads one regular file.
    pub fn read_file(&self, path: &Path) -> Result<Imported, ImportError> {
        self.read(Original::of_file(path)?)
    }

    /// Reads a stream to its end, such as standard input.
    pub fn read_stream(&self, stream: impl Read, name: &str) -> Result<Imported, ImportError> {
        self.read(Original::of_stream(stream, name)?)
    }

    /// Takes the text out of a file.
    pub fn read(&self, original: Original) -> Result<Imported, ImportError> {
        let format = original.format;
        let outcome = match format.handling() {
            Handling::Here => extract(format, &original.bytes, self.encoding),
            Handling::Child => child::extract(self, format, &original.bytes),
            Handling::Refused => return Err(original.error(ImportErrorKind::Refused(format))),
        };
        match outcome {
            Ok((extracted, _)) if extracted.text.trim().is_empty() => {
                Err(original.error(ImportErrorKind::Extract(format, ExtractError::Empty)))
            }
            Ok((extracted, encoding)) => Ok(Imported::of(original, extracted, encoding)),
            Err(error) => Err(original.error(ImportErrorKind::Extract(format, error))),
        }
    }
}

impl Imported {
    fn of(original: Original, extracted: Extracted, encoding: Option<String>) -> Imported {
        let page = extracted.page;
        Imported {
            hints: Hints {
                file_name: Some(original.file_name.clone()),
                page_title: page.title,
                page_source: page.source,
                published: page.published,
                marks: extracted.marks,
                remarks: extracted.remarks,
                ..Hints::default()
            },
            source: SourceText::new(extracted.text),
            original,
            encoding,
        }
    }

    /// What the file itself tells about the report besides its text.
    pub fn hints(&self) -> &Hints {
        &self.hints
    }

    /// The text and what is known about it, without the bytes.
    pub fn into_text(self) -> (SourceText, Hints) {
        release::free(self.original.bytes);
        (self.source, self.hints)
    }
}

/// Takes the text out of the bytes, here and now.
fn extract(format: Format, bytes: &[u8], encoding: Option<&'static Encoding>) -> Outcome {
    match format {
        Format::Markdown => {
            let decoded = decode(bytes, encoding)?;
            let extracted = markdown::extract(&decoded.text);
            Ok((extracted, Some(decoded.encoding.to_owned())))
        }
        Format::Html => {
            let declared = html::declared_encoding(bytes);
            let Decoded { text, encoding, .. } = decode_page(bytes, encoding, declared)?;
            Ok((html::extract(&text)?, Some(encoding.to_owned())))
        }
        Format::Docx => Ok((docx::extract(bytes)?, None)),
        Format::Pdf => Ok((pdf::extract(bytes)?, None)),
        #[cfg(feature = "legacy-doc")]
        Format::Doc => Ok((doc::extract(bytes)?, None)),
        #[cfg(not(feature = "legacy-doc"))]
        Format::Doc => plain(bytes, encoding),
        Format::Plain
        | Format::Xls
        | Format::Ppt
        | Format::Encrypted
        | Format::Ole
        | Format::Xlsx
        | Format::Pptx
        | Format::Ofd
        | Format::Odt
        | Format::Uof
        | Format::Epub
        | Format::WordXml
        | Format::Mhtml
        | Format::Rtf
        | Format::Image
        | Format::Archive => plain(bytes, encoding),
    }
}

fn plain(bytes: &[u8], encoding: Option<&'static Encoding>) -> Outcome {
    let Decoded {
        text,
        encoding,
        other_encoding,
    } = decode(bytes, encoding)?;
    let mark = |span| Mark {
        kind: MarkKind::OtherEncoding,
        span,
    };
    let extracted = Extracted {
        text,
        marks: other_encoding.into_iter().map(mark).collect(),
        ..Extracted::default()
    };
    Ok((extracted, Some(encoding.to_owned())))
}
