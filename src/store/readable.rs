//! The reviewer's annotations as one JSON document that people and other programs can read. Derived; never truth.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::review::{Annotation, Decision, Judgement, fold};

use super::document::{self, Check, Seal};
use super::error::{Error, ErrorKind};
use super::feed::Feed;
use super::library::{Library, REVIEWS};
use super::places::folder_name;
use super::quarantine;

pub(super) const NAME: &str = "annotations.json";
/// Newest first.
pub(super) const GENERATIONS: [&str; 3] = [NAME, "annotations.json.1", "annotations.json.2"];
pub(super) const LARGEST: u64 = 256 << 20;
const SCHEMA: &str = "ducha.annotations.v1";

#[derive(Serialize)]
struct Readable<'a> {
    schema: &'static str,
    library: Uuid,
    reviewer: &'a str,
    written: Timestamp,
    /// The last number of every journal that went into it.
    covers: &'a BTreeMap<String, u64>,
    /// Of this reviewer, deleted ones left out.
    annotations: Vec<&'a Annotation>,
    decisions: Vec<DecisionRecord<'a>>,
    reviewed: Vec<SectionRecord<'a>>,
}

#[derive(Serialize)]
struct DecisionRecord<'a> {
    edition: &'a str,
    finding: &'a str,
    judgement: Judgement,
    reason: Option<&'a str>,
    time: Timestamp,
}

#[derive(Serialize)]
struct SectionRecord<'a> {
    edition: &'a str,
    section: &'a str,
}

/// What a readable copy says of itself.
#[derive(Deserialize)]
struct Covered {
    schema: String,
    covers: BTreeMap<String, u64>,
}

/// Reads the journals as they are on disk and writes what they amount to for this reviewer. The two copies before stay.
pub(super) fn write(library: &Arc<Library>, reviewer: &str) -> Result<(), Error> {
    let bytes = content(library, reviewer, Timestamp::now())?;
    let mode = library.access().file_mode();
    let folder = library
        .writing()?
        .folder(REVIEWS)?
        .folder(&folder_name(reviewer))?;
    if let Ok(before) = folder.read(NAME, LARGEST)
        && read(&before).is_none()
    {
        // Edited by hand, or damaged: not ours to throw away.
        quarantine::keep_file(library, &folder.at(NAME))?;
    }
    let [newest, older, oldest] = GENERATIONS;
    match folder.rename(older, &folder, oldest) {
        Err(error) if error.kind != ErrorKind::Missing => return Err(error),
        Err(_) | Ok(()) => {}
    }
    folder.replace_keeping(newest, &bytes, mode, older)
}

/// The readable copy of a reviewer's annotations by the journals in the library.
pub(super) fn content(
    library: &Arc<Library>,
    reviewer: &str,
    written: Timestamp,
) -> Result<Vec<u8>, Error> {
    let mut feed = Feed::new(Arc::clone(library));
    let news = feed.changes()?;
    let review = fold(&news.events);
    let known = feed.known();
    let known = known.lock().unwrap_or_else(PoisonError::into_inner);
    let readable = Readable {
        schema: SCHEMA,
        library: library.id(),
        reviewer,
        written,
        covers: &known.seen,
        annotations: review
            .annotations
            .values()
            .filter(|annotation| annotation.author == reviewer && !annotation.deleted)
            .collect(),
        decisions: review
            .decisions
            .iter()
            .filter(|(_, decision)| decision.reviewer == reviewer)
            .map(|((edition, finding), decision)| record(edition, finding, decision))
            .collect(),
        reviewed: review
            .reviewed
            .iter()
            .filter(|(_, readers)| readers.contains(reviewer))
            .map(|((edition, section), _)| SectionRecord { edition, section })
            .collect(),
    };
    Ok(document::seal_by(&readable, Check::Sha256))
}

/// What a copy covers, if it is whole.
pub(super) fn read(bytes: &[u8]) -> Option<BTreeMap<String, u64>> {
    match document::unseal::<Covered>(bytes)? {
        (covered, Seal::Whole) if covered.schema == SCHEMA => Some(covered.covers),
        _ => None,
    }
}

fn record<'a>(edition: &'a str, finding: &'a str, decision: &'a Decision) -> DecisionRecord<'a> {
    DecisionRecord {
        edition,
        finding,
        judgement: decision.judgement,
        reason: decision.reason.as_deref(),
        time: decision.time,
    }
}
