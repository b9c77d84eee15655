//! Words that say what a figure does in a process: `data/lexicon/figure-roles.json`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::report::lexicon::{self, WordList};

/// Word lists; each is matched in the clause of a figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Roles {
    /// What opens a list of parts.
    pub list: WordList,
    /// What opens a list of some parts only.
    pub some: WordList,
    /// Words of a part that make its list open.
    pub open_list: WordList,
    /// Words of the last part, which holds all that is left.
    pub rest: WordList,
    /// What opens a list of parts or of mere examples.
    pub weak: WordList,
    /// Words of what should be, against what was.
    pub due: WordList,
    /// What makes a figure a total.
    pub total: WordList,
    /// What ends a list of parts.
    pub ends_list: WordList,
    pub carried: WordList,
    pub includes_carried: WordList,
    pub received: WordList,
    pub accepted: WordList,
    pub closed: WordList,
    pub open: WordList,
    pub outcomes: WordList,
    /// Stages of one process, the later never more than the earlier.
    pub stages: Vec<Stage>,
    /// Words of listing what there is.
    pub stock: WordList,
    /// Verbs of change.
    pub up: WordList,
    pub down: WordList,
    /// What leads from a value before to a value after.
    pub arrives: WordList,
    /// Words of a change since the year before.
    pub since: WordList,
    /// More verbs of a change, which need not be a change of a count.
    pub shifts: WordList,
    /// What a figure is per, so that it is no count of its own.
    pub per: WordList,
    /// Words of what is to come, or comes on top.
    pub coming: WordList,
    /// Units of things that happen; two counts of them may be two occasions.
    pub occasions: Vec<String>,
    /// Words without meaning of their own between a noun and its number.
    pub fillers: WordList,
}

/// Two stages of one process.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stage {
    pub earlier: WordList,
    pub later: WordList,
    /// The later is part of the earlier by the meaning of the words; otherwise it may hold what was left from before.
    pub strict: bool,
}

pub(super) static ROLES: LazyLock<Roles> = LazyLock::new(|| {
    serde_json::from_str(crate::bundled!("lexicon/figure-roles.json"))
        .expect("the bundled word list is valid JSON")
});

/// Where the last of some words begins and ends.
pub(super) fn last(text: &str, words: &WordList) -> Option<(usize, usize)> {
    if !any(text, words) {
        return None;
    }
    words
        .iter()
        .filter_map(|word| text.rfind(word.as_str()).map(|at| (at, at + word.len())))
        .max_by_key(|(_, end)| *end)
}

/// Whether one of the words stands in the text.
pub(super) fn any(text: &str, words: &WordList) -> bool {
    lexicon::contains(text, words)
}

/// Whether the text ends with one of the words.
pub(super) fn ends(text: &str, words: &WordList) -> bool {
    lexicon::ends(text, words)
}

/// A label without the words that only lead to a number.
pub(super) fn core(label: &str) -> String {
    without(label, &ROLES.fillers)
}

/// A text without words, taken out one after the other.
pub(super) fn without(text: &str, words: &WordList) -> String {
    let mut left = text.to_owned();
    if any(text, words) {
        for word in words.iter() {
            if left.contains(word.as_str()) {
                left = left.replace(word.as_str(), "");
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_list_is_valid_and_not_empty() {
        assert!(!ROLES.list.is_empty() && !ROLES.stages.is_empty());
        assert!(ROLES.stages.iter().all(|stage| !stage.later.is_empty()));
    }

    #[test]
    fn the_last_word_wins() {
        let words = WordList::from(vec!["其中".to_owned(), "其中,含".to_owned()]);
        assert_eq!(last("共9件,其中", &words), Some((8, 14)));
        assert_eq!(last("共9件", &words), None);
    }
}
