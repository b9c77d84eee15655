//! The only form in which text from outside reaches a terminal.

use std::fmt;

/// Text in which every control, bidirectional and invisible character is a visible mark such as `‹ESC›` or `‹U+202E›`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown(String);

impl Shown {
    pub fn new(text: &str) -> Shown {
        Shown(text.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
