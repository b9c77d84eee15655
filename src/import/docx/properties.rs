//! What is said about a paragraph or a run before its text: style, number, level, tracked changes.

use super::xml::{Element, Xml};
use crate::import::ExtractError;

/// `w:pPr`, the part of it that changes what is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ParagraphProperties {
    pub style: Option<String>,
    pub numbering: NumberingProperties,
    /// From 0; 9 is body text.
    pub outline: Option<u8>,
    /// Of the mark at the end of the paragraph.
    pub mark: RunProperties,
    pub mark_change: Option<Change>,
    /// A large first letter, which belongs to the paragraph below it.
    pub is_drop_cap: bool,
    /// Relationships of page heads and feet, when a section ends here.
    pub furniture: Vec<String>,
}

/// `w:numPr`; both halves are inherited on their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NumberingProperties {
    /// 0 takes a number away.
    pub number: Option<i64>,
    /// From 0.
    pub level: Option<u8>,
}

/// `w:rPr`, the part of it that changes what is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RunProperties {
    pub style: Option<String>,
    pub hidden: Option<bool>,
    pub raised: Option<bool>,
    pub font: Option<String>,
}

/// A tracked change; two that are alike and next to each other are one to the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub kind: ChangeKind,
    author: String,
    date: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChangeKind {
    Inserted,
    Deleted,
    MovedHere,
    /// The other end of a move; not counted, because the move is counted where the text went.
    MovedAway,
}

impl Change {
    /// The change that an element stands for, if it stands for one.
    pub fn of(element: &Element) -> Option<Change> {
        let kind = match element.word() {
            "ins" | "cellIns" => ChangeKind::Inserted,
            "del" | "cellDel" => ChangeKind::Deleted,
            "moveTo" => ChangeKind::MovedHere,
            "moveFrom" => ChangeKind::MovedAway,
            _ => return None,
        };
        let text = |name| element.attribute(name).unwrap_or_default().into_owned();
        Some(Change {
            kind,
            author: text("author"),
            date: text("date"),
        })
    }

    /// Whether accepting the change takes away what it holds.
    pub fn removes(&self) -> bool {
        match self.kind {
            ChangeKind::Deleted | ChangeKind::MovedAway => true,
            ChangeKind::Inserted | ChangeKind::MovedHere => false,
        }
    }
}

/// A level or an outline level, which are below 10 wherever they mean something.
fn small(element: &Element) -> Option<u8> {
    let value = element.number("val")?;
    u8::try_from(value).ok().filter(|level| *level < 10)
}

/// Reads `w:pPr`.
pub(super) fn paragraph(xml: &mut Xml) -> Result<ParagraphProperties, ExtractError> {
    let mut found = ParagraphProperties::default();
    while let Some(element) = xml.child()? {
        match element.word() {
            "pStyle" => found.style = element.value().map(|id| id.into_owned()),
            "outlineLvl" => found.outline = small(&element),
            "framePr" => {
                found.is_drop_cap = element
                    .attribute("dropCap")
                    .is_some_and(|kind| kind != "none");
            }
            "numPr" => {
                found.numbering = numbering(xml)?;
                continue;
            }
            "rPr" => {
                (found.mark, found.mark_change) = mark(xml)?;
                continue;
            }
            "sectPr" => {
                found.furniture = furniture(xml)?;
                continue;
            }
            _ => {}
        }
        xml.skip()?;
    }
    Ok(found)
}

fn numbering(xml: &mut Xml) -> Result<NumberingProperties, ExtractError> {
    let mut found = NumberingProperties::default();
    while let Some(element) = xml.child()? {
        match element.word() {
            "numId" => found.number = element.number("val"),
            "ilvl" => found.level = small(&element),
            _ => {}
        }
        xml.skip()?;
    }
    Ok(found)
}

/// Reads `w:rPr` of a run or a style.
pub(super) fn run(xml: &mut Xml) -> Result<RunProperties, ExtractError> {
    Ok(mark(xml)?.0)
}

/// Reads `w:rPr` of a paragraph mark, which may be inserted or deleted itself.
fn mark(xml: &mut Xml) -> Result<(RunProperties, Option<Change>), ExtractError> {
    let mut found = RunProperties::default();
    let mut change: Option<Change> = None;
    while let Some(element) = xml.child()? {
        match element.word() {
            "rStyle" => found.style = element.value().map(|id| id.into_owned()),
            "vanish" => found.hidden = Some(element.is_on() || found.hidden == Some(true)),
            // A style separator: the mark between two halves of one line.
            "specVanish" if element.is_on() => found.hidden = Some(true),
            "vertAlign" => found.raised = Some(element.value().as_deref() == Some("superscript")),
            "rFonts" => {
                let font = element
                    .attribute("ascii")
                    .or_else(|| element.attribute("hAnsi"));
                found.font = font.map(|font| font.into_owned());
            }
            _ => {
                // Inserted by one and deleted by another is deleted.
                if let Some(found) = Change::of(&element)
                    && (change.is_none() || found.removes())
                {
                    change = Some(found);
                }
            }
        }
        xml.skip()?;
    }
    Ok((found, change))
}

/// Reads `w:sectPr`: the relationships of its page heads and feet.
pub(super) fn furniture(xml: &mut Xml) -> Result<Vec<String>, ExtractError> {
    let mut found = Vec::new();
    while let Some(element) = xml.child()? {
        if matches!(element.word(), "headerReference" | "footerReference") {
            found.extend(element.attribute("id").map(|id| id.into_owned()));
        }
        xml.skip()?;
    }
    Ok(found)
}
