//! Names of one thing: what was promised under one name is told under another a year later.

use std::sync::LazyLock;

use serde::Deserialize;

use super::bigrams::BREAK;
use super::fast::FastMap;
use super::tokens::is_letter;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    #[serde(rename = "schema")]
    _schema: String,
    things: Vec<Thing>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Thing {
    /// As plans name it.
    name: String,
    /// As reports tell that it was done.
    also: Vec<String>,
}

/// By the first letter of a word: the word and the name of the thing.
static ALSO: LazyLock<FastMap<char, Vec<(Vec<char>, Vec<char>)>>> = LazyLock::new(|| {
    let lexicon: Lexicon =
        serde_json::from_str(include_str!("../../data/lexicon/same-things.json"))
            .expect("the bundled names of things are valid JSON");
    let letters = |text: &str| -> Vec<char> { text.chars().filter(|&c| is_letter(c)).collect() };
    let mut by_first: FastMap<char, Vec<(Vec<char>, Vec<char>)>> = FastMap::default();
    for thing in &lexicon.things {
        for word in &thing.also {
            let word = letters(word);
            if let Some(&first) = word.first() {
                let named = (word, letters(&thing.name));
                by_first.entry(first).or_default().push(named);
            }
        }
    }
    by_first
});

/// Other names of the things that the letters speak of, with a break before each.
pub(super) fn other_names(letters: &[char]) -> Vec<char> {
    let mut names = Vec::new();
    for (at, first) in letters.iter().enumerate() {
        let Some(words) = ALSO.get(first) else {
            continue;
        };
        let rest = letters.get(at..).unwrap_or(&[]);
        for (_, name) in words.iter().filter(|(word, _)| rest.starts_with(word)) {
            names.push(BREAK);
            names.extend(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_known_by_its_other_name() {
        let letters: Vec<char> = "组织庭审观摩三次".chars().collect();
        let names: String = other_names(&letters).into_iter().collect();
        assert!(names.contains("旁听庭审"), "{names}");
        assert!(other_names(&['甲', '乙']).is_empty());
    }
}
