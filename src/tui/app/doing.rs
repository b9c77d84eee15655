//! What the reviewer does: on its way to the disk, and back again.

use std::sync::Arc;

use uuid::Uuid;

use super::Shared;
use crate::review::{Event, Lack, Operation, Reversal};
use crate::store::Change;
use crate::tui::message::{Agreed, Effect, Importing};

/// How far the journal is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saving {
    /// Operations that were handed to the recorder.
    pub asked: u64,
    /// Actions that it has not made events of yet.
    pub unrecorded: u64,
    pub saved: u64,
    /// Why the disk refuses, while it does.
    pub refused: Option<String>,
}

/// The two ways through what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    Undo,
    Redo,
}

impl Saving {
    /// Operations that are not on the disk yet.
    pub fn pending(&self) -> u64 {
        self.asked.saturating_sub(self.saved)
    }
}

impl Shared {
    /// A new id: the session's, counted up.
    pub fn new_id(&mut self) -> Uuid {
        self.made += 1;
        Uuid::from_u128(self.session.as_u128().wrapping_add(self.made))
    }

    /// Asks for an operation to be recorded.
    pub fn record(&mut self, operation: Operation) -> Effect {
        self.record_change(Change::from(operation))
    }

    /// The same for several operations that one key asks for: they are taken back together.
    pub fn record_all(&mut self, operations: Vec<Operation>) -> Vec<Effect> {
        if operations.is_empty() {
            return Vec::new();
        }
        vec![self.record_changes(operations.into_iter().map(Change::from).collect())]
    }

    /// The same for a change that says what it is based on.
    pub fn record_change(&mut self, change: Change) -> Effect {
        self.record_changes(vec![change])
    }

    pub fn record_changes(&mut self, changes: Vec<Change>) -> Effect {
        self.saving.asked += changes.len() as u64;
        self.saving.unrecorded += 1;
        Effect::Record(changes)
    }

    /// Asks for a path to be imported; what it would do to annotations is told before.
    pub fn import(&self, path: &str) -> Effect {
        Effect::Import(Box::new(Importing {
            path: path.to_owned(),
            annotations: self.review().annotations.values().map(Arc::clone).collect(),
            agreed: Agreed::NotAsked,
        }))
    }

    /// What still has to be typed before an operation may be recorded.
    pub fn lacks(&self, operation: &Operation) -> Option<Lack> {
        self.review()
            .lacks(operation, &self.reviewer, self.kinship())
    }

    /// What takes back, or does again, the last action of this reviewer.
    pub fn reversals(&self, again: Again) -> Vec<Reversal> {
        match again {
            Again::Undo => self.history.undo(&self.union),
            Again::Redo => self.history.redo(&self.union),
        }
    }

    pub fn can(&self, again: Again) -> bool {
        match again {
            Again::Undo => self.history.can_undo(),
            Again::Redo => self.history.can_redo(),
        }
    }

    /// Everything that happened to an annotation, oldest first.
    pub fn history_of(&self, annotation: Uuid) -> Vec<&Event> {
        self.union.history(annotation)
    }
}
