//! The archive around the parts, and how parts refer to each other.
//!
//! Nothing that the archive says about itself is trusted: sizes are counted while reading, names are looked up and never
//! used as paths, and only parts that are asked for are unpacked.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::Xml;
use crate::import::ExtractError;

const ENTRIES: usize = 2_000;
const PART: u64 = 64 << 20;
const TOTAL: u64 = 200 << 20;
/// Bytes that one packed byte may become.
const RATIO: u64 = 200;
/// Parts up to this size may be packed as tightly as they like.
const SMALL: u64 = 1 << 20;

/// The first bytes of an OLE container, which is what an encrypted document is kept in.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// A document as a set of parts.
pub(in crate::import) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Entry numbers by part name in lower case, without the first slash.
    entries: BTreeMap<String, usize>,
    unpacked: u64,
}

/// One part says that it needs another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Relationship {
    pub id: String,
    /// The last word of the type, which the two editions of the standard have in common: `styles`, `numbering` …
    pub kind: String,
    /// The name of the part.
    pub target: String,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, ExtractError> {
        if bytes.starts_with(OLE) {
            return Err(ole(bytes));
        }
        if promised_entries(bytes).is_some_and(|entries| entries > ENTRIES) {
            return Err(ExtractError::TooComplex);
        }
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged("archive", &error))?;
        if archive.len() > ENTRIES {
            return Err(ExtractError::TooComplex);
        }
        let mut entries = BTreeMap::new();
        let mut twice = archive.has_duplicate_names();
        for (idx, name) in archive.file_names_raw().enumerate() {
            let name = part_name(&String::from_utf8_lossy(name));
            twice |= entries.insert(name, idx).is_some();
        }
        if twice {
            return Err(ExtractError::Damaged(
                "archive: two entries of one name".to_owned(),
            ));
        }
        Ok(Package {
            archive,
            entries,
            unpacked: 0,
        })
    }

    /// The text of a part, or nothing when there is no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, ExtractError> {
        let Some(idx) = self.entries.get(&part_name(name)).copied() else {
            return Ok(None);
        };
        let mut entry = self
            .archive
            .by_index(idx)
            .map_err(|error| damaged(name, &error))?;
        let packed = entry.compressed_size();
        let limit = PART
            .min(TOTAL.saturating_sub(self.unpacked))
            .min(packed.saturating_mul(RATIO).max(SMALL));
        let mut bytes = Vec::with_capacity(usize::try_from(entry.size().min(SMALL)).unwrap_or(0));
        entry
            .by_ref()
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| ExtractError::Damaged(format!("{name}: {error}")))?;
        let read = bytes.len() as u64;
        if read > limit {
            return Err(ExtractError::TooComplex);
        }
        self.unpacked += read;
        decoded(bytes)
            .map(Some)
            .ok_or_else(|| ExtractError::Damaged(format!("{name}: encoding")))
    }

    /// A part to be read piece by piece, and its size when unpacked is `limit` at most; for parts too long to be kept.
    pub fn stream(&mut self, name: &str, limit: u64) -> Result<Option<impl Read>, ExtractError> {
        let Some(idx) = self.entries.get(&part_name(name)).copied() else {
            return Ok(None);
        };
        let entry = self.archive.by_index(idx);
        let entry = entry.map_err(|error| damaged(name, &error))?;
        if entry.size() > limit {
            return Err(ExtractError::TooComplex);
        }
        Ok(Some(entry.take(limit)))
    }

    /// What a part refers to; the package itself is the part with the empty name.
    pub fn relationships(&mut self, source: &str) -> Result<Vec<Relationship>, ExtractError> {
        let (folder, file) = source.rsplit_once('/').unwrap_or(("", source));
        let name = format!("{folder}/_rels/{file}.rels");
        match self.part(&name)? {
            Some(text) => relationships(&text, &name, folder),
            None => Ok(Vec::new()),
        }
    }

    /// The name of the part that holds the text: by relationship, by content type, or by habit.
    pub fn main(&mut self) -> Result<String, ExtractError> {
        let related = self
            .relationships("")?
            .into_iter()
            .find(|relationship| relationship.kind == "officeDocument")
            .map(|relationship| relationship.target);
        let found = match related.filter(|name| self.has(name)) {
            Some(name) => Some(name),
            None => self.main_by_content_type()?.filter(|name| self.has(name)),
        };
        let habit = "word/document.xml";
        found
            .or_else(|| self.has(habit).then(|| habit.to_owned()))
            .ok_or_else(|| ExtractError::Damaged("archive: no document".to_owned()))
    }

    fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&part_name(name))
    }

    fn main_by_content_type(&mut self) -> Result<Option<String>, ExtractError> {
        const NAME: &str = "[Content_Types].xml";
        let Some(text) = self.part(NAME)? else {
            return Ok(None);
        };
        let mut xml = Xml::new(&text, NAME);
        xml.root()?;
        let mut main = None;
        while let Some(element) = xml.child()? {
            let is_main = element.attribute("ContentType").is_some_and(|kind| {
                (kind.contains("wordprocessingml") || kind.contains("ms-word"))
                    && kind.contains(".main+xml")
            });
            if is_main {
                main = main.or(element.attribute("PartName").map(Cow::into_owned));
            }
            xml.skip()?;
        }
        Ok(main)
    }
}

/// An OLE container: an encrypted document, or a format of the nineties.
fn ole(bytes: &[u8]) -> ExtractError {
    let stream: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let is_encrypted = bytes.windows(stream.len()).any(|window| window == stream);
    if is_encrypted {
        ExtractError::Encrypted
    } else {
        ExtractError::Damaged("archive: an OLE container".to_owned())
    }
}

/// How many entries the archive says it has; read first, because the list of millions takes long to read.
fn promised_entries(bytes: &[u8]) -> Option<usize> {
    const END: &[u8] = b"PK\x05\x06";
    const COUNT: usize = 10;
    let tail = bytes.get(bytes.len().saturating_sub(0x1_0000 + 22)..)?;
    let at = tail.windows(END.len()).rposition(|window| window == END)?;
    let count = tail.get(at + COUNT..at + COUNT + 2)?;
    Some(usize::from(u16::from_le_bytes(count.try_into().ok()?)))
}

fn damaged(part: &str, error: &ZipError) -> ExtractError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ExtractError::Encrypted,
        error => ExtractError::Damaged(format!("{part}: {error}")),
    }
}

/// The key of a part: names differ in case and, by faulty producers, in the kind of slash.
fn part_name(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_ascii_lowercase()
}

fn decoded(bytes: Vec<u8>) -> Option<String> {
    let wide = match bytes.get(..2) {
        Some(b"<\0") => UTF_16LE,
        Some(b"\0<") => UTF_16BE,
        _ => Encoding::for_bom(&bytes).map_or(UTF_8, |(encoding, _)| encoding),
    };
    if wide == UTF_8 {
        let text = String::from_utf8(bytes).ok()?;
        return Some(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        });
    }
    let (text, _, faulty) = wide.decode(&bytes);
    (!faulty).then(|| text.into_owned())
}

fn relationships(text: &str, name: &str, folder: &str) -> Result<Vec<Relationship>, ExtractError> {
    let mut xml = Xml::new(text, name);
    xml.root()?;
    let mut found = Vec::new();
    while let Some(element) = xml.child()? {
        let outside = element
            .attribute("TargetMode")
            .is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
        let parts = (
            element.attribute("Id"),
            element.attribute("Type"),
            element.attribute("Target"),
        );
        if let (Some(id), Some(kind), Some(target)) = parts
            && !outside
        {
            found.push(Relationship {
                id: id.into_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolved(folder, &target),
            });
        }
        xml.skip()?;
    }
    Ok(found)
}

/// The part that a target means, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').filter(|step| !step.is_empty()).collect()
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_the_folder_of_their_source() {
        let cases = [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/styles.xml", "word/styles.xml"),
            ("word", "../docProps/core.xml", "docProps/core.xml"),
            ("", "word/document.xml", "word/document.xml"),
            ("word", "../../../etc/passwd", "etc/passwd"),
            ("word", "./a\\b.xml", "word/a/b.xml"),
        ];
        for (folder, target, part) in cases {
            assert_eq!(resolved(folder, target), part, "{folder} {target}");
        }
    }

    #[test]
    fn parts_may_be_wide() {
        let text = "<a>青禾县</a>";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xFF\xFE".as_slice(), &wide].concat();
        let narrow = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for bytes in [wide, marked, narrow, text.as_bytes().to_vec()] {
            assert_eq!(decoded(bytes).as_deref(), Some(text));
        }
        assert_eq!(decoded(b"<a>\xFF</a>".to_vec()), None);
    }
}
