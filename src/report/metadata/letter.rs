//! Which of the first lines are a covering letter, and which are the title of the report.

use std::ops::Range;

use super::page::{LONG_LINE, Line};
use super::words::WORDS;
use crate::report::lexicon::{contains, ends};
use crate::report::{BlockKind, date, mark, numbering};

/// A covering letter with more bytes is a report.
const LONGEST_LETTER: usize = 2400;
const LONGEST_TITLE: usize = 60;

/// The first lines by what they are, as ranges of the head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Front {
    pub letter: Range<usize>,
    pub title: Range<usize>,
}

/// Finds the title: the one behind a covering letter where there is one, else the one that the blocks show.
pub(super) fn front(head: &[Line]) -> Front {
    let marked = marked(head);
    let titles = head
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(idx, line)| is_title(line.text) || is_handed_on(head, *idx));
    for (idx, _) in titles {
        let title = with_neighbours(head, idx);
        if let Some(start) = letter_start(head, title.start, &marked) {
            return Front {
                letter: start..title.start,
                title,
            };
        }
    }
    Front {
        letter: 0..0,
        title: marked,
    }
}

/// The lines that the blocks show as the title.
fn marked(head: &[Line]) -> Range<usize> {
    // A page may repeat the title: the last lines in a row count.
    let Some(last) = head.iter().rposition(is_title_line) else {
        return 0..0;
    };
    let lines = head.get(..=last).unwrap_or(head);
    let first = lines
        .iter()
        .rposition(|line| !is_title_line(line))
        .map_or(0, |other| other + 1);
    first..last + 1
}

/// Whether the blocks show a line as one of the title.
pub(super) fn is_title_line(line: &Line) -> bool {
    line.kind == BlockKind::Title && !is_dated(line.text)
}

/// A line that ends with a full date signs or is of the page; (2025年1月20日在…会议上) is the occasion.
fn is_dated(text: &str) -> bool {
    let text = text.trim_end_matches([')', '】']);
    date::find(text)
        .is_some_and(|(place, _)| place.end == text.len() || contains(text, &WORDS.title_dates))
}

/// Whether a line may be the title of a report on law-based government.
fn is_title(text: &str) -> bool {
    let chars = text.chars().take(LONGEST_TITLE + 1).count();
    (8..=LONGEST_TITLE).contains(&chars)
        && !mark::has_stop(text)
        && !text.contains([':', ','])
        && numbering::label(text).is_none()
        && ends(without_note(text), &WORDS.title_ends)
        && contains(text, &WORDS.report_subjects)
        && !contains(text, &WORDS.letter_titles)
}

/// Whether a line right behind a date may be the title of what a notice hands on.
fn is_handed_on(head: &[Line], idx: usize) -> bool {
    let text = head.get(idx).map_or("", |line| line.text);
    let chars = text.chars().take(LONGEST_TITLE + 1).count();
    let above = idx.checked_sub(1).and_then(|above| head.get(above));
    (8..=LONGEST_TITLE).contains(&chars)
        && !mark::has_stop(text)
        && !text.ends_with([':', ','])
        && numbering::label(text).is_none()
        && ends(without_note(text), &WORDS.handed_on_ends)
        && contains(text, &WORDS.title_subjects)
        && above.is_some_and(|line| date::find(line.text).is_some() && line.text.len() <= LONG_LINE)
}

/// The line without a bracket at its end: (2024年度).
pub(super) fn without_note(text: &str) -> &str {
    text.strip_suffix(')')
        .and_then(|inner| inner.rfind('(').and_then(|at| text.get(..at)))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(text)
}

/// The title with the issuer on the line before it.
fn with_neighbours(head: &[Line], idx: usize) -> Range<usize> {
    let goes_on = head.get(idx).is_some_and(|line| {
        line.text.starts_with("关于") || line.text.starts_with(|first: char| first.is_ascii_digit())
    });
    let above = idx.checked_sub(1).and_then(|above| head.get(above));
    let names = above.is_some_and(|line| {
        line.text.len() <= LONG_LINE
            && !mark::ends_sentence(line.text)
            && date::find(line.text).is_none()
            && line.kind != BlockKind::Chrome
    });
    let first = if goes_on && names { idx - 1 } else { idx };
    first..idx + 1
}

/// Where the letter before the title begins, when there is one: it speaks like a letter or is signed, and is short.
fn letter_start(head: &[Line], title: usize, marked: &Range<usize>) -> Option<usize> {
    let before = head.get(..title)?;
    let greeting = before.iter().position(is_greeting);
    let marked = (marked.end <= title && !marked.is_empty()).then_some(marked.clone());
    let named = || {
        let idx = before.iter().position(is_letter_title)?;
        Some(idx..idx + 1)
    };
    let own_title = marked.or_else(named);
    let start = own_title.as_ref().map(|title| title.start).or(greeting)?;
    let letter = before.get(own_title.map_or(start, |title| title.end)..)?;
    let bytes: usize = letter.iter().map(|line| line.text.len()).sum();
    let speaks = letter
        .iter()
        .any(|line| line.kind.is_body() && contains(line.text, &WORDS.letter_words));
    let answers = letter
        .iter()
        .any(|line| contains(line.text, &WORDS.answer_words) && line.text.ends_with([':', '。']));
    let signed = letter.iter().any(|line| date::whole(line.text).is_some());
    let is_letter = bytes <= LONGEST_LETTER
        && (greeting.is_some() || speaks)
        && (signed || (speaks && !answers))
        && !letter
            .iter()
            .any(|line| numbering::label(line.text).is_some());
    is_letter.then_some(start)
}

/// 县人民政府: the line that a letter is addressed in.
fn is_greeting(line: &Line) -> bool {
    line.kind == BlockKind::Salutation
        || (line.text.len() <= LONG_LINE
            && line.text.ends_with(':')
            && !mark::has_stop(line.text)
            && !contains(line.text, &WORDS.answer_words))
}

/// 关于报送…的函
fn is_letter_title(line: &Line) -> bool {
    line.text.chars().take(LONGEST_TITLE + 1).count() <= LONGEST_TITLE
        && !mark::has_stop(line.text)
        && line.text.contains("关于")
        && contains(line.text, &WORDS.letter_titles)
}
