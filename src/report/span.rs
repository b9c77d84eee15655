//! The only way to point at text.

use std::ops::Range;

/// A half-open range of bytes of the source text, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; an inverted pair becomes the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Span {
        Span {
            start,
            end: end.max(start),
        }
    }

    pub fn len(self) -> usize {
        self.end - self.start
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the byte offset lies inside.
    pub fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Bytes that both spans share.
    pub fn overlap(self, other: Span) -> usize {
        self.end
            .min(other.end)
            .saturating_sub(self.start.max(other.start))
    }

    /// The smallest span that covers both.
    pub fn hull(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The text under the span; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// Converts between bytes and Unicode code points of one text, for JSON and for the disk.
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// Byte offset of every 64th code point; private, because it must belong to the text it was made from.
    every: Vec<usize>,
}

const STRIDE: usize = 64;

impl CodePoints {
    pub fn of(text: &str) -> CodePoints {
        let every = text
            .char_indices()
            .step_by(STRIDE)
            .map(|(at, _)| at)
            .collect();
        CodePoints { every }
    }

    /// How many code points of `text` stand before the byte offset.
    pub fn before(&self, text: &str, offset: usize) -> usize {
        let chunk = self
            .every
            .partition_point(|&at| at <= offset)
            .saturating_sub(1);
        let from = self.every.get(chunk).copied().unwrap_or(0);
        let rest = text.get(from..).unwrap_or("");
        chunk * STRIDE
            + rest
                .char_indices()
                .take_while(|(at, _)| from + at < offset)
                .count()
    }

    /// The byte offset of a code point; the length of `text` when there are not so many.
    pub fn offset(&self, text: &str, point: usize) -> usize {
        let Some(&from) = self.every.get(point / STRIDE) else {
            return text.len();
        };
        let rest = text.get(from..).unwrap_or("");
        rest.char_indices()
            .nth(point % STRIDE)
            .map_or(text.len(), |(at, _)| from + at)
    }

    /// A span as `(start, end)` in code points.
    pub fn span(&self, text: &str, span: Span) -> (usize, usize) {
        (self.before(text, span.start), self.before(text, span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_go_there_and_back() {
        let text = "一a〇𠮷。".repeat(40);
        let points = CodePoints::of(&text);
        for (point, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(points.before(&text, offset), point);
            assert_eq!(points.offset(&text, point), offset);
        }
        assert_eq!(points.before(&text, text.len()), text.chars().count());
        assert_eq!(points.offset(&text, text.chars().count()), text.len());
    }
}
