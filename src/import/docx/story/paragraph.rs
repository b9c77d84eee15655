//! Paragraphs: what their properties make of the line that their runs fill.

use std::mem;

use super::{Draft, Place, Step, Walk};
use crate::import::docx::block::{Block, Flow, Line, LineMark};
use crate::import::docx::lexicon::LEXICON;
use crate::import::docx::properties::{self, ParagraphProperties};
use crate::import::docx::style::{self, Role};
use crate::import::docx::xml::Xml;
use crate::report::MarkKind;

impl Walk<'_> {
    pub(super) fn paragraph(&mut self, xml: &mut Xml, flow: &mut Flow) -> Step {
        self.count_piece()?;
        let draft = Draft {
            is_contents: self.fields.in_contents(),
            ..Draft::default()
        };
        let outer = mem::replace(&mut self.draft, draft);
        let mut properties = ParagraphProperties::default();
        while let Some(element) = xml.child()? {
            if element.word() == "pPr" {
                properties = properties::paragraph(xml)?;
                let id = properties.style.as_deref();
                self.draft.is_hidden = self.definitions.styles.paragraph(id).hidden;
            } else {
                self.element(xml, &element, &mut Place::Line)?;
            }
        }
        let mut draft = mem::replace(&mut self.draft, outer);
        self.furniture.append(&mut properties.furniture);
        let boxes = mem::take(&mut draft.boxes);
        self.end_paragraph(flow, properties, &draft);
        flow.blocks.extend(boxes);
        Ok(())
    }

    fn end_paragraph(&mut self, flow: &mut Flow, properties: ParagraphProperties, draft: &Draft) {
        let id = properties.style.as_deref();
        let style = self.definitions.styles.paragraph(id);
        let role = properties.outline.map_or(style.role, style::heading);
        let is_empty = draft.text.trim().is_empty();
        let mark = match role {
            Role::Contents | Role::ContentsHeading => return self.leave_out_contents(flow),
            _ if draft.is_contents && is_empty => return self.leave_out_contents(flow),
            Role::Body => None,
            Role::Title => Some(LineMark::Is(MarkKind::Title)),
            Role::Subtitle => Some(LineMark::Subtitle),
            Role::Heading(level) => Some(LineMark::Is(MarkKind::Heading(level))),
        };
        self.in_contents &= is_empty;
        let hidden = properties.mark.hidden.unwrap_or(style.hidden);
        if let Some(change) = properties.mark_change {
            let removes = change.removes();
            self.note(change);
            if removes {
                return flow.hold(&draft.text);
            }
        }
        if hidden && is_empty {
            return;
        }
        let label = self.definitions.numbering.label(
            &mut self.counters,
            &self.definitions.styles,
            id,
            properties.numbering,
        );
        let (label, mark) = if is_empty && !flow.is_held() {
            (label.trim_end(), None)
        } else {
            (label.as_str(), mark)
        };
        // A break before the first character is one of pages.
        let text = draft.text.trim_start_matches('\n');
        flow.end(&parted(label, text), text, mark);
        if !hidden && !properties.is_drop_cap {
            flow.end_line();
        }
    }

    /// A paragraph or more of a table of contents, with the word over it.
    pub(super) fn leave_out_contents(&mut self, flow: &mut Flow) {
        if mem::replace(&mut self.in_contents, true) {
            return;
        }
        self.tally.contents += 1;
        let is_blank =
            |block: &Block| matches!(block, Block::Line(line) if line.text.trim().is_empty());
        let over = flow.blocks.iter().rposition(|block| !is_blank(block));
        let is_title = over
            .and_then(|idx| flow.blocks.get(idx))
            .is_some_and(|block| match block {
                Block::Line(line) => is_contents_title(line),
                Block::Table(_) => false,
            });
        if let Some(idx) = over.filter(|_| is_title) {
            flow.blocks.truncate(idx);
        }
    }
}

/// A label that ends in a digit or a point keeps clear of a figure, or 1. before 5万 would be another one.
fn parted(label: &str, text: &str) -> String {
    let clashes = label.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '.')
        && text.starts_with(|first: char| first.is_ascii_alphanumeric());
    format!("{label}{}", if clashes { " " } else { "" })
}

/// The word over a table of contents, however it is spaced.
fn is_contents_title(line: &Line) -> bool {
    let text: String = line
        .text
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    LEXICON.contents_titles.contains(&text)
}
