//! Tables of contents: headings in a row, without a word between them, that stand in the text again.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::numbering::{self, Style};

/// Fewer lines are no table of contents.
const FEWEST: usize = 3;

/// The lines of the tables of contents, by their index.
pub(super) fn lines(texts: &[&str]) -> BTreeSet<usize> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts.iter().filter(|text| is_entry(text)) {
        *times.entry(entry(text)).or_default() += 1;
    }
    let mut found = BTreeSet::new();
    let mut run: Vec<usize> = Vec::new();
    for (idx, text) in texts.iter().enumerate() {
        if text.is_empty() {
            continue;
        }
        if is_entry(text) {
            run.push(idx);
        } else {
            found.extend(close(&mut run, texts, &times));
        }
    }
    found.extend(close(&mut run, texts, &times));
    found
}

/// The run, when it is a table of contents; the last entry may be the first heading of the text.
fn close(run: &mut Vec<usize>, texts: &[&str], times: &BTreeMap<&str, usize>) -> Vec<usize> {
    let mut run = std::mem::take(run);
    let again = |idx: &usize| {
        texts
            .get(*idx)
            .is_some_and(|text| times.get(entry(text)).is_some_and(|times| *times > 1))
    };
    let repeats = |run: &[usize]| run.iter().filter(|idx| again(idx)).count();
    // The first heading of the text follows on the contents, with the words of their first line.
    let first = run.first().and_then(|idx| texts.get(*idx));
    let restart = run.iter().skip(1).position(|idx| {
        let text = texts.get(*idx);
        text.zip(first)
            .is_some_and(|(text, first)| entry(text) == entry(first))
    });
    if let Some(restart) = restart {
        run.truncate(restart + 1);
    }
    if run.len() >= FEWEST && repeats(&run) * 3 >= run.len() * 2 {
        run
    } else {
        Vec::new()
    }
}

/// A line that could be a chapter in the contents.
fn is_entry(text: &str) -> bool {
    text.len() <= 240
        && numbering::label(text).is_some_and(|label| {
            matches!(label.style, Style::Chapter | Style::Han | Style::HanBracket)
        })
        && !text.contains(['。', ';'])
}

/// The words of an entry without the dots and the page number behind them.
fn entry(text: &str) -> &str {
    text.trim_end_matches(|last: char| last.is_ascii_digit() || ".…·-— \t".contains(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], expected: &[usize]) {
        let found: Vec<usize> = lines(texts).into_iter().collect();
        assert_eq!(found, expected, "{texts:?}");
    }

    #[test]
    fn contents_are_headings_that_come_again() {
        let text = [
            "一、成效",
            "办结3件。",
            "二、不足",
            "力量不足。",
            "三、安排",
            "继续。",
        ];
        let contents = ["一、成效……1", "二、不足……2", "三、安排……3"];
        check(&[&contents[..], &text[..]].concat(), &[0, 1, 2]);
        check(&text, &[]);
        // Headings over headings are no contents.
        check(
            &["一、成效", "(一)学法", "办结3件。", "(二)执法", "检查。"],
            &[],
        );
    }
}
