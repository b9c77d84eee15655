//! Every line of every journal: its checksum, its number, the line before, and what others have seen of its writer.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rustix::fs::Mode;

use super::Check;
use crate::review::{Event, Operation};
use crate::store::archive::{ARCHIVE, is_open};
use crate::store::backup::RESTORED;
use crate::store::error::{Error, ErrorKind};
use crate::store::feed::{Damage, Entry, Fault, is_journal, lines};
use crate::store::folder::{Access, Folder};
use crate::store::line::{self, Flaw, Line, Record};

/// Looks at the journals of everyone.
pub(super) fn check(check: &mut Check, reviews: &Folder, access: Access) -> Result<(), Error> {
    let mut writers = Writers::default();
    for reviewer in reviews.names()? {
        if reviewer.starts_with('.') {
            continue;
        }
        match reviews.folder(&reviewer) {
            Ok(folder) => self::reviewer(check, &mut writers, &folder, &reviewer, access)?,
            // A link was reported with the entries.
            Err(error) if error.kind == ErrorKind::Symlink => {}
            Err(error) => check.failed(&error),
        }
    }
    writers.judge(check, reviews);
    Ok(())
}

/// One journal file.
struct File {
    path: PathBuf,
    bytes: Vec<u8>,
    /// A session has it open, so that its last line may be in the making.
    open: bool,
}

fn reviewer(
    check: &mut Check,
    writers: &mut Writers,
    folder: &Folder,
    reviewer: &str,
    access: Access,
) -> Result<(), Error> {
    check.entries(folder)?;
    let wider = Mode::from_raw_mode(folder.mode()?) - access.own_folder_mode();
    if wider.intersects(Mode::RWXU | Mode::RWXG | Mode::RWXO) {
        check.wrong(folder.path(), Fault::Mode);
    }
    // By session, then by number, wherever they stand.
    let mut sessions: BTreeMap<String, BTreeMap<(u32, String), File>> = BTreeMap::new();
    let archive = folder.folder(ARCHIVE).ok();
    for folder in std::iter::once(folder).chain(&archive) {
        for name in folder.names()?.into_iter().filter(|name| is_journal(name)) {
            check.found.journals += 1;
            let open = is_open(folder, &name);
            if let Some(bytes) = check.read(folder, &name, access.file_mode()) {
                let path = folder.at(&name);
                let (session, number) = numbered(&name);
                let files = sessions.entry(session).or_default();
                files.insert((number, name), File { path, bytes, open });
            }
        }
    }
    for files in sessions.into_values() {
        let files: Vec<File> = files.into_values().collect();
        let mut chain = Chain::default();
        for (number, file) in files.iter().enumerate() {
            let next = files.get(number + 1);
            journal(check, writers, reviewer, file, next, &mut chain);
        }
    }
    Ok(())
}

/// One session's journals, as far as they have been read.
#[derive(Debug, Default)]
struct Chain {
    /// Hashes of all lines so far: a new file goes on from the last acknowledged one.
    hashes: BTreeSet<String>,
    last: u64,
}

fn journal(
    check: &mut Check,
    writers: &mut Writers,
    reviewer: &str,
    file: &File,
    next: Option<&File>,
    chain: &mut Chain,
) {
    let resumed = Resumed::by(next);
    let mut previous: Option<String> = None;
    let mut after_damage = false;
    let mut has_events = false;
    for entry in lines(&file.bytes, 0, 0) {
        let hash = line::hash(entry.line);
        let record = entry.record(reviewer);
        if let Err(flaw) = record {
            let is_remnant = match &resumed {
                Resumed::After(line) => chain.hashes.contains(line),
                Resumed::FromNothing => flaw == Flaw::Torn || !has_events,
                Resumed::Nowhere => false,
            };
            if is_remnant || (flaw == Flaw::Torn && file.open) {
                check.found.remnants += usize::from(is_remnant);
                after_damage = true;
                continue;
            }
        }
        has_events |= matches!(&record, Ok(record) if record.sequence > 0);
        if !after_damage && let Ok(record) = &record {
            if !is_linked(&entry, record, previous.as_ref(), chain) {
                check
                    .found
                    .damage
                    .push(entry.damage(&file.path, Flaw::Chain));
            } else if record.sequence > chain.last + 1 {
                let missing = chain.last + 1..record.sequence;
                let damage = entry.damage(&file.path, Flaw::Gap);
                writers.gaps.push((record.writer.clone(), missing, damage));
            }
        }
        after_damage = record.is_err();
        match record {
            Ok(record) => {
                chain.last = chain.last.max(record.sequence);
                writers.count(check, record, &entry, file);
            }
            Err(flaw) => check.found.damage.push(entry.damage(&file.path, flaw)),
        }
        if entry.whole {
            chain.hashes.insert(hash.clone());
        }
        previous = Some(hash);
    }
}

/// Where the next file of a session goes on. What stands behind that in this one nobody ever took for safe.
enum Resumed {
    After(String),
    FromNothing,
    /// There is none, or its first line is not whole.
    Nowhere,
}

impl Resumed {
    fn by(next: Option<&File>) -> Resumed {
        let first = next.and_then(|next| lines(&next.bytes, 0, 0).next());
        match first.and_then(|first| line::decode(first.line).ok()) {
            Some(record) if matches!(record.line, Line::Header(_)) => {
                record.previous.map_or(Resumed::FromNothing, Resumed::After)
            }
            Some(_) | None => Resumed::Nowhere,
        }
    }
}

/// Whether a whole line follows from the one before; the first line follows from an earlier file.
fn is_linked(entry: &Entry, record: &Record, previous: Option<&String>, chain: &Chain) -> bool {
    let named = record.previous.as_ref();
    match &record.line {
        Line::Newer => true,
        Line::Header(_) if entry.number == 1 => {
            named.is_none_or(|named| chain.hashes.contains(named))
        }
        Line::Header(_) | Line::Event(_) => named.is_some() && named == previous,
    }
}

/// What is there of every writer, and what others say should be.
#[derive(Default)]
struct Writers {
    /// By writer and number: what is said there.
    there: BTreeMap<String, BTreeMap<u64, String>>,
    seen: BTreeMap<String, u64>,
    /// Numbers that a file leaves out; another file of the writer may have them.
    gaps: Vec<(String, std::ops::Range<u64>, Damage)>,
    /// Editions that annotations are about.
    about: BTreeMap<uuid::Uuid, String>,
}

impl Writers {
    fn count(&mut self, check: &mut Check, record: Record, entry: &Entry, file: &File) {
        let numbers = self.there.entry(record.writer).or_default();
        match record.line {
            Line::Event(event) => {
                check.found.events += 1;
                let said = said(&event);
                match numbers.get(&record.sequence) {
                    Some(known) if *known != said => {
                        let damage = entry.damage(&file.path, Flaw::Twice);
                        check.found.damage.push(damage);
                    }
                    Some(_) => {}
                    None => {
                        numbers.insert(record.sequence, said);
                    }
                }
                if let Operation::Annotate {
                    annotation,
                    statement,
                } = event.operation
                {
                    let edition = String::from(statement.target.edition);
                    self.about.insert(annotation, edition);
                }
            }
            Line::Newer => {
                check.found.newer += 1;
                numbers.insert(record.sequence, String::new());
            }
            Line::Header(header) => {
                for (writer, seen) in header.seen {
                    let known = self.seen.entry(writer).or_insert(0);
                    *known = (*known).max(seen);
                }
            }
        }
    }

    fn judge(self, check: &mut Check, reviews: &Folder) {
        for (writer, missing, damage) in self.gaps {
            let numbers = self.there.get(&writer);
            let has = |number| numbers.is_some_and(|numbers| numbers.contains_key(&number));
            if !missing.into_iter().all(has) {
                check.found.damage.push(damage);
            }
        }
        // A lost end leaves no broken chain behind.
        for (writer, seen) in self.seen {
            let last = self.there.get(&writer).and_then(BTreeMap::last_key_value);
            let found = last.map_or(0, |(number, _)| *number);
            if seen > found {
                let path = reviews.path().join(&writer);
                let fault = Fault::Lost {
                    writer,
                    seen,
                    found,
                };
                check.wrong(&path, fault);
            }
        }
        let orphans = self.about.values();
        let orphans = orphans.filter(|edition| !check.editions.contains(*edition));
        check.found.orphans = orphans.count();
    }
}

/// What an event says, wherever it was written.
fn said(event: &Event) -> String {
    crate::report::digest(format!("{event:?}").as_bytes())
}

/// A journal's name without number and ending, and the number, so that 10 comes after 9.
fn numbered(name: &str) -> (String, u32) {
    let mut parts = name.split('.');
    let stem = parts.next().unwrap_or("");
    // Beside the one that it restores it is of the same session.
    let stem = stem.split(RESTORED).next().unwrap_or(stem).to_owned();
    let number = parts.next().and_then(|number| number.parse().ok());
    (stem, number.unwrap_or(0))
}
