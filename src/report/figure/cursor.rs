//! Reads the parts of a date one after the other.

use std::ops::RangeInclusive;

use super::chinese::digit;
use super::glance::char_at;
use super::numeral::numeral_at;

/// Years that a report speaks of.
pub(super) const YEARS: RangeInclusive<u32> = 1900..=2100;

/// Reads on in a text.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl Cursor<'_> {
    pub(super) fn eat(&mut self, c: char) -> bool {
        let hit = char_at(self.text, self.at) == Some(c);
        if hit {
            self.at += c.len_utf8();
        }
        hit
    }

    pub(super) fn eat_any(&mut self, chars: &str) -> bool {
        char_at(self.text, self.at).is_some_and(|c| chars.contains(c) && self.eat(c))
    }

    pub(super) fn next_is(&self, chars: &str) -> bool {
        char_at(self.text, self.at).is_some_and(|c| chars.contains(c))
    }

    /// One sign of a stretch.
    pub(super) fn dash(&mut self) -> Option<()> {
        if !self.eat_any("至到—–―~～-") {
            return None;
        }
        while self.eat_any("—–―") {}
        Some(())
    }

    /// The digits that follow, at most nine of them.
    pub(super) fn ascii_digits(&self) -> &str {
        let rest = self.text.get(self.at..).unwrap_or("");
        let len = rest.bytes().take(9).take_while(u8::is_ascii_digit).count();
        rest.get(..len).unwrap_or("")
    }

    /// Four digits, Chinese or not, that are a year.
    pub(super) fn year(&mut self) -> Option<u32> {
        let digits = self.ascii_digits();
        let (year, len) = match digits.len() {
            4 => (number(digits)?, 4),
            0 => {
                let rest = self.text.get(self.at..)?;
                let mut read = (0, 0, 0);
                for c in rest.chars().take(5) {
                    let (figures, year, len) = read;
                    let Some(figure) = digit(c) else {
                        break;
                    };
                    read = (figures + 1, year * 10 + figure, len + c.len_utf8());
                }
                let (figures, year, len) = read;
                if figures != 4 || rest.starts_with('两') {
                    return None;
                }
                (year, len)
            }
            _ => return None,
        };
        YEARS.contains(&year).then(|| self.at += len)?;
        Some(year)
    }

    /// A number from 1 to `most`, with one or two digits or in Chinese.
    pub(super) fn small(&mut self, most: u32) -> Option<u32> {
        let digits = self.ascii_digits();
        let (value, len) = match digits.len() {
            1 | 2 => (number(digits)?, digits.len()),
            0 => {
                let numeral = numeral_at(self.text, self.at)?;
                let whole = numeral.value.fract().is_zero();
                let value = whole.then(|| numeral.value.normalize().to_string())?;
                (number(&value)?, numeral.range.len())
            }
            _ => return None,
        };
        (1..=most).contains(&value).then(|| self.at += len)?;
        Some(value)
    }
}

/// The value of a few digits.
pub(super) fn number(digits: &str) -> Option<u32> {
    digits.parse().ok()
}
