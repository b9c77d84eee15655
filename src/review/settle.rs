//! The events of one annotation to the annotation.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use uuid::Uuid;

use super::history::cancelled;
use super::register::settle;
use super::{
    Anchor, Annotation, Approach, Changes, Closing, Continuity, Event, Judgement, Operation,
    Opinion, Rectification, Rectifying, Reply, Statement, Text, Version,
};

/// The annotation that the events, in order, amount to; `None` while the event that wrote it has not arrived.
pub(super) fn annotation(id: Uuid, events: &[&Event]) -> Option<Annotation> {
    let (statement, created) = events.iter().find_map(|event| {
        let Operation::Annotate { statement, .. } = &event.operation else {
            return None;
        };
        Some((statement, *event))
    })?;
    let mut annotation = Annotation::new(
        id,
        statement.clone(),
        created.reviewer.clone(),
        created.time,
    );
    annotation.author_role = created.role;
    write_fields(&mut annotation, events);
    write_judgement(&mut annotation, events);
    write_rectification(&mut annotation, events);
    write_continuity(&mut annotation, events);
    annotation.placed = placed(events);
    annotation.replies = replies(events);
    annotation.modified = events
        .last()
        .map_or(created.time, |event| event.time.max(created.time));
    annotation.heads = heads(events);
    write_deletion(&mut annotation, events);
    Some(annotation)
}

/// The annotation of the only event about it, which gives it all that it says; `None` where that did not write it.
pub(super) fn written(event: Event) -> Option<Annotation> {
    let heads = heads(&[&event]);
    let Operation::Annotate {
        annotation,
        statement,
    } = event.operation
    else {
        return None;
    };
    Some(Annotation {
        heads,
        author_role: event.role,
        ..Annotation::new(annotation, statement, event.reviewer, event.time)
    })
}

fn sets_fields(event: &Event) -> bool {
    matches!(
        event.operation,
        Operation::Annotate { .. } | Operation::Edit { .. }
    )
}

/// Everything that an edit may set, as the event that writes the annotation and the edits set it.
fn changes(event: &Event) -> Option<Changes> {
    if let Operation::Edit { changes, .. } = &event.operation {
        return Some(changes.clone());
    }
    let Operation::Annotate { statement, .. } = &event.operation else {
        return None;
    };
    Some(Changes {
        motivation: Some(statement.motivation),
        grade: Some(statement.grade),
        rule: Some(statement.rule.clone()),
        problem: Some(statement.problem.clone()),
        suggestion: Some(statement.suggestion.clone()),
        private: Some(statement.private),
        links: Some(Vec::new()),
        reason: None,
    })
}

/// The sides of crossed edits, by the order of the events that wrote them.
#[derive(Default)]
struct Versions<'a>(BTreeMap<(u64, &'a str, u64, Uuid), Version>);

impl<'a> Versions<'a> {
    fn side(&mut self, event: &'a Event) -> &mut Changes {
        let version = self.0.entry(event.order()).or_insert_with(|| Version {
            event: event.id,
            reviewer: String::from(&event.reviewer),
            time: event.time,
            changes: Changes::default(),
        });
        &mut version.changes
    }

    /// The value of one field, and a note of every side where edits of it crossed.
    fn settle<V: Clone + PartialEq>(
        &mut self,
        events: &[&'a Event],
        slot: fn(&mut Changes) -> &mut Option<V>,
    ) -> Option<V> {
        let settled = settle(events, |event| slot(&mut changes(event)?).take());
        let (event, value) = settled.winner?;
        if !settled.rivals.is_empty() {
            *slot(self.side(event)) = Some(value.clone());
        }
        for (rival, value) in settled.rivals {
            *slot(self.side(rival)) = Some(value);
        }
        Some(value)
    }
}

fn write_fields(annotation: &mut Annotation, events: &[&Event]) {
    // Most annotations are written once and never edited.
    if events.iter().filter(|event| sets_fields(event)).count() < 2 {
        return;
    }
    let mut versions = Versions::default();
    let settled = Changes {
        motivation: versions.settle(events, |changes| &mut changes.motivation),
        grade: versions.settle(events, |changes| &mut changes.grade),
        rule: versions.settle(events, |changes| &mut changes.rule),
        problem: versions.settle(events, |changes| &mut changes.problem),
        suggestion: versions.settle(events, |changes| &mut changes.suggestion),
        private: versions.settle(events, |changes| &mut changes.private),
        links: versions.settle(events, |changes| &mut changes.links),
        reason: None,
    };
    annotation.apply(settled);
    annotation.versions = versions.0.into_values().rev().collect();
}

impl Annotation {
    /// As it was written, before anything else has happened to it.
    fn new(id: Uuid, statement: Box<Statement>, author: Text, created: Timestamp) -> Annotation {
        Annotation {
            id,
            statement,
            judgement: Judgement::default(),
            judgement_reason: None,
            rectification: Rectification::default(),
            rectifying: Rectifying::default(),
            handed_by: None,
            closing: None,
            continuity: Continuity::default(),
            followed: BTreeMap::new(),
            placed: BTreeMap::new(),
            links: Vec::new(),
            author,
            author_role: None,
            created,
            modified: created,
            replies: Vec::new(),
            deleted: false,
            versions: Vec::new(),
            opinions: Vec::new(),
            delete_overruled: false,
            heads: Vec::new(),
        }
    }

    /// Sets the fields that the changes hold.
    pub fn apply(&mut self, changes: Changes) {
        let Changes {
            motivation,
            grade,
            rule,
            problem,
            suggestion,
            private,
            links,
            reason: _,
        } = changes;
        set(&mut self.motivation, motivation);
        set(&mut self.grade, grade);
        set(&mut self.rule, rule);
        set(&mut self.problem, problem);
        set(&mut self.suggestion, suggestion);
        set(&mut self.private, private);
        set(&mut self.links, links);
    }
}

fn set<V>(field: &mut V, value: Option<V>) {
    if let Some(value) = value {
        *field = value;
    }
}

fn write_judgement(annotation: &mut Annotation, events: &[&Event]) {
    let settled = settle(events, |event| {
        let Operation::Judge {
            judgement, reason, ..
        } = &event.operation
        else {
            return None;
        };
        Some((*judgement, reason.clone()))
    });
    let Some((event, (judgement, reason))) = settled.winner else {
        return;
    };
    annotation.judgement = judgement;
    annotation.judgement_reason.clone_from(&reason);
    if !settled.rivals.is_empty() {
        let winner = (event, (judgement, reason));
        annotation.opinions = std::iter::once(winner)
            .chain(settled.rivals)
            .map(|(event, (judgement, reason))| Opinion {
                judgement,
                reason,
                reviewer: String::from(&event.reviewer),
                time: event.time,
            })
            .collect();
    }
}

fn write_rectification(annotation: &mut Annotation, events: &[&Event]) {
    for event in events {
        if let Operation::Rectify {
            rectification,
            details,
            ..
        } = &event.operation
        {
            set(&mut annotation.rectification, *rectification);
            annotation.rectifying.apply(details);
        }
    }
    write_closing(annotation, events);
}

/// Who recorded how far it was put right, and who closed it: whether these were two people shows later.
fn write_closing(annotation: &mut Annotation, events: &[&Event]) {
    let rectified: Vec<&Event> = events
        .iter()
        .copied()
        .filter(|event| matches!(event.operation, Operation::Rectify { .. }))
        .collect();
    let cancelled = cancelled(&rectified);
    let states = rectified.iter().filter_map(|event| {
        let Operation::Rectify { rectification, .. } = event.operation else {
            return None;
        };
        (!cancelled.contains(&event.id)).then_some((*event, rectification?))
    });
    let mut handed = None;
    let mut closed = None;
    for (event, state) in states {
        closed = (state == Rectification::Closed).then_some(event);
        if closed.is_none() {
            handed = Some(&event.reviewer);
        }
    }
    annotation.closing = closed.map(|event| Closing {
        reviewer: String::from(&event.reviewer),
        time: event.time,
        alone: event.reviewer == *handed.unwrap_or(&annotation.author),
    });
    annotation.handed_by = handed.map(String::from);
}

impl Rectifying {
    /// Sets the fields that the details hold; an empty text clears one.
    pub fn apply(&mut self, details: &Rectifying) {
        let Rectifying {
            approach,
            goal,
            leader,
            unit,
            person,
            measure,
            due,
            progress,
            done,
            proof,
            remark,
            reason,
        } = details;
        if let Some(approach) = approach {
            self.approach = Some(*approach).filter(|approach| *approach != Approach::Undecided);
        }
        for (field, value) in [
            (&mut self.goal, goal),
            (&mut self.leader, leader),
            (&mut self.unit, unit),
            (&mut self.person, person),
            (&mut self.measure, measure),
            (&mut self.due, due),
            (&mut self.progress, progress),
            (&mut self.done, done),
            (&mut self.proof, proof),
            (&mut self.remark, remark),
            (&mut self.reason, reason),
        ] {
            if let Some(value) = value {
                *field = Some(value.clone()).filter(|text| !text.is_empty());
            }
        }
    }
}

fn write_continuity(annotation: &mut Annotation, events: &[&Event]) {
    // Taken back and set again counts as latest, so the order of setting is kept beside the map.
    let mut latest: Vec<(&str, Continuity)> = Vec::new();
    for event in events {
        if let Operation::Continue {
            edition,
            continuity,
            ..
        } = &event.operation
        {
            latest.retain(|(known, _)| known != edition);
            latest.extend(continuity.map(|continuity| (edition.as_str(), continuity)));
        }
    }
    annotation.continuity = latest
        .last()
        .map(|(_, continuity)| *continuity)
        .unwrap_or_default();
    annotation.followed = latest
        .into_iter()
        .map(|(edition, continuity)| (edition.to_owned(), continuity))
        .collect();
}

fn placed(events: &[&Event]) -> BTreeMap<String, BTreeMap<usize, Anchor>> {
    let mut placed: BTreeMap<String, BTreeMap<usize, Anchor>> = BTreeMap::new();
    for event in events {
        if let Operation::Place {
            edition,
            index,
            anchor,
            ..
        } = &event.operation
        {
            let places = placed.entry(edition.clone()).or_default();
            match anchor {
                Some(anchor) => places.insert(*index, anchor.clone()),
                None => places.remove(index),
            };
        }
    }
    placed.retain(|_, places| !places.is_empty());
    placed
}

fn replies(events: &[&Event]) -> Vec<Reply> {
    let mut order: Vec<Uuid> = Vec::new();
    let mut replies: BTreeMap<Uuid, (Reply, bool)> = BTreeMap::new();
    for event in events {
        let Operation::Reply {
            reply,
            text,
            deleted,
            ..
        } = &event.operation
        else {
            continue;
        };
        let entry = replies.entry(*reply).or_insert_with(|| {
            order.push(*reply);
            let reply = Reply {
                id: *reply,
                author: String::from(&event.reviewer),
                time: event.time,
                text: String::new(),
            };
            (reply, false)
        });
        entry.0.text.clone_from(text);
        entry.1 = *deleted;
    }
    order
        .iter()
        .filter_map(|id| replies.remove(id))
        .filter(|(_, deleted)| !deleted)
        .map(|(reply, _)| reply)
        .collect()
}

/// Events that none of the others was based on.
fn heads(events: &[&Event]) -> Vec<Uuid> {
    if let [only] = events {
        let known = only.base.contains(&only.id);
        return if known { Vec::new() } else { vec![only.id] };
    }
    let bases: HashSet<Uuid> = events
        .iter()
        .flat_map(|event| event.base.iter().copied())
        .collect();
    events
        .iter()
        .map(|event| event.id)
        .filter(|id| !bases.contains(id))
        .collect()
}

/// Deleted only where every last word is a deletion: one that had not seen another's work does not hide it.
fn write_deletion(annotation: &mut Annotation, events: &[&Event]) {
    let mut heads = annotation.heads.iter().peekable();
    let deleting: HashSet<Uuid> = events
        .iter()
        .filter(|event| deletes(event))
        .map(|event| event.id)
        .collect();
    annotation.deleted = heads.peek().is_some() && heads.all(|head| deleting.contains(head));
    annotation.delete_overruled =
        !annotation.deleted && annotation.heads.iter().any(|head| deleting.contains(head));
}

fn deletes(event: &Event) -> bool {
    matches!(event.operation, Operation::Delete { deleted: true, .. })
}
