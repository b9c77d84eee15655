//! Word lists are data: parsed once, refused when a field is unknown.

use serde::de::DeserializeOwned;

/// Reads an embedded word list; the tests touch every one of them.
pub(super) fn read<T: DeserializeOwned>(name: &str, json: &str) -> T {
    serde_json::from_str(json)
        .map_err(|error| format!("{name}: {error}"))
        .expect("an embedded word list")
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
