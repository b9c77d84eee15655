//! Names of one thing: what was promised under one name is told under another a year later.

use std::sync::LazyLock;

use serde::Deserialize;

use super::bigrams::BREAK;
use super::by_first::ByFirst;
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

/// The other names of things, each with the thing's own name.
static ALSO: LazyLock<ByFirst<Vec<char>>> = LazyLock::new(|| {
    let lexicon: Lexicon = serde_json::from_str(crate::bundled!("lexicon/same-things.json"))
        .expect("the bundled names of things are valid JSON");
    let letters = |text: &str| -> Vec<char> { text.chars().filter(|&c| is_letter(c)).collect() };
    let named = lexicon.things.iter().flat_map(|thing| {
        let name = letters(&thing.name);
        let also = thing.also.iter().map(|word| letters(word));
        also.map(move |word| (word, name.clone()))
    });
    named.collect()
});

/// Other names of the things that the letters speak of, with a break before each.
pub(super) fn other_names(letters: &[char]) -> Vec<char> {
    let mut names = Vec::new();
    for name in ALSO.spoken(letters) {
        names.push(BREAK);
        names.extend(name);
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
