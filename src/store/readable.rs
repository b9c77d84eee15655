//! The reviewer's annotations as one JSON document that people and other programs can read. Derived; never truth.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::review::{Annotation, Decision, Judgement, fold_all};

use super::daily;
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
const PROGRAM: &str = env!("CARGO_PKG_VERSION");
const SCHEMA: &str = "ducha.annotations.v1";

#[derive(Serialize)]
struct Readable<'a> {
    schema: &'static str,
    /// The version of the program that wrote it; another may say the same in other words.
    program: &'static str,
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
    program: String,
    reviewer: String,
    written: Timestamp,
    covers: BTreeMap<String, u64>,
}

/// How a readable copy stands to the journals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Says what they said when it was written.
    Right,
    /// They are as they were then, and it says something else.
    Different,
    /// Not the bytes that were written.
    Changed,
    /// Not a readable copy.
    Damaged,
}

/// Compares a readable copy with the journals as they are now.
pub(super) fn standing(library: &Arc<Library>, bytes: &[u8]) -> Standing {
    let Some((covered, seal)) = document::unseal::<Covered>(bytes) else {
        return Standing::Damaged;
    };
    if covered.schema != SCHEMA || seal == Seal::Broken {
        return Standing::Changed;
    }
    let mut feed = Feed::by_journals(Arc::clone(library));
    let same = covered.program == PROGRAM && feed.changes().is_ok() && {
        let known = feed.known();
        let known = known.lock().unwrap_or_else(PoisonError::into_inner);
        known.seen == covered.covers
    };
    let again = same.then(|| content(library, &covered.reviewer, covered.written));
    match again {
        Some(Ok(again)) if again != bytes => Standing::Different,
        Some(_) | None => Standing::Right,
    }
}

/// Reads the journals as they are on disk and writes what they amount to for this reviewer. The two copies before stay.
pub(super) fn write(library: &Arc<Library>, reviewer: &str) -> Result<(), Error> {
    let now = Timestamp::now();
    let bytes = content(library, reviewer, now)?;
    let access = library.access();
    let folder = library
        .writing()?
        .folder(REVIEWS)?
        .folder(&folder_name(reviewer))?;
    if let Ok(before) = folder.read(NAME, LARGEST) {
        match whole(&before) {
            // A day without a copy of its own is no reason to have none at all.
            Some(covered) => drop(daily::keep(&folder, access, &before, covered.written, now)),
            // Edited by hand, or damaged: not ours to throw away.
            None => quarantine::keep_file(library, &folder.at(NAME))?,
        }
    }
    let [newest, older, oldest] = GENERATIONS;
    match folder.rename(older, &folder, oldest) {
        Err(error) if error.kind != ErrorKind::Missing => return Err(error),
        Err(_) | Ok(()) => {}
    }
    folder.replace_keeping(newest, &bytes, access.file_mode(), older)
}

/// The readable copy of a reviewer's annotations by the journals in the library.
pub(super) fn content(
    library: &Arc<Library>,
    reviewer: &str,
    written: Timestamp,
) -> Result<Vec<u8>, Error> {
    let mut feed = Feed::by_journals(Arc::clone(library));
    let news = feed.changes()?;
    let review = fold_all(news.events);
    let known = feed.known();
    let known = known.lock().unwrap_or_else(PoisonError::into_inner);
    let readable = Readable {
        schema: SCHEMA,
        program: PROGRAM,
        library: library.id(),
        reviewer,
        written,
        covers: &known.seen,
        annotations: review
            .undeleted()
            .filter(|annotation| annotation.author == reviewer)
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
    Some(whole(bytes)?.covers)
}

fn whole(bytes: &[u8]) -> Option<Covered> {
    match document::unseal::<Covered>(bytes)? {
        (covered, Seal::Whole) if covered.schema == SCHEMA => Some(covered),
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
