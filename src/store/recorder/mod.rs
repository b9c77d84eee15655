//! Recording what a reviewer does, on a thread of its own: a slow disk never holds up a key.

mod worker;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::review::{Event, Operation, Role};

use super::book::Book;
use super::error::{Error, ErrorKind};
use super::feed::{Damage, Feed, News};
use super::library::Library;
use super::outbox::{self, Hand};
use super::places::{folder_name, host};
use super::watch::Watch;
use worker::{Report, Request, Worker};

/// Who records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewer {
    pub name: String,
    pub role: Option<Role>,
}

/// One operation on its way to the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub operation: Operation,
    /// The heads of what the author had before his eyes, such as `Annotation::heads` when the editor was opened;
    /// `None` for everything known now.
    pub base: Option<Vec<Uuid>>,
    /// The event that it takes back.
    pub undoes: Option<Uuid>,
}

impl From<Operation> for Change {
    fn from(operation: Operation) -> Change {
        Change {
            operation,
            base: None,
            undoes: None,
        }
    }
}

/// What the recorder has to say; called on its threads.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The operations of a call as events: they count from now on, and are not safe yet.
    Recorded { ticket: u64, events: Vec<Event> },
    /// On disk, and safe from a power cut. `tickets` are those of the calls whose operations are among the events.
    Saved {
        tickets: Vec<u64>,
        events: Vec<Event>,
    },
    /// Not in the library, and kept: these are tried again, at the latest with the next operation.
    Failed {
        error: Error,
        unsaved: Vec<Event>,
        kept: Kept,
    },
    /// The disk has not answered for so long.
    Stuck { elapsed: Duration, kept: Kept },
    /// What others wrote, and this reviewer's other sessions.
    Changed(News),
    /// The journals could not be looked at.
    Unread(Error),
    /// What earlier sessions could only keep on this machine is in the library now: so many files.
    Merged(usize),
    /// These bytes are damaged; a copy of them is in quarantine.
    Quarantined(Vec<Damage>),
}

/// Where what is not in the library is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// On this machine's disk; the next session puts it into the library.
    Aside,
    /// In memory only.
    Nowhere,
}

/// What a session ended without saving.
#[derive(Clone, Debug)]
pub struct Unsaved {
    /// How many operations.
    pub count: usize,
    pub events: Vec<Event>,
    pub error: Error,
    pub kept: Kept,
}

/// Writes the journal of this session.
#[derive(Debug)]
pub struct Recorder {
    requests: Sender<Request>,
    guard: RecorderGuard,
    /// Ends with the recorder, and then nobody is left to ask the worker for anything.
    _watch: Watch,
}

/// Keeps what is not saved yet from another thread, for hang-ups and signals.
#[derive(Clone, Debug)]
pub struct RecorderGuard {
    library: Arc<Library>,
    book: Arc<Book>,
}

/// How long the guard waits for a save that is under way.
const GRACE: Duration = Duration::from_millis(200);

impl Recorder {
    /// Starts recording. The feed must have read the journals, so that what is recorded comes after them.
    pub fn start(
        mut feed: Feed,
        reviewer: Reviewer,
        report: impl Fn(Outcome) + Send + 'static,
    ) -> Recorder {
        let library = Arc::clone(feed.library());
        let folder = folder_name(&reviewer.name);
        let own = format!("{}-{}", host(), Uuid::now_v7().simple());
        let writer = format!("{folder}/{own}");
        feed.own(writer.clone());
        let book = Book::new(reviewer, writer, library.id(), feed.known());
        let book = Arc::new(book);
        let (requests, inbox) = mpsc::channel();
        let guard = RecorderGuard {
            library: Arc::clone(&library),
            book: Arc::clone(&book),
        };
        let asked = Arc::new(AtomicBool::new(false));
        let report: Report = Arc::new(Mutex::new(Box::new(report)));
        let worker = Worker::new(feed, guard.clone(), report, Arc::clone(&asked));
        thread::spawn(move || worker.run(&inbox));
        let to_worker = requests.clone();
        let watch = Watch::start(library, own, move || {
            // A disk that does not answer is not asked over and over.
            if !asked.swap(true, Ordering::SeqCst) {
                let _ = to_worker.send(Request::Rescan);
            }
        });
        Recorder {
            requests,
            guard,
            _watch: watch,
        }
    }

    pub fn reviewer(&self) -> &Reviewer {
        &self.guard.book.reviewer
    }

    /// The name under which the events of this session stand.
    pub fn writer(&self) -> &str {
        &self.guard.book.writer
    }

    /// Takes the operations of one action. They are safe when [`Outcome::Saved`] names the ticket, not before.
    pub fn record<C: Into<Change>>(&self, changes: impl IntoIterator<Item = C>) -> u64 {
        let changes: Vec<Change> = changes.into_iter().map(Into::into).collect();
        let (ticket, events) = self.guard.book.take(changes);
        // The thread ends only after `close`, which takes the recorder away.
        let _ = self.requests.send(Request::Recorded { ticket, events });
        ticket
    }

    /// How many operations are not safe yet.
    pub fn unsaved(&self) -> usize {
        self.guard.book.unsaved()
    }

    /// Tries again now what could not be saved.
    pub fn retry(&self) {
        let _ = self.requests.send(Request::Retry);
    }

    /// Asks for what others wrote since the last time, without waiting for the next regular look.
    pub fn rescan(&self) {
        let _ = self.requests.send(Request::Rescan);
    }

    /// For the thread that hears of hang-ups and signals.
    pub fn guard(&self) -> RecorderGuard {
        self.guard.clone()
    }

    /// Saves what is left, writes the readable copy, and ends. A disk that does not answer is waited for no longer than this.
    pub fn close(self, patience: Duration) -> Result<(), Unsaved> {
        let (answer, answered) = mpsc::channel();
        let _ = self.requests.send(Request::Close(answer));
        match answered.recv_timeout(patience) {
            Ok(result) => result,
            Err(_) => match self.guard.book.pending().events {
                events if events.is_empty() => Ok(()),
                events => Err(Unsaved {
                    count: events.len(),
                    kept: self.guard.keep(Hand::End, &events),
                    events,
                    error: Error::new(self.guard.library.path(), ErrorKind::Stuck),
                }),
            },
        }
    }
}

impl RecorderGuard {
    /// Keeps on this machine's disk what is not safe by now. Returns within about half a second and the time of one write.
    pub fn save_now(&self) {
        let limit = Instant::now() + GRACE;
        loop {
            match self.book.pending_within(GRACE) {
                Some(pending) if pending.events.is_empty() => return,
                Some(pending) if Instant::now() > limit => {
                    self.keep(Hand::End, &pending.events);
                    return;
                }
                Some(_) => thread::sleep(Duration::from_millis(5)),
                None => return,
            }
        }
    }

    fn keep(&self, hand: Hand, events: &[Event]) -> Kept {
        match outbox::keep(&self.library, &self.book, hand, events) {
            Ok(()) => Kept::Aside,
            Err(_) => Kept::Nowhere,
        }
    }
}
