//! Notices when the disk does not answer: the thread that waits for it cannot say so itself.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// This long is slow; longer is stuck.
const SLOW: Duration = Duration::from_secs(2);
/// How often it is said again.
const AGAIN: Duration = Duration::from_secs(1);

/// Since when one call to the disk has been under way.
#[derive(Debug, Default)]
pub(super) struct Stall {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Idle,
    Since(Instant),
    Over,
}

impl Stall {
    /// Runs a call that may take for ever.
    pub fn watched<T>(&self, call: impl FnOnce() -> T) -> T {
        self.set(State::Since(Instant::now()));
        let result = call();
        self.set(State::Idle);
        result
    }

    /// Nothing will be watched any more.
    pub fn end(&self) {
        self.set(State::Over);
    }

    fn set(&self, state: State) {
        *self.lock() = state;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says of each call that takes too long how long it has taken so far; comes back when the watching ends.
    pub fn watch(&self, mut say: impl FnMut(Duration)) {
        let mut said: Option<(Instant, Duration)> = None;
        loop {
            let state = self.lock();
            let since = match *state {
                State::Over => return,
                State::Since(since) => since,
                State::Idle => {
                    drop(self.wait(state, State::Idle, None));
                    continue;
                }
            };
            let due = match said {
                Some((of, last)) if of == since => last + AGAIN,
                Some(_) | None => SLOW,
            };
            let left = due.saturating_sub(since.elapsed());
            let state = self.wait(state, State::Since(since), Some(left));
            if *state != State::Since(since) {
                continue;
            }
            drop(state);
            let elapsed = since.elapsed();
            if elapsed >= due {
                said = Some((since, elapsed));
                say(elapsed);
            }
        }
    }

    /// Waits until the state is another one, at most for the time given.
    fn wait<'a>(
        &self,
        state: MutexGuard<'a, State>,
        known: State,
        limit: Option<Duration>,
    ) -> MutexGuard<'a, State> {
        match limit {
            Some(limit) => {
                let waited = self
                    .changed
                    .wait_timeout_while(state, limit, |state| *state == known);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
            None => self
                .changed
                .wait_while(state, |state| *state == known)
                .unwrap_or_else(PoisonError::into_inner),
        }
    }
}
