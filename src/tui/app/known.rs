//! What is known of a report, for the screens that ask.

use std::sync::Arc;

use super::Shared;
use crate::review::{Annotation, Kinship, Review, Standing};
use crate::tui::message::Effect;
use crate::tui::model::{Document, EditionId, Entry};
use crate::tui::notes::Notes;
use crate::tui::tally::Tally;

/// Who put an indicator first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinned {
    ByReviewer,
    ByConfiguration,
}

impl Shared {
    pub fn text(&self, key: &str) -> &'static str {
        self.lang.text(key)
    }

    pub fn review(&self) -> &Review {
        self.union.review()
    }

    pub fn entry(&self, edition: &str) -> Option<&Entry> {
        self.entries.entry(edition)
    }

    pub fn document(&self, edition: &str) -> Option<&Arc<Document>> {
        self.documents.get(edition)
    }

    /// The report for reading, with its findings as soon as they are there.
    pub fn readable(&self, edition: &str) -> Option<&Arc<Document>> {
        self.document(edition).or_else(|| self.texts.get(edition))
    }

    /// The report with last year's beside it, as soon as the two are compared; its findings may follow.
    pub fn compared(&self, edition: &str) -> Option<&Arc<Document>> {
        let both = [self.document(edition), self.texts.get(edition)];
        let mut both = both.into_iter().flatten();
        both.find(|document| document.previous.is_some())
    }

    /// Asks for a report to be opened, once.
    pub fn request(&mut self, edition: &str) -> Vec<Effect> {
        if self.documents.contains_key(edition) || !self.opening.insert(edition.to_owned()) {
            return Vec::new();
        }
        vec![Effect::Open(edition.to_owned())]
    }

    /// The same issuer's report of the year before.
    pub fn previous(&self, edition: &str) -> Option<&Entry> {
        self.entries.previous(self.entry(edition)?)
    }

    /// Which reports are one, and which are years of one issuer.
    pub fn kinship(&self) -> &Kinship {
        self.entries.kinship()
    }

    /// Other editions of the same report.
    pub(in crate::tui) fn twins(&self, edition: &str) -> Vec<EditionId> {
        self.kinship().twins(edition).map(str::to_owned).collect()
    }

    /// How a finding stands: decided, decided a year ago, suppressed.
    pub fn standing(&self, edition: &str, rule: &str, finding: &str) -> Standing<'_> {
        let review = self.review();
        review.standing_of(edition, finding, rule, self.kinship(), self.today)
    }

    /// Findings of a report that ask something and are not decided yet; `None` while unknown.
    pub fn undecided(&self, edition: &str) -> Option<usize> {
        self.tallies.tally(edition).map(|tally| tally.open)
    }

    /// Which edition of its report an entry is, counted as they were imported, and of how many; none of the only one, and
    /// where there are too many to tell apart.
    pub fn edition_number(&self, entry: &Entry) -> Option<(usize, usize)> {
        const MOST: usize = 64;
        let twins = self.kinship().twins(&entry.id).take(MOST);
        let twins = twins.filter_map(|id| self.entry(id));
        let (mut number, mut count) = (1, 1);
        for twin in twins.filter(|twin| twin.kind == entry.kind) {
            let is_older = (twin.imported, &twin.id) < (entry.imported, &entry.id);
            number += usize::from(is_older);
            count += 1;
        }
        (2..MOST).contains(&count).then_some((number, count))
    }

    /// Sections read and sections to be read.
    pub fn reviewed(&self, edition: &str) -> (usize, usize) {
        let tally = self.tallies.tally(edition).unwrap_or_default();
        (tally.read, tally.sections)
    }

    /// Which annotations belong to which report.
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// The annotations about one report, oldest first.
    pub fn notes_of<'a>(&'a self, edition: &str) -> impl Iterator<Item = &'a Annotation> + use<'a> {
        let ids = self.notes.about(edition).iter();
        let review = self.review();
        ids.filter_map(move |id| review.annotation(*id))
    }

    /// The annotation that was made from a finding of a report.
    pub fn note_of_finding(&self, edition: &str, finding: &str) -> Option<&Annotation> {
        let id = self.notes.of_finding(edition, finding)?;
        self.review().annotation(id)
    }

    /// How many annotations stand, of one report (by issuer and year, whichever edition was read).
    pub fn gaps(&self, edition: &str) -> usize {
        self.notes.about(edition).len()
    }

    /// Whether an indicator of this name stands first, and who said so.
    pub fn pin_of(&self, name: &str) -> Option<Pinned> {
        if self.review().pins.contains(name) {
            return Some(Pinned::ByReviewer);
        }
        let subject = name.split('·').next().unwrap_or(name);
        let mut configured = self.pinned.iter();
        configured
            .any(|pinned| pinned == name || pinned == subject)
            .then_some(Pinned::ByConfiguration)
    }

    /// Another report with something left to decide, after the given one in the list.
    pub fn next_report(&self, edition: &str) -> Option<&Entry> {
        self.next_where(edition, |tally| tally.open > 0)
    }

    /// Another report with a section that is not read yet.
    pub fn next_unread(&self, edition: &str) -> Option<&Entry> {
        self.next_where(edition, Tally::is_unread)
    }

    /// The next report after one, and round again, that is wanted.
    fn next_where(&self, edition: &str, wanted: impl Fn(&Tally) -> bool) -> Option<&Entry> {
        let at = self.entries.place(edition).map_or(0, |at| at + 1);
        let (before, after) = self.entries.split_at_checked(at)?;
        after.iter().chain(before).find(|entry| {
            let tally = self.tallies.tally(&entry.id);
            entry.id != edition && tally.is_some_and(|tally| wanted(&tally))
        })
    }
}
