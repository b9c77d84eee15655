//! Source text to report: blocks first, then everything that is derived from them.

use super::{Hints, Metadata, NormalText, Report, SourceText, block, figure, sentence};

pub(super) fn read(source: SourceText, _hints: &Hints) -> Report {
    let blocks = block::blocks(&source.text);
    let normal = NormalText::new(&source.text, blocks.iter().map(|block| block.text));
    let metadata = Metadata::default();
    let sentences = sentence::sentences(&normal, &blocks);
    let figures = figure::figures(&normal, &sentences, &[], metadata.year);
    Report {
        source,
        normal,
        metadata,
        blocks,
        sections: Vec::new(),
        parts: Vec::new(),
        sentences,
        figures,
        notices: Vec::new(),
    }
}
