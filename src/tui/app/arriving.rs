//! What arrives: the reports of the library, and events of this session and of others.

use std::sync::Arc;

use super::Shared;
use crate::check::register::Received;
use crate::review::{Event, History, Operation, Subject};
use crate::tui::catalogue::Catalogue;
use crate::tui::model::Entry;
use crate::tui::notes::Notes;
use crate::tui::tally::Reached;

/// Who wrote events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Here,
    Elsewhere,
}

impl Shared {
    /// Takes the reports of the library in, and which of them are one report or a year of one issuer.
    pub fn shelve(&mut self, entries: Arc<Catalogue>) {
        self.entries = entries;
        self.notes = Notes::of(self.union.review(), &self.entries);
        self.call_for();
        self.recount_after(Reached::All);
    }

    /// Takes events into the review: what this session did, and what others wrote.
    pub fn take(&mut self, events: Vec<Event>, from: Source) {
        let enrols = |event: &Event| matches!(event.operation, Operation::Enrol { .. });
        let enrolled = events.iter().any(enrols);
        let reached = Reached::by(&events);
        let own: Vec<Event> = events
            .iter()
            .filter(|event| event.reviewer == self.reviewer)
            .cloned()
            .collect();
        let noted =
            |event: &Event| matches!(Subject::of(&event.operation, ""), Subject::Annotation(_));
        let renote = events.iter().any(noted);
        self.union.absorb(events);
        self.revision += 1;
        if renote {
            self.notes = Notes::of(self.union.review(), &self.entries);
        }
        match from {
            Source::Here => own.iter().for_each(|event| self.history.observe(event)),
            // Another terminal of this reviewer may have written before what was done here.
            Source::Elsewhere if own.is_empty() => {}
            Source::Elsewhere => self.history = History::of(&self.union, &self.reviewer),
        }
        self.recount_after(reached);
        if enrolled {
            self.call_for();
        }
    }

    /// What the register of units still waits for.
    fn call_for(&mut self) {
        let received: Vec<Received> = self.entries.iter().filter_map(Entry::received).collect();
        let register = self.review().register();
        self.owed = match self.today {
            Some(today) if !register.units.is_empty() => register.owed(&received, today),
            Some(_) | None => Vec::new(),
        };
    }
}
