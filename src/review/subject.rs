//! What an operation is about, and which events about it are still the last word.

use std::collections::{BTreeSet, HashMap, HashSet};

use uuid::Uuid;

use super::{Event, Operation};

/// The thing that events are folded by; events about different subjects never touch each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Annotation(Uuid),
    Finding {
        edition: String,
        fingerprint: String,
    },
    /// Reading is a reviewer's own: nobody marks a section as read for another.
    Section {
        edition: String,
        section: String,
        reviewer: String,
    },
    Field {
        edition: String,
        field: String,
    },
    Suppression {
        rule: String,
        scope: String,
    },
    /// An entry of the register.
    Unit(String),
    Promise {
        edition: String,
        promise: String,
    },
    Mark {
        edition: String,
        name: String,
        reviewer: String,
    },
    /// An indicator, by what it is called.
    Pin(String),
    /// An issuer whose former name was said.
    Issuer(String),
    /// About something that this version does not know.
    Unknown,
}

impl Subject {
    /// What the operation of a reviewer is about.
    pub fn of(operation: &Operation, reviewer: &str) -> Subject {
        match operation {
            Operation::Annotate { annotation, .. }
            | Operation::Edit { annotation, .. }
            | Operation::Delete { annotation, .. }
            | Operation::Reply { annotation, .. }
            | Operation::Rectify { annotation, .. }
            | Operation::Continue { annotation, .. }
            | Operation::Place { annotation, .. } => Subject::Annotation(*annotation),
            Operation::Judge {
                subject, edition, ..
            } => judged(subject, edition),
            Operation::Review {
                edition, section, ..
            } => Subject::Section {
                edition: edition.clone(),
                section: section.clone(),
                reviewer: reviewer.to_owned(),
            },
            Operation::Correct { edition, field, .. } => Subject::Field {
                edition: edition.clone(),
                field: field.clone(),
            },
            Operation::Suppress { rule, scope, .. } => Subject::Suppression {
                rule: rule.clone(),
                scope: scope.clone(),
            },
            Operation::Enrol { unit, .. } => Subject::Unit(unit.clone()),
            Operation::Promise {
                edition, promise, ..
            } => Subject::Promise {
                edition: edition.clone(),
                promise: promise.clone(),
            },
            Operation::Mark { edition, name, .. } => Subject::Mark {
                edition: edition.clone(),
                name: name.clone(),
                reviewer: reviewer.to_owned(),
            },
            Operation::Pin { indicator, .. } => Subject::Pin(indicator.clone()),
            Operation::Rename { issuer, .. } => Subject::Issuer(issuer.clone()),
            Operation::Unknown { .. } => Subject::Unknown,
        }
    }
}

impl Subject {
    /// The annotation, if it is one.
    pub fn annotation(&self) -> Option<Uuid> {
        match self {
            Subject::Annotation(annotation) => Some(*annotation),
            Subject::Finding { .. }
            | Subject::Section { .. }
            | Subject::Field { .. }
            | Subject::Suppression { .. }
            | Subject::Unit(_)
            | Subject::Promise { .. }
            | Subject::Mark { .. }
            | Subject::Pin(_)
            | Subject::Issuer(_)
            | Subject::Unknown => None,
        }
    }
}

/// Only the form with hyphens is an annotation: a fingerprint may well be 32 hexadecimal digits.
fn judged(subject: &str, edition: &str) -> Subject {
    let annotation = (subject.len() == 36)
        .then(|| Uuid::parse_str(subject).ok())
        .flatten();
    match annotation {
        Some(annotation) => Subject::Annotation(annotation),
        None => Subject::Finding {
            edition: edition.to_owned(),
            fingerprint: subject.to_owned(),
        },
    }
}

/// The events of every subject that no other event was based on; fed in any order.
#[derive(Clone, Debug, Default)]
pub struct Heads {
    heads: HashMap<Subject, BTreeSet<Uuid>>,
    /// Every event that another was based on; kept, so that a late or repeated event does not become a head again.
    superseded: HashSet<Uuid>,
}

impl Heads {
    /// Takes one event into account.
    pub fn observe(&mut self, event: &Event) {
        let heads = self
            .heads
            .entry(Subject::of(&event.operation, &event.reviewer))
            .or_default();
        for base in &event.base {
            heads.remove(base);
            self.superseded.insert(*base);
        }
        if !self.superseded.contains(&event.id) {
            heads.insert(event.id);
        }
    }

    /// What an operation of a reviewer who has seen everything so far is based on.
    pub fn base(&self, operation: &Operation, reviewer: &str) -> Vec<Uuid> {
        match Subject::of(operation, reviewer) {
            Subject::Unknown => Vec::new(),
            subject => self
                .heads
                .get(&subject)
                .map(|heads| heads.iter().copied().collect())
                .unwrap_or_default(),
        }
    }
}
