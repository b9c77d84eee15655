//! Marked content that says in `ActualText` what its glyphs stand for.

use crate::import::pdf::lexer::Token;

use super::{Glyph, Ink};

/// Marked content that is open: where its glyphs begin, and the text that replaces theirs.
#[derive(Debug)]
pub(super) struct Marked {
    first: usize,
    text: Option<String>,
}

/// Deeper nesting than any producer writes.
const DEEPEST: usize = 256;

/// The open marked contents, innermost last.
#[derive(Debug, Default)]
pub(super) struct Marks {
    open: Vec<Marked>,
    beyond: usize,
}

impl Marks {
    pub fn open(&mut self, ink: &Ink, text: Option<String>) {
        if self.open.len() < DEEPEST {
            let first = ink.glyphs.len();
            self.open.push(Marked { first, text });
        } else {
            self.beyond += 1;
        }
    }

    pub fn close(&mut self, ink: &mut Ink) {
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if let Some(Marked {
            first,
            text: Some(text),
        }) = self.open.pop()
        {
            replace(ink, first, &text);
        }
    }
}

/// The text of an `ActualText` among the operands of `BDC`.
pub(super) fn actual_text(operands: &[Token]) -> Option<String> {
    operands.windows(2).find_map(|pair| match pair {
        [Token::Name(name), Token::Text(bytes)] if name == b"ActualText" => {
            let text = lopdf::Object::string_literal(bytes.clone());
            lopdf::decode_text_string(&text).ok()
        }
        _ => None,
    })
}

/// The first glyph takes the whole text when the glyphs stand on one line; a longer stretch keeps its own letters if it
/// has any, because they are in their places.
fn replace(ink: &mut Ink, first: usize, text: &str) {
    let Some([head, tail @ ..]) = ink.glyphs.get(first..) else {
        return;
    };
    let own: String = ink
        .glyphs
        .get(first..)
        .unwrap_or_default()
        .iter()
        .filter_map(|glyph| ink.text.get(glyph.text.clone()))
        .collect();
    let is_one_line = tail
        .iter()
        .all(|glyph| (glyph.start.y - head.start.y).abs() < head.size / 2.0);
    let is_known = !own.contains(char::REPLACEMENT_CHARACTER);
    if own == text || (is_known && !is_one_line) {
        return;
    }
    let end = tail.last().unwrap_or(head).end;
    let unknown = own.matches(char::REPLACEMENT_CHARACTER).count();
    let start = ink.text.len();
    ink.text.push_str(text);
    let merged = Glyph {
        end: if is_one_line { end } else { head.end },
        text: start..ink.text.len(),
        ..head.clone()
    };
    ink.unknown = ink.unknown.saturating_sub(unknown);
    ink.glyphs.truncate(first);
    ink.glyphs.push(merged);
}
