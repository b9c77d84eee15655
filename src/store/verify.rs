//! Checks a library without changing it: which bytes are not those that were written.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use rustix::fs::Mode;
use serde::de::DeserializeOwned;

use crate::report::digest;

use super::document::{self, Seal};
use super::edition::{self, EditionRecord};
use super::error::{Error, ErrorKind};
use super::feed::{Damage, Entry, Fault, LARGEST, is_journal, lines};
use super::folder::Folder;
use super::library::{EDITIONS, Library, MANIFEST, Manifest, REVIEWS};
use super::line::{self, Flaw, Line, Record};

/// What was looked at, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Verification {
    pub editions: usize,
    pub journals: usize,
    /// Whole lines that hold an event, repeated ones included.
    pub events: usize,
    /// Whole lines that only a newer version can read.
    pub newer: usize,
    pub damage: Vec<Damage>,
}

/// One writer's journals, as far as they have been read.
#[derive(Debug, Default)]
struct Chain {
    /// Hashes of all lines so far: a new file goes on from the last acknowledged one.
    hashes: HashSet<String>,
    last: u64,
}

/// Looks at every byte of a library.
pub fn verify(library: &Library) -> Result<Verification, Error> {
    let mut check = Check::default();
    if let Some(root) = library.reading() {
        let file = library.access().file_mode();
        let root = root.as_ref();
        check.document::<Manifest>(root, MANIFEST, file);
        check.editions(&root.folder(EDITIONS)?, file)?;
        check.reviews(&root.folder(REVIEWS)?, file)?;
        check.lost_tails(root);
    }
    Ok(check.found)
}

#[derive(Default)]
struct Check {
    found: Verification,
    /// The last number of each writer that is there.
    there: BTreeMap<String, u64>,
    /// The last number of each writer that someone else has seen.
    seen: BTreeMap<String, u64>,
}

impl Check {
    fn wrong(&mut self, path: &Path, fault: Fault) {
        self.found.damage.push(Damage {
            path: path.to_owned(),
            line: None,
            bytes: None,
            fault,
        });
    }

    fn failed(&mut self, error: &Error) {
        self.wrong(&error.path, Fault::File(error.kind));
    }

    /// A whole file, if it can be read; wider permissions than ours are reported.
    fn read(&mut self, folder: &Folder, name: &str, mode: Mode) -> Option<Vec<u8>> {
        let result = folder.stat(name).and_then(|stat| {
            let wider = Mode::from_raw_mode(stat.st_mode) - mode;
            if wider.intersects(Mode::RWXU | Mode::RWXG | Mode::RWXO) {
                self.wrong(&folder.at(name), Fault::Mode);
            }
            folder.read(name, LARGEST)
        });
        match result {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                self.failed(&error);
                None
            }
        }
    }

    fn document<T: DeserializeOwned>(
        &mut self,
        folder: &Folder,
        name: &str,
        mode: Mode,
    ) -> Option<T> {
        let bytes = self.read(folder, name, mode)?;
        match document::unseal(&bytes) {
            Some((document, Seal::Whole)) => Some(document),
            Some((document, Seal::Broken)) => {
                self.wrong(&folder.at(name), Fault::Seal);
                Some(document)
            }
            None => {
                self.wrong(&folder.at(name), Fault::File(ErrorKind::Damaged));
                None
            }
        }
    }

    fn editions(&mut self, editions: &Folder, mode: Mode) -> Result<(), Error> {
        for id in editions.names()? {
            if !edition::is_edition_id(&id) {
                continue;
            }
            self.found.editions += 1;
            match editions.folder(&id) {
                Ok(folder) => self.edition(&folder, &id, mode),
                Err(error) => self.failed(&error),
            }
        }
        Ok(())
    }

    fn edition(&mut self, folder: &Folder, id: &str, mode: Mode) {
        let source = self.read(folder, edition::SOURCE, mode);
        let text = self.read(folder, edition::TEXT, mode);
        let Some(record) = self.document::<EditionRecord>(folder, edition::RECORD, mode) else {
            return;
        };
        let (source_digest, text_digest) = (&record.source.sha256, &record.text.sha256);
        if record.id != id
            || edition::edition_id(source_digest, text_digest, &record.extractor) != id
        {
            self.wrong(&folder.at(edition::RECORD), Fault::Digest);
        }
        for (name, bytes, expected) in [
            (edition::SOURCE, source, source_digest),
            (edition::TEXT, text, text_digest),
        ] {
            if bytes.is_some_and(|bytes| digest(&bytes) != *expected) {
                self.wrong(&folder.at(name), Fault::Digest);
            }
        }
    }

    fn reviews(&mut self, reviews: &Folder, mode: Mode) -> Result<(), Error> {
        for reviewer in reviews.names()? {
            if reviewer.starts_with('.') {
                continue;
            }
            let names = reviews
                .folder(&reviewer)
                .and_then(|folder| Ok((folder.names()?, folder)));
            match names {
                Ok((names, folder)) => self.reviewer(&folder, &reviewer, names, mode),
                Err(error) => self.failed(&error),
            }
        }
        Ok(())
    }

    fn reviewer(&mut self, folder: &Folder, reviewer: &str, names: Vec<String>, mode: Mode) {
        let mut journals: Vec<String> = names.into_iter().filter(|name| is_journal(name)).collect();
        journals.sort_by_cached_key(|name| numbered(name));
        let mut chains: BTreeMap<String, Chain> = BTreeMap::new();
        for name in journals {
            self.found.journals += 1;
            let chain = chains.entry(numbered(&name).0).or_default();
            if let Some(bytes) = self.read(folder, &name, mode) {
                self.journal(&folder.at(&name), reviewer, &bytes, chain);
            }
        }
    }

    fn journal(&mut self, path: &Path, reviewer: &str, bytes: &[u8], chain: &mut Chain) {
        let mut previous = None;
        let mut after_damage = false;
        for entry in lines(bytes, 0, 0) {
            let hash = line::hash(entry.line);
            let record = entry.record(reviewer);
            if !after_damage && let Some(flaw) = follows(&entry, &record, previous.as_ref(), chain)
            {
                self.found.damage.push(entry.damage(path, flaw));
            }
            after_damage = record.is_err();
            match record {
                Ok(record) => self.count(record, chain),
                Err(flaw) => self.found.damage.push(entry.damage(path, flaw)),
            }
            if entry.whole {
                chain.hashes.insert(hash.clone());
            }
            previous = Some(hash);
        }
    }

    fn count(&mut self, record: Record, chain: &mut Chain) {
        let there = self.there.entry(record.writer).or_insert(0);
        *there = (*there).max(record.sequence);
        chain.last = chain.last.max(record.sequence);
        match record.line {
            Line::Event(_) => self.found.events += 1,
            Line::Newer => self.found.newer += 1,
            Line::Header(header) => {
                for (writer, seen) in header.seen {
                    let known = self.seen.entry(writer).or_insert(0);
                    *known = (*known).max(seen);
                }
            }
        }
    }

    /// What others have seen of a writer and is not there any more: a lost end leaves no broken chain behind.
    fn lost_tails(&mut self, root: &Folder) {
        for (writer, seen) in std::mem::take(&mut self.seen) {
            let found = self.there.get(&writer).copied().unwrap_or(0);
            if seen > found {
                let path = root.at(REVIEWS).join(&writer);
                let fault = Fault::Lost {
                    writer,
                    seen,
                    found,
                };
                self.wrong(&path, fault);
            }
        }
    }
}

/// Whether a whole line does not follow from the one before; the first line follows from an earlier file.
fn follows(
    entry: &Entry,
    record: &Result<Record, Flaw>,
    previous: Option<&String>,
    chain: &Chain,
) -> Option<Flaw> {
    let record = record.as_ref().ok()?;
    let named = record.previous.as_ref();
    let linked = match &record.line {
        Line::Newer => true,
        Line::Header(_) if entry.number == 1 => {
            named.is_none_or(|named| chain.hashes.contains(named))
        }
        Line::Header(_) | Line::Event(_) => named.is_some() && named == previous,
    };
    if !linked {
        return Some(Flaw::Chain);
    }
    let gap = record.sequence > chain.last + 1;
    gap.then_some(Flaw::Gap)
}

/// A journal's name without number and ending, and the number, so that 10 comes after 9.
fn numbered(name: &str) -> (String, u32) {
    let mut parts = name.split('.');
    let stem = parts.next().unwrap_or("").to_owned();
    let number = parts.next().and_then(|number| number.parse().ok());
    (stem, number.unwrap_or(0))
}
