//! A value that several people may set: who set it last, and who set it without seeing the others.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::Event;

use crate::order;

/// What the events of one subject say about one of its fields.
#[derive(Clone, Debug)]
pub(super) struct Settled<'a, V> {
    /// The last value in the order of events.
    pub winner: Option<(&'a Event, V)>,
    /// Other values, latest first, whose authors and the winner's had not seen each other.
    pub rivals: Vec<(&'a Event, V)>,
}

/// Settles one field. `events` are all events of the subject, in their order; `value` is what an event sets the field to.
pub(super) fn settle<'a, V: PartialEq>(
    events: &[&'a Event],
    value: impl Fn(&Event) -> Option<V>,
) -> Settled<'a, V> {
    let mut setters: Vec<(&'a Event, V)> = events
        .iter()
        .filter_map(|event| Some((*event, value(event)?)))
        .collect();
    let Some(winner) = setters.pop() else {
        return Settled {
            winner: None,
            rivals: Vec::new(),
        };
    };
    let mut rivals: Vec<(&'a Event, V)> = Vec::new();
    if setters.iter().any(|(_, value)| *value != winner.1) {
        let overruled = overruled(events, &value);
        for (event, value) in setters.into_iter().rev() {
            let known = value == winner.1 || rivals.iter().any(|(_, rival)| *rival == value);
            if !known && !overruled.contains(&event.id) {
                rivals.push((event, value));
            }
        }
    }
    Settled {
        winner: Some(winner),
        rivals,
    }
}

/// Setters that a later setter had seen, directly or through events between them.
///
/// Each event inherits the setters that its base events had seen; a setter overrules what it inherits and hands on itself.
/// Events come in logical time, so a base stands before what is based on it; where it does not, it counts as unseen.
fn overruled<V>(events: &[&Event], value: &impl Fn(&Event) -> Option<V>) -> HashSet<Uuid> {
    let mut overruled = HashSet::new();
    let mut seen: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for event in events {
        let mut inherited: Vec<Uuid> = event
            .base
            .iter()
            .filter_map(|base| seen.get(base))
            .flatten()
            .copied()
            .filter(|setter| !overruled.contains(setter))
            .collect();
        if value(event).is_some() {
            overruled.extend(inherited);
            inherited = vec![event.id];
        } else {
            order::sort(&mut inherited);
            inherited.dedup();
        }
        seen.insert(event.id, inherited);
    }
    overruled
}
