//! Lines to paragraphs: lines that were broken in the middle of a sentence are one.

use super::line::{Line, Lines, Wrapping};
use super::look::{self, Look};
use super::{Page, Piece};
use crate::report::mark;
use crate::report::{Mark, Span, release};

/// The paragraphs of a text and the blank stretches between them, in order.
pub(super) fn paragraphs(source: &str, marks: &[Mark]) -> Page {
    let read = Lines::of(source);
    let mut lines = read.lines(source);
    look::give(source, &mut lines, marks);
    let wrapping = Wrapping::of(&lines);
    let mut pieces = Vec::new();
    let mut numbers = Vec::new();
    let mut open: Option<Paragraph> = None;
    let mut rest = lines.as_slice();
    while let Some((line, behind)) = rest.split_first() {
        if let Some(paragraph) = &mut open {
            if paragraph.takes(line, &wrapping) {
                paragraph.add(line);
                rest = behind;
                continue;
            }
            if let Some((page_break, next, behind)) = split_page_break(rest)
                && !paragraph.text.is_empty()
                && wrapping.joins(paragraph, next)
            {
                let number = |line: &&Line| !line.is_blank();
                numbers.extend(page_break.iter().filter(number).map(|line| line.text));
                paragraph.add(next);
                rest = behind;
                continue;
            }
        }
        pieces.extend(open.take().map(Paragraph::piece));
        open = Some(Paragraph::of(line));
        rest = behind;
    }
    pieces.extend(open.map(Paragraph::piece));
    release::free(lines);
    Page {
        pieces,
        numbers,
        lines: read.into_normal(),
    }
}

/// The most lines between the text of one page and that of the next.
const LONGEST_BREAK: usize = 6;

/// A page number with the blank lines around it, the line behind it, and the rest.
fn split_page_break<'a, 'b>(
    lines: &'b [Line<'a>],
) -> Option<(&'b [Line<'a>], &'b Line<'a>, &'b [Line<'a>])> {
    let is_between = |line: &&Line| line.is_blank() || line.look == Look::PageNumber;
    let len = lines
        .iter()
        .take(LONGEST_BREAK)
        .take_while(is_between)
        .count();
    let (between, behind) = lines.split_at_checked(len)?;
    let (next, behind) = behind.split_first()?;
    between
        .iter()
        .any(|line| line.look == Look::PageNumber)
        .then_some((between, next, behind))
}

/// A paragraph that may still grow.
pub(super) struct Paragraph<'a> {
    span: Span,
    text: Span,
    pub last: &'a Line<'a>,
    /// How many lines it has.
    pub lines: usize,
    /// A sentence has ended in it, so it is no heading.
    pub running: bool,
}

impl<'a> Paragraph<'a> {
    fn of(line: &'a Line<'a>) -> Paragraph<'a> {
        Paragraph {
            span: line.span,
            text: line.text,
            last: line,
            lines: 1,
            running: mark::has_stop(line.normal),
        }
    }

    fn takes(&self, next: &Line, wrapping: &Wrapping) -> bool {
        match (self.text.is_empty(), next.is_blank()) {
            (true, true) => true,
            (false, false) => wrapping.joins(self, next),
            (true, false) | (false, true) => false,
        }
    }

    fn add(&mut self, line: &'a Line<'a>) {
        self.span.end = line.span.end;
        if !line.is_blank() {
            self.text.end = line.text.end;
            self.running |= mark::has_stop(line.normal);
        }
        self.last = line;
        self.lines += 1;
    }

    fn piece(self) -> Piece {
        Piece {
            span: self.span,
            text: self.text,
            look: self.last.look,
            joined: self.lines > 1,
        }
    }
}
