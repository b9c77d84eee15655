//! Which letters stand beside each other in a text: enough to say of most words that they do not stand in it.

use super::digits::longest;

/// Bits of the table: eight times what a report of 8,000 letters fills.
const BITS: usize = 1 << 17;

/// The pairs of neighbouring letters of a text, and its letters, each as one bit; two may share a bit.
#[derive(Clone, Debug)]
pub struct Pairs {
    table: Vec<u64>,
    /// The longest row of digits.
    pub(super) digits: usize,
}

impl Pairs {
    /// Takes in a whole text.
    pub fn of(text: &str) -> Pairs {
        let mut table = vec![0_u64; BITS / 64];
        let mut before = ALONE;
        let mut set = |one, other| {
            let (word, bit) = place(one, other);
            if let Some(word) = table.get_mut(word) {
                *word |= bit;
            }
        };
        for letter in text.chars() {
            set(ALONE, letter);
            set(before, letter);
            before = letter;
        }
        Pairs {
            table,
            digits: longest(text),
        }
    }

    /// False only of a word that does not stand in the text.
    pub fn may_hold(&self, word: &str) -> bool {
        let holds = |one, other| {
            let (word, bit) = place(one, other);
            self.table.get(word).is_some_and(|word| word & bit != 0)
        };
        let mut letters = word.chars();
        let Some(first) = letters.next() else {
            return true;
        };
        let mut before = first;
        let mut pairs = 0;
        for letter in letters {
            if !holds(before, letter) {
                return false;
            }
            before = letter;
            pairs += 1;
        }
        pairs > 0 || holds(ALONE, first)
    }
}

/// Stands before a letter that is taken by itself.
const ALONE: char = '\0';

/// The word and the bit of a pair.
fn place(one: char, other: char) -> (usize, u64) {
    let mixed = u64::from(u32::from(one)) << 21 | u64::from(u32::from(other));
    let hash = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 47;
    let hash = usize::try_from(hash).unwrap_or_default() % BITS;
    (hash / 64, 1 << (hash % 64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn most_words_that_are_not_there_are_known_not_to_be() {
        let pairs = Pairs::of("全年受理行政复议案件12件");
        for (word, may) in [
            ("行政复议", true),
            ("复", true),
            ("12", true),
            ("", true),
            ("复政", false),
            ("诉", false),
            ("行政复核", false),
        ] {
            assert_eq!(pairs.may_hold(word), may, "{word}");
        }
    }

    proptest! {
        #[test]
        fn no_word_that_stands_in_a_text_is_denied(text in "[一-万a-c]{1,40}", from in 0_usize..40, len in 1_usize..6) {
            let word: String = text.chars().skip(from).take(len).collect();
            prop_assert!(Pairs::of(&text).may_hold(&word));
        }
    }
}
