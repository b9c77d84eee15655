//! A long text is read in stretches by several threads; what they find comes back in the order of the text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};

/// Shorter texts, which are nearly all reports, are read in one go: to start a thread takes as long as to read a page.
const LONG: usize = 1 << 18;
/// Two at a time: what cannot be divided takes a third of the time, and each thread keeps some memory of its own.
const THREADS: usize = 2;
/// More stretches than threads, because some take longer than others.
const STRETCHES: usize = 32;

/// Into how many stretches a text of so many bytes is divided.
pub(super) fn stretches(len: usize) -> usize {
    if len < LONG { 1 } else { STRETCHES }
}

/// Stretches of equal count of the items that a text of so many bytes consists of; at least one.
pub(super) fn ranges(items: usize, len: usize) -> Vec<Range<usize>> {
    let step = items.div_ceil(stretches(len)).max(1);
    let starts = (0..items.max(1)).step_by(step);
    starts.map(|start| start..items.min(start + step)).collect()
}

/// Everything that is found in the stretches, in their order.
pub(super) fn read<S: Sync, R: Send>(
    stretches: &[S],
    read: impl Fn(&S) -> Vec<R> + Sync,
) -> Vec<R> {
    if let [only] = stretches {
        return read(only);
    }
    let taken = AtomicUsize::new(0);
    let found = Mutex::new(Found::new());
    let work = || {
        while let Some((idx, stretch)) = next(stretches, &taken) {
            let items = read(stretch);
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            found.add(idx, items);
        }
    };
    thread::scope(|scope| {
        for _ in 1..THREADS {
            // Where no thread is to be had, this one does all the work.
            let _ = Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.items
}

/// The results of both, for a long text at the same time.
pub(super) fn both<A: Send, B>(
    len: usize,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    if stretches(len) == 1 {
        return (one(), other());
    }
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        match one.join() {
            Ok(one) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// The next stretch that nobody reads.
fn next<'a, S>(stretches: &'a [S], taken: &AtomicUsize) -> Option<(usize, &'a S)> {
    let idx = taken.fetch_add(1, Ordering::Relaxed);
    Some((idx, stretches.get(idx)?))
}

/// What was found so far.
struct Found<R> {
    /// Of all stretches up to the first that is still being read.
    items: Vec<R>,
    /// How many stretches those are.
    stretches: usize,
    /// Of stretches behind one that is still being read.
    ahead: BTreeMap<usize, Vec<R>>,
}

impl<R> Found<R> {
    fn new() -> Found<R> {
        Found {
            items: Vec::new(),
            stretches: 0,
            ahead: BTreeMap::new(),
        }
    }

    fn add(&mut self, idx: usize, items: Vec<R>) {
        self.ahead.insert(idx, items);
        while let Some(items) = self.ahead.remove(&self.stretches) {
            self.items.extend(items);
            self.stretches += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_text() {
        for (items, len) in [(0, 0), (7, 7), (7, LONG), (1000, LONG), (0, LONG)] {
            let ranges = ranges(items, len);
            let found = read(&ranges, |range| range.clone().collect());
            assert_eq!(found, (0..items).collect::<Vec<_>>(), "{ranges:?}");
        }
        assert_eq!(both(LONG, || 1, || 2), (1, 2));
    }
}
