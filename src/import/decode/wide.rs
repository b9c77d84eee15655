//! UTF-16 without a byte order mark, by the characters that its pairs of bytes give.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::{Decoded, lossy};

/// So many of a hundred characters must be ones that reports are written in.
const USUAL_PER_HUNDRED: usize = 95;

/// As many characters tell enough.
const SAMPLE: usize = 4096;

/// The text when the bytes are UTF-16 in either order.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    [UTF_16LE, UTF_16BE].into_iter().find_map(|encoding| {
        looks_usual(encoding, bytes).then(|| Decoded::of(lossy(encoding, bytes), encoding))
    })
}

fn looks_usual(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE * 2).unwrap_or(bytes);
    let text = lossy(encoding, sample);
    let total = text.chars().count();
    let usual = text.chars().filter(|&c| is_usual(c)).count();
    total > 1 && usual * 100 >= total * USUAL_PER_HUNDRED
}

fn is_usual(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\t' | ' '..='~' | '\u{a0}' | '\u{b7}' | '\u{2010}'..='\u{2030}'
            | '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{2ffff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'
    )
}
