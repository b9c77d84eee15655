//! The character maps that PDF knows by name: their codes are the codes of a character set.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};

/// A character set whose codes a string holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Charset {
    /// One to four bytes a character.
    Bytes(&'static Encoding),
    /// Big endian; UCS-2 is the same with fewer characters.
    Utf16,
    Utf8,
    Utf32,
}

/// The glyph numbers of the first ASCII character, in the collections that have half-width letters apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Letters {
    Proportional,
    HalfWidth,
}

/// Which characters a predefined map stands for: the part of the name before `-H` or `-V`.
pub(super) fn named(name: &str) -> Option<(Charset, Letters)> {
    let charset = match name {
        "GB-EUC" | "GBpc-EUC" | "GBK-EUC" | "GBKp-EUC" | "GBK2K" => Charset::Bytes(GB18030),
        "B5pc" | "ETen-B5" | "ETenms-B5" | "HKscs-B5" => Charset::Bytes(BIG5),
        "83pv-RKSJ" | "90ms-RKSJ" | "90msp-RKSJ" | "90pv-RKSJ" | "Add-RKSJ" | "Ext-RKSJ" => {
            Charset::Bytes(SHIFT_JIS)
        }
        "EUC" => Charset::Bytes(EUC_JP),
        "KSC-EUC" | "KSCms-UHC" | "KSCms-UHC-HW" | "KSCpc-EUC" => Charset::Bytes(EUC_KR),
        _ if !name.starts_with("Uni") => return None,
        _ if name.contains("-UCS2") || name.contains("-UTF16") => Charset::Utf16,
        _ if name.contains("-UTF8") => Charset::Utf8,
        _ if name.contains("-UTF32") => Charset::Utf32,
        _ => return None,
    };
    let letters = match name {
        "GB-EUC" | "GBK-EUC" | "GBK2K" => Letters::HalfWidth,
        _ => Letters::Proportional,
    };
    Some((charset, letters))
}

impl Charset {
    /// How many bytes the next character has.
    pub fn code_length(self, bytes: &[u8]) -> usize {
        let lead = bytes.first().copied().unwrap_or(0);
        let next = bytes.get(1).copied().unwrap_or(0);
        match self {
            Charset::Utf32 => 4,
            Charset::Utf16 if (0xD8..=0xDB).contains(&lead) => 4,
            Charset::Utf16 => 2,
            Charset::Utf8 => match lead {
                0..0xC0 => 1,
                0xC0..0xE0 => 2,
                0xE0..0xF0 => 3,
                _ => 4,
            },
            Charset::Bytes(_) if lead < 0x81 => 1,
            Charset::Bytes(set) if set == SHIFT_JIS && (0xA0..0xE0).contains(&lead) => 1,
            Charset::Bytes(set) if set == EUC_JP && lead == 0x8F => 3,
            Charset::Bytes(set) if set == GB18030 && next.is_ascii_digit() => 4,
            Charset::Bytes(_) => 2,
        }
    }

    /// Writes the character of a code; `false` when the set has none.
    pub fn write(self, code: &[u8], text: &mut String) -> bool {
        let letter = match self {
            Charset::Bytes(set) => {
                let decoded = set.decode_without_bom_handling_and_without_replacement(code);
                return match decoded {
                    Some(decoded) => {
                        text.push_str(&decoded);
                        true
                    }
                    None => false,
                };
            }
            Charset::Utf16 => {
                let units = code
                    .chunks_exact(2)
                    .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                char::decode_utf16(units).next().and_then(Result::ok)
            }
            Charset::Utf8 => std::str::from_utf8(code)
                .ok()
                .and_then(|code| code.chars().next()),
            Charset::Utf32 => char::from_u32(super::cmap::big_endian(code)),
        };
        letter.inspect(|letter| text.push(*letter)).is_some()
    }
}

impl Letters {
    /// The glyph number of a character: those of ASCII are the same in all collections, or known for the Chinese one.
    pub fn glyph(self, letter: char) -> Option<u32> {
        let code = u32::from(letter);
        (0x20..0x7F).contains(&code).then(|| match self {
            Letters::Proportional => code - 0x1F,
            Letters::HalfWidth => code - 0x20 + 814,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, bytes: &[u8], expected: &str) {
        let (charset, _) = named(name).expect("a known map");
        let mut text = String::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let length = charset.code_length(rest).min(rest.len());
            let (code, behind) = rest.split_at(length);
            if !charset.write(code, &mut text) {
                text.push('?');
            }
            rest = behind;
        }
        assert_eq!(text, expected, "{name}");
    }

    #[test]
    fn the_codes_are_those_of_the_character_set() {
        check(
            "GBK-EUC",
            b"2024\xC4\xEA\xA1\xB0\xD2\xBB\xA1\xB1",
            "2024年“一”",
        );
        check("GBK2K", b"\x81\x39\xEF\x30a", "㐁a");
        check("UniGB-UCS2", b"\x00A\x6C\xD5", "A法");
        check("UniGB-UTF16", b"\xD8\x42\xDF\xB7\x00,", "𠮷,");
        check("UniGB-UTF8", "法a".as_bytes(), "法a");
        check("UniCNS-UTF32", b"\0\0\x6C\xD5", "法");
        check("ETen-B5", b"\xAAk1", "法1");
        check("90ms-RKSJ", b"\x96@1", "法1");
        check("KSC-EUC", b"\xDB\xF61", "法1");
    }

    #[test]
    fn what_is_cut_off_or_unknown_is_not_invented() {
        check("GBK-EUC", b"\xB0", "?");
        check("UniGB-UCS2", b"\xDC\x00\x00", "??");
        assert_eq!(named("Identity"), None);
        assert_eq!(named("Unicorn"), None);
    }
}
