//! A text without what re-import changes: white space, width, shapes of quotes and dashes; with a map back.

use crate::report::Span;

/// The folded text, character by character.
#[derive(Clone, Debug, Default)]
pub(super) struct Folded {
    pub text: String,
    /// For each folded character: its byte in `text`, and the source bytes it stands for. Private: must fit `text`.
    marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    folded: usize,
    source: Span,
}

impl Folded {
    pub fn of(source: &str) -> Folded {
        let mut folded = Folded::default();
        folded.text.reserve(source.len());
        for (at, character) in source.char_indices() {
            if let Some(kept) = fold(character) {
                folded.marks.push(Mark {
                    folded: folded.text.len(),
                    source: Span::new(at, at + character.len_utf8()),
                });
                folded.text.push(kept);
            }
        }
        folded
    }

    /// How many characters it has.
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// The characters that stand for a source span, as a range of character numbers.
    pub fn characters(&self, span: Span) -> Span {
        let before = |offset| {
            self.marks
                .partition_point(|mark| mark.source.start < offset)
        };
        Span::new(before(span.start), before(span.end))
    }

    /// The source bytes from the first to the last of the characters.
    pub fn source(&self, characters: Span) -> Option<Span> {
        let first = self.marks.get(characters.start)?;
        let last = self.marks.get(characters.end.checked_sub(1)?)?;
        Some(first.source.hull(last.source))
    }

    /// The folded text of the characters; what lies outside is left out.
    pub fn slice(&self, characters: Span) -> &str {
        let byte = |idx: usize| {
            self.marks
                .get(idx)
                .map_or(self.text.len(), |mark: &Mark| mark.folded)
        };
        Span::new(byte(characters.start), byte(characters.end)).of(&self.text)
    }

    /// Where a folded text stands, in character numbers, at most `limit` times.
    pub fn find(&self, needle: &str, within: Span, limit: usize) -> Vec<Span> {
        if needle.is_empty() {
            return Vec::new();
        }
        let from = self.marks.get(within.start).map_or(0, |mark| mark.folded);
        let length = needle.chars().count();
        self.slice(within)
            .match_indices(needle)
            .take(limit)
            .map(|(at, _)| {
                let start = self.marks.partition_point(|mark| mark.folded < from + at);
                Span::new(start, start + length)
            })
            .collect()
    }
}

/// A piece of text folded, without a map.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter_map(fold).collect()
}

fn fold(character: char) -> Option<char> {
    match character {
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0),
        '“' | '”' | '„' | '〝' | '〞' | '「' | '」' | '『' | '』' => Some('"'),
        '‘' | '’' => Some('\''),
        '—' | '―' | '–' => Some('-'),
        '•' | '・' => Some('·'),
        other if other.is_whitespace() || other.is_control() => None,
        other => Some(other),
    }
}
