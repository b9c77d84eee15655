//! Lines to paragraphs: lines that were broken in the middle of a sentence are one.

use super::Piece;
use super::line::{self, Line, Wrapping};
use crate::report::Span;
use crate::report::mark;

/// The paragraphs of a text and the blank stretches between them, in order.
pub(super) fn paragraphs(source: &str) -> Vec<Piece> {
    let lines = line::lines(source);
    let wrapping = Wrapping::of(&lines);
    let mut pieces = Vec::new();
    let mut open: Option<Paragraph> = None;
    for line in &lines {
        match open.take() {
            Some(mut paragraph) if paragraph.takes(line, &wrapping) => {
                paragraph.add(line);
                open = Some(paragraph);
            }
            closed => {
                pieces.extend(closed.map(|paragraph| paragraph.piece()));
                open = Some(Paragraph::of(line));
            }
        }
    }
    pieces.extend(open.map(|paragraph| paragraph.piece()));
    pieces
}

/// A paragraph that may still grow.
pub(super) struct Paragraph<'a> {
    span: Span,
    text: Span,
    pub last: &'a Line,
    /// How many lines it has.
    pub lines: usize,
    /// A sentence has ended in it, so it is no heading.
    pub running: bool,
}

impl<'a> Paragraph<'a> {
    fn of(line: &'a Line) -> Paragraph<'a> {
        Paragraph {
            span: line.span,
            text: line.text,
            last: line,
            lines: 1,
            running: mark::has_stop(&line.normal),
        }
    }

    fn takes(&self, next: &Line, wrapping: &Wrapping) -> bool {
        match (self.text.is_empty(), next.is_blank()) {
            (true, true) => true,
            (false, false) => wrapping.joins(self, next),
            (true, false) | (false, true) => false,
        }
    }

    fn add(&mut self, line: &'a Line) {
        self.span.end = line.span.end;
        if !line.is_blank() {
            self.text.end = line.text.end;
            self.running |= mark::has_stop(&line.normal);
        }
        self.last = line;
        self.lines += 1;
    }

    fn piece(self) -> Piece {
        Piece {
            span: self.span,
            text: self.text,
        }
    }
}
