//! Documents of word processors (DOCX): the text as it stands on the page, with its automatic numbers.
//!
//! A paragraph is a line, a table has one row a line and a tab between cells. Tracked changes are taken as accepted;
//! comments, hidden text, page heads and feet, pictures and tables of contents are left out. Notes follow behind the text,
//! and the running text shows no sign of them: one beside a figure would read as a part of it.

mod block;
mod field;
mod lexicon;
mod numbering;
mod numeral;
pub(super) mod package;
mod properties;
mod story;
mod style;
mod write;
pub(super) mod xml;

use std::collections::{BTreeSet, HashMap};

use self::block::Block;
use self::numbering::Numbering;
use self::package::{Package, Relationship};
use self::story::{Definitions, NoteKind, NoteReference, Walk};
use self::style::Styles;
use self::write::Page as Text;
use self::xml::{Vocabulary, Xml};
use super::extracted::{ExtractError, Extracted, Page};
use crate::report::{Remark, RemarkKind};

/// Reads a document.
pub fn extract(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let mut document = Document::open(bytes)?;
    let definitions = Definitions {
        styles: document.styles()?,
        numbering: document.numbering()?,
    };
    let main = document.package.part(&document.main)?.unwrap_or_default();
    let mut walk = Walk::new(&definitions, false);
    let mut blocks = body(&main, &document.main, &mut walk)?;
    if walk.is_in_field() {
        walk = Walk::new(&definitions, true);
        blocks = body(&main, &document.main, &mut walk)?;
    }
    let mut text = Text::default();
    text.write(&blocks);
    document.notes(&mut walk, &mut text)?;
    if text.text.is_empty() && walk.tally.pictures > 0 {
        return Err(ExtractError::Scanned);
    }
    let remarks = document.remarks(&walk)?;
    Ok(Extracted {
        text: text.text,
        marks: text.marks,
        remarks,
        page: Page {
            title: document.title()?,
            source: None,
            published: None,
        },
    })
}

/// The blocks of the main part.
fn body(text: &str, part: &str, walk: &mut Walk) -> Result<Vec<Block>, ExtractError> {
    let mut xml = Xml::new(text, part);
    if xml.root()?.word() != "document" {
        return Err(xml.damaged("not a text document"));
    }
    let mut blocks = Vec::new();
    while let Some(element) = xml.child()? {
        if element.word() == "body" {
            blocks.extend(walk.story(&mut xml)?);
        } else {
            xml.skip()?;
        }
    }
    Ok(blocks)
}

/// The parts that the main part refers to.
struct Document<'a> {
    package: Package<'a>,
    main: String,
    related: Vec<Relationship>,
}

impl<'a> Document<'a> {
    fn open(bytes: &'a [u8]) -> Result<Document<'a>, ExtractError> {
        let mut package = Package::open(bytes)?;
        let main = package.main()?;
        let related = package.relationships(&main)?;
        Ok(Document {
            package,
            main,
            related,
        })
    }

    /// The name and the text of the part of a kind, where there is one.
    fn part(&mut self, kind: &str) -> Result<Option<(String, String)>, ExtractError> {
        let found = self.related.iter().find(|related| related.kind == kind);
        let Some(name) = found.map(|related| related.target.clone()) else {
            return Ok(None);
        };
        let text = self.package.part(&name)?;
        Ok(text.map(|text| (name, text)))
    }

    fn styles(&mut self) -> Result<Styles, ExtractError> {
        match self.part("styles")? {
            Some((name, text)) => Styles::read(&text, &name),
            None => Ok(Styles::default()),
        }
    }

    fn numbering(&mut self) -> Result<Numbering, ExtractError> {
        match self.part("numbering")? {
            Some((name, text)) => Numbering::read(&text, &name),
            None => Ok(Numbering::default()),
        }
    }

    /// Writes the notes behind the text, in the order in which it refers to them.
    fn notes(&mut self, walk: &mut Walk, text: &mut Text) -> Result<(), ExtractError> {
        let references = std::mem::take(&mut walk.notes);
        let mut footnotes = self.bodies(NoteKind::Footnote, &references, walk)?;
        let mut endnotes = self.bodies(NoteKind::Endnote, &references, walk)?;
        let mut number = 0;
        for kind in [NoteKind::Footnote, NoteKind::Endnote] {
            for reference in references.iter().filter(|reference| reference.kind == kind) {
                let note = match kind {
                    NoteKind::Footnote => footnotes.remove(&reference.id),
                    NoteKind::Endnote => endnotes.remove(&reference.id),
                };
                if let Some(blocks) = note {
                    number += 1;
                    text.note(&sign(number), &blocks);
                }
            }
        }
        Ok(())
    }

    /// The notes of one kind by id, those that the text refers to.
    fn bodies(
        &mut self,
        kind: NoteKind,
        references: &[NoteReference],
        walk: &mut Walk,
    ) -> Result<HashMap<String, Vec<Block>>, ExtractError> {
        let ids: BTreeSet<&str> = references
            .iter()
            .filter(|reference| reference.kind == kind)
            .map(|reference| reference.id.as_str())
            .collect();
        let part = match kind {
            NoteKind::Footnote => "footnotes",
            NoteKind::Endnote => "endnotes",
        };
        let mut notes = HashMap::new();
        if ids.is_empty() {
            return Ok(notes);
        }
        let Some((name, text)) = self.part(part)? else {
            return Ok(notes);
        };
        let mut xml = Xml::new(&text, &name);
        xml.root()?;
        while let Some(element) = xml.child()? {
            match element.attribute("id") {
                Some(id) if ids.contains(id.as_ref()) => {
                    notes.insert(id.into_owned(), walk.story(&mut xml)?);
                }
                Some(_) | None => xml.skip()?,
            }
        }
        Ok(notes)
    }

    fn remarks(&mut self, walk: &Walk) -> Result<Vec<Remark>, ExtractError> {
        let tally = &walk.tally;
        let counts = [
            (RemarkKind::CommentsIgnored, self.comments()?),
            (RemarkKind::ChangesAccepted, tally.changes),
            (RemarkKind::ContentsDropped, tally.contents),
            (
                RemarkKind::PageFurnitureDropped,
                tally.page_numbers + self.furniture(&walk.furniture)?,
            ),
            (RemarkKind::PicturesIgnored, tally.pictures),
            (RemarkKind::EmbeddedIgnored, tally.embedded),
        ];
        let remark = |(kind, count)| Remark { kind, count };
        Ok(counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(remark)
            .collect())
    }

    fn comments(&mut self) -> Result<usize, ExtractError> {
        let Some((name, text)) = self.part("comments")? else {
            return Ok(0);
        };
        let mut xml = Xml::new(&text, &name);
        xml.root()?;
        let mut count = 0;
        while let Some(element) = xml.child()? {
            count += usize::from(element.word() == "comment");
            xml.skip()?;
        }
        Ok(count)
    }

    /// How many page heads and feet say something.
    fn furniture(&mut self, ids: &[String]) -> Result<usize, ExtractError> {
        let ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        let targets: BTreeSet<String> = self
            .related
            .iter()
            .filter(|related| ids.contains(related.id.as_str()))
            .map(|related| related.target.clone())
            .collect();
        let mut count = 0;
        for name in targets {
            if let Some(text) = self.package.part(&name)? {
                let mut xml = Xml::new(&text, &name);
                xml.root()?;
                count += usize::from(says_something(&mut xml)?);
            }
        }
        Ok(count)
    }

    /// The title among the properties of the document.
    fn title(&mut self) -> Result<Option<String>, ExtractError> {
        let related = self.package.relationships("")?;
        let Some(related) = related
            .iter()
            .find(|related| related.kind == "core-properties")
        else {
            return Ok(None);
        };
        let Some(text) = self.package.part(&related.target)? else {
            return Ok(None);
        };
        let mut xml = Xml::new(&text, &related.target);
        xml.root()?;
        let mut title = None;
        while let Some(element) = xml.child()? {
            let text = xml.text()?;
            let words: Vec<&str> = text.split_whitespace().collect();
            if element.name() == "title" && !words.is_empty() {
                title = title.or(Some(words.join(" ")));
            }
        }
        Ok(title)
    }
}

/// The sign of a note: ①, and in brackets where circles end.
fn sign(number: u32) -> String {
    numeral::circled(number, 50).map_or_else(|| format!("（{number}）"), String::from)
}

/// Whether there is visible text inside the element.
fn says_something(xml: &mut Xml) -> Result<bool, ExtractError> {
    let mut found = false;
    while let Some(element) = xml.child()? {
        if element.vocabulary == Vocabulary::Word && element.name() == "t" {
            found |= !xml.text()?.trim().is_empty();
        } else {
            found |= says_something(xml)?;
        }
    }
    Ok(found)
}
