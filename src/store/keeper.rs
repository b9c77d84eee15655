//! Keeps the draft on disk while someone types: a thread writes the latest, and a signal handler's thread can write it now.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::drafts::{Draft, Drafts, Durability, WaitingDraft};
use super::error::Error;

/// A draft is written when nothing was typed for this long,
const IDLE: Duration = Duration::from_millis(300);
/// or something waits for this long,
const LATEST: Duration = Duration::from_secs(2);
/// or so many changes wait;
const MOST: u64 = 20;
/// and it is safe from a power cut after this long, so that with the time of a slow disk no more than five seconds are lost.
const SYNC: Duration = Duration::from_secs(4);
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
    /// When it came.
    changed: Option<Instant>,
    closing: bool,
}

/// What the thread has done.
#[derive(Debug, Default)]
struct Done {
    /// The version that was written, or that it tried to write.
    version: u64,
    /// The first change after that.
    waiting: Option<Instant>,
    synced: u64,
    /// When the last sync was.
    sync: Option<Instant>,
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

    /// The draft as it is now; on disk a third of a second after the last one, and within two seconds of the first.
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

    /// See [`Drafts::discard`].
    pub fn discard(&self, draft: &Draft) -> Result<(), Error> {
        self.shared.drafts.discard(draft)
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
            Some(written) => {
                let durability = Durability::PowerCut;
                drop(
                    self.shared
                        .write(draft.as_deref(), version, durability, written),
                );
            }
            // The other thread waits for the disk with an older draft; ours goes beside it under a name of its own.
            None => drop(
                self.shared
                    .drafts
                    .write(draft.as_deref(), version, Durability::PowerCut),
            ),
        }
    }
}

impl Latest {
    fn get(&self) -> (Option<Arc<Draft>>, u64) {
        (self.draft.clone(), self.version)
    }

    /// When the next write is due, if one is.
    fn due(&self, done: &Done) -> Option<Instant> {
        if self.version == done.version {
            // Written; safe from a power cut a little later.
            let open = self.draft.is_some() && done.synced != self.version;
            return open.then_some(done.sync? + SYNC);
        }
        let waiting = done.waiting?;
        if self.version - done.version >= MOST || self.draft.is_none() {
            return Some(waiting);
        }
        let idle = self.changed.unwrap_or(waiting) + IDLE;
        let sync = done.sync.map_or(waiting, |last| last + SYNC);
        Some(idle.min(waiting + LATEST).min(sync.max(waiting)))
    }
}

impl Shared {
    fn set(&self, draft: Option<Arc<Draft>>) {
        let mut latest = lock(&self.latest);
        latest.draft = draft;
        latest.version += 1;
        latest.changed = Some(Instant::now());
        drop(latest);
        self.changed.notify_all();
    }

    fn run(&self, report: &impl Fn(Result<(), Error>)) {
        let mut done = Done::default();
        loop {
            let (draft, version, closing) = self.wait(&mut done);
            let due = done.sync.is_none_or(|last| last.elapsed() >= SYNC);
            let durability = match closing || due {
                true => Durability::PowerCut,
                false => Durability::Process,
            };
            let known = version == done.version;
            let result = self.write(draft.as_deref(), version, durability, lock(&self.written));
            done.version = version;
            done.waiting = None;
            if durability == Durability::PowerCut {
                done.synced = version;
                done.sync = Some(Instant::now());
            }
            match result {
                // That an older draft is safer than before is nobody's news.
                Some(Ok(())) if known => {}
                Some(result) => report(result),
                None => {}
            }
            if closing {
                return;
            }
        }
    }

    /// Waits until there is something to write, and it is time.
    fn wait(&self, done: &mut Done) -> (Option<Arc<Draft>>, u64, bool) {
        let mut latest = lock(&self.latest);
        loop {
            let now = Instant::now();
            if done.waiting.is_none() && latest.version != done.version {
                done.waiting = Some(now);
            }
            let due = latest.due(done);
            if latest.closing || due.is_some_and(|due| due <= now) {
                let (draft, version) = latest.get();
                return (draft, version, latest.closing);
            }
            latest = match due {
                Some(due) => {
                    let left = due.saturating_duration_since(now);
                    let waited = self.changed.wait_timeout(latest, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self
                    .changed
                    .wait(latest)
                    .unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Writes a version, unless a newer one is on disk.
    fn write(
        &self,
        draft: Option<&Draft>,
        version: u64,
        durability: Durability,
        mut written: MutexGuard<u64>,
    ) -> Option<Result<(), Error>> {
        if version < *written || version == 0 {
            return None;
        }
        let result = self.drafts.write(draft, version, durability);
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

/// The lock, unless another thread holds it for longer than this.
pub(super) fn lock_within<T>(mutex: &Mutex<T>, patience: Duration) -> Option<MutexGuard<'_, T>> {
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
