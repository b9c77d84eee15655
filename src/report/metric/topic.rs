//! Where a text names the topics of the vocabulary: 复议, 应诉, 规范性文件.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::VOCABULARY;
use crate::report::lexicon::{self, WordList};

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

/// All of them, to pass over what is none.
static ALL: LazyLock<WordList> = LazyLock::new(|| {
    let words = VOCABULARY.families.iter().flat_map(|family| &family.topic);
    WordList::from(words.cloned().collect::<Vec<_>>())
});

/// All topic words of a text, in order.
pub(super) fn topics(text: &str) -> Vec<Topic> {
    let mut found = Vec::new();
    for at in lexicon::places(text, &ALL) {
        let rest = text.get(at..).unwrap_or("");
        let words = rest.chars().next().and_then(|first| WORDS.get(&first));
        let words = words.into_iter().flatten();
        let named = words.filter(|(word, _)| rest.starts_with(word));
        found.extend(named.map(|&(_, family)| Topic { at, family }));
    }
    found
}
