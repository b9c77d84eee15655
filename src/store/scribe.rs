//! Operations to events to lines: numbers them, keeps them until they are safe, and writes the readable copy.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use crate::review::{Event, Operation};

use super::error::Error;
use super::feed::{Feed, Known};
use super::journal::{Journal, Opening};
use super::library::{Library, REVIEWS};
use super::line::{Header, VERSION};
use super::places::{folder_name, host};
use super::readable;
use super::recorder::{Change, Reviewer};

pub(super) const SCHEMA: &str = "ducha.journal.v1";

/// The session's own hand.
#[derive(Debug)]
pub(super) struct Scribe {
    reviewer: Reviewer,
    /// The reviewer's folder under `reviews`.
    folder: String,
    /// `<host>-<session>`
    stem: String,
    writer: String,
    journal: Option<Journal>,
    sequence: u64,
    pending: Vec<Event>,
    tickets: Vec<u64>,
    stale: bool,
}

impl Scribe {
    pub fn new(feed: &mut Feed, reviewer: Reviewer) -> Scribe {
        let folder = folder_name(&reviewer.name);
        let stem = format!("{}-{}", host(), Uuid::now_v7().simple());
        let writer = format!("{folder}/{stem}");
        feed.own(writer.clone());
        Scribe {
            reviewer,
            folder,
            stem,
            writer,
            journal: None,
            sequence: 0,
            pending: Vec::new(),
            tickets: Vec::new(),
            stale: false,
        }
    }

    pub fn writer(&self) -> &str {
        &self.writer
    }

    /// What is not safe yet, oldest first.
    pub fn pending(&self) -> &[Event] {
        &self.pending
    }

    /// Whether something was saved that the readable copy does not show.
    pub fn readable_is_stale(&self) -> bool {
        self.stale
    }

    /// Makes events of the operations of one action.
    pub fn take(&mut self, known: &mut Known, ticket: u64, changes: Vec<Change>) -> Vec<Event> {
        self.tickets.push(ticket);
        let from = self.pending.len();
        let mut group = None;
        let several = changes.len() > 1;
        for change in changes {
            // What a newer version wrote is not ours to write.
            if matches!(change.operation, Operation::Unknown { .. }) {
                continue;
            }
            let event = self.event(known, change, group);
            if several && group.is_none() {
                group = Some(event.id);
            }
            known.observe(&event);
            self.pending.push(event);
        }
        self.pending.iter().skip(from).cloned().collect()
    }

    fn event(&mut self, known: &Known, change: Change, group: Option<Uuid>) -> Event {
        self.sequence += 1;
        let base = change
            .base
            .unwrap_or_else(|| known.heads.base(&change.operation, &self.reviewer.name));
        Event {
            version: VERSION,
            writer: self.writer.clone(),
            sequence: self.sequence,
            lamport: known.lamport + 1,
            id: Uuid::now_v7(),
            time: Timestamp::now(),
            reviewer: self.reviewer.name.clone(),
            role: self.reviewer.role,
            base,
            undoes: change.undoes,
            group,
            operation: change.operation,
        }
    }

    /// Writes and syncs what is pending; afterwards it is safe, or all of it still pending.
    pub fn save(&mut self, feed: &mut Feed) -> Result<(Vec<u64>, Vec<Event>), Error> {
        if !self.pending.is_empty() {
            let library = Arc::clone(feed.library());
            let mut journal = match self.journal.take() {
                Some(journal) => journal,
                None => self.open(&library)?,
            };
            let known = feed.known();
            let result = journal.append(&self.pending, || Opening {
                header: Header {
                    schema: SCHEMA.to_owned(),
                    program: env!("CARGO_PKG_VERSION").to_owned(),
                    library: library.id(),
                    segment: 0,
                    seen: known.unvouched(&self.writer),
                },
                writer: &self.writer,
                reviewer: &self.reviewer.name,
                lamport: known.lamport,
            });
            self.journal = Some(journal);
            result?;
            self.stale = true;
        }
        Ok((
            std::mem::take(&mut self.tickets),
            std::mem::take(&mut self.pending),
        ))
    }

    fn open(&self, library: &Library) -> Result<Journal, Error> {
        let root = library.writing()?;
        let access = library.access();
        let reviews = root.create_folder(REVIEWS, access.folder_mode())?;
        let folder = reviews.create_folder(&self.folder, access.own_folder_mode())?;
        Ok(Journal::new(folder, access.file_mode(), self.stem.clone()))
    }

    /// Writes the readable copy of this reviewer's annotations. It is derived, so a failure loses nothing.
    pub fn write_readable(&mut self, library: &Arc<Library>) {
        if self.stale {
            let _ = readable::write(library, &self.reviewer.name);
            self.stale = false;
        }
    }
}
