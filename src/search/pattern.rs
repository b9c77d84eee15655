//! Regular expressions over the text as it is understood.

use std::fmt;

use regex::{Regex, RegexBuilder};

use crate::report::{NormalText, Span};

/// A larger program than that is a mistake.
const LARGEST: usize = 1 << 20;

/// Why a regular expression cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The reader's words, in English, on one line.
    pub reason: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

impl std::error::Error for PatternError {}

/// Case does not matter; `^` and `$` are the ends of a paragraph.
pub(super) fn compile(typed: &str) -> Result<Regex, PatternError> {
    RegexBuilder::new(&narrowed(typed))
        .case_insensitive(true)
        .multi_line(true)
        .size_limit(LARGEST)
        .build()
        .map_err(|error| {
            let words = error.to_string();
            let last = words.lines().last().unwrap_or_default();
            let reason = last.trim().trim_start_matches("error: ").to_owned();
            PatternError { reason }
        })
}

/// The normal text has no full-width forms: they become the ASCII characters, which are meant as such.
fn narrowed(typed: &str) -> String {
    let mut pattern = String::with_capacity(typed.len());
    for character in typed.chars() {
        match character {
            '\u{ff01}'..='\u{ff5e}' => {
                let ascii = char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character);
                if ascii.is_ascii_punctuation() {
                    pattern.push('\\');
                }
                pattern.push(ascii);
            }
            other => pattern.push(other),
        }
    }
    pattern
}

/// All places, empty ones aside.
pub(super) fn hits(regex: &Regex, normal: &NormalText) -> Vec<Span> {
    let found = regex.find_iter(&normal.text);
    found
        .filter(|hit| !hit.is_empty())
        .map(|hit| normal.to_source(Span::new(hit.start(), hit.end())))
        .collect()
}
