//! `ducha annotate`: scripts write annotations into the same journals as the console, and hear of each that is safe.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::library::{self, Shelf};
use super::{CliError, Output, Shared, Status, Typed, fix};
use crate::locale::{self, Lang};
use crate::report::correction::{Heading, HeadingFault};
use crate::report::{Report, Span, digest};
use crate::review::{Anchor, Event, Grade, Motivation, Operation, Scope, Target};
use crate::shown::Shown;
use crate::store::{Kept, Outcome, Recorder};

/// Bytes of one line of input; a longer one is refused.
const LONGEST_LINE: u64 = 4 << 20;
/// Lines that are read ahead while others are being saved.
const AHEAD: usize = 512;

/// What is asked for: one annotation, or those on standard input where there is no text.
#[derive(Debug, Default)]
pub struct Annotating {
    pub report: Option<Typed>,
    pub note: Note,
}

/// An annotation as a script says it; one line of standard input is one of these.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Note {
    /// As on the command line: the beginning of an id, or a file that was imported.
    pub report: Option<String>,
    /// The words that it is about.
    pub quote: Option<String>,
    /// Which of the places where they stand, from 1.
    pub nth: Option<usize>,
    /// The heading of the section that it is about, or where something is missing.
    pub section: Option<String>,
    /// Something is missing.
    pub absence: bool,
    pub motivation: Option<String>,
    pub grade: Option<String>,
    pub rule: Option<String>,
    pub problem: String,
    pub suggestion: String,
    pub private: bool,
}

/// Why an annotation cannot be made.
#[derive(Debug)]
pub enum NoteError {
    /// The line is not the JSON of a note; what the parser says.
    Json(String),
    LineTooLong,
    NoReport,
    /// Neither a quote nor a section, and nothing is said to be missing.
    NoPlace,
    NoProblem,
    NoSuchQuote(String),
    /// How often it stands there.
    SeveralPlaces(String, usize),
    NoSuchSection(String),
    SeveralSections(String, Vec<String>),
    /// The key and its value.
    Value(&'static str, String),
}

pub fn run(
    annotating: &Annotating,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let mut desk = Desk {
        shelf: Shelf::of(library::open(shared)?)?,
        reports: BTreeMap::new(),
        report: annotating.report.clone(),
    };
    if annotating.note.problem.is_empty() {
        return every_line(&mut desk, shared, output);
    }
    let operation = desk.operation(&annotating.note)?;
    let (recorder, said) = desk.shelf.recorder(shared)?;
    recorder.record([operation]);
    let status = acknowledge(&[Answer::Id], &said, shared.lang, output)?;
    close(recorder, status, shared.lang, output)
}

/// One line of standard input after the other; what is waiting goes into one write.
fn every_line(desk: &mut Desk, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let lines = read_ahead();
    let (recorder, said) = desk.shelf.recorder(shared)?;
    let mut status = Status::Clean;
    while let Ok(first) = lines.recv() {
        let mut answers = Vec::new();
        for (number, line) in std::iter::once(first).chain(lines.try_iter().take(AHEAD)) {
            let operation = line
                .and_then(|line| note(&line))
                .map_err(CliError::Note)
                .and_then(|note| desk.operation(&note));
            match operation {
                Ok(operation) => {
                    recorder.record([operation]);
                    answers.push(Answer::Id);
                }
                Err(error) => {
                    let reason = error.render(shared.lang);
                    let slots: &[(&str, &dyn std::fmt::Display)] =
                        &[("line", &number), ("reason", &reason)];
                    output.say(&shared.lang.fill("annotate.refused", slots));
                    answers.push(Answer::Refused);
                    status = status.max(Status::Failed);
                }
            }
        }
        let saved = acknowledge(&answers, &said, shared.lang, output)?;
        if saved != Status::Clean {
            status = saved;
            break;
        }
    }
    close(recorder, status, shared.lang, output)
}

/// What a line of input is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// The id of its annotation.
    Id,
    /// A dash; the reason is said to the person.
    Refused,
}

/// Says the id of each annotation as soon as it is safe, and not before: one line for each line of input, in their order.
fn acknowledge(
    answers: &[Answer],
    said: &Receiver<Outcome>,
    lang: Lang,
    output: &mut Output,
) -> Result<Status, CliError> {
    let mut answers = answers.iter().peekable();
    loop {
        while answers.next_if_eq(&&Answer::Refused).is_some() {
            output.line("-")?;
        }
        output.flush()?;
        if answers.peek().is_none() {
            return Ok(Status::Clean);
        }
        match said.recv() {
            Ok(Outcome::Saved { events, .. }) => {
                for id in events.iter().filter_map(made) {
                    while answers.next_if_eq(&&Answer::Refused).is_some() {
                        output.line("-")?;
                    }
                    answers.next();
                    output.line(&id.to_string())?;
                }
            }
            Ok(Outcome::Stuck { elapsed, .. }) => {
                let seconds = elapsed.as_secs();
                output.say(&lang.fill("annotate.stuck", &[("seconds", &seconds)]));
            }
            Ok(Outcome::Failed { .. }) | Err(_) => return Ok(Status::Failed),
            Ok(
                Outcome::Recorded { .. }
                | Outcome::Changed(_)
                | Outcome::Unread(_)
                | Outcome::Merged(_)
                | Outcome::Quarantined(_),
            ) => {}
        }
    }
}

fn made(event: &Event) -> Option<Uuid> {
    match &event.operation {
        Operation::Annotate { annotation, .. } => Some(*annotation),
        _ => None,
    }
}

/// Ends the session; what it could not save is said.
fn close(
    recorder: Recorder,
    status: Status,
    lang: Lang,
    output: &mut Output,
) -> Result<Status, CliError> {
    let Err(unsaved) = recorder.close(library::PATIENCE) else {
        return Ok(status);
    };
    let key = match unsaved.kept {
        Kept::Aside => "annotate.kept_aside",
        Kept::Nowhere => "annotate.lost",
    };
    let reason = unsaved.error.message(lang);
    let slots: &[(&str, &dyn std::fmt::Display)] =
        &[("count", &unsaved.count), ("reason", &reason)];
    output.say(&lang.fill(key, slots));
    Ok(status.max(Status::Failed))
}

type Line = (u64, Result<Vec<u8>, NoteError>);

/// Reads lines on a thread of its own, so that they gather while others are saved.
fn read_ahead() -> Receiver<Line> {
    let (lines, read) = channel();
    thread::spawn(move || {
        let mut input = BufReader::new(io::stdin());
        for number in 1.. {
            let mut line = Vec::new();
            match (&mut input).take(LONGEST_LINE).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) if line.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) if line.len() as u64 == LONGEST_LINE && !line.ends_with(b"\n") => {
                    let _ = lines.send((number, Err(NoteError::LineTooLong)));
                    return;
                }
                Ok(_) if lines.send((number, Ok(line))).is_err() => return,
                Ok(_) => {}
            }
        }
    });
    read
}

fn note(line: &[u8]) -> Result<Note, NoteError> {
    serde_json::from_slice(line).map_err(|error| NoteError::Json(error.to_string()))
}

/// The library, and the reports that were asked for so far.
struct Desk {
    shelf: Shelf,
    /// By edition: the report and the digest of its text.
    reports: BTreeMap<String, (Report, String)>,
    /// What is meant where a note names no report.
    report: Option<Typed>,
}

impl Desk {
    fn operation(&mut self, note: &Note) -> Result<Operation, CliError> {
        if note.problem.trim().is_empty() {
            return Err(NoteError::NoProblem.into());
        }
        let typed = note.report.as_ref().map(Typed::from);
        let typed = typed.or_else(|| self.report.clone());
        let typed = typed.ok_or(NoteError::NoReport)?;
        let id = fix::edition(&typed, &self.shelf.library)?;
        if !self.reports.contains_key(&id) {
            let report = self.shelf.structure(&id)?;
            let digest = digest(report.source.text.as_bytes());
            self.reports.insert(id.clone(), (report, digest));
        }
        let (report, digest) = self.reports.get(&id).ok_or(NoteError::NoReport)?;
        let (scope, spans) = place(report, note)?;
        let record = self
            .shelf
            .entries
            .records
            .iter()
            .find(|entry| entry.id == id);
        let metadata = record.map(|record| &record.metadata);
        Ok(Operation::Annotate {
            annotation: Uuid::now_v7(),
            target: Target {
                issuer: metadata.and_then(|metadata| metadata.issuer.clone()),
                year: metadata.and_then(|metadata| metadata.year),
                scope,
                anchors: spans
                    .into_iter()
                    .map(|span| Anchor::of(report, digest, span))
                    .collect(),
                related: Vec::new(),
                edition: id,
            },
            motivation: named("motivation", note.motivation.as_deref())?.unwrap_or(Motivation::Gap),
            grade: named::<Grade>("grade", note.grade.as_deref())?,
            rule: note.rule.clone(),
            finding: None,
            problem: note.problem.clone(),
            suggestion: note.suggestion.clone(),
            private: note.private,
        })
    }
}

/// What a note is about: the words, a section, or what is missing (in a section, or anywhere).
fn place(report: &Report, note: &Note) -> Result<(Scope, Vec<Span>), NoteError> {
    if let Some(quote) = note
        .quote
        .as_deref()
        .filter(|quote| !quote.trim().is_empty())
    {
        let span = quoted(report, quote, note.nth)?;
        let whole = report
            .sentences
            .iter()
            .any(|sentence| sentence.span == span);
        let scope = if whole {
            Scope::Sentence
        } else {
            Scope::Phrase
        };
        return Ok((scope, vec![span]));
    }
    let section = note.section.as_deref().map(|words| heading(report, words));
    match (section.transpose()?, note.absence) {
        (section, true) => Ok((Scope::Absence, section.into_iter().collect())),
        (Some(section), false) => Ok((Scope::Section, vec![section])),
        (None, false) => Err(NoteError::NoPlace),
    }
}

fn heading(report: &Report, words: &str) -> Result<Span, NoteError> {
    match Heading::find(report, words) {
        Ok(heading) => heading
            .section
            .and_then(|idx| Some(report.sections.get(idx)?.heading))
            .ok_or_else(|| NoteError::NoSuchSection(words.to_owned())),
        Err(HeadingFault::Missing) => Err(NoteError::NoSuchSection(words.to_owned())),
        Err(HeadingFault::Several(found)) => Err(NoteError::SeveralSections(
            words.to_owned(),
            found.into_iter().map(|heading| heading.text).collect(),
        )),
    }
}

/// Where the words stand; line ends and blanks in the text or the words do not matter.
fn quoted(report: &Report, quote: &str, nth: Option<usize>) -> Result<Span, NoteError> {
    let text = report.source.text.as_str();
    let (packed, starts) = packed(text);
    let wanted: String = quote.chars().filter(|c| !c.is_whitespace()).collect();
    let mut found = packed.match_indices(&wanted).filter_map(|(at, words)| {
        let first = starts.binary_search_by_key(&at, |start| start.0).ok()?;
        let last = starts.partition_point(|start| start.0 < at + words.len());
        let (_, start) = starts.get(first)?;
        let (_, last) = starts.get(last.checked_sub(1)?)?;
        let end = last + text.get(*last..)?.chars().next()?.len_utf8();
        Some(Span::new(*start, end))
    });
    match nth {
        Some(nth) => found.nth(nth.saturating_sub(1)),
        None => {
            let first = found.next();
            match (first, found.count()) {
                (first, 0) => first,
                (_, more) => return Err(NoteError::SeveralPlaces(quote.to_owned(), more + 1)),
            }
        }
    }
    .ok_or_else(|| NoteError::NoSuchQuote(quote.to_owned()))
}

/// The text without blanks and line ends, and where each of its characters stands: here and there.
fn packed(text: &str) -> (String, Vec<(usize, usize)>) {
    let mut packed = String::with_capacity(text.len());
    let mut starts = Vec::new();
    for (at, character) in text.char_indices() {
        if !character.is_whitespace() {
            starts.push((packed.len(), at));
            packed.push(character);
        }
    }
    (packed, starts)
}

/// A value by its name in JSON, or in either language.
fn named<T: DeserializeOwned>(
    section: &'static str,
    typed: Option<&str>,
) -> Result<Option<T>, NoteError> {
    let Some(typed) = typed else {
        return Ok(None);
    };
    let name = locale::key_of(section, typed).unwrap_or(typed);
    serde_json::from_value(name.into())
        .map(Some)
        .map_err(|_| NoteError::Value(section, typed.to_owned()))
}

impl NoteError {
    pub fn render(&self, lang: Lang) -> String {
        let one = |key: &str, word: &str| lang.fill(key, &[("word", &Shown::new(word))]);
        match self {
            NoteError::Json(reason) => one("annotate.json", reason),
            NoteError::LineTooLong => lang.text("annotate.line_too_long").to_owned(),
            NoteError::NoReport => lang.text("annotate.no_report").to_owned(),
            NoteError::NoPlace => lang.text("annotate.no_place").to_owned(),
            NoteError::NoProblem => lang.text("annotate.no_problem").to_owned(),
            NoteError::NoSuchQuote(quote) => one("annotate.no_quote", quote),
            NoteError::SeveralPlaces(quote, count) => lang.fill(
                "annotate.several_places",
                &[("word", &Shown::new(quote)), ("count", count)],
            ),
            NoteError::NoSuchSection(words) => one("annotate.no_section", words),
            NoteError::SeveralSections(words, found) => {
                let known = found.join("\n  ");
                lang.fill(
                    "annotate.several_sections",
                    &[("word", &Shown::new(words)), ("known", &known)],
                )
            }
            NoteError::Value(key, value) => lang.fill(
                "annotate.value",
                &[("key", key), ("word", &Shown::new(value))],
            ),
        }
    }
}

impl From<NoteError> for CliError {
    fn from(error: NoteError) -> CliError {
        CliError::Note(error)
    }
}
