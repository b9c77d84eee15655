//! What the events about one subject amount to: each subject has its own part of the state.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::review::register::settle;
use crate::review::settle::annotation;
use crate::review::{Enrolment, Event, Judgement, Operation, Subject};

use super::{Correction, Decision, PromiseDecision, Review, Suppression, Voice};

impl Review {
    /// Sets the state of one subject to what all its events, in order, say.
    pub(super) fn set(&mut self, subject: &Subject, events: &[&Event]) {
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
