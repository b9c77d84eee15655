//! Maps and sets whose keys are small numbers made of letters: one multiplication instead of a keyed hash.
//!
//! The work that is done per letter is bounded by the step budget, not by the hash, so a chosen key gains nothing.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

pub(super) type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<Mix>>;
pub(super) type FastSet<K> = HashSet<K, BuildHasherDefault<Mix>>;

/// Spreads the bits of a number over the whole word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mix {
    state: u64,
}

/// 2^64 divided by the golden ratio, made odd.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.state
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.state ^ number).wrapping_mul(SPREAD);
        self.state = mixed ^ (mixed >> 32);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}
