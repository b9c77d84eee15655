//! A report as a whole: read, set beside last year's, and checked.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::check::{self, Context, Outcome};
use crate::compare::{self, Comparison, Stage};
use crate::report::{self, Report};
use crate::review::Wording;
use crate::tui::message::Msg;
use crate::tui::model::{Document, EditionId, Entry, Previous};

use super::Worker;

impl Worker {
    /// The text goes before all that is understood of it.
    pub(super) fn open(&mut self, id: EditionId) {
        self.show_text(&id);
        self.opened.insert(id.clone());
        let msg = match self.document(&id) {
            Ok(Some(document)) => Msg::Opened(id, Arc::new(document)),
            Ok(None) => return,
            Err(reason) => Msg::NotOpened(id, reason),
        };
        (self.report)(msg);
    }

    pub(super) fn summarise(&mut self, id: EditionId) {
        // A report that cannot be read says so when it is opened.
        if let Ok(Some(document)) = self.document(&id) {
            (self.report)(Msg::Summary(id, Box::new(document.summary())));
        }
    }

    /// Understands a report; a fault of the program is an error of this report and not the end of the session. None when
    /// the reader no longer wants it.
    pub(super) fn document(&mut self, id: &str) -> Result<Option<Document>, String> {
        let lang = self.settings.lang;
        catch_unwind(AssertUnwindSafe(|| self.understand(id)))
            .unwrap_or_else(|_| Err(lang.text("ui.crashed").to_owned()))
    }

    fn understand(&mut self, id: &str) -> Result<Option<Document>, String> {
        let entry = self.entries.entry(id).cloned().unwrap_or_default();
        let before = self.entries.previous(&entry).cloned();
        if let Some(before) = &before
            && self.opened.contains(id)
        {
            self.parse_both(id, &before.id);
        }
        let report = self.parsed(id)?;
        let previous = match before {
            Some(before) => {
                let old = self.parsed(&before.id)?;
                match self.compared(&entry, before, old, &report) {
                    Some(previous) => Some(previous),
                    None => return Ok(None),
                }
            }
            None => None,
        };
        let mut above = self.filed.above(&report.metadata);
        above.extend(self.settings.regions.iter().cloned());
        let context = Context {
            previous: previous
                .as_ref()
                .map(|previous| (&*previous.report, &previous.comparison)),
            today: self.settings.today,
            above: &above,
            peers: self.surroundings.peers(),
            filed: Some(&self.filed),
        };
        let outcome = check::check(&report, &context, &self.packs);
        let digest = report::digest(report.source.text.as_bytes());
        let wordings = self.wordings(&entry);
        let mut document = Document::new(entry, digest, report, outcome, previous);
        document.wordings = wordings;
        if self.opened.contains(id) {
            document.sharing = self.sharing(&document.report);
        }
        Ok(Some(document))
    }
    /// What the other editions of a report say: annotations made on them are found by it.
    fn wordings(&mut self, entry: &Entry) -> Vec<(String, Arc<Wording>)> {
        let twins = self.entries.kinship().twins(&entry.id);
        let twins: Vec<EditionId> = twins.map(str::to_owned).collect();
        let wordings = twins.into_iter().filter_map(|id| {
            if !self.wordings.contains_key(&id) {
                let report = self.structure(&id)?;
                let digest = report::digest(report.source.text.as_bytes());
                let wording = Arc::new(Wording::of(&report));
                self.wordings.insert(id.clone(), (digest, wording));
            }
            self.wordings.get(&id).cloned()
        });
        wordings.collect()
    }

    /// Sets a report beside last year's. One that the reader has before him is shown at once, as soon as it is known which
    /// sentences belong together, and again before it is checked; none when he left meanwhile.
    fn compared(
        &self,
        entry: &Entry,
        before: Entry,
        old: Arc<Report>,
        new: &Arc<Report>,
    ) -> Option<Previous> {
        let mut previous = Previous {
            entry: before,
            comparison: Comparison::default(),
            report: old,
        };
        let old = Arc::clone(&previous.report);
        if !self.opened.contains(&entry.id) {
            previous.comparison = compare::compare(&old, new);
            return Some(previous);
        }
        self.settings.stop.store(false, Ordering::Relaxed);
        let mut show = |stage: Stage, comparison: &Comparison| match stage {
            Stage::Paired | Stage::Whole => {
                previous.comparison = comparison.clone();
                let digest = report::digest(new.source.text.as_bytes());
                let (outcome, shown) = (Outcome::default(), Some(previous.clone()));
                let document =
                    Document::new(entry.clone(), digest, Arc::clone(new), outcome, shown);
                (self.report)(Msg::Text(entry.id.clone(), Arc::new(document)));
            }
            Stage::Marked | Stage::Counted => {}
        };
        let found = compare::compare_in_stages(&old, new, &self.settings.stop, &mut show);
        previous.comparison = found?;
        Some(previous)
    }
}
