//! The reviewer's annotations as one JSON document that people and other programs can read. Derived; never truth.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::review::{Annotation, Decision, Judgement, fold};

use super::document;
use super::error::Error;
use super::feed::Feed;
use super::library::{Library, REVIEWS};
use super::places::folder_name;

const NAME: &str = "annotations.json";
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

/// Reads the journals as they are on disk and writes what they amount to for this reviewer.
pub(super) fn write(library: &Arc<Library>, reviewer: &str) -> Result<(), Error> {
    let mut feed = Feed::new(Arc::clone(library));
    let news = feed.changes()?;
    let review = fold(&news.events);
    let readable = Readable {
        schema: SCHEMA,
        library: library.id(),
        reviewer,
        written: Timestamp::now(),
        covers: &feed.known().seen,
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
    let access = library.access();
    let folder = library
        .writing()?
        .folder(REVIEWS)?
        .folder(&folder_name(reviewer))?;
    folder.replace(NAME, &document::seal(&readable), access.file_mode())
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
