//! The lines and tables of a document, between its XML and its text.

use crate::report::{MarkKind, Span};

/// Columns that a table may have.
const COLUMNS: usize = 63;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Line(Line),
    Table(Vec<Row>),
}

/// A paragraph; breaks in it are line feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub text: String,
    /// Spans of the line.
    pub marks: Vec<(LineMark, Span)>,
}

/// What the style of a paragraph makes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineMark {
    Is(MarkKind),
    /// Goes with a title right above it and is nothing without one.
    Subtitle,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub cells: Vec<Vec<Block>>,
}

impl Row {
    /// Adds a cell that is as wide as several; what it is wider than one stands as empty cells behind it.
    pub fn push(&mut self, cell: Vec<Block>, span: usize) {
        self.cells.push(cell);
        self.pad(span.saturating_sub(1));
    }

    pub fn pad(&mut self, cells: usize) {
        let room = COLUMNS.saturating_sub(self.cells.len());
        let width = self.cells.len() + cells.min(room);
        self.cells.resize_with(width, Vec::new);
    }
}

/// A sequence of blocks that is being read: the body, a cell, a text box, a note.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub blocks: Vec<Block>,
    /// The start of a line whose paragraph mark is deleted or hidden, so that the next paragraph goes on in it.
    line: Line,
    /// The part of that line which is complete with label and mark.
    settled: usize,
}

impl Flow {
    /// Adds text whose paragraph mark was deleted: the paragraph below it says what it is.
    pub fn hold(&mut self, text: &str) {
        self.line.text.push_str(text);
    }

    /// Ends a paragraph; `label` stands before whatever was held for it.
    pub fn end(&mut self, label: &str, text: &str, mark: Option<LineMark>) {
        let mut start = self.settled;
        self.line.text.insert_str(start, label);
        self.line.text.push_str(text);
        self.line
            .text
            .truncate(self.line.text.trim_end().len().max(start));
        let part = self.line.text.get(start..).unwrap_or_default();
        start += part.len() - part.trim_start().len();
        let span = Span::new(start, self.line.text.len());
        if let Some(mark) = mark
            && !span.is_empty()
        {
            self.line.marks.push((mark, span));
        }
        self.settled = self.line.text.len();
    }

    /// Ends the line as well, and the paragraph where one is held.
    pub fn end_line(&mut self) {
        self.settled = 0;
        let line = std::mem::take(&mut self.line);
        let follows_blank =
            matches!(self.blocks.last(), Some(Block::Line(last)) if last.text.is_empty());
        if !(line.text.is_empty() && follows_blank) {
            self.blocks.push(Block::Line(line));
        }
    }

    /// Whether a paragraph waits for the next one.
    pub fn is_held(&self) -> bool {
        !self.line.text.is_empty()
    }

    /// All blocks; a paragraph that waits for another in vain is one itself.
    pub fn finish(mut self) -> Vec<Block> {
        if self.is_held() {
            self.end_line();
        }
        self.blocks
    }
}
