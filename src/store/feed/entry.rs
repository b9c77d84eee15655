//! The lines of a journal file, wherever its bytes stand.

use std::ops::Range;
use std::path::Path;

use crate::review::Event;
use crate::store::line::{self, Flaw, Record};
use crate::store::places::is_folder_of;

use super::{Damage, Fault};

/// Whether a line of this writer and reviewer belongs in the folder of a reviewer.
fn belongs(writer: &str, reviewer: &str, folder: &str) -> bool {
    writer.split('/').next() == Some(folder) && is_folder_of(folder, reviewer)
}

/// One line of a file, or a run of zero bytes before one, wherever its bytes stand.
pub(in crate::store) struct Entry<'a> {
    pub line: &'a [u8],
    /// From 1.
    pub number: u64,
    /// With the line end.
    pub bytes: Range<u64>,
    pub whole: bool,
}

/// The lines of a piece of a file that begins at `offset`, after `count` lines. A crash of the system may leave zero bytes
/// where it grew a file: what stands behind them is a line of its own.
pub(in crate::store) fn lines(bytes: &[u8], offset: u64, count: u64) -> Lines<'_> {
    Lines {
        rest: bytes,
        at: offset,
        number: count + 1,
    }
}

pub(in crate::store) struct Lines<'a> {
    rest: &'a [u8],
    at: u64,
    number: u64,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let first = self.rest.first()?;
        let (length, line, whole, ends) = if *first == 0 {
            let zeros = self.rest.iter().position(|byte| *byte != 0);
            let zeros = zeros.unwrap_or(self.rest.len());
            let ends = self.rest.get(zeros) == Some(&b'\n');
            (zeros + usize::from(ends), zeros, true, ends)
        } else {
            match memchr::memchr2(b'\n', 0, self.rest) {
                Some(end) if self.rest.get(end) == Some(&b'\n') => (end + 1, end, true, true),
                Some(end) => (end, end, true, false),
                None => (self.rest.len(), self.rest.len(), false, false),
            }
        };
        let (head, rest) = self.rest.split_at_checked(length)?;
        let entry = Entry {
            line: head.get(..line).unwrap_or(head),
            number: self.number,
            bytes: self.at..self.at + length as u64,
            whole,
        };
        self.number += u64::from(ends);
        self.at = entry.bytes.end;
        self.rest = rest;
        Some(entry)
    }
}

impl Entry<'_> {
    /// The event, if the line is an event like nearly all are; what else it may be [`Entry::record`] tells.
    pub fn event(&self, reviewer: &str) -> Option<Event> {
        let event = self.whole.then(|| line::event_of(self.line)).flatten()?;
        belongs(&event.writer, &event.reviewer, reviewer).then_some(event)
    }

    /// The record, if the line is whole and belongs in the folder of this reviewer.
    pub fn record(&self, reviewer: &str) -> Result<Record, Flaw> {
        if !self.whole {
            return Err(Flaw::Torn);
        }
        let record = line::decode(self.line)?;
        if belongs(&record.writer, &record.reviewer, reviewer) {
            Ok(record)
        } else {
            Err(Flaw::Foreign)
        }
    }

    pub fn damage(&self, path: &Path, flaw: Flaw) -> Damage {
        Damage {
            path: path.to_owned(),
            line: Some(self.number),
            bytes: Some(self.bytes.clone()),
            fault: Fault::Line(flaw),
        }
    }
}
