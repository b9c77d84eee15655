//! The outline as a reader would draw it.

mod heads;
mod title;
mod tree;

use super::{Block, NormalText, Part, Span, part, release, spread};

pub(super) use title::run_in_title;

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
    /// From the label to the next section of the same or a higher level, or to where its scope ends: sub-sections are
    /// inside.
    pub extent: Span,
    /// The body follows on the line.
    pub run_in: bool,
    /// 一是, 一要, 首先, 第一, ——: an item rather than a heading with a style of its own.
    pub item: bool,
    /// Index of the section above.
    pub parent: Option<usize>,
    /// The statutory part that the section as a whole is.
    pub part: Option<Part>,
}

/// What was read out of the headings of a text.
#[derive(Debug)]
pub(super) struct Outline {
    /// In text order.
    pub sections: Vec<Section>,
    /// The labels of the sections, for readers of figures to step over.
    pub labels: Vec<Span>,
    /// Labels of sections whose number does not follow from those before them.
    pub odd: Vec<usize>,
}

/// The sections of a text, in text order.
pub(super) fn outline(source: &str, normal: &NormalText, blocks: &[Block]) -> Outline {
    let heads = heads::heads(normal, blocks);
    let ranges = spread::ranges(heads.len(), normal.text.len());
    let topics = spread::read(&ranges, |range| {
        let heads = heads.get(range.clone()).unwrap_or_default();
        heads.iter().map(|head| topic(normal, head)).collect()
    });
    let tree = tree::tree(&heads, &topics);
    let end = end_of_body(normal, blocks);
    let section = |node: &tree::Node| {
        let head = heads.get(node.head)?;
        let place = Span::new(head.at, head.title.end);
        let label = Span::new(head.at, head.at + head.label.map_or(0, |label| label.len));
        Some(Section {
            label: shown_label(normal.to_source(label).of(source)),
            level: u8::try_from(node.level).unwrap_or(u8::MAX),
            title: head.title.of(&normal.text).to_owned(),
            heading: normal.to_source(place),
            extent: normal.to_source(Span::new(head.at, node.end.unwrap_or(end))),
            run_in: head.run_in,
            item: head.label.is_some_and(|label| label.style.is_item()),
            parent: node.parent,
            part: None,
        })
    };
    let ranges = spread::ranges(tree.nodes.len(), normal.text.len());
    let sections = spread::read(&ranges, |range| {
        let nodes = tree.nodes.get(range.clone()).unwrap_or_default();
        nodes.iter().filter_map(section).collect()
    });
    let labels = heads
        .iter()
        .filter_map(|head| Some(Span::new(head.at, head.at + head.label?.len)))
        .map(|label| normal.to_source(label))
        .collect();
    release::free(heads);
    release::free(tree.nodes);
    Outline {
        sections,
        labels,
        odd: tree.odd,
    }
}

fn topic(normal: &NormalText, head: &heads::Head) -> tree::Topic {
    match part::role(head.title.of(&normal.text), None) {
        Some(part::Role::Results) => tree::Topic::Results,
        Some(part::Role::Shortcomings | part::Role::Causes) => tree::Topic::Shortcomings,
        Some(part::Role::Plan) => tree::Topic::Plan,
        Some(part::Role::Other) => tree::Topic::Annex,
        // Between headings without a label, 2025年重点工作 is no theme of the chapter before it.
        None if head.label.is_none() && part::is_work_of_a_year(head.title.of(&normal.text)) => {
            tree::Topic::Plan
        }
        Some(part::Role::FirstResponsible) | None => tree::Topic::Theme,
    }
}

/// The label as printed, but for a line break inside it.
fn shown_label(label: &str) -> String {
    label
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}

/// The end of the last block of running text, in normal text.
fn end_of_body(normal: &NormalText, blocks: &[Block]) -> usize {
    blocks
        .iter()
        .rev()
        .find(|block| block.kind.is_body())
        .map_or(0, |block| normal.to_normal(block.text).end)
}
