//! `ducha check --records`: one JSON record a line in, one a line out, one in memory at a time.

use std::io::{BufRead, ErrorKind};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::json::{Document, check as json};
use super::super::{CliError, Output, Status};
use super::{Checker, Surroundings, judged};
use crate::report::{Hints, SourceText, parse};

/// The most bytes of a line: a text as long as any file may be, with every second byte escaped.
const LONGEST: usize = 64 << 20;

/// A record as it comes in; what else is in it is the caller's.
#[derive(Deserialize)]
struct Record {
    id: Value,
    text: String,
    /// Last year's report.
    #[serde(default)]
    previous: Option<String>,
    #[serde(default)]
    published: Option<Date>,
}

/// A record that could not be checked.
#[derive(Serialize)]
struct Failure {
    id: Value,
    error: String,
}

/// The result of a record.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    #[serde(flatten)]
    check: json::CheckJson<'a>,
}

/// A line of the input.
enum Line {
    Text(Vec<u8>),
    TooLong,
    End,
}

/// Checks records until the input ends.
pub(super) fn run(
    checker: &Checker,
    mut input: impl BufRead,
    output: &mut Output,
) -> Result<Status, CliError> {
    let mut status = Status::Clean;
    loop {
        let (id, error) = match next(&mut input, LONGEST).map_err(CliError::Output)? {
            Line::End => return Ok(status),
            Line::Text(line) if line.iter().all(u8::is_ascii_whitespace) => continue,
            Line::Text(line) => match read(&line) {
                Ok(record) => {
                    status = status.max(answer(checker, &record, output)?);
                    continue;
                }
                Err(fault) => fault,
            },
            Line::TooLong => (Value::Null, "the line is too long".to_owned()),
        };
        status = status.max(Status::Failed);
        output.json(&Failure { id, error })?;
    }
}

fn answer(checker: &Checker, record: &Record, output: &mut Output) -> Result<Status, CliError> {
    let hints = Hints {
        published: record.published,
        ..Hints::default()
    };
    let report = parse(SourceText::new(record.text.as_str()), &hints);
    let previous = record
        .previous
        .as_deref()
        .map(|text| parse(SourceText::new(text), &Hints::default()));
    let previous = previous.as_ref().or(checker.previous.as_ref());
    let outcome = checker.outcome(&report, previous, Surroundings::default());
    let before = previous.map(Document::new);
    let document = Document::new(&report);
    let lang = checker.shared.lang;
    let check = json::document(&document, before.as_ref(), &outcome, &[], lang);
    output.json(&Answer {
        id: &record.id,
        check,
    })?;
    output.flush()?;
    Ok(judged(&outcome, &[]))
}

/// The record of a line, or its id as far as there is one with what is wrong.
fn read(line: &[u8]) -> Result<Record, (Value, String)> {
    serde_json::from_slice(line).map_err(|error| {
        let value: Option<Value> = serde_json::from_slice(line).ok();
        let id = value.and_then(|value| value.get("id").cloned());
        (id.unwrap_or_default(), error.to_string())
    })
}

/// The next line without its end; one that is longer than any report is skipped without being kept.
fn next(input: &mut impl BufRead, longest: usize) -> std::io::Result<Line> {
    let mut line = Vec::new();
    let (mut any, mut too_long) = (false, false);
    loop {
        let available = match input.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = available.iter().position(|&byte| byte == b'\n');
        let piece = available
            .get(..end.unwrap_or(available.len()))
            .unwrap_or(&[]);
        any |= !available.is_empty();
        too_long |= line.len() + piece.len() > longest;
        if !too_long {
            line.extend_from_slice(piece);
        }
        let (taken, ended) = (
            piece.len() + usize::from(end.is_some()),
            available.is_empty(),
        );
        input.consume(taken);
        match (any, ended || end.is_some()) {
            (false, true) => return Ok(Line::End),
            (true, true) if too_long => return Ok(Line::TooLong),
            (true, true) => return Ok(Line::Text(line)),
            (_, false) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_they_end_and_a_giant_is_passed_over() {
        let mut input = b"a\n\nb".to_vec();
        input.push(b'\n');
        input.extend([b'x'; 20]);
        input.extend(b"\nc");
        let mut input = std::io::BufReader::with_capacity(7, input.as_slice());
        let mut seen = Vec::new();
        loop {
            seen.push(match next(&mut input, 19).expect("a line") {
                Line::Text(line) => String::from_utf8(line).expect("text"),
                Line::TooLong => "long".to_owned(),
                Line::End => break,
            });
        }
        assert_eq!(seen, ["a", "", "b", "long", "c"]);
    }
}
