//! Events that keep coming: the state is folded again only where they touch it.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::review::{Event, Subject};

use super::{Review, ordered};

/// All events so far with the state they amount to, for a session that keeps receiving events.
#[derive(Clone, Debug, Default)]
pub struct Union {
    /// Private: `review` must be the fold of exactly these.
    events: HashMap<Subject, Vec<Event>>,
    review: Review,
}

impl Union {
    /// The state that the events amount to.
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// Adds events, in any order and more than once, and folds again only what they are about.
    pub fn absorb(&mut self, events: impl IntoIterator<Item = Event>) {
        let mut touched: HashSet<Subject> = HashSet::new();
        for event in events {
            let subject = Subject::of(&event.operation, &event.reviewer);
            self.events.entry(subject.clone()).or_default().push(event);
            touched.insert(subject);
        }
        for subject in touched {
            if let Some(events) = self.events.get(&subject) {
                let ordered = ordered(events.iter().collect());
                self.review.set(&subject, &ordered);
            }
        }
    }

    /// The state of what an event is about without some of the events about it, and nothing else.
    pub fn without(&self, event: &Event, dropped: impl Fn(&Event) -> bool) -> Review {
        let subject = Subject::of(&event.operation, &event.reviewer);
        let mut review = Review::default();
        if let Some(events) = self.events.get(&subject) {
            let kept = events.iter().filter(|event| !dropped(event)).collect();
            review.set(&subject, &ordered(kept));
        }
        review
    }

    /// An event by its id.
    pub fn event(&self, id: Uuid) -> Option<&Event> {
        let mut events = self.events.values().flatten();
        events.find(|event| event.id == id)
    }

    /// All events of a reviewer, oldest first.
    pub fn by(&self, reviewer: &str) -> Vec<&Event> {
        let own = self.events.values().flatten();
        ordered(own.filter(|event| event.reviewer == reviewer).collect())
    }

    /// Everything that happened to an annotation, oldest first.
    pub fn history(&self, annotation: Uuid) -> Vec<&Event> {
        self.events
            .get(&Subject::Annotation(annotation))
            .map(|events| ordered(events.iter().collect()))
            .unwrap_or_default()
    }
}
