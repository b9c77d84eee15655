//! Walks through the body of a document, or a note, and gathers its lines and tables as they stand on the page.
//!
//! Every function that is handed the start of an element reads to its end. They call each other as deep as elements lie
//! in each other, which the reader of XML limits.

use std::mem;

use super::block::{Block, Flow, Line, LineMark, Row};
use super::field::{Fate, Fields};
use super::lexicon::{self, LEXICON};
use super::numbering::{Counters, Numbering};
use super::properties::{self, Change, ChangeKind, ParagraphProperties, RunProperties};
use super::style::{self, Role, Styles};
use super::xml::{Element, Vocabulary, Xml};
use crate::import::ExtractError;
use crate::report::MarkKind;

/// Paragraphs, rows and cells together: far more than any report has, far less than memory.
const PIECES: usize = 400_000;

/// Tables inside each other.
const TABLES: usize = 24;

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

    /// An equation, read in the order in which it is written.
    fn math(&mut self, xml: &mut Xml, element: &Element, place: &mut Place) -> Step {
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

    fn paragraph(&mut self, xml: &mut Xml, flow: &mut Flow) -> Step {
        self.count_piece()?;
        let draft = Draft {
            is_contents: self.fields.in_contents(),
            ..Draft::default()
        };
        let outer = mem::replace(&mut self.draft, draft);
        let mut properties = ParagraphProperties::default();
        while let Some(element) = xml.child()? {
            if element.word() == "pPr" {
                properties = properties::paragraph(xml)?;
            } else {
                self.element(xml, &element, &mut Place::Line)?;
            }
        }
        let mut draft = mem::replace(&mut self.draft, outer);
        self.furniture.append(&mut properties.furniture);
        let boxes = mem::take(&mut draft.boxes);
        self.end_paragraph(flow, properties, &draft);
        flow.blocks.extend(boxes);
        Ok(())
    }

    fn end_paragraph(&mut self, flow: &mut Flow, properties: ParagraphProperties, draft: &Draft) {
        let id = properties.style.as_deref();
        let style = self.definitions.styles.paragraph(id);
        let role = properties.outline.map_or(style.role, style::heading);
        let is_empty = draft.text.trim().is_empty();
        let mark = match role {
            Role::Contents | Role::ContentsHeading => return self.leave_out_contents(flow),
            _ if draft.is_contents && is_empty => return self.leave_out_contents(flow),
            Role::Body => None,
            Role::Title => Some(LineMark::Is(MarkKind::Title)),
            Role::Subtitle => Some(LineMark::Subtitle),
            Role::Heading(level) => Some(LineMark::Is(MarkKind::Heading(level))),
        };
        self.in_contents &= is_empty;
        let hidden = self.look(&properties.mark).hidden || style.hidden;
        if let Some(change) = properties.mark_change {
            let removes = change.removes();
            self.note(change);
            if removes {
                return flow.hold(&draft.text);
            }
        }
        if hidden && is_empty {
            return;
        }
        let label = self.definitions.numbering.label(
            &mut self.counters,
            &self.definitions.styles,
            id,
            properties.numbering,
        );
        let (label, mark) = if is_empty && !flow.is_held() {
            (label.trim_end(), None)
        } else {
            (label.as_str(), mark)
        };
        // A break before the first character is one of pages.
        let text = draft.text.trim_start_matches('\n');
        flow.end(&parted(label, text), text, mark);
        if !hidden && !properties.is_drop_cap {
            flow.end_line();
        }
    }

    /// A paragraph or more of a table of contents, with the word over it.
    fn leave_out_contents(&mut self, flow: &mut Flow) {
        if mem::replace(&mut self.in_contents, true) {
            return;
        }
        self.tally.contents += 1;
        let is_blank =
            |block: &Block| matches!(block, Block::Line(line) if line.text.trim().is_empty());
        let over = flow.blocks.iter().rposition(|block| !is_blank(block));
        let is_title = over
            .and_then(|idx| flow.blocks.get(idx))
            .is_some_and(|block| match block {
                Block::Line(line) => is_contents_title(line),
                Block::Table(_) => false,
            });
        if let Some(idx) = over.filter(|_| is_title) {
            flow.blocks.truncate(idx);
        }
    }

    fn table(&mut self, xml: &mut Xml, flow: &mut Flow) -> Step {
        self.tables += 1;
        if self.tables > TABLES {
            return Err(ExtractError::TooComplex);
        }
        let mut rows = Vec::new();
        self.inside(xml, &mut Place::Rows(&mut rows))?;
        self.tables -= 1;
        if flow.is_held() {
            flow.end_line();
        }
        self.in_contents = false;
        flow.blocks.push(Block::Table(rows));
        Ok(())
    }

    fn row(&mut self, xml: &mut Xml, rows: &mut Vec<Row>) -> Step {
        let mut row = Row::default();
        let mut facts = RowFacts::default();
        while let Some(element) = xml.child()? {
            if element.word() == "trPr" {
                facts = row_facts(xml)?;
                row.pad(facts.before);
            } else if facts.is_gone {
                xml.skip()?;
            } else {
                self.element(xml, &element, &mut Place::Cells(&mut row))?;
            }
        }
        facts
            .change
            .into_iter()
            .for_each(|change| self.note(change));
        if !facts.is_gone && !row.cells.is_empty() {
            self.count_piece()?;
            row.pad(facts.after);
            rows.push(row);
        }
        Ok(())
    }

    fn cell(&mut self, xml: &mut Xml, row: &mut Row) -> Step {
        self.count_piece()?;
        let mut flow = Flow::default();
        let mut facts = CellFacts::default();
        while let Some(element) = xml.child()? {
            if element.word() == "tcPr" {
                facts = cell_facts(xml)?;
            } else {
                self.element(xml, &element, &mut Place::Flow(&mut flow))?;
            }
        }
        let is_gone = facts.change.as_ref().is_some_and(Change::removes);
        facts
            .change
            .into_iter()
            .for_each(|change| self.note(change));
        if is_gone {
            return Ok(());
        }
        let blocks = if facts.continues {
            Vec::new()
        } else {
            flow.finish()
        };
        row.push(blocks, facts.span);
        Ok(())
    }

    fn run(&mut self, xml: &mut Xml) -> Step {
        let mut look = Look::default();
        while let Some(element) = xml.child()? {
            if element.word() == "rPr" {
                look = self.look(&properties::run(xml)?);
            } else {
                self.element(xml, &element, &mut Place::Run(&look))?;
            }
        }
        Ok(())
    }

    fn look(&self, own: &RunProperties) -> Look {
        let style = match &own.style {
            Some(id) => self.definitions.styles.run(id),
            None => RunProperties::default(),
        };
        Look {
            hidden: own.hidden.or(style.hidden).unwrap_or(false),
            raised: own.raised.or(style.raised).unwrap_or(false),
            font: own.font.clone().or(style.font),
        }
    }

    fn character(&mut self, xml: &mut Xml, element: &Element, look: &Look) -> Step {
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

    fn simple_field(&mut self, xml: &mut Xml, element: &Element) -> Step {
        let instruction = element.attribute("instr").unwrap_or_default();
        match Fate::of(&instruction) {
            Fate::Shown => return self.inside(xml, &mut Place::Line),
            Fate::Contents => self.draft.is_contents = true,
            Fate::Furniture => self.tally.page_numbers += 1,
        }
        xml.skip()
    }

    /// What a drawing holds: pictures are counted, text is searched for.
    fn graphic(&mut self, xml: &mut Xml, element: &Element) -> Step {
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

    fn text_box(&mut self, xml: &mut Xml) -> Step {
        let blocks = self.story(xml)?;
        self.draft.boxes.extend(blocks);
        Ok(())
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
        let is_exponent = look.raised && text.chars().all(|digit| digit.is_ascii_digit());
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

    fn count_piece(&mut self) -> Step {
        self.pieces += 1;
        if self.pieces > PIECES {
            return Err(ExtractError::TooComplex);
        }
        Ok(())
    }
}

/// White space of XML.
const XML_BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

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

/// A label that ends in a digit or a point keeps clear of a figure, or 1. before 5万 would be another one.
fn parted(label: &str, text: &str) -> String {
    let clashes = label.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '.')
        && text.starts_with(|first: char| first.is_ascii_alphanumeric());
    format!("{label}{}", if clashes { " " } else { "" })
}

/// The word over a table of contents, however it is spaced.
fn is_contents_title(line: &Line) -> bool {
    let text: String = line
        .text
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    LEXICON.contents_titles.contains(&text)
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

/// `w:trPr`.
#[derive(Debug, Default)]
struct RowFacts {
    change: Option<Change>,
    /// Deleted or hidden.
    is_gone: bool,
    /// Columns without a cell.
    before: usize,
    after: usize,
}

fn row_facts(xml: &mut Xml) -> Result<RowFacts, ExtractError> {
    let mut facts = RowFacts::default();
    let columns = |element: &Element| {
        let columns = element.number("val").unwrap_or(0);
        usize::try_from(columns).unwrap_or(0)
    };
    while let Some(element) = xml.child()? {
        match element.word() {
            "gridBefore" => facts.before = columns(&element),
            "gridAfter" => facts.after = columns(&element),
            "hidden" => facts.is_gone |= element.is_on(),
            _ => {
                if let Some(change) = Change::of(&element) {
                    facts.is_gone |= change.removes();
                    facts.change = Some(change);
                }
            }
        }
        xml.skip()?;
    }
    Ok(facts)
}

/// `w:tcPr`.
#[derive(Debug)]
struct CellFacts {
    change: Option<Change>,
    span: usize,
    /// Belongs to the cell above or before it.
    continues: bool,
}

impl Default for CellFacts {
    fn default() -> CellFacts {
        CellFacts {
            change: None,
            span: 1,
            continues: false,
        }
    }
}

fn cell_facts(xml: &mut Xml) -> Result<CellFacts, ExtractError> {
    let mut facts = CellFacts::default();
    while let Some(element) = xml.child()? {
        match element.word() {
            "gridSpan" => {
                let span = element.number("val").unwrap_or(1);
                facts.span = usize::try_from(span).unwrap_or(1).max(1);
            }
            "vMerge" | "hMerge" => facts.continues |= element.value().as_deref() != Some("restart"),
            _ => facts.change = Change::of(&element).or(facts.change),
        }
        xml.skip()?;
    }
    Ok(facts)
}
