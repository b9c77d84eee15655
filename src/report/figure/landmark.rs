//! The few characters that reading stops at: numerals, opening marks, and what ends a clause.
//!
//! Nearly every character is none of them, so this loop decides what reading costs: a three-byte character is refused by its
//! first two bytes.

use super::glance::char_at;
use super::numeral::{CHINESE_NUMERALS, is_numeral_char};

/// What reading stops at; everything else is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Landmark {
    /// A numeral, or what may open one: 第, 过半, 翻番.
    Numeral,
    /// A mark that opens a title or a quote.
    Opening,
    /// Nothing is taken over from before it.
    SentenceEnd,
    /// A comma, a semicolon or a closing bracket.
    Pause,
    /// Other marks that end a clause.
    ClauseEnd,
}

/// Landmarks outside ASCII.
const MARKS: &str = "第过翻《“‘「『。…—";

/// The landmarks of a text from left to right.
pub(super) struct Landmarks<'a> {
    text: &'a str,
    pub(super) at: usize,
}

impl<'a> Landmarks<'a> {
    pub(super) fn of(text: &'a str) -> Landmarks<'a> {
        Landmarks { text, at: 0 }
    }
}

impl Iterator for Landmarks<'_> {
    type Item = (usize, char, Landmark);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        while let Some(&lead) = bytes.get(at) {
            let from = at;
            let c = if lead < 0x80 {
                at += 1;
                char::from(lead)
            } else if lead & 0xF0 == 0xE0 {
                let second = bytes.get(at + 1).copied().unwrap_or(0);
                at += 3;
                if !WIDE.get(pair(lead, second)).copied().unwrap_or(false) {
                    continue;
                }
                char_at(self.text, from)?
            } else {
                at += if lead < 0xE0 { 2 } else { 4 };
                continue;
            };
            if let Some(landmark) = landmark(c) {
                self.at = at;
                return Some((from, c, landmark));
            }
        }
        self.at = at;
        None
    }
}

fn landmark(c: char) -> Option<Landmark> {
    match c {
        '0'..='9' | '第' | '过' | '翻' => Some(Landmark::Numeral),
        '《' | '“' | '‘' | '「' | '『' | '"' => Some(Landmark::Opening),
        '。' | '!' | '?' | '\n' | '\t' => Some(Landmark::SentenceEnd),
        ',' | ';' | ')' => Some(Landmark::Pause),
        ':' | '(' | '…' | '—' => Some(Landmark::ClauseEnd),
        _ if c.is_ascii() => None,
        _ => is_numeral_char(c).then_some(Landmark::Numeral),
    }
}

/// Whether a landmark begins with the two bytes of a [`pair`].
static WIDE: [bool; 1024] = {
    let mut wide = [false; 1024];
    let (marks, numerals) = (MARKS.as_bytes(), CHINESE_NUMERALS.as_bytes());
    let mut at = 0;
    while at < marks.len() {
        wide[pair(marks[at], marks[at + 1])] = true;
        at += 3;
    }
    at = 0;
    while at < numerals.len() {
        wide[pair(numerals[at], numerals[at + 1])] = true;
        at += 3;
    }
    wide
};

/// The bits of the first two bytes of a three-byte character that tell it from others.
const fn pair(lead: u8, second: u8) -> usize {
    ((lead & 0x0F) as usize) << 6 | (second & 0x3F) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_missed() {
        let text: String = ('\u{1}'..='\u{FFFF}').chain(['😀', '三']).collect();
        let found: Vec<_> = Landmarks::of(&text).collect();
        let expected: Vec<_> = text
            .char_indices()
            .filter_map(|(at, c)| Some((at, c, landmark(c)?)))
            .collect();
        assert_eq!(found, expected);
        assert!(MARKS.chars().all(|c| landmark(c).is_some()));
        assert!(CHINESE_NUMERALS.chars().all(is_numeral_char));
    }
}
