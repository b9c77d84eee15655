//! Runs: characters, and what stands for characters.

use super::{Look, NoteKind, NoteReference, Place, Step, Walk, XML_BLANKS};
use crate::import::docx::field::Fate;
use crate::import::docx::lexicon;
use crate::import::docx::properties::{self, RunProperties};
use crate::import::docx::xml::{Element, Xml};

impl Walk<'_> {
    pub(super) fn run(&mut self, xml: &mut Xml) -> Step {
        let mut look = self.look(&RunProperties::default());
        while let Some(element) = xml.child()? {
            if element.word() == "rPr" {
                look = self.look(&properties::run(xml)?);
            } else {
                self.element(xml, &element, &mut Place::Run(&look))?;
            }
        }
        Ok(())
    }

    pub(super) fn character(&mut self, xml: &mut Xml, element: &Element, look: &Look) -> Step {
        match element.name() {
            "t" => {
                let keeps = element.attribute("space").as_deref() == Some("preserve");
                let text = xml.text()?;
                let text = if keeps {
                    &text
                } else {
                    text.trim_matches(XML_BLANKS)
                };
                self.put(text, look);
                return Ok(());
            }
            "instrText" => {
                let text = xml.text()?;
                self.fields.instruct(&text);
                return Ok(());
            }
            "drawing" | "pict" | "object" if !look.hidden && self.fields.shows() => {
                return self.inside(xml, &mut Place::Graphic);
            }
            "ruby" => return self.ruby(xml),
            "tab" | "ptab" => self.put(" ", look),
            "br" | "cr" => self.put_break(look),
            "noBreakHyphen" => self.put("-", look),
            "sym" => self.symbol(element, look),
            "fldChar" => self.field(element, look),
            "footnoteReference" => self.refer(NoteKind::Footnote, element, look),
            "endnoteReference" => self.refer(NoteKind::Endnote, element, look),
            _ => {}
        }
        xml.skip()
    }

    fn look(&self, own: &RunProperties) -> Look {
        let style = match &own.style {
            Some(id) => self.definitions.styles.run(id),
            None => RunProperties::default(),
        };
        Look {
            hidden: own.hidden.or(style.hidden).unwrap_or(self.draft.is_hidden),
            raised: own.raised.or(style.raised).unwrap_or(false),
            font: own.font.clone().or(style.font),
        }
    }

    /// The word under a reading, without the reading.
    fn ruby(&mut self, xml: &mut Xml) -> Step {
        while let Some(element) = xml.child()? {
            if element.word() == "rubyBase" {
                self.inside(xml, &mut Place::Line)?;
            } else {
                xml.skip()?;
            }
        }
        Ok(())
    }

    fn symbol(&mut self, element: &Element, look: &Look) {
        let code = element
            .attribute("char")
            .and_then(|code| u32::from_str_radix(&code, 16).ok());
        let font = element.attribute("font").unwrap_or_default();
        if let Some(code) = code {
            let sign = lexicon::symbol(&font, code).unwrap_or(char::REPLACEMENT_CHARACTER);
            self.put(sign.encode_utf8(&mut [0; 4]), look);
        }
    }

    fn refer(&mut self, kind: NoteKind, element: &Element, look: &Look) {
        if look.hidden || !self.fields.shows() {
            return;
        }
        if let Some(id) = element.attribute("id") {
            let id = id.into_owned();
            self.notes.push(NoteReference { kind, id });
        }
    }

    fn field(&mut self, element: &Element, look: &Look) {
        if self.shows_fields {
            return;
        }
        match element.attribute("fldCharType").as_deref() {
            Some("begin") => self.fields.begin(),
            Some("separate") => match self.fields.separate() {
                Some(Fate::Contents) => self.draft.is_contents = true,
                Some(Fate::Furniture) => self.tally.page_numbers += 1,
                Some(Fate::Shown) | None => {}
            },
            Some("end") => {
                if let Some(text) = self.fields.end() {
                    self.put(&text, look);
                }
            }
            Some(_) | None => {}
        }
    }

    pub(super) fn simple_field(&mut self, xml: &mut Xml, element: &Element) -> Step {
        let instruction = element.attribute("instr").unwrap_or_default();
        match Fate::of(&instruction) {
            Fate::Shown => return self.inside(xml, &mut Place::Line),
            Fate::Contents => self.draft.is_contents = true,
            Fate::Furniture => self.tally.page_numbers += 1,
        }
        xml.skip()
    }

    /// An equation, read in the order in which it is written.
    pub(super) fn math(&mut self, xml: &mut Xml, element: &Element, place: &mut Place) -> Step {
        let is_line = match place {
            Place::Line | Place::Run(_) => true,
            Place::Flow(_) | Place::Rows(_) | Place::Cells(_) | Place::Graphic => false,
        };
        match element.name() {
            _ if !is_line => xml.skip(),
            "t" => {
                let text = xml.text()?;
                self.put(&text, &Look::default());
                Ok(())
            }
            "den" => {
                self.put("/", &Look::default());
                self.inside(xml, &mut Place::Line)
            }
            _ => self.inside(xml, &mut Place::Line),
        }
    }

    fn put_break(&mut self, look: &Look) {
        if !look.hidden && self.fields.shows() {
            self.draft.text.push('\n');
        }
    }

    /// Adds characters of a run to the line; line feeds and tabs among them are blanks.
    fn put(&mut self, text: &str, look: &Look) {
        if look.hidden || !self.fields.shows() || text.is_empty() {
            return;
        }
        if !self.inserting {
            self.last_change = None;
        }
        let is_exponent = look.raised && text.chars().all(is_of_note_sign);
        let font = look.font.as_deref().unwrap_or_default();
        self.draft
            .text
            .extend(text.chars().map(|character| match character {
                '\n' | '\t' | '\r' => ' ',
                '0'..='9' if is_exponent => raised(character),
                _ if lexicon::is_private(character) => {
                    lexicon::symbol(font, u32::from(character)).unwrap_or(character)
                }
                _ => character,
            }));
    }
}

/// Whether a raised character is an exponent or the sign of a note that was set by hand.
fn is_of_note_sign(character: char) -> bool {
    character.is_ascii_digit() || "[]()［］（）〔〕,-".contains(character)
}

/// A raised digit stays one, so that 45件¹ and 12 m² do not read as other figures.
fn raised(digit: char) -> char {
    match digit {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        other => other,
    }
}
