//! Sorting where it is not the work itself: stable, and one body of code for all types. The standard library makes a sort of
//! four kilobytes for every type and every way to compare; of those in places that are seldom or never busy, the program
//! would be a thirtieth larger.

use std::cmp::Ordering;

/// Sorts by what `compare` says of two.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let swaps = {
        let all: &[T] = items;
        swaps(all.len(), &mut |one, other| {
            match (all.get(one), all.get(other)) {
                (Some(one), Some(other)) => compare(one, other),
                // Never: both are places of the list.
                (None, _) | (_, None) => Ordering::Equal,
            }
        })
    };
    for (one, other) in swaps {
        items.swap(one, other);
    }
}

/// Sorts by a key.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// Sorts by what the things themselves are.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// The exchanges, one after the other, that bring a list into order.
fn swaps(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|one, other| compare(*one, *other));
    let mut swaps = Vec::new();
    // Each cycle of the order is walked once: what belongs here is fetched, and then what belongs where that was.
    for start in 0..length {
        let mut at = start;
        while let Some(from) = order.get_mut(at) {
            let from = std::mem::replace(from, at);
            if from == start || from == at {
                break;
            }
            swaps.push((at, from));
            at = from;
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_same_as_the_sort_of_the_library(items: Vec<(u8, u16)>) {
            let mut wanted = items.clone();
            wanted.sort_by_key(|(key, _)| Reverse(*key));
            let mut sorted = items;
            super::sort_by_key(&mut sorted, |(key, _)| Reverse(*key));
            prop_assert_eq!(&sorted, &wanted);
            super::sort(&mut sorted);
            wanted.sort();
            prop_assert_eq!(sorted, wanted);
        }
    }
}
