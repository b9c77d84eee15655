//! Sentences: what is aligned between years and what an annotation points at.

use super::line::{CLOSERS, STOPS};
use super::{Block, BlockKind, NormalText, Span};

/// A sentence with its closing mark, or a heading on a line of its own.
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
pub(super) fn sentences(normal: &NormalText, blocks: &[Block]) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for (idx, block) in blocks.iter().enumerate() {
        let heading = match block.kind {
            BlockKind::Blank | BlockKind::Chrome => continue,
            BlockKind::Heading => true,
            BlockKind::Title
            | BlockKind::Paragraph
            | BlockKind::Salutation
            | BlockKind::SignOff => false,
        };
        let range = normal.to_normal(block.text);
        sentences.extend(pieces(range.of(&normal.text)).map(|piece| Sentence {
            span: normal.to_source(Span::new(
                range.start + piece.start,
                range.start + piece.end,
            )),
            block: idx,
            section: None,
            heading,
        }));
    }
    sentences
}

/// The sentences of one block of normal text.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let piece = Span::new(start, start + piece_len(rest));
        start = piece.end;
        Some(piece)
    })
}

fn piece_len(rest: &str) -> usize {
    let mut ended = false;
    for (at, character) in rest.char_indices() {
        if STOPS.contains(character) {
            ended = true;
        } else if ended && !CLOSERS.contains(character) {
            return at;
        }
    }
    rest.len()
}
