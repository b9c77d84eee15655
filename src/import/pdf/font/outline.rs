//! The last resort for a font that does not say what its codes mean: its own table from letters to glyphs, read backwards.

use std::collections::HashMap;

use lopdf::{Dictionary, Object};
use ttf_parser::Face;

use crate::import::ExtractError;
use crate::import::pdf::source::Source;

/// What each glyph number of the font stands for; empty when the font brings no such table.
pub(super) fn letters(
    descendant: &Dictionary,
    source: &Source,
) -> Result<HashMap<u32, char>, ExtractError> {
    let mut letters = HashMap::new();
    let Some(descriptor) = source.dictionary(descendant, b"FontDescriptor") else {
        return Ok(letters);
    };
    let file = source
        .stream(descriptor, b"FontFile2")
        .or_else(|| source.stream(descriptor, b"FontFile3"));
    let Some(file) = file else {
        return Ok(letters);
    };
    let bytes = source.unpack(file)?;
    let Ok(face) = Face::parse(&bytes, 0) else {
        return Ok(letters);
    };
    for subtable in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables) {
        if subtable.is_unicode() {
            subtable.codepoints(|code| {
                let letter = char::from_u32(code).filter(|letter| !is_compatible(*letter));
                if let (Some(glyph), Some(letter)) = (subtable.glyph_index(code), letter) {
                    letters.entry(u32::from(glyph.0)).or_insert(letter);
                }
            });
        }
    }
    match source.get(descendant, b"CIDToGIDMap") {
        Some(Object::Stream(map)) => Ok(renumbered(&letters, &source.unpack(map)?)),
        _ => Ok(letters),
    }
}

/// Letters that share their glyph with a common one.
fn is_compatible(letter: char) -> bool {
    matches!(letter, '\u{2E80}'..='\u{2FDF}' | '\u{E000}'..='\u{F8FF}' | '\u{F900}'..='\u{FAFF}')
}

/// The same by the numbers that the document uses.
fn renumbered(letters: &HashMap<u32, char>, map: &[u8]) -> HashMap<u32, char> {
    (0..)
        .zip(map.chunks_exact(2))
        .filter_map(|(number, pair)| {
            let glyph = super::cmap::big_endian(pair);
            Some((number, *letters.get(&glyph)?))
        })
        .collect()
}
