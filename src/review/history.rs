//! Undo and redo from the journal: what a reviewer did, action by action, and what was taken back of it.
//!
//! An event that takes another one back names it, so that the two stacks can be made again from the events alone, in another
//! terminal or after a restart. Nothing is erased: to undo is to write what stood there before.

use std::collections::HashSet;

use uuid::Uuid;

use super::{Event, Operation, Union};

/// What a reviewer can take back, and what was taken back and can be done again.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Each with the events of one action, oldest first.
    done: Vec<Action>,
    /// Each with the events that took an action back.
    undone: Vec<Action>,
    /// Events that take another one back.
    undoing: HashSet<Uuid>,
    /// Events that cancel each other out: neither says what stands.
    cancelled: HashSet<Uuid>,
}

/// Events about one subject that cancel each other out: what was taken back, and what took it back. What was done again
/// counts in place of the first.
pub(super) fn cancelled(events: &[&Event]) -> HashSet<Uuid> {
    let mut history = History::default();
    for event in events {
        history.observe(event);
    }
    history.cancelled
}

/// The events of one key.
#[derive(Clone, Debug, PartialEq)]
struct Action {
    group: Uuid,
    deeds: Vec<Deed>,
}

/// An event by its id, and of one that takes another back which that was. The events themselves stay where they are.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Deed {
    id: Uuid,
    took: Option<Uuid>,
}

/// An operation that takes an event back or does it again.
#[derive(Clone, Debug, PartialEq)]
pub struct Reversal {
    pub operation: Operation,
    /// The event that it takes back.
    pub undoes: Event,
}

impl History {
    /// Replays what a reviewer did.
    pub fn of(union: &Union, reviewer: &str) -> History {
        let mut history = History::default();
        for event in union.by(reviewer) {
            history.observe(event);
        }
        history
    }

    /// Takes one more event of the reviewer, in the order of events.
    pub fn observe(&mut self, event: &Event) {
        let group = event.group.unwrap_or(event.id);
        match event.undoes {
            None => {
                push(&mut self.done, group, event.id, None);
                self.undone.clear();
            }
            Some(taken) if self.undoing.contains(&taken) => {
                // Done again: from here on it is an event like any other.
                take(&mut self.undone, taken);
                push(&mut self.done, group, event.id, None);
            }
            Some(taken) => {
                take(&mut self.done, taken);
                self.undoing.insert(event.id);
                self.cancelled.extend([taken, event.id]);
                push(&mut self.undone, group, event.id, Some(taken));
            }
        }
    }

    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// What takes the last action back, the last event of it first; actions that changed nothing are passed over.
    pub fn undo(&self, union: &Union) -> Vec<Reversal> {
        let actions = self.done.iter().rev();
        let mut reversals = actions.map(|action| self.reverse(action, union));
        reversals
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// What does the action again that was taken back last.
    pub fn redo(&self, union: &Union) -> Vec<Reversal> {
        let deeds = self.undone.last().map(|action| action.deeds.iter().rev());
        let reversals = deeds.into_iter().flatten().filter_map(|deed| {
            Some(Reversal {
                operation: again(&union.event(deed.took?)?.operation),
                undoes: union.event(deed.id)?.clone(),
            })
        });
        reversals.collect()
    }

    fn reverse(&self, action: &Action, union: &Union) -> Vec<Reversal> {
        let mut later: HashSet<Uuid> = HashSet::new();
        let mut reversals = Vec::new();
        let deeds = action.deeds.iter().rev();
        for event in deeds.filter_map(|deed| union.event(deed.id)) {
            later.insert(event.id);
            // What stands without this event, those of the same action after it, and what was taken back before. An
            // annotation that was brought back still begins with the event that wrote it.
            let dropped = |other: &Event| {
                let wrote = matches!(other.operation, Operation::Annotate { .. });
                later.contains(&other.id) || (self.cancelled.contains(&other.id) && !wrote)
            };
            let before = union.without(event, dropped);
            if let Some(operation) = event.operation.inverse(&before, &event.reviewer) {
                reversals.push(Reversal {
                    operation,
                    undoes: event.clone(),
                });
            }
        }
        reversals
    }
}

/// What does an operation a second time: an annotation is not written anew but brought back.
fn again(operation: &Operation) -> Operation {
    if let Operation::Annotate { annotation, .. } = operation {
        return Operation::Delete {
            annotation: *annotation,
            deleted: false,
        };
    }
    operation.clone()
}

fn push(stack: &mut Vec<Action>, group: Uuid, id: Uuid, took: Option<Uuid>) {
    let deed = Deed { id, took };
    match stack.last_mut().filter(|action| action.group == group) {
        Some(action) => action.deeds.push(deed),
        None => stack.push(Action {
            group,
            deeds: vec![deed],
        }),
    }
}

/// Takes an event off a stack, and with its last event the action.
fn take(stack: &mut Vec<Action>, event: Uuid) {
    let holds = |action: &Action| action.deeds.iter().any(|deed| deed.id == event);
    let Some(idx) = stack.iter().rposition(holds) else {
        return;
    };
    if let Some(action) = stack.get_mut(idx) {
        action.deeds.retain(|deed| deed.id != event);
        if action.deeds.is_empty() {
            stack.remove(idx);
        }
    }
}
