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

/// Whether the text begins with one of the words.
pub(super) fn begins(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.starts_with(word.as_str()))
}

/// Whether the text ends with one of the words.
pub(super) fn ends(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.ends_with(word.as_str()))
}

/// Whether one of the words stands anywhere in the text.
pub(super) fn contains(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}
