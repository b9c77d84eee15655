//! `ducha annotate`: scripts write annotations into the same journals as the console, and hear of each that is safe.

mod note;
mod place;

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use uuid::Uuid;

use super::library::{self, Shelf};
use super::{CliError, Output, Shared, Status, Typed, fix};
use crate::locale::Lang;
use crate::report::{Report, digest};
use crate::review::{Anchor, Event, Grade, Motivation, Operation, Statement, Target, Text};
use crate::store::{Kept, Outcome, Recorder};
use note::named;
use place::place;

pub use note::{Note, NoteError};

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
    let operation = desk.operation(&annotating.note, shared)?;
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
                .and_then(|line| Note::read(&line))
                .map_err(CliError::Note)
                .and_then(|note| desk.operation(&note, shared));
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

/// The library, and the reports that were asked for so far.
struct Desk {
    shelf: Shelf,
    /// By edition: the report and the digest of its text.
    reports: BTreeMap<String, (Report, String)>,
    /// What is meant where a note names no report.
    report: Option<Typed>,
}

impl Desk {
    fn operation(&mut self, note: &Note, shared: &Shared) -> Result<Operation, CliError> {
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
        let statement = Statement {
            target: Target {
                issuer: metadata
                    .and_then(|metadata| metadata.issuer.as_deref())
                    .map(Text::from),
                year: metadata.and_then(|metadata| metadata.year),
                scope,
                anchors: spans
                    .into_iter()
                    .map(|span| Anchor::of(report, digest, span))
                    .collect(),
                related: Vec::new(),
                edition: Text::from(id),
            },
            motivation: named("motivation", note.motivation.as_deref())?.unwrap_or(Motivation::Gap),
            grade: named::<Grade>("grade", note.grade.as_deref())?,
            rule: note.rule.as_deref().map(Text::from),
            finding: None,
            problem: Text::from(note.problem.as_str()),
            suggestion: Text::from(note.suggestion.as_str()),
            private: note.private,
        };
        let operation = Operation::Annotate {
            annotation: Uuid::now_v7(),
            statement: Box::new(statement),
        };
        self.shelf.permit(&operation, shared)?;
        Ok(operation)
    }
}
