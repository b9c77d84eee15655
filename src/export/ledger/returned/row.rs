//! One row that came back, beside the gap that it is about.

use std::collections::{BTreeMap, BTreeSet};

use super::day::{day_of, day_of_serial};
use super::{Change, Column, Fault, FieldChange};
use crate::export::ledger::value::value;
use crate::export::ledger::{approach_of, state_of};
use crate::export::{Item, Number, inert};
use crate::locale::Lang;
use crate::review::{Approach, Rectification, Rectifying};
use crate::sheet::Cell;

/// What stands in the columns of a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Given {
    pub row: usize,
    /// Only columns that the sheet has.
    pub cells: BTreeMap<Column, Option<Cell>>,
    /// Columns that are one cell here.
    pub merged: BTreeSet<Column>,
    pub has_merged_number: bool,
    pub since_1904: bool,
}

/// Longer than anything that people write in a cell.
const LONGEST: usize = 10_000;

type Faults = Vec<(Column, Fault)>;

impl Given {
    fn cell(&self, column: Column) -> Option<&Cell> {
        self.cells.get(&column)?.as_ref()
    }

    pub fn text(&self, column: Column) -> String {
        self.cell(column).map_or_else(String::new, typed)
    }

    /// Whether anything stands in a column for the unit.
    pub fn is_filled_in(&self) -> bool {
        let mut filled = self.cells.iter();
        filled.any(|(column, cell)| column.is_filled_in() && cell.is_some())
    }
}

/// What was typed into a cell: without the sign that keeps it a text.
pub(super) fn typed(cell: &Cell) -> String {
    inert::unguarded(cell.text().trim()).to_owned()
}

/// What the row says anew of its gap. An empty cell says nothing; a dash alone takes back what was there.
pub(super) fn read(given: &Given, number: Number, item: &Item) -> Result<Change, Faults> {
    let mut faults: Faults = Vec::new();
    if is_elsewhere(given, item) {
        faults.push((Column::Number, Fault::Elsewhere));
    }
    let merged = given.merged.iter().filter(|column| column.is_filled_in());
    faults.extend(merged.map(|column| (*column, Fault::Merged)));
    let mut change = Change {
        row: given.row,
        number,
        annotation: item.annotation.id,
        rectification: None,
        details: Rectifying::default(),
        fields: Vec::new(),
    };
    for column in Column::all().filter(|column| column.is_filled_in()) {
        if let Some(cell) = given.cell(column)
            && let Err(fault) = field(given, column, cell, item, &mut change)
        {
            faults.push((column, fault));
        }
    }
    let is_closed = item.annotation.rectification == Rectification::Closed;
    if is_closed && !change.fields.is_empty() {
        faults.push((Column::Status, Fault::Closed));
    }
    match faults.is_empty() {
        true => Ok(change),
        false => Err(faults),
    }
}

/// The row is about something else than its number: both what the text says and what is wrong with it differ.
fn is_elsewhere(given: &Given, item: &Item) -> bool {
    let plain = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    [Column::Quote, Column::Problem].into_iter().all(|column| {
        let there = plain(&given.text(column));
        let here = plain(&value(column, item, Lang::Zh).text());
        !there.is_empty() && there != here
    })
}

fn field(
    given: &Given,
    column: Column,
    cell: &Cell,
    item: &Item,
    change: &mut Change,
) -> Result<(), Fault> {
    let Some(typed) = filled(cell)? else {
        return Ok(());
    };
    let taken_back = matches!(typed.as_str(), "-" | "－" | "—");
    let old = value(column, item, Lang::Zh).text();
    let details = &mut change.details;
    let text = |slot: &mut Option<String>| {
        let new = match taken_back {
            true => String::new(),
            false => typed.clone(),
        };
        (new != old).then(|| slot.insert(new).clone())
    };
    let date = |slot: &mut Option<String>| -> Result<Option<String>, Fault> {
        let day = match taken_back {
            true => String::new(),
            false => day(given, cell, &typed)?,
        };
        Ok((day != old).then(|| slot.insert(day).clone()))
    };
    let new = match column {
        Column::Goal => text(&mut details.goal),
        Column::Measure => text(&mut details.measure),
        Column::Leader => text(&mut details.leader),
        Column::Unit => text(&mut details.unit),
        Column::Person => text(&mut details.person),
        Column::Progress => text(&mut details.progress),
        Column::Proof => text(&mut details.proof),
        Column::Remark => text(&mut details.remark),
        Column::Due => date(&mut details.due)?,
        Column::Done => date(&mut details.done)?,
        Column::Approach => approach(&typed, taken_back, item, change)?,
        Column::Status => status(&typed, item, change)?,
        Column::Order
        | Column::Number
        | Column::Issuer
        | Column::Year
        | Column::Section
        | Column::Quote
        | Column::Category
        | Column::Problem
        | Column::Grade
        | Column::Basis
        | Column::Compared
        | Column::Recurrence
        | Column::Checker
        | Column::Closed => None,
    };
    if let Some(new) = new {
        change.fields.push(FieldChange { column, old, new });
    }
    Ok(())
}

/// What was typed into a cell, if anything.
fn filled(cell: &Cell) -> Result<Option<String>, Fault> {
    let typed = match cell {
        Cell::Broken(text) => return Err(Fault::Broken(text.clone())),
        Cell::Picture => return Err(Fault::Picture),
        Cell::Text(_) | Cell::Number(_) | Cell::Date(_) => inert::cell(&typed(cell)).into_owned(),
    };
    if typed.chars().count() > LONGEST {
        return Err(Fault::TooLong);
    }
    Ok((!typed.is_empty()).then_some(typed))
}

fn day(given: &Given, cell: &Cell, typed: &str) -> Result<String, Fault> {
    let day = match cell {
        Cell::Date(day) => Some(*day),
        // Eight digits are a day as well, typed without marks.
        Cell::Number(number) => day_of_serial(number, given.since_1904).or_else(|| day_of(number)),
        Cell::Text(_) => day_of(typed).or_else(|| day_of_serial(typed, given.since_1904)),
        Cell::Broken(_) | Cell::Picture => None,
    };
    day.map(|day| day.to_string())
        .ok_or_else(|| Fault::NotADate(typed.to_owned()))
}

fn status(typed: &str, item: &Item, change: &mut Change) -> Result<Option<String>, Fault> {
    let state = state_of(typed).ok_or_else(|| Fault::NotInList(typed.to_owned()))?;
    let old = item.annotation.rectification;
    if state == old {
        return Ok(None);
    }
    if state == Rectification::Closed {
        return Err(Fault::Closing);
    }
    change.rectification = Some(state);
    let name = format!("rectification.{}", state.name());
    Ok(Some(Lang::Zh.text(&name).to_owned()))
}

fn approach(
    typed: &str,
    taken_back: bool,
    item: &Item,
    change: &mut Change,
) -> Result<Option<String>, Fault> {
    let approach = match taken_back {
        true => Approach::Undecided,
        false => approach_of(typed).ok_or_else(|| Fault::NotInList(typed.to_owned()))?,
    };
    let old = item.annotation.rectifying.approach.unwrap_or_default();
    if approach == old {
        return Ok(None);
    }
    change.details.approach = Some(approach);
    Ok(Some(match approach {
        Approach::Undecided => String::new(),
        Approach::AtOnce | Approach::InStages | Approach::Continuous => {
            let name = format!("approach.{}", approach.name());
            Lang::Zh.text(&name).to_owned()
        }
    }))
}
