//! Character maps: how bytes split into codes, and what a code stands for.
//!
//! The same syntax serves ToUnicode maps (code to text) and embedded encodings (code to glyph number).

use std::collections::BTreeMap;

use crate::import::pdf::lexer::{Lexer, Token};

/// A parsed character map.
#[derive(Debug, Default)]
pub(in crate::import::pdf) struct CMap {
    /// Code lengths, with the lowest and the highest code of each space.
    spaces: Vec<(usize, u32, u32)>,
    /// First code of a range: its last code, and the text of the first.
    texts: BTreeMap<u32, (u32, String)>,
    /// First code of a range: its last code, and the glyph number of the first.
    glyphs: BTreeMap<u32, (u32, u32)>,
    pub vertical: bool,
    /// The map that this one builds on.
    pub base: Option<Vec<u8>>,
}

/// More entries than any font has glyphs: the rest is not read.
const MOST_ENTRIES: usize = 200_000;

/// More tokens between two operators than a block of a hundred entries, or one array of texts, can have.
const MOST_OPERANDS: usize = 70_000;

impl CMap {
    /// Reads what can be read; a damaged map gives what stands before and behind the damage.
    pub fn parse(bytes: &[u8]) -> CMap {
        let mut map = CMap::default();
        let mut operands: Vec<Token> = Vec::new();
        for token in Lexer::new(bytes) {
            let Token::Operator(operator) = token else {
                if operands.len() < MOST_OPERANDS {
                    operands.push(token);
                }
                continue;
            };
            map.run(operator, &operands);
            operands.clear();
            if map.texts.len() + map.glyphs.len() > MOST_ENTRIES {
                break;
            }
        }
        map
    }

    fn run(&mut self, operator: &[u8], operands: &[Token]) {
        match operator {
            b"endcodespacerange" => self.code_spaces(operands),
            b"endbfchar" => self.characters(operands),
            b"endbfrange" => self.ranges(operands),
            b"endcidchar" => {
                for pair in operands.chunks_exact(2) {
                    if let [Token::Text(code), Token::Number(glyph)] = pair {
                        let code = big_endian(code);
                        self.glyphs.insert(code, (code, *glyph as u32));
                    }
                }
            }
            b"endcidrange" => {
                for triple in operands.chunks_exact(3) {
                    if let [Token::Text(first), Token::Text(last), Token::Number(glyph)] = triple {
                        self.glyphs
                            .insert(big_endian(first), (big_endian(last), *glyph as u32));
                    }
                }
            }
            b"usecmap" => {
                if let Some(Token::Name(name)) = operands.last() {
                    self.base = Some(name.clone());
                }
            }
            b"def" => {
                if let [.., Token::Name(name), Token::Number(value)] = operands
                    && name == b"WMode"
                {
                    self.vertical = *value == 1.0;
                }
            }
            _ => {}
        }
    }

    fn code_spaces(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Text(low), Token::Text(high)] = pair
                && (1..=4).contains(&low.len())
                && self.spaces.len() < 1000
            {
                self.spaces
                    .push((low.len(), big_endian(low), big_endian(high)));
            }
        }
    }

    fn characters(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            let [Token::Text(code), target] = pair else {
                continue;
            };
            let text = match target {
                Token::Text(bytes) => utf16(bytes),
                Token::Name(name) => super::names::letter(name).map(String::from),
                _ => None,
            };
            if let Some(text) = text {
                let code = big_endian(code);
                self.texts.insert(code, (code, text));
            }
        }
    }

    fn ranges(&mut self, operands: &[Token]) {
        let mut rest = operands.iter();
        while let (Some(Token::Text(first)), Some(Token::Text(last)), Some(target)) =
            (rest.next(), rest.next(), rest.next())
        {
            let (first, last) = (big_endian(first), big_endian(last));
            match target {
                Token::Text(bytes) => {
                    if let Some(text) = utf16(bytes) {
                        self.texts.insert(first, (last, text));
                    }
                }
                Token::ArrayStart => {
                    let texts = rest.by_ref().map_while(|token| match token {
                        Token::Text(bytes) => Some(bytes),
                        _ => None,
                    });
                    for (code, bytes) in (first..=u32::MAX).zip(texts) {
                        if let Some(text) = utf16(bytes) {
                            self.texts.insert(code, (code, text));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    pub fn has_texts(&self) -> bool {
        !self.texts.is_empty()
    }

    pub fn has_code_spaces(&self) -> bool {
        !self.spaces.is_empty()
    }

    /// How many bytes the next code has.
    pub fn code_length(&self, bytes: &[u8]) -> usize {
        (1..=4.min(bytes.len()))
            .find(|&length| {
                let code = big_endian(bytes.get(..length).unwrap_or_default());
                self.spaces
                    .iter()
                    .any(|space| space.0 == length && in_space(code, *space))
            })
            .or_else(|| self.spaces.iter().map(|space| space.0).min())
            .unwrap_or(1)
    }

    /// The glyph number of a code.
    pub fn glyph(&self, code: u32) -> Option<u32> {
        let (first, (last, glyph)) = self.glyphs.range(..=code).next_back()?;
        (code <= *last).then(|| glyph.saturating_add(code - first))
    }

    /// Writes what a code stands for; `false` when the map does not say.
    pub fn write(&self, code: u32, text: &mut String) -> bool {
        let Some((first, (last, target))) = self.texts.range(..=code).next_back() else {
            return false;
        };
        if code > *last {
            return false;
        }
        let mut letters = target.chars();
        let Some(end) = letters.next_back() else {
            return false;
        };
        let end = u32::from(end)
            .checked_add(code - first)
            .and_then(char::from_u32);
        let Some(end) = end else { return false };
        text.push_str(letters.as_str());
        text.push(end);
        true
    }
}

/// A code lies in a space when each of its bytes lies between those of the bounds.
fn in_space(code: u32, (length, low, high): (usize, u32, u32)) -> bool {
    (0..length).all(|idx| {
        let byte = |code: u32| code >> (8 * idx) & 0xFF;
        (byte(low)..=byte(high)).contains(&byte(code))
    })
}

pub(super) fn big_endian(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |code, &byte| code << 8 | u32::from(byte))
}

/// The target of an entry; nothing when it says that the glyph has no meaning.
fn utf16(bytes: &[u8]) -> Option<String> {
    let units = match bytes {
        [single] => vec![u16::from(*single)],
        _ => bytes
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect(),
    };
    let text: String = char::decode_utf16(units)
        .filter_map(Result::ok)
        .filter(|letter| *letter != '\0')
        .collect();
    (!text.is_empty() && text != "\u{FFFD}").then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(map: &str, cases: &[(u32, Option<&str>)]) {
        let map = CMap::parse(map.as_bytes());
        for (code, expected) in cases {
            let mut text = String::new();
            let found = map.write(*code, &mut text);
            assert_eq!(
                found.then_some(text.as_str()),
                *expected,
                "code {code:04x} of {map:?}"
            );
        }
    }

    #[test]
    fn single_codes_ranges_and_arrays() {
        check(
            "2 beginbfchar <0001> <6CD5> <02> <D842DFB7> endbfchar",
            &[(1, Some("法")), (2, Some("𠮷")), (3, None)],
        );
        check(
            "1 beginbfrange <0010> <0012> <0041> <20><22>[<006600660069> <4E00> /comma] endbfrange",
            &[
                (0x0F, None),
                (0x10, Some("A")),
                (0x12, Some("C")),
                (0x13, None),
                (0x20, Some("ffi")),
                (0x21, Some("一")),
                (0x22, None),
            ],
        );
    }

    #[test]
    fn damage_costs_only_what_it_touches() {
        check(
            "beginbfchar <01> <4E00> <02> endbfchar beginbfchar <03> <4E8C> endbfchar",
            &[(1, Some("一")), (2, None), (3, Some("二"))],
        );
        check(
            "beginbfchar <01> <FFFD> <02> <> <03> <D800> endbfchar",
            &[(1, None), (2, None), (3, None)],
        );
        check(
            "beginbfrange <01> <FFFFFFFF> <FFFF> endbfrange",
            &[(0xFFFF_FFFF, None)],
        );
    }

    #[test]
    fn code_spaces_tell_the_length_of_a_code() {
        let map = CMap::parse(
            b"2 begincodespacerange <00> <80> <8140> <fefe> endcodespacerange 1 begincidrange <8140> <8142> 7 endcidrange",
        );
        assert_eq!(map.code_length(b"A"), 1);
        assert_eq!(map.code_length(b"\xB0\xA1"), 2);
        assert_eq!(map.code_length(b"\xB0\x01"), 1);
        assert_eq!((map.glyph(0x8142), map.glyph(0x8143)), (Some(9), None));
    }
}
