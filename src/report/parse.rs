//! Source text to report: blocks first, then everything that is derived from them.

use super::{
    Figure, Hints, Metadata, Report, SourceText, Span, block, correction, damage, figure, metadata,
    notice, outline, part, sentence, spread,
};

/// How much is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// Blocks, sections and sentences: what it takes to show the text.
    Text,
    /// Everything but the figures, which take longest.
    Structure,
    Whole,
}

pub(super) fn read(source: SourceText, hints: &Hints, depth: Depth) -> Report {
    let block::Layout {
        mut blocks,
        normal,
        page_numbers,
    } = block::read(&source.text, &hints.marks);
    let read = outline::outline(&source.text, &normal, &blocks);
    let headings = &hints.corrections.headings;
    let corrected = correction::correct(&source.text, &normal, &mut blocks, read, headings);
    let outline = corrected.outline;
    let mut sections = outline.sections;
    let sentences = sentence::sentences(&normal, &blocks, &sections);
    if depth == Depth::Text {
        return Report {
            source,
            normal,
            metadata: Metadata::default(),
            blocks,
            sections,
            parts: Vec::new(),
            sentences,
            figures: Vec::new(),
            notices: Vec::new(),
        };
    }
    let metadata = metadata::metadata(&normal, &blocks, &sections, hints);
    let page = part::Page {
        normal: &normal,
        blocks: &blocks,
        sentences: &sentences,
        year: metadata.year,
        kind: metadata.kind,
        corrected: &corrected.parts,
    };
    let damaged: Vec<Span> = damage::numbers(&normal)
        .into_iter()
        .map(|number| normal.to_source(number))
        .collect();
    let figures = || match depth {
        Depth::Text | Depth::Structure => Vec::new(),
        Depth::Whole => {
            let read = figure::figures(&normal, &sentences, &outline.labels, metadata.year);
            without(&damaged, read)
        }
    };
    let others = || {
        let parts = part::parts(&page, &mut sections);
        let notices = notice::notices(&notice::Seen {
            source: &source.text,
            normal: &normal,
            blocks: &blocks,
            sections: &sections,
            odd: &outline.odd,
            page_numbers: &page_numbers,
            damaged: &damaged,
            marks: &hints.marks,
            remarks: &hints.remarks,
            lost_corrections: corrected.lost,
        });
        (parts, notices)
    };
    let (figures, (parts, notices)) = spread::both(source.text.len(), figures, others);
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

/// The figures that do not stand on a damaged number: what it says is not known.
fn without(damaged: &[Span], figures: Vec<Figure>) -> Vec<Figure> {
    let mut left = figures;
    left.retain(|figure| {
        let after = damaged.partition_point(|number| number.start < figure.span.end);
        after
            .checked_sub(1)
            .and_then(|idx| damaged.get(idx))
            .is_none_or(|number| number.overlap(figure.span) == 0)
    });
    left
}
