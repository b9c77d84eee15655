//! Reports as they are read from the library, with what reviewers corrected of them.

use std::sync::Arc;
use std::thread;

use crate::report::{self, Hints, Report, SourceText};
use crate::store::EditionRecord;

use super::Worker;

impl Worker {
    pub(super) fn read(&self, id: &str) -> Option<Report> {
        let (source, record) = self.library.load(id).ok()?;
        let hints = self.hints(&record, &source);
        Some(report::parse(source, &hints))
    }

    /// What can be shown first; a report that cannot be read says so when it is opened as a whole.
    pub(super) fn structure(&self, id: &str) -> Option<Report> {
        let (source, record) = self.library.load(id).ok()?;
        let hints = self.hints(&record, &source);
        Some(report::parse_structure(source, &hints))
    }

    pub(super) fn parsed(&mut self, id: &str) -> Result<Arc<Report>, String> {
        if let Some(report) = self.reports.get(id) {
            return Ok(report);
        }
        let (source, record) = self
            .library
            .load(id)
            .map_err(|error| error.message(self.settings.lang))?;
        let hints = self.hints(&record, &source);
        let report = Arc::new(report::parse(source, &hints));
        self.reports.keep(id, &report);
        Ok(report)
    }

    /// Reads two years at once that the reader waits for. One that cannot be read says so when it is asked for.
    pub(super) fn parse_both(&mut self, new: &str, old: &str) {
        if self.reports.get(new).is_some() || self.reports.get(old).is_some() {
            return;
        }
        let text = |id: &str| {
            let (source, record) = self.library.load(id).ok()?;
            let hints = self.hints(&record, &source);
            Some((source, hints))
        };
        let Some(((source, hints), (old_source, old_hints))) = text(new).zip(text(old)) else {
            return;
        };
        let parsed = thread::scope(|scope| {
            let last_year = scope.spawn(|| report::parse(old_source, &old_hints));
            let this_year = report::parse(source, &hints);
            Some([this_year, last_year.join().ok()?])
        });
        for (id, report) in [new, old].into_iter().zip(parsed.into_iter().flatten()) {
            self.reports.keep(id, &Arc::new(report));
        }
    }

    /// What is known of an edition from outside its text, with what reviewers corrected.
    fn hints(&self, record: &EditionRecord, source: &SourceText) -> Hints {
        Hints {
            corrections: self.corrected.corrections(&record.id),
            ..record.hints(source)
        }
    }
}
