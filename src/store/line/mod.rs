//! One line of a journal: `{"c":"<crc32>","e":{…}}`, the checksum over the exact bytes of `e`.
//!
//! The bytes around `e` are always these, so that every changed byte of a line is noticed. The first line of a file is a
//! header with the same envelope, number 0 and the operation `open`.

mod swift;

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

use crate::report::digest;
use crate::review::{Event, Operation, Text};

/// The version of the envelope that this program writes.
pub const VERSION: u32 = 1;

const OPEN: &str = "{\"c\":\"";
const MIDDLE: &str = "\",\"e\":";
const CLOSE: &str = "}";
/// Digits of a checksum.
const CHECK: usize = 8;

/// What one journal file says about itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    pub schema: String,
    /// Version of the program that wrote the file.
    pub program: String,
    pub library: Uuid,
    /// The number in the file name, from 1.
    pub segment: u32,
    /// The last number seen of other writers, as far as no earlier header of another file vouches for it:
    /// evidence when one of their files later loses its tail.
    pub seen: BTreeMap<String, u64>,
}

/// A line that is whole.
#[derive(Clone, Debug)]
pub enum Line {
    Header(Header),
    Event(Box<Event>),
    /// Whole, and written by a newer version in a form that this one cannot read.
    Newer,
}

/// A line with its place in the chain.
#[derive(Clone, Debug)]
pub struct Record {
    pub line: Line,
    /// Hash of the line before, as the writer saw it.
    pub previous: Option<String>,
    pub writer: String,
    pub reviewer: String,
    pub sequence: u64,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Without its end: a crash while it was written, or another session writing right now.
    Torn,
    /// Zero bytes, as a crash of the system leaves them.
    Zeros,
    /// Not of the form of a line.
    Form,
    Checksum,
    /// Whole, but not an event.
    Content,
    /// Of a writer who does not belong in this folder.
    Foreign,
    /// The number does not follow.
    Gap,
    /// Another line of the writer has this number and says something else.
    Twice,
    /// The line before is not the one that its writer saw.
    Chain,
}

#[derive(Serialize, Deserialize)]
struct Envelope<'a> {
    v: u32,
    #[serde(borrow)]
    writer: Cow<'a, str>,
    seq: u64,
    #[serde(borrow, default)]
    prev: Option<Cow<'a, str>>,
    lamport: u64,
    id: Uuid,
    t: Timestamp,
    #[serde(borrow)]
    reviewer: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    role: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    base: Vec<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    undoes: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<Uuid>,
    #[serde(borrow)]
    op: Cow<'a, str>,
    #[serde(borrow)]
    body: &'a RawValue,
}

/// An operation as it stands in a line.
#[derive(Serialize, Deserialize)]
struct Tagged<'a> {
    #[serde(borrow)]
    op: Cow<'a, str>,
    #[serde(borrow)]
    body: &'a RawValue,
}

/// The operation of the first line of a file.
const HEADER: &str = "open";

/// The hash that the next line names: the first 8 bytes of SHA-256 over the line without its line end.
pub fn hash(line: &[u8]) -> String {
    let mut digest = digest(line);
    digest.truncate(16);
    digest
}

/// An event as a line, without line end; `None` for an operation of a newer version, which is not ours to write.
pub fn encode(event: &Event, previous: Option<&str>) -> Option<Vec<u8>> {
    let operation = serde_json::to_string(&event.operation).ok()?;
    let Tagged { op, body } = serde_json::from_str(&operation).ok()?;
    let role = event.role.and_then(|role| serde_json::to_value(role).ok());
    seal(&Envelope {
        v: event.version,
        writer: Cow::Borrowed(&event.writer),
        seq: event.sequence,
        prev: previous.map(Cow::Borrowed),
        lamport: event.lamport,
        id: event.id,
        t: event.time,
        reviewer: Cow::Borrowed(&event.reviewer),
        role: role
            .as_ref()
            .and_then(|role| role.as_str())
            .map(Cow::Borrowed),
        base: event.base.clone(),
        undoes: event.undoes,
        group: event.group,
        op,
        body,
    })
}

/// The first line of a file, without line end.
pub fn encode_header(
    header: &Header,
    writer: &str,
    reviewer: &str,
    lamport: u64,
    previous: Option<&str>,
) -> Option<Vec<u8>> {
    let body = to_raw_value(header).ok()?;
    seal(&Envelope {
        v: VERSION,
        writer: Cow::Borrowed(writer),
        seq: 0,
        prev: previous.map(Cow::Borrowed),
        lamport,
        id: Uuid::now_v7(),
        t: Timestamp::now(),
        reviewer: Cow::Borrowed(reviewer),
        role: None,
        base: Vec::new(),
        undoes: None,
        group: None,
        op: Cow::Borrowed(HEADER),
        body: &body,
    })
}

fn seal(envelope: &Envelope) -> Option<Vec<u8>> {
    Some(wrap(&serde_json::to_string(envelope).ok()?))
}

/// Any JSON as a checked line; the index uses it too.
pub(super) fn wrap(json: &str) -> Vec<u8> {
    let check = crc32fast::hash(json.as_bytes());
    format!("{OPEN}{check:08x}{MIDDLE}{json}{CLOSE}").into_bytes()
}

/// The JSON of a checked line.
pub(super) fn unwrap(line: &[u8]) -> Result<&str, Flaw> {
    if !line.is_empty() && line.iter().all(|byte| *byte == 0) {
        return Err(Flaw::Zeros);
    }
    let text = text_of(line).ok_or(Flaw::Form)?;
    let inner = text
        .strip_prefix(OPEN)
        .and_then(|text| text.strip_suffix(CLOSE))
        .ok_or(Flaw::Form)?;
    // A checksum of another length is a wrong one.
    let (check, json) = inner
        .split_at_checked(CHECK)
        .and_then(|(check, rest)| Some((check, rest.strip_prefix(MIDDLE)?)))
        .or_else(|| inner.split_once(MIDDLE))
        .ok_or(Flaw::Form)?;
    if check.as_bytes() == hexadecimal(crc32fast::hash(json.as_bytes())) {
        Ok(json)
    } else {
        Err(Flaw::Checksum)
    }
}

/// The line as text, if it is UTF-8. Faster over Chinese than the library's own, which counts where there are thousands.
pub(super) fn text_of(line: &[u8]) -> Option<&str> {
    match encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(line)? {
        Cow::Borrowed(text) => Some(text),
        // A line that is UTF-8 is never copied.
        Cow::Owned(_) => std::str::from_utf8(line).ok(),
    }
}

/// Eight digits as they are written; every other way to write the number is damage.
fn hexadecimal(number: u32) -> [u8; 8] {
    std::array::from_fn(|at| {
        let digit = (number >> (28 - 4 * at)) & 0xf;
        let digit = u8::try_from(digit).unwrap_or(0);
        match digit {
            0..=9 => b'0' + digit,
            _ => b'a' - 10 + digit,
        }
    })
}

/// The event of a line, given without line end, where the line is as nearly all are; anything else [`decode`] tells.
pub(super) fn event_of(line: &[u8]) -> Option<Event> {
    let (event, _) = swift::read(unwrap(line).ok()?).ok()?;
    Some(event)
}

/// Reads a line, given without line end.
pub fn decode(line: &[u8]) -> Result<Record, Flaw> {
    let json = unwrap(line)?;
    // Nearly every line, in one pass; whatever is unusual about the others is found out below.
    if let Ok((event, previous)) = swift::read(json) {
        return Ok(Record {
            previous: previous.map(Cow::into_owned),
            writer: String::from(&event.writer),
            reviewer: String::from(&event.reviewer),
            sequence: event.sequence,
            line: Line::Event(Box::new(event)),
        });
    }
    let envelope: Envelope = match serde_json::from_str(json) {
        Ok(envelope) => envelope,
        Err(_) => return newer(json).ok_or(Flaw::Content),
    };
    let line = if envelope.op == HEADER && envelope.seq == 0 {
        match serde_json::from_str(envelope.body.get()) {
            Ok(header) => Line::Header(header),
            Err(_) if envelope.v > VERSION => Line::Newer,
            Err(_) => return Err(Flaw::Content),
        }
    } else {
        Line::Event(Box::new(event(&envelope)))
    };
    Ok(Record {
        line,
        previous: envelope.prev.map(Cow::into_owned),
        writer: envelope.writer.into_owned(),
        reviewer: envelope.reviewer.into_owned(),
        sequence: envelope.seq,
    })
}

/// A line in an envelope that only a newer version knows: it is kept and not called damage.
fn newer(json: &str) -> Option<Record> {
    #[derive(Deserialize)]
    struct Versioned {
        v: u32,
        #[serde(default)]
        writer: String,
        #[serde(default)]
        reviewer: String,
        #[serde(default)]
        seq: u64,
    }
    let versioned: Versioned = serde_json::from_str(json).ok()?;
    (versioned.v > VERSION).then_some(Record {
        line: Line::Newer,
        previous: None,
        writer: versioned.writer,
        reviewer: versioned.reviewer,
        sequence: versioned.seq,
    })
}

fn event(envelope: &Envelope) -> Event {
    let role = envelope
        .role
        .as_deref()
        .and_then(|role| serde_json::from_value(role.into()).ok());
    Event {
        version: envelope.v,
        writer: Text::from(envelope.writer.as_ref()),
        sequence: envelope.seq,
        lamport: envelope.lamport,
        id: envelope.id,
        time: envelope.t,
        reviewer: Text::from(envelope.reviewer.as_ref()),
        role,
        base: envelope.base.clone(),
        undoes: envelope.undoes,
        group: envelope.group,
        operation: operation(&envelope.op, envelope.body.get()),
    }
}

/// An operation, or its name and text where this version does not know it or not all that it says.
fn operation(name: &str, body: &str) -> Operation {
    let known = serde_json::to_string(name)
        .ok()
        .and_then(|name| serde_json::from_str(&format!("{{\"op\":{name},\"body\":{body}}}")).ok());
    known.unwrap_or_else(|| Operation::Unknown {
        name: name.to_owned(),
        body: body.to_owned(),
    })
}

impl Flaw {
    /// The last part of the locale key `store_flaw.*`.
    pub fn name(self) -> &'static str {
        match self {
            Flaw::Torn => "torn",
            Flaw::Zeros => "zeros",
            Flaw::Form => "form",
            Flaw::Checksum => "checksum",
            Flaw::Content => "content",
            Flaw::Foreign => "foreign",
            Flaw::Gap => "gap",
            Flaw::Twice => "twice",
            Flaw::Chain => "chain",
        }
    }
}
