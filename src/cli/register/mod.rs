//! `ducha register`: the list of units that owe a report, and who has not filed, not published, or late.

mod read;
mod table;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;

use super::library::{self, Shelf};
use super::text::flat;
use super::{CliError, Output, Shared, Status};
use crate::check::register::Owed;
use crate::locale::Lang;
use crate::order;
use crate::review::Operation;

pub use read::RegisterError;

/// How the list is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListFormat {
    #[default]
    Text,
    /// For a spreadsheet: with a byte order mark, every cell inert.
    Csv,
    Json,
}

#[derive(Serialize)]
struct OwedJson<'a> {
    schema: &'static str,
    unit: &'a str,
    level: &'a str,
    parent: &'a str,
    year: i16,
    filing: &'static str,
    published: Option<Date>,
    report: Option<&'a str>,
}

impl<'a> OwedJson<'a> {
    fn of(owed: &'a Owed, level: &'a str, parent: &'a str) -> OwedJson<'a> {
        OwedJson {
            schema: "ducha.owed.v1",
            unit: &owed.unit,
            level,
            parent,
            year: owed.year,
            filing: owed.filing.name(),
            published: owed.filing.date(),
            report: owed.report.as_deref(),
        }
    }
}

/// `ducha register import FILE`: what differs from the register that is there becomes events.
pub fn import(
    file: &Path,
    replace: bool,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let imported = shared.importer.read_file(file)?;
    let name = file.to_string_lossy();
    let units = read::read(&imported.source.text, &name)?;
    // The samples take no reports, but a register may be tried on them.
    let library = match shared.sample {
        true => library::open(shared)?,
        false => library::open_or_create(shared)?,
    };
    let shelf = Shelf::of(library)?;
    let known = &shelf.review.units;
    let entered = units
        .iter()
        .filter(|(unit, entry)| known.get(*unit) != Some(entry));
    let mut operations: Vec<Operation> = entered
        .map(|(unit, entry)| Operation::Enrol {
            unit: unit.clone(),
            entry: Some(entry.clone()),
        })
        .collect();
    let changed = operations.len();
    let named: BTreeSet<&String> = units.keys().collect();
    let struck = known.keys().filter(|unit| replace && !named.contains(unit));
    operations.extend(struck.map(|unit| Operation::Enrol {
        unit: unit.clone(),
        entry: None,
    }));
    let struck = operations.len() - changed;
    if !operations.is_empty() {
        shelf.record(operations, shared)?;
    }
    let counts: [(&str, &dyn std::fmt::Display); 3] = [
        ("units", &units.len()),
        ("changed", &changed),
        ("struck", &struck),
    ];
    output.line(&shared.lang.fill("register.imported", &counts))?;
    Ok(Status::Clean)
}

/// `ducha register list`: every unit and year that is owed, those to be asked about first.
pub fn list(
    year: Option<i16>,
    format: ListFormat,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let shelf = Shelf::of(library::open(shared)?)?;
    let register = shelf.review.register();
    let today = jiff::Zoned::now().date();
    let mut owed = register.owed(&shelf.received(), today);
    owed.retain(|owed| year.is_none_or(|year| owed.year == year));
    order::sort_by(&mut owed, |a, b| {
        let key = |owed: &Owed| (std::cmp::Reverse(owed.year), owed.filing);
        key(a).cmp(&key(b)).then_with(|| a.unit.cmp(&b.unit))
    });
    let entry = |owed: &Owed| {
        let unit = register.units.get(&owed.unit);
        unit.map_or(("", ""), |unit| (unit.level.name(), unit.parent.as_str()))
    };
    if format == ListFormat::Csv {
        output.bytes(table::head(shared.lang).as_bytes())?;
    }
    for owed in &owed {
        let (level, parent) = entry(owed);
        match format {
            ListFormat::Text => output.line(&line(owed, parent, shared.lang))?,
            ListFormat::Csv => {
                let row = table::row(owed, level, parent, shared.lang);
                output.bytes(row.as_bytes())?;
            }
            ListFormat::Json => output.json(&OwedJson::of(owed, level, parent))?,
        }
    }
    if format == ListFormat::Text {
        let asking = owed.iter().filter(|owed| owed.filing.asks()).count();
        let counts: [(&str, &dyn std::fmt::Display); 3] = [
            ("units", &register.units.len()),
            ("owed", &owed.len()),
            ("asking", &asking),
        ];
        output.say(&shared.lang.fill("register.account", &counts));
    }
    Ok(Status::Clean)
}

fn line(owed: &Owed, parent: &str, lang: Lang) -> String {
    let filing = lang.text(&format!("filing.{}", owed.filing.name()));
    let date = owed
        .filing
        .date()
        .map_or_else(String::new, |date| date.to_string());
    let (unit, parent) = (flat(&owed.unit), flat(parent));
    format!("{}\t{filing}\t{unit}\t{parent}\t{date}", owed.year)
}
