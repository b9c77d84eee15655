//! The reports that were read last, so that the year before of the next is not read again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::CliError;
use crate::report::Report;

/// Empty until the report is read; whoever wants it meanwhile waits.
type Slot = Arc<Mutex<Option<Arc<Report>>>>;

/// A few reports of a collection by their places in it, the first one read goes first.
pub(super) struct Recent {
    slots: Mutex<VecDeque<(usize, Slot)>>,
    most: usize,
}

impl Recent {
    pub fn new(most: usize) -> Recent {
        Recent {
            slots: Mutex::default(),
            most,
        }
    }

    /// The report at a place, read where nobody did; what cannot be read is tried again by the next.
    pub fn get(
        &self,
        place: usize,
        read: &dyn Fn() -> Result<Report, CliError>,
    ) -> Result<Arc<Report>, CliError> {
        let slot = self.slot(place);
        let mut held = lock(&slot);
        if let Some(report) = &*held {
            return Ok(Arc::clone(report));
        }
        let report = Arc::new(read()?);
        *held = Some(Arc::clone(&report));
        Ok(report)
    }

    fn slot(&self, place: usize) -> Slot {
        let mut slots = lock(&self.slots);
        if let Some((_, slot)) = slots.iter().find(|(known, _)| *known == place) {
            return Arc::clone(slot);
        }
        let slot = Slot::default();
        slots.push_back((place, Arc::clone(&slot)));
        if slots.len() > self.most {
            slots.pop_front();
        }
        slot
    }
}

/// A thread that gave up left the slot empty or full, and either is right.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
