//! Searching one report.

use crate::report::Span;
use crate::search::Query;

/// What was searched for, and where it stands.
#[derive(Clone, Debug, Default)]
pub struct Search {
    pub query: Query,
    pub hits: Vec<Span>,
}

impl Search {
    /// All places of a query in a text, without overlap.
    pub fn new(text: &str, query: Query) -> Search {
        let hits = query.hits(text);
        Search { query, hits }
    }

    /// The next hit after an offset, or the previous one before it; goes round at the ends.
    pub fn beside(&self, offset: usize, forward: bool) -> Option<(usize, Span)> {
        let hits = self.hits.iter().copied().enumerate();
        if forward {
            hits.clone()
                .find(|(_, hit)| hit.start > offset)
                .or_else(|| hits.clone().next())
        } else {
            let before = hits.clone().rev().find(|(_, hit)| hit.start < offset);
            before.or_else(|| hits.clone().next_back())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Folding;

    #[test]
    fn hits_go_round() {
        let search = Search::new("案一案二案", Query::words("案", Folding::All));
        assert_eq!(search.beside(0, true).map(|(n, _)| n), Some(1));
        assert_eq!(search.beside(12, true).map(|(n, _)| n), Some(0));
        assert_eq!(search.beside(0, false).map(|(n, _)| n), Some(2));
    }
}
