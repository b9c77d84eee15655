//! Reports that are worked on together: those of a folder or of the library, a few of them in memory at a time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::library::Shelf;
use super::progress::Progress;
use super::recent::Recent;
use super::text::flat;
use super::{CliError, Output, Shared, workers};
use crate::check::Peers;
use crate::import::{ImportErrorKind, walk};
use crate::order;
use crate::report::{Level, Metadata, Report, parse, parse_structure};
use crate::store::{EditionRecord, Series, year_before};

/// What is known of each report before it is read again to be worked on, so that only a few are in memory at a time.
pub(super) struct Collection<'a> {
    shared: &'a Shared,
    shelf: Option<Shelf>,
    items: Vec<Item>,
    /// Places in `items` by report year. Private, because they must fit.
    by_year: BTreeMap<i16, Vec<usize>>,
    /// How many threads work on it.
    threads: usize,
    /// In order of years the report that was read last is the year before of the next.
    recent: Recent,
    peers: Peers,
    /// What could not be read.
    pub failed: Vec<CliError>,
}

/// What becomes of a report whose structure was read.
type Hold<'h, 'a, P> = dyn FnMut(&mut Collection<'a>, &P, Result<Report, CliError>) + 'h;

/// One report of a collection.
pub(super) struct Item {
    place: Place,
    issuer: Option<String>,
    level: Level,
    year: Option<i16>,
}

/// A report, and that of the year before.
pub(super) type Pair = (Arc<Report>, Option<Arc<Report>>);

enum Place {
    File(PathBuf),
    Edition(Box<EditionRecord>),
}

impl<'a> Collection<'a> {
    /// Looks at every file of a folder for issuer and year.
    pub fn of_folder(
        folder: &Path,
        shared: &'a Shared,
        output: &mut Output,
    ) -> Result<Collection<'a>, CliError> {
        let found = walk(folder);
        let is_empty = found.is_empty();
        let mut collection = Collection::of_files(found.files, shared, output)?;
        if is_empty {
            let name = folder.to_string_lossy().into_owned();
            let kind = ImportErrorKind::EmptyFolder;
            let error = crate::import::ImportError { name, kind };
            collection.failed.push(error.into());
        }
        let errors = found.errors.into_iter().map(CliError::from);
        collection.failed.extend(errors);
        Ok(collection)
    }

    /// Looks at every file for issuer and year.
    pub fn of_files(
        files: Vec<PathBuf>,
        shared: &'a Shared,
        output: &mut Output,
    ) -> Result<Collection<'a>, CliError> {
        let mut collection = Collection::new(shared);
        let look = |path: &PathBuf| -> Result<Report, CliError> {
            let (text, hints) = shared.importer.read_file(path)?.into_text();
            Ok(parse_structure(text, &hints))
        };
        let mut hold =
            |collection: &mut Collection, path: &PathBuf, seen: Result<Report, _>| match seen {
                Ok(report) => {
                    let item = Item::of_file(path.clone(), &report.metadata);
                    collection.peers.add(&item.source(), &report);
                    collection.hold(item);
                }
                Err(error) => collection.failed.push(error),
            };
        collection.look(&files, &|path| Some(path), &look, &mut hold, output)?;
        Ok(collection)
    }

    /// All editions of a library, issuer by issuer, the first year first.
    pub fn of_library(
        shelf: Shelf,
        shared: &'a Shared,
        output: &mut Output,
    ) -> Result<Collection<'a>, CliError> {
        let mut records = shelf.entries.records.clone();
        order::sort_by(&mut records, |a, b| order(a).cmp(&order(b)));
        let mut collection = Collection::new(shared);
        let look = |record: &EditionRecord| shelf.structure(&record.id);
        let mut hold = |collection: &mut Collection, record: &EditionRecord, seen: Result<_, _>| {
            // A report that cannot be read says so when it is checked.
            if let Ok(report) = seen {
                collection.peers.add(&record.id, &report);
            }
            collection.hold(Item::of_edition(record.clone()));
        };
        collection.look(&records, &|_| None, &look, &mut hold, output)?;
        collection.shelf = Some(shelf);
        Ok(collection)
    }

    /// Reads the structure of every report, for what is known of it and of its wording.
    fn look<P: Sync>(
        &mut self,
        places: &[P],
        path: &dyn for<'p> Fn(&'p P) -> Option<&'p Path>,
        look: &(dyn Fn(&P) -> Result<Report, CliError> + Sync),
        hold: &mut Hold<'_, 'a, P>,
        output: &mut Output,
    ) -> Result<(), CliError> {
        let (lang, total) = (self.shared.lang, places.len());
        self.threads = workers::threads(total);
        self.recent = Recent::new(2 * self.threads);
        let mut progress = Progress::new(self.shared.progress, "check.looking");
        let work = |idx: usize| places.get(idx).map(look);
        workers::in_order(self.threads, total, &work, &mut |idx, seen| {
            let place = places.get(idx);
            progress.show(output, lang, idx, total, place.and_then(path));
            if let Some((place, seen)) = place.zip(seen) {
                hold(self, place, seen);
            }
            Ok(())
        })?;
        progress.clear(output);
        Ok(())
    }

    fn new(shared: &'a Shared) -> Collection<'a> {
        Collection {
            shared,
            shelf: None,
            items: Vec::new(),
            by_year: BTreeMap::new(),
            threads: 1,
            recent: Recent::new(2),
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

    /// A report by the name that [`Peers`] knows it by; none that can no longer be read.
    pub fn named(&self, source: &str) -> Option<Arc<Report>> {
        let idx = self.items.iter().position(|item| item.source() == source)?;
        self.report(idx).ok()
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

    /// Works on every report and hands over what comes of each, in order; several at a time where there are many.
    pub fn each<R: Send>(
        &self,
        work: &(dyn Fn(usize) -> R + Sync),
        hand: &mut dyn FnMut(usize, R) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        workers::in_order(self.threads, self.len(), work, hand)
    }

    /// Reads and understands a report, and that of the year before where there is one.
    pub fn with_before(&self, idx: usize) -> Result<Pair, CliError> {
        // First the report itself: that of the year before is then read already, by this thread or by another.
        let report = self.report(idx);
        let before = self.before(idx).map(|before| self.report(before));
        let before = before.transpose()?;
        Ok((report?, before))
    }

    /// Reads and understands a report.
    pub fn report(&self, idx: usize) -> Result<Arc<Report>, CliError> {
        self.recent.get(idx, &|| self.read(idx))
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

    pub fn year(&self) -> Option<i16> {
        self.year
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
