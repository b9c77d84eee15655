//! Word 97 to 2003 and the WPS files of that time, by a library; the feature `legacy-doc`.
//!
//! The library tells that a paragraph is numbered but not how its number is written: 一、 and 1. look the same to it. A
//! wrong label is worse than none, so automatic numbers are left out and a remark says how many.

use undoc::model::{
    Block, HeadingLevel, ListType, Paragraph, RevisionType, Row, Section, Table, TextRun,
};

use super::{ExtractError, Extracted};
use crate::report::{Mark, MarkKind, Remark, RemarkKind, Span};

/// Takes the text out of a document.
pub(super) fn extract(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let document = undoc::parse_bytes(bytes).map_err(|error| match error {
        undoc::Error::Encrypted => ExtractError::Encrypted,
        error => ExtractError::Damaged(error.to_string()),
    })?;
    let mut page = Page::default();
    for section in &document.sections {
        page.section(section);
    }
    let mut extracted = page.finish();
    extracted.page.title = document.metadata.title.filter(|title| !title.is_empty());
    Ok(extracted)
}

#[derive(Default)]
struct Page {
    extracted: Extracted,
    notes: Vec<String>,
    numbers: usize,
    changes: usize,
    pictures: usize,
}

impl Page {
    fn section(&mut self, section: &Section) {
        for block in &section.content {
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::Table(table) => self.table(table),
                Block::Note { content, .. } => {
                    let lines = content.iter().map(|paragraph| self.line(paragraph));
                    let lines: Vec<String> = lines.collect();
                    self.notes.extend(lines);
                }
                Block::Image { .. } => self.pictures += 1,
                Block::PageBreak | Block::SectionBreak => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        if let Some(list) = &paragraph.list_info
            && list.list_type == ListType::Numbered
        {
            self.numbers += 1;
        }
        self.pictures += paragraph.images.len();
        let line = self.line(paragraph);
        let span = self.push(line.trim());
        if let Some(level) = level(paragraph.heading)
            && !span.is_empty()
        {
            let kind = MarkKind::Heading(level);
            self.extracted.marks.push(Mark { kind, span });
        }
    }

    /// One line, or several where the paragraph has line breaks; no reference to a note, which would read as a figure.
    fn line(&mut self, paragraph: &Paragraph) -> String {
        let mut line = String::new();
        for run in &paragraph.runs {
            match run.revision {
                RevisionType::Deleted => {
                    self.changes += 1;
                    continue;
                }
                RevisionType::Inserted => self.changes += 1,
                RevisionType::None => {}
            }
            push_run(&mut line, run);
        }
        line
    }

    fn table(&mut self, table: &Table) {
        let start = self.extracted.text.len();
        for row in &table.rows {
            let row = self.row(row);
            self.push(&row);
        }
        let end = self.extracted.text.trim_end_matches('\n').len();
        let span = Span::new(start, end);
        if !span.is_empty() {
            let kind = MarkKind::Table;
            self.extracted.marks.push(Mark { kind, span });
        }
    }

    fn row(&mut self, row: &Row) -> String {
        let cells = row.cells.iter().map(|cell| {
            let lines = cell.content.iter().map(|paragraph| self.line(paragraph));
            let text: String = lines.collect();
            text.replace(['\n', '\t'], "").trim().to_owned()
        });
        cells.collect::<Vec<_>>().join("\t")
    }

    fn push(&mut self, line: &str) -> Span {
        let text = &mut self.extracted.text;
        let start = text.len();
        text.push_str(line);
        let span = Span::new(start, text.len());
        if !line.is_empty() {
            text.push('\n');
        }
        span
    }

    fn finish(mut self) -> Extracted {
        for note in std::mem::take(&mut self.notes) {
            let span = self.push(note.trim());
            if !span.is_empty() {
                let kind = MarkKind::Note;
                self.extracted.marks.push(Mark { kind, span });
            }
        }
        let remarks = [
            (RemarkKind::NumbersDropped, self.numbers),
            (RemarkKind::ChangesAccepted, self.changes),
            (RemarkKind::PicturesIgnored, self.pictures),
        ];
        self.extracted.remarks = remarks
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| Remark { kind, count })
            .collect();
        self.extracted
    }
}

fn push_run(line: &mut String, run: &TextRun) {
    if run.note.is_none() {
        line.push_str(&run.text);
    }
    if run.line_break {
        line.push('\n');
    }
}

fn level(heading: HeadingLevel) -> Option<u8> {
    match heading {
        HeadingLevel::None => None,
        HeadingLevel::H1 => Some(1),
        HeadingLevel::H2 => Some(2),
        HeadingLevel::H3 => Some(3),
        HeadingLevel::H4 => Some(4),
        HeadingLevel::H5 => Some(5),
        HeadingLevel::H6 => Some(6),
    }
}
