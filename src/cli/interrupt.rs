//! Ctrl-C during a long command: the first asks for an end between two steps, the second ends at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::SigId;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::Status;

/// Listens from when it is told to as long as it lives.
pub(super) struct Interrupt {
    asked: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
    listening: Vec<SigId>,
}

impl Interrupt {
    /// Sets the flag when a signal comes.
    pub(super) fn new(asked: Arc<AtomicBool>) -> Interrupt {
        Interrupt {
            asked,
            signal: Arc::default(),
            listening: Vec::new(),
        }
    }

    /// Where the system refuses a handler, a signal ends the program as it always did.
    pub(super) fn listen(&mut self) {
        for number in [SIGINT, SIGTERM] {
            let (asked, signal) = (Arc::clone(&self.asked), Arc::clone(&self.signal));
            let value = usize::try_from(number).unwrap_or_default();
            let ids = [
                // First, so that the flag that this very signal sets does not end the program.
                flag::register_conditional_shutdown(number, 128 + number, Arc::clone(&asked)),
                flag::register_usize(number, signal, value),
                flag::register(number, asked),
            ];
            self.listening.extend(ids.into_iter().flatten());
        }
    }

    pub(super) fn came(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// How a command ends that was interrupted.
    pub(super) fn status(&self) -> Option<Status> {
        let signal = u8::try_from(self.signal.load(Ordering::Relaxed)).unwrap_or_default();
        self.came().then_some(Status::Interrupted(signal))
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        for id in self.listening.drain(..) {
            signal_hook::low_level::unregister(id);
        }
    }
}
