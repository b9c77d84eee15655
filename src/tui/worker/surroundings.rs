//! What all other units write, gathered while nobody waits: a report is judged again once it is known.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::check::Peers;
use crate::compare::Sharing;
use crate::report::Report;
use crate::tui::catalogue::Catalogue;
use crate::tui::message::Msg;
use crate::tui::model::EditionId;

use super::Worker;

/// Other units' wording, as far as it is known.
#[derive(Default)]
pub(super) struct Surroundings {
    extent: Extent,
    /// Not to be used before it is complete.
    peers: Peers,
    /// Reports whose wording is not taken in yet.
    unread: VecDeque<EditionId>,
    /// Reports that were judged before it was.
    unjudged: VecDeque<EditionId>,
}

/// Whether the wording of all other reports can be known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Extent {
    #[default]
    Whole,
    TooWide,
}

impl Surroundings {
    /// Starts anew for a library that changed; one unit alone has nobody to be compared with.
    pub fn forget(&mut self, entries: &Catalogue) {
        self.peers = Peers::default();
        self.unjudged.clear();
        self.unread.clear();
        self.extent = match entries.is_wide() {
            false => Extent::Whole,
            true => Extent::TooWide,
        };
        if entries.bodies() > 1 && self.extent == Extent::Whole {
            self.unread
                .extend(entries.iter().map(|entry| entry.id.clone()));
        }
    }

    pub fn peers(&self) -> Option<&Peers> {
        let known = self.unread.is_empty() && self.extent == Extent::Whole;
        known.then_some(&self.peers)
    }

    pub fn are_known(&self) -> bool {
        self.unread.is_empty() && self.unjudged.is_empty()
    }
}

impl Worker {
    /// What the wording of other units needs is gathered when nobody waits: first their prints, one report at a time, then
    /// every report is judged again with them.
    pub(super) fn look_around(&mut self) {
        if let Some(id) = self.surroundings.unread.pop_front() {
            if let Ok(report) = self.parsed(&id) {
                self.surroundings.peers.add(&id, &report);
            }
            if self.surroundings.unread.is_empty() {
                let ids = self.entries.iter().map(|entry| entry.id.clone());
                self.surroundings.unjudged = ids.collect();
            }
        } else if let Some(id) = self.surroundings.unjudged.pop_front()
            && let Ok(Some(document)) = self.document(&id)
        {
            let summary = Box::new(document.summary());
            (self.report)(Msg::Summary(id.clone(), summary));
            if self.opened.contains(&id) {
                (self.report)(Msg::Opened(id, Arc::new(document)));
            }
        }
    }

    /// What of a report stands in other units' reports, once those were read.
    pub(super) fn sharing(&self, report: &Report) -> Option<Sharing> {
        let peers = self.surroundings.peers()?;
        peers.shared_with_others(report, |id| self.structure(id))
    }
}
