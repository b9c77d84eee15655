//! The report that a screen lists something of: the newest there is, and whether the list must be made anew.

use std::sync::Arc;

use crate::tui::model::Document;

/// What a list was made from.
#[derive(Default)]
pub struct Held {
    pub document: Option<Arc<Document>>,
    /// The state of the review; `None` when the list does not fit the document.
    seen: Option<u64>,
}

impl Held {
    /// Takes the newest document; whether it or the review is another than before.
    pub fn take(&mut self, newest: Option<&Arc<Document>>, revision: u64) -> bool {
        if let Some(newest) = newest
            && !self.is(newest)
        {
            self.document = Some(Arc::clone(newest));
            self.seen = None;
        }
        self.seen.replace(revision) != Some(revision)
    }

    /// Whether this very document is held.
    pub fn is(&self, document: &Arc<Document>) -> bool {
        let held = self.document.as_ref();
        held.is_some_and(|held| Arc::ptr_eq(held, document))
    }
}
