//! Source text to blocks: the flat list of what stands on the page.

use super::line::{self, Line, Wrapping};
use super::numbering;
use super::{Block, BlockKind, Span};

/// The blocks of a text, in order; their spans tile it.
pub(super) fn blocks(source: &str) -> Vec<Block> {
    let lines = line::lines(source);
    let wrapping = Wrapping::of(&lines);
    let mut blocks = Vec::new();
    let mut open: Option<Open> = None;
    for line in &lines {
        match open.take() {
            Some(mut paragraph) if paragraph.takes(line, &wrapping) => {
                paragraph.add(line);
                open = Some(paragraph);
            }
            closed => {
                blocks.extend(closed.map(|paragraph| paragraph.close()));
                open = Some(Open::of(line));
            }
        }
    }
    blocks.extend(open.map(|paragraph| paragraph.close()));
    blocks
}

/// A block that may still grow.
struct Open<'a> {
    span: Span,
    text: Span,
    normal: String,
    last: &'a Line,
}

impl<'a> Open<'a> {
    fn of(line: &'a Line) -> Open<'a> {
        Open {
            span: line.span,
            text: line.text,
            normal: line.normal.clone(),
            last: line,
        }
    }

    fn takes(&self, next: &Line, wrapping: &Wrapping) -> bool {
        match (self.text.is_empty(), next.is_blank()) {
            (true, true) => true,
            (false, false) => wrapping.joins(&self.normal, self.last, next),
            _ => false,
        }
    }

    fn add(&mut self, line: &'a Line) {
        self.span.end = line.span.end;
        if !line.is_blank() {
            self.text.end = line.text.end;
            self.normal.push_str(&line.normal);
        }
        self.last = line;
    }

    fn close(self) -> Block {
        Block {
            kind: kind(&self.normal),
            span: self.span,
            text: self.text,
        }
    }
}

fn kind(normal: &str) -> BlockKind {
    if normal.is_empty() {
        return BlockKind::Blank;
    }
    let running = line::ends_sentence(normal) || normal.chars().count() > 60;
    match numbering::label(normal) {
        Some(label) if !running && !label.style.is_item() => BlockKind::Heading,
        _ => BlockKind::Paragraph,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn blocks_tile_the_source(text in prop_oneof![any::<String>(), "[一二是、。，（）(1.县 \u{3000}\n\r]{0,80}"]) {
            let mut end = 0;
            for block in blocks(&text) {
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
