//! `ducha follow-up`: last year's confirmed gaps beside this year's text.

use serde::Serialize;
use uuid::Uuid;

use super::library::{self, Shelf};
use super::text::{clipped, flat};
use super::{CliError, Format, Output, Shared, Status, Typed, source};
use crate::compare::compare;
use crate::locale::Lang;
use crate::order;
use crate::report::digest;
use crate::review::carry::{Proposal, Years};
use crate::review::{Locator, Place, Sought};
use crate::store::{EditionRecord, year_before};

/// `ducha.follow-up.v1`, one record for each gap.
#[derive(Serialize)]
struct DueJson<'a> {
    schema: &'static str,
    annotation: Uuid,
    confirmed: bool,
    /// What was said of it in this report; null while it waits.
    answer: Option<&'static str>,
    /// `carried`, or `orphan` where nothing answers to it.
    place: &'static str,
    before: Option<&'a str>,
    now: Option<&'a str>,
    problem: &'a str,
}

pub fn run(
    report: &Typed,
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let shelf = Shelf::of(library::open(shared)?)?;
    let id = source::resolve(&report.to_string_lossy(), &shelf.library)?.id;
    let Some(before) = before(&shelf, &id) else {
        output.say(shared.lang.text("follow.no-previous"));
        return Ok(Status::Clean);
    };
    let (old, new) = (shelf.report(&before)?, shelf.report(&id)?);
    let comparison = compare(&old, &new);
    let old_digest = digest(old.source.text.as_bytes());
    let locator = Locator::new(&old, &old_digest);
    let twins: Vec<String> = shelf.kinship.twins(&before).map(str::to_owned).collect();
    let years = Years {
        old: Sought {
            edition: &before,
            locator: &locator,
            twins: &twins,
        },
        new_edition: &id,
        new: &new,
        comparison: &comparison,
    };
    let mut status = Status::Clean;
    for due in shelf.review.due(years, &shelf.kinship) {
        if due.confirmed && due.answer.is_none() {
            status = Status::Found;
        }
        let annotation = shelf.review.annotation(due.annotation);
        let (place, now) = match due.proposal {
            Proposal::Sentence { span, place, .. } => (place, Some(new.quote(span))),
            Proposal::Absent => (Place::Orphan, None),
        };
        let due = DueJson {
            schema: "ducha.follow-up.v1",
            annotation: due.annotation,
            confirmed: due.confirmed,
            answer: due.answer.map(|answer| answer.name()),
            place: place.name(),
            before: due.old.map(|span| old.quote(span)),
            now,
            problem: annotation.map_or("", |found| found.problem.as_str()),
        };
        match format {
            Format::Json => output.json(&due)?,
            Format::Text => output.line(&line(&due, shared.lang))?,
        }
    }
    Ok(status)
}

/// The same issuer's report of the year before; of two editions the newer one.
fn before(shelf: &Shelf, id: &str) -> Option<String> {
    let mut records: Vec<&EditionRecord> = shelf.entries.records.iter().collect();
    order::sort_by_key(&mut records, |record| std::cmp::Reverse(record.imported));
    let this = records.iter().find(|record| record.id == id)?;
    let before = year_before(&records, this.series(), |record| record.series())?;
    Some(before.id.clone())
}

fn line(due: &DueJson, lang: Lang) -> String {
    let answer = match (due.answer, due.confirmed) {
        (Some(answer), _) => format!("continuity.{answer}"),
        (None, true) => "follow.open".to_owned(),
        (None, false) => "judgement.pending".to_owned(),
    };
    let place = match due.now {
        Some(_) => "place.carried",
        None => "follow.absent",
    };
    let (answer, place) = (lang.text(&answer), lang.text(place));
    let was = clipped(due.before.unwrap_or(""), 40);
    let now = clipped(due.now.unwrap_or(""), 40);
    let problem = flat(due.problem);
    format!("{answer}\t{place}\t{was}\t{now}\t{problem}")
}
