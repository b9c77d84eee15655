//! Reading the journals of everyone, at first whole and then only what was added.

mod damage;
mod entry;
mod known;
mod sift;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::order;
use crate::review::Event;

use super::archive::ARCHIVE;
use super::condensed::{self, Condensed, Stretch};
use super::error::{Error, ErrorKind};
use super::folder::{Folder, regular};
use super::journal::EXTENSION;
use super::library::{Library, REVIEWS};
use super::line::{Flaw, Line};
use super::outbox;

pub use damage::{Damage, Fault};
pub(super) use entry::{Entry, lines};
pub(super) use known::Known;
pub use sift::{Notes, Sifted};

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
    /// Until the journals were looked at once; never of a feed that trusts only the journals.
    first: Option<First>,
    /// Of a feed that leaves annotations where they are.
    sieve: Option<sift::Sieve>,
}

/// What is remembered from one session to the next, so that old lines are not understood again.
#[derive(Debug, Default)]
struct First {
    condensed: Condensed,
    /// Journals that are whole as far as they go, with the place of their events among the news.
    whole: Vec<((String, String), Stretch, Range<usize>)>,
    /// Bytes of them that had to be understood.
    understood: u64,
}

/// So many bytes are understood anew each time before they are worth remembering, or this part of all.
const WORTH: u64 = 64 << 10;
const WORTH_PART: u64 = 32;

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
    /// Read to its end where nobody writes it any more.
    finished: bool,
    /// What tells the file from another that was put in its place.
    node: u64,
}

/// Where a journal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shelf {
    /// Somebody may be writing it.
    Live,
    /// Nobody writes it any more: read to its end once, as it may have been seen in the making.
    Archive,
    /// On this machine only, so that nothing may be vouched for; whoever has more to keep puts a new file in place of the old.
    Outbox,
}

/// What has been read since the last time.
#[derive(Clone, Debug, Default)]
pub struct News {
    pub events: Vec<Event>,
    pub damage: Vec<Damage>,
}

impl Cursor {
    fn at(offset: u64, lines: u64) -> Cursor {
        Cursor {
            offset,
            lines,
            ..Cursor::default()
        }
    }
}

impl First {
    fn of(library: &Library) -> First {
        let state = library.state().and_then(|path| Folder::open(path).ok());
        First {
            condensed: state.as_ref().map(Condensed::read).unwrap_or_default(),
            ..First::default()
        }
    }

    /// Keeps what was understood for the next session, where that is worth its time.
    fn remember(&self, library: &Library, events: &[Event]) {
        let worth = WORTH.max(self.condensed.bytes() / WORTH_PART);
        if self.understood < worth {
            return;
        }
        if let Ok(state) = library.state_folder() {
            let journals = self.whole.iter();
            let journals = journals.filter_map(|(key, stretch, place)| {
                Some((key, stretch, events.get(place.clone())?))
            });
            condensed::write(&state, &journals.collect::<Vec<_>>());
        }
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
            first: Some(First::default()),
            sieve: None,
        }
    }

    /// The same by what the journals say and nothing else.
    pub(super) fn by_journals(library: Arc<Library>) -> Feed {
        Feed {
            first: None,
            ..Feed::new(library)
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
        if let Some(first) = &mut self.first {
            *first = First::of(&library);
            news.events.reserve(first.condensed.count());
        }
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
        if let Some(first) = self.first.take() {
            first.remember(&library, &news.events);
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
        let (mut names, owner) = match listed {
            Ok(listed) => listed,
            Err(error) => return self.report(reviewer, "", error, news),
        };
        // The tenth file of a session comes after the second.
        order::sort_by_key(&mut names, |name| name.len());
        for name in names.iter().filter(|name| is_journal(name)) {
            let done = shelf == Shelf::Archive && self.is_finished(reviewer, name);
            if done || self.is_own(reviewer, name) {
                continue;
            }
            match self.read_file(folder, owner, reviewer, name, shelf, news) {
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

    fn is_finished(&self, reviewer: &str, name: &str) -> bool {
        let key = (reviewer.to_owned(), name.to_owned());
        self.files.get(&key).is_some_and(|cursor| cursor.finished)
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
        shelf: Shelf,
        news: &mut News,
    ) -> Result<(), Error> {
        let path = folder.at(name);
        let stat = folder.stat(name)?;
        let size = regular(&stat, LARGEST).map_err(|kind| Error::new(&path, kind))?;
        if !is_trusted(stat.st_uid, owner) {
            return Err(Error::new(&path, ErrorKind::ForeignOwner));
        }
        let key = (reviewer.to_owned(), name.to_owned());
        let before = self.files.get(&key).copied();
        let unchanged = |known: &Cursor| known.node == stat.st_ino && known.offset == size;
        let before = before.filter(|known| shelf != Shelf::Outbox || unchanged(known));
        let mut cursor = before.unwrap_or_default();
        if size < cursor.offset {
            return Err(Error::new(&path, ErrorKind::Damaged));
        }
        if size > cursor.offset {
            let read = |from| folder.read_from(name, from, LARGEST);
            match (before, &mut self.sieve) {
                (None, Some(sieve)) => cursor = sieve.sift(folder, name, reviewer, size, news)?,
                (None, None) => {
                    cursor = self.read_beginning(&key, &read(0)?, &path, news);
                }
                (Some(_), _) => {
                    let bytes = read(cursor.offset)?;
                    let understood = understand(&bytes, &mut cursor, reviewer, &path, news, None);
                    self.vouch(&understood.vouched);
                }
            }
        }
        cursor.node = stat.st_ino;
        cursor.finished = shelf == Shelf::Archive;
        self.files.insert(key, cursor);
        Ok(())
    }

    /// Reads a file that was not read before. What was understood of it in an earlier session is not understood again.
    fn read_beginning(
        &mut self,
        key: &(String, String),
        bytes: &[u8],
        path: &Path,
        news: &mut News,
    ) -> Cursor {
        let from = news.events.len();
        let known = self.first.as_ref();
        let known = known.and_then(|first| first.condensed.append(key, bytes, &mut news.events));
        let mut stretch = known.cloned().unwrap_or_default();
        let mut cursor = Cursor::at(stretch.bytes, stretch.lines);
        let rest = usize::try_from(stretch.bytes).ok();
        let rest = rest.and_then(|at| bytes.get(at..)).unwrap_or_default();
        let understood = understand(rest, &mut cursor, &key.0, path, news, None);
        news.damage.extend(understood.torn);
        let fresh = usize::try_from(cursor.offset - stretch.bytes).ok();
        let fresh = fresh
            .and_then(|length| rest.get(..length))
            .unwrap_or_default();
        stretch.extend(fresh, cursor.lines, understood.vouched);
        self.vouch(&stretch.vouched);
        if let Some(first) = self.first.as_mut().filter(|_| understood.whole) {
            first.understood += fresh.len() as u64;
            first
                .whole
                .push((key.clone(), stretch, from..news.events.len()));
        }
        cursor
    }

    fn vouch(&self, vouched: &[(String, u64)]) {
        if vouched.is_empty() {
            return;
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for (writer, seen) in vouched {
            known.vouch(writer, *seen);
        }
    }
}

/// What the lines of a piece of a journal came to.
struct Understood {
    /// Every line with an end was a header or an event.
    whole: bool,
    /// The last numbers of other writers that headers have seen.
    vouched: Vec<(String, u64)>,
    /// The line that is still being written, or was when its session ended.
    torn: Option<Damage>,
}

/// Reads the lines of a piece of a journal that begins where the cursor stands, which moves on with them. Says where each
/// event stands, if asked.
fn understand(
    bytes: &[u8],
    cursor: &mut Cursor,
    reviewer: &str,
    path: &Path,
    news: &mut News,
    mut places: Option<&mut Vec<Range<u64>>>,
) -> Understood {
    let mut understood = Understood {
        whole: true,
        vouched: Vec::new(),
        torn: None,
    };
    for entry in lines(bytes, cursor.offset, cursor.lines) {
        let known = news.events.len();
        match entry.event(reviewer) {
            Some(event) => news.events.push(event),
            None => match entry.record(reviewer).map(|record| record.line) {
                Ok(Line::Event(event)) => news.events.push(*event),
                Ok(Line::Header(header)) => understood.vouched.extend(header.seen),
                Ok(Line::Newer) => understood.whole = false,
                Err(Flaw::Torn) => understood.torn = Some(entry.damage(path, Flaw::Torn)),
                Err(flaw) => {
                    understood.whole = false;
                    news.damage.push(entry.damage(path, flaw));
                }
            },
        }
        if let Some(places) = &mut places
            && news.events.len() > known
        {
            places.push(entry.bytes.clone());
        }
        if entry.whole {
            cursor.offset = entry.bytes.end;
            cursor.lines = entry.number;
        }
    }
    understood
}

/// Whether a file in a reviewer's folder may be his: of the folder's owner, of the administrator, or our own.
pub(super) fn is_trusted(file: u32, folder: u32) -> bool {
    file == folder || file == 0 || file == rustix::process::geteuid().as_raw()
}

/// Whether a name in a reviewer's folder is a journal. Copies that a synchronising program left beside it count: a union
/// takes each event once.
pub(super) fn is_journal(name: &str) -> bool {
    !name.starts_with('.') && name.ends_with(EXTENSION)
}
