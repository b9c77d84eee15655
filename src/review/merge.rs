//! Events to state: a union, commutative and idempotent.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Annotation, Event, Judgement};

/// What the events say, folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    pub annotations: BTreeMap<Uuid, Annotation>,
    /// Decisions on findings: (edition, fingerprint) to judgement, reason and digest of the quote.
    pub decisions: BTreeMap<(String, String), Decision>,
    /// Sections read: (edition, section path).
    pub reviewed: BTreeSet<(String, String)>,
    /// Marks: (edition, name) to code point.
    pub marks: BTreeMap<(String, String), usize>,
    /// Decisions on promises: (edition, promise) to decision.
    pub promises: BTreeMap<(String, String), String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decision {
    pub judgement: Judgement,
    pub reason: Option<String>,
    pub quote: Option<String>,
    pub reviewer: String,
}

/// Folds events in any order, duplicates included.
pub fn fold<'a>(_events: impl IntoIterator<Item = &'a Event>) -> Review {
    Review::default()
}
