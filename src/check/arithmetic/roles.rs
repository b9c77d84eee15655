//! Words that say what a figure does in a process: `data/lexicon/figure-roles.json`.

use std::sync::LazyLock;

use serde::Deserialize;

/// Word lists; each is matched in the clause of a figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Roles {
    /// What opens a list of parts.
    pub list: Vec<String>,
    /// What opens a list of some parts only.
    pub some: Vec<String>,
    /// Words of a part that make its list open.
    pub open_list: Vec<String>,
    /// Words of the last part, which holds all that is left.
    pub rest: Vec<String>,
    /// What opens a list of parts or of mere examples.
    pub weak: Vec<String>,
    /// What makes a figure a total.
    pub total: Vec<String>,
    /// What ends a list of parts.
    pub ends_list: Vec<String>,
    pub carried: Vec<String>,
    pub includes_carried: Vec<String>,
    pub received: Vec<String>,
    pub accepted: Vec<String>,
    pub closed: Vec<String>,
    pub open: Vec<String>,
    pub outcomes: Vec<String>,
    /// Stages of one process, the later never more than the earlier.
    pub stages: Vec<Stage>,
    /// Words of listing what there is.
    pub stock: Vec<String>,
    /// Verbs of change.
    pub up: Vec<String>,
    pub down: Vec<String>,
    /// What leads from a value before to a value after.
    pub arrives: Vec<String>,
    /// Words of a change since the year before.
    pub since: Vec<String>,
    /// More verbs of a change, which need not be a change of a count.
    pub shifts: Vec<String>,
    /// What a figure is per, so that it is no count of its own.
    pub per: Vec<String>,
    /// Words of what is to come, or comes on top.
    pub coming: Vec<String>,
    /// Units of things that happen; two counts of them may be two occasions.
    pub occasions: Vec<String>,
    /// Words without meaning of their own between a noun and its number.
    pub fillers: Vec<String>,
}

/// Two stages of one process.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stage {
    pub earlier: Vec<String>,
    pub later: Vec<String>,
    /// The later is part of the earlier by the meaning of the words; otherwise it may hold what was left from before.
    pub strict: bool,
}

pub(super) static ROLES: LazyLock<Roles> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../data/lexicon/figure-roles.json"))
        .expect("the bundled word list is valid JSON")
});

/// Where the last of some words begins and ends.
pub(super) fn last(text: &str, words: &[String]) -> Option<(usize, usize)> {
    words
        .iter()
        .filter_map(|word| text.rfind(word.as_str()).map(|at| (at, at + word.len())))
        .max_by_key(|(_, end)| *end)
}

pub(super) fn any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// A label without the words that only lead to a number.
pub(super) fn core(label: &str) -> String {
    let mut core = label.to_owned();
    for filler in &ROLES.fillers {
        core = core.replace(filler.as_str(), "");
    }
    core
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
        let words = ["其中".to_owned(), "其中,含".to_owned()];
        assert_eq!(last("共9件,其中", &words), Some((8, 14)));
        assert_eq!(last("共9件", &words), None);
    }
}
