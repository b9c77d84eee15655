//! Reading the journals of everyone, at first whole and then only what was added.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::locale::Lang;
use crate::review::{Event, Heads};
use crate::shown::Shown;

use super::archive::ARCHIVE;
use super::error::{Error, ErrorKind};
use super::folder::{Folder, regular};
use super::journal::EXTENSION;
use super::library::{Library, REVIEWS};
use super::line::{self, Flaw, Line, Record};
use super::outbox;
use super::places::is_folder_of;

/// A journal file is at most a little over a megabyte; one this large is not a journal.
pub(super) const LARGEST: u64 = 256 << 20;

/// Follows the journals of a library, and what waits on this machine to go into it.
#[derive(Debug)]
pub struct Feed {
    library: Arc<Library>,
    /// By reviewer and name: a journal that was archived is still the same.
    files: BTreeMap<(String, String), Cursor>,
    known: Arc<Mutex<Known>>,
    damage: Vec<Damage>,
    /// The writer whose lines are not news: `<reviewer>/<host>-<session>`.
    own: Option<String>,
    purpose: Purpose,
}

/// What a feed is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// To see what is there.
    Reading,
    /// To write after it, too: every event is placed.
    Writing,
}

/// How far a file has been read.
#[derive(Clone, Copy, Debug, Default)]
struct Cursor {
    offset: u64,
    lines: u64,
    /// A file that cannot be read is reported once.
    reported: bool,
}

/// Where a journal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shelf {
    /// Somebody may be writing it.
    Live,
    /// Finished: read once.
    Archive,
    /// On this machine only, so that nothing may be vouched for.
    Outbox,
}

/// What a new event is placed after.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub lamport: u64,
    /// The last number of every writer.
    pub seen: BTreeMap<String, u64>,
    /// The last number of every writer that a header of another writer vouches for.
    pub vouched: BTreeMap<String, u64>,
    pub heads: Heads,
}

/// What has been read since the last time.
#[derive(Clone, Debug, Default)]
pub struct News {
    pub events: Vec<Event>,
    pub damage: Vec<Damage>,
}

/// Something on disk that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub path: PathBuf,
    /// From 1.
    pub line: Option<u64>,
    pub bytes: Option<Range<u64>>,
    pub fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Line(Flaw),
    File(ErrorKind),
    /// The last number of a writer that another file has seen, and the last that is there.
    Lost {
        writer: String,
        seen: u64,
        found: u64,
    },
    /// The bytes are not those that the name or the record says.
    Digest,
    /// Edited by hand, or damaged; it still reads.
    Seal,
    /// Others may read or write it.
    Mode,
    /// A readable copy that does not say what the journals say.
    Stale,
}

impl Known {
    /// Takes an event into account.
    pub fn observe(&mut self, event: &Event) {
        self.lamport = self.lamport.max(event.lamport);
        self.heads.observe(event);
    }

    /// The same for one that everybody can see.
    fn see(&mut self, event: &Event) {
        self.observe(event);
        match self.seen.get_mut(&event.writer) {
            Some(seen) => *seen = (*seen).max(event.sequence),
            None => {
                self.seen.insert(event.writer.clone(), event.sequence);
            }
        }
    }

    /// The numbers that the header of a new file should vouch for.
    pub fn unvouched(&self, own: &str) -> BTreeMap<String, u64> {
        self.seen
            .iter()
            .filter(|(writer, seen)| *writer != own && self.vouched.get(*writer) < Some(seen))
            .map(|(writer, seen)| (writer.clone(), *seen))
            .collect()
    }
}

impl Feed {
    /// A feed that has read nothing yet.
    pub fn new(library: Arc<Library>) -> Feed {
        Feed {
            library,
            files: BTreeMap::new(),
            known: Arc::default(),
            damage: Vec::new(),
            own: None,
            purpose: Purpose::Writing,
        }
    }

    /// The same for what is only read: nothing can be placed after it.
    pub fn for_reading(library: Arc<Library>) -> Feed {
        Feed {
            purpose: Purpose::Reading,
            ..Feed::new(library)
        }
    }

    pub fn library(&self) -> &Arc<Library> {
        &self.library
    }

    /// All damage that was met so far.
    pub fn damage(&self) -> &[Damage] {
        &self.damage
    }

    pub(super) fn known(&self) -> Arc<Mutex<Known>> {
        Arc::clone(&self.known)
    }

    /// From now on, lines of this writer are not news.
    pub(super) fn own(&mut self, writer: String) {
        self.own = Some(writer);
    }

    /// What was written since the last call, the first time everything. Reads only bytes that it has not read.
    ///
    /// A line without its end may still be in the making: it is reported the first time and read when it is whole.
    pub fn changes(&mut self) -> Result<News, Error> {
        let mut news = News::default();
        let library = Arc::clone(&self.library);
        if let Some(root) = library.reading() {
            match root.folder(REVIEWS) {
                Err(error) if error.kind == ErrorKind::Missing => {}
                result => self.read_reviews(&result?, Shelf::Live, &mut news)?,
            }
        }
        let shared = news.events.len();
        for room in [outbox::WAITING, outbox::TAKEN] {
            if let Some(room) = outbox::existing(&library, room) {
                self.read_reviews(&room, Shelf::Outbox, &mut news)?;
            }
        }
        if self.purpose == Purpose::Writing {
            self.place(&news.events, shared);
        }
        self.damage.extend_from_slice(&news.damage);
        Ok(news)
    }

    /// Takes events into account, of which everybody can see the first `shared`.
    fn place(&self, events: &[Event], shared: usize) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for (event, at) in events.iter().zip(0..) {
            if at < shared {
                known.see(event);
            } else {
                known.observe(event);
            }
        }
    }

    fn read_reviews(
        &mut self,
        reviews: &Folder,
        shelf: Shelf,
        news: &mut News,
    ) -> Result<(), Error> {
        for reviewer in reviews.names()? {
            if reviewer.starts_with('.') {
                continue;
            }
            match reviews.folder(&reviewer) {
                Ok(folder) => self.read_folder(&folder, &reviewer, shelf, news),
                Err(error) => self.report(&reviewer, "", error, news),
            }
        }
        Ok(())
    }

    fn read_folder(&mut self, folder: &Folder, reviewer: &str, shelf: Shelf, news: &mut News) {
        let listed = folder
            .names()
            .and_then(|names| Ok((names, folder.owner()?)));
        let (names, owner) = match listed {
            Ok(listed) => listed,
            Err(error) => return self.report(reviewer, "", error, news),
        };
        for name in names.iter().filter(|name| is_journal(name)) {
            let done = shelf != Shelf::Live && self.has_read(reviewer, name);
            if done || self.is_own(reviewer, name) {
                continue;
            }
            match self.read_file(folder, owner, reviewer, name, news) {
                // Archived between listing and reading: it is found there.
                Err(error) if error.kind == ErrorKind::Missing => {}
                Err(error) => self.report(reviewer, name, error, news),
                Ok(()) => {}
            }
        }
        if shelf == Shelf::Live
            && names.iter().any(|name| name == ARCHIVE)
            && let Ok(archive) = folder.folder(ARCHIVE)
        {
            self.read_folder(&archive, reviewer, Shelf::Archive, news);
        }
    }

    fn has_read(&self, reviewer: &str, name: &str) -> bool {
        let key = (reviewer.to_owned(), name.to_owned());
        self.files.contains_key(&key)
    }

    fn is_own(&self, reviewer: &str, name: &str) -> bool {
        self.own.as_ref().is_some_and(|own| {
            own.split_once('/').is_some_and(|(folder, stem)| {
                folder == reviewer
                    && name
                        .strip_prefix(stem)
                        .is_some_and(|rest| rest.starts_with(['.', '-']))
            })
        })
    }

    fn report(&mut self, reviewer: &str, name: &str, error: Error, news: &mut News) {
        let key = (reviewer.to_owned(), name.to_owned());
        let cursor = self.files.entry(key).or_default();
        if !cursor.reported {
            cursor.reported = true;
            news.damage.push(Damage {
                path: error.path,
                line: None,
                bytes: None,
                fault: Fault::File(error.kind),
            });
        }
    }

    fn read_file(
        &mut self,
        folder: &Folder,
        owner: u32,
        reviewer: &str,
        name: &str,
        news: &mut News,
    ) -> Result<(), Error> {
        let path = folder.at(name);
        let stat = folder.stat(name)?;
        let size = regular(&stat, LARGEST).map_err(|kind| Error::new(&path, kind))?;
        if !is_trusted(stat.st_uid, owner) {
            return Err(Error::new(&path, ErrorKind::ForeignOwner));
        }
        let key = (reviewer.to_owned(), name.to_owned());
        let cursor = self.files.get(&key).copied();
        let first = cursor.is_none();
        let mut cursor = cursor.unwrap_or_default();
        if size < cursor.offset {
            return Err(Error::new(&path, ErrorKind::Damaged));
        }
        if size > cursor.offset {
            let bytes = folder.read_from(name, cursor.offset, LARGEST)?;
            for entry in lines(&bytes, cursor.offset, cursor.lines) {
                match entry.event(reviewer) {
                    Some(event) => news.events.push(event),
                    None => match entry.record(reviewer) {
                        Ok(record) => self.take(record, news),
                        Err(Flaw::Torn) if !first => {}
                        Err(flaw) => news.damage.push(entry.damage(&path, flaw)),
                    },
                }
                if entry.whole {
                    cursor.offset = entry.bytes.end;
                    cursor.lines = entry.number;
                }
            }
        }
        self.files.insert(key, cursor);
        Ok(())
    }

    fn take(&mut self, record: Record, news: &mut News) {
        match record.line {
            Line::Event(event) => news.events.push(*event),
            Line::Header(header) => {
                let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
                for (writer, seen) in header.seen {
                    let vouched = known.vouched.entry(writer).or_insert(0);
                    *vouched = (*vouched).max(seen);
                }
            }
            Line::Newer => {}
        }
    }
}

/// Whether a file in a reviewer's folder may be his: of the folder's owner, of the administrator, or our own.
pub(super) fn is_trusted(file: u32, folder: u32) -> bool {
    file == folder || file == 0 || file == rustix::process::geteuid().as_raw()
}

/// Whether a line of this writer and reviewer belongs in the folder of a reviewer.
fn belongs(writer: &str, reviewer: &str, folder: &str) -> bool {
    writer.split('/').next() == Some(folder) && is_folder_of(folder, reviewer)
}

/// Whether a name in a reviewer's folder is a journal. Copies that a synchronising program left beside it count: a union
/// takes each event once.
pub(super) fn is_journal(name: &str) -> bool {
    !name.starts_with('.') && name.ends_with(EXTENSION)
}

/// One line of a file, or a run of zero bytes before one, wherever its bytes stand.
pub(super) struct Entry<'a> {
    pub line: &'a [u8],
    /// From 1.
    pub number: u64,
    /// With the line end.
    pub bytes: Range<u64>,
    pub whole: bool,
}

/// The lines of a piece of a file that begins at `offset`, after `count` lines. A crash of the system may leave zero bytes
/// where it grew a file: what stands behind them is a line of its own.
pub(super) fn lines(bytes: &[u8], offset: u64, count: u64) -> Lines<'_> {
    Lines {
        rest: bytes,
        at: offset,
        number: count + 1,
    }
}

pub(super) struct Lines<'a> {
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
    fn event(&self, reviewer: &str) -> Option<Event> {
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

    pub fn damage(&self, path: &std::path::Path, flaw: Flaw) -> Damage {
        Damage {
            path: path.to_owned(),
            line: Some(self.number),
            bytes: Some(self.bytes.clone()),
            fault: Fault::Line(flaw),
        }
    }
}

impl Damage {
    /// Whether it may be no damage: a line that was being written, or is being written now. Nothing acknowledged it.
    pub fn is_unfinished(&self) -> bool {
        self.fault == Fault::Line(Flaw::Torn)
    }

    /// Where and what, in the user's language.
    pub fn message(&self, lang: Lang) -> String {
        let path = self.path.to_string_lossy();
        let path = Shown::new(&path);
        let what = self.fault.message(lang);
        match (self.line, &self.bytes) {
            (Some(line), Some(bytes)) => lang.fill(
                "store_flaw.at-line",
                &[
                    ("path", &path),
                    ("line", &line),
                    ("start", &bytes.start),
                    ("end", &bytes.end),
                    ("what", &what),
                ],
            ),
            (Some(_), None) | (None, _) => {
                lang.fill("store_flaw.at-file", &[("path", &path), ("what", &what)])
            }
        }
    }
}

impl Fault {
    /// Whether the bytes themselves are wrong, and not their place, their modes or that they are missing.
    pub(super) fn is_about_bytes(&self) -> bool {
        match self {
            Fault::Line(_) | Fault::Digest | Fault::Seal | Fault::Stale => true,
            Fault::File(kind) => *kind == ErrorKind::Damaged,
            Fault::Lost { .. } | Fault::Mode => false,
        }
    }

    /// The name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Fault::Line(flaw) => flaw.name(),
            Fault::File(kind) => kind.name(),
            Fault::Lost { .. } => "lost",
            Fault::Digest => "digest",
            Fault::Seal => "seal",
            Fault::Mode => "mode",
            Fault::Stale => "stale",
        }
    }

    fn message(&self, lang: Lang) -> String {
        match self {
            Fault::Line(flaw) => lang.text(&format!("store_flaw.{}", flaw.name())).to_owned(),
            Fault::File(kind) => {
                let remedy = lang.text(&format!("store_remedy.{}", kind.name()));
                lang.fill("store_flaw.file", &[("remedy", &remedy)])
            }
            Fault::Lost {
                writer,
                seen,
                found,
            } => {
                let writer = Shown::new(writer);
                lang.fill(
                    "store_flaw.lost",
                    &[("writer", &writer), ("seen", seen), ("found", found)],
                )
            }
            Fault::Digest => lang.text("store_flaw.digest").to_owned(),
            Fault::Seal => lang.text("store_flaw.seal").to_owned(),
            Fault::Mode => lang.text("store_flaw.mode").to_owned(),
            Fault::Stale => lang.text("store_flaw.stale").to_owned(),
        }
    }
}
