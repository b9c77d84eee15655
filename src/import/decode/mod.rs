//! Which encoding the bytes are in, and the text they give.
//!
//! Order: what the user says, byte order mark, strict UTF-8, UTF-16 by its pattern, lines in UTF-8 among lines in GB18030,
//! strict GB18030 (which covers GBK and GB2312) unless it is Big5, then a guess for Chinese pages. A character cut off at
//! the end of the file, and a few damaged bytes, become U+FFFD; the reader of reports turns each into a notice.

mod mixed;
mod page;
mod wide;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, CoderResult, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE,
};
use memchr::memchr_iter;

use crate::report::Span;

pub use page::decode_page;

/// A text and the name of the encoding that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Without byte order mark; line ends as they were.
    pub text: String,
    pub encoding: &'static str,
    /// Lines in the second of two encodings, in text order; neighbours are one stretch.
    pub other_encoding: Vec<Span>,
}

impl Decoded {
    /// A text in one encoding.
    fn of(text: String, encoding: &'static Encoding) -> Decoded {
        Decoded {
            text,
            encoding: encoding.name(),
            other_encoding: Vec::new(),
        }
    }
}

/// Why bytes give no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// White space only.
    Empty,
    /// No text at all.
    Binary,
    /// Text, but in no encoding that could be told, or not in the one that was given; the first byte that does not fit
    /// stands in this line, counted from 1.
    Undecodable { line: usize },
}

/// The encodings that reports come in.
pub const ENCODINGS: [&Encoding; 6] = [UTF_8, GB18030, GBK, BIG5, UTF_16LE, UTF_16BE];

/// Of a hundred characters at most so many may be damaged before the text counts as unreadable.
const DAMAGED_PER_HUNDRED: usize = 2;

/// Of a hundred characters at most so many may be control characters before the bytes count as binary.
const CONTROLS_PER_HUNDRED: usize = 10;

/// In Big5 a comma or a stop has bytes that GB18030 leaves to private use: more than one such in so many characters.
const PRIVATE_SHARE: usize = 100;

/// The encoding of that name, one of [`ENCODINGS`].
pub fn known(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    ENCODINGS.into_iter().find(|known| *known == encoding)
}

/// Decodes a whole file, by the encoding given or else by the one detected.
pub fn decode(bytes: &[u8], given: Option<&'static Encoding>) -> Result<Decoded, DecodeError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(DecodeError::Empty);
    }
    let decoded = match given {
        Some(encoding) => as_told(encoding, bytes)?,
        None => detect(bytes)?,
    };
    if is_binary(&decoded.text) {
        return Err(DecodeError::Binary);
    }
    if decoded.text.trim().is_empty() {
        return Err(DecodeError::Empty);
    }
    Ok(decoded)
}

fn detect(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return readable(encoding, bytes.get(length..).unwrap_or_default());
    }
    let has_zeros = bytes.contains(&0);
    let decoded = if has_zeros {
        // UTF-16 is hardly ever valid UTF-8, and then nearly half of it are zeros.
        let text = strict(UTF_8, bytes);
        match text.as_ref().is_some_and(|read| !is_binary(&read.text)) {
            true => text,
            false => wide::decode(bytes).or(text),
        }
    } else {
        strict(UTF_8, bytes).or_else(|| wide::decode(bytes))
    };
    if let Some(decoded) = decoded.or_else(|| mixed::decode(bytes)) {
        return Ok(decoded);
    }
    if let Some(decoded) = strict(GB18030, bytes) {
        return Ok(traditional(bytes, &decoded).unwrap_or(decoded));
    }
    match guess(bytes) {
        Err(_) if has_zeros => Err(DecodeError::Binary),
        guessed => guessed,
    }
}

/// By the encoding given; its byte order mark is no character of the text.
fn as_told(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let length = match Encoding::for_bom(bytes) {
        Some((marked, length)) if marked == encoding => length,
        _ => 0,
    };
    readable(encoding, bytes.get(length..).unwrap_or_default())
}

/// The text with its damaged places marked; an error when they are many.
fn readable(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let text = lossy(encoding, bytes);
    if damaged(&text) * 100 > text.chars().count() * DAMAGED_PER_HUNDRED {
        return Err(undecodable(&text));
    }
    Ok(Decoded::of(text, encoding))
}

fn undecodable(text: &str) -> DecodeError {
    let before = text.split(char::REPLACEMENT_CHARACTER).next().unwrap_or("");
    DecodeError::Undecodable {
        line: before.matches('\n').count() + 1,
    }
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    Some(Decoded::of(all_but_a_cut_end(encoding, bytes)?, encoding))
}

/// The text when every character is valid, or all but one that the end of the file cuts off.
fn all_but_a_cut_end(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text =
        String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len())?);
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, false);
    if result != DecoderResult::InputEmpty || read != bytes.len() {
        return None;
    }
    let (result, _) = decoder.decode_to_string_without_replacement(&[], &mut text, true);
    if result != DecoderResult::InputEmpty {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Some(text)
}

/// The text in Big5 when the bytes are valid in it and make no sense in GB18030, in which nearly all bytes are valid.
fn traditional(bytes: &[u8], simplified: &Decoded) -> Option<Decoded> {
    let private = |c: &char| matches!(c, '\u{e000}'..='\u{f8ff}');
    let count = simplified.text.chars().filter(private).count();
    if count * PRIVATE_SHARE <= simplified.text.chars().count() {
        return None;
    }
    strict(BIG5, bytes).filter(|decoded| !decoded.text.chars().any(|c| private(&c)))
}

/// The encoding with the fewest damaged characters among the likely ones.
fn guess(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    let best = [UTF_8, GB18030, guessed]
        .into_iter()
        .filter(|encoding| encoding.is_ascii_compatible() && !encoding.is_single_byte())
        .min_by_key(|encoding| damaged(&lossy(encoding, bytes)));
    readable(best.unwrap_or(UTF_8), bytes)
}

fn lossy(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(
        decoder
            .max_utf8_buffer_length(bytes.len())
            .unwrap_or(bytes.len()),
    );
    let (result, ..) = decoder.decode_to_string(bytes, &mut text, true);
    debug_assert_eq!(result, CoderResult::InputEmpty);
    text
}

fn damaged(text: &str) -> usize {
    text.chars()
        .filter(|&character| character == char::REPLACEMENT_CHARACTER)
        .count()
}

fn is_binary(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Counted in small sums, many bytes at a time.
    let is_control = |byte: &u8| {
        u8::from((*byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0c)) || *byte == 0x7f)
    };
    let in_chunk = |chunk: &[u8]| usize::from(chunk.iter().map(is_control).sum::<u8>());
    let ascii: usize = bytes.chunks(usize::from(u8::MAX)).map(in_chunk).sum();
    // U+0080 to U+009F share their first byte.
    let others = memchr_iter(0xc2, bytes)
        .filter(|at| bytes.get(at + 1).is_some_and(|byte| *byte < 0xa0))
        .count();
    let controls = ascii + others;
    controls > 0 && controls * 100 > text.chars().count() * CONTROLS_PER_HUNDRED
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "某地法治政府建设情况报告。全年办理复议45件,𠮷镇㐂村参加。";

    fn check(bytes: &[u8], text: &str, encoding: &str) {
        let decoded = decode(bytes, None).expect("must decode");
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
    }

    #[test]
    fn encodings_are_told_apart() {
        check(TEXT.as_bytes(), TEXT, "UTF-8");
        check(
            &[b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat(),
            TEXT,
            "UTF-8",
        );
        check(&GB18030.encode(TEXT).0, TEXT, "gb18030");
        let wide: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&[b"\xFF\xFE".as_slice(), &wide].concat(), TEXT, "UTF-16LE");
        let wide: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&[b"\xFE\xFF".as_slice(), &wide].concat(), TEXT, "UTF-16BE");
    }

    #[test]
    fn half_a_character_at_the_end_is_marked() {
        let utf8 = TEXT.as_bytes();
        check(
            &[utf8, &"县".as_bytes()[..2]].concat(),
            &format!("{TEXT}\u{FFFD}"),
            "UTF-8",
        );
        let gb18030 = GB18030.encode(TEXT).0;
        check(
            &[&gb18030, &GB18030.encode("县").0[..1]].concat(),
            &format!("{TEXT}\u{FFFD}"),
            "gb18030",
        );
    }

    #[test]
    fn utf16_needs_no_mark() {
        for text in [TEXT, "甲县依法行政。\n", "甲县依法行政"] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            check(&little, text, "UTF-16LE");
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            check(&big, text, "UTF-16BE");
        }
        check(b"plain ASCII only", "plain ASCII only", "UTF-8");
        let zero = "甲县依法行政\0年度报告如下。";
        check(zero.as_bytes(), zero, "UTF-8");
    }

    #[test]
    fn big5_is_not_taken_for_gb18030() {
        let text = "某地法治政府建設情況報告，全年辦理複議四十五件。";
        check(&BIG5.encode(text).0, text, "Big5");
        let simplified = "某地法治政府建设情况报告，全年办理复议四十五件。";
        check(&GB18030.encode(simplified).0, simplified, "gb18030");
    }

    #[test]
    fn lines_of_two_encodings_are_both_read() {
        let bytes = [
            TEXT.as_bytes(),
            "\r\n2024\n2025年2月20日\n".as_bytes(),
            &GB18030.encode(TEXT).0,
            b"\n",
        ]
        .concat();
        check(
            &bytes,
            &format!("{TEXT}\r\n2024\n2025年2月20日\n{TEXT}\n"),
            "UTF-8+gb18030",
        );
        let decoded = decode(&bytes, None).expect("must decode");
        let others: Vec<&str> = decoded
            .other_encoding
            .iter()
            .map(|span| span.of(&decoded.text))
            .collect();
        assert_eq!(others, [format!("{TEXT}\n")]);
    }

    #[test]
    fn half_of_a_surrogate_pair_is_no_character_of_another_encoding() {
        let bytes = [format!("{TEXT}\n").repeat(9).as_bytes(), b"\xed\xa0\x80"].concat();
        let decoded = decode(&bytes, None).expect("must decode");
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.ends_with('\u{fffd}'), "{}", decoded.text);
    }

    #[test]
    fn a_zero_among_letters_does_not_make_utf16_of_them() {
        let text = format!(" \0{}ЁЁЁЁ{}?e", "K".repeat(30), "K".repeat(30));
        check(text.as_bytes(), &text, "UTF-8");
    }

    #[test]
    fn what_the_user_says_goes_first() {
        let bytes = GB18030.encode(TEXT).0;
        let decoded = decode(&bytes, Some(GBK)).expect("must decode");
        assert_eq!((decoded.text.as_str(), decoded.encoding), (TEXT, "GBK"));
        let lines = ["ascii\n".as_bytes(), &bytes].concat();
        assert_eq!(
            decode(&lines, Some(UTF_8)),
            Err(DecodeError::Undecodable { line: 2 })
        );
        let marked = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
        let decoded = decode(&marked, Some(UTF_8)).expect("must decode");
        assert_eq!(decoded.text, TEXT);
    }

    #[test]
    fn names_of_encodings() {
        for (label, name) in [
            ("utf8", Some("UTF-8")),
            (" GB2312 ", Some("GBK")),
            ("big5", Some("Big5")),
            ("utf-16", Some("UTF-16LE")),
            ("latin1", None),
            ("", None),
        ] {
            assert_eq!(known(label).map(Encoding::name), name, "{label}");
        }
    }

    #[test]
    fn a_damaged_byte_does_not_turn_the_text_into_another_script() {
        let long = TEXT.repeat(5);
        let mut bytes = long.into_bytes();
        bytes[9] = 0xFF;
        let decoded = decode(&bytes, None).expect("must decode");
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.contains("法治政府"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, error) in [
            (b"".as_slice(), DecodeError::Empty),
            ("\u{3000}\n ".as_bytes(), DecodeError::Empty),
            (b"\x7fELF\x02\x01\0\0\0\0\0\0\xFF\x80", DecodeError::Binary),
            (&[1; 100], DecodeError::Binary),
        ] {
            assert_eq!(decode(bytes, None), Err(error), "{bytes:?}");
        }
    }

    #[test]
    fn a_page_is_read_as_it_declares_unless_it_is_utf8() {
        let check = |bytes: &[u8], declared, encoding: &str| {
            let decoded = decode_page(bytes, None, Some(declared)).expect("must decode");
            assert_eq!((decoded.text.as_str(), decoded.encoding), (TEXT, encoding));
        };
        check(&GB18030.encode(TEXT).0, GB18030, "gb18030");
        check(TEXT.as_bytes(), GB18030, "UTF-8");
        check(&GB18030.encode(TEXT).0, UTF_8, "gb18030");
        let text = "複議";
        let decoded = decode_page(&BIG5.encode(text).0, None, Some(BIG5)).expect("must decode");
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, "Big5"));
    }
}
