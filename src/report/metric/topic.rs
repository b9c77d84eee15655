//! Where a text names the topics of the vocabulary: 复议, 应诉, 规范性文件.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::VOCABULARY;

/// A topic word in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Topic {
    pub at: usize,
    /// Index into the families of the vocabulary.
    pub family: usize,
}

/// Topic words with their families, by first character.
static WORDS: LazyLock<BTreeMap<char, Vec<(&str, usize)>>> = LazyLock::new(|| {
    let mut words: BTreeMap<char, Vec<(&str, usize)>> = BTreeMap::new();
    for (family, topic) in VOCABULARY.families.iter().enumerate() {
        for word in &topic.topic {
            if let Some(first) = word.chars().next() {
                words.entry(first).or_default().push((word, family));
            }
        }
    }
    words
});

/// All topic words of a text, in order.
pub(super) fn topics(text: &str) -> Vec<Topic> {
    let mut found = Vec::new();
    for (at, first) in text.char_indices() {
        let Some(words) = WORDS.get(&first) else {
            continue;
        };
        let rest = text.get(at..).unwrap_or("");
        let named = words.iter().filter(|(word, _)| rest.starts_with(word));
        found.extend(named.map(|&(_, family)| Topic { at, family }));
    }
    found
}
