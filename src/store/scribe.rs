//! Events to files: the session's journal in the library, the outbox where that fails, and the readable copy.

use std::sync::Arc;

use super::archive;
use super::book::{Book, Pending};
use super::error::Error;
use super::folder::Folder;
use super::journal::{Journal, Opening};
use super::library::{Library, REVIEWS};
use super::outbox::{self, Hand};
use super::readable;
use crate::review::Event;

/// The session's own hand.
#[derive(Debug)]
pub(super) struct Scribe {
    library: Arc<Library>,
    book: Arc<Book>,
    /// The journal and the folder that it was opened in.
    journal: Option<(Arc<Folder>, Journal)>,
    /// Acknowledged, but not there any more when the file was read again.
    again: Vec<Event>,
    stale: bool,
    /// A readable copy was written, which may be the second that contains an older journal.
    copied: bool,
}

impl Scribe {
    pub fn new(library: Arc<Library>, book: Arc<Book>) -> Scribe {
        Scribe {
            library,
            book,
            journal: None,
            again: Vec::new(),
            stale: false,
            copied: false,
        }
    }

    /// Whether something waits to be written.
    pub fn is_behind(&self) -> bool {
        !self.again.is_empty() || self.book.unsaved() > 0
    }

    /// Whether something was saved that the readable copy does not show.
    pub fn readable_is_stale(&self) -> bool {
        self.stale
    }

    pub fn has_open_file(&self) -> bool {
        self.journal.is_some()
    }

    /// Writes and syncs what is pending; afterwards it is safe, or all of it still pending.
    pub fn save(&mut self) -> Result<Pending, Error> {
        let pending = self.book.pending();
        let mut events = self.again.clone();
        let again = events.len();
        events.extend_from_slice(&pending.events);
        if !events.is_empty() {
            self.write(&events)?;
            // Others may have been found lost while these were written.
            self.again.drain(..again);
            self.stale = true;
        }
        self.book.saved(&pending);
        self.collect_lost();
        if !self.is_behind() {
            outbox::forget(&self.library, &self.book);
        }
        Ok(pending)
    }

    fn write(&mut self, events: &[Event]) -> Result<(), Error> {
        let root = self.library.writing()?;
        let mut journal = match self.journal.take() {
            Some((opened, journal)) if Arc::ptr_eq(&opened, &root) => journal,
            before => {
                // Another folder stands there now: what the last file said may not be in it.
                if let Some((_, mut journal)) = before {
                    journal.close();
                    self.again.extend(journal.take_lost());
                }
                self.open(&root)?
            }
        };
        let header = self.book.header();
        let result = journal.append(events, || Opening {
            header: header.0,
            writer: &self.book.writer,
            reviewer: &self.book.reviewer.name,
            lamport: header.1,
        });
        self.journal = Some((root, journal));
        self.collect_lost();
        result
    }

    fn open(&self, root: &Folder) -> Result<Journal, Error> {
        let access = self.library.access();
        let (folder, stem) = self.book.writer.split_once('/').unwrap_or_default();
        let reviews = root.create_folder(REVIEWS, access.folder_mode())?;
        let folder = reviews.create_folder(folder, access.own_folder_mode())?;
        // A session before this one may have made it and not have come to this.
        reviews.sync()?;
        Ok(Journal::new(folder, access.file_mode(), stem.to_owned()))
    }

    /// Keeps what the library does not take on this machine's disk.
    pub fn put_aside(&mut self) -> Result<(), Error> {
        let mut events = self.again.clone();
        events.extend(self.book.pending().events);
        outbox::keep(&self.library, &self.book, Hand::Scribe, &events)
    }

    /// Lets others see everything: on a network file system only a closed file is sure to be read by others.
    pub fn rest(&mut self) {
        if let Some((_, journal)) = &mut self.journal {
            journal.rest();
        }
        self.collect_lost();
    }

    /// Closes the journal for good.
    pub fn close(&mut self) {
        if let Some((_, journal)) = &mut self.journal {
            journal.close();
        }
        self.collect_lost();
    }

    fn collect_lost(&mut self) {
        if let Some((_, journal)) = &mut self.journal {
            self.again.extend(journal.take_lost());
        }
    }

    /// Puts what earlier sessions had to keep on this machine into the library. How many files.
    pub fn merge_outbox(&mut self) -> Result<usize, Error> {
        let merged = outbox::merge(&self.library, Some(&self.book))?;
        self.stale |= merged > 0;
        Ok(merged)
    }

    /// Writes the readable copy of this reviewer's annotations. It is derived, so a failure loses nothing.
    pub fn write_readable(&mut self) {
        if self.stale {
            let _ = readable::write(&self.library, &self.book.reviewer.name);
            self.stale = false;
            self.copied = true;
        }
    }

    /// Puts journals of sessions that are gone and that two readable copies contain out of the way. A session that only read
    /// has nothing to put away: reading the copies takes longer than all else at its end.
    pub fn archive(&self) {
        if self.copied {
            let _ = archive::tidy(&self.library, &self.book.reviewer.name);
        }
    }
}
