//! The reports that were understood last, so that none is read twice in a row.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::report::Report;
use crate::tui::model::EditionId;

/// The year before is mostly among so many, since reports are gone through in the order of the list.
const KEPT: usize = 4;

#[derive(Default)]
pub(super) struct Kept {
    /// The one that was used last stands last.
    reports: VecDeque<(EditionId, Arc<Report>)>,
}

impl Kept {
    pub fn get(&mut self, id: &str) -> Option<Arc<Report>> {
        let at = self.reports.iter().position(|(known, _)| known == id)?;
        let used = self.reports.remove(at)?;
        let report = Arc::clone(&used.1);
        self.reports.push_back(used);
        Some(report)
    }

    pub fn keep(&mut self, id: &str, report: &Arc<Report>) {
        self.forget(id);
        if self.reports.len() >= KEPT {
            self.reports.pop_front();
        }
        self.reports.push_back((id.to_owned(), Arc::clone(report)));
    }

    pub fn forget(&mut self, id: &str) {
        self.reports.retain(|(known, _)| known != id);
    }
}
