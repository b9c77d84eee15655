//! Keeps the draft on disk while someone types: a thread writes the latest, and a signal handler's thread can write it now.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::drafts::{Draft, Drafts, WaitingDraft};
use super::error::Error;
use crate::review::Event;

/// Keys within this time are written together.
const BATCH: Duration = Duration::from_millis(300);
/// How long `save_now` waits for a lock before it does without.
const PATIENCE: Duration = Duration::from_millis(200);

/// The draft of this session.
#[derive(Debug)]
pub struct DraftKeeper {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// Saves the draft from another thread, for hang-ups and signals.
#[derive(Clone, Debug)]
pub struct DraftGuard {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    drafts: Drafts,
    latest: Mutex<Latest>,
    changed: Condvar,
    /// The version on disk. Whoever writes holds it, so that an older draft never replaces a newer one.
    written: Mutex<u64>,
}

#[derive(Debug, Default)]
struct Latest {
    draft: Option<Arc<Draft>>,
    version: u64,
    closing: bool,
}

impl DraftKeeper {
    /// Starts keeping. `report` hears on the keeper's thread how each write went.
    pub fn start(
        drafts: Drafts,
        report: impl Fn(Result<(), Error>) + Send + 'static,
    ) -> DraftKeeper {
        let shared = Arc::new(Shared {
            drafts,
            latest: Mutex::default(),
            changed: Condvar::new(),
            written: Mutex::new(0),
        });
        let worker = Arc::clone(&shared);
        let thread = thread::spawn(move || worker.run(&report));
        DraftKeeper {
            shared,
            thread: Some(thread),
        }
    }

    /// The draft as it is now; on disk within a third of a second.
    pub fn put(&self, draft: Draft) {
        self.shared.set(Some(Arc::new(draft)));
    }

    /// There is no draft any more: it was saved, or given up.
    pub fn clear(&self) {
        self.shared.set(None);
    }

    /// For the thread that hears of hang-ups and signals.
    pub fn guard(&self) -> DraftGuard {
        DraftGuard {
            shared: Arc::clone(&self.shared),
        }
    }

    /// What sessions that are gone left behind.
    pub fn waiting(&self) -> Result<Vec<WaitingDraft>, Error> {
        self.shared.drafts.waiting()
    }

    /// See [`Drafts::put_away`].
    pub fn put_away(&self, session: &str) -> Result<(), Error> {
        self.shared.drafts.put_away(session)
    }

    /// See [`Drafts::keep_unsaved`].
    pub fn keep_unsaved(&self, events: &[Event]) -> Result<(), Error> {
        self.shared.drafts.keep_unsaved(events)
    }
}

impl Drop for DraftKeeper {
    fn drop(&mut self) {
        lock(&self.shared.latest).closing = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // A thread that gave up has nothing left to write.
            let _ = thread.join();
        }
    }
}

impl DraftGuard {
    /// Writes the latest draft if it is not on disk yet. Returns within about half a second and the time of one write.
    pub fn save_now(&self) {
        let Some((draft, version)) =
            lock_within(&self.shared.latest, PATIENCE).map(|latest| latest.get())
        else {
            return;
        };
        match lock_within(&self.shared.written, PATIENCE) {
            Some(written) => drop(self.shared.write(draft.as_deref(), version, written)),
            // The other thread waits for the disk with an older draft; ours goes beside it under a name of its own.
            None => drop(self.shared.drafts.write(draft.as_deref())),
        }
    }
}

impl Latest {
    fn get(&self) -> (Option<Arc<Draft>>, u64) {
        (self.draft.clone(), self.version)
    }
}

impl Shared {
    fn set(&self, draft: Option<Arc<Draft>>) {
        let mut latest = lock(&self.latest);
        latest.draft = draft;
        latest.version += 1;
        drop(latest);
        self.changed.notify_all();
    }

    fn run(&self, report: &impl Fn(Result<(), Error>)) {
        let mut done = 0;
        loop {
            let latest = lock(&self.latest);
            let waited = self
                .changed
                .wait_while(latest, |latest| latest.version == done && !latest.closing);
            let latest = waited.unwrap_or_else(PoisonError::into_inner);
            let batched = self
                .changed
                .wait_timeout_while(latest, BATCH, |latest| !latest.closing);
            let (latest, _) = batched.unwrap_or_else(PoisonError::into_inner);
            let (draft, version) = latest.get();
            let closing = latest.closing;
            drop(latest);
            if let Some(result) = self.write(draft.as_deref(), version, lock(&self.written)) {
                report(result);
            }
            done = version;
            if closing {
                return;
            }
        }
    }

    /// Writes a version, unless it or a newer one is on disk.
    fn write(
        &self,
        draft: Option<&Draft>,
        version: u64,
        mut written: MutexGuard<u64>,
    ) -> Option<Result<(), Error>> {
        if version <= *written {
            return None;
        }
        let result = self.drafts.write(draft);
        if result.is_ok() {
            *written = version;
        }
        Some(result)
    }
}

/// A thread that gave up while it held the lock has left whole values behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn lock_within<T>(mutex: &Mutex<T>, patience: Duration) -> Option<MutexGuard<'_, T>> {
    let start = Instant::now();
    loop {
        match mutex.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if start.elapsed() >= patience => return None,
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
        }
    }
}
