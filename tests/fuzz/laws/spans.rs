//! What every reader of text must keep to: places lie in the text, in order.

use ducha::import::Extracted;
use ducha::report::{Hints, Report, SourceText, Span, parse};

/// Reads a report of a text.
pub fn read(text: &str) -> Report {
    parse(SourceText::new(text), &Hints::default())
}

/// A place is on character boundaries of the text.
#[track_caller]
pub fn inside(text: &str, span: Span) {
    assert!(
        text.get(span.range()).is_some(),
        "{span:?} of {} bytes",
        text.len()
    );
}

/// Places follow each other without overlap.
#[track_caller]
pub fn in_order(text: &str, spans: impl Iterator<Item = Span>) {
    let mut end = 0;
    for span in spans {
        inside(text, span);
        assert!(span.start >= end, "{span:?} begins before {end}");
        end = span.end;
    }
}

/// What a reader of a format hands over can be read as a report.
#[track_caller]
pub fn extracted(extracted: &Extracted) {
    for mark in &extracted.marks {
        inside(&extracted.text, mark.span);
        assert!(!mark.span.is_empty(), "{mark:?}");
    }
    let hints = Hints {
        page_title: extracted.page.title.clone(),
        page_source: extracted.page.source.clone(),
        published: extracted.page.published,
        marks: extracted.marks.clone(),
        remarks: extracted.remarks.clone(),
        ..Hints::default()
    };
    let report = parse(SourceText::new(extracted.text.as_str()), &hints);
    in_order(
        &extracted.text,
        report.blocks.iter().map(|block| block.span),
    );
}
