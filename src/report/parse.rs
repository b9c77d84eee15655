//! Source text to report: blocks first, then everything that is derived from them.

use super::{Hints, Report, SourceText, block, figure, metadata, notice, outline, part, sentence};

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Everything but the figures, which take longest.
    Structure,
    Whole,
}

pub(super) fn read(source: SourceText, hints: &Hints, depth: Depth) -> Report {
    let (blocks, normal) = block::read(&source.text);
    let outline = outline::outline(&source.text, &normal, &blocks);
    let mut sections = outline.sections;
    let sentences = sentence::sentences(&normal, &blocks, &sections);
    let metadata = metadata::metadata(&normal, &blocks, &sections, hints);
    let page = part::Page {
        normal: &normal,
        blocks: &blocks,
        sentences: &sentences,
        year: metadata.year,
        kind: metadata.kind,
    };
    let parts = part::parts(&page, &mut sections);
    let figures = match depth {
        Depth::Structure => Vec::new(),
        Depth::Whole => figure::figures(&normal, &sentences, &outline.labels, metadata.year),
    };
    let notices = notice::notices(
        &source.text,
        &normal,
        &blocks,
        &sections,
        &outline.odd,
        &hints.remarks,
    );
    Report {
        source,
        normal,
        metadata,
        blocks,
        sections,
        parts,
        sentences,
        figures,
        notices,
    }
}
