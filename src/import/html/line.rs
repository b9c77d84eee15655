//! The page as lines of text, each with what is known about it.

use super::tree::NodeId;

/// One line as a reader would see it: a paragraph, a heading, a row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub text: String,
    pub kind: LineKind,
    /// Characters that are links.
    pub linked: usize,
    /// Of the page around the article, as its maker named it.
    pub region: bool,
    /// Of an element that its maker named a headline.
    pub headline: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    Text,
    Heading(u8),
    /// A row of the table with that number.
    Row(usize),
}

/// All lines of a page, and where its elements begin and end among them.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub lines: Vec<Line>,
    /// By node: from the first line to behind the last; empty for what has no lines of its own.
    pub extents: Vec<(usize, usize)>,
    /// The line that follows each picture.
    pub pictures: Vec<usize>,
}

impl Lines {
    pub fn extent(&self, id: NodeId) -> (usize, usize) {
        self.extents.get(id).copied().unwrap_or_default()
    }

    pub fn get(&self, idx: usize) -> Option<&Line> {
        self.lines.get(idx)
    }
}

impl Line {
    /// Characters without blanks.
    pub fn len(&self) -> usize {
        self.text.chars().filter(|c| !c.is_whitespace()).count()
    }

    /// Whether it is little else than links. A paragraph that an unclosed tag made one long link is not.
    pub fn is_linked(&self) -> bool {
        const LONGEST_LINK: usize = 100;
        self.linked * 2 > self.len() && self.linked <= LONGEST_LINK
    }

    pub fn is_row(&self) -> bool {
        match self.kind {
            LineKind::Row(_) => true,
            LineKind::Text | LineKind::Heading(_) => false,
        }
    }
}
