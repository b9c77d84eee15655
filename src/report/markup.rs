//! What a file format says about a text besides its characters: its title, its headings, its tables, its notes.

use super::Span;

/// A stretch of source text that the format marked up. Plain text has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub kind: MarkKind,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// The title of the document, one line or several.
    Title,
    /// A heading, with its level from 1; the label may stand in it or be missing.
    Heading(u8),
    /// A table: one row a line, cells apart by one tab each.
    Table,
    /// A footnote or endnote, moved behind the text.
    Note,
}

/// What the reader of a format left out or changed on the way, and how often; becomes a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remark {
    pub kind: RemarkKind,
    pub count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RemarkKind {
    /// Comments of a word processor.
    CommentsIgnored,
    /// Tracked changes, taken as accepted.
    ChangesAccepted,
    /// Page heads, page feet and page numbers.
    PageFurnitureDropped,
    /// What stands around the article of a web page.
    PageChromeDropped,
    /// Pictures, whose words cannot be read.
    PicturesIgnored,
    /// Tables of contents, which say the headings twice.
    ContentsDropped,
    /// Documents of another format inside the document.
    EmbeddedIgnored,
}
