//! Any text is a report that loses nothing of it.

use ducha::report::{Report, Span};

use super::{spans, words};

pub fn run(bytes: &[u8]) {
    let text = words::either(bytes);
    let report = spans::read(&text);
    blocks_tile_the_text(&report);
    outline_is_a_tree(&report);
    maps_go_both_ways(&report);
    let text = &report.source.text;
    spans::in_order(text, report.sentences.iter().map(|sentence| sentence.span));
    for part in &report.parts {
        spans::inside(text, part.span);
    }
    for notice in &report.notices {
        spans::inside(text, notice.span);
    }
}

fn blocks_tile_the_text(report: &Report) {
    let mut end = 0;
    for block in &report.blocks {
        assert_eq!(block.span.start, end, "a gap before {block:?}");
        assert!(block.span.covers(block.text), "{block:?}");
        spans::inside(&report.source.text, block.text);
        end = block.span.end;
    }
    assert_eq!(end, report.source.text.len(), "the end belongs to a block");
}

fn outline_is_a_tree(report: &Report) {
    for (idx, section) in report.sections.iter().enumerate() {
        spans::inside(&report.source.text, section.extent);
        assert!(section.extent.covers(section.heading), "{section:?}");
        match section.parent {
            Some(parent) => {
                assert!(parent < idx, "{section:?}");
                assert_eq!(
                    report.sections[parent].level + 1,
                    section.level,
                    "{section:?}"
                );
            }
            None => assert_eq!(section.level, 1, "{section:?}"),
        }
    }
}

/// Every character of the normal text stands for a place of the source that stands for it. A line end between blocks, a
/// tab between cells and a dash that was put back may stand for nothing.
fn maps_go_both_ways(report: &Report) {
    let normal = &report.normal;
    for (at, char) in normal.text.char_indices() {
        let here = Span::new(at, at + char.len_utf8());
        let there = normal.to_source(here);
        spans::inside(&report.source.text, there);
        if !"\n\t-".contains(char) {
            assert_eq!(normal.to_normal(there), here, "{char:?} at {at}");
        }
    }
}
