//! What the journals said when they were last read, in a form that is quick to read again.
//!
//! Never a source of truth, and it can be removed at any time: a stretch of a journal counts only while the journal still
//! has the very bytes that it was made from, which is found out by their checksum each time. A file that is not whole, or of
//! another version, is as if it were not there.

mod event;
mod wire;

use std::collections::BTreeMap;
use std::sync::Arc;

use rustix::fs::Mode;

use crate::review::{Event, Passage};

use super::folder::Folder;
use super::line;
use wire::{Reader, Writer};

const NAME: &str = "journals.bin";
const LARGEST: u64 = 1 << 30;
/// Changes with the form, and the program's version stands behind it: another version reads the journals anew.
const FORM: &str = concat!("ducha.condensed.v1 ", env!("CARGO_PKG_VERSION"), "\n");

/// The beginning of a journal file in which every line is whole and known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stretch {
    pub bytes: u64,
    pub lines: u64,
    /// Over these bytes.
    pub checksum: u32,
    /// What its headers vouch for.
    pub vouched: Vec<(String, u64)>,
}

/// The stretches of all journals, by reviewer and name of the file.
#[derive(Debug, Default)]
pub(super) struct Condensed {
    stretches: BTreeMap<(String, String), Place>,
    /// The whole file.
    bytes: Vec<u8>,
    /// Where the events begin in it.
    events: usize,
    texts: Arc<str>,
    passages: Vec<Arc<Passage>>,
}

/// Where the events of a stretch are.
#[derive(Debug)]
struct Place {
    stretch: Stretch,
    count: usize,
    /// Where its events begin.
    start: usize,
}

impl Stretch {
    /// Goes on with whole lines that come next, the last of them with this number.
    pub fn extend(&mut self, fresh: &[u8], lines: u64, vouched: Vec<(String, u64)>) {
        let mut checksum = crc32fast::Hasher::new_with_initial_len(self.checksum, self.bytes);
        checksum.update(fresh);
        self.checksum = checksum.finalize();
        self.bytes += fresh.len() as u64;
        self.lines = lines;
        self.vouched.extend(vouched);
    }

    /// Whether a journal begins with the bytes that this was made from.
    fn begins(&self, journal: &[u8]) -> bool {
        let beginning = usize::try_from(self.bytes).ok();
        let beginning = beginning.and_then(|bytes| journal.get(..bytes));
        beginning.map(crc32fast::hash) == Some(self.checksum)
    }
}

impl Condensed {
    /// What the file in the state folder says; nothing where it says nothing that can be trusted.
    pub fn read(state: &Folder) -> Condensed {
        let bytes = state.read(NAME, LARGEST);
        bytes.ok().and_then(Condensed::of).unwrap_or_default()
    }

    fn of(bytes: Vec<u8>) -> Option<Condensed> {
        let rest = bytes.strip_prefix(FORM.as_bytes())?;
        let (checksum, rest) = rest.split_first_chunk()?;
        if crc32fast::hash(rest) != u32::from_le_bytes(*checksum) {
            return None;
        }
        let (length, rest) = rest.split_first_chunk()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (texts, numbers) = rest.split_at_checked(length)?;
        let texts: Arc<str> = Arc::from(line::text_of(texts)?);
        let mut reader = Reader {
            numbers,
            texts: &texts,
            passages: &[],
        };
        let passages = reader.each(event::read_passage)?;
        let stretches = reader.each(|reader| {
            let key = (reader.string()?, reader.string()?);
            let stretch = Stretch {
                bytes: reader.long()?,
                lines: reader.long()?,
                checksum: reader.short()?,
                vouched: reader.each(|reader| Some((reader.string()?, reader.long()?)))?,
            };
            let place = Place {
                stretch,
                count: reader.number()?,
                start: reader.number()?,
            };
            Some((key, place))
        })?;
        Some(Condensed {
            stretches: stretches.into_iter().collect(),
            events: bytes.len() - reader.numbers.len(),
            passages,
            texts,
            bytes,
        })
    }

    /// Adds the events at the beginning of a journal and says how far that goes, if it is as it was; nothing otherwise.
    pub fn append(
        &self,
        key: &(String, String),
        journal: &[u8],
        events: &mut Vec<Event>,
    ) -> Option<&Stretch> {
        let place = self.stretches.get(key)?;
        if !place.stretch.begins(journal) {
            return None;
        }
        let mut reader = Reader {
            numbers: self.bytes.get(self.events..)?.get(place.start..)?,
            texts: &self.texts,
            passages: &self.passages,
        };
        let before = events.len();
        for _ in 0..place.count {
            match event::read(&mut reader) {
                Some(event) => events.push(event),
                None => {
                    events.truncate(before);
                    return None;
                }
            }
        }
        Some(&place.stretch)
    }

    /// How many events it holds.
    pub fn count(&self) -> usize {
        self.stretches.values().map(|place| place.count).sum()
    }

    /// How many bytes of journals it stands for.
    pub fn bytes(&self) -> u64 {
        let places = self.stretches.values();
        places.map(|place| place.stretch.bytes).sum()
    }
}

/// A journal with the events of its beginning.
pub(super) type Journal<'a> = (&'a (String, String), &'a Stretch, &'a [Event]);

/// Writes what the journals say now. A failure loses nothing.
pub(super) fn write(state: &Folder, journals: &[Journal]) {
    if let Some(bytes) = bytes_of(journals) {
        let _ = state.replace_loosely(NAME, &bytes, Mode::RUSR | Mode::WUSR);
    }
}

fn bytes_of(journals: &[Journal]) -> Option<Vec<u8>> {
    let mut writer = Writer::default();
    let mut places = Vec::new();
    for (key, stretch, events) in journals {
        let start = writer.position();
        let written = events
            .iter()
            .try_for_each(|event| event::write(&mut writer, event));
        match written {
            Some(()) => places.push((key, stretch, events.len(), start)),
            None => writer.back_to(start),
        }
    }
    let events = writer.take_numbers();
    let passages = writer.passages();
    writer.each(&passages, |writer, passage| {
        event::write_passage(writer, passage)
    })?;
    writer.each(
        &places,
        |writer, ((reviewer, name), stretch, count, start)| {
            writer.text(reviewer)?;
            writer.text(name)?;
            writer.long(stretch.bytes);
            writer.long(stretch.lines);
            writer.short(stretch.checksum);
            writer.each(&stretch.vouched, |writer, (vouched, number)| {
                writer.text(vouched)?;
                writer.long(*number);
                Some(())
            })?;
            writer.number(*count)?;
            writer.number(*start)
        },
    )?;
    let numbers = writer.take_numbers();
    let texts = writer.texts().as_bytes();
    let length = u64::try_from(texts.len()).ok()?.to_le_bytes();
    let rest = [&length, texts, &numbers, &events].concat();
    let checksum = crc32fast::hash(&rest).to_le_bytes();
    Some([FORM.as_bytes(), &checksum, &rest].concat())
}

#[cfg(test)]
mod tests;
