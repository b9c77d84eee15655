//! Reports that are worked on together: those of a folder or of the library, read one at a time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::library::Shelf;
use super::progress::Progress;
use super::text::flat;
use super::{CliError, Output, Shared};
use crate::check::Peers;
use crate::import::{ImportErrorKind, walk};
use crate::report::{Level, Metadata, Report, parse, parse_structure};
use crate::store::{EditionRecord, Series, year_before};

/// What is known of each report before it is read again to be worked on, so that only one is in memory at a time.
pub(super) struct Collection<'a> {
    shared: &'a Shared,
    shelf: Option<Shelf>,
    items: Vec<Item>,
    /// Places in `items` by report year. Private, because they must fit.
    by_year: BTreeMap<i16, Vec<usize>>,
    /// The report that was read last: in order of years it is the year before of the next.
    last: Option<(usize, Rc<Report>)>,
    peers: Peers,
    /// What could not be read.
    pub failed: Vec<CliError>,
}

/// One report of a collection.
pub(super) struct Item {
    place: Place,
    issuer: Option<String>,
    level: Level,
    year: Option<i16>,
}

enum Place {
    File(PathBuf),
    Edition(Box<EditionRecord>),
}

impl<'a> Collection<'a> {
    /// Looks at every file of a folder for issuer and year.
    pub fn of_folder(folder: &Path, shared: &'a Shared, output: &mut Output) -> Collection<'a> {
        let found = walk(folder);
        let mut collection = Collection::new(shared, None);
        if found.is_empty() {
            let name = folder.to_string_lossy().into_owned();
            let kind = ImportErrorKind::EmptyFolder;
            let error = crate::import::ImportError { name, kind };
            collection.failed.push(error.into());
        }
        collection
            .failed
            .extend(found.errors.into_iter().map(CliError::from));
        let mut progress = Progress::new(shared.progress, "check.looking");
        let total = found.files.len();
        for (done, path) in found.files.into_iter().enumerate() {
            progress.show(output, shared.lang, done, total, Some(&path));
            match shared.importer.read_file(&path) {
                Ok(imported) => {
                    let (text, hints) = imported.into_text();
                    let report = parse_structure(text, &hints);
                    collection.peers.add(&report);
                    collection.hold(Item::of_file(path, &report.metadata));
                }
                Err(error) => collection.failed.push(error.into()),
            }
        }
        progress.clear(output);
        collection
    }

    /// All editions of a library, issuer by issuer, the first year first.
    pub fn of_library(shelf: Shelf, shared: &'a Shared, output: &mut Output) -> Collection<'a> {
        let mut records = shelf.entries.records.clone();
        records.sort_by(|a, b| order(a).cmp(&order(b)));
        let mut progress = Progress::new(shared.progress, "check.looking");
        let (mut peers, total) = (Peers::default(), records.len());
        let mut collection = Collection::new(shared, None);
        for (done, record) in records.into_iter().enumerate() {
            progress.show(output, shared.lang, done, total, None);
            // A report that cannot be read says so when it is checked.
            if let Ok(report) = shelf.structure(&record.id) {
                peers.add(&report);
            }
            collection.hold(Item::of_edition(record));
        }
        progress.clear(output);
        Collection {
            peers,
            shelf: Some(shelf),
            ..collection
        }
    }

    fn new(shared: &'a Shared, shelf: Option<Shelf>) -> Collection<'a> {
        Collection {
            shared,
            shelf,
            items: Vec::new(),
            by_year: BTreeMap::new(),
            last: None,
            peers: Peers::default(),
            failed: Vec::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn item(&self, idx: usize) -> Option<&Item> {
        self.items.get(idx)
    }

    /// The wording of all reports, for finding what one has from another unit.
    pub fn peers(&self) -> &Peers {
        &self.peers
    }

    pub fn shelf(&self) -> Option<&Shelf> {
        self.shelf.as_ref()
    }

    fn hold(&mut self, item: Item) {
        if let Some(year) = item.year {
            self.by_year.entry(year).or_default().push(self.items.len());
        }
        self.items.push(item);
    }

    /// The report of the year before by the same issuer; of several editions the latest.
    pub fn before(&self, idx: usize) -> Option<usize> {
        let this = self.items.get(idx)?.series();
        let places = self.by_year.get(&this.year?.checked_sub(1)?)?;
        let mut earlier = Vec::with_capacity(places.len());
        for place in places.iter().rev() {
            earlier.push((*place, self.items.get(*place)?));
        }
        let found = year_before(&earlier, this, |(_, item)| item.series());
        found.map(|(place, _)| *place)
    }

    /// Reads and understands a report.
    pub fn report(&mut self, idx: usize) -> Result<Rc<Report>, CliError> {
        if let Some((_, report)) = self.last.as_ref().filter(|(last, _)| *last == idx) {
            return Ok(Rc::clone(report));
        }
        let report = Rc::new(self.read(idx)?);
        self.last = Some((idx, Rc::clone(&report)));
        Ok(report)
    }

    fn read(&self, idx: usize) -> Result<Report, CliError> {
        let missing = || CliError::NoSuchReport(idx.to_string());
        match &self.items.get(idx).ok_or_else(missing)?.place {
            Place::File(path) => {
                let (text, hints) = self.shared.importer.read_file(path)?.into_text();
                Ok(parse(text, &hints))
            }
            Place::Edition(record) => {
                let shelf = self.shelf.as_ref().ok_or_else(missing)?;
                shelf.report(&record.id)
            }
        }
    }
}

/// By issuer, then by year, the latest import last.
fn order(record: &EditionRecord) -> (Option<&str>, Option<i16>, jiff::Timestamp, &str) {
    let metadata = &record.metadata;
    (
        metadata.issuer.as_deref(),
        metadata.year,
        record.imported,
        &record.id,
    )
}

impl Item {
    fn of_file(path: PathBuf, metadata: &Metadata) -> Item {
        Item {
            place: Place::File(path),
            issuer: metadata.issuer.as_ref().map(|issuer| issuer.value.clone()),
            level: metadata.level,
            year: metadata.year,
        }
    }

    fn of_edition(record: EditionRecord) -> Item {
        Item {
            issuer: record.metadata.issuer.clone(),
            level: record.metadata.level(),
            year: record.metadata.year,
            place: Place::Edition(Box::new(record)),
        }
    }

    /// The file, or the id in the library.
    pub fn source(&self) -> String {
        match &self.place {
            Place::File(path) => flat(&path.to_string_lossy()),
            Place::Edition(record) => record.id.clone(),
        }
    }

    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Edition(_) => None,
        }
    }

    pub fn record(&self) -> Option<&EditionRecord> {
        match &self.place {
            Place::File(_) => None,
            Place::Edition(record) => Some(record),
        }
    }

    fn series(&self) -> Series<'_> {
        Series {
            issuer: self.issuer.as_deref(),
            level: self.level,
            year: self.year,
            former: self
                .record()
                .and_then(|record| record.former_issuer.as_deref()),
        }
    }
}
