//! Which annotations belong to which report: looked up at every frame, so made when something is written and not before.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::order;
use crate::review::Review;

use super::model::{EditionId, Entry};

/// The annotations that stand, by report. Private: must fit the review and the entries.
#[derive(Debug, Default)]
pub struct Notes {
    by_entry: BTreeMap<EditionId, Vec<Uuid>>,
    /// By the finding that they were made from.
    by_finding: HashMap<String, Vec<Uuid>>,
    total: usize,
}

impl Notes {
    /// An annotation is about a report when it was made on this edition, or on another of the same issuer and year.
    pub fn of(review: &Review, entries: &[Entry]) -> Notes {
        let mut notes = Notes::default();
        let mut by_edition: HashMap<&str, Vec<Uuid>> = HashMap::new();
        let mut by_year: HashMap<(&str, Option<i16>), Vec<Uuid>> = HashMap::new();
        for annotation in review.undeleted() {
            let target = &annotation.target;
            notes.total += 1;
            by_edition
                .entry(&target.edition)
                .or_default()
                .push(annotation.id);
            if let Some(issuer) = &target.issuer {
                let year = by_year.entry((issuer, target.year)).or_default();
                year.push(annotation.id);
            }
            if let Some(finding) = &annotation.finding {
                let made = notes.by_finding.entry(String::from(finding)).or_default();
                made.push(annotation.id);
            }
        }
        for entry in entries {
            let own = by_edition.get(entry.id.as_str()).into_iter().flatten();
            let issuer = entry.issuer.as_deref();
            let same = issuer.and_then(|issuer| by_year.get(&(issuer, entry.year)));
            let mut all: Vec<Uuid> = own.chain(same.into_iter().flatten()).copied().collect();
            order::sort(&mut all);
            all.dedup();
            if !all.is_empty() {
                notes.by_entry.insert(entry.id.clone(), all);
            }
        }
        notes
    }

    /// Those about one report, oldest first.
    pub fn about(&self, edition: &str) -> &[Uuid] {
        self.by_entry.get(edition).map_or(&[], Vec::as_slice)
    }

    /// The one about a report that was made from a finding.
    pub fn of_finding(&self, edition: &str, finding: &str) -> Option<Uuid> {
        let made = self.by_finding.get(finding)?.iter();
        let about = self.about(edition);
        made.copied().find(|id| about.binary_search(id).is_ok())
    }

    /// All of the library.
    pub fn total(&self) -> usize {
        self.total
    }
}
