//! Source text to blocks: the flat list of what stands on the page.

mod chrome;
mod cut;
mod kind;
mod line;
mod paragraph;
mod title;
mod words;

use super::{Block, NormalText, Span};

pub(super) use words::HEADINGS;

/// The blocks of a text, in order, and its normal text; the spans of the blocks tile the source.
pub(super) fn read(source: &str) -> (Vec<Block>, NormalText) {
    let paragraphs = paragraph::paragraphs(source);
    let draft = NormalText::new(source, paragraphs.iter().map(|paragraph| paragraph.text));
    let whole = paragraphs.len();
    let pieces = cut::pieces(paragraphs, &draft);
    let normal = if pieces.len() == whole {
        draft
    } else {
        NormalText::new(source, pieces.iter().map(|piece| piece.text))
    };
    let texts: Vec<&str> = pieces
        .iter()
        .map(|piece| normal.to_normal(piece.text).of(&normal.text))
        .collect();
    let kinds = kind::kinds(&texts);
    let blocks = pieces
        .into_iter()
        .zip(kinds)
        .map(|(piece, kind)| Block {
            kind,
            span: piece.span,
            text: piece.text,
        })
        .collect();
    (blocks, normal)
}

/// A stretch of the page whose kind is not known yet.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// With indents and line ends.
    span: Span,
    /// Without.
    text: Span,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::BlockKind;

    proptest! {
        #[test]
        fn blocks_tile_the_source(text in prop_oneof![any::<String>(), "[一二是、。，（）(1.县 \\u{3000}\\n\\r]{0,80}"]) {
            let mut end = 0;
            for block in read(&text).0 {
                prop_assert_eq!(block.span.start, end);
                prop_assert!(block.span.covers(block.text));
                prop_assert!(text.get(block.text.range()).is_some());
                prop_assert_eq!(block.kind == BlockKind::Blank, block.text.is_empty());
                end = block.span.end;
            }
            prop_assert_eq!(end, text.len());
        }
    }
}
