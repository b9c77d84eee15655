//! What a new event is placed after.

use std::collections::BTreeMap;

use crate::review::{Event, Heads};

/// What a new event is placed after.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Known {
    pub lamport: u64,
    /// The last number of every writer.
    pub seen: BTreeMap<String, u64>,
    /// The last number of every writer that a header of another writer vouches for.
    pub vouched: BTreeMap<String, u64>,
    pub heads: Heads,
}

impl Known {
    /// Takes an event into account.
    pub fn observe(&mut self, event: &Event) {
        self.lamport = self.lamport.max(event.lamport);
        self.heads.observe(event);
    }

    /// The same for one that everybody can see.
    pub fn see(&mut self, event: &Event) {
        self.observe(event);
        match self.seen.get_mut(event.writer.as_str()) {
            Some(seen) => *seen = (*seen).max(event.sequence),
            None => {
                self.seen
                    .insert(String::from(&event.writer), event.sequence);
            }
        }
    }

    /// The numbers that the header of a new file should vouch for.
    pub fn unvouched(&self, own: &str) -> BTreeMap<String, u64> {
        self.seen
            .iter()
            .filter(|(writer, seen)| *writer != own && self.vouched.get(*writer) < Some(seen))
            .map(|(writer, seen)| (writer.clone(), *seen))
            .collect()
    }

    /// Takes a header's word for what it has seen of a writer.
    pub fn vouch(&mut self, writer: &str, seen: u64) {
        let vouched = self.vouched.entry(writer.to_owned()).or_insert(0);
        *vouched = (*vouched).max(seen);
    }
}
