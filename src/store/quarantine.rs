//! Copies of damaged bytes with what was wrong with them. What is damaged stays where it is as well: nothing is deleted.

use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::locale::Lang;
use crate::report::digest;

use super::document;
use super::error::{Error, ErrorKind};
use super::feed::{Damage, LARGEST};
use super::folder::Folder;
use super::library::Library;

pub(super) const QUARANTINE: &str = "quarantine";
const SCHEMA: &str = "ducha.quarantine.v1";
const BYTES: &str = ".bytes";
pub(super) const WHY: &str = ".why";

/// Says where a specimen is from.
#[derive(Debug, Serialize, Deserialize)]
struct Why {
    schema: String,
    /// Within the library.
    path: String,
    line: Option<u64>,
    start: u64,
    end: u64,
    sha256: String,
    what: String,
    found: Timestamp,
}

/// Damaged bytes on their way to quarantine.
struct Specimen {
    name: String,
    path: String,
    start: u64,
    bytes: Vec<u8>,
}

/// Copies the damaged bytes. The name says which bytes of which file they are, so that twice is once. Whether there were any.
pub(super) fn keep(library: &Library, damage: &Damage) -> Result<bool, Error> {
    let Some(specimen) = specimen(library, damage) else {
        return Ok(false);
    };
    store(library, specimen, damage.line, &damage.message(Lang::Zh))?;
    Ok(true)
}

/// Copies a whole file that is about to be replaced.
pub(super) fn keep_file(library: &Library, path: &Path) -> Result<(), Error> {
    if let Some(specimen) = specimen_of(library, path, None) {
        store(library, specimen, None, Lang::Zh.text("store_flaw.seal"))?;
    }
    Ok(())
}

/// Whether a copy of exactly these bytes is there.
pub(super) fn is_kept(library: &Library, damage: &Damage) -> bool {
    specimen(library, damage).is_some_and(|specimen| {
        let folder = library
            .reading()
            .and_then(|root| root.folder(QUARANTINE).ok());
        folder.is_some_and(|folder| folder.stat(&format!("{}{WHY}", specimen.name)).is_ok())
    })
}

fn specimen(library: &Library, damage: &Damage) -> Option<Specimen> {
    if damage.fault.is_about_bytes() {
        specimen_of(library, &damage.path, damage.bytes.clone())
    } else {
        None
    }
}

fn specimen_of(
    library: &Library,
    path: &Path,
    range: Option<std::ops::Range<u64>>,
) -> Option<Specimen> {
    let folder = Folder::open(path.parent()?).ok()?;
    let name = path.file_name()?.to_str()?;
    let start = range.as_ref().map_or(0, |range| range.start);
    let mut bytes = folder.read_from(name, start, LARGEST).ok()?;
    if let Some(range) = range {
        let length = usize::try_from(range.end.saturating_sub(range.start)).ok()?;
        bytes.truncate(length);
    }
    let inside = path.strip_prefix(library.path()).unwrap_or(path);
    let inside = inside.to_string_lossy().into_owned();
    let named = format!("{inside}\n{start}\n{}", digest(&bytes));
    let mut name = digest(named.as_bytes());
    name.truncate(16);
    Some(Specimen {
        name,
        path: inside,
        start,
        bytes,
    })
}

/// The bytes first: where there is a reason, there is what it is about.
fn store(
    library: &Library,
    specimen: Specimen,
    line: Option<u64>,
    what: &str,
) -> Result<(), Error> {
    let access = library.access();
    let root = library.writing()?;
    let folder = match root.folder(QUARANTINE) {
        Err(error) if error.kind == ErrorKind::Missing => {
            root.create_folder(QUARANTINE, access.folder_mode())?
        }
        result => result?,
    };
    let Specimen {
        name,
        path,
        start,
        bytes,
    } = specimen;
    let why = Why {
        schema: SCHEMA.to_owned(),
        path,
        line,
        start,
        end: start + bytes.len() as u64,
        sha256: digest(&bytes),
        what: what.to_owned(),
        found: Timestamp::now(),
    };
    folder.publish(&format!("{name}{BYTES}"), &bytes, access.file_mode())?;
    folder.publish(
        &format!("{name}{WHY}"),
        &document::seal(&why),
        access.file_mode(),
    )?;
    Ok(())
}
