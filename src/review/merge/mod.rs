//! Events to state: a union, commutative, associative and idempotent.

mod said;
mod state;
mod union;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use super::settle::{annotation, written};
use super::{Event, Subject};

pub use state::{Correction, Decision, PromiseDecision, Review, Suppression, Voice};
pub use union::Union;

/// Folds events in any order, duplicates included.
pub fn fold<'a>(events: impl IntoIterator<Item = &'a Event>) -> Review {
    let mut review = Review::default();
    for (subject, events) in by_subject(events) {
        review.set(&subject, &ordered(events));
    }
    review
}

/// The same of events that nobody needs afterwards: what an annotation says is moved and not copied.
pub fn fold_all(events: Vec<Event>) -> Review {
    let mut about_annotations: Vec<(Uuid, usize)> = Vec::with_capacity(events.len());
    let mut others: Vec<&Event> = Vec::new();
    for (idx, event) in events.iter().enumerate() {
        match Subject::of(&event.operation, &event.reviewer).annotation() {
            Some(annotation) => about_annotations.push((annotation, idx)),
            None => others.push(event),
        }
    }
    let mut review = fold(others);
    about_annotations.sort_unstable();
    let mut events: Vec<Option<Event>> = events.into_iter().map(Some).collect();
    let annotations = about_annotations.chunk_by(|one, next| one.0 == next.0);
    let annotations = annotations.filter_map(|about| {
        let (id, first) = *about.first()?;
        let annotation = match about.len() {
            1 => written(events.get_mut(first)?.take()?).map(Arc::new),
            _ => {
                let about = about.iter();
                let events = about.filter_map(|(_, idx)| events.get(*idx)?.as_ref());
                annotation(id, &ordered(events.collect())).map(Arc::new)
            }
        };
        Some((id, annotation?))
    });
    review.annotations = annotations.collect();
    review
}

fn by_subject<'a>(events: impl IntoIterator<Item = &'a Event>) -> HashMap<Subject, Vec<&'a Event>> {
    let mut subjects: HashMap<Subject, Vec<&Event>> = HashMap::new();
    for event in events {
        let subject = Subject::of(&event.operation, &event.reviewer);
        subjects.entry(subject).or_default().push(event);
    }
    subjects
}

/// In their order, each once. Two different events with one number (a damaged or forged journal) are both kept.
fn ordered(mut events: Vec<&Event>) -> Vec<&Event> {
    if events.len() < 2 {
        return events;
    }
    events.sort_by(|one, other| {
        let same_place = one.order().cmp(&other.order());
        same_place.then_with(|| content(one).cmp(&content(other)))
    });
    let mut known = HashSet::new();
    events.retain(|event| known.insert((event.writer.as_str(), event.sequence, event.id)));
    events
}

/// Only asked of repeated events, so that the same one of two forgeries wins for everyone.
fn content(event: &Event) -> String {
    format!("{event:?}")
}
