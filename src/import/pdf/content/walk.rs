//! Walks the operators of a page, and of the forms that it draws.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, Stream};

use super::run::Run;
use super::state::State;
use super::{Ink, Sheet};
use crate::import::ExtractError;
use crate::import::pdf::font::Font;
use crate::import::pdf::lexer::{Lexer, Token};
use crate::import::pdf::matrix::Matrix;
use crate::import::pdf::source::Source;

/// The most operators that are run for one document: forms may draw forms that draw forms.
const MOST_STEPS: usize = 5_000_000;

/// What drawing a form counts for, in operators: it is unpacked each time.
const FORM_STEPS: usize = 50;

/// The most glyphs of one document, far above any report.
const MOST_GLYPHS: usize = 5_000_000;

/// The most operands that one operator takes: the strings of a long line.
const MOST_OPERANDS: usize = 100_000;

/// How deep forms may nest.
const DEEPEST_FORM: usize = 12;

/// A picture of at least this width and height counts as one.
const PICTURE: f32 = 60.0;

/// Reads pages one after another and keeps the fonts that they share.
pub(in crate::import::pdf) struct Walker<'a> {
    source: &'a Source,
    pub fonts: Vec<Rc<Font>>,
    /// Where in the document a font was read from: its index.
    known: HashMap<usize, usize>,
    /// The forms that are being drawn, each inside the one before it.
    open: Vec<&'a Stream>,
    steps: usize,
    glyphs: usize,
}

impl<'a> Walker<'a> {
    pub fn new(source: &'a Source) -> Walker<'a> {
        Walker {
            source,
            fonts: Vec::new(),
            known: HashMap::new(),
            open: Vec::new(),
            steps: 0,
            glyphs: 0,
        }
    }

    /// What a page shows.
    pub fn page(&mut self, page: &'a Dictionary) -> Result<Ink, ExtractError> {
        let mut ink = Ink {
            sheet: sheet(self.source, page),
            ..Ink::default()
        };
        let resources = match self.source.inherited(page, b"Resources") {
            Some(Object::Dictionary(resources)) => Some(resources),
            _ => None,
        };
        let content = self.source.content(page)?;
        self.run(
            &content,
            resources,
            State::new(Matrix::IDENTITY),
            0,
            &mut ink,
        )?;
        self.glyphs += ink.glyphs.len();
        Ok(ink)
    }

    fn run(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        state: State,
        depth: usize,
        ink: &mut Ink,
    ) -> Result<(), ExtractError> {
        let mut run = Run::new(resources, state, depth);
        let mut operands: Vec<Token> = Vec::new();
        let mut lexer = Lexer::new(content);
        while let Some(token) = lexer.next() {
            let Token::Operator(operator) = token else {
                if operands.len() < MOST_OPERANDS {
                    operands.push(token);
                }
                continue;
            };
            self.steps += 1;
            if self.steps > MOST_STEPS || self.glyphs + ink.glyphs.len() > MOST_GLYPHS {
                return Err(ExtractError::TooComplex);
            }
            match operator {
                b"ID" => lexer.skip_image(),
                b"Tf" => self.choose_font(&mut run, &operands)?,
                b"gs" => self.set_font_by_state(&mut run, &operands)?,
                b"Do" => self.draw(&run, &operands, ink)?,
                _ => run.step(operator, &operands, self.source, ink),
            }
            operands.clear();
        }
        Ok(())
    }

    fn choose_font(&mut self, run: &mut Run<'a>, operands: &[Token]) -> Result<(), ExtractError> {
        let [.., Token::Name(name), Token::Number(size)] = operands else {
            return Ok(());
        };
        run.states.current.size = *size;
        let dictionary = run
            .resources
            .and_then(|resources| self.source.dictionary(resources, b"Font"))
            .and_then(|fonts| self.source.dictionary(fonts, name));
        run.states.current.font = match dictionary {
            Some(dictionary) => Some(self.font(dictionary)?),
            None => None,
        };
        Ok(())
    }

    /// A font may also come with a set of graphics parameters.
    fn set_font_by_state(
        &mut self,
        run: &mut Run<'a>,
        operands: &[Token],
    ) -> Result<(), ExtractError> {
        let [.., Token::Name(name)] = operands else {
            return Ok(());
        };
        let font = run
            .resources
            .and_then(|resources| self.source.dictionary(resources, b"ExtGState"))
            .and_then(|states| self.source.dictionary(states, name))
            .and_then(|state| self.source.array(state, b"Font"));
        if let Some([font, size]) = font
            && let Some(Object::Dictionary(font)) = self.source.resolve(font)
            && let Some(Ok(size)) = self.source.resolve(size).map(Object::as_float)
        {
            run.states.current.font = Some(self.font(font)?);
            run.states.current.size = size;
        }
        Ok(())
    }

    fn font(&mut self, dictionary: &'a Dictionary) -> Result<(usize, Rc<Font>), ExtractError> {
        // The document does not move while it is read, so the place of a dictionary in memory names it.
        let place = std::ptr::from_ref(dictionary).addr();
        if let Some(&idx) = self.known.get(&place)
            && let Some(font) = self.fonts.get(idx)
        {
            return Ok((idx, Rc::clone(font)));
        }
        let font = Rc::new(Font::new(dictionary, self.source)?);
        let idx = self.fonts.len();
        self.fonts.push(Rc::clone(&font));
        self.known.insert(place, idx);
        Ok((idx, font))
    }

    fn draw(
        &mut self,
        run: &Run<'a>,
        operands: &[Token],
        ink: &mut Ink,
    ) -> Result<(), ExtractError> {
        let [.., Token::Name(name)] = operands else {
            return Ok(());
        };
        let object = run
            .resources
            .and_then(|resources| self.source.dictionary(resources, b"XObject"))
            .and_then(|objects| self.source.stream(objects, name));
        let Some(object) = object else { return Ok(()) };
        match self.source.name(&object.dict, b"Subtype") {
            Some(b"Image") => {
                if is_picture(run.states.current.map) {
                    ink.pictures += 1;
                }
                Ok(())
            }
            Some(b"Form") if run.depth < DEEPEST_FORM => self.form(run, object, ink),
            _ => Ok(()),
        }
    }

    fn form(&mut self, run: &Run<'a>, form: &'a Stream, ink: &mut Ink) -> Result<(), ExtractError> {
        // A form that draws itself shows nothing more.
        if self.open.iter().any(|open| std::ptr::eq(*open, form)) {
            return Ok(());
        }
        self.steps += FORM_STEPS;
        let own = self.source.numbers(&form.dict, b"Matrix").map(Matrix);
        let resources = self
            .source
            .dictionary(&form.dict, b"Resources")
            .or(run.resources);
        let content = self.source.unpack(form)?;
        let mut state = run.states.current.clone();
        state.map = own.unwrap_or(Matrix::IDENTITY).then(state.map);
        self.open.push(form);
        let outcome = self.run(&content, resources, state, run.depth + 1, ink);
        self.open.pop();
        outcome
    }
}

fn is_picture(map: Matrix) -> bool {
    let [a, b, c, d, _, _] = map.0;
    a.hypot(b) >= PICTURE && c.hypot(d) >= PICTURE
}

/// What of a page is seen; A4 where the file does not say.
fn sheet(source: &Source, page: &Dictionary) -> Sheet {
    let bounds = |key: &[u8]| {
        let Some(Object::Array(numbers)) = source.inherited(page, key) else {
            return None;
        };
        let numbers: Vec<f32> = numbers
            .iter()
            .filter_map(|number| source.resolve(number)?.as_float().ok())
            .collect();
        let bounds = Sheet::new(numbers.try_into().ok()?);
        (bounds.right > bounds.left && bounds.top > bounds.bottom).then_some(bounds)
    };
    let media = bounds(b"MediaBox").unwrap_or(Sheet::new([0.0, 0.0, 595.0, 842.0]));
    bounds(b"CropBox").map_or(media, |crop| media.cut(crop))
}
