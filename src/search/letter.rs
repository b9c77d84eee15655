//! Which characters count as one when texts are searched.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::report::text::{is_invisible, usual};

/// Marks that are printed in several ways, each row led by the one that stands for all.
const TWINS: [&str; 8] = [
    "\"“”„‟「」『』",
    "'‘’",
    "-‐‑‒–—―−",
    "~〜∼",
    "·•・‧∙⋅",
    "[〔【",
    "]〕】",
    "。｡",
];

/// Radicals and compatibility forms.
const LOOK_ALIKES: [(u32, u32); 2] = [(0x2e80, 0x2fd5), (0xf900, 0xfaff)];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Traditional {
    #[serde(rename = "source")]
    _source: String,
    /// Traditional characters above the simplified ones.
    pairs: Vec<(String, String)>,
}

/// From a way of printing to the character that stands for it.
static LETTERS: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let mut letters = traditional();
    for row in TWINS {
        let mut row = row.chars();
        if let Some(first) = row.next() {
            letters.extend(row.map(|twin| (twin, first)));
        }
    }
    let forms = LOOK_ALIKES.into_iter().flat_map(|(from, to)| from..=to);
    for form in forms.filter_map(char::from_u32) {
        if let Some(usual) = usual(form) {
            // A radical may look like a traditional character.
            let letter = letters.get(&usual).copied().unwrap_or(usual);
            letters.insert(form, letter);
        }
    }
    letters
});

/// From a character to its other ways of printing.
static FORMS: LazyLock<BTreeMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut forms: BTreeMap<char, Vec<char>> = BTreeMap::new();
    for (form, letter) in LETTERS.iter() {
        forms.entry(*letter).or_default().push(*form);
    }
    forms
});

fn traditional() -> BTreeMap<char, char> {
    let table: Traditional = serde_json::from_str(crate::bundled!("lexicon/traditional.json"))
        .expect("an embedded table");
    let pairs = table.pairs.iter();
    pairs
        .flat_map(|(from, to)| from.chars().zip(to.chars()))
        .collect()
}

/// The character that stands for all its ways of printing.
pub(super) fn letter(character: char) -> char {
    let half = match character {
        ' '..='~' => return character.to_ascii_lowercase(),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0),
        '\u{3000}' => Some(' '),
        other => LETTERS.get(&other).copied(),
    };
    half.unwrap_or(character).to_ascii_lowercase()
}

/// All ways of printing a character, by what stands for it.
pub(super) fn forms(letter: char) -> Vec<char> {
    let mut all = vec![letter];
    all.extend(FORMS.get(&letter).into_iter().flatten());
    if letter.is_ascii_lowercase() {
        all.push(letter.to_ascii_uppercase());
    }
    let wide = |ascii: &char| char::from_u32(u32::from(*ascii) + 0xfee0);
    let ascii: Vec<char> = all.iter().copied().filter(char::is_ascii_graphic).collect();
    all.extend(ascii.iter().filter_map(wide));
    all
}

/// What may stand inside a word without being part of it: blanks, line breaks, characters that are not seen.
pub(super) fn is_unseen(character: char) -> bool {
    match character {
        '!'..='~' | '\u{3001}'..='\u{9fff}' => false,
        other => other.is_whitespace() || is_invisible(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_stands_for_its_letter() {
        for (form, expected) in "Ａ（１执執》〔“⼀龜　，"
            .chars()
            .zip("a(1执执》[\"一龟 ,".chars())
        {
            assert_eq!(letter(form), expected, "{form}");
        }
        for (form, own) in LETTERS.iter() {
            assert_eq!(letter(*own), *own, "{form} {own}");
            assert!(forms(*own).contains(form), "{form} {own}");
        }
        for letter_ in "a1([-".chars() {
            assert!(forms(letter_).iter().all(|form| letter(*form) == letter_));
        }
        assert!(forms('a').contains(&'Ａ'));
    }

    #[test]
    fn the_table_pairs_every_character() {
        let table: Traditional = serde_json::from_str(crate::bundled!("lexicon/traditional.json"))
            .expect("an embedded table");
        for (from, to) in &table.pairs {
            assert_eq!(from.chars().count(), to.chars().count(), "{from}");
        }
    }
}
