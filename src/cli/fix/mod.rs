//! `ducha fix`: reviewers correct what the program understood; without corrections, what was corrected and by whom.

mod error;
mod listing;

use super::args::{Fixing, HeadingFix};
use super::library::{self, Shelf};
use super::{CliError, Output, Shared, Status, Typed, source};
use crate::import::ImportErrorKind;
use crate::locale;
use crate::report::correction::{AS_READ, FieldValue, Heading, HeadingChange, HeadingFault, Point};
use crate::report::{Field, Level, Report, digest};
use crate::review::Operation;
use crate::store::{EditionCorrections, Library};

pub use error::FixError;

pub fn run(fixing: &Fixing, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let library = library::open(shared)?;
    let id = edition(&fixing.report, &library)?;
    let mut shelf = Shelf::of(library)?;
    let mut report = shelf.report(&id)?;
    if !fixing.fields.is_empty() || fixing.heading.is_some() {
        let operations = operations(fixing, &shelf, &id, &report)?;
        if operations.is_empty() {
            output.say(shared.lang.text("fix.nothing"));
        } else {
            shelf.record(operations, shared)?;
            shelf = Shelf::of(library::open(shared)?)?;
            report = shelf.report(&id)?;
        }
    }
    listing::print(&shelf, &id, &report, fixing.format, shared.lang, output)?;
    Ok(Status::Clean)
}

/// The edition that is meant: by its id, or by a file whose content was imported.
pub fn edition(typed: &Typed, library: &Library) -> Result<String, CliError> {
    match source::original(typed) {
        Ok(original) => {
            let sha256 = digest(&original.bytes);
            let records = library.entries()?.records;
            let same = records
                .into_iter()
                .filter(|record| record.source.sha256 == sha256);
            let latest = same.max_by_key(|record| record.imported);
            let missing = || FixError::NotImported(typed.to_string_lossy().into_owned());
            Ok(latest.ok_or_else(missing)?.id)
        }
        Err(CliError::Import(error)) if matches!(error.kind, ImportErrorKind::NotFound) => {
            match typed.to_str().filter(|text| source::looks_like_an_id(text)) {
                Some(prefix) => Ok(source::resolve(prefix, library)?.id),
                None => Err(error.into()),
            }
        }
        Err(error) => Err(error),
    }
}

/// What is asked for, as operations; those that would change nothing are left out.
fn operations(
    fixing: &Fixing,
    shelf: &Shelf,
    id: &str,
    report: &Report,
) -> Result<Vec<Operation>, FixError> {
    let none = EditionCorrections::default();
    let known = shelf.corrected.edition(id).unwrap_or(&none);
    let mut operations = Vec::new();
    for typed in &fixing.fields {
        operations.extend(field(typed, id, known)?);
    }
    if let Some(fix) = &fixing.heading {
        operations.extend(heading(fix, id, report, known)?);
    }
    Ok(operations)
}

/// `FIELD=VALUE`; without a value the field is read from the text again, `-` says that there is none.
fn field(typed: &str, id: &str, known: &EditionCorrections) -> Result<Option<Operation>, FixError> {
    let Some((name, value)) = typed.split_once(['=', '＝']) else {
        return Err(FixError::Setting(typed.to_owned()));
    };
    let (name, value) = (name.trim(), value.trim());
    let field = Field::named(name).or_else(|| Field::named(locale::key_of("field", name)?));
    let field = field.ok_or_else(|| FixError::Field(name.to_owned()))?;
    if value.is_empty() {
        return Ok(known.take_back(id, Point::Field(field), AS_READ));
    }
    let value = match value {
        "-" | "－" | "无" => "",
        value => value,
    };
    let value = FieldValue::read(field, named(field, value)).map_err(|fault| FixError::Value {
        field,
        value: value.to_owned(),
        fault,
    })?;
    Ok(set(id, Point::Field(field), value.text(), known))
}

/// Levels and kinds may be typed by their names in either language.
fn named(field: Field, value: &str) -> &str {
    let section = match field {
        Field::Level | Field::DepartmentOf => "level",
        Field::Kind => "kind",
        Field::Title
        | Field::Issuer
        | Field::Region
        | Field::Year
        | Field::Published
        | Field::Signed => return value,
    };
    let level = (section == "level").then(|| Level::named(value)).flatten();
    match level {
        Some(_) => value,
        None => locale::key_of(section, value).unwrap_or(value),
    }
}

/// The operation that sets a point, unless it was set to the same in this edition.
fn set(id: &str, point: Point, value: String, known: &EditionCorrections) -> Option<Operation> {
    let same = known.applied.iter().any(|applied| {
        applied.point == point && applied.edition == id && applied.correction.value == value
    });
    (!same).then(|| Operation::Correct {
        edition: id.to_owned(),
        field: point.name(),
        value: Some(value),
    })
}

fn heading(
    fix: &HeadingFix,
    id: &str,
    report: &Report,
    known: &EditionCorrections,
) -> Result<Vec<Operation>, FixError> {
    let heading = Heading::find(report, &fix.words).map_err(|fault| match fault {
        HeadingFault::Missing => FixError::NoHeading(fix.words.clone()),
        HeadingFault::Several(found) => FixError::Headings {
            words: fix.words.clone(),
            found: found.into_iter().map(|heading| heading.text).collect(),
        },
    })?;
    if fix.as_read {
        let sides = [HeadingChange::NoHeading, HeadingChange::Part(None)];
        let back = sides.into_iter().filter_map(|side| {
            let (point, value) = heading.as_read(side);
            known.take_back(id, point, &value)
        });
        return Ok(back.collect());
    }
    let changes = changes(fix)?;
    // A part is that of a section: a sentence becomes a heading with it.
    let level = |change: &HeadingChange| !matches!(change, HeadingChange::Part(_));
    if heading.section.is_none() && !changes.iter().any(level) {
        return Err(FixError::PartWithoutHeading(heading.text));
    }
    Ok(changes
        .into_iter()
        .filter_map(|change| {
            let correction = heading.change(change);
            set(id, correction.point(), correction.value(), known)
        })
        .collect())
}

fn changes(fix: &HeadingFix) -> Result<Vec<HeadingChange>, FixError> {
    let mut changes = Vec::new();
    if fix.none {
        changes.push(HeadingChange::NoHeading);
    }
    if let Some(level) = &fix.level {
        let change = HeadingChange::level(level);
        changes.push(change.ok_or_else(|| FixError::Level(level.clone()))?);
    }
    if let Some(part) = &fix.part {
        let name = match part.as_str() {
            "-" | "无" => "none",
            part => locale::key_of("part", part).unwrap_or(part),
        };
        let change = HeadingChange::part(name);
        changes.push(change.ok_or_else(|| FixError::Part(part.clone()))?);
    }
    if changes.is_empty() {
        return Err(FixError::NothingSaid);
    }
    Ok(changes)
}
