//! Characters that look like others: Kangxi radicals and compatibility forms, which PDF files put in place of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::report::lexicon;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Variants {
    /// Rows of look-alikes, each above the row of the usual characters.
    look_alikes: Vec<(String, String)>,
}

static USUAL: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let variants: Variants =
        lexicon::read("variants.json", crate::bundled!("lexicon/variants.json"));
    let pairs = variants
        .look_alikes
        .iter()
        .flat_map(|(from, to)| from.chars().zip(to.chars()));
    // The map of offsets counts bytes, so only characters of one length may stand for each other.
    pairs
        .filter(|(from, to)| from.len_utf8() == to.len_utf8())
        .collect()
});

/// The usual character that a look-alike stands for.
pub fn usual(character: char) -> Option<char> {
    USUAL.get(&character).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_alike_has_its_usual_character() {
        let variants: Variants =
            lexicon::read("variants.json", crate::bundled!("lexicon/variants.json"));
        for (from, to) in &variants.look_alikes {
            assert_eq!(from.chars().count(), to.chars().count(), "{from}");
            assert_eq!(from.len(), to.len(), "{from}");
        }
        assert_eq!(usual('⼀'), Some('一'));
        assert_eq!(usual('⻅'), Some('见'));
        assert_eq!(usual('一'), None);
    }
}
