//! Undo and redo: the operations that take back what was done, those of one key together.

use crate::review::Operation;

/// What can be taken back, and what was taken back. Everything is an operation, so that nothing is ever erased.
#[derive(Clone, Debug, Default)]
pub struct History {
    back: Vec<Vec<Operation>>,
    forth: Vec<Vec<Operation>>,
}

impl History {
    /// Something new was done; `inverse` takes it back. What was undone before is gone for good.
    pub fn did(&mut self, inverse: Vec<Operation>) {
        if inverse.is_empty() {
            return;
        }
        self.back.push(inverse);
        self.forth.clear();
    }

    /// The operations that take back the last ones; `inverse` makes the way forth of them.
    pub fn undo(&mut self, inverse: impl Fn(&Operation) -> Option<Operation>) -> Vec<Operation> {
        let operations = self.back.pop().unwrap_or_default();
        let forth: Vec<Operation> = operations.iter().rev().filter_map(inverse).collect();
        self.forth
            .extend(Some(forth).filter(|forth| !forth.is_empty()));
        operations
    }

    pub fn redo(&mut self, inverse: impl Fn(&Operation) -> Option<Operation>) -> Vec<Operation> {
        let operations = self.forth.pop().unwrap_or_default();
        let back: Vec<Operation> = operations.iter().rev().filter_map(inverse).collect();
        self.back.extend(Some(back).filter(|back| !back.is_empty()));
        operations
    }

    pub fn can_undo(&self) -> bool {
        !self.back.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.forth.is_empty()
    }
}
