//! What on disk is not as it was written.

use std::ops::Range;
use std::path::PathBuf;

use crate::locale::Lang;
use crate::shown::Shown;
use crate::store::error::ErrorKind;
use crate::store::line::Flaw;

/// Something on disk that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub path: PathBuf,
    /// From 1.
    pub line: Option<u64>,
    pub bytes: Option<Range<u64>>,
    pub fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Line(Flaw),
    File(ErrorKind),
    /// The last number of a writer that another file has seen, and the last that is there.
    Lost {
        writer: String,
        seen: u64,
        found: u64,
    },
    /// The bytes are not those that the name or the record says.
    Digest,
    /// Edited by hand, or damaged; it still reads.
    Seal,
    /// Others may read or write it.
    Mode,
    /// A readable copy that does not say what the journals say.
    Stale,
}

impl Damage {
    /// Whether it may be no damage: a line that was being written, or is being written now. Nothing acknowledged it.
    pub fn is_unfinished(&self) -> bool {
        self.fault == Fault::Line(Flaw::Torn)
    }

    /// Where and what, in the user's language.
    pub fn message(&self, lang: Lang) -> String {
        let path = self.path.to_string_lossy();
        let path = Shown::new(&path);
        let what = self.fault.message(lang);
        match (self.line, &self.bytes) {
            (Some(line), Some(bytes)) => lang.fill(
                "store_flaw.at-line",
                &[
                    ("path", &path),
                    ("line", &line),
                    ("start", &bytes.start),
                    ("end", &bytes.end),
                    ("what", &what),
                ],
            ),
            (Some(_), None) | (None, _) => {
                lang.fill("store_flaw.at-file", &[("path", &path), ("what", &what)])
            }
        }
    }
}

impl Fault {
    /// Whether the bytes themselves are wrong, and not their place, their modes or that they are missing.
    pub(in crate::store) fn is_about_bytes(&self) -> bool {
        match self {
            Fault::Line(_) | Fault::Digest | Fault::Seal | Fault::Stale => true,
            Fault::File(kind) => *kind == ErrorKind::Damaged,
            Fault::Lost { .. } | Fault::Mode => false,
        }
    }

    /// The name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Fault::Line(flaw) => flaw.name(),
            Fault::File(kind) => kind.name(),
            Fault::Lost { .. } => "lost",
            Fault::Digest => "digest",
            Fault::Seal => "seal",
            Fault::Mode => "mode",
            Fault::Stale => "stale",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match self {
            Fault::Line(flaw) => lang.text(&format!("store_flaw.{}", flaw.name())).to_owned(),
            Fault::File(kind) => {
                let remedy = lang.text(&format!("store_remedy.{}", kind.name()));
                lang.fill("store_flaw.file", &[("remedy", &remedy)])
            }
            Fault::Lost {
                writer,
                seen,
                found,
            } => {
                let writer = Shown::new(writer);
                lang.fill(
                    "store_flaw.lost",
                    &[("writer", &writer), ("seen", seen), ("found", found)],
                )
            }
            Fault::Digest => lang.text("store_flaw.digest").to_owned(),
            Fault::Seal => lang.text("store_flaw.seal").to_owned(),
            Fault::Mode => lang.text("store_flaw.mode").to_owned(),
            Fault::Stale => lang.text("store_flaw.stale").to_owned(),
        }
    }
}
