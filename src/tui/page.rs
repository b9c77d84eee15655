//! A report as rows of the screen: wrapped once for each width, every row knows its place in the source.

use crate::report::{BlockKind, Report, Span};

use super::wrapping;

/// Rows of one report at one width.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub width: usize,
    pub reading: Reading,
    pub rows: Vec<PageRow>,
}

/// What the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// Paragraphs as the program understood them: broken lines joined, blank lines and indents left out.
    #[default]
    Understood,
    /// The text as it came, line by line.
    Original,
}

impl Reading {
    pub fn other(self) -> Reading {
        match self {
            Reading::Understood => Reading::Original,
            Reading::Original => Reading::Understood,
        }
    }
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
    /// A line as it came, with a sign where it ends inside a paragraph.
    Original {
        broken: bool,
    },
    /// Empty, before a heading of the first level.
    Gap,
}

/// Paragraphs begin two characters in, as in print.
const INDENT: u16 = 4;

impl Page {
    pub fn new(report: &Report, width: usize, reading: Reading) -> Page {
        let rows = match reading {
            Reading::Understood => understood(report, width),
            Reading::Original => original(report, width),
        };
        Page {
            width,
            reading,
            rows,
        }
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

fn understood(report: &Report, width: usize) -> Vec<PageRow> {
    let mut rows: Vec<PageRow> = Vec::new();
    for block in &report.blocks {
        let kind = match block.kind {
            BlockKind::Title => RowKind::Title,
            BlockKind::Heading => RowKind::Heading,
            BlockKind::Paragraph => RowKind::Text,
            BlockKind::Table => RowKind::Table,
            BlockKind::Salutation | BlockKind::SignOff | BlockKind::Note | BlockKind::Chrome => {
                RowKind::Aside
            }
            BlockKind::Blank => continue,
        };
        if kind == RowKind::Heading && begins_a_chapter(report, block.text) && !rows.is_empty() {
            rows.push(gap(block.text.start));
        }
        let indent = match kind {
            RowKind::Text if width >= 24 => INDENT,
            RowKind::Text
            | RowKind::Heading
            | RowKind::Title
            | RowKind::Table
            | RowKind::Aside
            | RowKind::Original { .. }
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
    rows
}

/// The lines of the source, blank ones too. A line that ends in the middle of a paragraph is marked as such.
fn original(report: &Report, width: usize) -> Vec<PageRow> {
    let mut rows = Vec::new();
    let mut start = 0;
    let mut blocks = report.blocks.iter().peekable();
    for line in report.source.text.split_inclusive('\n') {
        let end = start + line.len();
        let text = line.trim_end_matches(['\n', '\r']);
        while blocks.next_if(|block| block.text.end <= start).is_some() {}
        let broken = blocks
            .peek()
            .is_some_and(|block| block.text.start < start + text.len() && block.text.end > end);
        let wrapped = wrapping::rows(text, width.saturating_sub(1).max(1), 0);
        let last = wrapped.len().saturating_sub(1);
        for (count, row) in wrapped.iter().enumerate() {
            rows.push(PageRow {
                span: Span::new(start + row.start, start + row.end),
                indent: row.indent,
                kind: RowKind::Original {
                    broken: broken && count == last,
                },
            });
        }
        if wrapped.is_empty() {
            rows.push(gap(start));
        }
        start = end;
    }
    rows
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Hints, SourceText, parse};

    #[test]
    fn the_original_shows_every_line_and_where_one_was_broken() {
        let text = "一、主要成效\n\n全年培训。组织执法人员785\n人参加了考试。\n";
        let report = parse(SourceText::new(text), &Hints::default());
        let check = |reading, expected: &[(&str, bool)]| {
            let page = Page::new(&report, 60, reading);
            let rows: Vec<(&str, bool)> = page
                .rows
                .iter()
                .map(|row| {
                    let broken = row.kind == RowKind::Original { broken: true };
                    (report.quote(row.span), broken)
                })
                .collect();
            assert_eq!(rows, expected);
        };
        check(
            Reading::Understood,
            &[
                ("一、主要成效", false),
                ("全年培训。组织执法人员785\n人参加了考试。", false),
            ],
        );
        check(
            Reading::Original,
            &[
                ("一、主要成效", false),
                ("", false),
                ("全年培训。组织执法人员785", true),
                ("人参加了考试。", false),
            ],
        );
    }
}
