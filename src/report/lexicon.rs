//! Word lists are data: parsed once, refused when a field is unknown.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Reads an embedded word list; the tests touch every one of them.
pub(super) fn read<T: DeserializeOwned>(name: &str, json: &str) -> T {
    serde_json::from_str(json)
        .map_err(|error| format!("{name}: {error}"))
        .expect("an embedded word list")
}

/// Words by their first character, for long lists that every line is held against.
#[derive(Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Prefixes {
    by_first: BTreeMap<char, Vec<String>>,
}

impl From<Vec<String>> for Prefixes {
    fn from(words: Vec<String>) -> Prefixes {
        let mut by_first: BTreeMap<char, Vec<String>> = BTreeMap::new();
        for word in words {
            if let Some(first) = word.chars().next() {
                by_first.entry(first).or_default().push(word);
            }
        }
        Prefixes { by_first }
    }
}

impl Prefixes {
    /// What stands behind each of the words that the text begins with.
    pub fn rests<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let words = text
            .chars()
            .next()
            .and_then(|first| self.by_first.get(&first));
        words
            .into_iter()
            .flatten()
            .filter_map(move |word| text.strip_prefix(word.as_str()))
    }
}

/// Words that texts begin with, end with or contain.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(crate) struct WordList {
    words: Vec<String>,
    /// Which words begin with a character, in the order of the characters. Private, as are the bits: both must fit `words`.
    by_first: Vec<(char, usize)>,
    firsts: Characters,
    /// `None` when one of the words has no second character.
    seconds: Option<Characters>,
    lasts: Characters,
}

impl From<Vec<String>> for WordList {
    fn from(words: Vec<String>) -> WordList {
        let mut by_first = Vec::with_capacity(words.len());
        let mut firsts = Characters::default();
        let mut lasts = Characters::default();
        let mut seconds = Some(Characters::default());
        for (at, word) in words.iter().enumerate() {
            let mut characters = word.chars();
            let Some(first) = characters.next() else {
                continue;
            };
            by_first.push((first, at));
            firsts.add(first);
            seconds = seconds.zip(characters.next()).map(|(mut seconds, second)| {
                seconds.add(second);
                seconds
            });
            lasts.add(word.chars().next_back().unwrap_or(first));
        }
        by_first.sort_unstable();
        WordList {
            words,
            by_first,
            firsts,
            seconds,
            lasts,
        }
    }
}

/// All the words of several lists, to see at one look that a text has none of them.
impl<'a> FromIterator<&'a WordList> for WordList {
    fn from_iter<T: IntoIterator<Item = &'a WordList>>(lists: T) -> WordList {
        let words: Vec<String> = lists
            .into_iter()
            .flat_map(WordList::iter)
            .cloned()
            .collect();
        WordList::from(words)
    }
}

impl WordList {
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, String> {
        self.words.iter()
    }

    /// Whether the text, which begins with the character, begins with a word; inlined, because it seldom does.
    #[inline(always)]
    fn begins(&self, first: char, text: &str) -> bool {
        self.firsts.may_have(first) && self.may_go_on(first, text) && self.holds(first, text)
    }

    /// Goes through the words with that first character.
    #[inline(never)]
    fn holds(&self, first: char, text: &str) -> bool {
        let from = self.by_first.partition_point(|(other, _)| *other < first);
        self.by_first
            .iter()
            .skip(from)
            .take_while(|(other, _)| *other == first)
            .filter_map(|(_, at)| self.words.get(*at))
            .any(|word| text.starts_with(word.as_str()))
    }

    /// Whether the second character of the text may be one of a word.
    fn may_go_on(&self, first: char, text: &str) -> bool {
        let Some(seconds) = self.seconds else {
            return true;
        };
        let second = text
            .get(first.len_utf8()..)
            .and_then(|rest| rest.chars().next());
        second.is_some_and(|second| seconds.may_have(second))
    }
}

/// A set of characters in which there may be more than were added: one look tells that most are not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Characters([u64; 4]);

impl Characters {
    pub fn of(text: &str) -> Characters {
        let mut characters = Characters::default();
        for character in text.chars() {
            characters.add(character);
        }
        characters
    }

    /// Whether all the others may be among these.
    pub fn may_cover(self, others: Characters) -> bool {
        let words = self.0.iter().zip(others.0);
        words.fold(0, |missing, (own, others)| missing | others & !own) == 0
    }

    fn add(&mut self, character: char) {
        let (word, bit) = Characters::place(character);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    #[inline(always)]
    fn may_have(self, character: char) -> bool {
        let (word, bit) = Characters::place(character);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// By the last eight bits, in which ideographs differ most.
    fn place(character: char) -> (usize, u64) {
        let code = u32::from(character);
        ((code >> 6 & 3) as usize, 1 << (code & 63))
    }
}

/// Whether the text begins with one of the words.
pub(crate) fn begins(text: &str, list: &WordList) -> bool {
    text.chars()
        .next()
        .is_some_and(|first| list.begins(first, text))
}

/// Whether the text ends with one of the words.
pub(crate) fn ends(text: &str, list: &WordList) -> bool {
    let last = text.chars().next_back();
    last.is_some_and(|last| list.lasts.may_have(last))
        && list.iter().any(|word| text.ends_with(word.as_str()))
}

/// Whether one of the words stands anywhere in the text.
pub(crate) fn contains(text: &str, list: &WordList) -> bool {
    places(text, list).next().is_some()
}

/// Where words of the list begin in the text, in order.
pub(super) fn places<'a>(text: &'a str, list: &'a WordList) -> impl Iterator<Item = usize> + 'a {
    let mut rest = text.chars();
    std::iter::from_fn(move || {
        loop {
            let here = rest.as_str();
            if list.begins(rest.next()?, here) {
                return Some(text.len() - here.len());
            }
        }
    })
}
