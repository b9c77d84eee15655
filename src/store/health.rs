//! How the places where a library and its drafts live are doing: what `doctor` asks. Writes one temporary file and removes it.

use std::fs::File;
use std::time::{Duration, Instant, SystemTime};

use rustix::fs::{self, Mode};

use super::disk::FileSystem;
use super::drafts::Drafts;
use super::error::{Error, ErrorKind};
use super::folder::{Folder, patiently, temporary_name, write_all};
use super::library::{Library, REVIEWS};
use super::outbox;
use super::places::folder_name;
use super::quarantine::{QUARANTINE, WHY};

/// Syncs that are timed.
const SYNCS: usize = 5;

/// What was found; nothing of it is content.
#[derive(Clone, Debug)]
pub struct Health {
    /// Why nothing can be added.
    pub read_only: Option<Error>,
    pub file_system: FileSystem,
    /// How long each of a few syncs took.
    pub syncs: Result<Vec<Duration>, Error>,
    pub free_bytes: u64,
    /// Files that can still be made; none where the file system does not count them.
    pub free_files: Option<u64>,
    pub own_folder: OwnFolder,
    /// How far the clock of the disk is ahead of ours, in seconds.
    pub clock_ahead: Option<i64>,
    pub locks: bool,
    /// Drafts of sessions that are gone.
    pub drafts: Result<usize, Error>,
    /// Journals on this machine that are not in the library yet.
    pub outbox: usize,
    /// Damaged places with a copy in quarantine.
    pub quarantined: usize,
}

/// The reviewer's own folder of journals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnFolder {
    Fine,
    /// Made at the first annotation.
    NotYet,
    /// Of another user of this system.
    Foreign(u32),
    ReadOnly,
}

/// Looks at a library for a reviewer.
pub fn health(library: &Library, reviewer: &str) -> Result<Health, Error> {
    let root = Folder::open(library.path()).ok();
    let probed = root.as_ref().map(Probe::of);
    let space = root.as_ref().and_then(|root| fs::fstatvfs(root).ok());
    let missing = || Error::new(library.path(), ErrorKind::Missing);
    Ok(Health {
        read_only: library.read_only(),
        file_system: root.as_ref().map_or(FileSystem::Unknown, FileSystem::of),
        free_bytes: space
            .as_ref()
            .map_or(0, |space| space.f_bavail.saturating_mul(space.f_frsize)),
        free_files: space
            .as_ref()
            .filter(|space| space.f_files > 0)
            .map(|space| space.f_favail),
        own_folder: root
            .as_ref()
            .map_or(OwnFolder::NotYet, |root| own_folder(root, reviewer)),
        clock_ahead: probed
            .as_ref()
            .and_then(|probe| Some(probe.as_ref().ok()?.clock_ahead)),
        locks: matches!(&probed, Some(Ok(probe)) if probe.locks),
        syncs: probed.map_or_else(|| Err(missing()), |probe| probe.map(|probe| probe.syncs)),
        drafts: Drafts::open(library)
            .and_then(|drafts| drafts.waiting())
            .map(|waiting| waiting.len()),
        outbox: outbox::waiting(library),
        quarantined: root.as_ref().map_or(0, quarantined),
    })
}

fn own_folder(root: &Folder, reviewer: &str) -> OwnFolder {
    let folder = root
        .folder(REVIEWS)
        .and_then(|reviews| reviews.folder(&folder_name(reviewer)));
    let Ok(folder) = folder else {
        return OwnFolder::NotYet;
    };
    let me = rustix::process::geteuid().as_raw();
    match folder.owner() {
        Ok(owner) if owner != me => OwnFolder::Foreign(owner),
        _ if folder.writable().is_err() => OwnFolder::ReadOnly,
        _ => OwnFolder::Fine,
    }
}

fn quarantined(root: &Folder) -> usize {
    let names = root.folder(QUARANTINE).and_then(|folder| folder.names());
    let names = names.unwrap_or_default();
    names.iter().filter(|name| name.ends_with(WHY)).count()
}

/// What a temporary file tells of the disk.
struct Probe {
    syncs: Vec<Duration>,
    clock_ahead: i64,
    locks: bool,
}

impl Probe {
    fn of(root: &Folder) -> Result<Probe, Error> {
        let name = temporary_name("doctor");
        let failed = |errno| Error::system(root.at(&name), errno);
        let fd = root
            .create_file(&name, Mode::RUSR | Mode::WUSR)
            .map_err(failed)?;
        let file = File::from(fd);
        let probe = Probe::write(&file).map_err(failed);
        root.remove(&name)?;
        probe
    }

    fn write(file: &File) -> rustix::io::Result<Probe> {
        let mut syncs = Vec::with_capacity(SYNCS);
        for _ in 0..SYNCS {
            let start = Instant::now();
            write_all(file, &[b'\n'; 300])?;
            patiently(|| fs::fdatasync(file))?;
            syncs.push(start.elapsed());
        }
        let stat = patiently(|| fs::fstat(file))?;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let now = now.map_or(0, |now| i64::try_from(now.as_secs()).unwrap_or(0));
        Ok(Probe {
            syncs,
            clock_ahead: stat.st_mtime - now,
            locks: file.try_lock().is_ok(),
        })
    }
}
