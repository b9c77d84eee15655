//! Walks through the body of a document, or a note, and gathers its lines and tables as they stand on the page.
//!
//! Every function that is handed the start of an element reads to its end. They call each other as deep as elements lie
//! in each other, which the reader of XML limits.

mod graphic;
mod paragraph;
mod run;
mod table;

use std::mem;

use super::block::{Block, Flow, Row};
use super::field::Fields;
use super::lexicon::LEXICON;
use super::numbering::{Counters, Numbering};
use super::properties::{self, Change, ChangeKind};
use super::style::Styles;
use super::xml::{Element, Vocabulary, Xml};
use crate::import::ExtractError;

/// Paragraphs, rows and cells together: far more than any report has, far less than memory.
const PIECES: usize = 400_000;

/// What the parts beside the text say about it.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    pub styles: Styles,
    pub numbering: Numbering,
}

/// What was left out or accepted on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub changes: usize,
    pub pictures: usize,
    pub contents: usize,
    pub embedded: usize,
    pub page_numbers: usize,
}

/// A note, by the part it stands in and its id there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NoteReference {
    pub kind: NoteKind,
    pub id: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoteKind {
    Footnote,
    Endnote,
}

/// A walk through the stories of a document.
pub(super) struct Walk<'d> {
    definitions: &'d Definitions,
    /// Some field never ends: none hides anything, or the rest of the text would be lost.
    shows_fields: bool,
    counters: Counters,
    fields: Fields,
    draft: Draft,
    pub tally: Tally,
    /// In the order in which the text refers to them.
    pub notes: Vec<NoteReference>,
    /// Relationships of page heads and feet.
    pub furniture: Vec<String>,
    last_change: Option<Change>,
    inserting: bool,
    /// The last paragraph was left out as part of a table of contents.
    in_contents: bool,
    pieces: usize,
    tables: usize,
}

/// The paragraph that is being read.
#[derive(Debug, Default)]
struct Draft {
    text: String,
    /// Text boxes that hang on it.
    boxes: Vec<Block>,
    /// It belongs to a table of contents, at least at one end.
    is_contents: bool,
    /// Its style hides its characters.
    is_hidden: bool,
}

/// How the characters of a run look.
#[derive(Clone, Debug, Default)]
struct Look {
    hidden: bool,
    raised: bool,
    font: Option<String>,
}

/// Where an element stands, which decides what it may mean.
enum Place<'o> {
    Flow(&'o mut Flow),
    Rows(&'o mut Vec<Row>),
    Cells(&'o mut Row),
    Line,
    Run(&'o Look),
    Graphic,
}

/// White space of XML.
const XML_BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

type Step = Result<(), ExtractError>;

impl<'d> Walk<'d> {
    pub fn new(definitions: &'d Definitions, shows_fields: bool) -> Walk<'d> {
        Walk {
            definitions,
            shows_fields,
            counters: Counters::default(),
            fields: Fields::default(),
            draft: Draft::default(),
            tally: Tally::default(),
            notes: Vec::new(),
            furniture: Vec::new(),
            last_change: None,
            inserting: false,
            in_contents: false,
            pieces: 0,
            tables: 0,
        }
    }

    /// The blocks of the element that was entered: a body, a note.
    pub fn story(&mut self, xml: &mut Xml) -> Result<Vec<Block>, ExtractError> {
        let mut flow = Flow::default();
        self.inside(xml, &mut Place::Flow(&mut flow))?;
        Ok(flow.finish())
    }

    /// Whether a field has begun and never ended.
    pub fn is_in_field(&self) -> bool {
        self.fields.is_open()
    }

    fn inside(&mut self, xml: &mut Xml, place: &mut Place) -> Step {
        while let Some(element) = xml.child()? {
            self.element(xml, &element, place)?;
        }
        Ok(())
    }

    fn element(&mut self, xml: &mut Xml, element: &Element, place: &mut Place) -> Step {
        match element.vocabulary {
            Vocabulary::Word => self.word(xml, element, place),
            Vocabulary::Compatibility if element.name() == "AlternateContent" => {
                self.alternatives(xml, place)
            }
            Vocabulary::Math => self.math(xml, element, place),
            Vocabulary::Compatibility
            | Vocabulary::Extension
            | Vocabulary::Vml
            | Vocabulary::Drawing
            | Vocabulary::Other => match place {
                Place::Graphic => self.graphic(xml, element),
                Place::Flow(_) | Place::Rows(_) | Place::Cells(_) | Place::Line | Place::Run(_) => {
                    xml.skip()
                }
            },
        }
    }

    /// What may stand anywhere, and lets through what it holds.
    fn word(&mut self, xml: &mut Xml, element: &Element, place: &mut Place) -> Step {
        if let Some(change) = Change::of(element) {
            return self.change(xml, change, place);
        }
        match (element.name(), place) {
            ("sdt", place) => self.control(xml, place),
            ("smartTag" | "customXml" | "hyperlink" | "dir" | "bdo", place) => {
                self.inside(xml, place)
            }
            ("altChunk" | "subDoc", _) => {
                self.tally.embedded += 1;
                xml.skip()
            }
            ("p", Place::Flow(flow)) => self.paragraph(xml, flow),
            ("tbl", Place::Flow(flow)) => self.table(xml, flow),
            ("sectPr", Place::Flow(_)) => {
                self.furniture.extend(properties::furniture(xml)?);
                Ok(())
            }
            ("tr", Place::Rows(rows)) => self.row(xml, rows),
            ("tc", Place::Cells(row)) => self.cell(xml, row),
            ("r", Place::Line) => self.run(xml),
            ("fldSimple", Place::Line) => self.simple_field(xml, element),
            (_, Place::Run(look)) => self.character(xml, element, look),
            ("txbxContent", Place::Graphic) => self.text_box(xml),
            (_, Place::Graphic) => self.inside(xml, &mut Place::Graphic),
            (_, Place::Flow(_) | Place::Rows(_) | Place::Cells(_) | Place::Line) => xml.skip(),
        }
    }

    /// A tracked change around something: taken as accepted.
    fn change(&mut self, xml: &mut Xml, change: Change, place: &mut Place) -> Step {
        let removes = change.removes();
        self.note(change);
        if removes {
            return xml.skip();
        }
        let outer = mem::replace(&mut self.inserting, true);
        self.inside(xml, place)?;
        self.inserting = outer;
        Ok(())
    }

    /// Counts a change, but not the next stretch of the same one.
    fn note(&mut self, change: Change) {
        let counts = match change.kind {
            ChangeKind::Inserted | ChangeKind::Deleted | ChangeKind::MovedHere => true,
            ChangeKind::MovedAway => false,
        };
        if counts && self.last_change.as_ref() != Some(&change) {
            self.tally.changes += 1;
        }
        self.last_change = Some(change);
    }

    /// A content control: transparent, unless it holds the table of contents.
    fn control(&mut self, xml: &mut Xml, place: &mut Place) -> Step {
        let mut is_contents = false;
        while let Some(element) = xml.child()? {
            match element.word() {
                "sdtPr" => is_contents |= is_contents_control(xml)?,
                "sdtContent" if is_contents => {
                    if let Place::Flow(flow) = place {
                        self.leave_out_contents(flow);
                    }
                    xml.skip()?;
                }
                "sdtContent" => self.inside(xml, place)?,
                _ => xml.skip()?,
            }
        }
        Ok(())
    }

    /// The first alternative that is understood, or the one for those who understand none; never two.
    fn alternatives(&mut self, xml: &mut Xml, place: &mut Place) -> Step {
        let mut taken = false;
        while let Some(element) = xml.child()? {
            let fits = match element.name() {
                "Choice" => element.attribute("Requires").is_some_and(|prefixes| {
                    prefixes
                        .split_whitespace()
                        .all(|prefix| xml.vocabulary(prefix) != Vocabulary::Other)
                }),
                "Fallback" => true,
                _ => false,
            };
            if fits && !taken {
                taken = true;
                self.inside(xml, place)?;
            } else {
                xml.skip()?;
            }
        }
        Ok(())
    }

    fn count_piece(&mut self) -> Step {
        self.pieces += 1;
        if self.pieces > PIECES {
            return Err(ExtractError::TooComplex);
        }
        Ok(())
    }
}

fn is_contents_control(xml: &mut Xml) -> Result<bool, ExtractError> {
    let mut found = false;
    while let Some(element) = xml.child()? {
        match element.word() {
            "docPartObj" => found |= is_contents_control(xml)?,
            "docPartGallery" => {
                let gallery = element.value().unwrap_or_default();
                found |= LEXICON
                    .contents_galleries
                    .iter()
                    .any(|known| *known == gallery);
                xml.skip()?;
            }
            _ => xml.skip()?,
        }
    }
    Ok(found)
}
