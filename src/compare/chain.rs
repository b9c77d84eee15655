//! The heaviest set of links that do not cross: what kept its order, so that the rest has moved.

/// A possible link between an item of the old order and one of the new.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    pub old: usize,
    pub new: usize,
    pub weight: f64,
}

/// The links of greatest weight in all of which both sides strictly rise, in order.
pub(super) fn heaviest(links: &[Link]) -> Vec<Link> {
    let mut order: Vec<usize> = (0..links.len()).collect();
    // Of links from one old item the later new one goes first, so that none builds on another.
    order.sort_unstable_by_key(|&idx| {
        let link = links.get(idx).copied();
        link.map(|link| (link.old, std::cmp::Reverse(link.new)))
    });
    let width = links.iter().map(|link| link.new + 1).max().unwrap_or(0);
    let mut best = Best::new(width);
    let mut before: Vec<Option<usize>> = vec![None; links.len()];
    for idx in order {
        let Some(link) = links.get(idx) else { continue };
        let (weight, last) = best.below(link.new);
        if let Some(slot) = before.get_mut(idx) {
            *slot = last;
        }
        best.raise(link.new, weight + link.weight, idx);
    }
    let (_, mut last) = best.below(width);
    let mut chain = Vec::new();
    while let Some(link) = last.and_then(|idx| links.get(idx)) {
        chain.push(*link);
        last = last.and_then(|idx| before.get(idx).copied().flatten());
    }
    chain.reverse();
    chain
}

/// The heaviest chain that ends at or below each place: a tree of running maxima.
struct Best {
    tops: Vec<(f64, Option<usize>)>,
}

impl Best {
    fn new(width: usize) -> Best {
        Best {
            tops: vec![(0.0, None); width + 1],
        }
    }

    /// The heaviest chain that ends before `place`.
    fn below(&self, place: usize) -> (f64, Option<usize>) {
        let mut node = place.min(self.tops.len().saturating_sub(1));
        let mut top = (0.0, None);
        while node > 0 {
            if let Some(&other) = self.tops.get(node)
                && other.0 > top.0
            {
                top = other;
            }
            node &= node - 1;
        }
        top
    }

    fn raise(&mut self, place: usize, weight: f64, link: usize) {
        let mut node = place + 1;
        while let Some(top) = self.tops.get_mut(node) {
            if weight > top.0 {
                *top = (weight, Some(link));
            }
            node += node & node.wrapping_neg();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(links: &[(usize, usize, f64)]) -> Vec<(usize, usize)> {
        let links: Vec<Link> = links
            .iter()
            .map(|&(old, new, weight)| Link { old, new, weight })
            .collect();
        heaviest(&links)
            .iter()
            .map(|link| (link.old, link.new))
            .collect()
    }

    #[test]
    fn the_lighter_side_of_a_crossing_moves() {
        assert_eq!(chain(&[]), []);
        assert_eq!(
            chain(&[(0, 2, 5.0), (1, 0, 1.0), (2, 1, 1.0)]),
            [(0, 2)],
            "one long item outweighs two short ones"
        );
        assert_eq!(
            chain(&[(0, 2, 1.0), (1, 0, 1.0), (2, 1, 1.0), (3, 3, 1.0)]),
            [(1, 0), (2, 1), (3, 3)]
        );
    }

    #[test]
    fn no_item_stands_in_two_links() {
        assert_eq!(chain(&[(0, 0, 1.0), (0, 1, 1.0), (1, 1, 1.0)]).len(), 2);
        assert_eq!(chain(&[(0, 0, 1.0), (1, 0, 2.0)]), [(1, 0)]);
    }
}
