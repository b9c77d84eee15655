//! Searching one report: full and half width, and the case of letters, are one.

use crate::report::Span;

/// What was searched for, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    pub query: String,
    pub hits: Vec<Span>,
}

impl Search {
    /// All places of a query in a text, without overlap.
    pub fn new(text: &str, query: &str) -> Search {
        let wanted: String = query.trim().chars().map(fold).collect();
        if wanted.is_empty() {
            return Search::default();
        }
        let mut folded = String::with_capacity(text.len());
        // Byte of the folded text to byte of the text; folding keeps the number of characters.
        let mut starts = Vec::new();
        for (at, character) in text.char_indices() {
            starts.push((folded.len(), at));
            folded.push(fold(character));
        }
        starts.push((folded.len(), text.len()));
        let source = |byte: usize| {
            let at = starts.partition_point(|(folded, _)| *folded < byte);
            starts.get(at).map_or(text.len(), |(_, source)| *source)
        };
        let hits = folded
            .match_indices(&wanted)
            .map(|(at, hit)| Span::new(source(at), source(at + hit.len())))
            .collect();
        Search {
            query: query.trim().to_owned(),
            hits,
        }
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

/// The character that stands for all its ways of printing.
pub fn fold(character: char) -> char {
    let half = match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        '\u{3000}' => ' ',
        other => other,
    };
    half.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_and_case_do_not_matter() {
        let check = |text: &str, query: &str, expected: &[&str]| {
            let search = Search::new(text, query);
            let found: Vec<&str> = search.hits.iter().map(|hit| hit.of(text)).collect();
            assert_eq!(found, expected, "{query}");
        };
        check("办理案件４１件,其中41件", "41", &["４１", "41"]);
        check("（一）总则 (一)分则", "(一)", &["（一）", "(一)"]);
        check("“互联网＋监管”", "互联网+", &["互联网＋"]);
        check("APP与app", "App", &["APP", "app"]);
        check("没有", "", &[]);
        check("aaa", "aa", &["aa"]);
    }

    #[test]
    fn hits_go_round() {
        let search = Search::new("案一案二案", "案");
        assert_eq!(search.beside(0, true).map(|(n, _)| n), Some(1));
        assert_eq!(search.beside(12, true).map(|(n, _)| n), Some(0));
        assert_eq!(search.beside(0, false).map(|(n, _)| n), Some(2));
    }
}
