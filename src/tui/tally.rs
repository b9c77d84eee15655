//! How many findings of each report wait for a decision: counted when something changes, not at every frame.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::review::{Event, Operation};

use super::app::Shared;
use super::message::Effect;
use super::model::{EditionId, Summary};

/// What became of the findings of a report that ask something, and of its sections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub open: usize,
    pub suppressed: usize,
    /// Sections that were read, and all that are to be read.
    pub read: usize,
    pub sections: usize,
}

impl Tally {
    /// Whether a section waits to be read.
    pub fn is_unread(&self) -> bool {
        self.read < self.sections
    }
}

/// The summaries of reports with what the review makes of them.
#[derive(Default)]
pub struct Tallies {
    summaries: BTreeMap<EditionId, Summary>,
    /// Private: must fit the summaries and the review.
    tallies: BTreeMap<EditionId, Tally>,
    /// Asked for and not yet there.
    asked: BTreeSet<EditionId>,
    /// Counts up whenever a summary comes or goes, so that screens know when to look again.
    pub changes: u64,
}

/// Which reports an event may concern.
enum Reach {
    None,
    Edition(EditionId),
    All,
}

impl Tallies {
    pub fn summary(&self, edition: &str) -> Option<&Summary> {
        self.summaries.get(edition)
    }

    /// None while the report has not been checked yet.
    pub fn tally(&self, edition: &str) -> Option<Tally> {
        self.tallies.get(edition).copied()
    }

    /// All reports together.
    pub fn total(&self) -> Tally {
        self.tallies
            .values()
            .fold(Tally::default(), |sum, tally| Tally {
                open: sum.open + tally.open,
                suppressed: sum.suppressed + tally.suppressed,
                read: sum.read + tally.read,
                sections: sum.sections + tally.sections,
            })
    }
}

impl Shared {
    /// Asks for the summary of every report that has none, in a library where that ends within minutes.
    pub fn ask_for_summaries(&mut self) -> Option<Effect> {
        let entries = Arc::clone(&self.entries);
        if entries.is_wide() {
            return None;
        }
        self.ask_for(entries.iter().map(|entry| entry.id.clone()).collect())
    }

    /// Asks for the summaries of reports that have none and were not asked for.
    pub fn ask_for(&mut self, editions: Vec<EditionId>) -> Option<Effect> {
        let tallies = &mut self.tallies;
        let known = |id: &EditionId| tallies.summaries.contains_key(id);
        let unknown: Vec<EditionId> = editions.into_iter().filter(|id| !known(id)).collect();
        let new = unknown.iter().any(|id| !tallies.asked.contains(id));
        if !new {
            return None;
        }
        // What is not among them has gone out of sight.
        tallies.asked = unknown.iter().cloned().collect();
        Some(Effect::Summarise(unknown))
    }

    /// A report was checked.
    pub fn summarised(&mut self, edition: EditionId, summary: Summary) {
        self.tallies.asked.remove(&edition);
        self.tallies.summaries.insert(edition.clone(), summary);
        self.tallies.changes += 1;
        self.recount(&edition);
    }

    /// What was known of a report does not hold any more.
    pub fn forget_summary(&mut self, edition: &str) {
        self.tallies.summaries.remove(edition);
        self.tallies.asked.remove(edition);
        self.tallies.tallies.remove(edition);
        self.tallies.changes += 1;
    }

    pub fn forget_summaries(&mut self) {
        self.tallies.summaries.clear();
        self.tallies.asked.clear();
        self.tallies.tallies.clear();
        self.tallies.changes += 1;
    }

    /// Counts again what events may have changed.
    pub(super) fn recount_after(&mut self, reached: Reached) {
        let editions: Vec<EditionId> = match reached {
            Reached::Editions(editions) => editions.into_iter().collect(),
            Reached::All => self.tallies.summaries.keys().cloned().collect(),
        };
        for edition in editions {
            let twins: Vec<EditionId> = self.twins(&edition);
            self.recount(&edition);
            for twin in twins {
                self.recount(&twin);
            }
        }
    }

    pub(super) fn recount(&mut self, edition: &str) {
        let Some(summary) = self.tallies.summaries.get(edition) else {
            return;
        };
        let review = self.review();
        let read = summary.sections.iter();
        let read = read.filter(|key| review.is_reviewed(edition, key));
        let mut tally = Tally {
            read: read.count(),
            sections: summary.sections.len(),
            ..Tally::default()
        };
        for head in &summary.findings {
            let standing = self.standing(edition, &head.rule, &head.id);
            tally.suppressed += usize::from(standing.suppressed.is_some());
            tally.open += usize::from(standing.is_open());
        }
        self.tallies.tallies.insert(edition.to_owned(), tally);
    }
}

/// The reports that several events may concern.
pub(super) enum Reached {
    Editions(BTreeSet<EditionId>),
    All,
}

impl Reached {
    pub fn by(events: &[Event]) -> Reached {
        let mut editions = BTreeSet::new();
        for event in events {
            match reach(&event.operation) {
                Reach::None => {}
                Reach::Edition(edition) => {
                    editions.insert(edition);
                }
                Reach::All => return Reached::All,
            }
        }
        Reached::Editions(editions)
    }
}

fn reach(operation: &Operation) -> Reach {
    match operation {
        Operation::Judge { edition, .. } | Operation::Review { edition, .. } => {
            Reach::Edition(edition.clone())
        }
        Operation::Suppress { .. } => Reach::All,
        Operation::Annotate { .. }
        | Operation::Edit { .. }
        | Operation::Delete { .. }
        | Operation::Reply { .. }
        | Operation::Rectify { .. }
        | Operation::Continue { .. }
        | Operation::Correct { .. }
        | Operation::Enrol { .. }
        | Operation::Place { .. }
        | Operation::Promise { .. }
        | Operation::Mark { .. }
        | Operation::Pin { .. }
        | Operation::Rename { .. }
        | Operation::Unknown { .. } => Reach::None,
    }
}
