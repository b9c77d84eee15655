//! The journals without what is about annotations, and where that stands: read again a report at a time, so that what goes
//! out of 100,000 annotations needs the memory of those of one report, and a few numbers for each line.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use uuid::Uuid;

use super::{
    ARCHIVE, Cursor, Damage, Error, ErrorKind, Feed, LARGEST, Library, News, Purpose, lines,
    understand,
};
use crate::review::{Annotation, Event, Link, Operation, Subject, fold_all};
use crate::store::folder::Folder;
use crate::store::line::Line;

/// So many bytes of a journal are read at once.
const PIECE: u64 = 1 << 20;

/// What the journals say.
#[derive(Debug)]
pub struct Sifted {
    /// Of everything but annotations.
    pub events: Vec<Event>,
    pub damage: Vec<Damage>,
    pub notes: Notes,
}

/// Where the lines about annotations stand.
#[derive(Debug, Default)]
pub struct Notes {
    journals: Vec<Journal>,
    /// The editions that annotations are about, with the numbers that stand for them.
    editions: BTreeMap<String, u32>,
    /// The annotations of each edition, in order.
    homes: Vec<(u32, Uuid)>,
    /// In order.
    lines: Vec<Place>,
}

#[derive(Debug)]
struct Journal {
    reviewer: String,
    path: PathBuf,
}

/// One line about an annotation: in which journal, from where on, how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    annotation: Uuid,
    journal: u32,
    start: u32,
    length: u32,
}

/// Notes while the journals are read.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    notes: Notes,
}

impl Feed {
    /// Reads all journals of a library once.
    pub fn sifted(library: Arc<Library>) -> Result<Sifted, Error> {
        let mut feed = Feed {
            purpose: Purpose::Reading,
            sieve: Some(Sieve::default()),
            ..Feed::by_journals(library)
        };
        let news = feed.changes()?;
        let mut notes = feed.sieve.unwrap_or_default().notes;
        notes.homes.sort_unstable();
        notes.homes.dedup();
        notes.homes.shrink_to_fit();
        notes.lines.sort_unstable();
        notes.lines.shrink_to_fit();
        Ok(Sifted {
            events: news.events,
            damage: news.damage,
            notes,
        })
    }
}

impl Sieve {
    /// Reads a journal piece by piece and takes out what is about annotations.
    pub fn sift(
        &mut self,
        folder: &Folder,
        name: &str,
        reviewer: &str,
        size: u64,
        news: &mut News,
    ) -> Result<Cursor, Error> {
        let path = folder.at(name);
        self.notes.journals.push(Journal {
            reviewer: reviewer.to_owned(),
            path: path.clone(),
        });
        let (mut cursor, mut most) = (Cursor::default(), PIECE);
        while cursor.offset < size {
            let length = most.min(size - cursor.offset);
            let is_last = cursor.offset + length == size;
            let pieces = folder.read_pieces(name, &[(cursor.offset, length)], LARGEST)?;
            let piece = pieces.into_iter().next().unwrap_or_default();
            // The line that goes on behind the piece is read with the next one.
            let end = match memchr::memrchr(b'\n', &piece) {
                _ if is_last => piece.len(),
                Some(end) => end + 1,
                None => {
                    most *= 2;
                    continue;
                }
            };
            let from = news.events.len();
            let mut places = Vec::new();
            let piece = piece.get(..end).unwrap_or_default();
            let understood =
                understand(piece, &mut cursor, reviewer, &path, news, Some(&mut places));
            self.take(&mut news.events, from, &places);
            if is_last {
                news.damage.extend(understood.torn);
                break;
            }
        }
        Ok(cursor)
    }

    /// Takes the events about annotations out of those that a journal has, which begin at `from`.
    fn take(&mut self, events: &mut Vec<Event>, from: usize, places: &[Range<u64>]) {
        let journal = number(self.notes.journals.len().saturating_sub(1));
        for (event, place) in events.split_off(from).into_iter().zip(places) {
            let subject = Subject::of(&event.operation, &event.reviewer);
            let Some(annotation) = subject.annotation() else {
                events.push(event);
                continue;
            };
            if let Operation::Annotate { statement, .. } = &event.operation {
                let edition = self.edition(&statement.target.edition);
                self.notes.homes.push((edition, annotation));
            }
            self.notes.lines.push(Place {
                annotation,
                journal,
                start: small(place.start),
                length: small(place.end.saturating_sub(place.start)),
            });
        }
    }

    fn edition(&mut self, id: &str) -> u32 {
        let editions = &mut self.notes.editions;
        if let Some(number) = editions.get(id) {
            return *number;
        }
        let next = number(editions.len());
        editions.insert(id.to_owned(), next);
        next
    }
}

impl Notes {
    /// The editions that annotations are about.
    pub fn editions(&self) -> impl Iterator<Item = &str> {
        self.editions.keys().map(String::as_str)
    }

    /// The annotations of an edition, and those that they go on from.
    pub fn of(&self, edition: &str) -> Result<BTreeMap<Uuid, Arc<Annotation>>, Error> {
        let Some(known) = self.editions.get(edition).copied() else {
            return Ok(BTreeMap::new());
        };
        let from = self.homes.partition_point(|(home, _)| *home < known);
        let homes = self.homes.iter().skip(from);
        let homes = homes.take_while(|(home, _)| *home == known);
        let mut wanted: BTreeSet<Uuid> = homes.map(|(_, annotation)| *annotation).collect();
        let mut found = BTreeMap::new();
        while !wanted.is_empty() {
            let read = fold_all(self.read(&wanted)?).annotations;
            // One whose beginning was lost is none, and is not asked for again.
            let asked = std::mem::take(&mut wanted);
            let earlier = read.values().flat_map(|annotation| annotation.links.iter());
            wanted.extend(
                earlier
                    .filter(|link| goes_on(link))
                    .map(|link| link.annotation),
            );
            found.extend(read);
            wanted.retain(|annotation| {
                !found.contains_key(annotation) && !asked.contains(annotation)
            });
        }
        Ok(found)
    }

    /// The events about some annotations, journal by journal.
    fn read(&self, wanted: &BTreeSet<Uuid>) -> Result<Vec<Event>, Error> {
        let mut places: Vec<Place> = Vec::new();
        for annotation in wanted {
            let from = self
                .lines
                .partition_point(|place| place.annotation < *annotation);
            let lines = self.lines.iter().skip(from);
            places.extend(lines.take_while(|place| place.annotation == *annotation));
        }
        places.sort_unstable_by_key(|place| (place.journal, place.start));
        let mut events = Vec::with_capacity(places.len());
        for places in places.chunk_by(|one, next| one.journal == next.journal) {
            let journal = places.first().map(|place| place.journal as usize);
            if let Some(journal) = journal.and_then(|journal| self.journals.get(journal)) {
                journal.read(places, &mut events)?;
            }
        }
        Ok(events)
    }
}

impl Journal {
    fn read(&self, places: &[Place], events: &mut Vec<Event>) -> Result<(), Error> {
        let pieces = places
            .iter()
            .map(|place| (u64::from(place.start), u64::from(place.length)));
        let pieces: Vec<(u64, u64)> = pieces.collect();
        for bytes in self.pieces(&pieces)? {
            let entry = lines(&bytes, 0, 0).next();
            let event = entry.and_then(|entry| match entry.event(&self.reviewer) {
                Some(event) => Some(event),
                None => match entry.record(&self.reviewer).ok()?.line {
                    Line::Event(event) => Some(*event),
                    Line::Header(_) | Line::Newer => None,
                },
            });
            // It was an event when it was read first.
            events.push(event.ok_or_else(|| Error::new(&self.path, ErrorKind::Damaged))?);
        }
        Ok(())
    }

    fn pieces(&self, pieces: &[(u64, u64)]) -> Result<Vec<Vec<u8>>, Error> {
        let folder = Folder::open(self.path.parent().unwrap_or(Path::new("")))?;
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        match folder.read_pieces(&name, pieces, LARGEST) {
            // Archived since it was read.
            Err(error) if error.kind == ErrorKind::Missing => {
                folder.folder(ARCHIVE)?.read_pieces(&name, pieces, LARGEST)
            }
            result => result,
        }
    }
}

fn goes_on(link: &Link) -> bool {
    link.role == "continues"
}

/// A journal is far smaller than this.
fn small(place: u64) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
