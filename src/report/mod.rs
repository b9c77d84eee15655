//! What a report is: an immutable text and everything read out of it.
//!
//! [`parse`] never fails and loses nothing: every byte of the source text belongs to exactly one [`Block`].
//! What could not be understood becomes a [`Notice`]. All positions are [`Span`]s of the source text.

mod block;
mod charset;
pub mod correction;
mod damage;
mod date;
mod digest;
pub mod figure;
pub mod han;
pub(crate) mod lexicon;
mod mark;
pub mod markup;
pub mod metadata;
pub mod metric;
mod notice;
pub mod numbering;
pub mod outline;
pub mod parse;
pub mod part;
pub(crate) mod release;
pub mod respective;
pub mod sentence;
pub mod span;
mod spread;
pub mod text;

pub use correction::Corrections;
pub use digest::digest;
pub use figure::{Direction, Figure, FigureKind, Form, Interval, Months, Period, Quantity};
pub use markup::{Mark, MarkKind, Remark, RemarkKind};
pub use metadata::{
    Certainty, Evidence, Field, Hints, Kind, Level, Located, Metadata, Origin, is_same_issuer,
    issuer_key,
};
pub use metric::{Good, Measure, Metric, Sense};
pub use outline::Section;
pub(crate) use part::glossaries;
pub use part::{Part, PartSpan};
pub use sentence::Sentence;
pub use span::{CodePoints, Span};
pub use text::{NormalText, SourceText};

/// One report: its text and what was read out of it. Never changed after [`parse`].
#[derive(Clone, Debug)]
pub struct Report {
    pub source: SourceText,
    pub normal: NormalText,
    pub metadata: Metadata,
    /// In text order; their `span`s tile the source text.
    pub blocks: Vec<Block>,
    /// Headings in text order; the outline is a tree over this list through `level` and `parent`.
    pub sections: Vec<Section>,
    /// Where the statutory parts stand, with a heading or without; in text order.
    pub parts: Vec<PartSpan>,
    /// In text order, without overlap.
    pub sentences: Vec<Sentence>,
    /// In text order, without overlap.
    pub figures: Vec<Figure>,
    pub notices: Vec<Notice>,
}

/// A run of source text that plays one part on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// Everything up to the next block, with indents and line ends.
    pub span: Span,
    /// The same without white space around it.
    pub text: Span,
    /// The level that the format of the file gave a heading; the outline fits it into its tree.
    pub level: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A line of the title.
    Title,
    /// A heading that has the line to itself.
    Heading,
    /// Running text; may open with a run-in heading and may span several lines of the source.
    Paragraph,
    /// One row of a table: one sentence, in normal text one tab between its cells.
    Table,
    /// A footnote or endnote behind the text: in sentences, but in no section.
    Note,
    /// "同志们:", "县委、县政府:".
    Salutation,
    /// Issuer or date at the end; occasion or speaker under the title.
    SignOff,
    /// Site name, breadcrumb, publication line and the like.
    Chrome,
    /// White space only.
    Blank,
}

impl BlockKind {
    /// Whether it is part of what the report says: neither page nor signature nor note.
    pub fn is_body(self) -> bool {
        match self {
            BlockKind::Heading
            | BlockKind::Paragraph
            | BlockKind::Table
            | BlockKind::Salutation => true,
            BlockKind::Title
            | BlockKind::Note
            | BlockKind::SignOff
            | BlockKind::Chrome
            | BlockKind::Blank => false,
        }
    }
}

/// Something about the text that the reader should know; never an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub kind: NoticeKind,
    /// The place, or the first of them; empty at the start of the text when it is about the file as a whole.
    pub span: Span,
    /// How many places it speaks for: what fills a page is said once.
    pub count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// Part of a web page, not of the report.
    PageChrome,
    /// A line break inside a sentence or a quantity was read over.
    JoinedLine,
    /// The text ends in the middle of a sentence.
    Truncated,
    /// Headings repeat, skip or nest against their style.
    OddNumbering,
    /// Control or invisible characters.
    ControlCharacter,
    /// Bytes that the encoding does not know.
    Undecodable,
    /// Lines that were in another encoding than the rest.
    OtherEncoding,
    /// A long text has no heading at all.
    NoOutline,
    /// Hardly anything but the page around a report.
    NoBody,
    /// A page number between the lines of a paragraph was read over.
    PageNumber,
    /// A number lost a sign: `202133号`, `20212025年`.
    DamagedNumber,
    /// Radicals and compatibility forms in place of usual characters.
    LookAlike,
    /// Greek or Cyrillic letters that look like Latin ones, and are not found as such.
    ForeignLetter,
    /// Characters of another encoding, or a pronunciation behind every few characters.
    Garbled,
    /// Traditional characters, which the word lists do not know.
    Traditional,
    /// What the reader of the file left out or changed on the way.
    Remark(Remark),
    /// What a reviewer said of a heading finds no place, or several, in this text.
    LostCorrection,
}

impl NoticeKind {
    /// The name in JSON and the last part of the locale key `notice.*`.
    pub fn name(self) -> &'static str {
        match self {
            NoticeKind::PageChrome => "page-chrome",
            NoticeKind::JoinedLine => "joined-line",
            NoticeKind::Truncated => "truncated",
            NoticeKind::OddNumbering => "odd-numbering",
            NoticeKind::ControlCharacter => "control-character",
            NoticeKind::Undecodable => "undecodable",
            NoticeKind::OtherEncoding => "other-encoding",
            NoticeKind::NoOutline => "no-outline",
            NoticeKind::NoBody => "no-body",
            NoticeKind::PageNumber => "page-number",
            NoticeKind::DamagedNumber => "damaged-number",
            NoticeKind::LookAlike => "look-alike",
            NoticeKind::ForeignLetter => "foreign-letter",
            NoticeKind::Garbled => "garbled",
            NoticeKind::Traditional => "traditional",
            NoticeKind::Remark(remark) => remark.kind.name(),
            NoticeKind::LostCorrection => "lost-correction",
        }
    }
}

/// Reads a report out of a source text. Total: any text gives a report.
pub fn parse(source: SourceText, hints: &Hints) -> Report {
    parse::read(source, hints, parse::Depth::Whole)
}

/// The text alone, in blocks, sections and sentences: nobody's metadata, no parts, no notices. To be read while the rest is
/// being found out.
pub fn parse_text(source: SourceText, hints: &Hints) -> Report {
    parse::read(source, hints, parse::Depth::Text)
}

/// The same report without its figures: enough to read the text and find one's way in it, in a fraction of the time.
pub fn parse_structure(source: SourceText, hints: &Hints) -> Report {
    parse::read(source, hints, parse::Depth::Structure)
}

impl Report {
    /// The text under a span.
    pub fn quote(&self, span: Span) -> &str {
        span.of(&self.source.text)
    }

    /// The innermost section that holds the byte offset.
    pub fn section_at(&self, offset: usize) -> Option<usize> {
        (0..self.sections.len()).rev().find(|&idx| {
            self.sections
                .get(idx)
                .is_some_and(|section| section.extent.contains(offset))
        })
    }

    /// The sentence that holds the byte offset.
    pub fn sentence_at(&self, offset: usize) -> Option<usize> {
        let idx = self
            .sentences
            .partition_point(|sentence| sentence.span.end <= offset);
        self.sentences
            .get(idx)
            .filter(|sentence| sentence.span.contains(offset))
            .map(|_| idx)
    }

    /// The figures that lie inside the span.
    pub fn figures_in(&self, span: Span) -> impl Iterator<Item = (usize, &Figure)> {
        let from = self
            .figures
            .partition_point(|figure| figure.span.start < span.start);
        self.figures
            .iter()
            .enumerate()
            .skip(from)
            .take_while(move |(_, figure)| figure.span.end <= span.end)
    }
}
