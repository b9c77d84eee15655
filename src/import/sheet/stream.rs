//! One sheet of a workbook, read piece by piece: a million empty rows with colours cost time, not memory.

use std::io::{self, BufReader, Read};

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use super::{COLUMNS, TableError, keep};
use crate::import::ExtractError;
use crate::sheet::{Cell, Merge, Row, Sheet};

use super::workbook::{Book, number_text, unescaped_units};

/// Bytes without an opening bracket between them; a cell holds less.
const PIECE: usize = 1 << 20;
/// How WPS writes a picture placed in a cell.
const PICTURE: &str = "=DISPIMG(";
/// Merges beyond are not looked at.
const MERGES: usize = 100_000;

/// What a cell is, as its attributes say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Truth,
    Broken,
}

/// The cell that is being read.
#[derive(Debug, Default)]
struct Open {
    column: usize,
    kind: Kind,
    style: usize,
    /// A value that is more than its words: a picture placed in the cell.
    is_rich: bool,
    text: String,
}

/// What was read so far.
struct State<'b> {
    book: &'b Book,
    sheet: Sheet,
    row: Row,
    next_column: usize,
    open: Option<Open>,
    /// Within `v` or `t`, where characters count.
    counts: bool,
    /// Within a reading aid for a word, where they do not.
    phonetic: bool,
}

/// Reads a sheet to its end.
pub(super) fn read(input: impl Read, name: &str, book: &Book) -> Result<Sheet, TableError> {
    let guarded = BufReader::with_capacity(1 << 16, Guarded { input, run: 0 });
    let mut reader = Reader::from_reader(guarded);
    let mut state = State {
        book,
        sheet: Sheet {
            name: name.to_owned(),
            since_1904: book.since_1904,
            ..Sheet::default()
        },
        row: Row::default(),
        next_column: 0,
        open: None,
        counts: false,
        phonetic: false,
    };
    let mut buf = Vec::new();
    loop {
        buf.clear();
        let event = reader.read_event_into(&mut buf);
        let event = event.map_err(|error| damaged(&error.to_string()))?;
        match event {
            Event::Start(start) => state.start(&start)?,
            Event::Empty(start) => {
                state.start(&start)?;
                state.end(start.local_name().into_inner())?;
            }
            Event::End(end) => state.end(end.local_name().into_inner())?,
            Event::Text(text) => state.text(&text.xml10_content()),
            Event::CData(text) => state.text(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(character)) => state.text(character.encode_utf8(&mut [0; 4])),
                Ok(None) => state.text(resolve_predefined_entity(&reference).unwrap_or_default()),
                Err(error) => return Err(damaged(&error.to_string())),
            },
            Event::DocType(_) => return Err(damaged("a document type declaration")),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return Ok(state.sheet),
        }
    }
}

fn damaged(what: &str) -> TableError {
    TableError::Extract(ExtractError::Damaged(what.to_owned()))
}

impl State<'_> {
    fn start(&mut self, start: &BytesStart) -> Result<(), TableError> {
        match start.local_name().into_inner() {
            "row" => {
                let number = attribute(start, "r").and_then(|number| number.trim().parse().ok());
                self.row = Row {
                    number: number.unwrap_or(self.row.number + 1),
                    ..Row::default()
                };
                self.next_column = 0;
            }
            "c" => {
                let place = attribute(start, "r");
                let column = place.and_then(|place| place_of(&place)).map(|(at, _)| at);
                let column = column.unwrap_or(self.next_column);
                self.next_column = column.saturating_add(1);
                self.open = Some(Open {
                    column,
                    kind: kind(attribute(start, "t").as_deref()),
                    style: attribute(start, "s")
                        .and_then(|style| style.trim().parse().ok())
                        .unwrap_or(0),
                    is_rich: attribute(start, "vm").is_some(),
                    text: String::new(),
                });
            }
            "v" | "t" => self.counts = !self.phonetic,
            "rPh" => self.phonetic = true,
            "mergeCell" if self.sheet.merged.len() < MERGES => {
                let merge = attribute(start, "ref").and_then(|range| merge_of(&range));
                self.sheet.merged.extend(merge);
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.as_mut().filter(|_| self.counts) {
            open.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), TableError> {
        match name {
            "v" | "t" => self.counts = false,
            "rPh" => self.phonetic = false,
            "c" => {
                let open = self.open.take();
                if let Some(open) = open.filter(|open| open.column < COLUMNS)
                    && let Some(cell) = self.book.cell(&open)
                {
                    self.row.cells.insert(open.column, cell);
                }
            }
            "row" => {
                let cells = std::mem::take(&mut self.row.cells);
                let number = self.row.number;
                return keep(&mut self.sheet, Row { number, cells });
            }
            _ => {}
        }
        Ok(())
    }
}

impl Book {
    fn cell(&self, open: &Open) -> Option<Cell> {
        let text = open.text.as_str();
        if text.trim().is_empty() {
            return None;
        }
        Some(match open.kind {
            Kind::Number if self.is_date(open.style) => match self.day(text) {
                Some(day) => Cell::Date(day),
                None => Cell::Number(number_text(text)),
            },
            Kind::Number => Cell::Number(number_text(text)),
            Kind::Shared => {
                let idx: usize = text.trim().parse().ok()?;
                let shared = self.shared.get(idx)?;
                (!shared.trim().is_empty()).then(|| Cell::Text(shared.clone()))?
            }
            Kind::Text if text.trim_start().starts_with(PICTURE) => Cell::Picture,
            Kind::Text => Cell::Text(unescaped_units(text)),
            Kind::Truth => Cell::Text(match text.trim() {
                "0" => "FALSE".to_owned(),
                _ => "TRUE".to_owned(),
            }),
            // A program that does not know rich values shows an error in their place.
            Kind::Broken if open.is_rich => Cell::Picture,
            Kind::Broken => Cell::Broken(text.trim().to_owned()),
        })
    }
}

fn kind(name: Option<&str>) -> Kind {
    match name {
        Some("s") => Kind::Shared,
        // A day in ISO form is read like one that was typed.
        Some("str" | "inlineStr" | "d") => Kind::Text,
        Some("b") => Kind::Truth,
        Some("e") => Kind::Broken,
        Some(_) | None => Kind::Number,
    }
}

fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let found = attributes
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.as_ref() == name)?;
    let value = found.value.as_ref();
    Some(unescape(value).map_or_else(|_| value.to_owned(), |text| text.into_owned()))
}

/// `AB12`: column from 0, row from 1.
fn place_of(place: &str) -> Option<(usize, usize)> {
    let place = place.replace('$', "");
    let split = place.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = place.split_at_checked(split)?;
    let mut column = 0_usize;
    for letter in letters.bytes() {
        let value = letter.to_ascii_uppercase().checked_sub(b'A')?;
        (value < 26).then_some(())?;
        column = column
            .checked_mul(26)?
            .checked_add(usize::from(value) + 1)?;
    }
    Some((column.checked_sub(1)?, digits.parse().ok()?))
}

fn merge_of(range: &str) -> Option<Merge> {
    let (from, to) = range.split_once(':')?;
    let (from, to) = (place_of(from)?, place_of(to)?);
    Some(Merge {
        rows: (from.1.min(to.1), from.1.max(to.1)),
        columns: (from.0.min(to.0), from.0.max(to.0)),
    })
}

/// Input in which no piece of text grows without end.
struct Guarded<R> {
    input: R,
    run: usize,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buf)?;
        let read = buf.get(..count).unwrap_or_default();
        self.run = match memchr::memrchr(b'<', read) {
            Some(at) => count - at,
            None => self.run + count,
        };
        match self.run > PIECE {
            true => Err(io::Error::other("a piece without end")),
            false => Ok(count),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_letters_and_a_number() {
        assert_eq!(place_of("A1"), Some((0, 1)));
        assert_eq!(place_of("$AB$12"), Some((27, 12)));
        assert_eq!(place_of("12"), None);
        assert_eq!(place_of("ZZZZZZZZZZZZZZZZZZ1"), None);
        let merge = merge_of("B9:A2").expect("a merge");
        assert_eq!((merge.rows, merge.columns), ((2, 9), (0, 1)));
    }
}
