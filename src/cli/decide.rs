//! `ducha decide`: scripts judge annotations and findings, with the same words and into the same journals as the console.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use uuid::Uuid;

use super::check::{Each, each};
use super::library::{self, Shelf};
use super::selecting::word;
use super::{CliError, Output, Rules, Shared, Status, Typed, fix};
use crate::check::Finding;
use crate::export::Number;
use crate::review::{Annotation, Judgement, Lack, Operation, digest};
use crate::shown::Shown;

/// What is judged, and how.
#[derive(Debug)]
pub struct Deciding {
    pub judgement: String,
    /// Numbers of a ledger, ids of annotations, ids of findings; `-` for a line each on standard input.
    pub subjects: Vec<String>,
    /// The report of the findings.
    pub report: Option<Typed>,
    pub reason: Option<String>,
}

/// A finding of the report, and the digest of what it rests on.
struct Found {
    id: String,
    quote: String,
}

pub fn run(deciding: &Deciding, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let lang = shared.lang;
    let judgement: Judgement = word("judgement", &deciding.judgement, lang)?;
    let reason = deciding.reason.as_deref().map(str::trim);
    let reason = reason.filter(|reason| !reason.is_empty());
    let subjects = subjects(&deciding.subjects)?;
    let shelf = Shelf::of(library::open(shared)?)?;
    let report = match &deciding.report {
        Some(typed) => {
            let edition = fix::edition(typed, &shelf.library)?;
            let findings = findings(&edition, shared, output)?;
            Some((edition, findings))
        }
        None => None,
    };
    let ledger = Ledger::of(&shelf);
    let known = report.as_ref();
    let known = known.map(|(edition, findings)| (edition.as_str(), findings.as_slice()));
    let name = lang.text(&format!("judgement.{}", judgement.name()));
    let (mut operations, mut lines, mut status) = (Vec::new(), Vec::new(), Status::Clean);
    for subject in &subjects {
        let Some(judged) = judged(subject, &ledger, known) else {
            let key = match known {
                Some(_) => "decide.unknown",
                None => "decide.unknown_without_report",
            };
            output.say(&lang.fill(key, &[("what", &Shown::new(subject))]));
            status = Status::Failed;
            continue;
        };
        lines.push(format!("{}\t{name}", Shown::new(subject)));
        operations.push(Operation::Judge {
            subject: judged.id,
            edition: judged.edition,
            judgement,
            reason: reason.map(str::to_owned),
            quote: judged.quote,
        });
    }
    record(operations, &shelf, shared)?;
    for line in lines {
        output.line(&line)?;
    }
    Ok(status)
}

fn record(operations: Vec<Operation>, shelf: &Shelf, shared: &Shared) -> Result<(), CliError> {
    if operations.is_empty() {
        return Ok(());
    }
    shelf
        .record(operations, shared)
        .map_err(|error| match error {
            CliError::Lacks(Lack::DismissalReason) => {
                CliError::Usage(shared.lang.text("decide.needs_reason").to_owned())
            }
            other => other,
        })
}

fn subjects(typed: &[String]) -> Result<Vec<String>, CliError> {
    let mut subjects = Vec::new();
    for typed in typed {
        if typed != "-" {
            subjects.push(typed.trim().to_owned());
            continue;
        }
        for line in io::stdin().lock().lines() {
            let line = line.map_err(CliError::Output)?;
            // What `gaps` prints begins with the number.
            let first = line.split('\t').next().unwrap_or_default().trim();
            if !first.is_empty() {
                subjects.push(first.to_owned());
            }
        }
    }
    Ok(subjects)
}

/// The annotations that stand, as they are asked for.
struct Ledger<'a> {
    shelf: &'a Shelf,
    /// Two annotations that have one number are none of it.
    by_number: BTreeMap<Number, Option<&'a Annotation>>,
}

impl<'a> Ledger<'a> {
    fn of(shelf: &'a Shelf) -> Ledger<'a> {
        let mut by_number = BTreeMap::new();
        for annotation in shelf.review.undeleted() {
            by_number
                .entry(Number::of(annotation))
                .and_modify(|known| *known = None)
                .or_insert(Some(annotation));
        }
        Ledger { shelf, by_number }
    }

    /// By an id written in full, or a number of the ledger.
    fn find(&self, subject: &str) -> Option<&'a Annotation> {
        let id = Uuid::parse_str(subject).ok();
        let by_id = id.filter(|_| subject.len() == 36).and_then(|id| {
            let found = self.shelf.review.annotation(id);
            found.filter(|annotation| !annotation.deleted)
        });
        by_id.or_else(|| {
            self.by_number
                .get(&Number::read(subject)?)
                .copied()
                .flatten()
        })
    }
}

/// What a subject is in the journals.
struct Judged {
    id: String,
    edition: String,
    /// Of a finding, the digest of what it rests on.
    quote: Option<String>,
}

fn judged(subject: &str, ledger: &Ledger, report: Option<(&str, &[Found])>) -> Option<Judged> {
    if let Some(annotation) = ledger.find(subject) {
        return Some(Judged {
            id: annotation.id.to_string(),
            edition: String::from(&annotation.target.edition),
            quote: None,
        });
    }
    let (edition, findings) = report?;
    let found = findings.iter().find(|found| found.id == subject)?;
    Some(Judged {
        id: found.id.clone(),
        edition: edition.to_owned(),
        quote: Some(found.quote.clone()),
    })
}

/// The findings of one report of the library, as its check finds them now.
fn findings(edition: &str, shared: &Shared, output: &mut Output) -> Result<Vec<Found>, CliError> {
    let shelf = Shelf::of(library::open(shared)?)?;
    let mut found = Vec::new();
    let mut visit = |each: &Each, _: &mut Output| {
        for finding in &each.checked.outcome.findings {
            found.push(Found {
                id: finding.id.clone(),
                quote: quote(each, finding),
            });
        }
        Ok(())
    };
    let wanted = |record: &crate::store::EditionRecord| record.id == edition;
    each(
        shelf,
        Rules::read(shared)?,
        &wanted,
        shared,
        output,
        &mut visit,
    )?;
    Ok(found)
}

/// The digest by which a changed quote under a decision is noticed; the same as the console's.
fn quote(each: &Each, finding: &Finding) -> String {
    let quotes = finding.evidence.iter().map(|evidence| {
        let report = match evidence.previous {
            true => each.checked.previous,
            false => Some(each.checked.report),
        };
        report.map_or("", |report| report.quote(evidence.span))
    });
    let quotes: Vec<&str> = quotes.collect();
    digest(quotes.join("\u{1f}").as_bytes())
}
