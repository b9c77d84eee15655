//! Where an annotation stands in a text, and finding the place again in another edition.

use serde::{Deserialize, Serialize};

use crate::report::{Report, Span};

/// A place in words, robust against re-import. Positions are code points of the source text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Anchor {
    /// The whole sentence, or the heading of a section.
    pub sentence: String,
    /// The phrase inside it, when it is not the whole.
    pub phrase: Option<String>,
    /// Up to 32 code points before the sentence; empty at the start of the text.
    pub prefix: String,
    /// Up to 32 code points after the sentence.
    pub suffix: String,
    /// Titles of the sections above, outermost first.
    pub path: Vec<String>,
    /// Code points of the phrase, or of the sentence when there is no phrase, half-open.
    pub start: usize,
    pub end: usize,
    /// SHA-256 of the source text that was read, hexadecimal.
    pub digest: String,
    /// The figures inside the sentence as printed; 100% and years do not count.
    pub figures: Vec<String>,
}

/// Where an anchor was found in a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    pub place: Place,
    pub span: Option<Span>,
    /// 0 to 1.
    pub score: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Same text, same position, same context.
    Exact,
    /// Same text elsewhere.
    Moved,
    /// Score at least 0.75, text differs.
    Edited,
    /// Two places fit about equally well.
    Ambiguous,
    /// To be placed by hand.
    Orphan,
}

impl Anchor {
    /// The anchor of a span: its sentence, and the phrase inside when the span is less than the sentence.
    pub fn of(_report: &Report, _digest: &str, _span: Span) -> Anchor {
        Anchor {
            sentence: String::new(),
            phrase: None,
            prefix: String::new(),
            suffix: String::new(),
            path: Vec::new(),
            start: 0,
            end: 0,
            digest: String::new(),
            figures: Vec::new(),
        }
    }

    /// Finds the place in a report, never guessing: doubt is a state of its own.
    pub fn locate(&self, _report: &Report, _digest: &str) -> Located {
        Located {
            place: Place::Orphan,
            span: None,
            score: 0.0,
        }
    }
}
