//! Names of styles and signs of symbol fonts, as data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lexicon {
    /// Style names in lower case without blanks; a heading has its level behind the name.
    pub heading: Vec<String>,
    pub title: Vec<String>,
    pub subtitle: Vec<String>,
    /// An entry of a table of contents has its level behind the name.
    pub contents: Vec<String>,
    pub contents_heading: Vec<String>,
    /// What stands over a table of contents, without blanks.
    pub contents_titles: Vec<String>,
    /// Kinds of building blocks that are tables of contents.
    pub contents_galleries: Vec<String>,
    /// Signs by font in lower case and by code in hexadecimal digits.
    fonts: BTreeMap<String, BTreeMap<String, char>>,
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    serde_json::from_str(crate::bundled!("lexicon/docx.json")).expect("an embedded word list")
});

/// Codes of symbol fonts stand in the private use area, or without that offset.
const PRIVATE: u32 = 0xF000;

/// The sign that a code of a font means; fonts without a table of ours mean what Unicode says.
pub(super) fn symbol(font: &str, code: u32) -> Option<char> {
    let table = LEXICON.fonts.get(&font.to_lowercase());
    let low = if (PRIVATE..PRIVATE + 0x100).contains(&code) {
        code - PRIVATE
    } else {
        code
    };
    match table {
        Some(table) => table
            .get(&format!("{low:02X}"))
            .copied()
            .or_else(|| is_plain(low, font).then(|| char::from_u32(low)).flatten()),
        None => char::from_u32(code).filter(|sign| !is_private(*sign)),
    }
}

/// Whether the font draws the ASCII character itself: Symbol does for digits and brackets.
fn is_plain(code: u32, font: &str) -> bool {
    (0x20..0x40).contains(&code) && font.eq_ignore_ascii_case("symbol")
}

/// Whether a character means something only in one font.
pub(super) fn is_private(character: char) -> bool {
    ('\u{e000}'..='\u{f8ff}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_symbol_fonts() {
        let cases = [
            ("Symbol", 0xF0B7, Some('•')),
            ("Symbol", 0xB4, Some('×')),
            ("Symbol", 0x35, Some('5')),
            ("Wingdings", 0xF0FC, Some('✔')),
            ("wingdings", 0x81, Some('①')),
            ("Wingdings 2", 0x52, Some('☑')),
            ("Wingdings", 0xF003, None),
            ("宋体", 0x25A1, Some('□')),
            ("宋体", 0xF0B7, None),
        ];
        for (font, code, sign) in cases {
            assert_eq!(symbol(font, code), sign, "{font} {code:X}");
        }
    }
}
