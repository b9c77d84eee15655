//! The clause before a number.

use std::ops::Range;

use crate::report::figure::glance::{before, behind_last};
use crate::report::figure::lead::Lead;
use crate::report::figure::scan::Reading;

/// What ends a clause.
const CLAUSE_ENDS: [char; 12] = [
    ',', ';', '。', ':', '!', '?', '(', ')', '\n', '\t', '…', '—',
];

/// Where the clause before a number begins; brackets that close right before the number belong to it.
pub(super) fn clause_start(text: &str, reading: &Reading) -> usize {
    let start = reading.quote.start;
    let seen = start - before(text, start).len();
    let from = reading.begins.clause.max(seen);
    let head = text.get(seen..from).unwrap_or("");
    let clause = text.get(from..start).unwrap_or("");
    if !head.ends_with(')') || !Lead::of(clause).text.is_empty() {
        return from;
    }
    match head.rfind('(').and_then(|open| head.get(..open)) {
        Some(outside) => {
            let clause = behind_last(outside, |c| CLAUSE_ENDS.contains(&c));
            seen + outside.len() - clause.len()
        }
        None => from,
    }
}

/// The clause from its start to the number, without a date: behind it, or before it where nothing stands behind it.
pub(super) fn undated<'a>(
    text: &'a str,
    clause: usize,
    start: usize,
    date: Option<&Range<usize>>,
) -> (usize, &'a str) {
    let all = text.get(clause..start).unwrap_or("");
    let Some(date) = date.filter(|date| date.end > clause) else {
        return (clause, all);
    };
    let behind = text.get(date.end..start).unwrap_or("");
    if behind.contains(')') {
        (clause, all)
    } else if Lead::of(behind).text.is_empty() {
        (clause, text.get(clause..date.start).unwrap_or(""))
    } else {
        (clause, behind)
    }
}

/// The clause before an offset, in the same sentence and behind the last figure.
pub(super) fn earlier_clause(text: &str, at: usize, last_end: usize) -> &str {
    let seen = before(text, at);
    let from = (at - seen.len()).max(last_end.min(at));
    let seen = text.get(from..at).unwrap_or("");
    let seen = seen.strip_suffix([',', ':', '(']).unwrap_or("");
    behind_last(seen, |c| CLAUSE_ENDS.contains(&c))
}
