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
    /// Whole lines whose bytes were in another encoding than the rest; says nothing about what they are.
    OtherEncoding,
}

impl MarkKind {
    /// The name on disk; of a heading without its level.
    pub fn name(self) -> &'static str {
        match self {
            MarkKind::Title => "title",
            MarkKind::Heading(_) => "heading",
            MarkKind::Table => "table",
            MarkKind::Note => "note",
            MarkKind::OtherEncoding => "other-encoding",
        }
    }

    /// The level of a heading.
    pub fn level(self) -> Option<u8> {
        match self {
            MarkKind::Heading(level) => Some(level),
            MarkKind::Title | MarkKind::Table | MarkKind::Note | MarkKind::OtherEncoding => None,
        }
    }

    /// The kind of that name; the level is that of a heading and means nothing to the others.
    pub fn named(name: &str, level: u8) -> Option<MarkKind> {
        let kinds = [
            MarkKind::Title,
            MarkKind::Heading(level),
            MarkKind::Table,
            MarkKind::Note,
            MarkKind::OtherEncoding,
        ];
        kinds.into_iter().find(|kind| kind.name() == name)
    }
}

/// What the reader of a format left out or changed on the way, and how often; becomes a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Automatic numbers whose form could not be read.
    NumbersDropped,
}

impl RemarkKind {
    const ALL: [RemarkKind; 8] = [
        RemarkKind::CommentsIgnored,
        RemarkKind::ChangesAccepted,
        RemarkKind::PageFurnitureDropped,
        RemarkKind::PageChromeDropped,
        RemarkKind::PicturesIgnored,
        RemarkKind::ContentsDropped,
        RemarkKind::EmbeddedIgnored,
        RemarkKind::NumbersDropped,
    ];

    /// The kind of that name.
    pub fn named(name: &str) -> Option<RemarkKind> {
        RemarkKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name in JSON and on disk, and the last part of the locale key `notice.*`.
    pub fn name(self) -> &'static str {
        match self {
            RemarkKind::CommentsIgnored => "comments-ignored",
            RemarkKind::ChangesAccepted => "changes-accepted",
            RemarkKind::PageFurnitureDropped => "furniture-dropped",
            RemarkKind::PageChromeDropped => "chrome-dropped",
            RemarkKind::PicturesIgnored => "pictures-ignored",
            RemarkKind::ContentsDropped => "contents-dropped",
            RemarkKind::EmbeddedIgnored => "embedded-ignored",
            RemarkKind::NumbersDropped => "numbers-dropped",
        }
    }
}
