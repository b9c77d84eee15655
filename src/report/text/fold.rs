//! One character after the other: what it becomes in normal text.

use super::variant::usual;
use crate::report::Span;

/// What a stretch of source text becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Fold {
    /// Itself; stands for a stretch of characters.
    Same,
    /// A full-width form becomes this ASCII byte.
    Narrow(u8),
    /// A look-alike becomes the usual character, which has as many bytes.
    Usual(char),
    /// Blanks between two ASCII words become one.
    Blank,
}

/// A short text with its widths folded.
pub(in crate::report) fn folded_text(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for (fold, span) in folded(text, 0) {
        fold.write(span.of(text), &mut normal);
    }
    normal
}

impl Fold {
    /// Appends what the stretch of text becomes.
    pub fn write(self, stretch: &str, normal: &mut String) {
        match self {
            Fold::Same => normal.push_str(stretch),
            Fold::Narrow(byte) => normal.push(char::from(byte)),
            Fold::Usual(character) => normal.push(character),
            Fold::Blank => normal.push(' '),
        }
    }
}

/// The folds of a stretch of text that begins at byte `base` of the source; what is dropped does not appear.
pub(in crate::report) fn folded(
    text: &str,
    base: usize,
) -> impl Iterator<Item = (Fold, Span)> + '_ {
    Folder {
        text,
        base,
        at: 0,
        last: None,
        held: None,
    }
}

struct Folder<'a> {
    text: &'a str,
    base: usize,
    at: usize,
    /// The last character given out, as normal text.
    last: Option<char>,
    /// A character that waits behind a blank.
    held: Option<(Fold, Span)>,
}

/// White space that was passed.
#[derive(Clone, Copy)]
struct Passed {
    start: usize,
    end: usize,
    line_break: bool,
}

impl Iterator for Folder<'_> {
    type Item = (Fold, Span);

    fn next(&mut self) -> Option<(Fold, Span)> {
        if let Some(held) = self.held.take() {
            return Some(held);
        }
        let passed = self.pass_unseen();
        let rest = self.text.get(self.at..)?;
        let first = rest.chars().next()?;
        let start = self.at;
        let (fold, begins, ends) = match (narrowed(first), look_alike(first)) {
            (Some(byte), _) => {
                self.at += first.len_utf8();
                (Fold::Narrow(byte), char::from(byte), char::from(byte))
            }
            (None, Some(usual)) => {
                self.at += first.len_utf8();
                (Fold::Usual(usual), usual, usual)
            }
            (None, None) => {
                let len = plain_len(rest).max(first.len_utf8());
                self.at += len;
                let last = rest.get(..len).and_then(|plain| plain.chars().next_back());
                (Fold::Same, first, last.unwrap_or(first))
            }
        };
        let here = (fold, self.shift(Span::new(start, self.at)));
        let gap = passed.filter(|passed| self.keeps_blank(*passed, begins));
        self.last = Some(ends);
        match gap {
            Some(passed) => {
                self.held = Some(here);
                Some((Fold::Blank, self.shift(Span::new(passed.start, passed.end))))
            }
            None => Some(here),
        }
    }
}

impl Folder<'_> {
    fn shift(&self, span: Span) -> Span {
        Span::new(span.start + self.base, span.end + self.base)
    }

    /// Steps over blanks and invisible characters.
    fn pass_unseen(&mut self) -> Option<Passed> {
        let mut passed: Option<Passed> = None;
        while let Some((len, seen)) = self.text.get(self.at..).and_then(unseen) {
            let end = self.at + len;
            if seen != Unseen::Invisible {
                let line_break = seen == Unseen::LineBreak;
                let so_far = passed.get_or_insert(Passed {
                    start: self.at,
                    end,
                    line_break,
                });
                so_far.end = end;
                so_far.line_break |= line_break;
            }
            self.at = end;
        }
        passed
    }

    /// A blank says something only between two Latin words or two numbers; a number broken over two lines is one.
    fn keeps_blank(&self, passed: Passed, next: char) -> bool {
        let Some(last) = self.last else { return false };
        let digits = last.is_ascii_digit() && next.is_ascii_digit();
        last.is_ascii_alphanumeric()
            && next.is_ascii_alphanumeric()
            && !(passed.line_break && digits)
    }
}

/// The ASCII byte that a full-width form becomes.
fn narrowed(character: char) -> Option<u8> {
    match character {
        '\u{ff01}'..='\u{ff5e}' => u8::try_from(u32::from(character) - 0xfee0).ok(),
        _ => None,
    }
}

/// The usual character that a radical or a compatibility form looks like.
fn look_alike(character: char) -> Option<char> {
    match character {
        '\u{2e80}'..='\u{2fd5}' | '\u{f900}'..='\u{faff}' => usual(character),
        _ => None,
    }
}

/// How many bytes at the start are characters that are surely kept as they are; nearly all of a report, so that the rest
/// may be looked at one by one.
fn plain_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        let len = match PLAIN_LEN.get(usize::from(*first)) {
            Some(0) | None => break,
            Some(&len) => usize::from(len),
        };
        at += match bytes.get(at + 1..at + 3) {
            // U+3000 is a blank; of its neighbours 、。《》 are the most common marks.
            Some([0x80, last]) if *first == 0xe3 && *last > 0x80 => len,
            // U+2010 to U+201F: dashes and quotation marks; blanks stand beside them.
            Some([0x80, last]) if *first == 0xe2 && (0x90..=0x9f).contains(last) => len,
            _ if matches!(first, 0xe2 | 0xe3) => break,
            _ => len,
        };
    }
    at.min(bytes.len())
}

/// Bytes of the character that begins with a byte, when it may be plain: printable ASCII but for `<` and `&`, which may
/// spell out a blank, the marks of U+2000 and U+3000, and U+4000 to U+9FFF, where the ideographs are.
const PLAIN_LEN: [u8; 256] = {
    let mut lens = [0; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        lens[byte as usize] = if matches!(byte, b'<' | b'&') { 0 } else { 1 };
        byte += 1;
    }
    let mut byte = 0xe2;
    while byte <= 0xe9 {
        lens[byte as usize] = 3;
        byte += 1;
    }
    lens
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unseen {
    Invisible,
    Blank,
    LineBreak,
}

/// The length of the blank or invisible character that the text begins with.
///
/// Pages saved by some programs spell such characters out, as `<U+00A0>` or `&nbsp;`.
fn unseen(text: &str) -> Option<(usize, Unseen)> {
    let first = text.chars().next()?;
    if let Some(unseen) = unseen_character(first) {
        return Some((first.len_utf8(), unseen));
    }
    if let Some(rest) = text.strip_prefix("<U+") {
        let (code, _) = rest.split_at_checked(4)?;
        let close = rest.get(4..5)?;
        let character = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        let unseen = character.and_then(unseen_character)?;
        return (close == ">").then_some(("<U+".len() + 5, unseen));
    }
    text.starts_with("&nbsp;")
        .then_some(("&nbsp;".len(), Unseen::Blank))
}

/// Whether nothing of it is seen, not even a blank.
pub fn is_invisible(character: char) -> bool {
    unseen_character(character) == Some(Unseen::Invisible)
}

fn unseen_character(character: char) -> Option<Unseen> {
    match character {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            Some(Unseen::LineBreak)
        }
        _ if character.is_whitespace() => Some(Unseen::Blank),
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {
            Some(Unseen::Invisible)
        }
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => Some(Unseen::Invisible),
        // Tags, which spell a text that nobody sees.
        '\u{e0000}'..='\u{e007f}' => Some(Unseen::Invisible),
        // Icons of a web font.
        '\u{e000}'..='\u{f8ff}' => Some(Unseen::Invisible),
        _ if character.is_control() => Some(Unseen::Invisible),
        _ => None,
    }
}
