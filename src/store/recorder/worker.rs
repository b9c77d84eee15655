//! What the recorder does by itself: saving, trying again, reading what others wrote, keeping copies.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::review::Event;
use crate::store::error::Error;
use crate::store::feed::{Damage, Feed};
use crate::store::outbox::Hand;
use crate::store::quarantine;
use crate::store::scribe::Scribe;
use crate::store::stall::Stall;

use super::{Kept, Outcome, RecorderGuard, Unsaved};

/// What the worker is asked for.
pub(super) enum Request {
    Recorded { ticket: u64, events: Vec<Event> },
    Retry,
    Rescan,
    Close(Sender<Result<(), Unsaved>>),
}

/// Where outcomes go, from whatever thread.
pub(super) type Report = Arc<Mutex<Box<dyn Fn(Outcome) + Send>>>;

/// The readable copy is written when nothing has happened for this long.
const IDLE: Duration = Duration::from_secs(3);
/// The journal's file is closed when nothing has happened for this long.
const REST: Duration = Duration::from_secs(30);
/// After a failure it is tried again at once, then after these pauses; the last one repeats.
const PAUSES: [Duration; 3] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
];

/// When the worker has something to do by itself.
#[derive(Debug, Default)]
struct Due {
    retry: Option<Instant>,
    readable: Option<Instant>,
    rest: Option<Instant>,
}

impl Due {
    /// The first of them; nothing wakes the thread up while there is none.
    fn next(&self) -> Option<Instant> {
        let all = [self.retry, self.readable, self.rest];
        all.into_iter().flatten().min()
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

/// Does on a thread of its own what touches the disk.
pub(super) struct Worker {
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
    /// Whether a look at the others' journals is asked for already.
    asked: Arc<AtomicBool>,
}

impl Worker {
    pub fn new(feed: Feed, guard: RecorderGuard, report: Report, asked: Arc<AtomicBool>) -> Worker {
        let book = Arc::clone(&guard.book);
        Worker {
            scribe: Scribe::new(Arc::clone(feed.library()), book),
            feed,
            guard,
            report,
            stall: Arc::default(),
            failures: 0,
            unmerged: true,
            readable_cost: Duration::ZERO,
            due: Due::default(),
            asked,
        }
    }

    pub fn run(mut self, inbox: &Receiver<Request>) {
        let (stall, guard, report) = (
            Arc::clone(&self.stall),
            self.guard.clone(),
            Arc::clone(&self.report),
        );
        thread::spawn(move || stall.watch(|elapsed| stuck(&guard, &report, elapsed)));
        self.begin();
        loop {
            match self.next(inbox) {
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

    fn next(&self, inbox: &Receiver<Request>) -> Result<Request, RecvTimeoutError> {
        match self.due.next() {
            Some(due) => inbox.recv_timeout(due.saturating_duration_since(Instant::now())),
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
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
        let mut look = false;
        for request in requests {
            match request {
                Request::Recorded { ticket, events } => {
                    self.say(Outcome::Recorded { ticket, events });
                    save = true;
                }
                Request::Retry => save = true,
                Request::Rescan => look = true,
                Request::Close(answer) => closing = Some(answer),
            }
        }
        if save {
            self.save();
        }
        if look {
            self.rescan();
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
        // Before the look: what is written during it is asked for again.
        self.asked.store(false, Ordering::SeqCst);
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
