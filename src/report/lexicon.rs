//! Word lists are data: parsed once, refused when a field is unknown.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
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

/// Words that texts are held against one by one: few, or looked for anywhere in a text.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct WordList {
    words: Vec<String>,
    /// One bit for each first character, by [`first_bit`]: most texts begin with none of them.
    firsts: u64,
    /// Finds all words in one pass over a text; made when it is first needed.
    anywhere: OnceLock<AhoCorasick>,
}

impl From<Vec<String>> for WordList {
    fn from(words: Vec<String>) -> WordList {
        WordList {
            firsts: words.iter().fold(0, |bits, word| bits | first_bit(word)),
            words,
            anywhere: OnceLock::new(),
        }
    }
}

impl WordList {
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, String> {
        self.words.iter()
    }

    fn anywhere(&self) -> &AhoCorasick {
        self.anywhere.get_or_init(|| {
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::DFA))
                // Ideographs share their first bytes: a prefilter stops at nearly every one.
                .prefilter(false)
                .build(&self.words)
                .expect("an embedded word list is small")
        })
    }
}

/// One bit of 64 for the character that a text begins with; ideographs differ most in their last byte.
fn first_bit(text: &str) -> u64 {
    text.chars()
        .next()
        .map_or(0, |first| 1 << (u32::from(first) % 64))
}

/// Whether the text begins with one of the words.
pub(super) fn begins(text: &str, list: &WordList) -> bool {
    list.firsts & first_bit(text) != 0 && list.iter().any(|word| text.starts_with(word.as_str()))
}

/// Whether the text ends with one of the words.
pub(super) fn ends(text: &str, list: &WordList) -> bool {
    list.iter().any(|word| text.ends_with(word.as_str()))
}

/// Whether one of the words stands anywhere in the text.
pub(super) fn contains(text: &str, list: &WordList) -> bool {
    list.anywhere().is_match(text)
}

/// The same for a short text or a list that is seldom asked: nothing is made ready for it.
pub(super) fn holds(text: &str, list: &WordList) -> bool {
    list.iter().any(|word| text.contains(word.as_str()))
}
