//! A library as one file, and back: `backup` copies, `restore` adds what is not there.
//!
//! A backup is a ZIP archive. Its last entry lists every other with its length and SHA-256, so that a backup that has it is
//! complete, and one that was damaged says where.

mod place;
mod restore;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rustix::fs::Mode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::report::digest;

use super::archive::ARCHIVE;
use super::edition::{self, is_edition_id};
use super::error::{Error, ErrorKind};
use super::feed::{LARGEST, is_journal};
use super::folder::{Folder, temporary_name};
use super::library::{EDITIONS, Library, MANIFEST, REVIEWS};
use super::outbox;
use super::quarantine::QUARANTINE;
use place::Place;

pub(super) use restore::RESTORED;
pub use restore::{Restored, library_of, restore};

const SCHEMA: &str = "ducha.backup.v1";
const LIST: &str = "backup.json";

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    pub schema: String,
    /// Version of the program that wrote it.
    pub program: String,
    pub library: Uuid,
    pub created: Timestamp,
    pub files: Vec<Item>,
}

/// One file in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub path: String,
    pub bytes: u64,
    pub sha256: String,
}

/// Copies everything that cannot be rebuilt into one new file. Others may go on writing: what they add later is not in it.
pub fn backup(library: &Library, out: &Path) -> Result<Contents, Error> {
    let parent = out.parent().filter(|parent| *parent != Path::new(""));
    let folder = Folder::open(parent.unwrap_or(Path::new(".")))?;
    let name = out
        .file_name()
        .and_then(|name| name.to_str())
        .ok_or_else(|| Error::new(out, ErrorKind::NotAFile))?;
    if folder.stat(name).is_ok() {
        return Err(Error::new(out, ErrorKind::Exists));
    }
    let temporary = temporary_name(name);
    let written = write(library, &folder, &temporary)
        .and_then(|contents| is_whole(&folder, &temporary, &contents).map(|()| contents))
        .and_then(
            |contents| match folder.rename_to_free(&temporary, &folder, name)? {
                true => Ok(contents),
                false => Err(Error::new(out, ErrorKind::Exists)),
            },
        );
    if written.is_err() {
        let _ = folder.remove(&temporary);
    }
    written
}

fn write(library: &Library, folder: &Folder, name: &str) -> Result<Contents, Error> {
    let failed = |errno| Error::system(folder.at(name), errno);
    let file = folder
        .create_seekable(name, Mode::RUSR | Mode::WUSR)
        .map_err(failed)?;
    let mut pack = Pack {
        path: folder.at(name),
        zip: ZipWriter::new(File::from(file)),
        files: Vec::new(),
    };
    pack.library(library)?;
    let contents = Contents {
        schema: SCHEMA.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        library: library.id(),
        created: Timestamp::now(),
        files: std::mem::take(&mut pack.files),
    };
    pack.add(
        LIST,
        &serde_json::to_vec_pretty(&contents).unwrap_or_default(),
    )?;
    let file = pack
        .zip
        .finish()
        .map_err(|error| zip_error(&pack.path, error))?;
    file.sync_all()
        .map_err(|error| io_error(&pack.path, &error))?;
    Ok(contents)
}

/// Reads what was written, before it gets its name.
fn is_whole(folder: &Folder, name: &str, contents: &Contents) -> Result<(), Error> {
    let mut open = Opened::open(&folder.at(name))?;
    for item in &contents.files {
        open.read(item)?;
    }
    Ok(())
}

/// An archive that is being written.
struct Pack {
    path: PathBuf,
    zip: ZipWriter<File>,
    files: Vec<Item>,
}

impl Pack {
    fn library(&mut self, library: &Library) -> Result<(), Error> {
        let Some(root) = library.reading() else {
            return Ok(());
        };
        self.file(&root, MANIFEST, MANIFEST)?;
        let editions = root.folder(EDITIONS)?;
        for id in editions.names()?.iter().filter(|id| is_edition_id(id)) {
            let folder = editions.folder(id)?;
            for name in [edition::SOURCE, edition::TEXT, edition::RECORD] {
                self.file(&folder, name, &format!("{EDITIONS}/{id}/{name}"))?;
            }
        }
        let reviews = root.folder(REVIEWS)?;
        for reviewer in reviews
            .names()?
            .iter()
            .filter(|name| !name.starts_with('.'))
        {
            // A link is no reviewer's folder.
            let Ok(folder) = reviews.folder(reviewer) else {
                continue;
            };
            self.journals(&folder, &format!("{REVIEWS}/{reviewer}"))?;
            if let Ok(archive) = folder.folder(ARCHIVE) {
                self.journals(&archive, &format!("{REVIEWS}/{reviewer}/{ARCHIVE}"))?;
            }
        }
        for (reviewer, name, bytes) in outbox::contents(library) {
            self.add(&format!("{REVIEWS}/{reviewer}/{name}"), &bytes)?;
        }
        if let Ok(folder) = root.folder(QUARANTINE) {
            for name in folder.names()?.iter().filter(|name| !name.starts_with('.')) {
                self.file(&folder, name, &format!("{QUARANTINE}/{name}"))?;
            }
        }
        Ok(())
    }

    /// Journals as far as they are now; a last line without its end is not acknowledged yet.
    fn journals(&mut self, folder: &Folder, inside: &str) -> Result<(), Error> {
        for name in folder.names()?.iter().filter(|name| is_journal(name)) {
            let mut bytes = match folder.read(name, LARGEST) {
                Ok(bytes) => bytes,
                // Archived in the meantime, and found there; or none of ours.
                Err(error) if error.kind == ErrorKind::Missing => continue,
                Err(error) if matches!(error.kind, ErrorKind::Symlink | ErrorKind::NotAFile) => {
                    continue;
                }
                Err(error) => return Err(error),
            };
            let whole = bytes.iter().rposition(|byte| *byte == b'\n');
            bytes.truncate(whole.map_or(0, |at| at + 1));
            self.add(&format!("{inside}/{name}"), &bytes)?;
        }
        Ok(())
    }

    fn file(&mut self, folder: &Folder, name: &str, inside: &str) -> Result<(), Error> {
        let bytes = folder.read(name, LARGEST)?;
        self.add(inside, &bytes)
    }

    fn add(&mut self, inside: &str, bytes: &[u8]) -> Result<(), Error> {
        let options = SimpleFileOptions::default();
        self.zip
            .start_file(inside, options)
            .map_err(|error| zip_error(&self.path, error))?;
        self.zip
            .write_all(bytes)
            .map_err(|error| io_error(&self.path, &error))?;
        self.files.push(Item {
            path: inside.to_owned(),
            bytes: bytes.len() as u64,
            sha256: digest(bytes),
        });
        Ok(())
    }
}

/// An archive that is being read.
struct Opened {
    path: PathBuf,
    zip: ZipArchive<File>,
}

impl Opened {
    fn open(path: &Path) -> Result<Opened, Error> {
        let file = File::open(path).map_err(|error| io_error(path, &error))?;
        let zip = ZipArchive::new(file).map_err(|error| zip_error(path, error))?;
        Ok(Opened {
            path: path.to_owned(),
            zip,
        })
    }

    /// The list; an archive without one is no backup, or not a complete one.
    fn contents(&mut self) -> Result<Contents, Error> {
        let bytes = self.entry(LIST, LARGEST)?;
        let contents: Contents = serde_json::from_slice(&bytes)
            .map_err(|_| Error::new(&self.path, ErrorKind::NotABackup))?;
        match contents.schema == SCHEMA {
            true => Ok(contents),
            false => Err(Error::new(&self.path, ErrorKind::NewerReader)),
        }
    }

    /// The bytes of a file, if they are those that were copied.
    fn read(&mut self, item: &Item) -> Result<Vec<u8>, Error> {
        let bytes = self.entry(&item.path, item.bytes)?;
        match bytes.len() as u64 == item.bytes && digest(&bytes) == item.sha256 {
            true => Ok(bytes),
            false => Err(Error::new(self.path.join(&item.path), ErrorKind::Damaged)),
        }
    }

    /// An entry as far as a limit: what it says of its own length is not to be trusted.
    fn entry(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let at = self.path.join(name);
        let file = self.zip.by_name(name).map_err(|error| match error {
            zip::result::ZipError::FileNotFound if name == LIST => {
                Error::new(&self.path, ErrorKind::NotABackup)
            }
            error => zip_error(&at, error),
        })?;
        let mut bytes = Vec::new();
        let read = file.take(limit.min(LARGEST) + 1).read_to_end(&mut bytes);
        read.map_err(|_| Error::new(&at, ErrorKind::Damaged))?;
        Ok(bytes)
    }
}

fn zip_error(path: &Path, error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(error) => io_error(path, &error),
        zip::result::ZipError::InvalidArchive(_) => Error::new(path, ErrorKind::NotABackup),
        _ => Error::new(path, ErrorKind::Damaged),
    }
}

fn io_error(path: &Path, error: &io::Error) -> Error {
    match error.raw_os_error() {
        Some(number) => Error::system(path, rustix::io::Errno::from_raw_os_error(number)),
        None => Error::new(path, ErrorKind::Damaged),
    }
}
