//! What a backup has and the library has not is added. Nothing that is there is changed.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Contents, Error, Folder, Item, Library, Opened, Place};
use crate::report::digest;
use crate::store::archive::ARCHIVE;
use crate::store::document;
use crate::store::edition::{self, EditionRecord};
use crate::store::error::ErrorKind;
use crate::store::feed::LARGEST;
use crate::store::folder::Access;
use crate::store::journal::EXTENSION;
use crate::store::library::{EDITIONS, REVIEWS};
use crate::store::quarantine::QUARANTINE;

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Restored {
    /// Reports that were added.
    pub editions: usize,
    /// Journals that were added.
    pub journals: usize,
    /// Files that were there already.
    pub known: usize,
    /// Entries that cannot be used, and why.
    pub damaged: Vec<Error>,
    /// The backup is of another library; its reports and annotations were added all the same.
    pub foreign: bool,
}

/// The library at a path to restore into: the one that is there, or a new one with the id of the one that was backed up.
pub fn library_of(backup: &Path, path: &Path) -> Result<Library, Error> {
    let contents = Opened::open(backup)?.contents()?;
    match Library::open(path) {
        Err(error) if error.kind == ErrorKind::NotALibrary => {
            Library::create_as(path, Access::Private, contents.library)
        }
        result => result,
    }
}

/// Adds the contents of a backup to a library.
pub fn restore(library: &Library, backup: &Path) -> Result<Restored, Error> {
    let mut opened = Opened::open(backup)?;
    let contents = opened.contents()?;
    let root = library.writing()?;
    let mut restored = Restored {
        foreign: contents.library != library.id(),
        ..Restored::default()
    };
    for item in &contents.files {
        let done = match Place::of(&item.path) {
            Some(Place::Journal {
                reviewer,
                archived,
                name,
            }) => opened.read(item).and_then(|bytes| {
                let target = Target {
                    library,
                    root: &root,
                    reviewer: &reviewer,
                    archived,
                };
                let added = target.add(&name, &bytes)?;
                restored.journals += usize::from(added);
                Ok(added)
            }),
            Some(Place::Quarantine { name }) => opened.read(item).and_then(|bytes| {
                let access = library.access();
                let folder = root.create_folder(QUARANTINE, access.folder_mode())?;
                folder.publish(&name, &bytes, access.file_mode())
            }),
            // Editions follow as a whole; the library has a manifest of its own.
            Some(Place::Edition { .. } | Place::Manifest) => continue,
            None => Err(Error::new(backup.join(&item.path), ErrorKind::NotABackup)),
        };
        match done {
            Ok(true) => {}
            Ok(false) => restored.known += 1,
            Err(error) => set_aside(&mut restored, error)?,
        }
    }
    editions(library, &root, &mut opened, &contents, &mut restored)?;
    Ok(restored)
}

/// An entry that cannot be used hides no other; a folder that takes nothing ends it.
fn set_aside(restored: &mut Restored, error: Error) -> Result<(), Error> {
    match error.kind {
        ErrorKind::Damaged | ErrorKind::NotABackup | ErrorKind::TooLarge => {
            restored.damaged.push(error);
            Ok(())
        }
        _ => Err(error),
    }
}

fn editions(
    library: &Library,
    root: &Folder,
    opened: &mut Opened,
    contents: &Contents,
    restored: &mut Restored,
) -> Result<(), Error> {
    let mut files: BTreeMap<String, BTreeMap<&str, &Item>> = BTreeMap::new();
    for item in &contents.files {
        if let Some(Place::Edition { id, name }) = Place::of(&item.path) {
            files.entry(id).or_default().insert(name, item);
        }
    }
    let folder = root.create_folder(EDITIONS, library.access().folder_mode())?;
    for (id, files) in files {
        if edition::read_record(&folder, &id).is_ok() {
            restored.known += 1;
            continue;
        }
        let read = [edition::SOURCE, edition::TEXT, edition::RECORD].map(|name| {
            let missing = || Error::new(opened.path.join(&id), ErrorKind::Damaged);
            opened.read(files.get(name).ok_or_else(missing)?)
        });
        let added = match read {
            [Ok(source), Ok(text), Ok(record)] if is_edition(&id, &source, &text, &record) => {
                edition::publish_files(&folder, library.access(), &id, [&source, &text, &record])
            }
            [Err(error), ..] | [_, Err(error), _] | [.., Err(error)] => Err(error),
            _ => Err(Error::new(opened.path.join(&id), ErrorKind::Damaged)),
        };
        match added {
            Ok(()) => restored.editions += 1,
            Err(error) => set_aside(restored, error)?,
        }
    }
    Ok(())
}

/// Whether the files are the edition of this id.
fn is_edition(id: &str, source: &[u8], text: &[u8], record: &[u8]) -> bool {
    document::unseal::<EditionRecord>(record).is_some_and(|(record, _)| {
        let (source, text) = (digest(source), digest(text));
        record.source.sha256 == source
            && record.text.sha256 == text
            && edition::edition_id(&source, &text, &record.extractor) == id
    })
}

/// Where journals of a reviewer go.
struct Target<'a> {
    library: &'a Library,
    root: &'a Folder,
    reviewer: &'a str,
    archived: bool,
}

impl Target<'_> {
    /// Adds a journal unless all of it is there. One that is there with other content keeps its name: what the backup says goes
    /// beside it, and readers take every line once. Whether something was added.
    fn add(&self, name: &str, bytes: &[u8]) -> Result<bool, Error> {
        let access = self.library.access();
        let reviews = self.root.create_folder(REVIEWS, access.folder_mode())?;
        let own = reviews.create_folder(self.reviewer, access.own_folder_mode())?;
        let archive = own.folder(ARCHIVE).ok();
        let beside = beside(name, bytes);
        for folder in std::iter::once(&own).chain(&archive) {
            let there = folder.read(name, LARGEST);
            let is_there = there.is_ok_and(|there| there.starts_with(bytes));
            if is_there || folder.stat(&beside).is_ok() {
                return Ok(false);
            }
        }
        let taken = std::iter::once(&own)
            .chain(&archive)
            .any(|folder| folder.stat(name).is_ok());
        let name = if taken { &beside } else { name };
        let mode = access.file_mode();
        if self.archived && !taken {
            let archive = own.create_folder(ARCHIVE, access.own_folder_mode())?;
            archive.publish(name, bytes, mode)
        } else {
            own.publish(name, bytes, mode)
        }
    }
}

/// What stands in the name of a journal that was restored beside another of its name.
pub(in crate::store) const RESTORED: &str = "-restored-";

/// The name of a journal beside the one of its name, by its content.
fn beside(name: &str, bytes: &[u8]) -> String {
    let (stem, rest) = name.split_once('.').unwrap_or((name, ""));
    let digest = digest(bytes);
    let digest = digest.get(..8).unwrap_or_default();
    match rest.is_empty() {
        true => format!("{stem}{RESTORED}{digest}{EXTENSION}"),
        false => format!("{stem}{RESTORED}{digest}.{rest}"),
    }
}
