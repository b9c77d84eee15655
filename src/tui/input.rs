//! One line of typed text: search, filter, command, path.

use unicode_segmentation::UnicodeSegmentation;

use super::canvas::width;
use super::key::{Code, Key};

/// A line being typed, with its caret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// Byte offset of the caret. Private: must lie between two characters.
    caret: usize,
}

impl Line {
    pub fn new(text: &str) -> Line {
        Line {
            text: text.to_owned(),
            caret: text.len(),
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before the caret.
    pub fn before(&self) -> &str {
        self.text.get(..self.caret).unwrap_or("")
    }

    /// The text from the caret on.
    pub fn after(&self) -> &str {
        self.text.get(self.caret..).unwrap_or("")
    }

    pub fn set(&mut self, text: &str) {
        *self = Line::new(text);
    }

    /// Puts text at the caret; line breaks and tabs become blanks, other control characters go.
    pub fn insert(&mut self, text: &str) {
        let clean: String = text
            .chars()
            .map(|c| {
                if matches!(c, '\n' | '\r' | '\t') {
                    ' '
                } else {
                    c
                }
            })
            .filter(|c| !c.is_control())
            .collect();
        self.text.insert_str(self.caret, &clean);
        self.caret += clean.len();
    }

    /// Puts the caret before the character under a cell, or behind the last one.
    pub fn click(&mut self, cell: usize) {
        let mut end = 0;
        let mut graphemes = self.text.grapheme_indices(true);
        let under = graphemes.find(|(_, grapheme)| {
            end += width(grapheme);
            cell < end
        });
        self.caret = under.map_or(self.text.len(), |(at, _)| at);
    }

    /// Takes a key of the line editor; `false` when it means nothing here.
    pub fn press(&mut self, key: Key) -> bool {
        if let Some(character) = key.typed() {
            self.insert(character.encode_utf8(&mut [0; 4]));
            return true;
        }
        match (key.code, key.ctrl) {
            (Code::Backspace, false) | (Code::Char('h'), true) => self.cut_before(last_grapheme),
            (Code::Char('w'), true) => self.cut_before(last_word),
            (Code::Char('u'), true) => self.cut_before(|text| text.len()),
            (Code::Delete, _) | (Code::Char('d'), true) => {
                let length = first_grapheme(self.after());
                self.text.replace_range(self.caret..self.caret + length, "");
            }
            (Code::Left, _) | (Code::Char('b'), true) => self.caret -= last_grapheme(self.before()),
            (Code::Right, _) | (Code::Char('f'), true) => {
                self.caret += first_grapheme(self.after())
            }
            (Code::Home, _) | (Code::Char('a'), true) => self.caret = 0,
            (Code::End, _) | (Code::Char('e'), true) => self.caret = self.text.len(),
            _ => return false,
        }
        true
    }

    fn cut_before(&mut self, length: impl Fn(&str) -> usize) {
        let from = self.caret - length(self.before());
        self.text.replace_range(from..self.caret, "");
        self.caret = from;
    }
}

fn last_grapheme(text: &str) -> usize {
    text.graphemes(true).next_back().map_or(0, str::len)
}

fn first_grapheme(text: &str) -> usize {
    text.graphemes(true).next().map_or(0, str::len)
}

fn last_word(text: &str) -> usize {
    let trimmed = text.trim_end();
    let word = trimmed
        .rfind(|c: char| c.is_whitespace() || "，。、,.;；".contains(c))
        .map_or(0, |at| {
            at + trimmed
                .get(at..)
                .and_then(|t| t.chars().next())
                .map_or(0, char::len_utf8)
        });
    text.len() - word.min(trimmed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_edited_at_its_caret() {
        let check = |typed: &str, keys: &str, expected: (&str, &str)| {
            let mut line = Line::new(typed);
            for name in keys.split_whitespace() {
                line.press(Key::parse(name).expect(name));
            }
            assert_eq!((line.before(), line.after()), expected, "{typed} {keys}");
        };
        check("云岭县", "", ("云岭县", ""));
        check("云岭县", "Backspace", ("云岭", ""));
        check("云岭县", "Left x", ("云岭x", "县"));
        check("云岭县", "Home Del", ("", "岭县"));
        check("云岭县 2024", "Ctrl-w", ("云岭县 ", ""));
        check("云岭县", "Ctrl-u", ("", ""));
        check("", "Backspace Left Right Del Ctrl-w", ("", ""));
        let mut line = Line::default();
        line.insert("一\n二\u{1b}[0m");
        assert_eq!(line.text(), "一 二[0m");
    }
    #[test]
    fn a_click_puts_the_caret_before_a_character() {
        let check = |cell, before| {
            let mut line = Line::new("甲arith乙");
            line.click(cell);
            assert_eq!(line.before(), before, "{cell}");
        };
        check(0, "");
        check(1, "");
        check(2, "甲");
        check(8, "甲arith");
        check(9, "甲arith乙");
        check(99, "甲arith乙");
    }
}
