//! What is condensed reads the same as the journals that it was made of, and damage to it costs nothing but time.

use std::path::Path;

use jiff::Timestamp;
use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::review::{
    Anchor, Changes, Grade, Judgement, Motivation, Operation, Related, Role, Scope, Statement,
    Target, Text,
};

fn key(name: &str) -> (String, String) {
    ("lin".to_owned(), name.to_owned())
}

fn event(sequence: u64, operation: Operation) -> Event {
    Event {
        version: 1,
        writer: Text::from("lin/desk-1"),
        sequence,
        lamport: sequence + 7,
        id: Uuid::from_u128(u128::from(sequence)),
        time: Timestamp::new(1_700_000_000, 123_456_789).expect("a time"),
        reviewer: Text::from("lin"),
        role: Some(Role::SecondReviewer),
        base: vec![Uuid::from_u128(5)],
        undoes: None,
        group: Some(Uuid::from_u128(6)),
        operation,
    }
}

fn anchor() -> impl Strategy<Value = Anchor> {
    let text = || "[一-三。]{0,4}".prop_map(Text::from);
    let place = (0_usize..9, 0_usize..99, 0_usize..99);
    let words = (text(), proptest::option::of(text()), text(), text(), text());
    let lists = (
        proptest::collection::vec(text(), 0..3),
        proptest::collection::vec(text(), 0..3),
    );
    (words, place, lists).prop_map(|(words, (nth, start, end), (path, figures))| Anchor {
        passage: Arc::new(Passage {
            sentence: words.0,
            prefix: words.2,
            suffix: words.3,
            path,
            digest: words.4,
            figures,
        }),
        phrase: words.1,
        nth,
        start,
        end,
    })
}

fn annotate() -> impl Strategy<Value = Operation> {
    let anchors = || proptest::collection::vec(anchor(), 0..3);
    let judged = (
        proptest::option::of("[a-z-]{0,9}"),
        proptest::option::of("[0-9a-f]{0,9}"),
        any::<bool>(),
    );
    let values = (0..SCOPES, 0..MOTIVATIONS, proptest::option::of(0..GRADES));
    let places = (proptest::option::of(any::<i16>()), anchors(), anchors());
    ("[一-丁\n\"]{0,9}", places, values, judged).prop_map(
        |(problem, (year, anchors, beside), (scope, motivation, grade), judged)| {
            let (rule, finding, private) = judged;
            let statement = Statement {
                target: Target {
                    edition: Text::from("e1"),
                    issuer: rule.as_deref().map(Text::from),
                    year,
                    scope: every_scope()[scope],
                    anchors,
                    related: vec![Related {
                        role: "previous".to_owned(),
                        edition: "e0".to_owned(),
                        issuer: None,
                        year,
                        anchors: beside,
                    }],
                },
                motivation: every_motivation()[motivation],
                grade: grade.map(|grade| every_grade()[grade]),
                rule: rule.map(Text::from),
                finding: finding.map(Text::from),
                problem: Text::from(problem),
                suggestion: Text::default(),
                private,
            };
            Operation::Annotate {
                annotation: Uuid::from_u128(9),
                statement: Box::new(statement),
            }
        },
    )
}

const SCOPES: usize = 4;
const MOTIVATIONS: usize = 4;
const GRADES: usize = 5;

fn every_scope() -> [Scope; SCOPES] {
    [
        Scope::Absence,
        Scope::Phrase,
        Scope::Section,
        Scope::Sentence,
    ]
}

fn every_motivation() -> [Motivation; MOTIVATIONS] {
    [
        Motivation::Commendation,
        Motivation::Gap,
        Motivation::Observation,
        Motivation::Question,
    ]
}

fn every_grade() -> [Grade; GRADES] {
    [
        Grade::Highlight,
        Grade::Improvement,
        Grade::MajorNonconformity,
        Grade::MinorNonconformity,
        Grade::ObservationItem,
    ]
}

fn others() -> Vec<Operation> {
    vec![
        Operation::Judge {
            subject: "f1".to_owned(),
            edition: "e1".to_owned(),
            judgement: Judgement::NeedsEvidence,
            reason: Some("待补".to_owned()),
            quote: None,
        },
        Operation::Review {
            edition: "e1".to_owned(),
            section: "s1".to_owned(),
            reviewed: true,
        },
        Operation::Edit {
            annotation: Uuid::from_u128(9),
            changes: Changes {
                grade: Some(None),
                ..Changes::default()
            },
        },
        Operation::Pin {
            indicator: "办结案件".to_owned(),
            pinned: true,
        },
    ]
}

fn stretch(journal: &[u8]) -> Stretch {
    Stretch {
        bytes: journal.len() as u64,
        lines: 3,
        checksum: crc32fast::hash(journal),
        vouched: vec![("zhao/desk-2".to_owned(), 4)],
    }
}

/// What comes back of a journal with these events.
fn again(file: &[u8], name: &str, journal: &[u8]) -> Option<(Stretch, Vec<Event>)> {
    let condensed = Condensed::of(file.to_vec())?;
    let mut events = Vec::new();
    let stretch = condensed.append(&key(name), journal, &mut events).cloned();
    assert!(stretch.is_some() || events.is_empty(), "half of a stretch");
    Some((stretch?, events))
}

proptest! {
    #[test]
    fn what_is_condensed_comes_back(operations in proptest::collection::vec(annotate(), 0..4)) {
        let events: Vec<Event> = (1..).zip(operations).map(|(at, one)| event(at, one)).collect();
        let stretch = stretch(b"journal");
        let file = bytes_of(&[(&key("a"), &stretch, &events)]).expect("a file");
        prop_assert_eq!(again(&file, "a", b"journal and more"), Some((stretch, events)));
    }
}

#[test]
fn every_operation_comes_back() {
    let events: Vec<Event> = (1..)
        .zip(others())
        .map(|(at, one)| event(at, one))
        .collect();
    let stretch = stretch(b"journal");
    let file = bytes_of(&[(&key("a"), &stretch, &events)]).expect("a file");
    assert_eq!(again(&file, "a", b"journal"), Some((stretch, events)));
}

#[test]
fn a_journal_that_changed_is_read_itself() {
    let events = [event(1, others().remove(1))];
    let file = bytes_of(&[(&key("a"), &stretch(b"journal"), &events)]).expect("a file");
    assert_eq!(again(&file, "a", b"jornual"), None);
    assert_eq!(again(&file, "a", b"journa"), None);
    assert_eq!(again(&file, "b", b"journal"), None);
}

#[test]
fn an_event_of_a_newer_version_keeps_its_journal_out_and_no_other() {
    let newer = Operation::Unknown {
        name: "wonder".to_owned(),
        body: "{}".to_owned(),
    };
    let newer = [event(1, others().remove(0)), event(2, newer)];
    let known = [event(1, others().remove(1))];
    let stretch = stretch(b"journal");
    let (first, second) = (key("a"), key("b"));
    let file = bytes_of(&[(&first, &stretch, &newer), (&second, &stretch, &known)]);
    let file = file.expect("a file");
    assert_eq!(again(&file, "a", b"journal"), None);
    let (_, events) = again(&file, "b", b"journal").expect("the other one");
    assert_eq!(events, known);
}

#[test]
fn a_changed_byte_makes_it_nothing() {
    let events: Vec<Event> = (1..)
        .zip(others())
        .map(|(at, one)| event(at, one))
        .collect();
    let file = bytes_of(&[(&key("a"), &stretch(b"journal"), &events)]).expect("a file");
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 0x20;
        assert_eq!(again(&changed, "a", b"journal"), None, "byte {at}");
        assert_eq!(again(&file[..at], "a", b"journal"), None, "cut at {at}");
    }
}

#[test]
fn numbers_that_lie_ask_for_no_memory_and_break_nothing() {
    let events = [event(1, others().remove(1))];
    let honest = bytes_of(&[(&key("a"), &stretch(b"journal"), &events)]).expect("a file");
    let body = FORM.len() + 4;
    for at in body..honest.len() {
        let mut forged = honest.clone();
        forged[at] = 0xff;
        let checksum = crc32fast::hash(&forged[body..]).to_le_bytes();
        forged[body - 4..body].copy_from_slice(&checksum);
        // Anything may come of it but a panic.
        let _ = again(&forged, "a", b"journal");
    }
}

#[test]
fn a_folder_without_one_is_no_error() {
    let folder = TempDir::new().expect("a folder");
    let state = Folder::open(Path::new(folder.path())).expect("the folder");
    assert_eq!(Condensed::read(&state).bytes(), 0);
    write(&state, &[(&key("a"), &stretch(b"journal"), &[])]);
    assert_eq!(Condensed::read(&state).bytes(), 7);
}
