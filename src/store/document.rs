//! JSON documents that say whether they are whole: the last member is a checksum of all bytes before its line.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Between the document and its checksum.
const SEAL: &str = ",\n  \"check\": \"";
const END: &str = "\"\n}\n";

/// The document as bytes for the disk: pretty JSON of a struct with at least one field, with its checksum.
pub(super) fn seal(document: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.truncate(text.strip_suffix("\n}").unwrap_or(&text).len());
    let check = crc32fast::hash(text.as_bytes());
    text.push_str(&format!("{SEAL}{check:08x}{END}"));
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
    let whole = text
        .strip_suffix(END)
        .and_then(|text| text.split_at_checked(text.len().checked_sub(8)?))
        .and_then(|(text, check)| Some((text.strip_suffix(SEAL)?, check)))
        .is_some_and(|(text, check)| check == format!("{:08x}", crc32fast::hash(text.as_bytes())));
    if whole { Seal::Whole } else { Seal::Broken }
}
