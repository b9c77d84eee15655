//! Where a long text may be divided so that its stretches are read as the whole would be: between two sentences.

use std::ops::Range;

use memchr::memchr_iter;

use super::enclosed::TITLE_REACH;
use crate::report::spread;

/// The stretches of a text, in order; a short text is one.
pub(super) fn stretches(text: &str) -> Vec<Range<usize>> {
    let step = text.len().div_ceil(spread::stretches(text.len())).max(1);
    let mut stretches = Vec::new();
    let mut start: usize = 0;
    loop {
        let end = sentence_end(text, start.saturating_add(step));
        stretches.push(start..end);
        if end >= text.len() {
            return stretches;
        }
        start = end;
    }
}

/// Behind the first line break or full stop at or behind a place; the end of the text without one.
fn sentence_end(text: &str, from: usize) -> usize {
    const STOP: &str = "。";
    let bytes = text.as_bytes().get(from..).unwrap_or_default();
    let line = memchr::memchr(b'\n', bytes).map_or(text.len(), |at| from + at + 1);
    // The byte that a full stop begins with is also that of other marks.
    let stops = memchr_iter(0xe3, bytes.get(..line - from.min(line)).unwrap_or_default())
        .map(|at| from + at)
        .filter(|&at| text.get(at..).is_some_and(|rest| rest.starts_with(STOP)));
    let mut free = stops.filter(|&at| !may_be_in_title(text, at));
    free.next().map_or(line, |at| at + STOP.len())
}

/// A title may hold full stops.
fn may_be_in_title(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    before.chars().rev().take(TITLE_REACH).any(|c| c == '《')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_tile_the_text_and_end_with_sentences() {
        let text = "全县受理案件30件。\n印发《若干规定。办法》,办结20件。其中".repeat(9000);
        let stretches = stretches(&text);
        assert!(stretches.len() > 1);
        let mut end = 0;
        for stretch in &stretches {
            assert_eq!(stretch.start, end);
            let read = text.get(stretch.clone()).unwrap_or("");
            let whole = read.ends_with("件。") || read.ends_with('\n');
            assert!(whole || stretch.end == text.len(), "{read:?}");
            end = stretch.end;
        }
        assert_eq!(end, text.len());
        for small in ["县", ""] {
            let whole = std::iter::once(0..small.len());
            assert!(super::stretches(small).into_iter().eq(whole), "{small}");
        }
    }
}
