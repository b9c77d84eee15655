//! A library: a folder of editions and reviews, or the bundled samples before anything was annotated in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use rustix::fs::Mode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::report::SourceText;
use crate::review::Review;

use super::corrected::Corrected;
use super::document;
use super::edition::{self, Added, EditionRecord, Incoming};
use super::entry::{Entry, Rank};
use super::error::{Error, ErrorKind};
use super::folder::{Access, Folder};
use super::index::{self, Id, Index, Row, id_of, name_of};
use super::samples;

pub(super) const MANIFEST: &str = "library.json";
pub(super) const EDITIONS: &str = "editions";
pub(super) const REVIEWS: &str = "reviews";
pub(super) const SCHEMA: &str = "ducha.library.v1";
/// The format that this program reads and writes.
pub(super) const FORMAT: u32 = 1;

const LARGEST_MANIFEST: u64 = 1 << 20;

/// What `library.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub schema: String,
    pub version: u32,
    /// The oldest format that may read it.
    pub min_reader: u32,
    /// The oldest format that may add to it.
    pub min_writer: u32,
    pub id: Uuid,
    pub created: Timestamp,
}

/// A library that is open.
#[derive(Debug)]
pub struct Library {
    origin: Origin,
    /// Empty only of samples in which nothing was annotated yet. Opened anew when another folder stands at the path.
    root: RwLock<Option<Arc<Folder>>>,
    path: PathBuf,
    id: Uuid,
    access: Access,
    /// Why nothing can be added, if so.
    read_only: Option<ErrorKind>,
    /// Holds a folder for each library.
    state: Option<PathBuf>,
}

/// Where the texts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Folder,
    /// Bundled with the program; copied to a folder when something is written.
    Samples,
}

/// All editions of a library, as lists show them.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// By issuer, newest year first; then by time of import.
    pub entries: Vec<Entry>,
    pub corrected: Corrected,
    /// Editions whose record cannot be read.
    pub damaged: Vec<Error>,
}

/// All editions of a library.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    /// By issuer, newest year first; then by time of import.
    pub records: Vec<EditionRecord>,
    /// Editions whose record cannot be read.
    pub damaged: Vec<Error>,
}

impl Entries {
    fn sort(&mut self) {
        self.records.sort_by_cached_key(|record| {
            let metadata = &record.metadata;
            Rank::new(
                metadata.issuer.as_deref(),
                metadata.year,
                record.imported,
                &record.id,
            )
        });
    }

    /// With what reviewers corrected, and in the order that follows from it.
    pub fn corrected(mut self, corrected: &Corrected) -> Entries {
        for record in &mut self.records {
            *record = corrected.record(record);
        }
        self.sort();
        self
    }
}

impl Library {
    /// Opens the library in a folder.
    pub fn open(path: &Path) -> Result<Library, Error> {
        let root = match Folder::open(path) {
            Ok(root) => root,
            Err(error) if error.kind == ErrorKind::Missing => {
                return Err(Error::new(path, ErrorKind::NotALibrary));
            }
            Err(error) => return Err(error),
        };
        let manifest = read_manifest(&root)?;
        if manifest.min_reader > FORMAT {
            return Err(Error::new(root.at(MANIFEST), ErrorKind::NewerReader));
        }
        let read_only = if manifest.min_writer > FORMAT {
            Some(ErrorKind::NewerWriter)
        } else {
            root.writable().err().map(|error| error.kind)
        };
        let group = root.mode()? & 0o070 == 0o070;
        Ok(Library {
            origin: Origin::Folder,
            root: RwLock::new(Some(Arc::new(root))),
            path: path.to_owned(),
            id: manifest.id,
            access: if group {
                Access::Group
            } else {
                Access::Private
            },
            read_only,
            state: None,
        })
    }

    /// Makes a library in a folder that does not exist or is empty.
    pub fn create(path: &Path, access: Access) -> Result<Library, Error> {
        create(path, access, Uuid::now_v7())?;
        Library::open(path)
    }

    /// Makes a library that takes the place of one that is gone.
    pub(super) fn create_as(path: &Path, access: Access, id: Uuid) -> Result<Library, Error> {
        create(path, access, id)?;
        Library::open(path)
    }

    /// Opens the library in a folder, or makes a private one.
    pub fn open_or_create(path: &Path) -> Result<Library, Error> {
        match Library::open(path) {
            Err(error) if error.kind == ErrorKind::NotALibrary => {
                Library::create(path, Access::Private)
            }
            result => result,
        }
    }

    /// The bundled samples. `path` is where they are copied to when something is annotated in them.
    pub fn samples(path: &Path) -> Result<Library, Error> {
        match Library::open(path) {
            Ok(library) => Ok(Library {
                origin: Origin::Samples,
                ..library
            }),
            Err(error) if error.kind == ErrorKind::NotALibrary => Ok(Library {
                origin: Origin::Samples,
                root: RwLock::default(),
                path: path.to_owned(),
                id: samples::LIBRARY,
                access: Access::Private,
                read_only: None,
                state: None,
            }),
            Err(error) => Err(error),
        }
    }

    /// With a folder for drafts and caches on the local disk.
    pub fn with_state(self, state: &Path) -> Library {
        Library {
            state: Some(state.join(self.id.to_string())),
            ..self
        }
    }

    pub fn id(&self) -> Uuid {
        self.id
    }

    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// Where it stands, or would be copied to.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn access(&self) -> Access {
        self.access
    }

    /// The state folder of this library; nothing is made by asking.
    pub fn state(&self) -> Option<&Path> {
        self.state.as_deref()
    }

    /// Why nothing can be added; to be said before anyone types.
    pub fn read_only(&self) -> Option<Error> {
        self.read_only.map(|kind| Error::new(&self.path, kind))
    }

    /// All editions, from the index where it still fits.
    pub fn entries(&self) -> Result<Entries, Error> {
        let mut entries = match self.reading() {
            Some(root) => self.entries_of(&root)?,
            None => Entries::default(),
        };
        if self.origin == Origin::Samples {
            for (record, _) in samples::all() {
                if !entries.records.iter().any(|known| known.id == record.id) {
                    entries.records.push(record.clone());
                }
            }
            entries.sort();
        }
        Ok(entries)
    }

    /// The same with what reviewers corrected, and no more of each edition than lists show: of 100,000 editions the whole
    /// records would take twice the memory of everything else.
    pub fn listing(&self, review: &Review) -> Result<Listing, Error> {
        if self.origin == Origin::Folder
            && review.corrections.is_empty()
            && let Some(entries) = self.listed()?
        {
            return Ok(Listing {
                corrected: Corrected::of(&[], review),
                entries: renamed(entries, &review.former_names),
                damaged: Vec::new(),
            });
        }
        let entries = self.entries()?;
        let corrected = Corrected::of(&entries.records, review);
        let entries = entries.corrected(&corrected);
        Ok(Listing {
            entries: entries.records.iter().map(Entry::of).collect(),
            corrected,
            damaged: entries.damaged,
        })
    }

    /// What the index says, while it fits.
    fn listed(&self) -> Result<Option<Vec<Entry>>, Error> {
        let (Some(root), Ok(state)) = (self.reading(), self.state_folder()) else {
            return Ok(None);
        };
        let Some(index) = Index::read(&state) else {
            return Ok(None);
        };
        let mut known = Vec::new();
        let rows = index.rows().map(|row| {
            known.push(row.id);
            Entry::of_row(&row)
        });
        let entries = rows.collect();
        known.sort_unstable();
        let fits = known == edition_ids(&root.folder(EDITIONS)?)?;
        Ok(fits.then_some(entries))
    }

    /// The first rows of a long list, and how many there are in all: as the index has them, to be shown while it is being
    /// found out whether it still fits.
    pub fn first_rows(&self, review: &Review) -> Option<(Vec<Entry>, usize)> {
        if self.origin != Origin::Folder || !review.corrections.is_empty() {
            return None;
        }
        let (entries, count) = index::head(&self.state_folder().ok()?, Entry::of_row)?;
        Some((renamed(entries, &review.former_names), count))
    }

    fn entries_of(&self, root: &Folder) -> Result<Entries, Error> {
        let editions = root.folder(EDITIONS)?;
        let ids = edition_ids(&editions)?;
        let state = self.state_folder().ok();
        let index = state.as_ref().and_then(Index::read);
        if let Some(index) = index.as_ref().filter(|index| index.names(&ids)) {
            return Ok(Entries {
                records: index.rows().filter_map(Row::record).collect(),
                damaged: Vec::new(),
            });
        }
        let mut known = index.map(|index| index.records()).unwrap_or_default();
        let mut entries = Entries::default();
        let mut read = false;
        for id in &ids {
            if let Some(record) = known.remove(id) {
                entries.records.push(record);
                continue;
            }
            match edition::read_record(&editions, &name_of(id)) {
                Ok(record) => {
                    read = true;
                    entries.records.push(record);
                }
                Err(error) => entries.damaged.push(error),
            }
        }
        entries.sort();
        // An edition that cannot be read is looked for every time, and changes nothing.
        let stale = read || !known.is_empty();
        if let Some(state) = state.filter(|_| stale) {
            index::write(&state, entries.records.iter());
        }
        Ok(entries)
    }

    /// The one edition whose id begins with these characters.
    pub fn resolve(&self, prefix: &str) -> Result<EditionRecord, Error> {
        let wrong = |kind| Err(Error::new(self.path.join(EDITIONS).join(prefix), kind));
        let records = self.entries()?.records;
        let mut fitting = records
            .into_iter()
            .filter(|record| !prefix.is_empty() && record.id.starts_with(prefix));
        match (fitting.next(), fitting.next()) {
            (Some(record), None) => Ok(record),
            (Some(_), Some(_)) => wrong(ErrorKind::AmbiguousEdition),
            (None, _) => wrong(ErrorKind::NoSuchEdition),
        }
    }

    /// The text and record of an edition, by its id or the beginning of it.
    pub fn load(&self, id: &str) -> Result<(SourceText, EditionRecord), Error> {
        let embedded = || samples::all().iter().find(|(record, _)| record.id == id);
        if self.origin == Origin::Samples
            && let Some((record, text)) = embedded()
        {
            return Ok((SourceText::new(*text), record.clone()));
        }
        if !edition::is_edition_id(id) {
            let record = self.resolve(id)?;
            return self.load(&record.id);
        }
        let missing = || Error::new(self.path.join(EDITIONS).join(id), ErrorKind::NoSuchEdition);
        let editions = self.reading().ok_or_else(missing)?.folder(EDITIONS)?;
        let record = edition::read_record(&editions, id).map_err(|error| match error.kind {
            ErrorKind::Missing => missing(),
            _ => error,
        })?;
        Ok((edition::read_text(&editions, &record)?, record))
    }

    /// The text of an edition as it lies there, unchecked: enough to look for words in it.
    pub fn glance(&self, id: &str) -> Result<String, Error> {
        let embedded = || samples::all().iter().find(|(record, _)| record.id == id);
        if self.origin == Origin::Samples
            && let Some((_, text)) = embedded()
        {
            return Ok((*text).to_owned());
        }
        let missing = || Error::new(self.path.join(EDITIONS).join(id), ErrorKind::NoSuchEdition);
        let root = self.reading().ok_or_else(missing)?;
        edition::glance(&root, id)
    }

    /// Adds an edition; the same bytes a second time change nothing and say so.
    pub fn add(&self, incoming: &Incoming) -> Result<Added, Error> {
        let editions = self.writing()?.folder(EDITIONS)?;
        add(&editions, self.access, incoming)
    }

    /// The edition that the incoming text would become, when it is here already; its metadata does not matter.
    pub fn known(&self, incoming: &Incoming) -> Result<Option<EditionRecord>, Error> {
        let Some(root) = self.reading() else {
            return Ok(None);
        };
        let id = EditionRecord::of(incoming, Timestamp::now()).id;
        known(&root.folder(EDITIONS)?, &id)
    }

    /// The folder, for reading; none of samples that were never copied.
    pub(super) fn reading(&self) -> Option<Arc<Folder>> {
        self.root
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The folder, for writing; samples are copied to it first. Looked at each time: it may have been removed, moved, put
    /// back or made read-only since.
    pub(super) fn writing(&self) -> Result<Arc<Folder>, Error> {
        if self.read_only == Some(ErrorKind::NewerWriter) {
            return Err(Error::new(&self.path, ErrorKind::NewerWriter));
        }
        let root = match self.reading() {
            Some(root) => self.in_place(root)?,
            // Two threads may both copy: the content is the same, and the second finds it there.
            None => self.settle(copy_samples(&self.path)?),
        };
        root.writable()?;
        Ok(root)
    }

    /// The open folder while it is the one at its path; else the library there, if it is this one.
    fn in_place(&self, root: Arc<Folder>) -> Result<Arc<Folder>, Error> {
        let vanished = || Error::new(&self.path, ErrorKind::Vanished);
        let there = Folder::open(&self.path).map_err(|error| match error.kind {
            ErrorKind::Missing => vanished(),
            _ => error,
        })?;
        if there.identity()? == root.identity()? {
            return Ok(root);
        }
        match read_manifest(&there) {
            Ok(manifest) if manifest.id == self.id => Ok(self.settle(there)),
            Ok(_) | Err(_) => Err(vanished()),
        }
    }

    fn settle(&self, folder: Folder) -> Arc<Folder> {
        let folder = Arc::new(folder);
        let mut root = self.root.write().unwrap_or_else(PoisonError::into_inner);
        *root = Some(Arc::clone(&folder));
        folder
    }

    /// The state folder, made where needed.
    pub(super) fn state_folder(&self) -> Result<Folder, Error> {
        let path = self
            .state
            .as_deref()
            .ok_or_else(|| Error::new("~", ErrorKind::NoHome))?;
        Folder::create(path, Mode::RWXU)
    }
}

fn read_manifest(root: &Folder) -> Result<Manifest, Error> {
    let bytes = match root.read(MANIFEST, LARGEST_MANIFEST) {
        Err(error) if error.kind == ErrorKind::Missing => {
            return Err(Error::new(root.path(), ErrorKind::NotALibrary));
        }
        result => result?,
    };
    document::unseal(&bytes)
        .map(|(manifest, _)| manifest)
        .ok_or_else(|| Error::new(root.at(MANIFEST), ErrorKind::Damaged))
}

/// The editions of a folder, in order of their ids.
fn edition_ids(editions: &Folder) -> Result<Vec<Id>, Error> {
    let mut ids = Vec::new();
    editions.each_name(|name| ids.extend(id_of(name)))?;
    ids.sort_unstable();
    Ok(ids)
}

/// With the names that issuers had before, where a reviewer said so.
fn renamed(mut entries: Vec<Entry>, former_names: &BTreeMap<String, String>) -> Vec<Entry> {
    if !former_names.is_empty() {
        for entry in &mut entries {
            let issuer = entry.issuer.as_ref();
            entry.former = issuer.and_then(|name| former_names.get(name).cloned());
        }
    }
    entries
}

/// The manifest comes last, so that a folder with one has everything else.
fn create(path: &Path, access: Access, id: Uuid) -> Result<Folder, Error> {
    let root = Folder::create(path, access.folder_mode())?;
    let others = root.names()?;
    let ours = |name: &String| [EDITIONS, REVIEWS, MANIFEST].contains(&name.as_str());
    if !others
        .iter()
        .all(|name| ours(name) || name.starts_with('.'))
    {
        return Err(Error::new(path, ErrorKind::NotEmpty));
    }
    root.create_folder(EDITIONS, access.folder_mode())?;
    root.create_folder(REVIEWS, access.folder_mode())?;
    if others.iter().any(|name| name == MANIFEST) {
        return Ok(root);
    }
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        version: FORMAT,
        min_reader: 1,
        min_writer: 1,
        id,
        created: Timestamp::now(),
    };
    root.replace(MANIFEST, &document::seal(&manifest), access.file_mode())?;
    Ok(root)
}

fn add(editions: &Folder, access: Access, incoming: &Incoming) -> Result<Added, Error> {
    let record = EditionRecord::of(incoming, Timestamp::now());
    if let Some(known) = known(editions, &record.id)? {
        return Ok(Added::Known(known));
    }
    edition::publish(editions, access, incoming, &record)?;
    Ok(Added::New(record))
}

fn known(editions: &Folder, id: &str) -> Result<Option<EditionRecord>, Error> {
    match edition::read_record(editions, id) {
        Ok(record) => Ok(Some(record)),
        Err(error) if error.kind == ErrorKind::Missing => Ok(None),
        Err(error) => Err(error),
    }
}

fn copy_samples(path: &Path) -> Result<Folder, Error> {
    let root = create(path, Access::Private, samples::LIBRARY)?;
    let editions = root.folder(EDITIONS)?;
    samples::each(|incoming| add(&editions, Access::Private, incoming).map(|_| ()))?;
    Ok(root)
}
