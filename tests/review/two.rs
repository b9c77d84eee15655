//! What has to be typed, who may close, and two reviewers of one report.

use std::collections::BTreeMap;

use ducha::report::Span;
use ducha::review::agreement::{Agreement, Answer, Items, answers};
use ducha::review::difference::{Difference, Placed, Raised, adjudication};
use ducha::review::{
    Anchor, Changes, Grade, Judgement, Kinship, Lack, Operation, Rectification, Rectifying, Role,
    Scope, Statement, Target, digest, fold_all,
};

use crate::{EDITION, Office, TEXT, annotate, edit, id, judge, kin, parse, problem, span};

fn rectify(rectification: Rectification, proof: &str, reason: &str) -> Operation {
    let typed = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Operation::Rectify {
        annotation: id(1),
        rectification: Some(rectification),
        details: Box::new(Rectifying {
            proof: typed(proof),
            reason: typed(reason),
            ..Rectifying::default()
        }),
    }
}

fn grade(grade: Grade, reason: Option<&str>) -> Operation {
    edit(
        1,
        Changes {
            grade: Some(Some(grade)),
            reason: reason.map(str::to_owned),
            ..Changes::default()
        },
    )
}

fn at(quote: &str) -> Anchor {
    Anchor::of(&parse(TEXT), &digest(TEXT.as_bytes()), span(TEXT, quote))
}

const CHECKS: &str = "全年开展执法检查312次,办理行政处罚案件89件。";

#[test]
fn nothing_is_dismissed_regraded_moved_or_closed_without_what_belongs_to_it() {
    let kinship = Kinship::of([
        kin("e1", "白露县", 2024),
        kin("e1-again", "白露县", 2024),
        kin("e2", "白露县", 2025),
    ]);
    let mut office = Office::default();
    office.all(
        "lin/a",
        noted(1, CHECKS, None, Some(Grade::ObservationItem)),
    );
    let place = |edition: &str, quote: &str| Operation::Place {
        annotation: id(1),
        edition: edition.to_owned(),
        index: 0,
        anchor: Some(at(quote)),
        reason: None,
    };
    let check = |office: &Office, operation: Operation, who: &str, lack: Option<Lack>| {
        let found = office.review().lacks(&operation, who, &kinship);
        assert_eq!(found, lack, "{operation:?} by {who}");
    };
    let subject = id(1).to_string();
    check(&office, judge(&subject, Judgement::Upheld), "lin", None);
    check(
        &office,
        judge("f1", Judgement::Rejected),
        "lin",
        Some(Lack::DismissalReason),
    );
    check(&office, grade(Grade::ObservationItem, None), "lin", None);
    check(
        &office,
        grade(Grade::Improvement, None),
        "lin",
        Some(Lack::GradeReason),
    );
    check(
        &office,
        grade(Grade::Improvement, Some(" ")),
        "lin",
        Some(Lack::GradeReason),
    );
    check(
        &office,
        grade(Grade::Improvement, Some("复核")),
        "lin",
        None,
    );
    check(&office, edit(1, problem("改")), "lin", None);
    // The same words, other words in the same report, another year's sentence.
    check(&office, place("e1-again", CHECKS), "lin", None);
    check(
        &office,
        place("e1-again", "一是加强培训。"),
        "lin",
        Some(Lack::PlaceReason),
    );
    check(&office, place("e2", "一是加强培训。"), "lin", None);
    let closed = |proof: &str, reason: &str| rectify(Rectification::Closed, proof, reason);
    check(&office, closed("", ""), "wang", Some(Lack::Proof));
    check(
        &office,
        closed("照片", ""),
        "lin",
        Some(Lack::AnotherPerson),
    );
    check(&office, closed("照片", "本单位仅一人"), "lin", None);
    check(&office, closed("照片", ""), "wang", None);
    // Whoever said that it was done does not confirm it.
    office.all(
        "wang/b",
        rectify(Rectification::DoneAwaitingCheck, "照片", ""),
    );
    check(&office, closed("", ""), "wang", Some(Lack::AnotherPerson));
    check(&office, closed("", ""), "lin", None);

    let mut operation = closed("照片", "");
    operation.supply(Lack::AnotherPerson, "本单位仅一人");
    check(&office, operation, "wang", None);
}

#[test]
fn the_record_says_whether_someone_closed_it_alone() {
    for (closer, alone) in [("wang/b", true), ("lin/a", false)] {
        let mut office = Office::default();
        office.all("lin/a", annotate(1, "甲"));
        office.all("wang/b", rectify(Rectification::DoneAwaitingCheck, "", ""));
        office.all(closer, rectify(Rectification::Closed, "照片", ""));
        let closing = office.annotation(1).closing.expect("closed");
        assert_eq!(
            (closing.alone, closing.reviewer.as_str()),
            (alone, &closer[..closer.len() - 2])
        );
        office.all("lin/a", rectify(Rectification::InProgress, "", ""));
        assert_eq!(office.annotation(1).closing, None);
    }
}

fn noted(number: u128, quote: &str, rule: Option<&str>, grade: Option<Grade>) -> Operation {
    let anchors = match quote {
        "" => Vec::new(),
        quote => vec![at(quote)],
    };
    let target = Target {
        edition: EDITION.into(),
        issuer: None,
        year: None,
        scope: Scope::Phrase,
        anchors,
        related: Vec::new(),
    };
    Operation::Annotate {
        annotation: id(number),
        statement: Box::new(Statement {
            grade,
            rule: rule.map(Into::into),
            ..Statement::new(target, format!("第{number}"))
        }),
    }
}

fn difference(office: &Office) -> Difference {
    let review = office.review();
    let report = parse(TEXT);
    let hash = digest(TEXT.as_bytes());
    let spans: BTreeMap<_, Vec<Span>> = review
        .annotations
        .values()
        .map(|annotation| {
            let anchors = annotation.target.anchors.iter();
            let spans = anchors.filter_map(|anchor| anchor.locate(&report, &hash).span);
            (annotation.id, spans.collect())
        })
        .collect();
    let placed: Vec<Placed> = review
        .annotations
        .values()
        .map(|annotation| Placed {
            annotation,
            spans: &spans[&annotation.id],
        })
        .collect();
    Difference::of(&placed, "lin", "wang", &review)
}

#[test]
fn what_lies_over_each_other_and_is_of_one_family_was_raised_by_both() {
    let check = |ours: (&str, Option<&str>), theirs: (&str, Option<&str>), both: bool| {
        let mut office = Office::default();
        office.all("lin/a", noted(1, ours.0, ours.1, None));
        office.all("wang/b", noted(2, theirs.0, theirs.1, None));
        let (shared, first, second) = difference(&office).counts();
        let wanted = if both { (1, 0, 0) } else { (0, 1, 1) };
        assert_eq!((shared, first, second), wanted, "{ours:?} {theirs:?}");
    };
    let phrase = "办理行政处罚案件89件";
    check((CHECKS, None), (phrase, None), true);
    check(
        (CHECKS, Some("arith-rate")),
        (phrase, Some("arith-parts-sum")),
        true,
    );
    check(
        (CHECKS, Some("arith-rate")),
        (phrase, Some("doc-typo-known")),
        false,
    );
    check((CHECKS, Some("arith-rate")), (phrase, None), true);
    // Less than half of the shorter.
    check(("次,办理行政处罚", None), ("处罚案件89件", None), false);
    check((CHECKS, None), ("新增持证执法人员27人。", None), false);
    // Absences are one only by their rule.
    check(("", Some("pub-missing")), ("", Some("pub-missing")), true);
    check(("", Some("pub-missing")), ("", Some("pub-date")), false);
    check(("", None), ("", None), false);
}

#[test]
fn an_adjudication_is_a_record_of_its_own_that_names_both() {
    let mut office = Office::default();
    office.all("lin/a", noted(1, CHECKS, None, Some(Grade::Improvement)));
    office.all(
        "wang/b",
        noted(2, CHECKS, None, Some(Grade::ObservationItem)),
    );
    let before = office.review();
    let [row] = &difference(&office).rows[..] else {
        panic!("one row");
    };
    let raised = Raised::Otherwise {
        first: id(1),
        second: id(2),
    };
    assert_eq!((row.raised, row.decided), (raised, None));
    let base = office.annotation(2);
    for operation in adjudication(id(7), &base, row.raised, Judgement::Upheld, None) {
        office.all("zhao/c", operation);
    }
    let decided = office.annotation(7);
    assert_eq!(
        (decided.judgement, decided.grade),
        (Judgement::Upheld, base.grade)
    );
    let linked: Vec<_> = decided.links.iter().map(|link| link.annotation).collect();
    assert_eq!(linked, [id(1), id(2)]);
    for original in [1, 2] {
        assert_eq!(
            *before.annotations[&id(original)],
            office.annotation(original)
        );
    }
    let rows = difference(&office).rows;
    assert_eq!(rows.len(), 1, "the decision is nobody's finding");
    assert_eq!(rows[0].decided, Some(id(7)));
}

#[test]
fn reviewers_stand_in_the_order_of_their_roles_then_of_their_names() {
    let check = |roles: [(&str, Option<Role>); 3], expected: [&str; 3]| {
        let mut office = Office::default();
        for (number, (who, role)) in (1..).zip(roles) {
            let operation = match number {
                // A judgement of a finding is work as well as a note.
                3 => judge("f1", Judgement::Upheld),
                _ => noted(number, CHECKS, None, None),
            };
            office.all(&format!("{who}/a"), operation);
            office.events.last_mut().expect("an event").role = role;
        }
        let review = office.review();
        let reviewers = review.reviewers(review.undeleted(), &[EDITION]);
        assert_eq!(reviewers, expected);
        assert_eq!(fold_all(office.events.clone()), review);
    };
    let (first, second) = (Some(Role::FirstReviewer), Some(Role::SecondReviewer));
    check([("a", None), ("c", None), ("b", None)], ["a", "b", "c"]);
    check([("a", second), ("b", None), ("c", first)], ["c", "b", "a"]);
    check([("b", first), ("a", first), ("c", second)], ["a", "b", "c"]);
}

#[test]
fn an_answer_is_each_reviewers_own_whoever_had_the_last_word() {
    let mut office = Office::default();
    for (who, finding, judgement) in [
        ("lin/a", "f1", Judgement::Upheld),
        ("wang/b", "f1", Judgement::Rejected),
        ("lin/a", "f2", Judgement::NotApplicable),
        ("wang/b", "f2", Judgement::NotApplicable),
        ("lin/a", "f3", Judgement::NeedsEvidence),
        ("wang/b", "f3", Judgement::Upheld),
        ("lin/a", "f4", Judgement::Upheld),
        ("wang/b", "f4", Judgement::Upheld),
        ("wang/b", "f4", Judgement::Pending),
    ] {
        office.all(who, judge(finding, judgement));
    }
    let review = office.review();
    let answers = |who, items: &Items| answers(&review, &[EDITION], review.undeleted(), who, items);
    let of = |who| answers(who, &Items::new());
    let (lin, wang) = (of("lin"), of("wang"));
    assert_eq!(lin.get("f1"), Some(&Answer::NotSatisfied));
    assert_eq!(wang.get("f1"), Some(&Answer::Satisfied));
    assert_eq!((lin.get("f3"), wang.get("f4")), (None, None));
    let mut agreement = Agreement::default();
    agreement.add(&lin, &wang);
    assert_eq!((agreement.items(), agreement.agreed()), (2, 1));
    // Two findings of one rule are one item, and the stronger answer is the answer.
    let rule = |finding: &str| (finding.to_owned(), "arith-parts-sum".to_owned());
    let items = Items::from([rule("f1"), rule("f2")]);
    let (lin, wang) = (answers("lin", &items), answers("wang", &items));
    assert_eq!(lin.get("arith-parts-sum"), Some(&Answer::NotSatisfied));
    assert_eq!(wang.get("arith-parts-sum"), Some(&Answer::Satisfied));
    assert_eq!((lin.len(), wang.len()), (2, 2));
}
