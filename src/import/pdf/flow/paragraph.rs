//! Lines joined into paragraphs, over the ends of columns and pages.

use std::collections::BTreeMap;

use super::margin::{Margins, margins, pitches};
use crate::import::pdf::font::Weight;
use crate::import::pdf::layout::{Item, Line, Page, Table, is_wide, join};
use crate::report::MarkKind;

/// A paragraph, a heading, or a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pub text: String,
    pub kind: Option<MarkKind>,
    pub size: f32,
    pub weight: Weight,
    pub font: usize,
    /// The page that it begins on.
    pub page: usize,
    pub lines: usize,
    /// Whether it has the same room on its left and on its right.
    pub is_centred: bool,
}

/// A line with the room that it stands in.
#[derive(Clone, Copy, Debug)]
struct Placed<'a> {
    line: &'a Line,
    margins: Margins,
    /// Column and page.
    block: (usize, usize),
}

/// Lines further apart than this, against what is usual, belong to two paragraphs.
const WIDER: f32 = 1.25;

/// An indent of so many letters begins a paragraph.
const INDENT: f32 = 1.2;

pub(super) fn paragraphs(pages: &[Page]) -> Vec<Paragraph> {
    let margins = margins(pages);
    let mut builder = Builder {
        pitches: pitches(pages),
        done: Vec::new(),
        last: None,
    };
    for (page_index, (page, margins)) in pages.iter().zip(margins).enumerate() {
        for (block_index, (block, margins)) in page.blocks.iter().zip(margins).enumerate() {
            for item in &block.items {
                match item {
                    Item::Line(line) => builder.line(Placed {
                        line,
                        margins,
                        block: (page_index, block_index),
                    }),
                    Item::Table(table) => builder.table(table, page_index),
                }
            }
        }
    }
    builder.done
}

impl Paragraph {
    /// A paragraph of one line.
    pub fn of_line(line: &Line, page: usize) -> Paragraph {
        Paragraph {
            text: line.text.clone(),
            size: line.size,
            weight: line.weight,
            font: line.font,
            page,
            lines: 1,
            ..Paragraph::default()
        }
    }
}

struct Builder<'a> {
    pitches: BTreeMap<i32, f32>,
    done: Vec<Paragraph>,
    last: Option<Placed<'a>>,
}

impl<'a> Builder<'a> {
    fn line(&mut self, placed: Placed<'a>) {
        let goes_on = self.last.is_some_and(|last| self.goes_on(last, placed));
        let line = placed.line;
        match self.done.last_mut() {
            Some(paragraph) if goes_on => {
                join(&mut paragraph.text, &line.text);
                paragraph.lines += 1;
                if line.weight < paragraph.weight {
                    paragraph.weight = line.weight;
                    paragraph.font = line.font;
                }
            }
            _ => self.done.push(Paragraph {
                is_centred: placed.is_centred(),
                ..Paragraph::of_line(line, placed.block.0)
            }),
        }
        // A hanging indent holds for the whole paragraph.
        self.last = Some(placed);
    }

    fn table(&mut self, table: &Table, page: usize) {
        let goes_on = self.last.is_none()
            && self.done.last().is_some_and(|last| {
                last.kind == Some(MarkKind::Table)
                    && last.page < page
                    && width(&last.text) == table.rows.first().map_or(0, |row| width(row))
            });
        self.last = None;
        let mut rows = table.rows.as_slice();
        match self.done.last_mut() {
            Some(last) if goes_on => {
                // The head of a table is printed again on the next page.
                if rows.first().map(String::as_str) == last.text.lines().next() {
                    rows = rows.get(1..).unwrap_or_default();
                }
                for row in rows {
                    last.text.push('\n');
                    last.text.push_str(row);
                }
                last.page = page;
            }
            _ => self.done.push(Paragraph {
                text: rows.join("\n"),
                kind: Some(MarkKind::Table),
                page,
                ..Paragraph::default()
            }),
        }
    }

    /// Whether the line goes on with the paragraph of the one before it.
    fn goes_on(&self, last: Placed, next: Placed) -> bool {
        let (above, below) = (last.line, next.line);
        let is_alike = (above.size - below.size).abs() <= above.size * 0.1;
        if above.is_aside || below.is_aside || !is_alike || self.is_apart(last, next) {
            return false;
        }
        if !last.is_full_before(below) {
            return false;
        }
        // The first line of a paragraph may by chance have as much room behind it as it is indented.
        let is_centred = last.is_centred() && (next.indent() >= INDENT || last.indent() > 3.0);
        if is_centred || last.is_far_right() {
            return last.is_wrapped_centre(next);
        }
        if last.is_whole() && next.is_centred() && !ends_sentence(&above.text) {
            return last.block == next.block;
        }
        if next.indent() < INDENT {
            return true;
        }
        let is_near = |x: f32| (x - below.left).abs() < below.size * 0.4;
        if above.hanging.is_some_and(is_near) {
            return true;
        }
        last.block == next.block && is_near(above.left) && !ends_sentence(&above.text)
    }

    /// Whether more than the usual room lies between two lines of a column.
    fn is_apart(&self, last: Placed, next: Placed) -> bool {
        let size = (next.line.size * 4.0).round() as i32;
        last.block == next.block
            && self
                .pitches
                .get(&size)
                .is_some_and(|pitch| last.line.y - next.line.y > pitch * WIDER)
    }
}

impl Placed<'_> {
    fn indent(&self) -> f32 {
        (self.line.left - self.margins.left) / self.line.size.max(1.0)
    }

    /// Room behind the line, in letters.
    fn room(&self) -> f32 {
        (self.margins.right - self.line.right) / self.line.size.max(1.0)
    }

    fn is_centred(&self) -> bool {
        let (before, behind) = (self.indent(), self.room());
        before > 1.5 && behind > 1.5 && (before - behind).abs() <= 1.0_f32.max(before * 0.1)
    }

    /// A line from margin to margin, which a title that is too long has above its centred rest.
    fn is_whole(&self) -> bool {
        self.indent() < 1.5 && self.room() < 1.5
    }

    /// A signature, a date.
    fn is_far_right(&self) -> bool {
        self.line.left - self.margins.left > 0.3 * (self.margins.right - self.margins.left)
    }

    /// Whether the next line's first word would not have fitted behind this line.
    fn is_full_before(&self, next: &Line) -> bool {
        self.room() <= first_word(&next.text) + 0.6
    }

    /// A centred text that was too long for one line.
    fn is_wrapped_centre(&self, next: Placed) -> bool {
        self.is_centred() && next.is_centred() && self.block == next.block
    }
}

fn width(row: &str) -> usize {
    row.lines().next().unwrap_or_default().matches('\t').count()
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '」', '"', ')', '）'])
        .ends_with(['。', '！', '？', '；', '：', ';', ':', '.'])
}

/// How many letters wide the first word is that no line break may split, marks around it included.
fn first_word(text: &str) -> f32 {
    const QUOTES: &str = "“”‘’";
    const OPENING: &str = "“‘（《〈「『【〔([";
    const CLOSING: &str = "”’）》〉」』】〕，。、；：？！％%,.;:?!)]";
    let mut width = 0.0;
    let mut letters = text.chars().peekable();
    while let Some(opening) = letters.next_if(|letter| OPENING.contains(*letter)) {
        width += room_of(opening);
    }
    let Some(first) = letters.next() else {
        return width;
    };
    width += room_of(first);
    let is_word = |letter: char| letter.is_ascii_graphic();
    // Western rules, which browsers follow, break on neither side of a quotation mark.
    while let Some(quote) = letters.next_if(|letter| QUOTES.contains(*letter)) {
        width += room_of(quote) + letters.next().map_or(0.0, room_of);
    }
    if is_word(first) {
        while let Some(letter) = letters.next_if(|letter| is_word(*letter)) {
            width += room_of(letter);
        }
    }
    while let Some(closing) = letters.next_if(|letter| CLOSING.contains(*letter)) {
        width += room_of(closing);
    }
    f32::min(width, 20.0)
}

fn room_of(letter: char) -> f32 {
    if is_wide(letter) { 1.0 } else { 0.55 }
}
