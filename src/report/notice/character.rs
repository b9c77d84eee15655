//! Characters that say that something went wrong on the way: hidden, lost, garbled, look-alikes, traditional ones.

use std::sync::LazyLock;

use serde::Deserialize;

use super::one;
use crate::report::charset::CharSet;
use crate::report::text::{is_foreign_letter, usual};
use crate::report::{Notice, NoticeKind, Span, lexicon, mark};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// Characters that only traditional texts have.
    traditional: String,
    /// What a wrong encoding makes of any text.
    garbled: Vec<String>,
}

struct Signs {
    traditional: CharSet,
    garbled: Vec<String>,
}

static SIGNS: LazyLock<Signs> = LazyLock::new(|| {
    let words: Words = lexicon::read(
        "characters.json",
        crate::bundled!("lexicon/characters.json"),
    );
    Signs {
        traditional: CharSet::of(std::iter::once(words.traditional.as_str())),
        garbled: words.garbled,
    }
});

pub(super) fn notices(source: &str) -> Vec<Notice> {
    let mut notices = runs(source);
    let begin = sample(source);
    for sign in &SIGNS.garbled {
        let found = begin.match_indices(sign.as_str());
        notices
            .extend(found.map(|(at, _)| one(NoticeKind::Garbled, Span::new(at, at + sign.len()))));
    }
    notices.extend(traditional(begin));
    notices
}

/// How many bytes are looked at closely: what is wrong with a file as a whole shows at its beginning.
const SAMPLE: usize = 20_000;

fn sample(source: &str) -> &str {
    let end = (0..4)
        .filter_map(|less| SAMPLE.checked_sub(less))
        .find(|end| source.is_char_boundary(*end));
    end.and_then(|end| source.get(..end)).unwrap_or(source)
}

/// Runs of neighbouring characters that are wrong in the same way.
fn runs(source: &str) -> Vec<Notice> {
    let mut notices: Vec<Notice> = Vec::new();
    let mut next = 0;
    while let Some(at) = suspect(source, next) {
        let Some(character) = source.get(at..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        next = at + character.len_utf8();
        let Some(kind) = fault(character, source.get(..at).unwrap_or("")) else {
            continue;
        };
        match notices
            .last_mut()
            .filter(|last| last.kind == kind && last.span.end == at)
        {
            Some(last) => last.span.end = next,
            None => notices.push(one(kind, Span::new(at, next))),
        }
    }
    notices
}

/// Where the next character stands that may be wrong; nearly all of a text is passed over by first bytes.
fn suspect(source: &str, from: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut at = from;
    loop {
        let first = *bytes.get(at)?;
        match STEP.get(usize::from(first)) {
            Some(&len) if len > 0 => at += usize::from(len),
            // 、。《》 share their first byte with Zhuyin letters and look-alikes, “” and … theirs with hidden marks.
            _ => match (first, bytes.get(at + 1), bytes.get(at + 2)) {
                (0xe3, Some(0x80), _) => at += 3,
                (0xe2, Some(0x80), Some(0x90..=0xa7)) => at += 3,
                _ => return Some(at),
            },
        }
    }
}

/// Bytes of the character that begins with a byte; 0 where it may be wrong: control characters, vowels with a tone, Greek
/// and Cyrillic letters, tags, and the blocks U+0080, U+2000, U+3000 and U+F000.
const STEP: [u8; 256] = {
    let mut step = mark::utf8_lens();
    let mut byte = 0;
    while byte < b' ' {
        step[byte as usize] = matches!(byte, b'\n' | b'\r' | b'\t') as u8;
        byte += 1;
    }
    let others = [
        0x7f, 0xc2, 0xc4, 0xc5, 0xc7, 0xce, 0xcf, 0xd0, 0xd1, 0xd2, 0xd4, 0xe2, 0xe3, 0xef, 0xf3,
    ];
    let mut idx = 0;
    while idx < others.len() {
        step[others[idx]] = 0;
        idx += 1;
    }
    step
};

fn fault(character: char, before: &str) -> Option<NoticeKind> {
    match character {
        '\n' | '\r' | '\t' => None,
        '\u{fffd}' => Some(NoticeKind::Undecodable),
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => Some(NoticeKind::ControlCharacter),
        // Zhuyin letters stand in no report; `（一）` becomes them in the wrong encoding.
        '\u{3105}'..='\u{312f}' => Some(NoticeKind::Garbled),
        '\u{2e80}'..='\u{2fd5}' | '\u{f900}'..='\u{faff}' => {
            usual(character).map(|_| NoticeKind::LookAlike)
        }
        _ if is_foreign_letter(character) => Some(NoticeKind::ForeignLetter),
        _ if is_toned(character) => before
            .ends_with(|before: char| before.is_ascii_lowercase() || "(（".contains(before))
            .then_some(NoticeKind::Garbled),
        _ if character.is_control() => Some(NoticeKind::ControlCharacter),
        _ => None,
    }
}

/// A vowel of pinyin with its tone, as in 領(lǐng)導(dǎo).
fn is_toned(character: char) -> bool {
    "āǎēěīǐōǒūǔǖǘǚǜ".contains(character)
}

/// Fewer ideographs say nothing.
const FEWEST: usize = 100;
/// One in so many characters of a traditional text is one that simplified texts do not have; names have some.
const ONE_IN: usize = 25;

fn traditional(text: &str) -> Option<Notice> {
    let signs = &SIGNS.traditional;
    let first = signs.next_in(text, 0)?;
    let found = std::iter::successors(Some(first), |at| signs.next_in(text, at + WIDE)).count();
    let all = text.chars().filter(|c| is_ideograph(*c)).count();
    (all >= FEWEST && found * ONE_IN >= all)
        .then(|| one(NoticeKind::Traditional, Span::new(first, first + WIDE)))
}

/// Bytes of an ideograph of the usual block.
const WIDE: usize = 3;

fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[(NoticeKind, &str)]) {
        let found = notices(source);
        let found: Vec<(NoticeKind, &str)> = found
            .iter()
            .map(|notice| (notice.kind, notice.span.of(source)))
            .collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn characters_tell_what_went_wrong() {
        check("全县共办结3件。", &[]);
        check(
            "?。ㄒ唬┮婪ㄐ姓",
            &[(NoticeKind::Garbled, "ㄒ"), (NoticeKind::Garbled, "ㄐ")],
        );
        check("加强領(lǐng)导", &[(NoticeKind::Garbled, "ǐ")]);
        check("café", &[]);
        check("⼀、成效", &[(NoticeKind::LookAlike, "⼀")]);
        check("提速А项", &[(NoticeKind::ForeignLetter, "А")]);
        check("提速ԁ项", &[(NoticeKind::ForeignLetter, "ԁ")]);
        check("提速α项", &[]);
        check(
            "锟斤拷锟斤拷",
            &[
                (NoticeKind::Garbled, "锟斤拷"),
                (NoticeKind::Garbled, "锟斤拷"),
            ],
        );
        check(
            "全\u{200b}\u{200b}县\u{fffd}",
            &[
                (NoticeKind::ControlCharacter, "\u{200b}\u{200b}"),
                (NoticeKind::Undecodable, "\u{fffd}"),
            ],
        );
    }

    #[test]
    fn a_traditional_text_is_told_from_a_traditional_name() {
        let simplified = "全县坚持依法行政，办理案件，培训人员。".repeat(10);
        check(&format!("{simplified}東"), &[]);
        let text = "全縣堅持依法行政，辦理案件，培訓人員。".repeat(10);
        check(&text, &[(NoticeKind::Traditional, "縣")]);
    }
}
