//! Undo and redo from the journal alone: what a restart, another terminal and other people make of them.

use ducha::review::{
    Changes, Event, History, Judgement, Operation, Rectification, Rectifying, Reversal, Review,
    Union,
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::{Office, annotate, edit, id, judge, plain, problem};

impl Office {
    fn union(&self) -> Union {
        let mut union = Union::default();
        union.absorb(self.events.iter().cloned());
        union
    }

    /// The operations of one key, or of an undo.
    fn action(&mut self, writer: &str, operations: Vec<(Operation, Option<Uuid>)>) {
        let mut group = None;
        for (operation, undoes) in operations {
            let mut event = self.act(writer, |_| true, operation);
            event.undoes = undoes;
            event.group = group;
            group = group.or(Some(event.id));
            *self.events.last_mut().expect("just written") = event;
        }
    }

    fn reverse(&mut self, writer: &str, reversals: Vec<Reversal>) {
        let operations = reversals
            .into_iter()
            .map(|reversal| (reversal.operation, Some(reversal.undoes.id)));
        self.action(writer, operations.collect());
    }

    /// Whether there was something to undo. The history is made anew each time, as after a restart.
    fn undo(&mut self, writer: &str) -> bool {
        let union = self.union();
        let reversals = History::of(&union, "lin").undo(&union);
        let any = !reversals.is_empty();
        self.reverse(writer, reversals);
        any
    }

    fn redo(&mut self, writer: &str) -> bool {
        let union = self.union();
        let reversals = History::of(&union, "lin").redo(&union);
        let any = !reversals.is_empty();
        self.reverse(writer, reversals);
        any
    }
}

/// Everything but times and who handed over, which a later event may change.
fn state(office: &Office) -> Review {
    plain(&office.review())
}

#[test]
fn undo_goes_on_in_another_session_and_passes_over_what_others_did() {
    let mut office = Office::default();
    office.all("lin/monday", annotate(1, "甲"));
    office.all("lin/monday", edit(1, problem("乙")));
    office.all("wang/a", annotate(2, "他人所写"));
    office.all("lin/tuesday", edit(1, problem("丙")));
    assert!(office.undo("lin/wednesday"));
    assert_eq!(office.annotation(1).problem, "乙");
    assert!(office.undo("lin/wednesday"));
    assert_eq!(office.annotation(1).problem, "甲");
    assert!(office.redo("lin/thursday"));
    assert_eq!(office.annotation(1).problem, "乙");
    assert!(office.undo("lin/thursday"));
    assert!(office.undo("lin/thursday"));
    assert!(office.annotation(1).deleted);
    assert!(!office.undo("lin/thursday"));
    assert!(
        !office.annotation(2).deleted,
        "another's note is not ours to undo"
    );
    for expected in ["甲", "乙", "丙"] {
        assert!(office.redo("lin/friday"));
        assert_eq!(office.annotation(1).problem, expected);
    }
    assert!(!office.redo("lin/friday"));
}

#[test]
fn something_new_ends_what_could_be_done_again() {
    let mut office = Office::default();
    office.all("lin/a", annotate(1, "甲"));
    office.all("lin/a", edit(1, problem("乙")));
    office.undo("lin/a");
    office.all("lin/a", judge("f1", Judgement::Upheld));
    assert!(!office.redo("lin/a"));
    assert!(office.undo("lin/a"));
    assert_eq!(office.review().decisions.len(), 0);
}

#[test]
fn an_undo_leaves_alone_what_another_has_set_since() {
    let mut office = Office::default();
    office.all("lin/a", annotate(1, "甲"));
    office.all("lin/a", edit(1, problem("乙")));
    office.all("wang/b", edit(1, problem("丙")));
    office.undo("lin/a");
    assert_eq!(office.annotation(1).problem, "丙");
}

#[test]
fn what_one_key_did_is_taken_back_and_done_again_as_one() {
    let mut office = Office::default();
    office.all("lin/a", annotate(1, "甲"));
    let before = state(&office);
    let links = Changes {
        suggestion: Some("核对".into()),
        ..Changes::default()
    };
    office.action(
        "lin/a",
        vec![
            (annotate(9, "裁定"), None),
            (edit(9, links), None),
            (judge(&id(9).to_string(), Judgement::Rejected), None),
            (delete_first(), None),
        ],
    );
    let done = state(&office);
    assert!(office.undo("lin/b"));
    let mut undone = state(&office);
    assert!(undone.annotations.remove(&id(9)).expect("kept").deleted);
    assert_eq!(undone, before);
    assert!(office.redo("lin/c"));
    assert_eq!(state(&office), done);
    assert!(office.undo("lin/c"));
    assert!(!office.annotation(1).deleted);
}

fn delete_first() -> Operation {
    Operation::Delete {
        annotation: id(1),
        deleted: true,
    }
}

/// What a reviewer may do as the `number`th thing: each sets something to what it was not.
fn deed(kind: u8, number: u64) -> Operation {
    let annotation = id(1 + u128::from(number % 3));
    let text = format!("第{number}");
    match kind {
        0 => edit(1 + u128::from(number % 3), problem(&text)),
        1 => Operation::Reply {
            annotation,
            reply: Uuid::from_u128(1000 + u128::from(number)),
            text,
            deleted: false,
        },
        2 => Operation::Rectify {
            annotation,
            rectification: Some(Rectification::InProgress),
            details: Box::new(Rectifying {
                unit: Some(text),
                ..Rectifying::default()
            }),
        },
        3 => Operation::Mark {
            edition: "e1".to_owned(),
            name: "a".to_owned(),
            position: Some(usize::try_from(number).expect("small") + 1),
        },
        4 => Operation::Judge {
            subject: "f1".to_owned(),
            edition: "e1".to_owned(),
            judgement: Judgement::Rejected,
            reason: Some(text),
            quote: None,
        },
        _ => Operation::Promise {
            edition: "e1".to_owned(),
            promise: "p".to_owned(),
            decision: Some(text),
            note: None,
        },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any number of steps back and forth over one's own deeds is the same as not having taken those that are undone,
    /// in whichever sessions, as the state of the marks on the way.
    #[test]
    fn steps_back_and_forth_go_over_the_same_states(
        deeds in prop::collection::vec((0..6_u8, 0..3_usize), 1..10),
        back in 0..12_usize,
        forth in 0..12_usize,
        again in 0..12_usize,
    ) {
        let sessions = ["lin/a", "lin/b", "lin/c"];
        let mut office = Office::default();
        for number in 1..=3 {
            office.all("wang/x", annotate(number, "原文"));
        }
        let mut states = vec![state(&office)];
        for (number, (kind, session)) in deeds.iter().enumerate() {
            office.all(sessions[*session], deed(*kind, number as u64));
            states.push(state(&office));
        }
        let mut at = deeds.len();
        for (steps, is_back) in [(back, true), (forth, false), (again, true)] {
            for step in 0..steps {
                let session = sessions[step % 3];
                let moved = if is_back { office.undo(session) } else { office.redo(session) };
                let possible = if is_back { at > 0 } else { at < deeds.len() };
                prop_assert_eq!(moved, possible);
                if moved {
                    at = if is_back { at - 1 } else { at + 1 };
                }
                prop_assert_eq!(&state(&office), &states[at]);
            }
        }
    }

    /// Whatever order the events arrive in, another terminal would undo the same thing.
    #[test]
    fn the_way_back_does_not_depend_on_the_order_of_arrival(
        deeds in prop::collection::vec(0..6_u8, 1..8),
        turn in any::<prop::sample::Index>(),
    ) {
        let mut office = Office::default();
        for number in 1..=3 {
            office.all("lin/a", annotate(number, "原文"));
        }
        for (number, kind) in deeds.iter().enumerate() {
            office.all("lin/a", deed(*kind, number as u64));
        }
        office.undo("lin/b");
        let mut shuffled: Vec<Event> = office.events.clone();
        shuffled.rotate_left(turn.index(office.events.len()));
        let mut union = Union::default();
        union.absorb(shuffled);
        let straight = office.union();
        let one = History::of(&straight, "lin").undo(&straight);
        let other = History::of(&union, "lin").undo(&union);
        prop_assert_eq!(one, other);
    }
}
