//! Sentences: what is aligned between years and what an annotation points at.

use super::Span;

/// A sentence with its closing mark, or a heading on a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub span: Span,
    /// Index of the block it stands in.
    pub block: usize,
    /// Index of the innermost section.
    pub section: Option<usize>,
    /// A heading on a line of its own.
    pub heading: bool,
}
