//! The paragraphs of a text stacked into one column of rows: where each byte stands, and what stands where.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::report::Span;
use crate::tui::widget::text;
use crate::tui::widget::wrap::{Layout, Options, Row};

/// A text laid out for one width; to be made again when the width changes, not for each frame.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    paragraphs: Vec<Paragraph>,
    rows: usize,
    options: Options,
}

#[derive(Clone, Debug)]
struct Paragraph {
    span: Span,
    first_row: usize,
    layout: Layout,
}

impl Flow {
    /// Lays out paragraphs of `source`, given as spans in text order with the hanging indent of each.
    pub fn new(
        source: &str,
        paragraphs: impl IntoIterator<Item = (Span, u16)>,
        width: u16,
        options: Options,
    ) -> Flow {
        let mut flow = Flow {
            options,
            ..Flow::default()
        };
        for (span, hanging) in paragraphs {
            let layout = Layout::new(span.of(source), width, &Options { hanging, ..options });
            let first_row = flow.rows;
            flow.rows += layout.rows().len();
            flow.paragraphs.push(Paragraph {
                span,
                first_row,
                layout,
            });
        }
        flow
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The bytes of a row, of the whole text.
    pub fn span_of(&self, row: usize) -> Option<Span> {
        let (paragraph, row) = self.find(row)?;
        let base = paragraph.span.start;
        Some(Span::new(base + row.start, base + row.end))
    }

    /// The row in which a byte of the text stands; a byte between paragraphs stands at the end of the one before.
    pub fn row_of(&self, byte: usize) -> usize {
        match self.paragraph_of(byte) {
            Some(paragraph) => paragraph.first_row + paragraph.layout.row_of(paragraph.local(byte)),
            None => 0,
        }
    }

    /// The cell of its row at which a byte of the text stands.
    pub fn cell_of(&self, byte: usize) -> u16 {
        match self.paragraph_of(byte) {
            Some(paragraph) => paragraph.layout.cell_of(paragraph.local(byte)),
            None => 0,
        }
    }

    /// The byte of the character under a cell; the last row counts for all below it.
    pub fn byte_at(&self, row: usize, cell: u16) -> usize {
        let row = row.min(self.rows.saturating_sub(1));
        match self.paragraph_with(row) {
            Some(paragraph) => {
                paragraph.span.start + paragraph.layout.byte_at(row - paragraph.first_row, cell)
            }
            None => 0,
        }
    }

    /// Paints the rows from `first` on into `area`. `runs` are passages of the text with what they add to `base`, later over earlier.
    pub fn paint(
        &self,
        source: &str,
        first: usize,
        area: Rect,
        buf: &mut Buffer,
        base: Style,
        runs: &[(Span, Style)],
    ) {
        for (row, y) in (first..self.rows).zip(area.top()..area.bottom()) {
            let line = Rect::new(area.x, y, area.width, 1);
            self.paint_row(source, row, line, buf, base, runs);
        }
    }

    /// Paints one row.
    pub fn paint_row(
        &self,
        source: &str,
        row: usize,
        area: Rect,
        buf: &mut Buffer,
        base: Style,
        runs: &[(Span, Style)],
    ) {
        let (Some(paragraph), Some(bounds)) = (self.paragraph_with(row), self.span_of(row)) else {
            return;
        };
        let local: Vec<(Span, Style)> = runs
            .iter()
            .filter(|(span, _)| span.overlap(bounds) > 0)
            .map(|(span, style)| (paragraph.local_span(*span), *style))
            .collect();
        let painted = text::Painted {
            text: paragraph.span.of(source),
            layout: &paragraph.layout,
            ambiguous: self.options.ambiguous,
        };
        painted.row(row - paragraph.first_row, area, buf, base, &local);
    }

    fn find(&self, row: usize) -> Option<(&Paragraph, Row)> {
        let paragraph = self.paragraph_with(row)?;
        let row = paragraph.layout.rows().get(row - paragraph.first_row)?;
        Some((paragraph, *row))
    }

    fn paragraph_with(&self, row: usize) -> Option<&Paragraph> {
        let after = self
            .paragraphs
            .partition_point(|paragraph| paragraph.first_row <= row);
        after.checked_sub(1).and_then(|at| self.paragraphs.get(at))
    }

    fn paragraph_of(&self, byte: usize) -> Option<&Paragraph> {
        let after = self
            .paragraphs
            .partition_point(|paragraph| paragraph.span.start <= byte);
        self.paragraphs.get(after.saturating_sub(1))
    }
}

impl Paragraph {
    fn local(&self, byte: usize) -> usize {
        byte.clamp(self.span.start, self.span.end) - self.span.start
    }

    fn local_span(&self, span: Span) -> Span {
        Span::new(self.local(span.start), self.local(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_the_whole_text_find_their_rows_and_back() {
        let source = "一、总体情况\n\n全年受理复议申请45件,审结38件。\n二、不足";
        let mut spans = Vec::new();
        let mut start = 0;
        for line in source.split('\n') {
            spans.push((Span::new(start, start + line.len()), 0));
            start += line.len() + 1;
        }
        let flow = Flow::new(source, spans, 16, Options::default());
        let rows: Vec<&str> = (0..flow.rows())
            .filter_map(|row| flow.span_of(row))
            .map(|span| span.of(source))
            .collect();
        assert_eq!(
            rows,
            [
                "一、总体情况",
                "",
                "全年受理复议申请",
                "45件,审结38件。",
                "二、不足"
            ]
        );
        for (at, char) in source.char_indices().filter(|(_, char)| *char != '\n') {
            assert_eq!(
                flow.byte_at(flow.row_of(at), flow.cell_of(at)),
                at,
                "{char}"
            );
        }
        assert_eq!(flow.row_of(source.len()), 4);
        assert_eq!(flow.byte_at(99, 0), source.find("二、").unwrap_or_default());
        assert_eq!(flow.span_of(5), None);
        assert_eq!(Flow::default().byte_at(0, 0), 0);
    }

    #[test]
    fn painting_shows_the_rows_that_fit() {
        let source = "甲乙丙丁";
        let flow = Flow::new(
            source,
            [(Span::new(0, source.len()), 2)],
            10,
            Options::default(),
        );
        let mut buf = Buffer::empty(Rect::new(0, 0, 10, 2));
        flow.paint(
            source,
            0,
            Rect::new(2, 1, 8, 5),
            &mut buf,
            Style::new(),
            &[],
        );
        assert_eq!(buf[(2, 1)].symbol(), "甲");
        assert_eq!(buf[(2, 0)].symbol(), " ");
    }
}
