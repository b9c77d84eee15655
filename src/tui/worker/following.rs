//! The years of an issuer, one after the other, and what other issuers tell of the latest one.

use std::collections::{BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::compare::{self, Comparison, Told};
use crate::report::{self, Report};
use crate::tui::catalogue::Catalogue;
use crate::tui::message::Msg;
use crate::tui::model::{EditionId, Entry, YearsDocument};

use super::Worker;

/// The years of an issuer, as far as they were read.
pub(super) struct Following {
    /// From which report they were asked for.
    id: EditionId,
    /// Oldest first.
    entries: Vec<Entry>,
    reports: Vec<Arc<Report>>,
    comparisons: Vec<Comparison>,
    /// Other issuers whose reports of the latest year are still to be read.
    others: VecDeque<Entry>,
    /// The issuer and those that were read, with what each tells in that year.
    units: Vec<String>,
    told: Vec<Vec<Told>>,
}

/// Other issuers that one is set beside: more bars than a screen shows.
const MOST_OTHERS: usize = 200;

impl Following {
    pub fn of(id: EditionId, entries: &Catalogue) -> Following {
        let this = entries.entry(&id);
        let mut found = this.map_or_else(Vec::new, |entry| entries.years(entry));
        found.reverse();
        let others = this.map_or_else(VecDeque::new, |this| others_of(entries, this));
        Following {
            id,
            entries: found,
            reports: Vec::new(),
            comparisons: Vec::new(),
            others,
            units: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Takes in what a report tells of the metrics that issuers are compared by.
    fn tell(&mut self, entry: &Entry, report: &Report) {
        self.units.push(entry.issuer.clone().unwrap_or_default());
        self.told.push(compare::told(report));
    }

    fn add(&mut self, report: Arc<Report>) {
        if let Some(before) = self.reports.last() {
            self.comparisons.push(compare::compare(before, &report));
        }
        self.reports.push(report);
    }

    /// What is known by now; the others' reports may be lacking.
    fn found(&self) -> (EditionId, YearsDocument) {
        let reports: Vec<&Report> = self.reports.iter().map(|report| &**report).collect();
        let pairs: Vec<&Comparison> = self.comparisons.iter().collect();
        let years = compare::follow(&reports, &pairs);
        let carried = self
            .comparisons
            .iter()
            .map(|comparison| comparison.reuse.sections.clone());
        let document = YearsDocument {
            entries: self.entries.clone(),
            years,
            carried: std::iter::once(Vec::new()).chain(carried).collect(),
            reports: self.reports.clone(),
            units: self.units.clone(),
            across: compare::across(self.told.clone()),
        };
        (self.id.clone(), document)
    }
}

/// The reports of other issuers of the same level and year, one an issuer.
fn others_of(entries: &[Entry], this: &Entry) -> VecDeque<Entry> {
    let own = this.issuer.as_deref().map(report::issuer_key);
    let mut seen: BTreeSet<&str> = own.into_iter().collect();
    let same = entries
        .iter()
        .filter(|entry| entry.year == this.year && entry.level == this.level);
    let others = same.filter(|entry| {
        let issuer = entry.issuer.as_deref().map(report::issuer_key);
        this.year.is_some() && issuer.is_some_and(|issuer| seen.insert(issuer))
    });
    others.take(MOST_OTHERS).cloned().collect()
}

impl Worker {
    /// One year further; the last one tells the reader.
    pub(super) fn follow(&mut self, mut following: Following) {
        let next = following.entries.get(following.reports.len()).cloned();
        let Some(entry) = next else {
            return self.set_beside_others(following);
        };
        let parsed = catch_unwind(AssertUnwindSafe(|| self.parsed(&entry.id)));
        match parsed {
            Ok(Ok(report)) => following.add(report),
            // A year that cannot be read says so when it is opened.
            Ok(Err(_)) | Err(_) => following.entries.retain(|one| one.id != entry.id),
        }
        self.following = Some(following);
    }

    /// The years are told as soon as they are known; what other issuers tell of the latest one follows, a report at a time.
    fn set_beside_others(&mut self, mut following: Following) {
        let begins = following.told.is_empty();
        if begins
            && let Some((last, entry)) = following.reports.last().zip(following.entries.last())
        {
            let (last, entry) = (Arc::clone(last), entry.clone());
            following.tell(&entry, &last);
        }
        let other = following.others.pop_front();
        if begins || other.is_none() {
            let (id, years) = following.found();
            (self.report)(Msg::Years(id, Arc::new(years)));
        }
        let Some(other) = other else { return };
        // One that cannot be read says so when it is opened; none stays in memory for this.
        let read = catch_unwind(AssertUnwindSafe(|| self.read(&other.id)));
        if let Ok(Some(report)) = read {
            following.tell(&other, &report);
        }
        self.following = Some(following);
    }
}
