//! Patterns of packs: regular expressions over normal text, checked when the pack is read.

use std::fmt;
use std::ops::Deref;

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer, de};

/// A regular expression of a pack. It works on normal text: half-width digits and brackets.
#[derive(Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Compiles an expression; one that would need much memory is refused.
    pub fn new(expression: &str) -> Result<Pattern, regex::Error> {
        const LIMIT: usize = 1 << 20;
        let regex = RegexBuilder::new(expression).size_limit(LIMIT).build()?;
        Ok(Pattern(regex))
    }
}

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        &self.0
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "/{}/", self.0.as_str())
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Pattern, D::Error> {
        let expression = String::deserialize(from)?;
        Pattern::new(&expression).map_err(de::Error::custom)
    }
}
