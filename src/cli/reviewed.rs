//! `ducha reviewed`: marks sections of a report as read, or takes that back; without sections, which are.

use serde::Serialize;

use super::fix::{self, FixError};
use super::library::{self, Shelf};
use super::text::flat;
use super::{CliError, Format, Output, Shared, Status, Typed};
use crate::report::Report;
use crate::report::correction::{Heading, HeadingFault};
use crate::review::{Operation, section_keys};

/// Which sections of which report.
#[derive(Debug)]
pub struct Marking {
    pub report: Typed,
    /// Headings, or words in them.
    pub sections: Vec<String>,
    pub all: bool,
    /// They are unread again.
    pub undo: bool,
    pub format: Format,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    schema: &'static str,
    report: &'a str,
    section: &'a str,
    heading: String,
    readers: Vec<&'a str>,
}

pub fn run(marking: &Marking, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let mut shelf = Shelf::of(library::open(shared)?)?;
    let edition = fix::edition(&marking.report, &shelf.library)?;
    let report = shelf.report(&edition)?;
    let keys = section_keys(&report);
    let meant = sections(marking, &report)?;
    if !meant.is_empty() {
        let keys = meant.iter().filter_map(|idx| keys.get(*idx));
        let operations = keys.map(|section| Operation::Review {
            edition: edition.clone(),
            section: section.clone(),
            reviewed: !marking.undo,
        });
        shelf.record(operations.collect(), shared)?;
        shelf = Shelf::of(library::open(shared)?)?;
    }
    for (section, key) in report.sections.iter().zip(&keys) {
        let readers = shelf.review.reviewed.get(&(edition.clone(), key.clone()));
        let readers: Vec<&str> = readers.into_iter().flatten().map(String::as_str).collect();
        let heading = flat(&format!("{}{}", section.label, section.title));
        match marking.format {
            Format::Json => output.json(&SectionJson {
                schema: "ducha.reviewed.v1",
                report: &edition,
                section: key,
                heading,
                readers,
            })?,
            Format::Text => {
                let mark = if readers.is_empty() { "·" } else { "✓" };
                let indent = "  ".repeat(usize::from(section.level.min(12)).saturating_sub(1));
                let readers = flat(&readers.join(" "));
                let line = format!("{mark} {indent}{heading}\t{readers}");
                output.line(line.trim_end())?;
            }
        }
    }
    Ok(shelf.health(shared, output))
}

/// Indices of the sections that are meant.
fn sections(marking: &Marking, report: &Report) -> Result<Vec<usize>, CliError> {
    if marking.all {
        return Ok((0..report.sections.len()).collect());
    }
    let mut found = Vec::new();
    for words in &marking.sections {
        let missing = || FixError::NoHeading(words.clone());
        let heading = Heading::find(report, words).map_err(|fault| match fault {
            HeadingFault::Missing => missing(),
            HeadingFault::Several(found) => FixError::Headings {
                words: words.clone(),
                found: found.into_iter().map(|heading| heading.text).collect(),
            },
        })?;
        found.push(heading.section.ok_or_else(missing)?);
    }
    Ok(found)
}
