//! Which of many stretches of a text touch a given one, without looking at all of them.

use crate::report::Span;

/// Stretches in text order over a tree of their furthest ends.
#[derive(Clone, Debug, Default)]
pub struct Intervals {
    spans: Vec<Span>,
    /// A binary tree in an array: the leaves are the ends of `spans`, each node the furthest end below it. Private: must fit.
    ends: Vec<usize>,
    leaves: usize,
}

impl Intervals {
    /// The spans must be in order of their starts; what is asked later answers with their numbers.
    pub fn of(spans: Vec<Span>) -> Intervals {
        debug_assert!(spans.is_sorted_by_key(|span| span.start));
        let leaves = spans.len().next_power_of_two();
        let mut ends = vec![0; leaves];
        ends.extend(spans.iter().map(|span| span.end));
        ends.resize(2 * leaves, 0);
        for node in (1..leaves).rev() {
            let below = |side: usize| ends.get(2 * node + side).copied().unwrap_or(0);
            let furthest = below(0).max(below(1));
            if let Some(end) = ends.get_mut(node) {
                *end = furthest;
            }
        }
        Intervals {
            spans,
            ends,
            leaves,
        }
    }

    /// The numbers of the spans that have a part of `span` in common, in order.
    pub fn touching(&self, span: Span) -> Vec<usize> {
        self.some_touching(span, usize::MAX)
    }

    /// The first of them.
    pub fn first_touching(&self, span: Span) -> Option<usize> {
        self.some_touching(span, 1).first().copied()
    }

    fn some_touching(&self, span: Span, limit: usize) -> Vec<usize> {
        let until = self.spans.partition_point(|own| own.start < span.end);
        let mut found = Vec::new();
        let mut nodes = vec![1];
        while let Some(node) = nodes.pop().filter(|_| found.len() < limit) {
            let reaches = self.ends.get(node).is_some_and(|end| *end > span.start);
            if !reaches || self.first(node) >= until {
                continue;
            }
            match node.checked_sub(self.leaves) {
                Some(leaf) => found.extend(Some(leaf).filter(|_| self.touches(leaf, span))),
                None => nodes.extend([2 * node + 1, 2 * node]),
            }
        }
        found
    }

    fn touches(&self, leaf: usize, span: Span) -> bool {
        self.spans
            .get(leaf)
            .is_some_and(|own| own.overlap(span) > 0)
    }

    /// The first leaf below a node.
    fn first(&self, node: usize) -> usize {
        let depth = self.leaves.ilog2() - node.max(1).ilog2();
        (node << depth) - self.leaves
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_that_touches_is_missed(
            spans in prop::collection::vec((0..60_usize, 0..20_usize), 0..40),
            start in 0..60_usize,
            length in 0..20_usize,
        ) {
            let mut spans: Vec<Span> = spans
                .into_iter()
                .map(|(start, length)| Span::new(start, start + length))
                .collect();
            spans.sort_unstable();
            let asked = Span::new(start, start + length);
            let wanted: Vec<usize> = (0..spans.len())
                .filter(|idx| spans[*idx].overlap(asked) > 0)
                .collect();
            let intervals = Intervals::of(spans);
            prop_assert_eq!(intervals.first_touching(asked), wanted.first().copied());
            prop_assert_eq!(intervals.touching(asked), wanted);
        }
    }
}
