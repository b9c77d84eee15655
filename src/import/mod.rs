//! Bytes to source text, with limits.
//!
//! Plain text in UTF-8, GB18030 (which covers GBK and GB2312), Big5 and UTF-16 with a byte order mark. Anything else is
//! refused with a message that says what it is and what to do.

mod decode;
mod error;
mod extracted;
pub mod html;
mod read;

pub use decode::{Decoded, decode};
pub use error::{Format, ImportError, ImportErrorKind};
pub use extracted::{ExtractError, Extracted, Page};
pub use read::{LIMIT, read_file, read_stream};

use crate::report::{Hints, SourceText};

/// A file as it was read: the bytes that are kept for ever, and the text that is worked on.
#[derive(Clone, Debug)]
pub struct Imported {
    pub bytes: Vec<u8>,
    pub source: SourceText,
    /// The name of the encoding, such as `UTF-8`.
    pub encoding: &'static str,
    /// File name without folder; `-` for standard input.
    pub name: String,
}

impl Imported {
    /// Decodes bytes that were read; `name` is for messages and hints only.
    pub fn from_bytes(bytes: Vec<u8>, name: &str) -> Result<Imported, ImportError> {
        let error = |kind| ImportError {
            name: name.to_owned(),
            kind,
        };
        let Decoded { text, encoding } = decode(&bytes).map_err(error)?;
        Ok(Imported {
            source: SourceText::new(text),
            encoding,
            name: name.to_owned(),
            bytes,
        })
    }

    /// What made the text out of the bytes, with its version; a part of the edition's id.
    pub fn extractor(&self) -> &'static str {
        "plain/1"
    }

    /// What the file itself tells about the report besides its text.
    pub fn hints(&self) -> Hints {
        Hints {
            file_name: Some(self.name.clone()),
            ..Hints::default()
        }
    }
}
