//! Reading the journals of everyone, at first whole and then only what was added.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::locale::Lang;
use crate::review::{Event, Heads};
use crate::shown::Shown;

use super::error::{Error, ErrorKind};
use super::folder::{Folder, regular};
use super::journal::EXTENSION;
use super::library::{Library, REVIEWS};
use super::line::{self, Flaw, Line, Record};
use super::places::folder_name;

/// A journal file is at most a little over a megabyte; one this large is not a journal.
pub(super) const LARGEST: u64 = 256 << 20;

/// Follows the journals of a library.
#[derive(Debug)]
pub struct Feed {
    library: Arc<Library>,
    files: BTreeMap<PathBuf, Cursor>,
    known: Known,
    /// The writer whose lines are not news: `<reviewer>/<host>-<session>`.
    own: Option<String>,
}

/// How far a file has been read.
#[derive(Clone, Copy, Debug, Default)]
struct Cursor {
    offset: u64,
    lines: u64,
    /// A file that cannot be read is reported once.
    reported: bool,
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
}

impl Known {
    /// Takes an event into account.
    pub fn observe(&mut self, event: &Event) {
        self.lamport = self.lamport.max(event.lamport);
        let seen = self.seen.entry(event.writer.clone()).or_insert(0);
        *seen = (*seen).max(event.sequence);
        self.heads.observe(event);
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
            known: Known::default(),
            own: None,
        }
    }

    pub fn library(&self) -> &Arc<Library> {
        &self.library
    }

    pub(super) fn known(&mut self) -> &mut Known {
        &mut self.known
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
        let Some(root) = library.reading() else {
            return Ok(news);
        };
        let reviews = match root.folder(REVIEWS) {
            Err(error) if error.kind == ErrorKind::Missing => return Ok(news),
            result => result?,
        };
        for reviewer in reviews.names()? {
            if reviewer.starts_with('.') {
                continue;
            }
            match reviews.folder(&reviewer) {
                Ok(folder) => self.read_folder(&folder, &reviewer, &mut news),
                Err(error) => self.report(error, &mut news),
            }
        }
        for event in &news.events {
            self.known.observe(event);
        }
        Ok(news)
    }

    fn read_folder(&mut self, folder: &Folder, reviewer: &str, news: &mut News) {
        let names = match folder.names() {
            Ok(names) => names,
            Err(error) => return self.report(error, news),
        };
        for name in names.iter().filter(|name| is_journal(name)) {
            if self.is_own(reviewer, name) {
                continue;
            }
            if let Err(error) = self.read_file(folder, reviewer, name, news) {
                self.report(error, news);
            }
        }
    }

    fn is_own(&self, reviewer: &str, name: &str) -> bool {
        self.own.as_ref().is_some_and(|own| {
            own.split_once('/').is_some_and(|(folder, stem)| {
                folder == reviewer
                    && name
                        .strip_prefix(stem)
                        .is_some_and(|rest| rest.starts_with('.'))
            })
        })
    }

    fn report(&mut self, error: Error, news: &mut News) {
        let cursor = self.files.entry(error.path.clone()).or_default();
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
        reviewer: &str,
        name: &str,
        news: &mut News,
    ) -> Result<(), Error> {
        let path = folder.at(name);
        let stat = folder.stat(name)?;
        let size = regular(&stat, LARGEST).map_err(|kind| Error::new(&path, kind))?;
        let cursor = self.files.get(&path).copied();
        let first = cursor.is_none();
        let mut cursor = cursor.unwrap_or_default();
        if size < cursor.offset {
            return Err(Error::new(&path, ErrorKind::Damaged));
        }
        if size > cursor.offset {
            let bytes = folder.read_from(name, cursor.offset, LARGEST)?;
            for entry in lines(&bytes, cursor.offset, cursor.lines) {
                match entry.record(reviewer) {
                    Ok(record) => self.take(record, news),
                    Err(Flaw::Torn) if !first => {}
                    Err(flaw) => news.damage.push(entry.damage(&path, flaw)),
                }
                if entry.whole {
                    cursor.offset = entry.bytes.end;
                    cursor.lines = entry.number;
                }
            }
        }
        self.files.insert(path, cursor);
        Ok(())
    }

    fn take(&mut self, record: Record, news: &mut News) {
        match record.line {
            Line::Event(event) => news.events.push(*event),
            Line::Header(header) => {
                for (writer, seen) in header.seen {
                    let vouched = self.known.vouched.entry(writer).or_insert(0);
                    *vouched = (*vouched).max(seen);
                }
            }
            Line::Newer => {}
        }
    }
}

/// Whether a name in a reviewer's folder is a journal. Copies that a synchronising program left beside it count: a union
/// takes each event once.
pub(super) fn is_journal(name: &str) -> bool {
    !name.starts_with('.') && name.ends_with(EXTENSION)
}

/// One line of a file, wherever its bytes stand.
pub(super) struct Entry<'a> {
    pub line: &'a [u8],
    /// From 1.
    pub number: u64,
    /// With the line end.
    pub bytes: Range<u64>,
    pub whole: bool,
}

/// The lines of a piece of a file that begins at `offset`, after `count` lines.
pub(super) fn lines(bytes: &[u8], offset: u64, count: u64) -> impl Iterator<Item = Entry<'_>> {
    let mut at = offset;
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .zip(count + 1..)
        .map(move |(line, number)| {
            let start = at;
            at += line.len() as u64;
            let stripped = line.strip_suffix(b"\n");
            Entry {
                line: stripped.unwrap_or(line),
                number,
                bytes: start..at,
                whole: stripped.is_some(),
            }
        })
}

impl Entry<'_> {
    /// The record, if the line is whole and belongs in the folder of this reviewer.
    pub fn record(&self, reviewer: &str) -> Result<Record, Flaw> {
        if !self.whole {
            return Err(Flaw::Torn);
        }
        let record = line::decode(self.line)?;
        let folder = record.writer.split('/').next().unwrap_or("");
        if folder == reviewer && folder_name(&record.reviewer) == reviewer {
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
        }
    }
}
