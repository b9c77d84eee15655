//! Recording what a reviewer does, on a thread of its own: a slow disk never holds up a key.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use uuid::Uuid;

use crate::review::{Event, Operation, Role};

use super::error::{Error, ErrorKind};
use super::feed::{Feed, News};
use super::scribe::Scribe;

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

/// What the recorder has to say; called on its thread.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The operations of a call as events: they count from now on, and are not safe yet.
    Recorded { ticket: u64, events: Vec<Event> },
    /// On disk, and safe from a power cut. `tickets` are those of the calls whose operations are among the events.
    Saved {
        tickets: Vec<u64>,
        events: Vec<Event>,
    },
    /// Not saved, and kept: these are tried again, at the latest with the next operation.
    Failed { error: Error, unsaved: Vec<Event> },
    /// What others wrote.
    Changed(News),
    /// The journals could not be looked at.
    Unread(Error),
}

/// What a session ended without saving.
#[derive(Clone, Debug)]
pub struct Unsaved {
    /// How many operations.
    pub count: usize,
    /// Empty when the disk does not answer: then they are in the hands of a thread that waits for it.
    pub events: Vec<Event>,
    pub error: Error,
}

pub(super) enum Request {
    Record { ticket: u64, changes: Vec<Change> },
    Retry,
    Rescan,
    Close(Sender<Result<(), Unsaved>>),
}

/// Writes the journal of this session.
#[derive(Debug)]
pub struct Recorder {
    requests: Sender<Request>,
    tickets: AtomicU64,
    unsaved: Arc<AtomicUsize>,
    writer: String,
    reviewer: Reviewer,
}

/// The readable copy is written when nothing has happened for this long.
const IDLE: Duration = Duration::from_secs(3);

/// After a failure, tried again after these pauses; the last one repeats.
const PAUSES: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
];

impl Recorder {
    /// Starts recording. The feed must have read the journals, so that what is recorded comes after them.
    pub fn start(
        mut feed: Feed,
        reviewer: Reviewer,
        report: impl Fn(Outcome) + Send + 'static,
    ) -> Recorder {
        let scribe = Scribe::new(&mut feed, reviewer.clone());
        let (requests, inbox) = mpsc::channel();
        let unsaved = Arc::new(AtomicUsize::new(0));
        let writer = scribe.writer().to_owned();
        let worker = Worker {
            feed,
            scribe,
            report: Box::new(report),
            unsaved: Arc::clone(&unsaved),
            failures: 0,
        };
        thread::spawn(move || worker.run(&inbox));
        Recorder {
            requests,
            tickets: AtomicU64::new(0),
            unsaved,
            writer,
            reviewer,
        }
    }

    pub fn reviewer(&self) -> &Reviewer {
        &self.reviewer
    }

    /// The name under which the events of this session stand.
    pub fn writer(&self) -> &str {
        &self.writer
    }

    /// Takes the operations of one action. They are safe when [`Outcome::Saved`] names the ticket, not before.
    pub fn record<C: Into<Change>>(&self, changes: impl IntoIterator<Item = C>) -> u64 {
        let changes: Vec<Change> = changes.into_iter().map(Into::into).collect();
        let ticket = self.tickets.fetch_add(1, Ordering::Relaxed) + 1;
        self.unsaved.fetch_add(changes.len(), Ordering::SeqCst);
        // The thread ends only after `close`, which takes the recorder away.
        let _ = self.requests.send(Request::Record { ticket, changes });
        ticket
    }

    /// How many operations are not safe yet.
    pub fn unsaved(&self) -> usize {
        self.unsaved.load(Ordering::SeqCst)
    }

    /// Tries again now what could not be saved.
    pub fn retry(&self) {
        let _ = self.requests.send(Request::Retry);
    }

    /// Asks for what others wrote since the last time.
    pub fn rescan(&self) {
        let _ = self.requests.send(Request::Rescan);
    }

    /// Saves what is left, writes the readable copy, and ends. A disk that does not answer is waited for no longer than this.
    pub fn close(self, patience: Duration) -> Result<(), Unsaved> {
        let (answer, answered) = mpsc::channel();
        let _ = self.requests.send(Request::Close(answer));
        match answered.recv_timeout(patience) {
            Ok(result) => result,
            Err(_) => match self.unsaved() {
                0 => Ok(()),
                count => Err(Unsaved {
                    count,
                    events: Vec::new(),
                    error: Error::new("", ErrorKind::Stuck),
                }),
            },
        }
    }
}

struct Worker {
    feed: Feed,
    scribe: Scribe,
    report: Box<dyn Fn(Outcome) + Send>,
    unsaved: Arc<AtomicUsize>,
    failures: usize,
}

impl Worker {
    fn run(mut self, inbox: &Receiver<Request>) {
        loop {
            match self.wait(inbox) {
                Ok(request) => {
                    // Everything that waits goes into one write.
                    let mut requests = vec![request];
                    requests.extend(inbox.try_iter());
                    if self.serve(requests) {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) if self.scribe.pending().is_empty() => {
                    self.scribe.write_readable(self.feed.library());
                }
                Err(RecvTimeoutError::Timeout) => self.save(),
                Err(RecvTimeoutError::Disconnected) => {
                    // The recorder was dropped without `close`: nobody is left to be told.
                    let _ = self.finish();
                    return;
                }
            }
        }
    }

    /// Waits without waking up for nothing.
    fn wait(&self, inbox: &Receiver<Request>) -> Result<Request, RecvTimeoutError> {
        let pause = if !self.scribe.pending().is_empty() {
            let last = PAUSES.len() - 1;
            PAUSES
                .get(self.failures.saturating_sub(1).min(last))
                .copied()
        } else if self.scribe.readable_is_stale() {
            Some(IDLE)
        } else {
            None
        };
        match pause {
            Some(pause) => inbox.recv_timeout(pause),
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    /// Whether that was all.
    fn serve(&mut self, requests: Vec<Request>) -> bool {
        let mut closing = None;
        let mut save = false;
        for request in requests {
            match request {
                Request::Record { ticket, changes } => {
                    let events = self.scribe.take(self.feed.known(), ticket, changes);
                    (self.report)(Outcome::Recorded { ticket, events });
                    save = true;
                }
                Request::Retry => save = true,
                Request::Rescan => self.rescan(),
                Request::Close(answer) => closing = Some(answer),
            }
        }
        if save {
            self.save();
        }
        match closing {
            Some(answer) => {
                let _ = answer.send(self.finish());
                true
            }
            None => false,
        }
    }

    fn save(&mut self) {
        let result = self.scribe.save(&mut self.feed);
        self.unsaved
            .store(self.scribe.pending().len(), Ordering::SeqCst);
        match result {
            Ok((tickets, events)) => {
                self.failures = 0;
                if !events.is_empty() || !tickets.is_empty() {
                    (self.report)(Outcome::Saved { tickets, events });
                }
            }
            Err(error) => {
                self.failures += 1;
                let unsaved = self.scribe.pending().to_vec();
                (self.report)(Outcome::Failed { error, unsaved });
            }
        }
    }

    fn rescan(&mut self) {
        match self.feed.changes() {
            Ok(news) if news.events.is_empty() && news.damage.is_empty() => {}
            Ok(news) => (self.report)(Outcome::Changed(news)),
            Err(error) => (self.report)(Outcome::Unread(error)),
        }
    }

    fn finish(&mut self) -> Result<(), Unsaved> {
        let result = self.scribe.save(&mut self.feed);
        let left = self.scribe.pending();
        self.unsaved.store(left.len(), Ordering::SeqCst);
        match result {
            Ok((tickets, events)) => {
                if !tickets.is_empty() {
                    (self.report)(Outcome::Saved { tickets, events });
                }
                self.scribe.write_readable(self.feed.library());
                Ok(())
            }
            Err(error) => Err(Unsaved {
                count: left.len(),
                events: left.to_vec(),
                error,
            }),
        }
    }
}
