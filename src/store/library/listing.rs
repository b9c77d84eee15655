//! All editions of a library: from the index where it still fits, else from the folder.

use std::collections::BTreeMap;

use super::{EDITIONS, Library, Origin};
use crate::review::Review;
use crate::store::corrected::Corrected;
use crate::store::edition::{self, EditionRecord};
use crate::store::entry::{Entry, Rank};
use crate::store::error::Error;
use crate::store::folder::Folder;
use crate::store::index::{self, Id, Index, Row, id_of, name_of};
use crate::store::samples;

/// All editions of a library.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    /// By issuer, newest year first; then by time of import.
    pub records: Vec<EditionRecord>,
    /// Editions whose record cannot be read.
    pub damaged: Vec<Error>,
}

/// All editions of a library, as lists show them.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// By issuer, newest year first; then by time of import.
    pub entries: Vec<Entry>,
    pub corrected: Corrected,
    /// Editions whose record cannot be read.
    pub damaged: Vec<Error>,
}

impl Entries {
    fn sort(&mut self) {
        self.records.sort_by_cached_key(|record| {
            let metadata = &record.metadata;
            Rank::new(
                metadata.issuer.as_deref(),
                metadata.year,
                record.imported,
                &record.id,
            )
        });
    }

    /// With what reviewers corrected, and in the order that follows from it.
    pub fn corrected(mut self, corrected: &Corrected) -> Entries {
        for record in &mut self.records {
            *record = corrected.record(record);
        }
        self.sort();
        self
    }
}

impl Library {
    /// All editions, from the index where it still fits.
    pub fn entries(&self) -> Result<Entries, Error> {
        let mut entries = match self.reading() {
            Some(root) => self.entries_of(&root)?,
            None => Entries::default(),
        };
        if self.origin == Origin::Samples {
            for (record, _) in samples::all() {
                if !entries.records.iter().any(|known| known.id == record.id) {
                    entries.records.push(record.clone());
                }
            }
            entries.sort();
        }
        Ok(entries)
    }

    /// The same with what reviewers corrected, and no more of each edition than lists show: of 100,000 editions the whole
    /// records would take twice the memory of everything else.
    pub fn listing(&self, review: &Review) -> Result<Listing, Error> {
        if self.origin == Origin::Folder
            && review.corrections.is_empty()
            && let Some(entries) = self.listed()?
        {
            return Ok(Listing {
                corrected: Corrected::of(&[], review),
                entries: renamed(entries, &review.former_names),
                damaged: Vec::new(),
            });
        }
        let entries = self.entries()?;
        let corrected = Corrected::of(&entries.records, review);
        let entries = entries.corrected(&corrected);
        Ok(Listing {
            entries: entries.records.iter().map(Entry::of).collect(),
            corrected,
            damaged: entries.damaged,
        })
    }

    /// The first rows of a long list, and how many there are in all: as the index has them, to be shown while it is being
    /// found out whether it still fits.
    pub fn first_rows(&self, review: &Review) -> Option<(Vec<Entry>, usize)> {
        if self.origin != Origin::Folder || !review.corrections.is_empty() {
            return None;
        }
        let (entries, count) = index::head(&self.state_folder().ok()?, Entry::of_row)?;
        Some((renamed(entries, &review.former_names), count))
    }

    /// What the index says, while it fits.
    fn listed(&self) -> Result<Option<Vec<Entry>>, Error> {
        let (Some(root), Ok(state)) = (self.reading(), self.state_folder()) else {
            return Ok(None);
        };
        let Some(index) = Index::read(&state) else {
            return Ok(None);
        };
        let mut known = Vec::new();
        let rows = index.rows().map(|row| {
            known.push(row.id);
            Entry::of_row(&row)
        });
        let entries = rows.collect();
        known.sort_unstable();
        let fits = known == edition_ids(&root.folder(EDITIONS)?)?;
        Ok(fits.then_some(entries))
    }

    fn entries_of(&self, root: &Folder) -> Result<Entries, Error> {
        let editions = root.folder(EDITIONS)?;
        let ids = edition_ids(&editions)?;
        let state = self.state_folder().ok();
        let index = state.as_ref().and_then(Index::read);
        if let Some(index) = index.as_ref().filter(|index| index.names(&ids)) {
            return Ok(Entries {
                records: index.rows().filter_map(Row::record).collect(),
                damaged: Vec::new(),
            });
        }
        let mut known = index.map(|index| index.records()).unwrap_or_default();
        let mut entries = Entries::default();
        let mut read = false;
        for id in &ids {
            if let Some(record) = known.remove(id) {
                entries.records.push(record);
                continue;
            }
            match edition::read_record(&editions, &name_of(id)) {
                Ok(record) => {
                    read = true;
                    entries.records.push(record);
                }
                Err(error) => entries.damaged.push(error),
            }
        }
        entries.sort();
        // An edition that cannot be read is looked for every time, and changes nothing.
        let stale = read || !known.is_empty();
        if let Some(state) = state.filter(|_| stale) {
            index::write(&state, entries.records.iter());
        }
        Ok(entries)
    }
}

/// The editions of a folder, in order of their ids.
fn edition_ids(editions: &Folder) -> Result<Vec<Id>, Error> {
    let mut ids = Vec::new();
    editions.each_name(|name| ids.extend(id_of(name)))?;
    ids.sort_unstable();
    Ok(ids)
}

/// With the names that issuers had before, where a reviewer said so.
fn renamed(mut entries: Vec<Entry>, former_names: &BTreeMap<String, String>) -> Vec<Entry> {
    if !former_names.is_empty() {
        for entry in &mut entries {
            let issuer = entry.issuer.as_ref();
            entry.former = issuer.and_then(|name| former_names.get(name).cloned());
        }
    }
    entries
}
