//! Checks a library without changing it: which bytes are not those that were written.

mod copies;
mod journals;
mod repair;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rustix::fs::{FileType, Mode};
use serde::de::DeserializeOwned;

use crate::report::digest;

use super::document::{self, Seal};
use super::edition::{self, EditionRecord};
use super::error::{Error, ErrorKind};
use super::feed::{Damage, Fault, LARGEST, is_journal, is_trusted};
use super::folder::Folder;
use super::library::{EDITIONS, Library, MANIFEST, Manifest, REVIEWS};
use super::quarantine;

pub use repair::{Repair, Step, apply, plan};

/// What was looked at, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    pub editions: usize,
    pub journals: usize,
    /// Whole lines that hold an event, repeated ones included.
    pub events: usize,
    /// Whole lines that only a newer version can read.
    pub newer: usize,
    /// Ends of files that were never acknowledged: after an error they were written once more in the next file.
    pub remnants: usize,
    /// Annotations about editions that are not in the library.
    pub orphans: usize,
    /// Temporary files of writes that did not come to their end.
    pub leftovers: usize,
    pub damage: Vec<Damage>,
    /// Damage that was dealt with: a copy of exactly these bytes is in quarantine.
    pub known: Vec<Damage>,
}

/// Looks at every byte of a library.
pub fn verify(library: &Arc<Library>) -> Result<Verification, Error> {
    let mut check = Check::default();
    if let Some(root) = library.reading() {
        let root = root.as_ref();
        let access = library.access();
        let file = access.file_mode();
        check.entries(root)?;
        check.document::<Manifest>(root, MANIFEST, file);
        check.editions(&root.folder(EDITIONS)?, file)?;
        let reviews = root.folder(REVIEWS)?;
        check.entries(&reviews)?;
        journals::check(&mut check, &reviews, access)?;
        copies::check(&mut check, library, &reviews)?;
    }
    let (known, damage) = std::mem::take(&mut check.found.damage)
        .into_iter()
        .partition(|damage| quarantine::is_kept(library, damage));
    Ok(Verification {
        known,
        damage,
        ..check.found
    })
}

#[derive(Default)]
struct Check {
    found: Verification,
    /// The editions that are there.
    editions: BTreeSet<String>,
}

impl Check {
    fn wrong(&mut self, path: &Path, fault: Fault) {
        self.found.damage.push(Damage {
            path: path.to_owned(),
            line: None,
            bytes: None,
            fault,
        });
    }

    fn failed(&mut self, error: &Error) {
        self.wrong(&error.path, Fault::File(error.kind));
    }

    /// A whole file, if it can be read; wider permissions than ours and files of other users are reported.
    fn read(&mut self, folder: &Folder, name: &str, mode: Mode) -> Option<Vec<u8>> {
        let result = folder.stat(name).and_then(|stat| {
            let wider = Mode::from_raw_mode(stat.st_mode) - mode;
            if wider.intersects(Mode::RWXU | Mode::RWXG | Mode::RWXO) {
                self.wrong(&folder.at(name), Fault::Mode);
            }
            if !is_trusted(stat.st_uid, folder.owner()?) {
                return Err(Error::new(folder.at(name), ErrorKind::ForeignOwner));
            }
            folder.read(name, LARGEST)
        });
        match result {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                self.failed(&error);
                None
            }
        }
    }

    fn document<T: DeserializeOwned>(
        &mut self,
        folder: &Folder,
        name: &str,
        mode: Mode,
    ) -> Option<T> {
        let bytes = self.read(folder, name, mode)?;
        match document::unseal(&bytes) {
            Some((document, Seal::Whole)) => Some(document),
            Some((document, Seal::Broken)) => {
                self.wrong(&folder.at(name), Fault::Seal);
                Some(document)
            }
            None => {
                self.wrong(&folder.at(name), Fault::File(ErrorKind::Damaged));
                None
            }
        }
    }

    /// Links in place of folders and files, and what interrupted writes left. Files that are read say so themselves.
    fn entries(&mut self, folder: &Folder) -> Result<(), Error> {
        for name in folder.names()? {
            if name.starts_with('.') && name.ends_with(".tmp") {
                self.found.leftovers += 1;
                continue;
            }
            let stat = folder.stat(&name)?;
            let is_link = FileType::from_raw_mode(stat.st_mode) == FileType::Symlink;
            // These are looked at one by one.
            let is_read =
                [EDITIONS, REVIEWS, MANIFEST].contains(&name.as_str()) || is_journal(&name);
            if is_link && !is_read && !name.starts_with('.') {
                self.wrong(&folder.at(&name), Fault::File(ErrorKind::Symlink));
            }
        }
        Ok(())
    }

    fn editions(&mut self, editions: &Folder, mode: Mode) -> Result<(), Error> {
        self.entries(editions)?;
        for id in editions.names()? {
            if !edition::is_edition_id(&id) {
                continue;
            }
            self.found.editions += 1;
            match editions.folder(&id) {
                Ok(folder) => self.edition(&folder, &id, mode),
                // A link was reported with the entries.
                Err(error) if error.kind == ErrorKind::Symlink => {}
                Err(error) => self.failed(&error),
            }
            self.editions.insert(id);
        }
        Ok(())
    }

    fn edition(&mut self, folder: &Folder, id: &str, mode: Mode) {
        let source = self.read(folder, edition::SOURCE, mode);
        let text = self.read(folder, edition::TEXT, mode);
        let Some(record) = self.document::<EditionRecord>(folder, edition::RECORD, mode) else {
            return;
        };
        let (source_digest, text_digest) = (&record.source.sha256, &record.text.sha256);
        if record.id != id
            || edition::edition_id(source_digest, text_digest, &record.extractor) != id
        {
            self.wrong(&folder.at(edition::RECORD), Fault::Digest);
        }
        for (name, bytes, expected) in [
            (edition::SOURCE, source, source_digest),
            (edition::TEXT, text, text_digest),
        ] {
            if bytes.is_some_and(|bytes| digest(&bytes) != *expected) {
                self.wrong(&folder.at(name), Fault::Digest);
            }
        }
    }
}
