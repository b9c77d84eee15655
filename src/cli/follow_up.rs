//! `ducha follow-up`: last year's confirmed gaps beside this year's text.

use serde::Serialize;
use uuid::Uuid;

use super::library::{self, Shelf};
use super::text::{clipped, flat};
use super::{CliError, Format, Output, Shared, Status, Typed, source};
use crate::compare::compare;
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
    let mut records: Vec<&EditionRecord> = shelf.entries.records.iter().collect();
    order::sort_by_key(&mut records, |record| std::cmp::Reverse(record.imported));
    let this = records.iter().find(|record| record.id == id);
    let before = this
        .and_then(|this| year_before(&records, this.series(), |record| record.series()).copied());
    let Some(before) = before else {
        output.say(shared.lang.text("follow.no-previous"));
        return Ok(Status::Clean);
    };
    let (old, new) = (shelf.report(&before.id)?, shelf.report(&id)?);
    let comparison = compare(&old, &new);
    let old_digest = digest(old.source.text.as_bytes());
    let locator = Locator::new(&old, &old_digest);
    let twins: Vec<String> = shelf.kinship.twins(&before.id).map(str::to_owned).collect();
    let years = Years {
        old: Sought {
            edition: &before.id,
            locator: &locator,
            twins: &twins,
        },
        new_edition: &id,
        new: &new,
        comparison: &comparison,
    };
    let mut status = Status::Clean;
    for due in shelf.review.due(years, &shelf.kinship) {
        let annotation = shelf.review.annotation(due.annotation);
        let problem = annotation.map_or("", |found| found.problem.as_str());
        let (place, now) = match due.proposal {
            Proposal::Sentence { span, place, .. } => (place, Some(new.quote(span))),
            Proposal::Absent => (Place::Orphan, None),
        };
        let quote = due.old.map(|span| old.quote(span));
        if due.confirmed && due.answer.is_none() {
            status = Status::Found;
        }
        match format {
            Format::Json => output.json(&DueJson {
                schema: "ducha.follow-up.v1",
                annotation: due.annotation,
                confirmed: due.confirmed,
                answer: due.answer.map(|answer| answer.name()),
                place: place.name(),
                before: quote,
                now,
                problem,
            })?,
            Format::Text => {
                let answer = match (due.answer, due.confirmed) {
                    (Some(answer), _) => format!("continuity.{}", answer.name()),
                    (None, true) => "follow.open".to_owned(),
                    (None, false) => "judgement.pending".to_owned(),
                };
                let place = match now {
                    Some(_) => "place.carried",
                    None => "follow.absent",
                };
                let (answer, place) = (shared.lang.text(&answer), shared.lang.text(place));
                let was = clipped(quote.unwrap_or(""), 40);
                let now = clipped(now.unwrap_or(""), 40);
                let problem = flat(problem);
                output.line(&format!("{answer}\t{place}\t{was}\t{now}\t{problem}"))?;
            }
        }
    }
    Ok(status)
}
