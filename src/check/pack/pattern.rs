//! Patterns of packs: regular expressions over normal text, compiled when first needed.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};

/// A regular expression of a pack. It works on normal text: half-width digits and brackets.
///
/// Reading a pack only takes the expression; validation compiles it, and so does the first use.
#[derive(Clone)]
pub struct Pattern {
    expression: String,
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
            expression,
            regex: Arc::default(),
        }
    }

    /// Whether the expression can be compiled.
    pub(super) fn check(&self) -> Result<(), regex::Error> {
        compile(&self.expression).map(|regex| {
            self.regex.get_or_init(|| Some(regex));
        })
    }
}

fn compile(expression: &str) -> Result<Regex, regex::Error> {
    const LIMIT: usize = 1 << 20;
    RegexBuilder::new(expression).size_limit(LIMIT).build()
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
