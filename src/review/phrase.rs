//! What makes a sentence itself and not its sibling: its figures; and where a phrase of it went when it was edited.

use std::collections::HashSet;

/// Whether the original has no figure, or one of its figures stands in the other text too.
pub(super) fn shares_a_figure(original: &str, other: &str) -> bool {
    let figures = numbers(original);
    let others = numbers(other);
    figures.is_empty() || figures.iter().any(|figure| others.contains(figure))
}

/// Numbers as printed in a folded text; 100% and years do not count.
fn numbers(text: &str) -> HashSet<&str> {
    let mut numbers = HashSet::new();
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let tail = rest.get(start..).unwrap_or("");
        let end = tail
            .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .unwrap_or(tail.len());
        let (number, after) = tail.split_at(end);
        let number = number.trim_end_matches('.');
        let year = number.len() == 4 && after.starts_with('年');
        let all = number == "100" && after.starts_with('%');
        if !year && !all {
            numbers.insert(number);
        }
        rest = after;
    }
    numbers
}

/// Where a phrase of the old sentence lies in the new one, as character numbers: what stands before and after it is
/// matched from both ends.
pub(super) fn carried(old: &str, phrase: &str, nth: usize, new: &str) -> (usize, usize) {
    let length = new.chars().count();
    let Some((at, _)) = old.match_indices(phrase).nth(nth) else {
        return (0, length);
    };
    let head: Vec<char> = old.get(..at).unwrap_or("").chars().collect();
    let tail: Vec<char> = old.get(at + phrase.len()..).unwrap_or("").chars().collect();
    let start = after_head(&head, new);
    let end = length - after_tail(&tail, new);
    if start < end {
        (start, end)
    } else {
        (0, length)
    }
}

/// How many characters of `new` correspond to the head: after its last few characters, where they stand again.
fn after_head(head: &[char], new: &str) -> usize {
    for size in (1..=head.len().min(8)).rev() {
        let last: String = head.iter().skip(head.len() - size).collect();
        if let Some((at, _)) = new.match_indices(&last).next() {
            return new.get(..at).unwrap_or("").chars().count() + size;
        }
    }
    0
}

fn after_tail(tail: &[char], new: &str) -> usize {
    for size in (1..=tail.len().min(8)).rev() {
        let first: String = tail.iter().take(size).collect();
        if let Some((at, _)) = new.rmatch_indices(&first).next() {
            return new.get(at..).unwrap_or("").chars().count();
        }
    }
    0
}
