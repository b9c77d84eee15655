//! The only form in which text from outside reaches a terminal.
//!
//! Characters that a terminal would obey, reorder or hide are replaced by a visible mark; nothing is parsed and nothing
//! is dropped, since a filter that understands escape sequences is a filter that can be fooled by one.

use std::borrow::Cow;
use std::fmt;

use unicode_width::UnicodeWidthChar;

/// Invisible marks that one visible character may carry before the rest are shown one by one.
const MARKS_ON_ONE: usize = 6;

/// Text in which every control, bidirectional and invisible character is a visible mark such as `‹ESC›` or `‹U+202E›`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown<'a> {
    text: Cow<'a, str>,
    /// In text order. Private: must fit `text`.
    replaced: Vec<Replaced>,
}

/// One replaced piece of the source and where its replacement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Replaced {
    source: (usize, usize),
    shown: (usize, usize),
}

/// How a piece of text stands on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// As it is.
    Plain,
    /// One blank: a tab.
    Blank,
    /// A line end.
    LineEnd,
    /// A visible mark, to be drawn in reverse video.
    Mark(String),
}

/// Reads a text from its start and says of each character how it may stand on the screen.
#[derive(Clone, Debug)]
pub struct Looks {
    lines: Lines,
    /// Invisible characters since the last visible one; more than [`MARKS_ON_ONE`] where there was none.
    carried: usize,
}

/// Whether a text may have several lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    /// A title, a name, a message: line ends and tabs are marks.
    #[default]
    One,
    /// Line ends stay, a tab is a blank.
    Many,
}

impl<'a> Shown<'a> {
    /// Shows a title, a name, a message: one line.
    pub fn new(text: &'a str) -> Shown<'a> {
        Shown::with(text, Lines::One)
    }

    /// Shows a text that may have several lines.
    pub fn lines(text: &'a str) -> Shown<'a> {
        Shown::with(text, Lines::Many)
    }

    fn with(text: &'a str, lines: Lines) -> Shown<'a> {
        if is_plain_text(text) {
            return Shown {
                text: Cow::Borrowed(text),
                replaced: Vec::new(),
            };
        }
        let mut looks = Looks::new(lines);
        let mut shown: Option<String> = None;
        let mut replaced = Vec::new();
        let mut chars = text.char_indices().peekable();
        while let Some((start, char)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            let look = looks.look(char, next);
            if look == Look::Plain || (look == Look::LineEnd && char == '\n') {
                if let Some(shown) = &mut shown {
                    shown.push(char);
                }
                continue;
            }
            let shown = shown.get_or_insert_with(|| text.get(..start).unwrap_or("").to_owned());
            let from = shown.len();
            match look {
                Look::Blank => shown.push(' '),
                Look::Mark(mark) => shown.push_str(&mark),
                Look::Plain | Look::LineEnd => {}
            }
            replaced.push(Replaced {
                source: (start, start + char.len_utf8()),
                shown: (from, shown.len()),
            });
        }
        Shown {
            text: shown.map_or(Cow::Borrowed(text), Cow::Owned),
            replaced,
        }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Lets go of the text that it was made from.
    pub fn into_owned(self) -> Shown<'static> {
        Shown {
            text: Cow::Owned(self.text.into_owned()),
            replaced: self.replaced,
        }
    }

    /// The shown text alone.
    pub fn into_text(self) -> Cow<'a, str> {
        self.text
    }

    /// The byte of the shown text at which a byte of the source stands; inside a replaced piece the start of its mark.
    pub fn to_shown(&self, source: usize) -> usize {
        let after = self
            .replaced
            .partition_point(|replaced| replaced.source.0 <= source);
        let Some(replaced) = after.checked_sub(1).and_then(|at| self.replaced.get(at)) else {
            return source;
        };
        match source.checked_sub(replaced.source.1) {
            Some(beyond) => replaced.shown.1 + beyond,
            None => replaced.shown.0,
        }
    }

    /// The byte of the source that a byte of the shown text stands for; inside a mark the start of what it replaces.
    pub fn to_source(&self, shown: usize) -> usize {
        let after = self
            .replaced
            .partition_point(|replaced| replaced.shown.0 <= shown);
        let Some(replaced) = after.checked_sub(1).and_then(|at| self.replaced.get(at)) else {
            return shown;
        };
        match shown.checked_sub(replaced.shown.1) {
            Some(beyond) => replaced.source.1 + beyond,
            None => replaced.source.0,
        }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Looks {
    pub fn new(lines: Lines) -> Looks {
        Looks {
            lines,
            carried: MARKS_ON_ONE,
        }
    }

    /// The look of the next character of the text; `next` is the one after it.
    pub fn look(&mut self, char: char, next: Option<char>) -> Look {
        if matches!(char, ' ' | '\u{a0}' | '\u{3000}') {
            self.carried = MARKS_ON_ONE;
            return Look::Plain;
        }
        if is_plain(char) {
            self.carried = 0;
            return Look::Plain;
        }
        if self.lines == Lines::Many {
            match (char, next) {
                ('\n', _) | ('\r', Some('\n')) => {
                    self.carried = MARKS_ON_ONE;
                    return Look::LineEnd;
                }
                ('\t', _) => {
                    self.carried = MARKS_ON_ONE;
                    return Look::Blank;
                }
                _ => {}
            }
        }
        if is_dangerous(char) {
            self.carried = MARKS_ON_ONE;
            return Look::Mark(mark(char));
        }
        if char.width() != Some(0) {
            self.carried = 0;
            return Look::Plain;
        }
        if self.carried >= MARKS_ON_ONE {
            return Look::Mark(mark(char));
        }
        self.carried += 1;
        Look::Plain
    }
}

/// A JSON document that says the same and can be printed on a terminal: what a terminal would obey, reorder or hide, which
/// stands only inside of strings, is written by its code.
pub fn in_json(json: String) -> String {
    if !json
        .chars()
        .any(|char| !is_plain(char) && is_steering(char))
    {
        return json;
    }
    let mut shown = String::with_capacity(json.len() + json.len() / 8);
    for char in json.chars() {
        if !is_steering(char) {
            shown.push(char);
            continue;
        }
        for unit in char.encode_utf16(&mut [0; 2]) {
            shown.push_str(&format!("\\u{unit:04x}"));
        }
    }
    shown
}

/// Dangerous inside of a line; line ends are the layout of a document.
fn is_steering(char: char) -> bool {
    char != '\n' && is_dangerous(char)
}

/// Whether a text is shown as it is, as nearly every one is.
pub fn is_plain_text(text: &str) -> bool {
    text.chars().all(is_plain)
}

/// Whether a character is one of the many that need no second look: ASCII text, ideographs, Chinese punctuation.
fn is_plain(char: char) -> bool {
    matches!(char, ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{3029}' | '\u{ff01}'..='\u{ff5e}' | '“' | '”')
}

/// Whether a terminal would obey, reorder or hide a character.
pub fn is_dangerous(char: char) -> bool {
    let code = u32::from(char);
    let noncharacter = code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code);
    noncharacter
        || char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0e}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

/// A quote on one line: the line ends and blanks that a source has inside a sentence go, one blank stays between Latin words.
pub fn in_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if let (Some(before), Some(after)) = (line.chars().next_back(), word.chars().next()) {
            let one_number = before.is_ascii_digit() && after.is_ascii_digit();
            if before.is_ascii() && after.is_ascii() && !one_number {
                line.push(' ');
            }
        }
        line.push_str(word);
    }
    line
}

/// The visible mark of a character: its name where it has a short one, its code otherwise.
pub fn mark(char: char) -> String {
    const NAMES: [&str; 32] = [
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF",
        "CR", "SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM",
        "SUB", "ESC", "FS", "GS", "RS", "US",
    ];
    let name = usize::try_from(u32::from(char)).ok();
    match name.and_then(|at| NAMES.get(at)) {
        Some(name) => format!("‹{name}›"),
        None if char == '\u{7f}' => "‹DEL›".to_owned(),
        None => format!("‹{}›", code(char)),
    }
}

/// A character as tables of characters name it, such as `U+0410`.
pub fn code(char: char) -> String {
    format!("U+{:04X}", u32::from(char))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, one: &str, many: &str) {
        assert_eq!(Shown::new(text).as_str(), one);
        assert_eq!(Shown::lines(text).as_str(), many);
    }

    #[test]
    fn what_a_terminal_would_obey_reorder_or_hide_becomes_a_mark() {
        check("受理 15 件", "受理 15 件", "受理 15 件");
        check("\u{1b}[31m红", "‹ESC›[31m红", "‹ESC›[31m红");
        check("\u{9b}31m", "‹U+009B›31m", "‹U+009B›31m");
        check("同意\u{202e}意同", "同意‹U+202E›意同", "同意‹U+202E›意同");
        check("1\u{200c}0件", "1‹U+200C›0件", "1‹U+200C›0件");
        check("真\r假", "真‹CR›假", "真‹CR›假");
        check("甲\r\n乙\t丙", "甲‹CR›‹LF›乙‹TAB›丙", "甲\n乙 丙");
        check("\u{7f}\u{0}", "‹DEL›‹NUL›", "‹DEL›‹NUL›");
        check(
            "\u{e0041}\u{fdd0}\u{ffff}",
            "‹U+E0041›‹U+FDD0›‹U+FFFF›",
            "‹U+E0041›‹U+FDD0›‹U+FFFF›",
        );
        check("葛\u{e0100}", "葛‹U+E0100›", "葛‹U+E0100›");
        check("𠮷㐂 é ①\u{a0}℃", "𠮷㐂 é ①\u{a0}℃", "𠮷㐂 é ①\u{a0}℃");
    }

    #[test]
    fn a_combining_mark_needs_something_to_stand_on_and_a_crowd_is_shown() {
        check("e\u{301}", "e\u{301}", "e\u{301}");
        check("\u{301}e", "‹U+0301›e", "‹U+0301›e");
        let crowd = format!("字{}", "\u{301}".repeat(8));
        let shown = format!("字{}‹U+0301›‹U+0301›", "\u{301}".repeat(6));
        check(&crowd, &shown, &shown);
    }

    #[test]
    fn a_quote_on_one_line_keeps_the_blanks_between_words_only() {
        let check = |text: &str, line: &str| assert_eq!(in_one_line(text), line);
        check("受理 15\n件，\t办结　 12 件", "受理15件，办结12件");
        check("“Sample  reports · 样本 报告”", "“Sample reports·样本报告”");
        check("785\n人", "785人");
        check("全年 1 2 件", "全年12件");
        check(" 12345 \nhot line ", "12345 hot line");
    }

    #[test]
    fn a_json_document_says_the_same_without_steering_a_terminal() {
        let check = |text: &str, shown: &str| {
            let json = serde_json::to_string(text).expect("JSON");
            let json = in_json(json);
            assert_eq!(json, shown);
            assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
        };
        check("受理“45”件", r#""受理“45”件""#);
        check("\u{1b}[m\n", r#""\u001b[m\n""#);
        check("甲\u{9b}乙\u{202e}", r#""甲\u009b乙\u202e""#);
        check("\u{7f}\u{e0041}", r#""\u007f\udb40\udc41""#);
    }

    #[test]
    fn nothing_to_do_copies_nothing() {
        assert!(matches!(
            Shown::new("全年受理复议申请").into_text(),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn positions_survive_the_marks() {
        let source = "甲\u{1b}乙\r\n丙\u{202e}";
        for shown in [Shown::new(source), Shown::lines(source)] {
            for (at, char) in source.char_indices() {
                let there = shown.to_shown(at);
                if char.is_alphabetic() {
                    assert_eq!(
                        shown
                            .as_str()
                            .get(there..)
                            .and_then(|rest| rest.chars().next()),
                        Some(char)
                    );
                    assert_eq!(shown.to_source(there), at);
                }
            }
            assert_eq!(shown.to_shown(source.len()), shown.as_str().len());
            assert_eq!(shown.to_source(shown.as_str().len()), source.len());
        }
    }
}
