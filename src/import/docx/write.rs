//! Lines and tables to text and marks.

use super::block::{Block, Line, LineMark, Row};
use crate::report::{Mark, MarkKind, Span};

/// The text as far as it is written.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub text: String,
    pub marks: Vec<Mark>,
    /// Empty lines were passed; one of them is written before the next line.
    blank: bool,
}

impl Page {
    pub fn write(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Line(line) => self.line(line),
                Block::Table(rows) => self.table(rows),
            }
        }
    }

    /// Writes a note behind the text, with its sign.
    pub fn note(&mut self, sign: &str, blocks: &[Block]) {
        self.blank = false;
        let mut page = Page::default();
        page.write(blocks);
        let text = page.text.trim();
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(sign);
        self.text.push_str(text);
        self.mark(MarkKind::Note, start);
        self.text.push('\n');
    }

    fn mark(&mut self, kind: MarkKind, start: usize) {
        let span = Span::new(start, self.text.len());
        self.marks.push(Mark { kind, span });
    }

    fn line(&mut self, line: &Line) {
        if line.text.trim().is_empty() {
            self.blank = !self.text.is_empty();
            return;
        }
        if std::mem::take(&mut self.blank) {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(&line.text);
        for (mark, span) in &line.marks {
            self.line_mark(*mark, Span::new(span.start + start, span.end + start));
        }
        self.text.push('\n');
    }

    /// Lines of one title are one mark.
    fn line_mark(&mut self, mark: LineMark, span: Span) {
        let above = self.marks.last_mut().filter(|above| {
            above.kind == MarkKind::Title && self.text.get(above.span.end..span.start) == Some("\n")
        });
        match (mark, above) {
            (LineMark::Is(MarkKind::Title) | LineMark::Subtitle, Some(above)) => {
                above.span.end = span.end;
            }
            (LineMark::Is(kind), _) => self.marks.push(Mark { kind, span }),
            (LineMark::Subtitle, None) => {}
        }
    }

    fn table(&mut self, rows: &[Row]) {
        let rows: Vec<(&Row, Vec<String>)> = rows
            .iter()
            .map(|row| (row, row.cells.iter().map(|cell| flat(cell)).collect()))
            .collect();
        if columns_in_use(rows.iter().map(|(_, cells)| cells)) <= 1 {
            // A frame around paragraphs rather than a table.
            for (row, texts) in rows {
                let cells = row.cells.iter().zip(texts);
                cells
                    .filter(|(_, text)| !text.is_empty())
                    .for_each(|(cell, _)| self.write(cell));
            }
            return;
        }
        let mut start = None;
        for (_, cells) in rows {
            if cells.iter().all(String::is_empty) {
                continue;
            }
            if std::mem::take(&mut self.blank) {
                self.text.push('\n');
            }
            start.get_or_insert(self.text.len());
            self.text.push_str(&cells.join("\t"));
            self.text.push('\n');
        }
        if let Some(start) = start {
            let span = Span::new(start, self.text.len() - 1);
            let kind = MarkKind::Table;
            self.marks.push(Mark { kind, span });
        }
    }
}

/// How many columns hold any text.
fn columns_in_use<'a>(rows: impl Iterator<Item = &'a Vec<String>>) -> usize {
    let mut in_use: Vec<bool> = Vec::new();
    for cells in rows {
        in_use.resize(in_use.len().max(cells.len()), false);
        for (in_use, cell) in in_use.iter_mut().zip(cells) {
            *in_use |= !cell.is_empty();
        }
    }
    in_use.into_iter().filter(|in_use| *in_use).count()
}

/// The text of a cell in one line.
fn flat(blocks: &[Block]) -> String {
    let mut text = String::new();
    gather(blocks, &mut text);
    text
}

fn gather(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Line(line) => {
                for word in line.text.split(['\n', '\t']).map(str::trim) {
                    if !word.is_empty() && !text.is_empty() {
                        text.push(' ');
                    }
                    text.push_str(word);
                }
            }
            Block::Table(rows) => {
                for cell in rows.iter().flat_map(|row| &row.cells) {
                    gather(cell, text);
                }
            }
        }
    }
}
