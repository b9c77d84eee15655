//! Annotations: events fold to the same state in any order, nothing of a conflict is lost, and places are found again or
//! doubted, never guessed.

mod review {
    mod edits;
    mod follow;
    mod reanchor;
    mod two;
    mod undo;
}

#[path = "support/gap.rs"]
mod gap;
#[path = "support/operations.rs"]
mod operations;

use std::collections::BTreeSet;
use std::sync::Arc;

use ducha::report::{self, Hints, Level, Report, Section, SourceText, Span};
use ducha::review::{
    Anchor, Annotation, Changes, Continuity, Event, Grade, Heads, Judgement, Kin, Locator,
    Operation, Place, Rectification, Rectifying, Review, Union, digest, fold, fold_all,
    section_keys,
};
use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use gap::gap;
use operations::others;

const EDITION: &str = "e1";

/// An edition of a county's report.
fn kin<'a>(edition: &'a str, issuer: &'a str, year: i16) -> Kin<'a> {
    Kin {
        edition,
        issuer: Some(issuer),
        former: None,
        level: Level::County,
        year: Some(year),
    }
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn event(writer: &str, sequence: u64, lamport: u64, operation: Operation) -> Event {
    Event {
        version: 1,
        writer: writer.into(),
        sequence,
        lamport,
        id: id_of(writer, sequence),
        time: Timestamp::from_second(i64::try_from(lamport).expect("small")).expect("a time"),
        reviewer: writer.split('/').next().expect("a name").into(),
        role: None,
        base: Vec::new(),
        undoes: None,
        group: None,
        operation,
    }
}

/// The same in every run.
fn id_of(writer: &str, sequence: u64) -> Uuid {
    let digest = digest(format!("{writer} {sequence}").as_bytes());
    Uuid::parse_str(&digest[..32]).expect("32 digits")
}

fn annotate(number: u128, problem: &str) -> Operation {
    gap(id(number), EDITION, None, problem)
}

fn edit(number: u128, changes: Changes) -> Operation {
    Operation::Edit {
        annotation: id(number),
        changes,
    }
}

fn problem(text: &str) -> Changes {
    Changes {
        problem: Some(text.into()),
        ..Changes::default()
    }
}

fn delete(number: u128, deleted: bool) -> Operation {
    Operation::Delete {
        annotation: id(number),
        deleted,
    }
}

fn judge(subject: &str, judgement: Judgement) -> Operation {
    Operation::Judge {
        subject: subject.to_owned(),
        edition: EDITION.to_owned(),
        judgement,
        reason: None,
        quote: None,
    }
}

/// People who each write in turn, on what they have seen, as the recorder does.
#[derive(Default)]
struct Office {
    events: Vec<Event>,
}

impl Office {
    /// `seen` tells which of the events so far the writer knows, besides his own.
    fn act(&mut self, writer: &str, seen: impl Fn(&Event) -> bool, operation: Operation) -> Event {
        let reviewer = writer.split('/').next().expect("a name");
        let mut heads = Heads::default();
        let mut lamport = 0;
        let mut sequence = 1;
        for known in &self.events {
            if known.writer == writer || seen(known) {
                heads.observe(known);
                lamport = lamport.max(known.lamport);
            }
            sequence += u64::from(known.writer == writer);
        }
        let mut event = event(writer, sequence, lamport + 1, operation);
        event.base = heads.base(&event.operation, reviewer);
        self.events.push(event.clone());
        event
    }

    fn all(&mut self, writer: &str, operation: Operation) {
        self.act(writer, |_| true, operation);
    }

    fn alone(&mut self, writer: &str, operation: Operation) {
        self.act(writer, |_| false, operation);
    }

    fn review(&self) -> Review {
        fold(&self.events)
    }

    fn annotation(&self, number: u128) -> Annotation {
        Annotation::clone(&self.review().annotations[&id(number)])
    }
}

fn texts(annotation: &Annotation) -> Vec<&str> {
    annotation
        .versions
        .iter()
        .filter_map(|version| version.changes.problem.as_deref())
        .collect()
}

#[test]
fn of_two_edits_that_crossed_both_are_kept_until_someone_settles_it() {
    let mut office = Office::default();
    office.all("lin/a", annotate(1, "原文"));
    let first = office.events[0].id;
    office.act("lin/a", |event| event.id == first, edit(1, problem("甲改")));
    office.act(
        "wang/b",
        |event| event.id == first,
        edit(1, problem("乙改")),
    );
    let annotation = office.annotation(1);
    assert_eq!(annotation.problem, "乙改");
    assert_eq!(texts(&annotation), ["乙改", "甲改"]);
    assert_eq!(annotation.heads.len(), 2);
    // A judgement between settles nothing.
    office.all("zhao/c", judge(&id(1).to_string(), Judgement::Upheld));
    assert_eq!(texts(&office.annotation(1)).len(), 2);
    office.all("lin/a", edit(1, problem("定稿")));
    let annotation = office.annotation(1);
    assert_eq!(annotation.problem, "定稿");
    assert_eq!(texts(&annotation), [""; 0]);
}

#[test]
fn crossing_edits_of_different_fields_are_no_conflict() {
    let mut office = Office::default();
    office.all("lin/a", annotate(1, "原文"));
    let first = office.events[0].id;
    let grade = Changes {
        grade: Some(Some(Grade::Improvement)),
        ..Changes::default()
    };
    office.act("lin/a", |event| event.id == first, edit(1, problem("改")));
    office.act("wang/b", |event| event.id == first, edit(1, grade));
    let annotation = office.annotation(1);
    assert_eq!(annotation.versions, []);
    assert_eq!(
        (annotation.problem.as_str(), annotation.grade),
        ("改", Some(Grade::Improvement))
    );
}

#[test]
fn an_edit_beats_a_deletion_that_had_not_seen_it() {
    let mut office = Office::default();
    office.all("lin/a", annotate(1, "原文"));
    let first = office.events[0].id;
    office.act("lin/a", |event| event.id == first, edit(1, problem("改")));
    office.act("wang/b", |event| event.id == first, delete(1, true));
    let annotation = office.annotation(1);
    assert!(!annotation.deleted && annotation.delete_overruled);
    // With the edit before his eyes he may delete it.
    office.all("wang/b", delete(1, true));
    let annotation = office.annotation(1);
    assert!(annotation.deleted && !annotation.delete_overruled);
    office.all("lin/a", delete(1, false));
    assert!(!office.annotation(1).deleted);
}

#[test]
fn opinions_that_crossed_are_both_kept() {
    let mut office = Office::default();
    office.all("lin/a", annotate(1, "原文"));
    let subject = id(1).to_string();
    let first = office.events[0].id;
    office.act(
        "lin/a",
        |event| event.id == first,
        judge(&subject, Judgement::Upheld),
    );
    office.act(
        "wang/b",
        |event| event.id == first,
        judge(&subject, Judgement::Rejected),
    );
    office.alone("lin/a", judge("f1", Judgement::Upheld));
    office.alone("wang/b", judge("f1", Judgement::Rejected));
    let opinions: BTreeSet<String> = office
        .annotation(1)
        .opinions
        .into_iter()
        .map(|opinion| opinion.reviewer)
        .collect();
    assert_eq!(opinions, BTreeSet::from(["lin".into(), "wang".into()]));
    let review = office.review();
    let decision = review.decision(EDITION, "f1").expect("a decision");
    assert_eq!(decision.rivals.len(), 1);
}

#[test]
fn a_fingerprint_of_hexadecimal_digits_is_not_taken_for_an_annotation() {
    let mut office = Office::default();
    let fingerprint = "0".repeat(32);
    office.all("lin/a", judge(&fingerprint, Judgement::Upheld));
    assert!(office.review().decision(EDITION, &fingerprint).is_some());
}

#[test]
fn a_clock_that_is_set_back_changes_no_order() {
    let mut events = vec![
        event("lin/a", 1, 1, annotate(1, "原文")),
        event("lin/a", 2, 2, edit(1, problem("初稿"))),
        event("wang/b", 1, 3, edit(1, problem("定稿"))),
    ];
    events[1].base = vec![events[0].id];
    events[2].base = vec![events[1].id];
    for back in [0, 86_400, 20 * 365 * 86_400] {
        for (event, behind) in events.iter_mut().zip([0, back, 2 * back]) {
            event.time = Timestamp::from_second(2_000_000_000 - behind).expect("a time");
        }
        let annotation = Arc::clone(&fold(&events).annotations[&id(1)]);
        assert_eq!(annotation.problem, "定稿", "{back} seconds back");
        assert_eq!(annotation.versions, [], "{back} seconds back");
        assert_eq!(annotation.heads, [events[2].id], "{back} seconds back");
        assert!(annotation.modified >= annotation.created);
    }
}

#[test]
fn marks_and_reading_are_each_reviewers_own() {
    let mark = |position| Operation::Mark {
        edition: EDITION.to_owned(),
        name: "a".to_owned(),
        position: Some(position),
    };
    let read = |reviewed| Operation::Review {
        edition: EDITION.to_owned(),
        section: "总体情况".to_owned(),
        reviewed,
    };
    let mut office = Office::default();
    office.all("lin/a", mark(1));
    office.all("wang/b", mark(2));
    office.all("lin/a", read(true));
    office.all("wang/b", read(true));
    office.all("lin/a", read(false));
    let review = office.review();
    assert_eq!(review.mark("lin", EDITION, "a"), Some(1));
    assert_eq!(review.mark("wang", EDITION, "a"), Some(2));
    assert!(review.is_reviewed(EDITION, "总体情况"));
}

#[test]
fn a_null_in_an_edit_is_a_value() {
    let changes = Changes {
        grade: Some(None),
        rule: Some(None),
        ..Changes::default()
    };
    let json = serde_json::to_string(&changes).expect("JSON");
    assert_eq!(json, r#"{"grade":null,"rule":null}"#);
    let read: Changes = serde_json::from_str(&json).expect("changes");
    assert_eq!(read, changes);
}

/// Doing and undoing leaves the fields of the state as they were.
#[test]
fn the_inverse_of_every_operation_restores_what_was() {
    let subject = id(1).to_string();
    let reply = |text: &str| Operation::Reply {
        annotation: id(1),
        reply: id(7),
        text: text.to_owned(),
        deleted: false,
    };
    let rectify = |unit: &str| Operation::Rectify {
        annotation: id(1),
        rectification: Some(Rectification::InProgress),
        details: Box::new(Rectifying {
            unit: Some(unit.to_owned()),
            ..Rectifying::default()
        }),
    };
    let followed = |continuity| Operation::Continue {
        annotation: id(1),
        edition: EDITION.to_owned(),
        continuity: Some(continuity),
    };
    let operations = [
        edit(1, problem("改")),
        delete(1, true),
        reply("同意"),
        reply("再议"),
        judge(&subject, Judgement::Upheld),
        judge("f1", Judgement::NeedsEvidence),
        rectify("司法局"),
        rectify("教育局"),
        followed(Continuity::Recurring),
        followed(Continuity::NotSeen),
    ];
    let mut office = Office::default();
    office.all("lin/a", annotate(1, "原文"));
    for operation in operations.into_iter().chain(others(EDITION)) {
        let before = office.review();
        let inverse = operation.inverse(&before, "lin").expect("an inverse");
        office.all("lin/a", operation.clone());
        let done = office.review();
        assert_ne!(plain(&done), plain(&before), "{operation:?} does nothing");
        office.all("lin/a", inverse.clone());
        assert_eq!(plain(&office.review()), plain(&before), "{operation:?}");
        // The way forth again, left done for the next operation to stand on.
        let redo = inverse.inverse(&done, "lin").expect("a way forth");
        if !matches!(operation, Operation::Delete { .. }) {
            office.all("lin/a", redo);
            assert_eq!(plain(&office.review()), plain(&done), "{operation:?}");
        }
    }
}

/// Without what grows with every event.
fn plain(review: &Review) -> Review {
    let mut review = review.clone();
    for annotation in review.annotations.values_mut() {
        let annotation = Arc::make_mut(annotation);
        annotation.heads.clear();
        annotation.handed_by = None;
        annotation.modified = Timestamp::UNIX_EPOCH;
        for reply in &mut annotation.replies {
            reply.time = Timestamp::UNIX_EPOCH;
        }
    }
    for decision in review.decisions.values_mut() {
        decision.time = Timestamp::UNIX_EPOCH;
    }
    for correction in review.corrections.values_mut() {
        correction.time = Timestamp::UNIX_EPOCH;
    }
    for suppression in review.suppressions.values_mut() {
        suppression.time = Timestamp::UNIX_EPOCH;
    }
    for promise in review.promises.values_mut() {
        promise.time = Timestamp::UNIX_EPOCH;
    }
    review
}

fn any_operation() -> impl Strategy<Value = Operation> {
    let number = 1..4_u128;
    let text = "[甲乙丙丁]{1,3}";
    prop_oneof![
        (number.clone(), text).prop_map(|(number, text)| annotate(number, &text)),
        (number.clone(), text).prop_map(|(number, text)| edit(number, problem(&text))),
        (number.clone(), any::<bool>()).prop_map(|(number, deleted)| delete(number, deleted)),
        (number.clone(), any::<bool>()).prop_map(|(number, upheld)| {
            let judgement = if upheld {
                Judgement::Upheld
            } else {
                Judgement::Rejected
            };
            judge(&id(number).to_string(), judgement)
        }),
        any::<bool>().prop_map(|pending| {
            let judgement = if pending {
                Judgement::Pending
            } else {
                Judgement::Upheld
            };
            judge("f1", judgement)
        }),
        (number, 0..3_usize).prop_map(|(number, position)| Operation::Mark {
            edition: EDITION.to_owned(),
            name: number.to_string(),
            position: (position > 0).then_some(position),
        }),
        any::<bool>().prop_map(|pinned| Operation::Pin {
            indicator: "行政复议申请·受理".to_owned(),
            pinned,
        }),
        any::<bool>().prop_map(|reviewed| Operation::Review {
            edition: EDITION.to_owned(),
            section: "总体情况".to_owned(),
            reviewed,
        }),
    ]
}

/// Events of three writers who see some of each other's.
fn any_events() -> impl Strategy<Value = Vec<Event>> {
    let acts = prop::collection::vec((0..3_usize, any_operation(), any::<u64>()), 1..24);
    acts.prop_map(|acts| {
        let mut office = Office::default();
        for (writer, operation, seen) in acts {
            let writer = ["lin/a", "lin/b", "wang/c"][writer];
            let sees = |event: &Event| seen >> (event.lamport % 64) & 1 == 1;
            office.act(writer, sees, operation);
        }
        office.events
    })
}

proptest! {
    #[test]
    fn any_order_any_repetition_and_any_division_fold_to_the_same(
        events in any_events(),
        order in any::<prop::sample::Index>(),
        twice in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let expected = fold(&events);
        let mut shuffled = events.clone();
        shuffled.rotate_left(order.index(events.len()));
        shuffled.reverse();
        shuffled.push(events[twice.index(events.len())].clone());
        prop_assert_eq!(&fold(&shuffled), &expected);
        prop_assert_eq!(&fold_all(shuffled.clone()), &expected);
        prop_assert_eq!(&fold_all(events), &expected);

        let (one, other) = shuffled.split_at(cut.index(shuffled.len()));
        let mut union = Union::default();
        union.absorb(one.iter().cloned());
        union.absorb(other.iter().cloned());
        union.absorb(one.iter().cloned());
        prop_assert_eq!(union.review(), &expected);
    }

    #[test]
    fn the_heads_do_not_depend_on_the_order_of_arrival(events in any_events()) {
        let mut forwards = Heads::default();
        let mut backwards = Heads::default();
        for event in &events {
            forwards.observe(event);
        }
        for event in events.iter().rev().chain(&events) {
            backwards.observe(event);
        }
        for event in &events {
            let base = |heads: &Heads| heads.base(&event.operation, &event.reviewer);
            prop_assert_eq!(base(&forwards), base(&backwards));
        }
    }
}

const TEXT: &str = "\
白露县人民政府2024年法治政府建设年度报告

一、主要举措和成效
(一)化解矛盾纠纷。法院移交案件72件,成功调解72件,成功率100%。派出所移交案件53件,成功调解53件,成功率100%。
(二)规范执法。全年开展执法检查312次,办理行政处罚案件89件。新增持证执法人员27人。
二、存在的不足
执法力量仍然薄弱。
三、下一年度工作安排
一是加强培训。二是继续完善行政复议工作机制。
";

fn parse(text: &str) -> Report {
    report::parse(SourceText::new(text), &Hints::default())
}

fn span(text: &str, quote: &str) -> Span {
    let start = text.find(quote).expect("the quote is in the text");
    Span::new(start, start + quote.len())
}

/// What the program says about a quote of `TEXT` after a change of the text, with the old text at hand or without.
fn check(quote: &str, changes: &[(&str, &str)], old: bool, place: Place, found: Option<&str>) {
    let before = parse(TEXT);
    let anchor = Anchor::of(&before, &digest(TEXT.as_bytes()), span(TEXT, quote));
    let mut text = TEXT.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let after = parse(&text);
    let hash = digest(text.as_bytes());
    let locator = Locator::new(&after, &hash);
    let locator = if old { locator.since(&before) } else { locator };
    let located = locator.locate(&anchor);
    assert_eq!(located.place, place, "{quote}: {located:?}");
    let quoted = located.span.map(|span| after.quote(span));
    assert_eq!(quoted, found, "{quote}");
}

#[test]
fn a_place_is_found_again_or_doubted() {
    let courts = "法院移交案件72件,成功调解72件,成功率100%。";
    let police = "派出所移交案件53件,成功调解53件,成功率100%。";
    let checks = "全年开展执法检查312次,办理行政处罚案件89件。";
    let long = "此处补充说明本年度工作的总体考虑和推进过程。";
    for old in [false, true] {
        let check = |quote: &str, changes: &[(&str, &str)], place, found: Option<&str>| {
            check(quote, changes, old, place, found);
        };
        check(courts, &[], Place::Exact, Some(courts));
        // Text before it grows.
        let grown = [("一、主要", "前言。\n一、主要")];
        check(courts, &grown, Place::Exact, Some(courts));
        // A phrase inside its sentence.
        let phrase = "办理行政处罚案件89件";
        check(phrase, &grown, Place::Exact, Some(phrase));
        // Deleted beside a look-alike: never the sibling.
        check(courts, &[(courts, "")], Place::Orphan, None);
        check(police, &[(police, "")], Place::Orphan, None);
        check("成功调解72件", &[(courts, "")], Place::Orphan, None);
        // One figure of two is corrected.
        let corrected = "全年开展执法检查312次,办理行政处罚案件98件。";
        check(
            checks,
            &[(checks, corrected)],
            Place::Edited,
            Some(corrected),
        );
        let changed = "办理行政处罚案件98件";
        check(phrase, &[(checks, corrected)], Place::Edited, Some(changed));
        // Widths, spaces and a broken line are not a change.
        let wide = "全年开展执法检查312次,\n办理行政处罚案件 89件。";
        check(checks, &[(checks, wide)], Place::Exact, Some(wide));
        // Moved to another section.
        let moved = [
            (checks, ""),
            (
                "执法力量仍然薄弱。",
                "执法力量仍然薄弱。全年开展执法检查312次,办理行政处罚案件89件。",
            ),
        ];
        check(checks, &moved, Place::Moved, Some(checks));
        // Two equal sentences, neither in the old surroundings.
        let doubled = [
            (checks, long),
            (
                "一是加强培训。",
                "全年开展执法检查312次,办理行政处罚案件89件。一是加强培训。全年开展执法检查312次,办理行政处罚案件89件。",
            ),
        ];
        check(checks, &doubled, Place::Ambiguous, None);
        // Gone altogether.
        check(
            "执法力量仍然薄弱。",
            &[("执法力量仍然薄弱。", long)],
            Place::Orphan,
            None,
        );
    }
}

#[test]
fn a_sentence_whose_only_figure_changed_needs_its_neighbours_or_the_old_text() {
    let staff = "新增持证执法人员27人。";
    let corrected = "新增持证执法人员29人。";
    check(
        staff,
        &[(staff, corrected)],
        false,
        Place::Edited,
        Some(corrected),
    );
    // With a new neighbour before it, only the old text tells a correction from a sibling.
    let inserted = "执法案卷评查结果全部合格并已向社会公布。新增持证执法人员29人。";
    check(staff, &[(staff, inserted)], false, Place::Orphan, None);
    check(
        staff,
        &[(staff, inserted)],
        true,
        Place::Edited,
        Some(corrected),
    );
}

#[test]
fn an_anchor_says_where_it_stands() {
    let report = parse(TEXT);
    let quote = "成功率100%";
    let second = TEXT.rfind(quote).expect("twice");
    let place = Span::new(second, second + quote.len());
    let anchor = Anchor::of(&report, "d", place);
    assert_eq!(
        anchor.sentence,
        "派出所移交案件53件,成功调解53件,成功率100%。"
    );
    assert_eq!(anchor.phrase.as_deref(), Some(quote));
    assert_eq!(anchor.prefix.chars().count(), 32);
    let points: Vec<char> = TEXT.chars().collect();
    let there: String = points[anchor.start..anchor.end].iter().collect();
    assert_eq!(there, quote);
}

#[test]
fn anchors_of_hostile_texts_stay_small_and_quick() {
    let line = "办理案件".repeat(250_000);
    let report = parse(&line);
    let anchor = Anchor::of(&report, "d", Span::new(1_500_000, 1_500_012));
    assert!(anchor.sentence.chars().count() <= 2000);
    let located = anchor.locate(&report, "other");
    assert_ne!(located.place, Place::Exact);
    let empty = parse("");
    let anchor = Anchor::of(&empty, "d", Span::default());
    assert_eq!(anchor.locate(&empty, "other").place, Place::Orphan);
}

proptest! {
    #[test]
    fn an_unchanged_text_gives_every_place_back(start in 0..TEXT.len(), length in 0..90_usize) {
        let report = parse(TEXT);
        let mut boundaries = TEXT.char_indices().map(|(at, _)| at).filter(|at| *at >= start);
        let start = boundaries.next().unwrap_or(TEXT.len());
        let end = boundaries.nth(length).unwrap_or(TEXT.len());
        let hash = digest(TEXT.as_bytes());
        let anchor = Anchor::of(&report, &hash, Span::new(start, end));
        let located = anchor.locate(&report, &hash);
        prop_assert_eq!(located.place, Place::Exact);
        let quote = anchor.phrase.as_ref().unwrap_or(&anchor.sentence);
        prop_assert_eq!(located.span.map(|span| report.quote(span)), Some(quote.as_str()));
    }
}

#[test]
fn sections_of_one_name_have_different_keys() {
    let section = |title: &str, parent| Section {
        label: String::new(),
        level: 1,
        title: title.to_owned(),
        heading: Span::default(),
        extent: Span::default(),
        run_in: false,
        item: false,
        parent,
        part: None,
    };
    let mut report = parse("");
    report.sections = vec![
        section("总体情况", None),
        section("概述", Some(0)),
        section("总体情况", None),
        section("概述", Some(2)),
    ];
    let keys = [
        "总体情况",
        "总体情况 › 概述",
        "总体情况 #2",
        "总体情况 #2 › 概述",
    ];
    assert_eq!(section_keys(&report), keys);
    // Nesting as deep as it goes keeps keys short and different.
    report.sections = (0..5000)
        .map(|depth: usize| section("层层嵌套", depth.checked_sub(1)))
        .collect();
    let keys = section_keys(&report);
    assert!(keys.iter().all(|key| key.len() < 1000));
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), 5000);
}
