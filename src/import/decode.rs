//! Which encoding the bytes are in, and the text they give.
//!
//! Order: byte order mark, strict UTF-8, strict GB18030, then a guess for Chinese pages. A character cut off at the end of
//! the file, and a few damaged bytes, become U+FFFD; the reader of reports turns each into a notice.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, DecoderResult, Encoding, GB18030, UTF_8};

use super::{Format, ImportErrorKind};

/// A text and the name of the encoding that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Without byte order mark; line ends as they were.
    pub text: String,
    pub encoding: &'static str,
}

/// Of a hundred characters at most so many may be damaged before the text counts as unreadable.
const DAMAGED_PER_HUNDRED: usize = 2;

/// Of a hundred characters at most so many may be control characters before the bytes count as binary.
const CONTROLS_PER_HUNDRED: usize = 10;

/// Decodes a whole file.
pub fn decode(bytes: &[u8]) -> Result<Decoded, ImportErrorKind> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportErrorKind::Empty);
    }
    if let Some(format) = format(bytes) {
        return Err(ImportErrorKind::Format(format));
    }
    let decoded = with_mark(bytes).or_else(|| strict(bytes));
    if decoded.is_none() && bytes.contains(&0) {
        return Err(ImportErrorKind::Binary);
    }
    let decoded = match decoded {
        Some(decoded) => decoded,
        None => guess(bytes)?,
    };
    if is_binary(&decoded.text) {
        return Err(ImportErrorKind::Binary);
    }
    if decoded.text.trim().is_empty() {
        return Err(ImportErrorKind::Empty);
    }
    Ok(decoded)
}

fn format(bytes: &[u8]) -> Option<Format> {
    let magic: [(&[u8], Format); 7] = [
        (b"%PDF-", Format::Pdf),
        (b"PK\x03\x04", Format::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::Ole),
        (b"{\\rtf", Format::Rtf),
        (b"\xFF\xD8\xFF", Format::Image),
        (b"\x89PNG", Format::Image),
        (b"GIF8", Format::Image),
    ];
    let known = magic
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, format)| *format);
    known.or_else(|| is_html(bytes).then_some(Format::Html))
}

fn is_html(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes
        .iter()
        .take(1024)
        .map(u8::to_ascii_lowercase)
        .collect();
    let marks: [&[u8]; 3] = [b"<!doctype html", b"<html", b"<head"];
    marks
        .iter()
        .any(|mark| head.windows(mark.len()).any(|window| window == *mark))
}

fn with_mark(bytes: &[u8]) -> Option<Decoded> {
    let (encoding, length) = Encoding::for_bom(bytes)?;
    let (text, _) = encoding.decode_without_bom_handling(bytes.get(length..)?);
    Some(Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
    })
}

fn strict(bytes: &[u8]) -> Option<Decoded> {
    [UTF_8, GB18030].into_iter().find_map(|encoding| {
        let text = all_but_a_cut_end(encoding, bytes)?;
        Some(Decoded {
            text,
            encoding: encoding.name(),
        })
    })
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

/// The encoding with the fewest damaged characters among the likely ones.
fn guess(bytes: &[u8]) -> Result<Decoded, ImportErrorKind> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    let best = [UTF_8, GB18030, guessed]
        .into_iter()
        .filter(|encoding| encoding.is_ascii_compatible() && !encoding.is_single_byte())
        .map(|encoding| (lossy(encoding, bytes), encoding.name()))
        .min_by_key(|(text, _)| damaged(text));
    match best {
        Some((text, encoding))
            if damaged(&text) * 100 <= text.chars().count() * DAMAGED_PER_HUNDRED =>
        {
            Ok(Decoded { text, encoding })
        }
        _ => Err(ImportErrorKind::Encoding),
    }
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
    let controls = text
        .chars()
        .filter(|&c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
        .count();
    controls * 100 > text.chars().count() * CONTROLS_PER_HUNDRED
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "某地法治政府建设情况报告。全年办理复议45件,𠮷镇㐂村参加。";

    fn check(bytes: &[u8], text: &str, encoding: &str) {
        let decoded = decode(bytes).expect("must decode");
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
    fn a_damaged_byte_does_not_turn_the_text_into_another_script() {
        let long = TEXT.repeat(5);
        let mut bytes = long.into_bytes();
        bytes[9] = 0xFF;
        let decoded = decode(&bytes).expect("must decode");
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.contains("法治政府"));
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert!(matches!(decode(b""), Err(ImportErrorKind::Empty)));
        assert!(matches!(
            decode("\u{3000}\n ".as_bytes()),
            Err(ImportErrorKind::Empty)
        ));
        assert!(matches!(
            decode(b"%PDF-1.7 ..."),
            Err(ImportErrorKind::Format(Format::Pdf))
        ));
        assert!(matches!(
            decode(b"<!DOCTYPE HTML><p>"),
            Err(ImportErrorKind::Format(Format::Html))
        ));
        assert!(matches!(
            decode(b"\x7fELF\x02\x01\0\0\0\0\0\0\xFF\x80"),
            Err(ImportErrorKind::Binary)
        ));
        assert!(matches!(decode(&[1; 100]), Err(ImportErrorKind::Binary)));
    }
}
