//! Showing strings: every code becomes a glyph with its place on the page.

use crate::import::pdf::lexer::Token;
use crate::import::pdf::matrix::Matrix;

use super::state::State;
use super::{Course, Glyph, Ink};

/// The pen of a text object.
#[derive(Debug)]
pub(super) struct Pen {
    /// Where the next glyph goes.
    pub map: Matrix,
    /// Where the line began.
    pub line: Matrix,
}

/// How far beyond the edge of the page a glyph may stand and still count.
const MARGIN: f32 = 20.0;

impl Pen {
    pub fn new() -> Pen {
        Pen {
            map: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        }
    }

    pub fn set(&mut self, map: Matrix) {
        self.map = map;
        self.line = map;
    }

    /// To the next line, by so much from the start of this one.
    pub fn next_line(&mut self, x: f32, y: f32) {
        self.set(Matrix::translate(x, y).then(self.line));
    }

    fn advance(&mut self, state: &State, along: f32) {
        let is_vertical = state.font.as_ref().is_some_and(|(_, font)| font.vertical);
        let step = if is_vertical {
            Matrix::translate(0.0, along)
        } else {
            Matrix::translate(along * state.stretch, 0.0)
        };
        self.map = step.then(self.map);
    }

    /// Shows strings with the adjustments between them.
    pub fn show_all(&mut self, state: &State, operands: &[Token], ink: &mut Ink) {
        for token in operands {
            match token {
                Token::Text(bytes) => self.show(state, bytes, ink),
                Token::Number(amount) => self.advance(state, -amount / 1000.0 * state.size),
                _ => {}
            }
        }
    }

    pub fn show(&mut self, state: &State, bytes: &[u8], ink: &mut Ink) {
        let Some((font_index, font)) = &state.font else {
            return;
        };
        let mut rest = bytes;
        while !rest.is_empty() {
            let start = ink.text.len();
            let code = font.read(rest, &mut ink.text);
            rest = rest.get(code.length..).unwrap_or_default();
            let shift = if font.vertical { -1.0 } else { code.width };
            if let Some(mut glyph) = self.glyph(state, font.vertical, shift, ink) {
                glyph.font = *font_index;
                glyph.text = start..ink.text.len();
                ink.glyphs.push(glyph);
                ink.unknown += usize::from(!code.is_known);
            } else {
                ink.text.truncate(start);
            }
            let word_space = if code.is_space { state.word_space } else { 0.0 };
            self.advance(state, shift * state.size + state.letter_space + word_space);
        }
    }

    /// The place of the glyph under the pen; nothing when it lies off the page.
    fn glyph(&self, state: &State, is_vertical: bool, shift: f32, ink: &Ink) -> Option<Glyph> {
        let map = Matrix([
            state.size * state.stretch,
            0.0,
            0.0,
            state.size,
            0.0,
            state.rise,
        ])
        .then(self.map)
        .then(state.map);
        let size = map.height();
        let start = map.apply(0.0, 0.0);
        if !map.is_sane() || size < 0.2 || !ink.sheet.holds(start, MARGIN) {
            return None;
        }
        let [a, b, c, d, _, _] = map.0;
        let (end, course) = if is_vertical {
            (map.apply(0.0, shift), Course::of(-c, -d))
        } else {
            (map.apply(shift, 0.0), Course::of(a, b))
        };
        Some(Glyph {
            start,
            end,
            size,
            course,
            font: 0,
            text: 0..0,
        })
    }
}
