//! Editions: one imported text each, named by its content and never changed.

use jiff::Timestamp;
use jiff::civil::Date;
use rustix::fs::Mode;
use serde::{Deserialize, Serialize};

use crate::report::{Hints, Kind, Level, Metadata, SourceText, digest};

use super::document;
use super::error::{Error, ErrorKind};
use super::folder::{Access, Folder, temporary_name};
use super::hints::{HintsRecord, level};
use super::library::EDITIONS;

pub(super) const SOURCE: &str = "source.bin";
pub(super) const TEXT: &str = "text.txt";
pub(super) const RECORD: &str = "edition.json";
pub(super) const SCHEMA: &str = "ducha.edition.v1";

/// Larger sources are refused at import already.
pub(super) const LARGEST_TEXT: u64 = 256 << 20;
pub(super) const LARGEST_RECORD: u64 = 4 << 20;

/// A text on its way into the library.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// The file as it was.
    pub bytes: &'a [u8],
    pub text: &'a str,
    /// What made the text out of the bytes, with its version: `plain/1`.
    pub extractor: &'a str,
    /// `UTF-8`, `gb18030` …; empty of a format that needs none.
    pub encoding: &'a str,
    /// Without folder.
    pub file_name: Option<&'a str>,
    pub hints: &'a Hints,
    /// As understood at import; corrections are events.
    pub metadata: &'a Metadata,
    pub importer: &'a str,
}

/// What `edition.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionRecord {
    pub schema: String,
    /// SHA-256 over the digests of source and text and the extractor.
    pub id: String,
    pub source: Content,
    pub text: Content,
    pub extractor: String,
    pub encoding: String,
    pub file_name: Option<String>,
    pub imported: Timestamp,
    pub importer: String,
    #[serde(default)]
    pub hints: HintsRecord,
    pub metadata: MetadataRecord,
    /// What a reviewer said the issuer was called before; an event, never in the file.
    #[serde(skip)]
    pub former_issuer: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub sha256: String,
    pub bytes: u64,
}

/// The metadata that lists show without reading the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetadataRecord {
    pub title: Option<String>,
    pub issuer: Option<String>,
    pub region: Option<String>,
    /// `Level::name`
    pub level: String,
    pub department_of: Option<String>,
    /// `Kind::name`
    pub kind: String,
    pub year: Option<i16>,
    pub published: Option<Date>,
    pub signed: Option<Date>,
}

/// Whether an import brought something new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    New(EditionRecord),
    /// New, from a file that was imported before with another text of the same year.
    Changed {
        record: EditionRecord,
        /// The id of the edition before.
        before: String,
    },
    /// The same bytes read the same way are here already; nothing was written.
    Known(EditionRecord),
}

impl Added {
    pub fn record(&self) -> &EditionRecord {
        match self {
            Added::New(record) | Added::Changed { record, .. } | Added::Known(record) => record,
        }
    }
}

impl EditionRecord {
    pub fn of(incoming: &Incoming, imported: Timestamp) -> EditionRecord {
        let source = Content::of(incoming.bytes);
        let text = Content::of(incoming.text.as_bytes());
        EditionRecord {
            schema: SCHEMA.to_owned(),
            id: edition_id(&source.sha256, &text.sha256, incoming.extractor),
            source,
            text,
            extractor: incoming.extractor.to_owned(),
            encoding: incoming.encoding.to_owned(),
            file_name: incoming.file_name.map(str::to_owned),
            imported,
            importer: incoming.importer.to_owned(),
            hints: HintsRecord::of(incoming.hints, incoming.text),
            metadata: MetadataRecord::of(incoming.metadata),
            former_issuer: None,
        }
    }

    /// What stands in `edition.json`.
    pub fn sealed(&self) -> Vec<u8> {
        document::seal(self)
    }

    /// What `report::parse` was told besides this text, which is that of the edition.
    pub fn hints(&self, text: &SourceText) -> Hints {
        self.hints.hints(&text.text, self.file_name.as_deref())
    }
}

impl Content {
    fn of(bytes: &[u8]) -> Content {
        Content {
            sha256: digest(bytes),
            bytes: bytes.len() as u64,
        }
    }
}

impl MetadataRecord {
    fn of(metadata: &Metadata) -> MetadataRecord {
        let department_of = metadata.department_of;
        MetadataRecord {
            title: metadata.title.as_ref().map(|title| title.value.clone()),
            issuer: metadata.issuer.as_ref().map(|issuer| issuer.value.clone()),
            region: metadata.region.clone(),
            level: metadata.level.name().to_owned(),
            department_of: department_of.map(|level| level.name().to_owned()),
            kind: metadata.kind.name().to_owned(),
            year: metadata.year,
            published: metadata.published.as_ref().map(|date| date.value),
            signed: metadata.signed.as_ref().map(|date| date.value),
        }
    }

    /// The level; unknown where a newer version wrote one that this one does not know.
    pub fn level(&self) -> Level {
        level(&self.level)
    }

    /// The kind; other where a newer version wrote one that this one does not know.
    pub fn kind(&self) -> Kind {
        Kind::named(&self.kind).unwrap_or_default()
    }
}

/// The name of an edition: the same bytes, read to the same text by the same extractor, are one edition.
pub(super) fn edition_id(source: &str, text: &str, extractor: &str) -> String {
    digest(format!("{SCHEMA}\n{source}\n{text}\n{extractor}\n").as_bytes())
}

/// Whether a folder name can be an edition.
pub(super) fn is_edition_id(name: &str) -> bool {
    name.len() == 64
        && name
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Reads `edition.json` of one edition.
pub(super) fn read_record(editions: &Folder, id: &str) -> Result<EditionRecord, Error> {
    let folder = editions.folder(id)?;
    let bytes = folder.read(RECORD, LARGEST_RECORD)?;
    let damaged = || Error::new(folder.at(RECORD), ErrorKind::Damaged);
    let (record, _) = document::unseal::<EditionRecord>(&bytes).ok_or_else(damaged)?;
    if record.id == id {
        Ok(record)
    } else {
        Err(damaged())
    }
}

/// Reads the text of one edition; an error where it is not the text that was imported.
pub(super) fn read_text(editions: &Folder, record: &EditionRecord) -> Result<SourceText, Error> {
    let folder = editions.folder(&record.id)?;
    let damaged = || Error::new(folder.at(TEXT), ErrorKind::Damaged);
    let bytes = folder.read(TEXT, LARGEST_TEXT)?;
    if digest(&bytes) != record.text.sha256 {
        return Err(damaged());
    }
    String::from_utf8(bytes)
        .map(SourceText::new)
        .map_err(|_| damaged())
}

/// Reads the text of one edition without comparing it with the record. A search looks at all of them, so each costs one call
/// to open it instead of three.
pub(super) fn glance(root: &Folder, id: &str) -> Result<String, Error> {
    let below = format!("{EDITIONS}/{id}/{TEXT}");
    let bytes = match root.read_below(&below, LARGEST_TEXT) {
        Some(bytes) => bytes,
        None => root
            .folder(EDITIONS)?
            .folder(id)?
            .read(TEXT, LARGEST_TEXT)?,
    };
    String::from_utf8(bytes).map_err(|_| Error::new(root.at(&below), ErrorKind::Damaged))
}

/// Publishes an edition in one step: a folder with everything in it appears under its name, or nothing does.
pub(super) fn publish(
    editions: &Folder,
    access: Access,
    incoming: &Incoming,
    record: &EditionRecord,
) -> Result<(), Error> {
    let temporary = temporary_name(&record.id);
    let folder = editions.create_folder(&temporary, access.folder_mode())?;
    let result = fill(&folder, access.file_mode(), incoming, record)
        .and_then(|()| editions.rename(&temporary, editions, &record.id));
    if result.is_err() {
        for name in [SOURCE, TEXT, RECORD] {
            // Nothing refers to an attempt that failed.
            let _ = folder.remove(name);
        }
        editions.remove_folder(&temporary);
    }
    match result {
        // Another session published the same content in the meantime.
        Err(_) if read_record(editions, &record.id).is_ok() => Ok(()),
        result => result,
    }
}

/// Publishes an edition by its files: source, text and record, which belong together.
pub(super) fn publish_files(
    editions: &Folder,
    access: Access,
    id: &str,
    files: [&[u8]; 3],
) -> Result<(), Error> {
    let temporary = temporary_name(id);
    let folder = editions.create_folder(&temporary, access.folder_mode())?;
    for (name, bytes) in [SOURCE, TEXT, RECORD].into_iter().zip(files) {
        folder.write_new(name, bytes, access.file_mode())?;
    }
    folder.sync()?;
    editions.rename(&temporary, editions, id)
}

fn fill(
    folder: &Folder,
    mode: Mode,
    incoming: &Incoming,
    record: &EditionRecord,
) -> Result<(), Error> {
    folder.write_new(SOURCE, incoming.bytes, mode)?;
    folder.write_new(TEXT, incoming.text.as_bytes(), mode)?;
    folder.write_new(RECORD, &record.sealed(), mode)?;
    folder.sync()
}
