//! Annotations in another edition and in another year.

use std::collections::BTreeMap;

use ducha::compare::compare;
use ducha::report::Report;
use ducha::review::carry::{Answer, Due, Proposal, Years};
use ducha::review::{
    Account, Anchor, Continuity, Judgement, Kinship, Locator, Operation, Place, Rectification,
    Review, Scope, Sought, Statement, Target, digest,
};

use crate::{Office, TEXT, id, judge, kin, parse, span};

const CHECKS: &str = "全年开展执法检查312次,办理行政处罚案件89件。";
const COURTS: &str = "法院移交案件72件,成功调解72件,成功率100%。";
const WEAK: &str = "执法力量仍然薄弱。";

fn noted(number: u128, edition: &str, text: &str, quote: &str) -> Operation {
    let report = parse(text);
    let place = Anchor::of(&report, &digest(text.as_bytes()), span(text, quote));
    let target = Target {
        edition: edition.into(),
        issuer: Some("白露县人民政府".into()),
        year: Some(2024),
        scope: Scope::Sentence,
        anchors: vec![place],
        related: Vec::new(),
    };
    Operation::Annotate {
        annotation: id(number),
        statement: Box::new(Statement::new(target, quote)),
    }
}

/// What an import of the changed text does to annotations on three sentences.
fn account(review: &Review, before: &Report, text: &str) -> Account {
    let after = parse(text);
    let (was, is) = (
        digest(before.source.text.as_bytes()),
        digest(text.as_bytes()),
    );
    let old = Locator::new(before, &was);
    let new = Locator::new(&after, &is).since(before);
    let twins = ["e1".to_owned()];
    let sought = |edition, locator| Sought {
        edition,
        locator,
        twins: &twins,
    };
    Account::of(review.undeleted(), sought("e1", &old), sought("e2", &new))
}

#[test]
fn an_import_says_what_it_wins_and_loses_before_it_happens() {
    let mut office = Office::default();
    for (number, quote) in [(1, CHECKS), (2, COURTS), (3, WEAK)] {
        office.all("lin/a", noted(number, "e1", TEXT, quote));
    }
    let before = parse(TEXT);
    let check = |office: &Office, text: &str, wanted: &[(Place, usize)], lost, gained, doubtful| {
        let account = account(&office.review(), &before, text);
        assert_eq!(
            account.counts(),
            wanted.iter().copied().collect::<BTreeMap<_, _>>()
        );
        assert_eq!(account.lost().count(), lost);
        assert_eq!(account.gained().count(), gained);
        assert_eq!(account.doubtful().count(), doubtful);
    };
    check(&office, TEXT, &[(Place::Exact, 3)], 0, 0, 0);
    let edited = TEXT.replace("89件", "98件").replace(COURTS, "");
    let counts = [(Place::Exact, 1), (Place::Edited, 1), (Place::Orphan, 1)];
    check(&office, &edited, &counts, 1, 0, 2);
    // A note whose sentence was gone in the edition before is found again in the next.
    let other = TEXT.replace(WEAK, "基层力量不足的问题尚未解决。");
    let mut office = Office::default();
    office.all(
        "lin/a",
        noted(1, "e0", &other, "基层力量不足的问题尚未解决。"),
    );
    check(&office, TEXT, &[(Place::Orphan, 1)], 0, 0, 1);
    check(&office, &other, &[(Place::Exact, 1)], 0, 1, 0);
}

#[test]
fn what_a_person_placed_stays_there_and_leads_the_way_on() {
    let mut office = Office::default();
    office.all("lin/a", noted(1, "e1", TEXT, COURTS));
    let second = TEXT.replace(COURTS, "");
    let report = parse(&second);
    let hash = digest(second.as_bytes());
    let by_hand = Anchor::of(&report, &hash, span(&second, WEAK));
    office.all(
        "lin/a",
        Operation::Place {
            annotation: id(1),
            edition: "e2".to_owned(),
            index: 0,
            anchor: Some(by_hand),
            reason: Some("表述已合并".to_owned()),
        },
    );
    let annotation = office.annotation(1);
    let find = |text: &str, edition: &str| {
        let report = parse(text);
        let hash = digest(text.as_bytes());
        let locator = Locator::new(&report, &hash);
        let twins = ["e1".to_owned(), "e2".to_owned()];
        let sought = Sought {
            edition,
            locator: &locator,
            twins: &twins,
        };
        let located = sought.place(&annotation, 0).expect("a place");
        (
            located.place,
            located.span.map(|span| report.quote(span).to_owned()),
        )
    };
    assert_eq!(
        find(&second, "e2"),
        (Place::Confirmed, Some(WEAK.to_owned()))
    );
    // The next edition follows the person, and the state says that nobody has looked at it there.
    let third = second.replace("一、主要", "前言。\n一、主要");
    assert_eq!(find(&third, "e3"), (Place::Exact, Some(WEAK.to_owned())));
}

const NEXT: &str = "\
白露县人民政府2025年法治政府建设年度报告

一、主要举措和成效
(一)化解矛盾纠纷。法院移交案件81件,成功调解80件,成功率98.8%。
(二)规范执法。全年开展执法检查340次,办理行政处罚案件93件。新增持证执法人员15人。
二、存在的不足
数字法治平台建设滞后。
三、下一年度工作安排
一是加强培训。二是继续完善行政复议工作机制。
";

fn kinship() -> Kinship {
    Kinship::of([
        kin("e1", "白露县人民政府", 2024),
        kin("n1", "白露县人民政府", 2025),
    ])
}

fn due(review: &Review) -> Vec<Due> {
    let (old, new) = (parse(TEXT), parse(NEXT));
    let comparison = compare(&old, &new);
    let hash = digest(TEXT.as_bytes());
    let locator = Locator::new(&old, &hash);
    let years = Years {
        old: Sought {
            edition: "e1",
            locator: &locator,
            twins: &[],
        },
        new_edition: "n1",
        new: &new,
        comparison: &comparison,
    };
    review.due(years, &kinship())
}

#[test]
fn last_years_gaps_are_proposed_and_never_called_the_same_place() {
    let mut office = Office::default();
    for (number, quote) in [(1, CHECKS), (2, WEAK), (3, COURTS), (4, "一是加强培训。")] {
        office.all("lin/a", noted(number, "e1", TEXT, quote));
    }
    for (number, judgement) in [
        (1, Judgement::Upheld),
        (2, Judgement::Upheld),
        (3, Judgement::Rejected),
    ] {
        office.all("lin/a", judge(&id(number).to_string(), judgement));
    }
    let review = office.review();
    let due = due(&review);
    let rows: Vec<_> = due
        .iter()
        .map(|due| (due.annotation, due.confirmed, due.answer))
        .collect();
    // What nothing answers to comes first; what was rejected does not come at all.
    assert_eq!(
        rows,
        [
            (id(2), true, None),
            (id(1), true, None),
            (id(4), false, None)
        ]
    );
    assert_eq!(due[0].proposal, Proposal::Absent);
    for found in &due[1..] {
        let Proposal::Sentence { span, place, .. } = found.proposal else {
            panic!("a sentence");
        };
        assert_eq!(place, Place::Carried, "{}", parse(NEXT).quote(span));
    }
}

#[test]
fn one_digit_sets_what_it_says_and_no_other_axis() {
    let check =
        |answer: Answer, continuity: Continuity, rectification: Rectification, placed: bool| {
            let mut office = Office::default();
            office.all("lin/a", noted(1, "e1", TEXT, CHECKS));
            office.all("lin/a", judge(&id(1).to_string(), Judgement::Upheld));
            let report = parse(NEXT);
            let Proposal::Sentence { span, .. } = due(&office.review())[0].proposal else {
                panic!("a sentence");
            };
            let anchor = Anchor::of(&report, &digest(NEXT.as_bytes()), span);
            for operation in answer.operations(id(1), "n1", Some(anchor)) {
                office.all("lin/a", operation);
            }
            let annotation = office.annotation(1);
            assert_eq!(annotation.continuity, continuity, "{answer:?}");
            assert_eq!(annotation.rectification, rectification, "{answer:?}");
            assert_eq!(annotation.judgement, Judgement::Upheld);
            assert_eq!(annotation.placed.contains_key("n1"), placed, "{answer:?}");
            assert_eq!(due(&office.review())[0].answer, Some(continuity));
        };
    let open = Rectification::NotStarted;
    check(
        Answer::Rectified,
        Continuity::NotSeen,
        Rectification::DoneAwaitingCheck,
        false,
    );
    check(Answer::Continuing, Continuity::Continuing, open, true);
    check(Answer::Changed, Continuity::Changed, open, true);
    check(Answer::Recurring, Continuity::Recurring, open, true);
    check(Answer::NotSeen, Continuity::NotSeen, open, false);
}
