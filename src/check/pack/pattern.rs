//! Patterns of packs: regular expressions over normal text, compiled when first needed.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use memchr::memmem;
use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};

/// A regular expression of a pack. It works on normal text: half-width digits and brackets.
///
/// Reading a pack only takes the expression; validation compiles it, and so does the first use.
#[derive(Clone)]
pub struct Pattern {
    expression: String,
    /// Bytes of the expression that stand for themselves and that every match begins with.
    literal: usize,
    /// Shared by the copies of a rule that an overlay changes, so that it is compiled once.
    regex: Arc<OnceLock<Option<Regex>>>,
}

impl Pattern {
    /// Compiles an expression; one that would need much memory is refused.
    pub fn new(expression: &str) -> Result<Pattern, regex::Error> {
        let pattern = Pattern::unchecked(expression.to_owned());
        pattern.check()?;
        Ok(pattern)
    }

    fn unchecked(expression: String) -> Pattern {
        Pattern {
            literal: literal_start(&expression).len(),
            expression,
            regex: Arc::default(),
        }
    }

    /// Whether a match stands in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.may_stand_in(text) && Regex::is_match(self, text)
    }

    /// The matches in the text, in order and without overlap.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = regex::Match<'t>> + 't {
        let regex = self.may_stand_in(text).then_some(&**self);
        regex.into_iter().flat_map(|regex| regex.find_iter(text))
    }

    /// Whether the text has the words that every match begins with. To compile an expression takes longer than to read a
    /// whole report with it, and most misprints stand in no report.
    fn may_stand_in(&self, text: &str) -> bool {
        let literal = self.expression.get(..self.literal).unwrap_or("");
        self.regex.get().is_some() || memmem::find(text.as_bytes(), literal.as_bytes()).is_some()
    }

    /// Whether the expression can be compiled.
    pub(super) fn check(&self) -> Result<(), regex::Error> {
        compile(&self.expression).map(|regex| {
            self.regex.get_or_init(|| Some(regex));
        })
    }
}

/// The characters at the start of an expression that stand for themselves in every match.
fn literal_start(expression: &str) -> &str {
    let special = |character: char| "\\.+*?()|[]{}^$".contains(character);
    let end = expression.find(special).unwrap_or(expression.len());
    let (literal, rest) = expression.split_at(end);
    let may_repeat = rest.starts_with(['?', '*', '{']);
    let without_last = literal.char_indices().next_back().map_or(0, |(at, _)| at);
    match (expression.contains('|'), may_repeat) {
        (true, _) => "",
        (false, true) => literal.get(..without_last).unwrap_or(""),
        (false, false) => literal,
    }
}

/// Normal text has the digits of ASCII only; those of all scripts would make each `\d` a large automaton.
fn compile(expression: &str) -> Result<Regex, regex::Error> {
    const LIMIT: usize = 1 << 20;
    let plain = expression.replace("\\d", "[0-9]");
    RegexBuilder::new(&plain).size_limit(LIMIT).build()
}

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        let regex = self.regex.get_or_init(|| compile(&self.expression).ok());
        regex
            .as_ref()
            .expect("an expression of a pack that was validated")
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "/{}/", self.expression)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Pattern, D::Error> {
        Ok(Pattern::unchecked(String::deserialize(from)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_begins_with_what_stands_for_itself() {
        for (expression, literal) in [
            ("领城", "领城"),
            ("规范性文(\\d)", "规范性文"),
            ("法制?政府", "法"),
            ("(?:某|X)县", ""),
            ("自觉接收(各方|社会)", ""),
            ("\\d{1,2}月", ""),
            ("", ""),
        ] {
            assert_eq!(literal_start(expression), literal, "{expression}");
        }
    }
}
