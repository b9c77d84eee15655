//! How alike two pieces of text are, with bounded work.

use std::collections::HashMap;

/// Longer pieces are compared by their pairs of characters only.
const LONGEST: usize = 1200;

/// From 0 to 1: one minus the edits between the two by the length of the longer; of very long ones, shared pairs.
pub(super) fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let longest = one.len().max(other.len());
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    if longest > LONGEST {
        return Pairs::of(one.iter().copied()).share(other.iter().copied());
    }
    1.0 - ratio(edits(&one, &other), longest)
}

pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    // Lengths of texts are far below where a float loses whole numbers.
    part as f64 / whole.max(1) as f64
}

/// Insertions, deletions and replacements between the two.
fn edits(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, left) in one.iter().enumerate() {
        let mut corner = above;
        let mut before = above + 1;
        let mut next = Vec::with_capacity(row.len());
        next.push(before);
        for (right, up) in other.iter().zip(row.iter().skip(1)) {
            let replaced = corner + usize::from(left != right);
            before = replaced.min(up + 1).min(before + 1);
            corner = *up;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// The pairs of neighbouring characters of a text.
#[derive(Debug)]
pub(super) struct Pairs {
    counts: HashMap<(char, char), usize>,
    total: usize,
}

impl Pairs {
    pub fn of(characters: impl Iterator<Item = char> + Clone) -> Pairs {
        let mut counts = HashMap::new();
        let mut total = 0;
        for pair in characters.clone().zip(characters.skip(1)) {
            *counts.entry(pair).or_insert(0) += 1;
            total += 1;
        }
        Pairs { counts, total }
    }

    /// Twice the shared pairs by all pairs of both, from 0 to 1.
    pub fn share(&self, characters: impl Iterator<Item = char> + Clone) -> f64 {
        let mut left: HashMap<(char, char), usize> = HashMap::new();
        let mut shared = 0;
        let mut total = 0;
        for pair in characters.clone().zip(characters.skip(1)) {
            total += 1;
            if let Some(count) = self.counts.get(&pair) {
                let left = left.entry(pair).or_insert(*count);
                if *left > 0 {
                    *left -= 1;
                    shared += 1;
                }
            }
        }
        ratio(2 * shared, self.total + total)
    }
}
