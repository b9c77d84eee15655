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

/// The events of one key.
#[derive(Clone, Debug, PartialEq)]
struct Action {
    group: Uuid,
    events: Vec<Event>,
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
                push(&mut self.done, group, event);
                self.undone.clear();
            }
            Some(taken) if self.undoing.contains(&taken) => {
                // Done again: from here on it is an event like any other.
                take(&mut self.undone, taken);
                push(&mut self.done, group, event);
            }
            Some(taken) => {
                take(&mut self.done, taken);
                self.undoing.insert(event.id);
                self.cancelled.extend([taken, event.id]);
                push(&mut self.undone, group, event);
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
        let actions = self.undone.iter().rev();
        let mut reversals = actions.map(|action| self.reverse(action, union));
        reversals
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    fn reverse(&self, action: &Action, union: &Union) -> Vec<Reversal> {
        let own: HashSet<Uuid> = action.events.iter().map(|event| event.id).collect();
        let mut later: HashSet<Uuid> = HashSet::new();
        let mut revived: HashSet<Uuid> = HashSet::new();
        let mut reversals = Vec::new();
        for event in action.events.iter().rev() {
            later.insert(event.id);
            // Of an undo that is done again, the pair comes apart: what it took back stands again.
            if self.undoing.contains(&event.id) {
                revived.extend(event.undoes);
            }
            // What stands without this event, and without those of the same action after it.
            let dropped = |other: &Event| {
                let kept = own.contains(&other.id) || revived.contains(&other.id);
                let cancelled = self.cancelled.contains(&other.id) && !kept;
                later.contains(&other.id) || cancelled
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

fn push(stack: &mut Vec<Action>, group: Uuid, event: &Event) {
    match stack.last_mut().filter(|action| action.group == group) {
        Some(action) => action.events.push(event.clone()),
        None => stack.push(Action {
            group,
            events: vec![event.clone()],
        }),
    }
}

/// Takes an event off a stack, and with its last event the action.
fn take(stack: &mut Vec<Action>, event: Uuid) {
    let found = stack
        .iter()
        .rposition(|action| action.events.iter().any(|own| own.id == event));
    let Some(idx) = found else {
        return;
    };
    if let Some(action) = stack.get_mut(idx) {
        action.events.retain(|own| own.id != event);
        if action.events.is_empty() {
            stack.remove(idx);
        }
    }
}
