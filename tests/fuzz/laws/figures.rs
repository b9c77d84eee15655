//! Figures of any text lie in it, in order, and say what they are.

use ducha::report::Quantity;

use super::{spans, words};

pub fn run(bytes: &[u8]) {
    let text = words::either(bytes);
    let report = spans::read(&text);
    let text = &report.source.text;
    spans::in_order(text, report.figures.iter().map(|figure| figure.span));
    for figure in &report.figures {
        assert!(
            figure.span.covers(figure.number) && !figure.number.is_empty(),
            "{figure:?}"
        );
        assert!(
            figure
                .sentence
                .is_none_or(|idx| idx < report.sentences.len()),
            "{figure:?}"
        );
        if let Quantity::Number { interval, .. } = &figure.quantity
            && let (Some(low), Some(high)) = (interval.low, interval.high)
        {
            assert!(low <= high, "{figure:?}");
        }
    }
}
