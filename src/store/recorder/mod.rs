//! Recording what a reviewer does, on a thread of its own: a slow disk never holds up a key.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
use super::quarantine;
use super::scribe::Scribe;
use super::stall::Stall;

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

enum Request {
    Recorded { ticket: u64, events: Vec<Event> },
    Retry,
    Rescan,
    Close(Sender<Result<(), Unsaved>>),
}

/// Writes the journal of this session.
#[derive(Debug)]
pub struct Recorder {
    requests: Sender<Request>,
    guard: RecorderGuard,
}

/// Keeps what is not saved yet from another thread, for hang-ups and signals.
#[derive(Clone, Debug)]
pub struct RecorderGuard {
    library: Arc<Library>,
    book: Arc<Book>,
}

type Report = Arc<Mutex<Box<dyn Fn(Outcome) + Send>>>;

/// The readable copy is written when nothing has happened for this long.
const IDLE: Duration = Duration::from_secs(3);
/// The journal's file is closed when nothing has happened for this long.
const REST: Duration = Duration::from_secs(30);
/// Others' journals are looked at this often.
const SCAN: Duration = Duration::from_secs(2);
/// How long the guard waits for a save that is under way.
const GRACE: Duration = Duration::from_millis(200);

/// After a failure it is tried again at once, then after these pauses; the last one repeats.
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
        let library = Arc::clone(feed.library());
        let folder = folder_name(&reviewer.name);
        let writer = format!("{folder}/{}-{}", host(), Uuid::now_v7().simple());
        feed.own(writer.clone());
        let book = Book::new(reviewer, writer, library.id(), feed.known());
        let book = Arc::new(book);
        let (requests, inbox) = mpsc::channel();
        let guard = RecorderGuard {
            library: Arc::clone(&library),
            book: Arc::clone(&book),
        };
        let worker = Worker {
            feed,
            scribe: Scribe::new(library, Arc::clone(&book)),
            guard: guard.clone(),
            report: Arc::new(Mutex::new(Box::new(report))),
            stall: Arc::default(),
            failures: 0,
            unmerged: true,
            readable_cost: Duration::ZERO,
            due: Due::default(),
        };
        thread::spawn(move || worker.run(&inbox));
        Recorder { requests, guard }
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

/// When the worker has something to do by itself.
#[derive(Debug)]
struct Due {
    scan: Instant,
    retry: Option<Instant>,
    readable: Option<Instant>,
    rest: Option<Instant>,
}

impl Default for Due {
    fn default() -> Due {
        Due {
            scan: Instant::now() + SCAN,
            retry: None,
            readable: None,
            rest: None,
        }
    }
}

impl Due {
    fn next(&self) -> Instant {
        let others = [self.retry, self.readable, self.rest];
        others
            .into_iter()
            .flatten()
            .fold(self.scan, |first, other| first.min(other))
    }
}

/// Whether it is time, once.
fn has_come(due: &mut Option<Instant>, now: Instant) -> bool {
    let come = due.is_some_and(|due| due <= now);
    if come {
        *due = None;
    }
    come
}

struct Worker {
    feed: Feed,
    scribe: Scribe,
    guard: RecorderGuard,
    report: Report,
    stall: Arc<Stall>,
    failures: usize,
    /// What earlier sessions left in the outbox has not been put into the library yet.
    unmerged: bool,
    /// How long the readable copy took last time.
    readable_cost: Duration,
    due: Due,
}

impl Worker {
    fn run(mut self, inbox: &Receiver<Request>) {
        let (stall, guard, report) = (
            Arc::clone(&self.stall),
            self.guard.clone(),
            Arc::clone(&self.report),
        );
        thread::spawn(move || stall.watch(|elapsed| stuck(&guard, &report, elapsed)));
        self.begin();
        loop {
            let left = self.due.next().saturating_duration_since(Instant::now());
            match inbox.recv_timeout(left) {
                Ok(request) => {
                    // Everything that waits goes into one write.
                    let mut requests = vec![request];
                    requests.extend(inbox.try_iter());
                    if self.serve(requests) {
                        break;
                    }
                }
                Err(RecvTimeoutError::Timeout) => self.keep_up(),
                Err(RecvTimeoutError::Disconnected) => {
                    // The recorder was dropped without `close`: nobody is left to be told.
                    let _ = self.finish();
                    break;
                }
            }
        }
        self.stall.end();
    }

    fn say(&self, outcome: Outcome) {
        say(&self.report, outcome);
    }

    /// What earlier sessions and other programs left behind.
    fn begin(&mut self) {
        self.merge();
        self.quarantine(self.feed.damage().to_vec());
    }

    /// Done once; where the library takes nothing now it is tried again after the first save that succeeds.
    fn merge(&mut self) {
        let stall = Arc::clone(&self.stall);
        match stall.watched(|| self.scribe.merge_outbox()) {
            Ok(merged) => {
                self.unmerged = false;
                if merged > 0 {
                    self.due.readable = Some(Instant::now() + IDLE);
                    self.say(Outcome::Merged(merged));
                }
            }
            Err(_) => self.unmerged = true,
        }
    }

    fn quarantine(&self, damage: Vec<Damage>) {
        let damage: Vec<Damage> = damage
            .into_iter()
            .filter(|damage| !damage.is_unfinished())
            .collect();
        if damage.is_empty() {
            return;
        }
        for damage in &damage {
            // Where it cannot be kept the bytes are still where they were.
            let _ = quarantine::keep(&self.guard.library, damage);
        }
        self.say(Outcome::Quarantined(damage));
    }

    /// Whether that was all.
    fn serve(&mut self, requests: Vec<Request>) -> bool {
        let mut closing = None;
        let mut save = false;
        for request in requests {
            match request {
                Request::Recorded { ticket, events } => {
                    self.say(Outcome::Recorded { ticket, events });
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

    /// Does what is due.
    fn keep_up(&mut self) {
        let now = Instant::now();
        if has_come(&mut self.due.retry, now) {
            self.save();
        }
        if has_come(&mut self.due.readable, now) {
            let stall = Arc::clone(&self.stall);
            let start = Instant::now();
            stall.watched(|| self.scribe.write_readable());
            self.readable_cost = start.elapsed();
        }
        if has_come(&mut self.due.rest, now) {
            let stall = Arc::clone(&self.stall);
            stall.watched(|| self.scribe.rest());
            if self.scribe.is_behind() {
                self.save();
            }
        }
        if self.due.scan <= now {
            self.rescan();
        }
    }

    fn save(&mut self) {
        match self.try_to_save() {
            Ok((tickets, events)) => {
                self.failures = 0;
                self.due.retry = None;
                if self.unmerged && !events.is_empty() {
                    self.merge();
                }
                let now = Instant::now();
                if self.scribe.readable_is_stale() {
                    // What takes long is done less often.
                    self.due.readable = Some(now + IDLE.max(self.readable_cost * 100));
                }
                if self.scribe.has_open_file() {
                    self.due.rest = Some(now + REST);
                }
                if !events.is_empty() || !tickets.is_empty() {
                    self.say(Outcome::Saved { tickets, events });
                }
            }
            Err(error) => {
                let last = PAUSES.len() - 1;
                let pause = PAUSES.get(self.failures.min(last)).copied();
                self.due.retry = Some(Instant::now() + pause.unwrap_or(REST));
                self.failures += 1;
                let kept = self.put_aside();
                let unsaved = self.guard.book.pending().events;
                self.say(Outcome::Failed {
                    error,
                    unsaved,
                    kept,
                });
            }
        }
    }

    /// After a failure it is tried once more at once, in a new file.
    fn try_to_save(&mut self) -> Result<(Vec<u64>, Vec<Event>), Error> {
        let stall = Arc::clone(&self.stall);
        let again = usize::from(self.failures == 0);
        let mut result = stall.watched(|| self.scribe.save());
        for _ in 0..again {
            if result.is_err() || self.scribe.is_behind() {
                result = match (result, stall.watched(|| self.scribe.save())) {
                    (Ok(first), Ok(second)) => Ok(first.with(second)),
                    (_, second) => second,
                };
            }
        }
        result.map(|saved| (saved.tickets, saved.events))
    }

    fn put_aside(&mut self) -> Kept {
        let stall = Arc::clone(&self.stall);
        match stall.watched(|| self.scribe.put_aside()) {
            Ok(()) => Kept::Aside,
            Err(_) => Kept::Nowhere,
        }
    }

    fn rescan(&mut self) {
        self.due.scan = Instant::now() + SCAN;
        let stall = Arc::clone(&self.stall);
        match stall.watched(|| self.feed.changes()) {
            Ok(news) if news.events.is_empty() && news.damage.is_empty() => {}
            Ok(news) => {
                self.quarantine(news.damage.clone());
                self.say(Outcome::Changed(news));
            }
            Err(error) => self.say(Outcome::Unread(error)),
        }
    }

    fn finish(&mut self) -> Result<(), Unsaved> {
        let stall = Arc::clone(&self.stall);
        let result = self.try_to_save().and_then(|(tickets, events)| {
            if !tickets.is_empty() {
                self.say(Outcome::Saved { tickets, events });
            }
            stall.watched(|| self.scribe.close());
            // What the file did not say any more when it was read again goes into another.
            if self.scribe.is_behind() {
                self.try_to_save()?;
                stall.watched(|| self.scribe.close());
            }
            Ok(())
        });
        match result {
            Ok(()) => {
                stall.watched(|| {
                    self.scribe.write_readable();
                    self.scribe.archive();
                });
                Ok(())
            }
            Err(error) => {
                let kept = self.put_aside();
                let events = self.guard.book.pending().events;
                Err(Unsaved {
                    count: events.len(),
                    events,
                    error,
                    kept,
                })
            }
        }
    }
}

fn say(report: &Report, outcome: Outcome) {
    let report: MutexGuard<_> = report.lock().unwrap_or_else(PoisonError::into_inner);
    report(outcome);
}

/// The disk does not answer: what it was to keep goes to this machine's own.
fn stuck(guard: &RecorderGuard, report: &Report, elapsed: Duration) {
    let events = guard.book.pending().events;
    let kept = if events.is_empty() {
        Kept::Aside
    } else {
        guard.keep(Hand::Watch, &events)
    };
    say(report, Outcome::Stuck { elapsed, kept });
}
