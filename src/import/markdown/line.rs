//! One line of text that is put together from pieces of Markdown.

use crate::report::numbering;

/// A line with a label that is no longer than this is a heading, though it was not marked as one.
const SHORT: usize = 30;

/// The line so far.
#[derive(Default)]
pub(super) struct Line {
    text: String,
    /// The source goes on in its next line; what that means is seen when its text comes.
    wrapped: bool,
}

impl Line {
    pub(super) fn push(&mut self, piece: &str) {
        if piece.is_empty() {
            return;
        }
        if std::mem::take(&mut self.wrapped) {
            self.text.push_str(between(&self.text, piece));
        }
        self.text.push_str(piece);
    }

    pub(super) fn wrap(&mut self) {
        self.wrapped = true;
    }

    /// A cell ends.
    pub(super) fn tab(&mut self) {
        self.text.push('\t');
    }

    /// The finished line; of a row without the tab after its last cell.
    pub(super) fn take(&mut self) -> String {
        self.wrapped = false;
        let text = std::mem::take(&mut self.text);
        let text = text.strip_suffix('\t').unwrap_or(&text);
        without_stray_stars(text.trim_matches([' ', '\n']))
    }
}

/// What stands for the end of a source line: nothing between ideographs, a blank between words, and a line end where
/// the draft has one paragraph a line.
fn between(before: &str, after: &str) -> &'static str {
    let line = before.rsplit('\n').next().unwrap_or(before);
    let ends = line.ends_with(['。', '！', '？', '；', '：', ';', ':', '!', '?']);
    let heading = has_label(line) && line.chars().count() <= SHORT;
    if ends || heading || has_label(after) {
        return "\n";
    }
    let is_word = |character: char| character.is_ascii_alphanumeric();
    if before.ends_with(is_word) && after.starts_with(is_word) {
        " "
    } else {
        ""
    }
}

/// Whether the line opens with 一、 (一) 1. and the like.
fn has_label(line: &str) -> bool {
    let start: String = line.trim_start().chars().take(12).map(folded).collect();
    numbering::label(&start).is_some()
}

fn folded(character: char) -> char {
    match character {
        '（' => '(',
        '）' => ')',
        '．' => '.',
        other => other,
    }
}

/// CommonMark sees no emphasis where stars touch Chinese punctuation (`**一是。**全年`); whoever wrote it did.
fn without_stray_stars(text: &str) -> String {
    const STARS: &str = "**";
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(STARS) {
        clean.push_str(before);
        match after.split_once(STARS) {
            Some((inside, after)) if is_emphasis(inside) => {
                clean.push_str(inside);
                rest = after;
            }
            _ => {
                clean.push_str(STARS);
                rest = after;
            }
        }
    }
    clean + rest
}

fn is_emphasis(inside: &str) -> bool {
    inside.ends_with(|c| "。！？；：，、”》）】.!?;:,)".contains(c))
        || inside.starts_with(|c| "“《（【(".contains(c))
}
