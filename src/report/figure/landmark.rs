//! The few characters that reading stops at: numerals, opening marks, and what ends a clause.

use std::ops::Range;

use super::glance::char_at;
use super::numeral::{CHINESE_NUMERALS, is_numeral_char};
use crate::report::charset::CharSet;

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
    /// 其, which begins 其中.
    Among,
}

/// All characters that are landmarks.
static LANDMARKS: CharSet = CharSet::EMPTY
    .with("0123456789第过翻")
    .with(CHINESE_NUMERALS)
    .with("《“‘「『\"。!?\n\t,;):(…—其");

/// The landmarks of a stretch of a text from left to right.
pub(super) struct Landmarks<'a> {
    text: &'a str,
    pub(super) at: usize,
    end: usize,
}

impl<'a> Landmarks<'a> {
    pub(super) fn of(text: &'a str, stretch: Range<usize>) -> Landmarks<'a> {
        Landmarks {
            text,
            at: stretch.start,
            end: stretch.end,
        }
    }
}

impl Iterator for Landmarks<'_> {
    type Item = (usize, char, Landmark);

    fn next(&mut self) -> Option<Self::Item> {
        let at = LANDMARKS.next_in(self.text, self.at)?;
        if at >= self.end {
            return None;
        }
        let c = char_at(self.text, at)?;
        self.at = at + c.len_utf8();
        Some((at, c, landmark(c)?))
    }
}

fn landmark(c: char) -> Option<Landmark> {
    match c {
        '0'..='9' | '第' | '过' | '翻' => Some(Landmark::Numeral),
        '《' | '“' | '‘' | '「' | '『' | '"' => Some(Landmark::Opening),
        '。' | '!' | '?' | '\n' | '\t' => Some(Landmark::SentenceEnd),
        ',' | ';' | ')' => Some(Landmark::Pause),
        ':' | '(' | '…' | '—' => Some(Landmark::ClauseEnd),
        '其' => Some(Landmark::Among),
        _ => is_numeral_char(c).then_some(Landmark::Numeral),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_missed() {
        let text: String = ('\u{1}'..='\u{FFFF}').chain(['😀', '三']).collect();
        let found: Vec<_> = Landmarks::of(&text, 0..text.len()).collect();
        let expected: Vec<_> = text
            .char_indices()
            .filter_map(|(at, c)| Some((at, c, landmark(c)?)))
            .collect();
        assert_eq!(found, expected);
        assert!(CHINESE_NUMERALS.chars().all(is_numeral_char));
    }
}
