//! PDF with a text layer: the letters of every page with their places, put into lines, and the lines into paragraphs.
//!
//! The file is parsed by `lopdf`; what its pages show and mean is read here, because Chinese documents need the
//! character maps, the order by place and the joining of lines that no library has.

mod content;
mod flow;
mod font;
mod layout;
mod lexer;
mod matrix;
mod source;

use lopdf::Object;

use super::extracted::{ExtractError, Extracted};
use crate::report::{Remark, RemarkKind};
use content::{Ink, Walker};
use layout::Page;
use source::Source;

/// Fewer letters a page than this, beside pictures, are the stamp of a scanner.
const FEWEST_LETTERS: usize = 12;

/// Reads the text of a PDF file.
pub fn extract(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let source = Source::open(bytes)?;
    let mut walker = Walker::new(&source);
    let mut pages: Vec<Page> = Vec::new();
    let mut tally = Tally::default();
    for id in source.pages()? {
        let ink = match source.object(id) {
            Some(Object::Dictionary(page)) => walker.page(page)?,
            _ => Ink::default(),
        };
        tally.count(&ink);
        pages.push(layout::page(&ink, &walker.fonts));
    }
    tally.judge()?;
    let flow = flow::flow(pages, &walker.fonts);
    let mut extracted = Extracted {
        text: flow.text,
        marks: flow.marks,
        ..Extracted::default()
    };
    extracted.page.title = source.title();
    let remarks = [
        (RemarkKind::PageFurnitureDropped, flow.dropped),
        (RemarkKind::PicturesIgnored, tally.pictures),
    ];
    extracted.remarks = remarks
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| Remark { kind, count })
        .collect();
    Ok(extracted)
}

/// What was seen on all pages.
#[derive(Default)]
struct Tally {
    pages: usize,
    letters: usize,
    unknown: usize,
    pictures: usize,
    shapes: usize,
}

impl Tally {
    fn count(&mut self, ink: &Ink) {
        let letters = ink.text.chars().filter(|letter| !letter.is_whitespace());
        self.pages += 1;
        self.letters += letters.count().saturating_sub(ink.unknown);
        self.unknown += ink.unknown;
        self.pictures += ink.pictures;
        self.shapes += ink.shapes;
    }

    /// Whether there is text enough to read.
    fn judge(&self) -> Result<(), ExtractError> {
        if self.unknown > self.letters {
            return Err(ExtractError::NoCharacters);
        }
        let is_drawn = self.pictures > 0 || self.shapes > self.letters;
        if self.letters == 0 || (is_drawn && self.letters < FEWEST_LETTERS * self.pages) {
            return Err(ExtractError::Scanned);
        }
        Ok(())
    }
}
