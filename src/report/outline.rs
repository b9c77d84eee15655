//! The outline as a reader would draw it.

use super::{Part, Span};

/// A heading and the text it governs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The label as printed: `一、` `(一)` `1.` `一是`; empty where there is none.
    pub label: String,
    /// Depth in the tree that a reader would draw, from 1; not the style of the label.
    pub level: u8,
    /// Without label and closing stop; of a run-in heading its first clause or sentence. Never empty.
    pub title: String,
    /// Label and title.
    pub heading: Span,
    /// From the label to the next section of the same or a higher level: sub-sections are inside.
    pub extent: Span,
    /// The body follows on the line.
    pub run_in: bool,
    /// 一是, 一要, 首先, 第一: an item rather than a heading with a style of its own.
    pub item: bool,
    /// Index of the section above.
    pub parent: Option<usize>,
    /// The statutory part that the section as a whole is.
    pub part: Option<Part>,
}
