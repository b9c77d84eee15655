//! Lines in UTF-8 among lines in GB18030, as when pages of two sites were put into one file.

use encoding_rs::{GB18030, UTF_8};

use super::{Decoded, all_but_a_cut_end, damaged, lossy};
use crate::report::Span;

/// So many ideographs in a line are no accident: neither of valid UTF-8 that was GB18030, nor the other way round.
const IDEOGRAPHS: usize = 4;

/// What the bytes of a line are.
enum Line {
    /// The same in both.
    Ascii,
    Utf8(String),
    Gb18030(String),
}

/// The text when there are lines of either encoding, each line is whole in its own, and one of GB18030 says enough: a few
/// damaged bytes are characters in it as well.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let mut text = String::new();
    let (mut has_utf8, mut has_gb18030) = (false, false);
    let mut others: Vec<Span> = Vec::new();
    for bytes in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line(bytes)? {
            Line::Ascii => text.push_str(std::str::from_utf8(bytes).ok()?),
            Line::Utf8(line) => {
                has_utf8 = true;
                text.push_str(&line);
            }
            Line::Gb18030(line) => {
                has_gb18030 |= common(bytes) >= IDEOGRAPHS;
                let start = text.len();
                text.push_str(&line);
                match others.last_mut().filter(|last| last.end == start) {
                    Some(last) => last.end = text.len(),
                    None => others.push(Span::new(start, text.len())),
                }
            }
        }
    }
    (has_utf8 && has_gb18030).then_some(Decoded {
        text,
        encoding: "UTF-8+gb18030",
        other_encoding: others,
    })
}

/// How many pairs of a line of GB18030 are ideographs of GB2312, which common words are written with.
fn common(bytes: &[u8]) -> usize {
    let (mut count, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        let next = bytes.get(at + 1);
        count += usize::from((0xb0..=0xf7).contains(byte) && next.is_some_and(|next| *next > 0xa0));
        at += if byte.is_ascii() { 1 } else { 2 };
    }
    count
}

/// None when the line is damaged in both.
fn line(bytes: &[u8]) -> Option<Line> {
    if bytes.is_ascii() {
        return Some(Line::Ascii);
    }
    let utf8 = lossy(UTF_8, bytes);
    let ideographs = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let is_utf8 = utf8.chars().filter(ideographs).count() >= IDEOGRAPHS;
    match damaged(&utf8) {
        0 if is_utf8 => Some(Line::Utf8(utf8)),
        // Mostly UTF-8 with a damaged byte: GB18030 would only make other characters of it.
        count if is_utf8 && count * 4 < utf8.chars().count() => None,
        // A short line, such as a date, is what it can be.
        count => match all_but_a_cut_end(GB18030, bytes) {
            Some(line) => Some(Line::Gb18030(line)),
            None => (count == 0).then_some(Line::Utf8(utf8)),
        },
    }
}
