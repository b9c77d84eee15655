//! Words of packs: literal alternatives, found without an expression, so that long tables of them cost little.

use std::fmt;

use memchr::memmem::Finder;
use serde::{Deserialize, Deserializer, de};

use crate::report::Span;

/// Words of which each does as well, written `学法|中心组`; none is empty. They are looked for in normal text.
#[derive(Clone)]
pub struct Words(Vec<Finder<'static>>);

impl Words {
    /// Splits at `|`; an empty word would stand everywhere and is refused.
    pub fn new(words: &str) -> Option<Words> {
        let words = words.split('|');
        let finders = words.map(|word| {
            let filled = !word.trim().is_empty();
            filled.then(|| Finder::new(word.as_bytes()).into_owned())
        });
        finders.collect::<Option<Vec<_>>>().map(Words)
    }

    /// Whether one of them stands in the text.
    pub fn is_in(&self, text: &str) -> bool {
        self.0
            .iter()
            .any(|word| word.find(text.as_bytes()).is_some())
    }

    /// Where they stand, word by word.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Span> + 't {
        self.0.iter().flat_map(move |word| {
            let len = word.needle().len();
            let found = word.find_iter(text.as_bytes());
            found.map(move |at| Span::new(at, at + len))
        })
    }

    /// The words as they were written, one by one.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let words = self.0.iter();
        words.filter_map(|word| std::str::from_utf8(word.needle()).ok())
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Words, D::Error> {
        let words = String::deserialize(from)?;
        Words::new(&words).ok_or_else(|| de::Error::custom(format!("an empty word in `{words}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_where_they_stand() {
        let words = Words::new("学法|中心组").expect("words");
        assert!(words.is_in("会前学法4次"));
        assert!(!words.is_in("普法"));
        let places: Vec<Span> = words.places("中心组学法").collect();
        assert_eq!(places, [Span::new(9, 15), Span::new(0, 9)]);
        assert!(Words::new("学法|").is_none());
    }
}
