//! What every list is narrowed by: words in any order, each as it is printed or by its pinyin.

use super::letter::letter;
use super::pinyin::{initial, readings};

/// A filter that was typed; all its words must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    words: Vec<Wanted>,
}

/// One word of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    letters: Vec<char>,
    /// Whether some of it may be pinyin.
    latin: bool,
}

/// No row is wanted by a longer word: how far a word has been found is one bit a letter.
const LONGEST: usize = 127;

impl Filter {
    pub fn new(typed: &str) -> Filter {
        let words = typed.split_whitespace().map(|word| {
            let letters: Vec<char> = word.chars().map(letter).take(LONGEST).collect();
            let latin = letters.iter().any(char::is_ascii_lowercase);
            Wanted { letters, latin }
        });
        Filter {
            words: words.collect(),
        }
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn words(&self) -> &[Wanted] {
        &self.words
    }

    /// Whether all its words stand in a row, each somewhere.
    pub fn fits(&self, row: &str) -> bool {
        self.words.iter().all(|word| word.stands_in(row))
    }
}

impl Wanted {
    /// Goes through the row once: bit `n` is set where the first `n` letters of the word end here.
    fn stands_in(&self, row: &str) -> bool {
        let mut reached = 1_u128;
        for character in row.chars().map(letter) {
            let moves = self.moves(character);
            let taken = moves.filter(|(from, _)| reached & (1 << from) != 0);
            let next = taken.fold(1, |next, (from, length)| next | 1 << (from + length));
            if next & self.whole() != 0 {
                return true;
            }
            reached = next;
        }
        false
    }

    /// The bit of the whole word.
    pub(super) fn whole(&self) -> u128 {
        1 << self.letters.len()
    }

    /// How a character carries the word on: behind how many of its letters, over how many.
    pub(super) fn moves(&self, character: char) -> impl Iterator<Item = (usize, usize)> {
        let letters = self.letters.iter().enumerate();
        letters.flat_map(move |(at, wanted)| {
            let same = (*wanted == character).then_some((at, 1));
            let sounds = self.latin && wanted.is_ascii_lowercase();
            let rest = self
                .letters
                .get(at..)
                .filter(|_| sounds)
                .unwrap_or_default();
            let read = sounds.then(|| readings(character)).into_iter().flatten();
            let read = read.flat_map(move |reading| typed_of(reading, rest));
            same.into_iter().chain(read.map(move |length| (at, length)))
        })
    }
}

/// How many of the letters may stand for a reading: all of it, its first consonants, the first letter, or what has been
/// typed of it where the word ends.
fn typed_of(reading: &'static str, letters: &[char]) -> impl Iterator<Item = usize> {
    let common = reading
        .chars()
        .zip(letters)
        .take_while(|(one, other)| one == *other)
        .count();
    let ends = letters.len();
    [1, initial(reading).len(), reading.len(), ends]
        .into_iter()
        .filter(move |length| (1..=common).contains(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_found_by_what_it_says_and_by_how_it_sounds() {
        for (typed, row, fits) in [
            ("xx", "新县人民政府 2024", true),
            ("xinx", "新县人民政府 2024", true),
            ("xxian", "新县人民政府 2024", true),
            ("xinxian", "新县人民政府 2024", true),
            ("xianx", "新县人民政府 2024", false),
            ("cq", "重庆市", true),
            ("zq", "重庆市", true),
            ("chongq", "重庆市", true),
            ("chqing", "重庆市", true),
            ("rmzf 2024", "新县人民政府 2024", true),
            ("rmzf ２０２３", "新县人民政府 2024", false),
            ("新x", "新县人民政府", true),
            ("新 2024", "新县人民政府 2024", true),
            ("新縣", "新县", true),
            ("ＡＰＰ", "政务app", true),
            ("app", "政务App", true),
            ("（一）", "(一)总则", true),
            ("lvhua", "绿化", true),
            ("jc", "检查 checks", true),
            ("ch", "检查 checks", true),
            ("j c", "检查", true),
            ("", "检查", true),
            ("m", "检查", false),
            ("xm", "新县人民", false),
        ] {
            assert_eq!(Filter::new(typed).fits(row), fits, "{typed} in {row}");
        }
        assert!(Filter::new(" ").is_empty());
        assert!(!Filter::new(&"x".repeat(500)).fits(&"县".repeat(100)));
        assert!(Filter::new(&"x".repeat(500)).fits(&"县".repeat(200)));
    }
}
