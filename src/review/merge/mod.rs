//! Events to state: a union, commutative, associative and idempotent.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use crate::check::register::{Expected, Register, Unit};
use crate::report::Level;

use super::register::settle;
use super::settle::{annotation, written};
use super::{Annotation, Enrolment, Event, Judgement, Operation, Role, Subject};

/// What the events say, folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// Deleted ones included, so that they can be brought back.
    pub annotations: BTreeMap<Uuid, Arc<Annotation>>,
    /// Decisions on findings: (edition, fingerprint) to judgement, reason and digest of the quote.
    pub decisions: BTreeMap<(String, String), Decision>,
    /// What each reviewer said of a finding, whoever had the last word: (edition, fingerprint) to reviewer to judgement.
    pub voices: BTreeMap<(String, String), BTreeMap<String, Voice>>,
    /// Sections read: (edition, section key) to the reviewers who read them.
    pub reviewed: BTreeMap<(String, String), BTreeSet<String>>,
    /// What was corrected: (edition, field) to value.
    pub corrections: BTreeMap<(String, String), Correction>,
    /// Rules silenced: (rule, scope) to reason.
    pub suppressions: BTreeMap<(String, String), Suppression>,
    /// The register of units.
    pub units: BTreeMap<String, Enrolment>,
    /// Marks: (reviewer, edition, name) to code point.
    pub marks: BTreeMap<(String, String, String), usize>,
    /// Decisions on promises: (edition, promise).
    pub promises: BTreeMap<(String, String), PromiseDecision>,
    /// Indicators that stand first in every comparison.
    pub pins: BTreeSet<String>,
    /// The name that an issuer reported under before, by its present one.
    pub former_names: BTreeMap<String, String>,
    /// Events that a newer version wrote and this one cannot show.
    pub unknown: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub judgement: Judgement,
    pub reason: Option<String>,
    pub quote: Option<String>,
    pub reviewer: String,
    pub time: Timestamp,
    /// Different decisions by people who had not seen this one, latest first.
    pub rivals: Vec<Decision>,
}

/// One reviewer's own last judgement of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    pub judgement: Judgement,
    /// In which role it was said.
    pub role: Option<Role>,
}

/// What a reviewer set a field to; see [`crate::report::correction`] for the forms of fields and values.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    pub value: String,
    pub reviewer: String,
    pub time: Timestamp,
    /// Other values by people who had not seen this one, latest first.
    pub rivals: Vec<Correction>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Suppression {
    pub reason: String,
    pub until: Option<String>,
    pub reviewer: String,
    pub time: Timestamp,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PromiseDecision {
    pub decision: String,
    pub note: Option<String>,
    pub reviewer: String,
    pub time: Timestamp,
}

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

impl Review {
    /// Whether anyone has marked the section as read.
    pub fn is_reviewed(&self, edition: &str, section: &str) -> bool {
        let key = (edition.to_owned(), section.to_owned());
        self.reviewed.contains_key(&key)
    }

    /// The decision on a finding in an edition.
    pub fn decision(&self, edition: &str, fingerprint: &str) -> Option<&Decision> {
        self.decisions
            .get(&(edition.to_owned(), fingerprint.to_owned()))
    }

    /// What decides how reports are understood and checked, without the rest: corrections, the register of units, and which
    /// issuers are one.
    pub fn only_corrections(&self) -> Review {
        Review {
            corrections: self.corrections.clone(),
            units: self.units.clone(),
            former_names: self.former_names.clone(),
            ..Review::default()
        }
    }

    /// What was corrected in an edition, by field.
    pub fn corrections_of<'a>(
        &'a self,
        edition: &str,
    ) -> impl Iterator<Item = (&'a str, &'a Correction)> {
        let from = (edition.to_owned(), String::new());
        let edition = edition.to_owned();
        self.corrections
            .range(from..)
            .take_while(move |((of, _), _)| *of == edition)
            .map(|((_, field), correction)| (field.as_str(), correction))
    }

    /// The register of units. An entry that a newer version wrote and this one cannot read expects nothing.
    pub fn register(&self) -> Register {
        let units = self.units.iter().map(|(name, entry)| {
            let unit = Unit {
                level: Level::named(&entry.level).unwrap_or_default(),
                parent: entry.parent.clone(),
                years: Expected::parse(&entry.years).unwrap_or_default(),
            };
            (name.clone(), unit)
        });
        Register {
            units: units.collect(),
        }
    }

    /// The code point of a reviewer's mark.
    pub fn mark(&self, reviewer: &str, edition: &str, name: &str) -> Option<usize> {
        let key = (reviewer.to_owned(), edition.to_owned(), name.to_owned());
        self.marks.get(&key).copied()
    }

    /// An annotation by its id, though it be deleted.
    pub fn annotation(&self, id: Uuid) -> Option<&Annotation> {
        self.annotations.get(&id).map(Arc::as_ref)
    }

    /// Annotations that are not deleted, in order of creation.
    pub fn undeleted(&self) -> impl DoubleEndedIterator<Item = &Annotation> {
        let all = self.annotations.values().map(Arc::as_ref);
        all.filter(|annotation| !annotation.deleted)
    }

    /// The same of an edition.
    pub fn annotations_of(&self, edition: &str) -> impl Iterator<Item = &Annotation> {
        let about = move |annotation: &&Annotation| annotation.target.edition == edition;
        self.undeleted().filter(about)
    }

    /// Sets the state of one subject to what all its events, in order, say.
    fn set(&mut self, subject: &Subject, events: &[&Event]) {
        match subject {
            Subject::Annotation(id) => {
                let annotation = annotation(*id, events).map(Arc::new);
                put(&mut self.annotations, *id, annotation);
            }
            Subject::Finding {
                edition,
                fingerprint,
            } => {
                let key = (edition.clone(), fingerprint.clone());
                put(&mut self.decisions, key.clone(), decision(events));
                put(&mut self.voices, key, voices(events));
            }
            Subject::Section {
                edition,
                section,
                reviewer,
            } => {
                let key = (edition.clone(), section.clone());
                self.set_reviewed(key, reviewer, events);
            }
            Subject::Field { edition, field } => {
                let key = (edition.clone(), field.clone());
                put(&mut self.corrections, key, correction(events));
            }
            Subject::Suppression { rule, scope } => {
                let key = (rule.clone(), scope.clone());
                put(&mut self.suppressions, key, suppression(events));
            }
            Subject::Unit(unit) => put(&mut self.units, unit.clone(), enrolment(events)),
            Subject::Promise { edition, promise } => {
                let key = (edition.clone(), promise.clone());
                put(&mut self.promises, key, promise_decision(events));
            }
            Subject::Mark {
                edition,
                name,
                reviewer,
            } => {
                let key = (reviewer.clone(), edition.clone(), name.clone());
                put(&mut self.marks, key, mark(events));
            }
            Subject::Pin(indicator) => match is_pinned(events) {
                true => {
                    self.pins.insert(indicator.clone());
                }
                false => {
                    self.pins.remove(indicator);
                }
            },
            Subject::Issuer(issuer) => {
                put(&mut self.former_names, issuer.clone(), former_name(events));
            }
            Subject::Unknown => self.unknown = events.len(),
        }
    }

    fn set_reviewed(&mut self, key: (String, String), reviewer: &str, events: &[&Event]) {
        let last = events.last().map(|event| &event.operation);
        let read = matches!(last, Some(Operation::Review { reviewed: true, .. }));
        let readers = self.reviewed.entry(key.clone()).or_default();
        if read {
            readers.insert(reviewer.to_owned());
        } else {
            readers.remove(reviewer);
        }
        if readers.is_empty() {
            self.reviewed.remove(&key);
        }
    }
}

fn put<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => {
            map.insert(key, value);
        }
        None => {
            map.remove(&key);
        }
    }
}

fn decision(events: &[&Event]) -> Option<Decision> {
    let settled = settle(events, |event| {
        decided(event).map(|decision| (decision.judgement, decision.reason))
    });
    let mut decision = decided(settled.winner?.0)?;
    decision.rivals = settled
        .rivals
        .iter()
        .filter_map(|(event, _)| decided(event))
        .collect();
    // A decision taken back is no decision, unless someone else's stands against it.
    let open = decision.judgement == Judgement::Pending && decision.rivals.is_empty();
    (!open).then_some(decision)
}

fn voices(events: &[&Event]) -> Option<BTreeMap<String, Voice>> {
    let mut voices = BTreeMap::new();
    for event in events {
        if let Operation::Judge { judgement, .. } = event.operation {
            let voice = Voice {
                judgement,
                role: event.role,
            };
            voices.insert(String::from(&event.reviewer), voice);
        }
    }
    voices.retain(|_, voice| voice.judgement != Judgement::Pending);
    (!voices.is_empty()).then_some(voices)
}

fn decided(event: &Event) -> Option<Decision> {
    let Operation::Judge {
        judgement,
        reason,
        quote,
        ..
    } = &event.operation
    else {
        return None;
    };
    Some(Decision {
        judgement: *judgement,
        reason: reason.clone(),
        quote: quote.clone(),
        reviewer: String::from(&event.reviewer),
        time: event.time,
        rivals: Vec::new(),
    })
}

/// The last value; one that was taken back is none, whatever others had said without seeing it.
fn correction(events: &[&Event]) -> Option<Correction> {
    let settled = settle(events, |event| {
        let Operation::Correct { value, .. } = &event.operation else {
            return None;
        };
        Some(value.clone())
    });
    let of = |event: &Event, value: String, rivals| Correction {
        value,
        reviewer: String::from(&event.reviewer),
        time: event.time,
        rivals,
    };
    let (event, value) = settled.winner?;
    let rivals = settled.rivals.into_iter();
    let rivals = rivals.filter_map(|(event, value)| Some(of(event, value?, Vec::new())));
    Some(of(event, value?, rivals.collect()))
}

fn suppression(events: &[&Event]) -> Option<Suppression> {
    let event = events.last()?;
    let Operation::Suppress {
        reason,
        until,
        lifted: false,
        ..
    } = &event.operation
    else {
        return None;
    };
    Some(Suppression {
        reason: reason.clone(),
        until: until.clone(),
        reviewer: String::from(&event.reviewer),
        time: event.time,
    })
}

fn enrolment(events: &[&Event]) -> Option<Enrolment> {
    let Operation::Enrol { entry, .. } = &events.last()?.operation else {
        return None;
    };
    entry.clone()
}

fn promise_decision(events: &[&Event]) -> Option<PromiseDecision> {
    let event = events.last()?;
    let Operation::Promise { decision, note, .. } = &event.operation else {
        return None;
    };
    Some(PromiseDecision {
        decision: decision.clone()?,
        note: note.clone(),
        reviewer: String::from(&event.reviewer),
        time: event.time,
    })
}

fn mark(events: &[&Event]) -> Option<usize> {
    let Operation::Mark { position, .. } = &events.last()?.operation else {
        return None;
    };
    *position
}

fn is_pinned(events: &[&Event]) -> bool {
    let last = events.last().map(|event| &event.operation);
    matches!(last, Some(Operation::Pin { pinned: true, .. }))
}

fn former_name(events: &[&Event]) -> Option<String> {
    let Operation::Rename { former, .. } = &events.last()?.operation else {
        return None;
    };
    former.clone()
}
