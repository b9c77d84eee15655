//! Sentences: what is aligned between years and what an annotation points at.

use super::mark::{self, is_closer, is_stop};
use super::{Block, BlockKind, NormalText, Section, Span, spread};

/// A sentence with its closing mark, a heading on a line of its own, or a row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub span: Span,
    /// Index of the block it stands in.
    pub block: usize,
    /// Index of the innermost section.
    pub section: Option<usize>,
    /// A heading on a line of its own.
    pub heading: bool,
}

/// The sentences of all blocks that say something; a stop ends one, and closing marks belong to it.
pub(super) fn sentences(
    normal: &NormalText,
    blocks: &[Block],
    sections: &[Section],
) -> Vec<Sentence> {
    let ranges = spread::ranges(blocks.len(), normal.text.len());
    spread::read(&ranges, |range| {
        let blocks = blocks.iter().enumerate();
        let blocks = blocks.take(range.end).skip(range.start);
        of_blocks(normal, blocks, sections)
    })
}

fn of_blocks<'a>(
    normal: &NormalText,
    blocks: impl Iterator<Item = (usize, &'a Block)>,
    sections: &[Section],
) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let mut innermost = Innermost::of(sections);
    for (idx, block) in blocks {
        let heading = match block.kind {
            BlockKind::Blank | BlockKind::Chrome => continue,
            BlockKind::Heading => true,
            BlockKind::Title
            | BlockKind::Paragraph
            | BlockKind::Table
            | BlockKind::Note
            | BlockKind::Salutation
            | BlockKind::SignOff => false,
        };
        let range = normal.to_normal(block.text);
        for piece in pieces(range.of(&normal.text)) {
            let span = Span::new(range.start + piece.start, range.start + piece.end);
            let span = normal.to_source(span);
            sentences.push(Sentence {
                span,
                block: idx,
                section: innermost.at(span.start),
                heading,
            });
        }
    }
    sentences
}

/// Walks down the sections as the sentences go on.
struct Innermost<'a> {
    sections: &'a [Section],
    next: usize,
    open: Vec<usize>,
}

impl<'a> Innermost<'a> {
    fn of(sections: &'a [Section]) -> Innermost<'a> {
        Innermost {
            sections,
            next: 0,
            open: Vec::new(),
        }
    }

    /// The innermost section at an offset; offsets must ascend.
    fn at(&mut self, offset: usize) -> Option<usize> {
        while let Some(section) = self.sections.get(self.next) {
            if section.extent.start > offset {
                break;
            }
            self.open.push(self.next);
            self.next += 1;
        }
        while let Some(last) = self.open.last() {
            let section = self.sections.get(*last)?;
            if section.extent.contains(offset) {
                return Some(*last);
            }
            self.open.pop();
        }
        None
    }
}

/// The sentences of one block of normal text.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut stops = mark::stops(text);
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let stop = stops.find(|stop| *stop >= start);
        let end = stop.map_or(text.len(), |stop| stop + marks_len(text, stop));
        let piece = Span::new(start, end);
        start = end;
        Some(piece)
    })
}

/// Bytes of the stops and closing marks at an offset.
fn marks_len(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    rest.find(|next| !is_stop(next) && !is_closer(next))
        .unwrap_or(rest.len())
}
