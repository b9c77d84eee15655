//! From files to editions in the library: what is here already is not read again.

use std::collections::BTreeMap;

use crate::import::{ImportError, Imported, Importer, Original};
use crate::locale::Lang;
use crate::order;
use crate::report::{Metadata, Notice, NoticeKind, Report, digest, parse_structure};

use super::edition::{Added, EditionRecord, Incoming};
use super::error::Error;
use super::library::Library;
use super::series::Series;

/// Takes files into a library, one after the other.
pub struct Intake<'a> {
    library: &'a Library,
    importer: &'a Importer,
    /// Who imports.
    reviewer: String,
    records: Vec<EditionRecord>,
    /// Places in `records` by the digest of the file, and by its name; private, because they must fit.
    by_source: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub added: Added,
    /// Nothing but navigation and headings was found in it.
    pub without_body: bool,
}

/// What a file is, before anything is written.
pub enum Read {
    /// Here already.
    Known(Box<Taken>),
    New(Box<Prepared>),
}

/// A file that was read and understood, and not kept yet.
pub struct Prepared {
    imported: Imported,
    /// Without figures.
    pub report: Report,
}

/// Why a file did not become an edition.
#[derive(Debug)]
pub enum IntakeError {
    Import(ImportError),
    Store(Error),
}

impl<'a> Intake<'a> {
    pub fn new(
        library: &'a Library,
        importer: &'a Importer,
        reviewer: &str,
    ) -> Result<Intake<'a>, Error> {
        let mut intake = Intake {
            library,
            importer,
            reviewer: reviewer.to_owned(),
            records: Vec::new(),
            by_source: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for record in library.entries()?.records {
            intake.hold(record);
        }
        Ok(intake)
    }

    /// Reads, understands and keeps a file. The same bytes again, or the same file with the same text, change nothing.
    pub fn take(&mut self, original: Original) -> Result<Taken, IntakeError> {
        match self.read(original)? {
            Read::Known(taken) => Ok(*taken),
            Read::New(prepared) => self.keep(&prepared),
        }
    }

    /// Reads and understands a file without writing anything.
    pub fn read(&self, original: Original) -> Result<Read, IntakeError> {
        if let Some(record) = self.same_bytes(&original) {
            return Ok(Read::Known(Box::new(Taken::known(record))));
        }
        let imported = self.importer.read(original).map_err(IntakeError::Import)?;
        let unread = Metadata::default();
        let incoming = incoming(&imported, &unread, &self.reviewer);
        let known = self.library.known(&incoming).map_err(IntakeError::Store)?;
        if let Some(record) = known.as_ref().or_else(|| self.same_text(&imported)) {
            return Ok(Read::Known(Box::new(Taken::known(record))));
        }
        // The figures take longest, and nothing of them is kept.
        let report = parse_structure(imported.source.clone(), imported.hints());
        Ok(Read::New(Box::new(Prepared { imported, report })))
    }

    /// Keeps a file that was read.
    pub fn keep(&mut self, prepared: &Prepared) -> Result<Taken, IntakeError> {
        let report = &prepared.report;
        let incoming = incoming(&prepared.imported, &report.metadata, &self.reviewer);
        let added = self.library.add(&incoming).map_err(IntakeError::Store)?;
        let added = match added {
            Added::New(record) => match self.earlier(&record) {
                Some(before) => Added::Changed { record, before },
                None => Added::New(record),
            },
            known => known,
        };
        self.hold(added.record().clone());
        let without_body = |notice: &Notice| notice.kind == NoticeKind::NoBody;
        Ok(Taken {
            added,
            without_body: report.notices.iter().any(without_body),
        })
    }

    /// The editions of the report that a file tells, the latest import first.
    pub fn editions(&self, prepared: &Prepared) -> Vec<&EditionRecord> {
        let metadata = &prepared.report.metadata;
        let this = Series {
            issuer: metadata.issuer.as_ref().map(|issuer| issuer.value.as_str()),
            level: metadata.level,
            year: metadata.year,
            former: None,
        };
        let known = this.issuer.is_some() && this.year.is_some();
        let same = |record: &&EditionRecord| known && record.series() == this;
        let mut editions: Vec<&EditionRecord> = self.records.iter().filter(same).collect();
        order::sort_by_key(&mut editions, |record| std::cmp::Reverse(record.imported));
        editions
    }

    /// The library that files are taken into.
    pub fn library(&self) -> &'a Library {
        self.library
    }

    fn hold(&mut self, record: EditionRecord) {
        let idx = self.records.len();
        let source = self.by_source.entry(record.source.sha256.clone());
        source.or_default().push(idx);
        if let Some(name) = record.file_name.clone() {
            self.by_name.entry(name).or_default().push(idx);
        }
        self.records.push(record);
    }

    fn records_at<'b>(
        &'b self,
        places: Option<&'b Vec<usize>>,
    ) -> impl Iterator<Item = &'b EditionRecord> {
        let places = places.into_iter().flatten();
        places.filter_map(|idx| self.records.get(*idx))
    }

    /// The edition of these bytes, when they would be read the same way again.
    fn same_bytes(&self, original: &Original) -> Option<&EditionRecord> {
        let extractor = original.format.extractor();
        let encoding = self.importer.encoding.map(|encoding| encoding.name());
        let found = self.by_source.get(&digest(&original.bytes));
        self.records_at(found).find(|record| {
            record.extractor == extractor
                && encoding.is_none_or(|encoding| record.encoding == encoding)
        })
    }

    /// The edition of a file of this name with this text, as when it was saved again unchanged.
    fn same_text(&self, imported: &Imported) -> Option<&EditionRecord> {
        let text = digest(imported.source.text.as_bytes());
        let extractor = imported.original.format.extractor();
        self.named(&imported.original.file_name)
            .find(|record| record.text.sha256 == text && record.extractor == extractor)
    }

    /// The latest edition of a file of the same name that tells the same year of the same issuer.
    fn earlier(&self, new: &EditionRecord) -> Option<String> {
        let name = new.file_name.as_deref()?;
        self.named(name)
            .filter(|record| record.series() == new.series())
            .max_by_key(|record| record.imported)
            .map(|record| record.id.clone())
    }

    fn named(&self, file_name: &str) -> impl Iterator<Item = &EditionRecord> {
        self.records_at(self.by_name.get(file_name))
    }
}

impl Taken {
    fn known(record: &EditionRecord) -> Taken {
        Taken {
            added: Added::Known(record.clone()),
            without_body: false,
        }
    }
}

impl IntakeError {
    /// What happened, where, and what to do.
    pub fn render(&self, lang: Lang) -> String {
        match self {
            IntakeError::Import(error) => error.render(lang),
            IntakeError::Store(error) => error.message(lang),
        }
    }
}

fn incoming<'a>(imported: &'a Imported, metadata: &'a Metadata, reviewer: &'a str) -> Incoming<'a> {
    let original = &imported.original;
    Incoming {
        bytes: &original.bytes,
        text: &imported.source.text,
        extractor: original.format.extractor(),
        encoding: imported.encoding.as_deref().unwrap_or_default(),
        file_name: Some(&original.file_name),
        hints: imported.hints(),
        metadata,
        importer: reviewer,
    }
}
