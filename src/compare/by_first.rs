//! Words that are looked for at every letter of a text, each with what it stands for.

use super::fast::FastMap;

/// Words in letters, by their first one; a word may stand for several things.
#[derive(Debug)]
pub(super) struct ByFirst<T> {
    words: FastMap<char, Vec<(Vec<char>, T)>>,
    /// Private: must fit the words.
    beginnings: Beginnings,
}

impl<T> ByFirst<T> {
    /// The words that the letters begin with, in the order in which they were given, with what they stand for.
    #[inline]
    pub fn at<'a>(&'a self, letters: &'a [char]) -> impl Iterator<Item = &'a (Vec<char>, T)> {
        let first = letters.first();
        let words = first.filter(|_| self.beginnings.may_begin(letters));
        let words = words.and_then(|first| self.words.get(first));
        let words = words.into_iter().flatten();
        words.filter(move |(word, _)| letters.starts_with(word))
    }

    /// What the words stand for that the letters hold, in the order of the letters.
    pub fn spoken<'a>(&'a self, letters: &'a [char]) -> impl Iterator<Item = &'a T> {
        let starts = 0..letters.len();
        let rests = starts.filter_map(|at| letters.get(at..));
        // Nearly all end here.
        let rests = rests.filter(|rest| self.beginnings.may_begin(rest));
        rests.flat_map(|rest| self.at(rest).map(|(_, meant)| meant))
    }
}

impl<T> FromIterator<(Vec<char>, T)> for ByFirst<T> {
    fn from_iter<I: IntoIterator<Item = (Vec<char>, T)>>(named: I) -> ByFirst<T> {
        let mut words: FastMap<char, Vec<(Vec<char>, T)>> = FastMap::default();
        let mut beginnings = Beginnings([0; WORDS]);
        for (word, meant) in named {
            if let Some(&first) = word.first() {
                beginnings.add(first, word.get(1).copied());
                words.entry(first).or_default().push((word, meant));
            }
        }
        ByFirst { words, beginnings }
    }
}

/// Words of 64 bits that tell one beginning from another: a few thousand for some hundred words.
const WORDS: usize = 64;

/// The first two letters of words, among which there may be more than were added: one look tells that most are not.
#[derive(Debug)]
struct Beginnings([u64; WORDS]);

impl Beginnings {
    fn add(&mut self, first: char, second: Option<char>) {
        let (word, bit) = Beginnings::place(first, second);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    #[inline]
    fn may_begin(&self, letters: &[char]) -> bool {
        match letters {
            [] => false,
            [first] => self.may_have(*first, None),
            [first, second, ..] => {
                self.may_have(*first, Some(*second)) || self.may_have(*first, None)
            }
        }
    }

    #[inline]
    fn may_have(&self, first: char, second: Option<char>) -> bool {
        let (word, bit) = Beginnings::place(first, second);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    #[inline]
    fn place(first: char, second: Option<char>) -> (usize, u64) {
        let second = second.map_or(0, u32::from);
        let mixed = u32::from(first).wrapping_mul(0x9e37_79b1) ^ second.wrapping_mul(0x85eb_ca6b);
        (mixed as usize >> 26, 1 << (mixed >> 20 & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_wherever_they_begin() {
        let letters = |text: &str| -> Vec<char> { text.chars().collect() };
        let words = ["复", "复议", "应诉", "一"].map(|word| (letters(word), word));
        let words: ByFirst<&str> = words.into_iter().collect();
        let check = |text: &str, expected: &[&str]| {
            let text = letters(text);
            let found: Vec<&str> = words.spoken(&text).copied().collect();
            assert_eq!(found, expected, "{text:?}");
        };
        check("行政复议和应诉一", &["复", "复议", "应诉", "一"]);
        check("应", &[]);
        check("", &[]);
    }
}
