//! Footnotes: small type at the foot of a page, moved behind the text.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::margin::body_size;
use super::paragraph::Paragraph;
use crate::import::pdf::layout::{Block, Item, Line, Page, join};
use crate::report::MarkKind;

/// Notes are set at most in this part of the size of the text.
const SMALLER: f32 = 0.93;

/// How a note begins: a label, then its text.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    const PATTERN: &str = r"^(?:\[?([0-9]{1,2})\]?[^0-9.%年月日]|([⁰¹²³⁴-⁹]{1,2})|[①-⑳]|[*※]|注[0-9一二三]?[:\u{FF1A}])";
    Regex::new(PATTERN).expect("a fixed pattern")
});

const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/// Takes the notes out of the pages, in their order.
pub(super) fn take(pages: &mut [Page]) -> Vec<Paragraph> {
    let body = body_size(pages);
    let mut notes = Vec::new();
    for page in pages {
        let mut own: Vec<Paragraph> = Vec::new();
        for block in &mut page.blocks {
            own.extend(notes_of(block, body));
        }
        for note in &own {
            if let Some(label) = raised_label(&note.text) {
                forget_reference(page, &label);
            }
        }
        notes.extend(own);
    }
    notes
}

/// The small lines at the end of a block, from the first with a label on.
fn notes_of(block: &mut Block, body: f32) -> Vec<Paragraph> {
    let is_small = |item: &Item| matches!(item, Item::Line(line) if !line.is_aside && line.size <= body * SMALLER);
    let small = block
        .items
        .iter()
        .rev()
        .take_while(|item| is_small(item))
        .count();
    let first = block.items.len() - small;
    if first == 0 {
        return Vec::new();
    }
    let is_labelled = |item: &Item| matches!(item, Item::Line(line) if LABEL.is_match(&line.text));
    let labelled = block.items.iter().skip(first).position(is_labelled);
    let Some(labelled) = labelled else {
        return Vec::new();
    };
    let lines = block.items.split_off(first + labelled);
    let mut notes: Vec<Paragraph> = Vec::new();
    for item in lines {
        let Item::Line(line) = item else { continue };
        match notes.last_mut() {
            Some(note) if !LABEL.is_match(&line.text) => join(&mut note.text, &line.text),
            _ => notes.push(note(line)),
        }
    }
    notes
}

fn note(line: Line) -> Paragraph {
    Paragraph {
        kind: Some(MarkKind::Note),
        ..Paragraph::of_line(&line, 0)
    }
}

/// The label of a note as it stands in the text, raised.
fn raised_label(note: &str) -> Option<String> {
    let found = LABEL.captures(note)?;
    if let Some(raised) = found.get(2) {
        return Some(raised.as_str().to_owned());
    }
    let digits = found.get(1)?.as_str();
    digits
        .chars()
        .map(|digit| {
            let idx = usize::try_from(digit.to_digit(10)?).ok()?;
            RAISED.chars().nth(idx)
        })
        .collect()
}

/// The number that refers to the note goes with it, so that it does not join a figure of the text.
fn forget_reference(page: &mut Page, label: &str) {
    let lines = page
        .blocks
        .iter_mut()
        .flat_map(|block| &mut block.items)
        .filter_map(|item| match item {
            Item::Line(line) => Some(line),
            Item::Table(_) => None,
        });
    for line in lines {
        if let Some(at) = line.text.find(label) {
            line.text.replace_range(at..at + label.len(), "");
            return;
        }
    }
}
