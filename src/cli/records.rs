//! `--records`: one JSON record a line in, one a line out, one in memory at a time; for `show`, `check` and `compare`.

use std::io::{BufRead, ErrorKind};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CliError, Output, Status};
use crate::locale::Lang;
use crate::report::{Hints, Report, SourceText, parse};

/// The most bytes of a line: a text as long as any file may be, with every second byte escaped.
const LONGEST: usize = 64 << 20;

/// A record as it comes in; what else is in it is the caller's.
#[derive(Deserialize)]
pub struct Record {
    pub id: Value,
    text: String,
    /// Last year's report.
    #[serde(default)]
    previous: Option<String>,
    #[serde(default)]
    published: Option<Date>,
}

/// A line that gave no result.
#[derive(Serialize)]
struct Failure {
    /// Null where the line has none.
    id: Value,
    /// From 1.
    line: usize,
    error: String,
}

/// The result of a record: its id, and the document that the command gives for a file.
#[derive(Serialize)]
pub struct Answer<'a, D> {
    pub id: &'a Value,
    #[serde(flatten)]
    pub document: D,
}

/// What a command does with a record; nothing where the record lacks a member that it needs.
pub type Work<'w> = dyn FnMut(&Record, &mut Output) -> Result<Option<Status>, CliError> + 'w;

/// A line of the input.
enum Line {
    Text(Vec<u8>),
    TooLong,
    End,
}

/// What is wrong with a line.
enum Fault {
    TooLong,
    /// Not JSON; what the parser says.
    Json(String),
    /// JSON, and no record; its id as far as there is one.
    Record(Value, String),
    /// A record that lacks what the command needs.
    Needs(Value, &'static str),
}

impl Record {
    pub fn report(&self) -> Report {
        let hints = Hints {
            published: self.published,
            ..Hints::default()
        };
        parse(SourceText::new(self.text.as_str()), &hints)
    }

    pub fn previous(&self) -> Option<Report> {
        let text = self.previous.as_deref()?;
        Some(parse(SourceText::new(text), &Hints::default()))
    }
}

/// Works on records until the input ends; what is wrong with a line is said in its place, and the rest goes on. The worker
/// gives nothing for a record without a member that it needs, and is then said by name.
pub fn each(
    mut input: impl BufRead,
    needs: &'static str,
    lang: Lang,
    output: &mut Output,
    work: &mut Work,
) -> Result<Status, CliError> {
    let mut status = Status::Clean;
    for line in 1.. {
        let fault = match next(&mut input, LONGEST).map_err(CliError::Output)? {
            Line::End => break,
            Line::Text(text) if text.iter().all(u8::is_ascii_whitespace) => continue,
            Line::Text(text) => match read(&text) {
                Ok(record) => match work(&record, output)? {
                    Some(done) => {
                        status = status.max(done);
                        output.flush()?;
                        continue;
                    }
                    None => Fault::Needs(record.id, needs),
                },
                Err(fault) => fault,
            },
            Line::TooLong => Fault::TooLong,
        };
        status = status.max(Status::Failed);
        output.json(&fault.told(line, lang))?;
        output.flush()?;
    }
    Ok(status)
}

impl Fault {
    fn told(self, line: usize, lang: Lang) -> Failure {
        let (id, key, what) = match self {
            Fault::TooLong => (Value::Null, "records.too_long", String::new()),
            Fault::Json(said) => (Value::Null, "records.not_json", said),
            Fault::Record(id, said) => (id, "records.no_record", said),
            Fault::Needs(id, name) => (id, "records.needs", name.to_owned()),
        };
        let values: [(&str, &dyn std::fmt::Display); 2] = [("line", &line), ("what", &what)];
        let error = lang.fill(key, &values);
        Failure { id, line, error }
    }
}

fn read(line: &[u8]) -> Result<Record, Fault> {
    serde_json::from_slice(line).map_err(|error| {
        let value: Result<Value, _> = serde_json::from_slice(line);
        // The parser counts within the line, which is always its first.
        let said = error.to_string();
        match value {
            Ok(value) => {
                let id = value.get("id").cloned().unwrap_or_default();
                Fault::Record(id, said)
            }
            Err(_) => Fault::Json(said),
        }
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
