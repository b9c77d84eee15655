//! Sets of spans, for asking quickly whether a place lies in one of them.

use crate::report::Span;

/// Spans in order without overlap; private, because the search relies on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans(Vec<Span>);

impl Spans {
    pub fn of(spans: impl Iterator<Item = Span>) -> Spans {
        let mut all: Vec<Span> = spans.filter(|span| !span.is_empty()).collect();
        all.sort_unstable();
        let mut merged: Vec<Span> = Vec::new();
        for span in all {
            match merged.last_mut().filter(|last| span.start < last.end) {
                Some(last) => *last = last.hull(span),
                None => merged.push(span),
            }
        }
        Spans(merged)
    }

    /// Whether a span shares a byte with the set.
    pub fn touch(&self, span: Span) -> bool {
        let from = self.0.partition_point(|each| each.end <= span.start);
        self.0.get(from).is_some_and(|each| each.overlap(span) > 0)
    }

    /// Whether the byte lies in the set.
    pub fn hold(&self, offset: usize) -> bool {
        self.touch(Span::new(offset, offset + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_in_merged_spans() {
        let spans = [Span::new(8, 9), Span::new(1, 4), Span::new(2, 6)];
        let spans = Spans::of(spans.into_iter());
        for (offset, held) in [
            (0, false),
            (1, true),
            (5, true),
            (6, false),
            (8, true),
            (9, false),
        ] {
            assert_eq!(spans.hold(offset), held, "{offset}");
        }
        assert!(spans.touch(Span::new(6, 9)));
        assert!(!spans.touch(Span::new(6, 8)));
    }
}
