//! A library: a folder of editions and reviews, or the bundled samples before anything was annotated in them.

mod editions;
mod listing;
mod manifest;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustix::fs::Mode;
use uuid::Uuid;

use super::error::{Error, ErrorKind};
use super::folder::{Access, Folder};
use super::samples;

use editions::add;
pub use listing::{Entries, Listing};
pub(super) use manifest::MANIFEST;
pub use manifest::Manifest;
use manifest::{FORMAT, create, read_manifest};

pub(super) const EDITIONS: &str = "editions";
pub(super) const REVIEWS: &str = "reviews";

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

fn copy_samples(path: &Path) -> Result<Folder, Error> {
    let root = create(path, Access::Private, samples::LIBRARY)?;
    let editions = root.folder(EDITIONS)?;
    samples::each(|incoming| add(&editions, Access::Private, incoming).map(|_| ()))?;
    Ok(root)
}
