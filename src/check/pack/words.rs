//! Words of packs: literal alternatives, found without an expression, so that long tables of them cost little.

use std::fmt;
use std::sync::OnceLock;

use memchr::memmem::{self, Finder};
use serde::{Deserialize, Deserializer, de};

use super::pairs::Pairs;
use crate::report::Span;
use crate::report::lexicon::{self, WordList};

/// Words of which each does as well, written `学法|中心组`; none is empty. They are looked for in normal text.
#[derive(Clone)]
pub struct Words {
    /// As written.
    words: String,
    /// Made when a text is first searched: most words of most packs stand in no report.
    finders: OnceLock<Vec<Finder<'static>>>,
    /// The same words, where there are many and it is asked whether one of them is there.
    list: OnceLock<WordList>,
}

/// Words from which it costs less to look at every letter once than at the text once for every word.
const MANY: usize = 8;

impl Words {
    /// Takes words with `|` between them; an empty one would stand everywhere and is refused.
    pub fn new(words: &str) -> Option<Words> {
        let filled = words.split('|').all(|word| !word.trim().is_empty());
        filled.then(|| Words {
            words: words.to_owned(),
            finders: OnceLock::new(),
            list: OnceLock::new(),
        })
    }

    /// The words that an expression needs; none where there is none, or one with the mark between words in it.
    pub(super) fn of(words: &[String]) -> Option<Words> {
        let fit = !words.is_empty() && words.iter().all(|word| !word.contains('|'));
        fit.then(|| Words {
            words: words.join("|"),
            finders: OnceLock::new(),
            list: OnceLock::new(),
        })
    }

    /// Whether one of them stands in the text.
    pub fn is_in(&self, text: &str) -> bool {
        if self.iter().nth(MANY).is_some() {
            return lexicon::contains(text, self.list());
        }
        let mut finders = self.finders().iter();
        finders.any(|word| word.find(text.as_bytes()).is_some())
    }

    /// Where they stand, word by word.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Span> + 't {
        self.finders().iter().flat_map(move |word| {
            let len = word.needle().len();
            let found = word.find_iter(text.as_bytes());
            found.map(move |at| Span::new(at, at + len))
        })
    }

    /// Where they stand, in the order of the text and without overlap; of two at one place the earlier word.
    pub(super) fn apart(&self, text: &str) -> Vec<Span> {
        let mut all: Vec<(usize, usize, usize)> = Vec::new();
        for (rank, word) in self.finders().iter().enumerate() {
            let len = word.needle().len();
            // A word may overlap itself, so that the search goes on one byte further.
            let mut from = 0;
            while let Some(at) = text.as_bytes().get(from..).and_then(|rest| word.find(rest)) {
                all.push((from + at, rank, len));
                from += at + 1;
            }
        }
        all.sort_unstable();
        let mut end = 0;
        let apart = all.into_iter().filter_map(|(at, _, len)| {
            let free = at >= end;
            end = if free { at + len } else { end };
            free.then(|| Span::new(at, at + len))
        });
        apart.collect()
    }

    /// Where they stand in a long text of which the pairs are known, word by word.
    pub fn places_by<'t>(
        &'t self,
        text: &'t str,
        pairs: &'t Pairs,
    ) -> impl Iterator<Item = Span> + 't {
        let near = self.iter().filter(|word| pairs.may_hold(word));
        near.flat_map(move |word| {
            let found = memmem::find_iter(text.as_bytes(), word);
            found.map(|at| Span::new(at, at + word.len()))
        })
    }

    /// The words as they were written, one by one.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.split('|')
    }

    fn list(&self) -> &WordList {
        let words = || self.iter().map(str::to_owned).collect::<Vec<String>>();
        self.list.get_or_init(|| WordList::from(words()))
    }

    fn finders(&self) -> &[Finder<'static>] {
        self.finders.get_or_init(|| {
            let words = self.iter();
            words
                .map(|word| Finder::new(word.as_bytes()).into_owned())
                .collect()
        })
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Words, D::Error> {
        let words = String::deserialize(from)?;
        Words::new(&words).ok_or_else(|| de::Error::custom(format!("an empty word in `{words}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_stand() {
        let words = Words::new("学法|中心组").expect("words");
        assert!(words.is_in("会前学法4次"));
        assert!(!words.is_in("普法"));
        let many: Vec<String> = ('一'..).take(2 * MANY).map(|c| format!("{c}件")).collect();
        let many = Words::new(&many.join("|")).expect("words");
        assert!(many.is_in("会前一件") && !many.is_in("一会前件"));
        let text = "中心组学法";
        let places: Vec<Span> = words.places(text).collect();
        assert_eq!(places, [Span::new(9, 15), Span::new(0, 9)]);
        let pairs = Pairs::of(text);
        assert_eq!(words.places_by(text, &pairs).collect::<Vec<_>>(), places);
        assert!(Words::new("学法|").is_none());
    }
}
