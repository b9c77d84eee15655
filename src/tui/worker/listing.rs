//! The rows of the library as reviewers corrected them, and which reports a correction reaches.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check::register::{Filed, Received};
use crate::review::Review;
use crate::store::Listing;
use crate::tui::catalogue::{Catalogue, MANY};
use crate::tui::message::{Message, Msg};
use crate::tui::model::{EditionId, Entry};

use super::Worker;

impl Worker {
    pub(super) fn list(&mut self) {
        self.list_beginning();
        let Some(mut listing) = self.listing() else {
            return (self.report)(Msg::Library(Arc::default()));
        };
        let damaged = std::mem::take(&mut listing.damaged);
        self.shelve(listing);
        (self.report)(Msg::Library(Arc::clone(&self.entries)));
        if let Some(first) = damaged.first() {
            let lang = self.settings.lang;
            let reason = first.message(lang);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("count", &damaged.len()), ("reason", &reason)];
            self.say(lang.fill("ui.damaged", &values));
        }
    }

    /// From now on reports are read with these corrections; whoever shows one that they reach is told.
    pub(super) fn correct(&mut self, corrections: Review) {
        let enrolled = self.settings.corrections.units != corrections.units;
        self.settings.corrections = corrections;
        let Some(listing) = self.listing() else {
            return;
        };
        let mut changed = self.shelve(listing);
        if enrolled {
            changed = self.entries.iter().map(|entry| entry.id.clone()).collect();
        }
        let entries = Arc::clone(&self.entries);
        (self.report)(Msg::Corrected { entries, changed });
    }

    /// Of a long list what the screen shows goes before the rest.
    fn list_beginning(&self) {
        let first = self.library.first_rows(&self.settings.corrections);
        if let Some((entries, all)) = first.filter(|(_, all)| *all > MANY) {
            let catalogue = Catalogue::beginning(entries, all, self.settings.lang);
            (self.report)(Msg::Library(Arc::new(catalogue)));
        }
    }

    /// What the library has; what keeps it from being read is said.
    fn listing(&self) -> Option<Listing> {
        let listing = self.library.listing(&self.settings.corrections);
        listing
            .map_err(|error| self.say(error.message(self.settings.lang)))
            .ok()
    }

    fn say(&self, bad: String) {
        (self.report)(Msg::Said(Message::bad(bad)));
    }

    /// Sets the rows of the library as corrected. Returns the editions that are understood, or compared with last year's,
    /// otherwise than before.
    fn shelve(&mut self, listing: Listing) -> Vec<EditionId> {
        let Listing {
            entries, corrected, ..
        } = listing;
        let changed = corrected.changed_since(&self.corrected);
        self.corrected = corrected;
        for id in &changed {
            self.reports.forget(id);
        }
        let entries = Arc::new(Catalogue::of(entries, self.settings.lang));
        let before = std::mem::replace(&mut self.entries, entries);
        let register = self.settings.corrections.register();
        let received: Vec<Received> = match register.units.is_empty() {
            true => Vec::new(),
            false => self.entries.iter().filter_map(Entry::received).collect(),
        };
        self.filed = Filed::new(register, &received);
        if **before != **self.entries {
            self.surroundings.forget(&self.entries);
        }
        self.reached_from(changed, &before)
    }

    /// With the changed reports those whose year before is another one now, or is one of them.
    fn reached_from(&self, changed: Vec<EditionId>, before: &Catalogue) -> Vec<EditionId> {
        let either = |id: &EditionId| [before.entry(id), self.entries.entry(id)];
        let years = changed.iter().flat_map(either).flatten();
        let years: BTreeSet<Option<i16>> = years.map(|entry| entry.year).collect();
        let mut reached: BTreeSet<EditionId> = changed.into_iter().collect();
        let previous = |entries: &Catalogue, entry: &Entry| {
            entries.previous(entry).map(|previous| previous.id.clone())
        };
        let mut followers = Vec::new();
        for entry in self.entries.iter() {
            let was = before.entry(&entry.id);
            let renamed = was.is_some_and(|was| was.former != entry.former);
            // Only what reports of the year before became can matter to others.
            let year = entry.year.and_then(|year| year.checked_sub(1));
            if !renamed && (year.is_none() || !years.contains(&year)) {
                continue;
            }
            let is = previous(&self.entries, entry);
            let moved = was.and_then(|was| previous(before, was)) != is;
            if moved || is.is_some_and(|is| reached.contains(&is)) {
                followers.push(entry.id.clone());
            }
        }
        reached.extend(followers);
        reached.into_iter().collect()
    }
}
