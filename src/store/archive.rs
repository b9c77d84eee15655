//! Journals of sessions that are gone, out of the way of what is looked at again and again. They stay the truth and are read.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::sync::Arc;

use super::error::Error;
use super::feed::{LARGEST, is_journal, lines};
use super::folder::Folder;
use super::library::{Library, REVIEWS};
use super::places::{folder_name, host};
use super::readable::{self, GENERATIONS};

/// The folder in a reviewer's folder.
pub(super) const ARCHIVE: &str = "archive";
/// Readable copies that must contain a journal before it is put away.
const WITNESSES: usize = 2;

/// Moves the reviewer's journals of this machine that nobody writes any more and that two whole readable copies contain.
/// A session that lives after all loses nothing: it finds its file gone and begins another.
pub(super) fn tidy(library: &Arc<Library>, reviewer: &str) -> Result<(), Error> {
    let name = folder_name(reviewer);
    let folder = library.writing()?.folder(REVIEWS)?.folder(&name)?;
    let ours = format!("{}-", host());
    let mut journals = folder.names()?;
    journals.retain(|journal| {
        is_journal(journal) && journal.starts_with(&ours) && !is_open(&folder, journal)
    });
    let there = |copy: &&&str| folder.stat(copy).is_ok();
    if journals.is_empty() || GENERATIONS.iter().filter(there).count() < WITNESSES {
        return Ok(());
    }
    let copies: Vec<BTreeMap<String, u64>> = GENERATIONS
        .iter()
        .filter_map(|copy| readable::read(&folder.read(copy, readable::LARGEST).ok()?))
        .collect();
    for journal in journals {
        let Some((writer, last)) = last_of(&folder, &name, &journal) else {
            continue;
        };
        let covers = |copy: &&BTreeMap<String, u64>| copy.get(&writer) >= Some(&last);
        if copies.iter().filter(covers).count() >= WITNESSES {
            let mode = library.access().own_folder_mode();
            let archive = folder.create_folder(ARCHIVE, mode)?;
            folder.rename_to_free(&journal, &archive, &journal)?;
        }
    }
    Ok(())
}

/// Whether a session on this machine has the file open.
pub(super) fn is_open(folder: &Folder, name: &str) -> bool {
    folder.open_file(name, LARGEST).is_ok_and(|(fd, _)| {
        matches!(
            File::from(fd).try_lock_shared(),
            Err(TryLockError::WouldBlock)
        )
    })
}

/// The writer and last number of a journal in which every line is whole.
fn last_of(folder: &Folder, reviewer: &str, name: &str) -> Option<(String, u64)> {
    let bytes = folder.read(name, LARGEST).ok()?;
    let mut last: Option<(String, u64)> = None;
    for entry in lines(&bytes, 0, 0) {
        let record = entry.record(reviewer).ok()?;
        match &mut last {
            Some((writer, _)) if *writer != record.writer => return None,
            Some((_, last)) => *last = (*last).max(record.sequence),
            None => last = Some((record.writer, record.sequence)),
        }
    }
    last
}
