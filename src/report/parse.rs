//! Source text to report: blocks first, then everything that is derived from them.

use super::{Hints, Metadata, NormalText, Report, SourceText};

pub(super) fn read(source: SourceText, _hints: &Hints) -> Report {
    Report {
        source,
        normal: NormalText::default(),
        metadata: Metadata::default(),
        blocks: Vec::new(),
        sections: Vec::new(),
        parts: Vec::new(),
        sentences: Vec::new(),
        figures: Vec::new(),
        notices: Vec::new(),
    }
}
