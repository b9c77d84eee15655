//! From lines in reading order to the text of the document: no page furniture, whole paragraphs, marks.

mod furniture;
mod heading;
mod margin;
mod note;
mod paragraph;

use std::rc::Rc;

use super::font::Font;
use super::layout::Page;
use crate::report::{Mark, MarkKind, Span};

/// The text of a document.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub text: String,
    pub marks: Vec<Mark>,
    /// Page heads, page feet, page numbers and watermarks that were left out.
    pub dropped: usize,
}

/// Reads the pages as one text.
pub(super) fn flow(mut pages: Vec<Page>, fonts: &[Rc<Font>]) -> Flow {
    let dropped = furniture::drop(&mut pages);
    let notes = note::take(&mut pages);
    let mut paragraphs = paragraph::paragraphs(&pages);
    heading::mark(&mut paragraphs, fonts);
    paragraphs.extend(notes);
    let mut flow = Flow {
        dropped,
        ..Flow::default()
    };
    for paragraph in &paragraphs {
        flow.push(&paragraph.text, paragraph.kind);
    }
    flow
}

impl Flow {
    fn push(&mut self, text: &str, kind: Option<MarkKind>) {
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let span = Span::new(self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        let Some(kind) = kind else { return };
        match self.marks.last_mut() {
            // The lines of a split title are one title.
            Some(last) if kind == MarkKind::Title && last.kind == kind => {
                last.span.end = span.end;
            }
            _ => self.marks.push(Mark { kind, span }),
        }
    }
}
