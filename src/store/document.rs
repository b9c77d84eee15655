//! JSON documents that say whether they are whole: the last member is a checksum of all bytes before its line.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::report::digest;

/// How a document is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    Crc32,
    /// Of documents that stand in for others.
    Sha256,
}

const END: &str = "\"\n}\n";

impl Check {
    /// Between the document and its checksum.
    fn member(self) -> &'static str {
        match self {
            Check::Crc32 => ",\n  \"check\": \"",
            Check::Sha256 => ",\n  \"sha256\": \"",
        }
    }

    /// Digits of it.
    fn length(self) -> usize {
        match self {
            Check::Crc32 => 8,
            Check::Sha256 => 64,
        }
    }

    fn of(self, text: &str) -> String {
        match self {
            Check::Crc32 => format!("{:08x}", crc32fast::hash(text.as_bytes())),
            Check::Sha256 => digest(text.as_bytes()),
        }
    }
}

/// The document as bytes for the disk: pretty JSON of a struct with at least one field, with its checksum.
pub(super) fn seal(document: &impl Serialize) -> Vec<u8> {
    seal_by(document, Check::Crc32)
}

/// The same with a checksum of one's choice.
pub(super) fn seal_by(document: &impl Serialize, check: Check) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.truncate(text.strip_suffix("\n}").unwrap_or(&text).len());
    let sum = check.of(&text);
    text.push_str(&format!("{}{sum}{END}", check.member()));
    text.into_bytes()
}

/// Whether a document is as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    Whole,
    /// Edited by hand, or damaged.
    Broken,
}

/// Reads a document. A broken seal is for `verify` to report: a document that still reads is better than none.
pub(super) fn unseal<T: DeserializeOwned>(bytes: &[u8]) -> Option<(T, Seal)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let document = serde_json::from_str(text).ok()?;
    Some((document, seal_of(text)))
}

fn seal_of(text: &str) -> Seal {
    let whole = text.strip_suffix(END).is_some_and(|text| {
        [Check::Crc32, Check::Sha256].into_iter().any(|check| {
            let at = text.len().checked_sub(check.length());
            let split = at.and_then(|at| text.split_at_checked(at));
            split.is_some_and(|(text, sum)| {
                let text = text.strip_suffix(check.member());
                text.is_some_and(|text| sum == check.of(text))
            })
        })
    });
    if whole { Seal::Whole } else { Seal::Broken }
}
