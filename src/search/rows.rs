//! The rows of a long list, folded once: a filter goes through 100,000 of them at every key.

use std::collections::HashMap;

use super::filter::{Filter, Wanted};
use super::letter::letter;

/// Rows as numbers of letters, one after another.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Every letter that stands in some row.
    alphabet: Vec<char>,
    letters: Vec<u16>,
    /// Where each row ends.
    ends: Vec<u32>,
}

/// Makes [`Rows`].
#[derive(Debug, Default)]
pub struct RowsBuilder {
    rows: Rows,
    /// Numbers of letters by the character that is printed, so that each is folded once.
    seen: HashMap<char, u16>,
    /// The same for the characters of nearly all texts, without hashing; 0 where it was not asked for yet.
    common: Vec<u16>,
}

/// Stands for letters above what a number can name; nothing that is typed is one of them.
const OTHER: u16 = u16::MAX;

/// The characters below are looked up directly.
const COMMON: u32 = 0x1_0000;

impl RowsBuilder {
    pub fn push(&mut self, row: &str) {
        for character in row.chars() {
            let number = self.number(character);
            self.rows.letters.push(number);
        }
        let end = u32::try_from(self.rows.letters.len()).unwrap_or(u32::MAX);
        self.rows.ends.push(end);
    }

    pub fn finish(self) -> Rows {
        self.rows
    }

    fn number(&mut self, character: char) -> u16 {
        if self.common.is_empty() {
            self.common = vec![0; COMMON as usize];
        }
        let place = self.common.get_mut(u32::from(character) as usize);
        if let Some(known) = place.as_deref().filter(|known| **known != 0) {
            return known - 1;
        }
        let (seen, alphabet) = (&mut self.seen, &mut self.rows.alphabet);
        let folded = letter(character);
        let number = *seen.entry(folded).or_insert_with(|| {
            let next = u16::try_from(alphabet.len()).unwrap_or(OTHER);
            if next < OTHER - 1 {
                alphabet.push(folded);
                next
            } else {
                OTHER - 1
            }
        });
        if let Some(place) = place {
            *place = number + 1;
        }
        number
    }
}

impl Rows {
    fn row(&self, at: usize) -> &[u16] {
        let end = |at: usize| self.ends.get(at).map_or(0, |end| *end as usize);
        let start = at.checked_sub(1).map_or(0, end);
        self.letters.get(start..end(at)).unwrap_or_default()
    }
}

/// A filter made ready for some rows.
pub struct Sieve<'r> {
    rows: &'r Rows,
    words: Vec<Steps>,
}

/// What each letter of the alphabet does for a word that was found so far.
struct Steps {
    /// Bit of the whole word.
    done: u128,
    /// For each letter the number of its moves; 0 for none.
    of: Vec<u16>,
    /// From how many letters of the word, over how many.
    moves: Vec<Vec<(usize, usize)>>,
}

impl Filter {
    /// The filter for many rows at once; fits the same rows as [`Filter::fits`].
    pub fn over<'r>(&self, rows: &'r Rows) -> Sieve<'r> {
        let words = self.words().iter();
        Sieve {
            rows,
            words: words.map(|word| Steps::of(word, &rows.alphabet)).collect(),
        }
    }
}

impl Sieve<'_> {
    /// Whether all words stand in a row, by its number.
    pub fn fits(&self, row: usize) -> bool {
        let letters = self.rows.row(row);
        self.words.iter().all(|word| word.stand_in(letters))
    }
}

impl Steps {
    fn of(word: &Wanted, alphabet: &[char]) -> Steps {
        let mut steps = Steps {
            done: word.whole(),
            of: Vec::with_capacity(alphabet.len()),
            moves: vec![Vec::new()],
        };
        for character in alphabet {
            let moves: Vec<(usize, usize)> = word.moves(*character).collect();
            let number = if moves.is_empty() {
                0
            } else {
                steps.moves.push(moves);
                steps.moves.len() - 1
            };
            steps.of.push(u16::try_from(number).unwrap_or(0));
        }
        steps
    }

    fn stand_in(&self, letters: &[u16]) -> bool {
        let mut reached = 1_u128;
        for letter in letters {
            let moves = self.of.get(usize::from(*letter)).copied().unwrap_or(0);
            if moves == 0 {
                reached = 1;
                continue;
            }
            let moves = self.moves.get(usize::from(moves));
            let mut next = 1;
            for (from, length) in moves.into_iter().flatten() {
                if reached & (1 << from) != 0 {
                    next |= 1 << (from + length);
                }
            }
            if next & self.done != 0 {
                return true;
            }
            reached = next;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Many rows at once are the same as one after another.
        #[test]
        fn a_sieve_lets_through_what_the_filter_fits(
            rows in prop::collection::vec("[新县人民政府重庆市（一)aX2 ]{0,12}", 1..8),
            typed in "[新县民xzqcrm2a ]{0,5}",
        ) {
            let mut builder = RowsBuilder::default();
            rows.iter().for_each(|row| builder.push(row));
            let folded = builder.finish();
            let filter = Filter::new(&typed);
            let sieve = filter.over(&folded);
            for (at, row) in rows.iter().enumerate() {
                prop_assert_eq!(sieve.fits(at), filter.fits(row), "{} in {}", typed, row);
            }
        }
    }
}
