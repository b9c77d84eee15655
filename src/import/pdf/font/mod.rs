//! Fonts: from the bytes of a string to letters and advances.

mod charset;
mod cmap;
mod names;
mod outline;
mod width;

use std::collections::HashMap;

use lopdf::{Dictionary, Object};

use super::source::Source;
use crate::import::ExtractError;
use charset::{Charset, Letters};
use cmap::CMap;
use width::Widths;

/// A font as a page uses it.
pub(super) struct Font {
    codes: Codes,
    /// What the file itself says about its codes; goes before `meaning`.
    unicode: Option<CMap>,
    meaning: Meaning,
    widths: Widths,
    /// Text runs down the page.
    pub vertical: bool,
    /// Size of a width unit against the font size.
    unit: f32,
    /// The name without the tag of a subset.
    pub name: String,
    pub weight: Weight,
}

/// How a font stands out; in the order in which headings of Chinese documents rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Weight {
    #[default]
    Regular,
    /// 楷体.
    Script,
    /// 黑体, or bold.
    Bold,
}

/// How a string splits into codes.
enum Codes {
    Bytes,
    Pairs,
    Charset(Charset),
    Embedded(CMap),
}

/// What a code means where the file has no table for it.
enum Meaning {
    Unknown,
    Charset(Charset, Letters),
    Table(names::Table),
    Glyphs(HashMap<u32, char>),
}

/// One code of a string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    /// How many bytes it has.
    pub length: usize,
    /// Advance against the font size.
    pub width: f32,
    /// Whether word spacing applies.
    pub is_space: bool,
    /// Whether the meaning is known.
    pub is_known: bool,
}

impl Font {
    /// Reads a font; what is missing or damaged in it leaves its letters unknown.
    pub fn new(dictionary: &Dictionary, source: &Source) -> Result<Font, ExtractError> {
        let unicode = match source.stream(dictionary, b"ToUnicode") {
            Some(stream) => Some(CMap::parse(&source.unpack(stream)?)).filter(CMap::has_texts),
            None => None,
        };
        let descendant =
            source
                .array(dictionary, b"DescendantFonts")
                .and_then(|fonts| match source.resolve(fonts.first()?)? {
                    Object::Dictionary(descendant) => Some(descendant),
                    _ => None,
                });
        let name = base_name(dictionary, source);
        let weight = weight(&name, descendant.unwrap_or(dictionary), source);
        let mut font = Font {
            codes: Codes::Bytes,
            unicode,
            meaning: Meaning::Unknown,
            widths: Widths::default(),
            vertical: false,
            unit: 0.001,
            name,
            weight,
        };
        if source.name(dictionary, b"Subtype") == Some(b"Type0") {
            font.read_many(dictionary, descendant, source)?;
        } else {
            font.read_simple(dictionary, source);
        }
        Ok(font)
    }

    fn read_simple(&mut self, dictionary: &Dictionary, source: &Source) {
        self.widths = Widths::of_simple(dictionary, source);
        if let Some([unit, ..]) = source.numbers::<6>(dictionary, b"FontMatrix")
            && source.name(dictionary, b"Subtype") == Some(b"Type3")
        {
            self.unit = unit.abs();
        }
        if let Some(table) = names::table(dictionary, source) {
            self.meaning = Meaning::Table(table);
        }
    }

    fn read_many(
        &mut self,
        dictionary: &Dictionary,
        descendant: Option<&Dictionary>,
        source: &Source,
    ) -> Result<(), ExtractError> {
        self.codes = Codes::Pairs;
        self.widths = descendant.map_or_else(Widths::default, |descendant| {
            Widths::of_many(descendant, source)
        });
        let encoding = match source.get(dictionary, b"Encoding") {
            Some(Object::Name(name)) => String::from_utf8_lossy(name).into_owned(),
            Some(Object::Stream(stream)) => {
                let map = CMap::parse(&source.unpack(stream)?);
                self.vertical = map.vertical;
                let base = source
                    .name(&stream.dict, b"UseCMap")
                    .or(map.base.as_deref());
                let base = String::from_utf8_lossy(base.unwrap_or_default()).into_owned();
                if map.has_code_spaces() {
                    self.codes = Codes::Embedded(map);
                }
                base
            }
            _ => String::new(),
        };
        let (name, is_vertical) = match encoding.rsplit_once('-') {
            Some((name, "V")) => (name, true),
            Some((name, "H")) => (name, false),
            _ => (encoding.as_str(), encoding == "V"),
        };
        self.vertical |= is_vertical;
        if let Some((charset, letters)) = charset::named(name) {
            if matches!(self.codes, Codes::Pairs) {
                self.codes = Codes::Charset(charset);
            }
            self.meaning = Meaning::Charset(charset, letters);
        } else if self.unicode.is_none()
            && let Some(descendant) = descendant
        {
            self.meaning = Meaning::Glyphs(outline::letters(descendant, source)?);
        }
        Ok(())
    }

    /// Reads the code that the bytes open with, and writes what it stands for; U+FFFD when that is unknown.
    pub fn read(&self, bytes: &[u8], text: &mut String) -> Code {
        let length = match &self.codes {
            Codes::Bytes => 1,
            Codes::Pairs => 2,
            Codes::Charset(charset) => charset.code_length(bytes),
            Codes::Embedded(map) => map.code_length(bytes),
        }
        .clamp(1, bytes.len().max(1));
        let raw = bytes.get(..length).unwrap_or_default();
        let code = cmap::big_endian(raw);
        let start = text.len();
        let is_known = self.write(code, raw, text);
        if !is_known {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        let letter = text
            .get(start..)
            .and_then(|written| written.chars().next())
            .unwrap_or(char::REPLACEMENT_CHARACTER);
        Code {
            length,
            width: self.width(code, letter) * self.unit,
            is_space: raw == b" ",
            is_known,
        }
    }

    fn write(&self, code: u32, raw: &[u8], text: &mut String) -> bool {
        if let Some(map) = &self.unicode
            && map.write(code, text)
        {
            return true;
        }
        let letter = match &self.meaning {
            Meaning::Unknown => None,
            Meaning::Charset(charset, _) => return charset.write(raw, text),
            Meaning::Table(table) => usize::try_from(code)
                .ok()
                .and_then(|code| table.get(code).copied().flatten()),
            Meaning::Glyphs(letters) => letters.get(&self.glyph(code)).copied(),
        };
        letter.inspect(|letter| text.push(*letter)).is_some()
    }

    fn glyph(&self, code: u32) -> u32 {
        match &self.codes {
            Codes::Embedded(map) => map.glyph(code).unwrap_or(code),
            Codes::Bytes | Codes::Pairs | Codes::Charset(_) => code,
        }
    }

    fn width(&self, code: u32, letter: char) -> f32 {
        let unknown = if letter.is_ascii() { 500.0 } else { 1000.0 };
        match &self.meaning {
            Meaning::Charset(_, letters) => match letters.glyph(letter) {
                Some(glyph) => self.widths.listed(glyph).unwrap_or(500.0),
                None => self.widths.usual().unwrap_or(1000.0),
            },
            Meaning::Unknown | Meaning::Table(_) | Meaning::Glyphs(_) => self
                .widths
                .listed(self.glyph(code))
                .or(self.widths.usual())
                .unwrap_or(unknown),
        }
    }
}

fn base_name(dictionary: &Dictionary, source: &Source) -> String {
    let raw = source.name(dictionary, b"BaseFont").unwrap_or_default();
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GBK
            .decode_without_bom_handling(raw)
            .0
            .into_owned(),
    };
    match name.split_once('+') {
        Some((tag, name)) if tag.len() == 6 => name.to_owned(),
        _ => name,
    }
}

/// From the name of the font, as makers of Chinese documents and fonts use it, and from what the font says of itself.
fn weight(name: &str, font: &Dictionary, source: &Source) -> Weight {
    const BOLD: [&str; 8] = [
        "bold", "heavy", "black", "simhei", "heiti", "黑", "fzhei", "fzxb",
    ];
    const SCRIPT: [&str; 3] = ["kai", "楷", "stkaiti"];
    let lower = name.to_lowercase();
    let is_bold = BOLD.iter().any(|word| lower.contains(word));
    let is_heavy = source
        .dictionary(font, b"FontDescriptor")
        .is_some_and(|descriptor| {
            let number = |key: &[u8]| source.number(descriptor, key).unwrap_or(0.0);
            number(b"FontWeight") >= 600.0 || number(b"Flags") as u32 & (1 << 18) != 0
        });
    if is_bold || is_heavy {
        Weight::Bold
    } else if SCRIPT.iter().any(|word| lower.contains(word)) {
        Weight::Script
    } else {
        Weight::Regular
    }
}
