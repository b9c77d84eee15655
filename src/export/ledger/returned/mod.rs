//! A ledger that comes back filled in: what would change, and which rows do not fit and why. Nothing is changed here.

mod day;
mod row;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::Column;
use crate::export::{Item, Number};
use crate::review::{Operation, Rectification, Rectifying};
use crate::sheet::Sheet;
use row::{Given, read, typed};
use rows::filled;

/// What a ledger that came back would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub changes: Vec<Change>,
    pub refused: Vec<Refusal>,
    /// Rows that say what is known already.
    pub unchanged: usize,
    /// Columns for the unit that the sheet does not have; they stay as they are.
    pub missing: Vec<Column>,
}

/// One row that fits and says something new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As the spreadsheet counts, from 1.
    pub row: usize,
    pub number: Number,
    pub annotation: Uuid,
    pub rectification: Option<Rectification>,
    pub details: Rectifying,
    pub fields: Vec<FieldChange>,
}

/// A cell before and after, as it stands in a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    pub column: Column,
    pub old: String,
    pub new: String,
}

/// One row that is not taken, with all that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub row: usize,
    /// As it stands there.
    pub number: String,
    pub faults: Vec<(Column, Fault)>,
}

/// Why a row does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    NoNumber,
    NotANumber(String),
    UnknownNumber,
    /// Two gaps have this number.
    Ambiguous,
    /// The number stands in these rows.
    Repeated(Vec<usize>),
    /// Neither the problem nor the quote is that of the number: rows were sorted apart.
    Elsewhere,
    NotInList(String),
    NotADate(String),
    /// Only a reviewer closes.
    Closing,
    /// Closed already, and the row says something else.
    Closed,
    /// One cell over several columns, or one number over several rows.
    Merged,
    /// What a formula gave: `#REF!`.
    Broken(String),
    /// A picture instead of words.
    Picture,
    TooLong,
}

/// Why a sheet is no ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetFault {
    /// No row names the column of numbers.
    NoHeader,
    /// Two columns of one name.
    Twice(Column),
    /// Numbers, and nothing to be filled in beside them.
    NothingToFill,
}

impl Change {
    /// What brings it about.
    pub fn operation(&self) -> Operation {
        Operation::Rectify {
            annotation: self.annotation,
            rectification: self.rectification,
            details: Box::new(self.details.clone()),
        }
    }
}

impl Fault {
    /// The name in JSON and the last part of the locale key `ledger_fault.*`.
    pub fn name(&self) -> &'static str {
        match self {
            Fault::NoNumber => "no-number",
            Fault::NotANumber(_) => "not-a-number",
            Fault::UnknownNumber => "unknown-number",
            Fault::Ambiguous => "ambiguous",
            Fault::Repeated(_) => "repeated",
            Fault::Elsewhere => "elsewhere",
            Fault::NotInList(_) => "not-in-list",
            Fault::NotADate(_) => "not-a-date",
            Fault::Closing => "closing",
            Fault::Closed => "closed",
            Fault::Merged => "merged",
            Fault::Broken(_) => "broken",
            Fault::Picture => "picture",
            Fault::TooLong => "too-long",
        }
    }
}

/// Compares the sheet with the gaps that are known, by number.
pub fn plan(sheet: &Sheet, known: &BTreeMap<Number, Vec<Item>>) -> Result<Plan, SheetFault> {
    let header = header(sheet)?;
    let rows = filled(sheet, header.row, &header.columns);
    let places = places(&rows);
    let mut plan = Plan {
        missing: Column::all()
            .filter(|column| column.is_filled_in() && !header.columns.contains_key(column))
            .collect(),
        ..Plan::default()
    };
    for given in &rows {
        match judge(given, known, &places) {
            Ok(None) => {}
            Ok(Some(change)) if change.fields.is_empty() => plan.unchanged += 1,
            Ok(Some(change)) => plan.changes.push(change),
            Err(faults) => plan.refused.push(Refusal {
                row: given.row,
                number: given.text(Column::Number),
                faults,
            }),
        }
    }
    Ok(plan)
}

struct Header {
    row: usize,
    columns: BTreeMap<Column, usize>,
}

/// The first rows may be a title; the first one with a column of numbers is the header.
fn header(sheet: &Sheet) -> Result<Header, SheetFault> {
    const FARTHEST: usize = 30;
    for row in sheet.rows.iter().take(FARTHEST) {
        let mut columns = BTreeMap::new();
        let mut twice = None;
        for (idx, cell) in &row.cells {
            if let Some(column) = Column::named(&typed(cell))
                && columns.insert(column, *idx).is_some()
            {
                twice = Some(column);
            }
        }
        if !columns.contains_key(&Column::Number) {
            continue;
        }
        if let Some(column) = twice {
            return Err(SheetFault::Twice(column));
        }
        if !columns.keys().any(|column| column.is_filled_in()) {
            return Err(SheetFault::NothingToFill);
        }
        let row = row.number;
        return Ok(Header { row, columns });
    }
    Err(SheetFault::NoHeader)
}

/// The rows in which each number stands.
fn places(rows: &[Given]) -> BTreeMap<Number, BTreeSet<usize>> {
    let mut places: BTreeMap<Number, BTreeSet<usize>> = BTreeMap::new();
    for given in rows {
        if let Some(number) = Number::read(&given.text(Column::Number)) {
            places.entry(number).or_default().insert(given.row);
        }
    }
    places
}

/// What a row changes; none when it is no row of the ledger at all.
fn judge(
    given: &Given,
    known: &BTreeMap<Number, Vec<Item>>,
    places: &BTreeMap<Number, BTreeSet<usize>>,
) -> Result<Option<Change>, Vec<(Column, Fault)>> {
    let refuse = |fault| Err(vec![(Column::Number, fault)]);
    let typed = given.text(Column::Number);
    if typed.is_empty() {
        return match given.is_filled_in() {
            true if given.has_merged_number => refuse(Fault::Merged),
            true => refuse(Fault::NoNumber),
            false => Ok(None),
        };
    }
    let Some(number) = Number::read(&typed) else {
        return match given.is_filled_in() || typed.starts_with(|c: char| c.is_ascii_digit()) {
            true => refuse(Fault::NotANumber(typed)),
            // A line below the table: who filled it in, and when.
            false => Ok(None),
        };
    };
    let rows = places.get(&number).map_or(0, BTreeSet::len);
    let items = known.get(&number).map_or(&[][..], Vec::as_slice);
    match (items, rows) {
        ([], _) => refuse(Fault::UnknownNumber),
        ([_, _, ..], _) => refuse(Fault::Ambiguous),
        ([_], 2..) => {
            let rows = places.get(&number).into_iter().flatten().copied();
            refuse(Fault::Repeated(rows.collect()))
        }
        ([item], _) => read(given, number, item).map(Some),
    }
}
