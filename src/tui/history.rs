//! Undo and redo: the operations that take back what was done.

use crate::review::Operation;

/// What can be taken back, and what was taken back. Everything is an operation, so that nothing is ever erased.
#[derive(Clone, Debug, Default)]
pub struct History {
    back: Vec<Operation>,
    forth: Vec<Operation>,
}

impl History {
    /// Something new was done; `inverse` takes it back. What was undone before is gone for good.
    pub fn did(&mut self, inverse: Operation) {
        self.back.push(inverse);
        self.forth.clear();
    }

    /// The operation that takes back the last one; `inverse` makes the way forth of it.
    pub fn undo(&mut self, inverse: impl Fn(&Operation) -> Option<Operation>) -> Option<Operation> {
        let operation = self.back.pop()?;
        self.forth.extend(inverse(&operation));
        Some(operation)
    }

    pub fn redo(&mut self, inverse: impl Fn(&Operation) -> Option<Operation>) -> Option<Operation> {
        let operation = self.forth.pop()?;
        self.back.extend(inverse(&operation));
        Some(operation)
    }

    pub fn can_undo(&self) -> bool {
        !self.back.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.forth.is_empty()
    }
}
