//! Lists of words, each found by the longest that fits at an edge of a text.

use serde::Deserialize;

use crate::report::figure::index::{Edge, WordIndex};

/// Words that are looked for at the start or at the end of a text, the longest first.
#[derive(Debug)]
pub struct Words {
    words: Vec<Box<str>>,
    /// How many bytes the longest of them has.
    longest: usize,
    starts: WordIndex,
    ends: WordIndex,
}

impl Words {
    pub fn new(words: Vec<Box<str>>) -> Words {
        let starts = words.iter().map(|word| (Edge::start(word), word.len()));
        let ends = words.iter().map(|word| (Edge::end(word), word.len()));
        Words {
            starts: WordIndex::new(starts),
            ends: WordIndex::new(ends),
            longest: words.iter().map(|word| word.len()).max().unwrap_or(0),
            words,
        }
    }

    /// The first characters of the words.
    pub fn openings(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter_map(|word| {
            let first = word.chars().next()?;
            word.get(..first.len_utf8())
        })
    }

    /// The longest word that the text starts with.
    #[inline(always)]
    pub fn at_start(&self, text: &str) -> Option<&str> {
        self.word(self.start_of(text)?)
    }

    /// The longest word that the text ends with.
    #[inline(always)]
    pub fn at_end(&self, text: &str) -> Option<&str> {
        self.word(self.end_of(text)?)
    }

    #[inline(always)]
    fn start_of(&self, text: &str) -> Option<usize> {
        let edge = Edge::start(text);
        if !self.starts.may_hold(edge) {
            return None;
        }
        self.whole_start(edge, text)
    }

    #[inline(always)]
    fn end_of(&self, text: &str) -> Option<usize> {
        let edge = Edge::end(text);
        if !self.ends.may_hold(edge) {
            return None;
        }
        self.whole_end(edge, text)
    }

    fn whole_start(&self, edge: Edge, text: &str) -> Option<usize> {
        let whole = |word| self.word(word).is_some_and(|word| text.starts_with(word));
        self.starts.find(edge, whole)
    }

    fn whole_end(&self, edge: Edge, text: &str) -> Option<usize> {
        let whole = |word| self.word(word).is_some_and(|word| text.ends_with(word));
        self.ends.find(edge, whole)
    }

    fn word(&self, idx: usize) -> Option<&str> {
        self.words.get(idx).map(AsRef::as_ref)
    }

    pub fn holds(&self, word: &str) -> bool {
        word.len() <= self.longest && self.at_start(word) == Some(word)
    }

    /// Whether any word stands somewhere in the text.
    pub fn within(&self, text: &str) -> bool {
        text.char_indices().any(|(at, _)| {
            text.get(at..)
                .and_then(|rest| self.at_start(rest))
                .is_some()
        })
    }
}

/// The longer of two words, the first when they are as long.
pub fn longer<'a>(one: Option<&'a str>, other: Option<&'a str>) -> Option<&'a str> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.len() >= other.len() { one } else { other }),
        (one, other) => one.or(other),
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: serde::Deserializer<'de>>(data: D) -> Result<Words, D::Error> {
        Vec::<Box<str>>::deserialize(data).map(Words::new)
    }
}

/// Words, each with what it means.
#[derive(Debug)]
pub struct Senses<S> {
    words: Words,
    senses: Vec<S>,
}

impl<S: Copy> Senses<S> {
    pub fn new<const LISTS: usize>(lists: [(Vec<Box<str>>, S); LISTS]) -> Senses<S> {
        let (mut words, mut senses) = (Vec::new(), Vec::new());
        for (list, sense) in lists {
            senses.resize(senses.len() + list.len(), sense);
            words.extend(list);
        }
        Senses {
            words: Words::new(words),
            senses,
        }
    }

    /// The longest word that the text starts with.
    #[inline(always)]
    pub fn at_start(&self, text: &str) -> Option<(&str, S)> {
        let word = self.words.start_of(text)?;
        Some((self.words.word(word)?, *self.senses.get(word)?))
    }

    /// The longest word that the text ends with.
    #[inline(always)]
    pub fn at_end(&self, text: &str) -> Option<(&str, S)> {
        let word = self.words.end_of(text)?;
        Some((self.words.word(word)?, *self.senses.get(word)?))
    }

    /// The first characters of the words.
    pub fn openings(&self) -> impl Iterator<Item = &str> {
        self.words.openings()
    }

    /// What a word means.
    pub fn of(&self, word: &str) -> Option<S> {
        let (found, sense) = self.at_start(word)?;
        (found == word).then_some(sense)
    }
}
