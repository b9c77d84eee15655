//! Characters that look like others: Kangxi radicals and compatibility forms, which PDF files put in place of them, letters
//! of other scripts, and signs that a font draws alike.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::report::lexicon;

/// Each table has rows of look-alikes, each above the row of the usual characters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Variants {
    /// Read as the usual characters, in every text.
    look_alikes: Vec<(String, String)>,
    /// Greek and Cyrillic ones; read as they are, and told.
    foreign_letters: Vec<(String, String)>,
    /// Read as they are: in its place each of them is right.
    other_signs: Vec<(String, String)>,
}

struct Tables {
    usual: BTreeMap<char, char>,
    foreign: BTreeMap<char, char>,
    other: BTreeMap<char, char>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let variants: Variants =
        lexicon::read("variants.json", crate::bundled!("lexicon/variants.json"));
    let mut usual = table(&variants.look_alikes);
    // The map of offsets counts bytes, so only characters of one length may stand for each other.
    usual.retain(|from, to| from.len_utf8() == to.len_utf8());
    Tables {
        usual,
        foreign: table(&variants.foreign_letters),
        other: table(&variants.other_signs),
    }
});

fn table(rows: &[(String, String)]) -> BTreeMap<char, char> {
    let rows = rows.iter();
    rows.flat_map(|(from, to)| from.chars().zip(to.chars()))
        .collect()
}

/// The usual character that a look-alike stands for.
pub fn usual(character: char) -> Option<char> {
    TABLES.usual.get(&character).copied()
}

/// Whether it is a letter of another script that cannot be told from a Latin one by looking at it.
pub fn is_foreign_letter(character: char) -> bool {
    let may_be = matches!(character, '\u{370}'..='\u{52f}');
    may_be && TABLES.foreign.contains_key(&character)
}

/// The character that a reader takes it for; itself where it looks like no other.
pub fn seen_as(character: char) -> char {
    // Nearly all of a report; none of them is in a table.
    if matches!(character, ' '..='~' | '\u{4e00}'..='\u{9fff}') {
        return character;
    }
    let tables = [&TABLES.usual, &TABLES.foreign, &TABLES.other];
    let mut found = tables.iter().filter_map(|table| table.get(&character));
    found.next().copied().unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_alike_has_its_usual_character() {
        let variants: Variants =
            lexicon::read("variants.json", crate::bundled!("lexicon/variants.json"));
        for (from, to) in &variants.look_alikes {
            assert_eq!(from.len(), to.len(), "{from}");
        }
        let all = [
            &variants.look_alikes,
            &variants.foreign_letters,
            &variants.other_signs,
        ];
        for (from, to) in all.into_iter().flatten() {
            assert_eq!(from.chars().count(), to.chars().count(), "{from}");
            for (character, usual) in from.chars().zip(to.chars()) {
                assert_eq!(seen_as(character), usual);
                assert_eq!(seen_as(usual), usual);
            }
        }
        assert_eq!(usual('⼀'), Some('一'));
        assert_eq!(usual('⻅'), Some('见'));
        assert_eq!(usual('一'), None);
    }

    #[test]
    fn what_looks_the_same_is_seen_as_one() {
        for (character, expected) in "А○Ⅱ⼀ΡエA一α".chars().zip("A〇Ⅱ一P工A一α".chars())
        {
            assert_eq!(seen_as(character), expected, "{character}");
        }
        assert!(is_foreign_letter('А') && is_foreign_letter('ԁ'));
        assert!(!is_foreign_letter('α') && !is_foreign_letter('Ⅰ'));
    }
}
