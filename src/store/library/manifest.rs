//! `library.json`: what makes a folder a library, and who may read and write it.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{EDITIONS, REVIEWS};
use crate::store::document;
use crate::store::error::{Error, ErrorKind};
use crate::store::folder::{Access, Folder};

pub(in crate::store) const MANIFEST: &str = "library.json";
const SCHEMA: &str = "ducha.library.v1";
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

pub(super) fn read_manifest(root: &Folder) -> Result<Manifest, Error> {
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

/// The manifest comes last, so that a folder with one has everything else.
pub(super) fn create(path: &Path, access: Access, id: Uuid) -> Result<Folder, Error> {
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
