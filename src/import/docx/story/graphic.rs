//! Drawings: pictures are counted, text boxes are read.

use super::{Place, Step, Walk, XML_BLANKS};
use crate::import::docx::block::{Block, Line};
use crate::import::docx::xml::{Element, Vocabulary, Xml};

impl Walk<'_> {
    /// What a drawing holds: pictures are counted, text is searched for.
    pub(super) fn graphic(&mut self, xml: &mut Xml, element: &Element) -> Step {
        match (element.vocabulary, element.name()) {
            (Vocabulary::Drawing, "pic" | "chart" | "relIds") | (Vocabulary::Vml, "imagedata") => {
                self.tally.pictures += 1;
                xml.skip()
            }
            (Vocabulary::Vml, "textpath") => {
                let text = element
                    .attribute("string")
                    .unwrap_or_default()
                    .replace(XML_BLANKS, " ");
                let line = Line {
                    text,
                    marks: Vec::new(),
                };
                self.draft.boxes.push(Block::Line(line));
                xml.skip()
            }
            _ => self.inside(xml, &mut Place::Graphic),
        }
    }

    pub(super) fn text_box(&mut self, xml: &mut Xml) -> Step {
        let blocks = self.story(xml)?;
        self.draft.boxes.extend(blocks);
        Ok(())
    }
}
