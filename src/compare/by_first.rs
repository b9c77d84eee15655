//! Words that are looked for at every letter of a text, each with what it stands for.

use super::fast::FastMap;

/// Words in letters, by their first one; a word may stand for several things.
#[derive(Debug)]
pub(super) struct ByFirst<T> {
    words: FastMap<char, Vec<(Vec<char>, T)>>,
}

impl<T> ByFirst<T> {
    /// What the words stand for that the letters hold, in the order of the letters.
    pub fn spoken<'a>(&'a self, letters: &'a [char]) -> impl Iterator<Item = &'a T> {
        letters.iter().enumerate().flat_map(|(at, first)| {
            let words = self.words.get(first).map_or(&[][..], Vec::as_slice);
            let rest = letters.get(at..).unwrap_or(&[]);
            let found = words.iter().filter(move |(word, _)| rest.starts_with(word));
            found.map(|(_, meant)| meant)
        })
    }
}

impl<T> FromIterator<(Vec<char>, T)> for ByFirst<T> {
    fn from_iter<I: IntoIterator<Item = (Vec<char>, T)>>(named: I) -> ByFirst<T> {
        let mut words: FastMap<char, Vec<(Vec<char>, T)>> = FastMap::default();
        for (word, meant) in named {
            if let Some(&first) = word.first() {
                words.entry(first).or_default().push((word, meant));
            }
        }
        ByFirst { words }
    }
}
