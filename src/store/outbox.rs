//! What the library's folder would not take waits on this machine's disk, as journals that go into it later as they are.
//!
//! ```text
//! <state>/<library>/outbox/waiting/<reviewer>/<host>-<session>-<hand>.1.jsonl   written anew whenever more has to wait
//!                          taken/<reviewer>/…     claimed by a session that puts it into the library
//!                          merged/<reviewer>/…    in the library; kept for thirty days
//! ```

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

use rustix::fs::Mode;

use crate::report::digest;
use crate::review::Event;

use super::book::Book;
use super::drafts::is_older;
use super::error::{Error, ErrorKind};
use super::feed::{LARGEST, is_journal};
use super::folder::Folder;
use super::journal::EXTENSION;
use super::library::{Library, REVIEWS};
use super::line;

const OUTBOX: &str = "outbox";
pub(super) const WAITING: &str = "waiting";
pub(super) const TAKEN: &str = "taken";
const MERGED: &str = "merged";
const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 3600);

/// Who writes: each has a file of its own, so that nobody writes over what another has kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hand {
    /// The thread that writes the journal, after an error.
    Scribe,
    /// The one that looks after it, when the disk does not answer.
    Watch,
    /// Whoever ends the session.
    End,
}

impl Hand {
    const ALL: [Hand; 3] = [Hand::Scribe, Hand::Watch, Hand::End];

    fn name(self) -> &'static str {
        match self {
            Hand::Scribe => "aside",
            Hand::Watch => "stalled",
            Hand::End => "last",
        }
    }
}

/// Where the outbox is in a library's state folder.
pub(super) fn place(state: &Path) -> PathBuf {
    state.join(OUTBOX)
}

/// A room of the outbox, made where needed.
fn room(library: &Library, name: &str) -> Result<Folder, Error> {
    library
        .state_folder()?
        .create_folder(OUTBOX, Mode::RWXU)?
        .create_folder(name, Mode::RWXU)
}

/// A room of the outbox if there is one.
pub(super) fn existing(library: &Library, name: &str) -> Option<Folder> {
    let state = Folder::open(library.state()?).ok()?;
    state.folder(OUTBOX).ok()?.folder(name).ok()
}

fn file_name(book: &Book, hand: Hand) -> String {
    let stem = book.writer.split('/').next_back().unwrap_or("");
    format!("{stem}-{}.1{EXTENSION}", hand.name())
}

/// Keeps all events that are not safe elsewhere, in place of what this hand kept before.
pub(super) fn keep(
    library: &Library,
    book: &Book,
    hand: Hand,
    events: &[Event],
) -> Result<(), Error> {
    let reviewer = book.writer.split('/').next().unwrap_or("");
    let folder = room(library, WAITING)?.create_folder(reviewer, Mode::RWXU)?;
    let (mut header, lamport) = book.header();
    header.segment = 1;
    // Others cannot see what is vouched for here until it is in the library.
    header.seen.clear();
    let first = line::encode_header(&header, &book.writer, &book.reviewer.name, lamport, None)
        .unwrap_or_default();
    let mut last = line::hash(&first);
    let mut bytes = first;
    bytes.push(b'\n');
    for event in events {
        if let Some(line) = line::encode(event, Some(&last)) {
            last = line::hash(&line);
            bytes.extend(line);
            bytes.push(b'\n');
        }
    }
    folder.replace(&file_name(book, hand), &bytes, Mode::RUSR | Mode::WUSR)?;
    book.aside.store(true, Ordering::SeqCst);
    Ok(())
}

/// What this session kept, if anything, is safe in the library.
pub(super) fn forget(library: &Library, book: &Book) {
    if !book.aside.swap(false, Ordering::SeqCst) {
        return;
    }
    let reviewer = book.writer.split('/').next().unwrap_or("");
    let Some(folder) = existing(library, WAITING).and_then(|room| room.folder(reviewer).ok())
    else {
        return;
    };
    for hand in Hand::ALL {
        let name = file_name(book, hand);
        if folder.stat(&name).is_ok()
            && let Ok(merged) = room(library, MERGED)
            && let Ok(merged) = merged.create_folder(reviewer, Mode::RWXU)
        {
            let _ = folder.rename(&name, &merged, &name);
        }
    }
}

/// How many files wait.
pub(super) fn waiting(library: &Library) -> usize {
    each(library).len()
}

/// Every file that is not in the library yet: room, reviewer, name.
fn each(library: &Library) -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    for room in [WAITING, TAKEN] {
        let Some(folder) = existing(library, room) else {
            continue;
        };
        for reviewer in folder.names().unwrap_or_default() {
            let Ok(names) = folder.folder(&reviewer).and_then(|folder| folder.names()) else {
                continue;
            };
            let names = names.into_iter().filter(|name| is_journal(name));
            found.extend(names.map(|name| (room, reviewer.clone(), name)));
        }
    }
    found
}

/// Puts what earlier sessions could not save into the library. How many files.
pub(super) fn merge(library: &Library, own: Option<&Book>) -> Result<usize, Error> {
    let files = each(library);
    if files.is_empty() {
        tidy(library);
        return Ok(0);
    }
    // Nothing is claimed while the library takes nothing.
    library.writing()?;
    let mut merged = 0;
    for (from, reviewer, name) in files {
        let is_own = own.is_some_and(|book| {
            let stem = book.writer.split('/').next_back().unwrap_or("");
            name.starts_with(stem)
        });
        if is_own {
            continue;
        }
        let taken = room(library, TAKEN)?.create_folder(&reviewer, Mode::RWXU)?;
        if from == WAITING {
            let waiting = room(library, WAITING)?.folder(&reviewer)?;
            match waiting.rename(&name, &taken, &name) {
                Err(error) if error.kind == ErrorKind::Missing => continue,
                result => result?,
            }
        }
        merged += usize::from(hand_over(library, &taken, &reviewer, &name)?);
    }
    Ok(merged)
}

/// Copies one claimed file into the library, then puts it away. The name says the content, so that twice is once.
fn hand_over(library: &Library, taken: &Folder, reviewer: &str, name: &str) -> Result<bool, Error> {
    let mut bytes = match taken.read(name, LARGEST) {
        Err(error) if error.kind == ErrorKind::Missing => return Ok(false),
        result => result?,
    };
    // A line without its end was never kept.
    let whole = bytes.iter().rposition(|byte| *byte == b'\n');
    bytes.truncate(whole.map_or(0, |at| at + 1));
    if !bytes.is_empty() {
        let target = name_of(name, &bytes);
        let access = library.access();
        let folder = library
            .writing()?
            .create_folder(REVIEWS, access.folder_mode())?
            .create_folder(reviewer, access.own_folder_mode())?;
        if !folder.publish(&target, &bytes, access.file_mode())? {
            folder.is_written(&target, &bytes)?;
        }
    }
    let merged = room(library, MERGED)?.create_folder(reviewer, Mode::RWXU)?;
    match taken.rename(name, &merged, name) {
        Err(error) if error.kind == ErrorKind::Missing => Ok(false),
        result => result.map(|()| true),
    }
}

/// The name in the library: it says the content.
fn name_of(name: &str, bytes: &[u8]) -> String {
    let stem = name.split('.').next().unwrap_or(name);
    let digest = digest(bytes);
    let digest = digest.get(..8).unwrap_or_default();
    format!("{stem}-{digest}.1{EXTENSION}")
}

/// Reviewer, name in the library and content of every file that is not there yet.
pub(super) fn contents(library: &Library) -> Vec<(String, String, Vec<u8>)> {
    let files = each(library).into_iter();
    let read = files.filter_map(|(room, reviewer, name)| {
        let folder = existing(library, room)?.folder(&reviewer).ok()?;
        let bytes = folder.read(&name, LARGEST).ok()?;
        Some((reviewer, name_of(&name, &bytes), bytes))
    });
    read.collect()
}

fn tidy(library: &Library) {
    let Some(merged) = existing(library, MERGED) else {
        return;
    };
    for reviewer in merged.names().unwrap_or_default() {
        let Ok(folder) = merged.folder(&reviewer) else {
            continue;
        };
        for name in folder.names().unwrap_or_default() {
            if is_older(&folder, &name, KEPT_FOR) {
                let _ = folder.remove(&name);
            }
        }
    }
}
