//! A bound on work that needs no clock: steps are counted, and what is left out when they run out is the least likely.

/// Steps that may still be taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    left: u64,
}

impl Budget {
    /// Enough for two texts of 5 MB, and a fraction of a second of work.
    pub fn generous() -> Budget {
        Budget { left: 40_000_000 }
    }

    /// Takes `steps`; false, and nothing is taken, when there are not so many left.
    pub fn spend(&mut self, steps: usize) -> bool {
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
        let mut budget = Budget { left: 3 };
        assert!(budget.spend(2));
        assert!(!budget.spend(2));
        assert!(budget.spend(1));
        assert!(!budget.spend(1));
    }
}
