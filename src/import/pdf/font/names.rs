//! Simple fonts: one byte a letter, by a known encoding or by the names of the glyphs.

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use lopdf::{Dictionary, Object};

use crate::import::pdf::source::Source;

/// What each byte stands for.
pub(super) type Table = Vec<Option<char>>;

/// Names of the printable ASCII characters, in their order.
const ASCII: &str = "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright \
    asterisk plus comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less \
    equal greater question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright \
    asciicircum underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde";

/// Names of other characters that are met in Chinese documents.
const OTHERS: [(&str, char); 44] = [
    ("bullet", '•'),
    ("cent", '¢'),
    ("circle", '○'),
    ("copyright", '©'),
    ("degree", '°'),
    ("divide", '÷'),
    ("ellipsis", '…'),
    ("emdash", '—'),
    ("endash", '–'),
    ("euro", '€'),
    ("Euro", '€'),
    ("ff", '\u{FB00}'),
    ("ffi", '\u{FB03}'),
    ("ffl", '\u{FB04}'),
    ("fi", '\u{FB01}'),
    ("fl", '\u{FB02}'),
    ("fraction", '⁄'),
    ("greaterequal", '≥'),
    ("guillemotleft", '«'),
    ("guillemotright", '»'),
    ("guilsinglleft", '‹'),
    ("guilsinglright", '›'),
    ("lessequal", '≤'),
    ("macron", '¯'),
    ("middot", '·'),
    ("minus", '−'),
    ("mu", 'µ'),
    ("multiply", '×'),
    ("nbspace", ' '),
    ("notequal", '≠'),
    ("onequarter", '¼'),
    ("onehalf", '½'),
    ("paragraph", '¶'),
    ("periodcentered", '·'),
    ("perthousand", '‰'),
    ("plusminus", '±'),
    ("quotedblbase", '„'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotesinglbase", '‚'),
    ("registered", '®'),
    ("section", '§'),
];

/// The character that a glyph is named for: a known name, `uni6CD5`, `u1F600`; parts behind a dot do not count.
pub(super) fn letter(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    if let Some(idx) = ASCII.split_whitespace().position(|known| known == name) {
        return u32::try_from(idx + 0x20).ok().and_then(char::from_u32);
    }
    if let Some((_, letter)) = OTHERS.iter().find(|(known, _)| *known == name) {
        return Some(*letter);
    }
    let code = match name.strip_prefix("uni") {
        Some(code) if code.len() == 4 => Some(code),
        _ => name
            .strip_prefix('u')
            .filter(|code| (4..=6).contains(&code.len())),
    };
    u32::from_str_radix(code?, 16).ok().and_then(char::from_u32)
}

/// The table of a simple font without a ToUnicode map; `None` when nothing in the file tells what its codes mean.
pub(super) fn table(font: &Dictionary, source: &Source) -> Option<Table> {
    match source.get(font, b"Encoding") {
        Some(Object::Name(name)) => Some(base(name)),
        Some(Object::Dictionary(encoding)) => {
            let mut table = match source.get(encoding, b"BaseEncoding") {
                Some(Object::Name(name)) => base(name),
                _ if is_own(font, source) => vec![None; 256],
                _ => base(b"StandardEncoding"),
            };
            if let Some(Object::Array(differences)) = source.get(encoding, b"Differences") {
                change(&mut table, differences, source);
            }
            Some(table)
        }
        _ if is_own(font, source) => None,
        _ => Some(base(b"StandardEncoding")),
    }
}

/// Whether the font brings its own glyphs, in an order that may be its own too.
fn is_own(font: &Dictionary, source: &Source) -> bool {
    if source.name(font, b"Subtype") == Some(b"Type3") {
        return true;
    }
    let Some(descriptor) = source.dictionary(font, b"FontDescriptor") else {
        return false;
    };
    let symbolic = source
        .number(descriptor, b"Flags")
        .is_some_and(|flags| flags as u32 & 4 != 0);
    let embedded = [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"]
        .iter()
        .any(|key| descriptor.has(key));
    symbolic && embedded
}

fn change(table: &mut Table, differences: &[Object], source: &Source) {
    let mut code = 0usize;
    for difference in differences {
        match source.resolve(difference) {
            Some(Object::Integer(number)) => code = usize::try_from(*number).unwrap_or(256),
            Some(Object::Name(name)) => {
                if let Some(entry) = table.get_mut(code) {
                    *entry = letter(name);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
}

fn base(name: &[u8]) -> Table {
    let encoding = match name {
        b"MacRomanEncoding" => MACINTOSH,
        _ => WINDOWS_1252,
    };
    let mut table: Table = (0..=255u8)
        .map(|byte| {
            encoding
                .decode_without_bom_handling(&[byte])
                .0
                .chars()
                .next()
                .filter(|letter| !letter.is_control())
        })
        .collect();
    if name == b"StandardEncoding" {
        for (code, letter) in [
            (0x27, '’'),
            (0x60, '‘'),
            (0xAA, '“'),
            (0xBA, '”'),
            (0xB1, '–'),
            (0xD0, '—'),
        ] {
            if let Some(entry) = table.get_mut(code) {
                *entry = Some(letter);
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyph_names_say_their_letters() {
        for (name, expected) in [
            ("A", Some('A')),
            ("space", Some(' ')),
            ("asciitilde", Some('~')),
            ("quotedblleft", Some('“')),
            ("uni6CD5", Some('法')),
            ("u20BB7", Some('𠮷')),
            ("one.tnum", Some('1')),
            ("g17", None),
            (".notdef", None),
            ("uniD800", None),
        ] {
            assert_eq!(letter(name.as_bytes()), expected, "{name}");
        }
    }

    #[test]
    fn encodings_differ_where_they_should() {
        let at = |name: &[u8], code: usize| base(name).get(code).copied().flatten();
        assert_eq!(at(b"WinAnsiEncoding", 0x93), Some('“'));
        assert_eq!(at(b"MacRomanEncoding", 0xD2), Some('“'));
        assert_eq!(at(b"StandardEncoding", 0xAA), Some('“'));
        assert_eq!(at(b"WinAnsiEncoding", 0x41), Some('A'));
        assert_eq!(at(b"WinAnsiEncoding", 0x05), None);
    }
}
