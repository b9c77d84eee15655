//! Source text to blocks: the flat list of what stands on the page.

mod chrome;
mod contents;
mod cut;
mod kind;
mod line;
mod look;
mod paragraph;
mod title;
mod words;

use look::Look;

use super::text::{Edit, Writer};
use super::{Block, Mark, NormalText, Span, damage, release};

use crate::order;

pub(super) use words::HEADINGS;

/// What was read out of the shape of a text.
pub(super) struct Layout {
    /// In order; their spans tile the source.
    pub blocks: Vec<Block>,
    pub normal: NormalText,
    /// Page numbers inside paragraphs, which normal text leaves out.
    pub page_numbers: Vec<Span>,
}

/// The blocks of a text and its normal text; `marks` is what its format says about it.
pub(super) fn read(source: &str, marks: &[Mark]) -> Layout {
    let page = paragraph::paragraphs(source, marks);
    let edits = edits(source, &page);
    let as_it_stands = edits.is_empty()
        && !page
            .pieces
            .iter()
            .any(|piece| piece.joined && !piece.text.is_empty());
    let draft = if as_it_stands {
        page.lines
    } else {
        let joined = joined(source, &page.pieces, &edits, &page.lines);
        page.lines.release();
        joined
    };
    let pieces = cut::pieces(&page.pieces, &draft);
    let normal = if pieces.len() == page.pieces.len() {
        draft
    } else {
        let divided = divided(source, &pieces, &draft);
        draft.release();
        divided
    };
    release::free(page.pieces);
    let texts: Vec<&str> = pieces
        .iter()
        .map(|piece| normal.to_normal(piece.text).of(&normal.text))
        .collect();
    let looks: Vec<Look> = pieces.iter().map(|piece| piece.look).collect();
    let kinds = kind::kinds(&texts, &looks);
    release::free(texts);
    let blocks = pieces
        .iter()
        .zip(kinds)
        .map(|(piece, kind)| Block {
            kind,
            span: piece.span,
            text: piece.text,
            level: match piece.look {
                Look::Heading(level) => Some(level),
                Look::Plain | Look::Title | Look::Row | Look::Note | Look::PageNumber => None,
            },
        })
        .collect();
    release::free(pieces);
    Layout {
        blocks,
        normal,
        page_numbers: page.numbers,
    }
}

/// The normal text of paragraphs, with the line breaks inside them gone.
fn joined(source: &str, pieces: &[Piece], edits: &[Edit], lines: &NormalText) -> NormalText {
    let mut writer = Writer::new(source);
    for piece in pieces {
        let from = edits.partition_point(|edit| edit.span.start < piece.text.start);
        let edits = edits.get(from..).unwrap_or_default();
        let edited = edits
            .first()
            .is_some_and(|edit| edit.span.end <= piece.text.end);
        if piece.joined || edited {
            writer.add_edited(piece.text, edits);
        } else {
            writer.add_drafted(piece.text, lines);
        }
    }
    writer.finish()
}

/// The normal text of the pieces that the paragraphs of a draft were cut into.
fn divided(source: &str, pieces: &[Piece], draft: &NormalText) -> NormalText {
    let mut writer = Writer::new(source);
    for piece in pieces {
        writer.add_drafted(piece.text, draft);
    }
    writer.finish()
}

/// What is not taken over from the source as it stands, in order.
fn edits(source: &str, page: &Page) -> Vec<Edit> {
    let rows = page.pieces.iter().filter(|piece| piece.look == Look::Row);
    let mut edits: Vec<Edit> = rows
        .flat_map(|row| look::separators(source, row.text))
        .collect();
    edits.extend(page.numbers.iter().map(|number| Edit {
        span: *number,
        put: "",
    }));
    edits.extend(damage::lost_dashes(source).map(|at| Edit {
        span: Span::new(at, at),
        put: "-",
    }));
    order::sort_by_key(&mut edits, |edit| edit.span);
    edits
}

/// The stretches of a text, before anything is known about their words.
struct Page {
    pieces: Vec<Piece>,
    /// Page numbers that stand in the middle of a piece.
    numbers: Vec<Span>,
    /// The normal text when no line is joined with another.
    lines: NormalText,
}

/// A stretch of the page whose kind is not known yet.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// With indents and line ends.
    span: Span,
    /// Without.
    text: Span,
    look: Look,
    /// It was made of several lines.
    joined: bool,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::BlockKind;

    proptest! {
        #[test]
        fn blocks_tile_the_source(text in prop_oneof![any::<String>(), "[一二是、。，（）(1.县 \\u{3000}\\n\\r\\t|#*—]{0,80}"]) {
            let mut end = 0;
            for block in read(&text, &[]).blocks {
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
