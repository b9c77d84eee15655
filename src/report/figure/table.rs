//! Tables: a bare number in a cell is a figure, whose unit and subject stand elsewhere.
//!
//! The unit is that of the cell, of a column of units, of the head of the column or the row (数量（件）), or of the line above
//! the table (单位:万元). What is counted is said by the last words to the left of the cell and by the head of its column.
//! A row is a line of normal text with a tab between its cells.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;
use std::vec;

use super::approximate::form;
use super::lexicon::TABLE_WORDS;
use super::numeral::{Numeral, numeral_at};
use super::phrase::{cleaned, shortened};
use super::scan::{Begins, Reading, of_number};
use super::table_unit::{CellUnit, unit_in, unit_of_caption, without_unit};
use super::{FigureKind, Period, Quantity};

/// What the heads of a table say of a figure in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) subject: Arc<str>,
    pub(super) period: Option<Period>,
}

/// The readings of a text with those of its cells, and what the heads tell of the figures that fill a cell.
pub(super) struct WithCells<R: Iterator<Item = Reading>, C: Iterator> {
    readings: Peekable<R>,
    /// The cells not yet passed.
    cells: Peekable<C>,
    /// Readings of the last cell that are still to be given out.
    inside: vec::IntoIter<Reading>,
}

impl<'a, R: Iterator<Item = Reading>, C: Iterator<Item = Place<'a>>> WithCells<R, C> {
    pub(super) fn of(readings: R, cells: C) -> WithCells<R, C> {
        WithCells {
            readings: readings.peekable(),
            cells: cells.peekable(),
            inside: Vec::new().into_iter(),
        }
    }
}

impl<'a, R: Iterator<Item = Reading>, C: Iterator<Item = Place<'a>>> Iterator for WithCells<R, C> {
    type Item = (Reading, Option<Told>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(reading) = self.inside.next() {
                return Some((reading, None));
            }
            let Some(place) = self.cells.peek() else {
                return self.readings.next().map(|reading| (reading, None));
            };
            let cell = place.range();
            let before = |reading: &Reading| reading.quote.end <= cell.start;
            if let Some(reading) = self.readings.next_if(before) {
                return Some((reading, None));
            }
            let mut inside = Vec::new();
            let within = |reading: &Reading| reading.quote.start < cell.end;
            while let Some(reading) = self.readings.next_if(within) {
                inside.push(reading);
            }
            let place = self.cells.next()?;
            match place.reading(&inside) {
                Cell::Counts(reading) => return Some((*reading, Some(place.told()))),
                Cell::Identifies => {}
                Cell::Prose => self.inside = inside.into_iter(),
            }
        }
    }
}

/// Rows of cells, and the unit of all of them.
pub(super) struct Table {
    rows: Vec<Vec<Range<usize>>>,
    /// How many rows at its top hold no number.
    head: usize,
    unit: Option<CellUnit>,
}

/// What a cell is.
enum Cell {
    /// One number fills it.
    Counts(Box<Reading>),
    /// A number that names its row.
    Identifies,
    /// Words, with figures or without.
    Prose,
}

/// The tables of a text.
pub(super) fn tables(text: &str) -> Vec<Table> {
    if memchr::memchr(b'\t', text.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut tables: Vec<Table> = Vec::new();
    let mut open = false;
    let mut at = 0;
    let mut above = "";
    for line in text.split('\n') {
        if line.contains('\t') {
            let cells = cells(line, at);
            let last = tables.last_mut().filter(|_| open);
            match last.filter(|table| !table.ends_before(text, &cells)) {
                Some(table) => table.add(text, cells),
                None => {
                    let mut table = Table {
                        rows: Vec::new(),
                        head: 0,
                        unit: unit_of_caption(above).or_else(|| unit_of_caption(line)),
                    };
                    table.add(text, cells);
                    tables.push(table);
                }
            }
            open = true;
        } else {
            open = false;
        }
        above = line;
        at += line.len() + 1;
    }
    tables
}

/// The cells that begin in a stretch of the text, in order.
pub(super) fn places<'a>(
    tables: &'a [Table],
    text: &'a str,
    stretch: &Range<usize>,
) -> impl Iterator<Item = Place<'a>> {
    let Range { start, end } = *stretch;
    let passed = tables.partition_point(|table| table.end() <= start);
    let tables = tables.get(passed..).unwrap_or_default();
    let places = tables.iter().flat_map(move |table| table.places(text));
    places
        .skip_while(move |place| place.range().start < start)
        .take_while(move |place| place.range().start < end)
}

impl Table {
    fn end(&self) -> usize {
        let last = self.rows.last().and_then(|row| row.last());
        last.map_or(0, |cell| cell.end)
    }

    fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Place<'a>> {
        let rows = self.rows.iter().enumerate();
        rows.flat_map(move |(row, cells)| {
            (0..cells.len()).map(move |column| Place {
                text,
                table: self,
                row,
                column,
            })
        })
    }

    fn add(&mut self, text: &str, cells: Vec<Range<usize>>) {
        let heads = self.head == self.rows.len() && !has_number(text, &cells);
        self.head += usize::from(heads);
        self.rows.push(cells);
    }

    /// Whether a row is the head of the next table: nothing but words behind numbers, and other columns or words for columns.
    fn ends_before(&self, text: &str, cells: &[Range<usize>]) -> bool {
        let body = self.head < self.rows.len() && !has_number(text, cells);
        let width = self.rows.last().map_or(0, Vec::len);
        body && (width != cells.len() || cells.iter().any(|cell| is_head(text, cell)))
    }
}

fn is_head(text: &str, cell: &Range<usize>) -> bool {
    let words = &*TABLE_WORDS;
    let head = without_unit(text.get(cell.clone()).unwrap_or(""));
    [
        &words.plain_columns,
        &words.identifying_columns,
        &words.unit_columns,
        &words.year_columns,
    ]
    .iter()
    .any(|columns| columns.holds(head))
}

fn cells(line: &str, start: usize) -> Vec<Range<usize>> {
    let mut at = start;
    line.split('\t')
        .map(|cell| {
            let from = at + cell.len() - cell.trim_start().len();
            at += cell.len() + 1;
            from..from + cell.trim().len()
        })
        .collect()
}

fn has_number(text: &str, cells: &[Range<usize>]) -> bool {
    cells.iter().any(|cell| whole_number(text, cell).is_some())
}

/// A number that fills a cell, with its unit or without; a year is none.
fn whole_number(text: &str, cell: &Range<usize>) -> Option<Numeral> {
    let quote = text.get(cell.clone())?;
    let digits = quote.strip_prefix(['-', '−']).unwrap_or(quote);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let numeral = numeral_at(text, cell.end - digits.len())?;
    (numeral.range.end == cell.end).then_some(numeral)
}

/// A cell of a table.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    text: &'a str,
    table: &'a Table,
    row: usize,
    column: usize,
}

impl<'a> Place<'a> {
    fn range(&self) -> Range<usize> {
        let cells = self.table.rows.get(self.row);
        let cell = cells.and_then(|cells| cells.get(self.column));
        cell.cloned().unwrap_or_default()
    }

    fn of(&self, row: usize, column: usize) -> &'a str {
        let cell = self.table.rows.get(row).and_then(|cells| cells.get(column));
        cell.and_then(|cell| self.text.get(cell.clone()))
            .unwrap_or("")
    }

    /// The heads of the column, from the top; empty where the row has other cells than the head.
    fn heads(&self) -> impl DoubleEndedIterator<Item = &'a str> {
        let width = |row: usize| self.table.rows.get(row).map_or(0, Vec::len);
        let own = width(self.row);
        (0..self.table.head.min(self.row))
            .filter(move |&row| width(row) == own)
            .map(|row| self.of(row, self.column))
            .filter(|head| !head.is_empty())
    }

    /// The last words to the left of the cell that are no unit.
    fn left(&self) -> &'a str {
        (0..self.column)
            .rev()
            .map(|column| Place { column, ..*self })
            .filter(|place| !place.is_under(&TABLE_WORDS.unit_columns))
            .map(|place| self.of(self.row, place.column))
            .find(|words| words.chars().any(|c| ('一'..='龥').contains(&c)) && !is_amount(words))
            .unwrap_or("")
    }

    fn is_under(&self, columns: &super::lexicon::Words) -> bool {
        self.heads().any(|head| columns.holds(head))
    }

    fn reading(&self, inside: &[Reading]) -> Cell {
        let cells = self.table.rows.get(self.row);
        let Some(cell) = cells.and_then(|cells| cells.get(self.column)) else {
            return Cell::Prose;
        };
        if let [reading] = inside
            && reading.quote == *cell
            && reading.kind != FigureKind::Date
            && !reading.unit.is_empty()
        {
            return Cell::Counts(Box::new(reading.clone()));
        }
        let Some(numeral) = whole_number(self.text, cell) else {
            return Cell::Prose;
        };
        if self.row < self.table.head || self.is_under(&TABLE_WORDS.identifying_columns) {
            return Cell::Identifies;
        }
        let year = matches!(inside, [reading] if reading.kind == FigureKind::Date);
        let years = &TABLE_WORDS.year_columns;
        if year && (self.column == 0 || self.is_under(years) || years.holds(self.left())) {
            return Cell::Prose;
        }
        let first = self.column == 0 && cells.is_some_and(|cells| cells.len() > 1);
        match self.counted(cell, &numeral).filter(|_| !first) {
            Some(reading) => Cell::Counts(Box::new(reading)),
            None => Cell::Identifies,
        }
    }

    /// The number with the unit that stands elsewhere.
    fn counted(&self, cell: &Range<usize>, numeral: &Numeral) -> Option<Reading> {
        let unit = self.unit();
        let mut numeral = numeral.clone();
        let (mut word, mut kind) = (Cow::default(), FigureKind::Count);
        if let Some(unit) = unit {
            numeral.value = numeral.value.checked_mul(unit.factor)?;
            numeral.step = numeral.step.checked_mul(unit.factor)?;
            numeral.grain = numeral.grain.checked_mul(unit.factor)?;
            (word, kind) = (unit.word, unit.kind);
        }
        let form = form(self.text, &numeral, None, cell);
        let mut reading = of_number(&numeral, cell.clone(), word, form, kind)?;
        reading.begins = Begins::at(cell.start);
        let negative = self.text.get(cell.clone())?.starts_with(['-', '−']);
        if negative
            && let Quantity::Number {
                value, interval, ..
            } = &mut reading.quantity
        {
            value.set_sign_negative(true);
            *interval = super::Interval::point(*value);
        }
        Some(reading)
    }

    /// The unit of the row's column of units, of the head of the column, of the row, of the table.
    fn unit(&self) -> Option<CellUnit> {
        let columns = self.table.rows.get(self.row).map_or(0, Vec::len);
        let of_row = (0..columns)
            .map(|column| Place { column, ..*self })
            .find(|place| place.is_under(&TABLE_WORDS.unit_columns))
            .and_then(|place| CellUnit::of(self.of(self.row, place.column)));
        of_row
            .or_else(|| self.heads().rev().find_map(unit_in))
            .or_else(|| unit_in(self.left()))
            .or_else(|| self.table.unit.clone())
    }

    /// What the words to the left and above say.
    fn told(&self) -> Told {
        let left = self.left();
        let mut subject = cleaned(without_unit(left)).into_owned();
        for head in self.heads() {
            let head = without_unit(head);
            let plain = TABLE_WORDS.plain_columns.holds(head) || year_of(head).is_some();
            let column = cleaned(head);
            if !plain && !subject.contains(&*column) {
                subject.push_str(&column);
            }
        }
        let year = self.heads().rev().find_map(year_of);
        let year = year
            .or_else(|| year_of(left))
            .or_else(|| year_of(self.of(self.row, 0)));
        Told {
            subject: shortened(subject.into()).into(),
            period: year.map(Period::Year),
        }
    }
}

/// A cell that is a number with its unit names nothing.
fn is_amount(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit())
}

/// The year that a head begins with: 2023年, 2023.
fn year_of(head: &str) -> Option<i16> {
    let digits = head.get(..4)?;
    let year: i16 = digits.parse().ok()?;
    let rest = head.get(4..)?;
    let whole = rest.is_empty() || rest.starts_with('年');
    (whole && (1990..=2050).contains(&year)).then_some(year)
}
