//! Operations to events: numbers them after everything known, and holds them until they are safe.
//!
//! Shared by the console, the thread that writes and the threads that look after a stuck disk or a cut line; held only for
//! as long as it takes to number or to copy.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;

use crate::review::{Event, Operation, Text};

use super::feed::Known;
use super::keeper::lock_within;
use super::line::{Header, VERSION};
use super::recorder::{Change, Reviewer};

pub(super) const SCHEMA: &str = "ducha.journal.v1";

/// The events of one session that are not safe yet.
#[derive(Debug)]
pub(super) struct Book {
    pub reviewer: Reviewer,
    /// `<reviewer>/<host>-<session>`
    pub writer: String,
    pub library: Uuid,
    /// Whether the outbox holds something of this session.
    pub aside: AtomicBool,
    known: Arc<Mutex<Known>>,
    page: Mutex<Page>,
}

#[derive(Debug, Default)]
struct Page {
    sequence: u64,
    ticket: u64,
    pending: Pending,
}

/// What is not safe yet, oldest first, and the tickets of the calls that it came with.
#[derive(Clone, Debug, Default)]
pub(super) struct Pending {
    pub tickets: Vec<u64>,
    pub events: Vec<Event>,
}

impl Pending {
    /// Both, in this order.
    pub fn with(mut self, other: Pending) -> Pending {
        self.tickets.extend(other.tickets);
        self.events.extend(other.events);
        self
    }
}

impl Book {
    pub fn new(
        reviewer: Reviewer,
        writer: String,
        library: Uuid,
        known: Arc<Mutex<Known>>,
    ) -> Book {
        Book {
            reviewer,
            writer,
            library,
            aside: AtomicBool::new(false),
            known,
            page: Mutex::default(),
        }
    }

    /// Makes events of the operations of one action; they count from now on.
    pub fn take(&self, changes: Vec<Change>) -> (u64, Vec<Event>) {
        let mut page = lock(&self.page);
        let mut known = lock(&self.known);
        page.ticket += 1;
        let ticket = page.ticket;
        let mut group = None;
        let several = changes.len() > 1;
        let mut events = Vec::with_capacity(changes.len());
        for change in changes {
            // What a newer version wrote is not ours to write.
            if matches!(change.operation, Operation::Unknown { .. }) {
                continue;
            }
            page.sequence += 1;
            let event = self.event(&known, change, page.sequence, group);
            if several && group.is_none() {
                group = Some(event.id);
            }
            known.observe(&event);
            events.push(event);
        }
        page.pending.tickets.push(ticket);
        page.pending.events.extend_from_slice(&events);
        (ticket, events)
    }

    fn event(&self, known: &Known, change: Change, sequence: u64, group: Option<Uuid>) -> Event {
        let base = change
            .base
            .unwrap_or_else(|| known.heads.base(&change.operation, &self.reviewer.name));
        Event {
            version: VERSION,
            writer: Text::from(self.writer.as_str()),
            sequence,
            lamport: known.lamport + 1,
            id: Uuid::now_v7(),
            time: Timestamp::now(),
            reviewer: Text::from(self.reviewer.name.as_str()),
            role: self.reviewer.role,
            base,
            undoes: change.undoes,
            group,
            operation: change.operation,
        }
    }

    /// What the first line of the next file says.
    pub fn header(&self) -> (Header, u64) {
        let known = lock(&self.known);
        let header = Header {
            schema: SCHEMA.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            library: self.library,
            segment: 0,
            seen: known.unvouched(&self.writer),
        };
        (header, known.lamport)
    }

    pub fn pending(&self) -> Pending {
        lock(&self.page).pending.clone()
    }

    /// The same where nobody may wait.
    pub fn pending_within(&self, patience: Duration) -> Option<Pending> {
        lock_within(&self.page, patience).map(|page| page.pending.clone())
    }

    /// How many events are not safe yet.
    pub fn unsaved(&self) -> usize {
        lock(&self.page).pending.events.len()
    }

    /// These, the oldest, are safe.
    pub fn saved(&self, saved: &Pending) {
        let pending = &mut lock(&self.page).pending;
        pending
            .tickets
            .drain(..saved.tickets.len().min(pending.tickets.len()));
        pending
            .events
            .drain(..saved.events.len().min(pending.events.len()));
    }
}

/// A thread that gave up while it held the lock has left whole values behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
