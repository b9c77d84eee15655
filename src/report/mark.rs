//! Punctuation of normal text: what ends a sentence, and what belongs to the end.

use std::sync::LazyLock;

use memchr::{memchr2_iter, memchr3_iter, memmem};

/// Whether the mark ends a sentence.
pub(super) fn is_stop(character: char) -> bool {
    matches!(character, '。' | '!' | '?' | ';')
}

/// Whether the mark closes what a sentence opened; it belongs to the sentence before it.
pub(super) fn is_closer(character: char) -> bool {
    matches!(
        character,
        '”' | '’' | '》' | '〉' | '」' | '』' | '】' | ')' | ']' | '"'
    )
}

/// Whether the text ends with a stop or a colon, closing marks aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.chars()
        .rev()
        .take(6)
        .find(|last| !is_closer(*last))
        .is_some_and(|last| is_stop(last) || last == ':' || last == '…')
}

/// The last visible character before the offset, closing marks aside.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?
        .chars()
        .rev()
        .take(6)
        .find(|last| !is_closer(*last))
}

/// Whether a sentence has ended inside the text.
pub(super) fn has_stop(text: &str) -> bool {
    stops(text).next().is_some()
}

/// To make it costs more than to search a sentence with it.
static FULL_STOP: LazyLock<memmem::Finder> = LazyLock::new(|| memmem::Finder::new("。"));

/// Where marks stand that end a sentence, in order.
pub(super) fn stops(text: &str) -> impl Iterator<Item = usize> + '_ {
    let full = FULL_STOP.find_iter(text.as_bytes());
    let others = memchr3_iter(b'!', b'?', b';', text.as_bytes());
    merged(full, others)
}

/// Where marks stand that end a sentence, a clause or an announcement, in order: 。 ! ? ; and : and the comma.
pub(super) fn pauses(text: &str) -> impl Iterator<Item = usize> + '_ {
    merged(stops(text), memchr2_iter(b':', b',', text.as_bytes()))
}

/// Offsets behind each stop, closing mark and colon, in order: where something new may begin inside a paragraph.
pub(super) fn openings(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let first = *text.as_bytes().get(at)?;
            let len = PASSED.get(usize::from(first)).copied().unwrap_or(0);
            if len > 0 {
                at += usize::from(len);
                continue;
            }
            let mark = text.get(at..).and_then(|rest| rest.chars().next())?;
            at += mark.len_utf8();
            if is_stop(mark) || is_closer(mark) || mark == ':' {
                return Some(at);
            }
        }
    })
}

/// Bytes of the character that begins with a byte; 0 where something new may begin behind it.
const PASSED: [u8; 256] = {
    let mut lens = utf8_lens();
    let marks = [0xe2, 0xe3, b'!', b'?', b';', b':', b')', b']', b'"'];
    let mut idx = 0;
    while idx < marks.len() {
        lens[marks[idx] as usize] = 0;
        idx += 1;
    }
    lens
};

/// Bytes of the character that begins with a byte.
pub(super) const fn utf8_lens() -> [u8; 256] {
    let mut lens = [1; 256];
    let mut byte = 0xc0;
    while byte < 256 {
        lens[byte] = match byte {
            0..0xe0 => 2,
            0xe0..0xf0 => 3,
            _ => 4,
        };
        byte += 1;
    }
    lens
}

/// Two ascending rows of offsets as one.
fn merged(
    one: impl Iterator<Item = usize>,
    other: impl Iterator<Item = usize>,
) -> impl Iterator<Item = usize> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || match (one.peek(), other.peek()) {
        (Some(left), Some(right)) if left > right => other.next(),
        (Some(_), _) => one.next(),
        (None, _) => other.next(),
    })
}

/// How far back an opening mark may stand: reports forget to close them.
const LONGEST_QUOTE: usize = 40;

/// Whether the offset lies inside a quotation or a title in 《》.
pub(super) fn is_enclosed(text: &str, at: usize) -> bool {
    text.get(..at)
        .unwrap_or("")
        .chars()
        .rev()
        .take(LONGEST_QUOTE)
        .find(|mark| "“”《》。".contains(*mark))
        .is_some_and(|mark| "“《".contains(mark))
}
