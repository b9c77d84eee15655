//! A report as rows of the screen: wrapped once for each width, every row knows its place in the source.

use crate::report::{BlockKind, Report, Span};

use super::wrapping;

/// Rows of one report at one width.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub width: usize,
    pub rows: Vec<PageRow>,
}

/// One row of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRow {
    /// What stands on it; empty on a row that only keeps a distance.
    pub span: Span,
    /// Cells left free at the left edge.
    pub indent: u16,
    pub kind: RowKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    Text,
    Heading,
    Title,
    /// A row of a table.
    Table,
    /// Page chrome, salutation, sign-off, notes: what is not the report's own text stays dim.
    Aside,
    /// Empty, before a heading of the first level.
    Gap,
}

/// Paragraphs begin two characters in, as in print.
const INDENT: u16 = 4;

impl Page {
    pub fn new(report: &Report, width: usize) -> Page {
        let mut rows: Vec<PageRow> = Vec::new();
        for block in &report.blocks {
            let kind = match block.kind {
                BlockKind::Title => RowKind::Title,
                BlockKind::Heading => RowKind::Heading,
                BlockKind::Paragraph => RowKind::Text,
                BlockKind::Table => RowKind::Table,
                BlockKind::Salutation
                | BlockKind::SignOff
                | BlockKind::Note
                | BlockKind::Chrome => RowKind::Aside,
                BlockKind::Blank => continue,
            };
            if kind == RowKind::Heading && begins_a_chapter(report, block.text) && !rows.is_empty()
            {
                rows.push(gap(block.text.start));
            }
            let indent = match kind {
                RowKind::Text if width >= 24 => INDENT,
                RowKind::Text
                | RowKind::Heading
                | RowKind::Title
                | RowKind::Table
                | RowKind::Aside
                | RowKind::Gap => 0,
            };
            let text = report.quote(block.text);
            for row in wrapping::rows(text, width, usize::from(indent)) {
                rows.push(PageRow {
                    span: Span::new(block.text.start + row.start, block.text.start + row.end),
                    indent: row.indent,
                    kind,
                });
            }
        }
        Page { width, rows }
    }

    /// The row that holds the offset: the last one that begins at it or before it.
    pub fn row_of(&self, offset: usize) -> usize {
        let after = self.rows.partition_point(|row| row.span.start <= offset);
        let mut at = after.saturating_sub(1);
        while at > 0
            && self
                .rows
                .get(at)
                .is_some_and(|row| row.kind == RowKind::Gap)
        {
            at -= 1;
        }
        at
    }

    /// The nearest row with text, looking onwards first.
    pub fn text_row(&self, row: usize) -> usize {
        let row = row.min(self.rows.len().saturating_sub(1));
        let is_gap = |at: usize| {
            self.rows
                .get(at)
                .is_some_and(|row| row.kind == RowKind::Gap)
        };
        if is_gap(row) {
            (row + 1).min(self.rows.len().saturating_sub(1))
        } else {
            row
        }
    }

    pub fn row(&self, row: usize) -> Option<&PageRow> {
        self.rows.get(row)
    }
}

fn gap(at: usize) -> PageRow {
    PageRow {
        span: Span::new(at, at),
        indent: 0,
        kind: RowKind::Gap,
    }
}

fn begins_a_chapter(report: &Report, text: Span) -> bool {
    let at = report
        .sections
        .partition_point(|section| section.heading.start < text.start);
    report
        .sections
        .get(at)
        .is_some_and(|section| section.level == 1 && text.contains(section.heading.start))
}
