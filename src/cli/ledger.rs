//! `ducha ledger import`: a filled ledger comes back; what it changes is shown before it does.

use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal};

use serde::Serialize;

use super::library::{self, Shelf};
use super::selecting::Known;
use super::text::flat;
use super::{CliError, Format, Output, Shared, Status, Typed, source};
use crate::export::ledger::Column;
use crate::export::ledger::returned::{
    Change, Fault, FieldChange, Plan, Refusal, SheetFault, plan,
};
use crate::export::{Item, Number};
use crate::import::sheet::{TableError, sheets};
use crate::import::{ExtractError, Original};
use crate::locale::Lang;
use crate::sheet::Sheet;
use crate::shown::Shown;

/// The file, and whether to go on without asking.
#[derive(Debug)]
pub struct Returning {
    pub file: Typed,
    pub yes: bool,
    pub format: Format,
}

#[derive(Serialize)]
struct PlanJson<'a> {
    schema: &'static str,
    applied: bool,
    unchanged: usize,
    changes: Vec<ChangeJson<'a>>,
    refused: Vec<RefusalJson<'a>>,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    row: usize,
    number: &'a str,
    annotation: String,
    fields: Vec<FieldJson<'a>>,
}

#[derive(Serialize)]
struct FieldJson<'a> {
    column: &'static str,
    old: &'a str,
    new: &'a str,
}

#[derive(Serialize)]
struct RefusalJson<'a> {
    row: usize,
    number: &'a str,
    faults: Vec<FaultJson>,
}

#[derive(Serialize)]
struct FaultJson {
    column: &'static str,
    fault: &'static str,
    message: String,
}

/// Refused rows beyond are only counted.
const SHOWN: usize = 200;

pub fn run(
    returning: &Returning,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let sheets = read(returning, shared)?;
    let shelf = Shelf::of(library::open(shared)?)?;
    let known = Known::read(shared)?;
    let mut numbers: BTreeMap<Number, Vec<Item>> = BTreeMap::new();
    for item in known.items(&shelf) {
        numbers.entry(item.number.clone()).or_default().push(item);
    }
    let plan = of_first(&sheets, &numbers, shared.lang)?;
    if returning.format == Format::Text {
        show(&plan, &numbers, shared.lang, output)?;
    }
    let agreed = !plan.changes.is_empty() && (returning.yes || asked(&plan, shared, output));
    if agreed {
        let operations = plan.changes.iter().map(Change::operation).collect();
        shelf.record(operations, shared)?;
    }
    match returning.format {
        Format::Json => output.json(&document(&plan, agreed, shared.lang))?,
        Format::Text if agreed => {
            let count = plan.changes.len();
            output.say(&shared.lang.fill("ledger.applied", &[("count", &count)]));
        }
        Format::Text if !plan.changes.is_empty() => {
            output.say(shared.lang.text("ledger.not_applied"))
        }
        Format::Text => {}
    }
    Ok(
        match (plan.refused.is_empty(), plan.changes.is_empty() || agreed) {
            (false, _) => Status::Failed,
            (true, false) => Status::Found,
            (true, true) => Status::Clean,
        },
    )
}

fn read(returning: &Returning, shared: &Shared) -> Result<Vec<Sheet>, CliError> {
    let original = source::original(&returning.file)?;
    let read = sheets(&original, shared.importer.encoding);
    read.map_err(|error| refused(&original, error, shared.lang))
}

fn refused(original: &Original, error: TableError, lang: Lang) -> CliError {
    let name = Shown::new(&original.name);
    let (key, detail): (_, usize) = match error {
        TableError::Format(_) => ("ledger.no_table", 0),
        TableError::Quote(row) => ("ledger.open_quote", row),
        TableError::TooManyRows => ("ledger.too_many_rows", 0),
        TableError::Extract(ExtractError::TooComplex) => ("ledger.too_complex", 0),
        TableError::Extract(ExtractError::Encrypted) => ("ledger.encrypted", 0),
        TableError::Extract(_) => ("ledger.damaged", 0),
    };
    let values: [(&str, &dyn std::fmt::Display); 2] = [("name", &name), ("row", &detail)];
    CliError::Table(lang.fill(key, &values))
}

/// The plan of the first sheet that is a ledger; the fault of the first sheet where none is.
fn of_first(
    sheets: &[Sheet],
    numbers: &BTreeMap<Number, Vec<Item>>,
    lang: Lang,
) -> Result<Plan, CliError> {
    let mut fault = SheetFault::NoHeader;
    for (idx, sheet) in sheets.iter().enumerate() {
        match plan(sheet, numbers) {
            Ok(plan) => return Ok(plan),
            Err(SheetFault::NoHeader) => {}
            Err(other) if idx == 0 || fault == SheetFault::NoHeader => fault = other,
            Err(_) => {}
        }
    }
    Err(CliError::Table(match fault {
        SheetFault::NoHeader => lang.text("ledger.no_header").to_owned(),
        SheetFault::Twice(column) => lang.fill("ledger.twice", &[("column", &column.name(lang))]),
        SheetFault::NothingToFill => lang.text("ledger.nothing_to_fill").to_owned(),
    }))
}

/// Asks on a terminal; a script says `--yes`.
fn asked(plan: &Plan, shared: &Shared, output: &mut Output) -> bool {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return false;
    }
    let count = plan.changes.len();
    let _ = output.flush();
    output.say(&shared.lang.fill("ledger.ask", &[("count", &count)]));
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    let answer = answer.trim().to_lowercase();
    read.is_ok() && matches!(answer.as_str(), "y" | "yes" | "ｙ" | "是")
}

fn show(
    plan: &Plan,
    numbers: &BTreeMap<Number, Vec<Item>>,
    lang: Lang,
    output: &mut Output,
) -> Result<(), CliError> {
    for change in &plan.changes {
        let item = numbers.get(&change.number).and_then(|items| items.first());
        let issuer = item.and_then(|item| item.issuer).unwrap_or_default();
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("row", &change.row),
            ("number", &change.number),
            ("issuer", &flat(issuer)),
        ];
        output.line(&lang.fill("ledger.change", &values))?;
        for field in &change.fields {
            output.line(&changed(field, lang))?;
        }
    }
    for refusal in plan.refused.iter().take(SHOWN) {
        let number = flat(&refusal.number);
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("row", &refusal.row), ("number", &number)];
        output.line(&lang.fill("ledger.refused", &values))?;
        for (column, fault) in &refusal.faults {
            let column = column.name(lang);
            output.line(&format!("    {column}  {}", said(fault, lang)))?;
        }
    }
    let (changes, refused) = (plan.changes.len(), plan.refused.len());
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("changes", &changes),
        ("unchanged", &plan.unchanged),
        ("refused", &refused),
    ];
    output.line(&lang.fill("ledger.sum", &values))?;
    if !plan.missing.is_empty() {
        let names: Vec<&str> = plan
            .missing
            .iter()
            .map(|column| column.name(lang))
            .collect();
        let names = names.join(lang.text("export.comma"));
        output.say(&lang.fill("ledger.missing", &[("columns", &names)]));
    }
    Ok(())
}

fn changed(field: &FieldChange, lang: Lang) -> String {
    let or_empty = |text: &str| match text.is_empty() {
        true => lang.text("ledger.empty").to_owned(),
        false => flat(text),
    };
    let (old, new) = (or_empty(&field.old), or_empty(&field.new));
    format!("    {}  {old} → {new}", field.column.name(lang))
}

fn said(fault: &Fault, lang: Lang) -> String {
    let detail = match fault {
        Fault::NotANumber(text)
        | Fault::NotInList(text)
        | Fault::NotADate(text)
        | Fault::Broken(text) => flat(text),
        Fault::Repeated(rows) => {
            let rows: Vec<String> = rows.iter().map(usize::to_string).collect();
            rows.join(lang.text("export.comma"))
        }
        Fault::NoNumber
        | Fault::UnknownNumber
        | Fault::Ambiguous
        | Fault::Elsewhere
        | Fault::Closing
        | Fault::Closed
        | Fault::Merged
        | Fault::Picture
        | Fault::TooLong => String::new(),
    };
    let key = format!("ledger_fault.{}", fault.name());
    lang.fill(&key, &[("detail", &detail)])
}

fn document(plan: &Plan, applied: bool, lang: Lang) -> PlanJson<'_> {
    let fault = |column: &Column, fault: &Fault| FaultJson {
        column: column.key(),
        fault: fault.name(),
        message: said(fault, lang),
    };
    let refusal = |refusal: &'_ Refusal| -> Vec<FaultJson> {
        let faults = refusal.faults.iter();
        faults.map(|(column, why)| fault(column, why)).collect()
    };
    PlanJson {
        schema: "ducha.ledger-import.v1",
        applied,
        unchanged: plan.unchanged,
        changes: plan
            .changes
            .iter()
            .map(|change| ChangeJson {
                row: change.row,
                number: change.number.as_str(),
                annotation: change.annotation.to_string(),
                fields: change
                    .fields
                    .iter()
                    .map(|field| FieldJson {
                        column: field.column.key(),
                        old: &field.old,
                        new: &field.new,
                    })
                    .collect(),
            })
            .collect(),
        refused: plan
            .refused
            .iter()
            .map(|refused| RefusalJson {
                row: refused.row,
                number: &refused.number,
                faults: refusal(refused),
            })
            .collect(),
    }
}
