//! What people did, in words: for the history of an annotation, and for saying what was taken back.

use crate::locale::Lang;
use crate::review::{Annotation, Changes, Event, Operation, Rectifying, Reversal, Subject};

use super::app::{Again, Shared};
use super::describe;
use super::wrapping;

/// Cells of a note that are enough to know it by.
const ENOUGH: usize = 40;

/// What was taken back or done again.
pub fn reversed(shared: &Shared, reversal: &Reversal, again: Again) -> String {
    let (key, operation) = match again {
        Again::Undo => ("history.undone", &reversal.undoes.operation),
        Again::Redo => ("history.redone", &reversal.operation),
    };
    let what = operation_with_note(shared, operation);
    shared.lang.fill(key, &[("what", &what)])
}

/// One line of a history: when, who, what.
pub fn event(shared: &Shared, event: &Event) -> (String, String) {
    let lang = shared.lang;
    let time = moment(event.time);
    let role = event.role.map_or("", |role| {
        lang.text(&format!("reviewer_role.{}", role.name()))
    });
    let mut said = operation(lang, &event.operation);
    if event.undoes.is_some() {
        said = lang.fill("history.by-undo", &[("what", &said)]);
    }
    (format!("{time}  {} {role}", event.reviewer), said)
}

/// Day and minute, in the time zone in which it is kept: the same on every screen.
pub fn moment(time: jiff::Timestamp) -> String {
    let text = time.to_string();
    let minute: String = text.chars().take(16).collect();
    minute.replace('T', " ")
}

fn operation_with_note(shared: &Shared, done: &Operation) -> String {
    let said = operation(shared.lang, done);
    match about(shared, done) {
        Some(annotation) => {
            let problem = annotation.problem.replace('\n', " ");
            let note = wrapping::shortened(&problem, ENOUGH);
            let values: [(&str, &dyn std::fmt::Display); 2] = [("what", &said), ("note", &note)];
            shared.lang.fill("history.about", &values)
        }
        None => said,
    }
}

fn about<'a>(shared: &'a Shared, operation: &Operation) -> Option<&'a Annotation> {
    let annotation = Subject::of(operation, "").annotation()?;
    shared.review().annotation(annotation)
}

/// An operation in words, with what it set.
pub fn operation(lang: Lang, operation: &Operation) -> String {
    let text = |key: &str| lang.text(&format!("history.{key}")).to_owned();
    let filled = |key: &str, what: &str| lang.fill(&format!("history.{key}"), &[("what", &what)]);
    match operation {
        Operation::Annotate { .. } => text("annotate"),
        Operation::Edit { changes, .. } => filled("edit", &changed(lang, changes)),
        Operation::Delete { deleted: true, .. } => text("delete"),
        Operation::Delete { deleted: false, .. } => text("restore"),
        Operation::Reply { deleted: true, .. } => text("reply-deleted"),
        Operation::Reply { text, .. } => filled("reply", text),
        Operation::Judge {
            judgement, reason, ..
        } => {
            let mut said = describe::judgement(lang, *judgement).to_owned();
            if let Some(reason) = reason {
                said.push_str(&format!("：{}", describe::reason(lang, reason)));
            }
            filled("judge", &said)
        }
        Operation::Rectify {
            rectification,
            details,
            ..
        } => {
            let state = rectification.map_or("", |state| {
                lang.text(&format!("rectification.{}", state.name()))
            });
            filled("rectify", &joined(state, &rectifying(lang, details)))
        }
        Operation::Continue { continuity, .. } => match continuity {
            Some(continuity) => filled(
                "continue",
                lang.text(&format!("continuity.{}", continuity.name())),
            ),
            None => text("continue-taken"),
        },
        Operation::Place { anchor, reason, .. } => match (anchor, reason) {
            (Some(_), Some(reason)) => filled("place-because", reason),
            (Some(_), None) => text("place"),
            (None, _) => text("place-taken"),
        },
        Operation::Review { reviewed: true, .. } => text("review"),
        Operation::Review {
            reviewed: false, ..
        } => text("review-taken"),
        Operation::Correct { field, .. } => filled("correct", field),
        Operation::Suppress {
            rule, lifted: true, ..
        } => filled("lift", rule),
        Operation::Suppress { rule, .. } => filled("suppress", rule),
        Operation::Enrol { unit, .. } => filled("enrol", unit),
        Operation::Promise { .. } => text("promise"),
        Operation::Mark { name, .. } => filled("mark", name),
        Operation::Pin {
            indicator,
            pinned: true,
        } => filled("pin", indicator),
        Operation::Pin {
            indicator,
            pinned: false,
        } => filled("unpin", indicator),
        Operation::Rename { issuer, .. } => filled("rename", issuer),
        Operation::Unknown { name, .. } => filled("unknown", name),
    }
}

fn joined(one: &str, other: &str) -> String {
    match (one.is_empty(), other.is_empty()) {
        (_, true) => one.to_owned(),
        (true, false) => other.to_owned(),
        (false, false) => format!("{one} · {other}"),
    }
}

/// The fields of an edit with their new values.
pub fn changed(lang: Lang, changes: &Changes) -> String {
    let label = |key: &str| lang.text(key);
    let mut parts: Vec<String> = Vec::new();
    let mut say = |key: &str, value: &str| parts.push(format!("{} {value}", label(key)));
    if let Some(motivation) = changes.motivation {
        say("ui.motivation", describe::motivation(lang, motivation));
    }
    if let Some(grade) = changes.grade {
        let name = grade.map_or(label("ui.grade-none"), |grade| describe::grade(lang, grade));
        say("ui.grade", name);
    }
    if let Some(rule) = &changes.rule {
        say("ui.rule", rule.as_deref().unwrap_or(label("ui.none")));
    }
    if let Some(problem) = &changes.problem {
        say("ui.problem", problem);
    }
    if let Some(suggestion) = &changes.suggestion {
        say("ui.suggestion", suggestion);
    }
    if let Some(private) = changes.private {
        let key = match private {
            true => "note.private",
            false => "note.shared",
        };
        say("note.visibility", label(key));
    }
    if let Some(links) = &changes.links {
        say("note.links", &links.len().to_string());
    }
    if let Some(reason) = &changes.reason {
        say("note.reason", reason);
    }
    parts.join(" · ")
}

/// The fields of an account of the rectification.
pub fn rectifying(lang: Lang, details: &Rectifying) -> String {
    let fields = [
        ("ledger.goal", &details.goal),
        ("ledger.leader", &details.leader),
        ("ledger.unit", &details.unit),
        ("ledger.person", &details.person),
        ("ledger.measure", &details.measure),
        ("ledger.due", &details.due),
        ("ledger.progress", &details.progress),
        ("ledger.done", &details.done),
        ("ledger.proof", &details.proof),
        ("ledger.remark", &details.remark),
        ("note.reason", &details.reason),
    ];
    let approach = details.approach.map(|approach| {
        lang.text(&format!("approach.{}", approach.name()))
            .to_owned()
    });
    let set = fields.into_iter().filter_map(|(key, value)| {
        let value = value.as_ref().filter(|value| !value.is_empty())?;
        Some(format!("{} {value}", lang.text(key)))
    });
    let all = approach.into_iter().chain(set);
    all.collect::<Vec<_>>().join(" · ")
}
