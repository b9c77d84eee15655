//! A bound on work that needs no clock: steps are counted, and what is left out when they run out is the least likely.

use std::sync::atomic::{AtomicBool, Ordering};

/// Steps that may still be taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget<'a> {
    left: u64,
    /// Set by whoever no longer wants the answer: nothing is left from then on.
    stop: Option<&'a AtomicBool>,
}

impl<'a> Budget<'a> {
    /// Enough for two texts of 5 MB, and a fraction of a second of work.
    pub fn generous() -> Budget<'a> {
        Budget {
            left: 40_000_000,
            stop: None,
        }
    }

    /// The same until `stop` is set.
    pub fn until(stop: &'a AtomicBool) -> Budget<'a> {
        Budget {
            stop: Some(stop),
            ..Budget::generous()
        }
    }

    pub fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Takes `steps`; false, and nothing is taken, when there are not so many left.
    pub fn spend(&mut self, steps: usize) -> bool {
        if self.is_stopped() {
            self.left = 0;
        }
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        match self.left.checked_sub(steps) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_out_and_stay_out() {
        let mut budget = Budget {
            left: 3,
            stop: None,
        };
        assert!(budget.spend(2));
        assert!(!budget.spend(2));
        assert!(budget.spend(1));
        assert!(!budget.spend(1));
    }

    #[test]
    fn who_leaves_stops_the_work() {
        let stop = AtomicBool::new(false);
        let mut budget = Budget::until(&stop);
        assert!(budget.spend(2));
        stop.store(true, Ordering::Relaxed);
        assert!(!budget.spend(2) && budget.is_stopped());
    }
}
