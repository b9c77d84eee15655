//! Patterns of packs: regular expressions over normal text, compiled when first needed.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use regex_lite::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};

use super::needs::{Needs, needs};
use super::pairs::Pairs;
use super::words::Words;
use crate::report::Span;

/// A regular expression of a pack. It works on normal text: half-width digits and brackets.
///
/// Reading a pack only takes the expression; validation compiles it, and so does the first text that may match. Most
/// expressions are mere words, and most of the others need words that a report does not have.
#[derive(Clone)]
pub struct Pattern {
    expression: String,
    /// Shared by the copies of a rule that an overlay changes, so that they are made once.
    known: Arc<Known>,
}

#[derive(Default)]
struct Known {
    needs: OnceLock<(Needs, Option<Words>)>,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Compiles an expression; one that would need much memory is refused.
    pub fn new(expression: &str) -> Result<Pattern, regex_lite::Error> {
        let pattern = Pattern::unchecked(expression.to_owned());
        pattern.check()?;
        Ok(pattern)
    }

    fn unchecked(expression: String) -> Pattern {
        Pattern {
            expression,
            known: Arc::default(),
        }
    }

    /// Whether the expression can be compiled.
    pub(super) fn check(&self) -> Result<(), regex_lite::Error> {
        let regex = compile(&self.expression)?;
        self.known.regex.get_or_init(|| Some(regex));
        Ok(())
    }

    /// False only where no match stands in the text that the pairs are of.
    pub fn may_stand(&self, pairs: &Pairs) -> bool {
        let needs = &self.needs().0;
        let mut words = needs.words.iter();
        let said = needs.words.is_empty() || words.any(|word| pairs.may_hold(word));
        said && needs.digits <= pairs.digits
    }

    /// Whether a match stands in the text.
    pub fn is_match(&self, text: &str) -> bool {
        let (needs, words) = self.needs();
        let may = words.as_ref().is_none_or(|words| words.is_in(text));
        may && (needs.whole || self.regex().is_match(text))
    }

    /// The first match in the text.
    pub fn find(&self, text: &str) -> Option<Span> {
        self.places(text).first().copied()
    }

    /// The matches in the text, in order and without overlap.
    pub fn places(&self, text: &str) -> Vec<Span> {
        let (needs, words) = self.needs();
        match words {
            Some(words) if !words.is_in(text) => Vec::new(),
            Some(words) if needs.whole => words.apart(text),
            Some(_) | None => {
                let found = self.regex().find_iter(text);
                found.map(|hit| Span::new(hit.start(), hit.end())).collect()
            }
        }
    }

    /// What a named group stands for in the first match.
    pub fn group<'t>(&self, name: &str, text: &'t str) -> Option<&'t str> {
        if !self.expression.contains(&format!("<{name}>")) {
            return None;
        }
        let captures = self.regex().captures(text)?;
        captures.name(name).map(|group| group.as_str())
    }

    /// The text with its first match replaced; `$1` is the first group.
    pub fn replace<'t>(&self, text: &'t str, with: &str) -> Cow<'t, str> {
        self.regex().replace(text, with)
    }

    fn needs(&self) -> &(Needs, Option<Words>) {
        self.known.needs.get_or_init(|| {
            let mut needs = needs(&self.expression);
            let words = Words::of(&needs.words);
            needs.whole &= words.is_some();
            (needs, words)
        })
    }

    fn regex(&self) -> &Regex {
        let regex = self
            .known
            .regex
            .get_or_init(|| compile(&self.expression).ok());
        regex
            .as_ref()
            .expect("an expression of a pack that was validated")
    }
}

fn compile(expression: &str) -> Result<Regex, regex_lite::Error> {
    const LIMIT: usize = 1 << 20;
    RegexBuilder::new(expression).size_limit(LIMIT).build()
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
    use proptest::prelude::*;

    use super::*;

    fn plain(expression: &str, text: &str) -> Vec<Span> {
        let expression = expression.replace("\\b", "(?-u:\\b)");
        let regex = regex::Regex::new(&expression).expect("an expression");
        let found = regex.find_iter(text);
        found.map(|hit| Span::new(hit.start(), hit.end())).collect()
    }

    fn check(expression: &str, text: &str) {
        let pattern = Pattern::new(expression).expect("an expression");
        let expected = plain(expression, text);
        assert_eq!(pattern.places(text), expected, "{expression} in {text}");
        assert_eq!(pattern.is_match(text), !expected.is_empty());
        assert_eq!(pattern.find(text), expected.first().copied());
        assert!(expected.is_empty() || pattern.may_stand(&Pairs::of(text)));
    }

    #[test]
    fn of_two_words_at_one_place_the_earlier_one_counts() {
        check("件次?|件次数", "收件次数12件");
        check("行政|行政复议", "行政复议");
        check("行政复议|行政", "行政复议");
        check("乙甲|甲乙", "甲乙甲乙");
    }

    #[test]
    fn groups_are_given_by_name_and_by_number() {
        let pattern = Pattern::new("(?P<year>20[0-9]{2})年(底|末)").expect("an expression");
        assert_eq!(pattern.group("year", "截至2024年底"), Some("2024"));
        assert_eq!(pattern.group("month", "截至2024年底"), None);
        assert_eq!(pattern.replace("2024年底", "年$2"), "年底");
        assert!(Pattern::new("(").is_err());
    }

    const PIECES: &[&str] = &[
        "甲",
        "乙?",
        "(甲|乙1)",
        "[乙2]",
        "(?:1|乙?2)+",
        "[^甲]",
        "[^1]{0,2}",
        "|",
        "$",
        "^",
        "[1-2]{2}",
        "\\d",
        ".*",
        "甲+?",
        "(?P<year>1)",
        "乙{2,}",
        "\\b",
    ];

    proptest! {
        /// A shortcut finds what the expression itself finds.
        #[test]
        fn words_are_found_as_the_expression_finds_them(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES), 1..6),
            text in "[甲乙12]{0,12}",
        ) {
            let expression = pieces.concat();
            if regex::Regex::new(&expression).is_ok() {
                check(&expression, &text);
            }
        }
    }
}
