//! Several reviewers, editions and years through the program: what an import would do, what is due, how far two agree.

#[path = "support/program.rs"]
mod program;

use std::sync::Arc;
use std::time::Duration;

use ducha::report::{Hints, SourceText, Span, digest, parse};
use ducha::review::{Anchor, Judgement, Operation, Role, Scope, Statement, Target};
use ducha::store::{Feed, Library, Recorder, Reviewer};
use program::Home;
use serde_json::Value;
use uuid::Uuid;

const ISSUER: &str = "青禾县人民政府";

fn text(year: i16, checks: u32, tail: &str) -> String {
    format!(
        "{ISSUER}{year}年法治政府建设年度报告\n{year}年,青禾县推进法治政府建设。现将有关情况报告如下:\n\
一、主要举措和成效\n(一)行政执法。全年开展集贸市场秤具抽检{checks}次,责令更换秤具37台。\n\
(二)行政复议。全年收到行政复议申请45件,受理41件。\n二、存在的不足\n{tail}\n三、{}年工作安排\n继续推进。\n",
        year + 1
    )
}

/// The editions of the library by year, the latest import of each last.
fn edition(home: &Home, year: i16) -> String {
    let listed = home.run(&["list", "--format", "json"]).json();
    let of_year = listed.iter().rev().find(|entry| entry["year"] == year);
    of_year.expect("imported")["id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

fn record(home: &Home, reviewer: &str, role: Option<Role>, operations: Vec<Operation>) {
    let folder = home.path(".local/share/ducha/library");
    let library = Arc::new(Library::open(&folder).expect("a library"));
    let mut feed = Feed::new(library);
    feed.changes().expect("readable");
    let who = Reviewer {
        name: reviewer.to_owned(),
        role,
    };
    let recorder = Recorder::start(feed, who, |_| {});
    recorder.record(operations);
    recorder.close(Duration::from_secs(30)).expect("saved");
}

fn note(number: u128, edition: &str, year: i16, text: &str, quote: &str) -> Operation {
    let report = parse(SourceText::new(text), &Hints::default());
    let start = text.find(quote).expect("the quote");
    let span = Span::new(start, start + quote.len());
    let target = Target {
        edition: edition.into(),
        issuer: Some(ISSUER.into()),
        year: Some(year),
        scope: Scope::Sentence,
        anchors: vec![Anchor::of(&report, &digest(text.as_bytes()), span)],
        related: Vec::new(),
    };
    Operation::Annotate {
        annotation: Uuid::from_u128(number),
        statement: Box::new(Statement {
            private: number == 9,
            ..Statement::new(target, format!("问题{number}"))
        }),
    }
}

fn judge(subject: &str, edition: &str, judgement: Judgement) -> Operation {
    Operation::Judge {
        subject: subject.to_owned(),
        edition: edition.to_owned(),
        judgement,
        reason: None,
        quote: None,
    }
}

const CHECKS: &str = "全年开展集贸市场秤具抽检312次,责令更换秤具37台。";
const WEAK: &str = "乡镇司法所人手短缺,夜间值班无人接替。";

#[test]
fn an_import_lists_what_becomes_of_annotations_and_waits_for_a_word() {
    let home = Home::new();
    let first = text(2024, 312, WEAK);
    let file = home.write("年报.txt", &first);
    assert_eq!(home.run(&["import", &file]).code, Some(0));
    let id = edition(&home, 2024);
    let notes = vec![
        note(1, &id, 2024, &first, CHECKS),
        note(2, &id, 2024, &first, WEAK),
    ];
    record(&home, "林", None, notes);

    // A line more at the top moves nothing: it is told, and nobody is asked.
    home.write("年报.txt", first.replacen('\n', "\n前言。\n", 1));
    let moved = home.run(&["import", &file]);
    assert_eq!(moved.code, Some(0), "{}", moved.err);
    assert!(moved.out.contains("原处 2"), "{}", moved.out);

    // A digit corrected and a sentence gone: nothing is written until someone says so.
    let edited = first
        .replace("312次", "321次")
        .replace(WEAK, "普法方式单一。");
    home.write("年报.txt", &edited);
    let before = home.run(&["list"]).out;
    let asked = home.run(&["import", &file]);
    assert_eq!(asked.code, Some(1), "{}", asked.err);
    for words in ["原文已变 1", "未找到 1", "失去 1", "321次", "问题2"] {
        assert!(asked.out.contains(words), "no {words} in {}", asked.out);
    }
    assert_eq!(home.run(&["list"]).out, before);
    let agreed = home.run(&["import", "--yes", &file]);
    assert_eq!(agreed.code, Some(0), "{}", agreed.err);
    assert_ne!(home.run(&["list"]).out, before);
    assert_eq!(home.run(&["gaps", "--format", "json"]).json().len(), 2);
}

#[test]
fn last_years_confirmed_gaps_are_due_and_private_remarks_stay() {
    let home = Home::new();
    let (old, new) = (text(2023, 312, WEAK), text(2024, 355, "普法方式单一。"));
    for (name, text) in [("2023.txt", &old), ("2024.txt", &new)] {
        let file = home.write(name, text);
        assert_eq!(home.run(&["import", &file]).code, Some(0));
    }
    let (before, now) = (edition(&home, 2023), edition(&home, 2024));
    let upheld = |number: u128| {
        let subject = Uuid::from_u128(number).to_string();
        judge(&subject, &before, Judgement::Upheld)
    };
    let written = vec![
        note(1, &before, 2023, &old, CHECKS),
        note(2, &before, 2023, &old, WEAK),
        note(9, &before, 2023, &old, "受理41件"),
        upheld(1),
        upheld(2),
    ];
    record(&home, "林", None, written);
    let due = home.run(&["follow-up", &now, "--format", "json"]);
    assert_eq!(due.code, Some(1), "{}", due.err);
    let rows = due.json();
    let row = |at: usize| -> (&Value, &Value, &Value) {
        (
            &rows[at]["problem"],
            &rows[at]["place"],
            &rows[at]["confirmed"],
        )
    };
    assert_eq!(row(0), (&"问题2".into(), &"orphan".into(), &true.into()));
    assert_eq!(row(1), (&"问题1".into(), &"carried".into(), &true.into()));
    assert_eq!(row(2).2, &Value::from(false));
    assert!(
        rows[1]["now"]
            .as_str()
            .expect("a sentence")
            .contains("355次")
    );

    assert_eq!(home.run(&["gaps"]).out.lines().count(), 2);
    assert_eq!(home.run(&["gaps", "--private"]).out.lines().count(), 3);
}

#[test]
fn agreement_is_told_in_percent_and_kappa() {
    let home = Home::new();
    let report = text(2024, 312, WEAK);
    let file = home.write("2024.txt", &report);
    assert_eq!(home.run(&["import", &file]).code, Some(0));
    let id = edition(&home, 2024);
    assert!(home.run(&["agreement"]).err.contains("没有两人"));
    let judgements = |upheld: &[&str], rejected: &[&str]| -> Vec<Operation> {
        let upheld = upheld.iter().map(|it| judge(it, &id, Judgement::Upheld));
        let rejected = rejected
            .iter()
            .map(|it| judge(it, &id, Judgement::Rejected));
        upheld.chain(rejected).collect()
    };
    let mut first = judgements(&["f1", "f2"], &["f3", "f4"]);
    first.push(note(1, &id, 2024, &report, CHECKS));
    first.push(note(2, &id, 2024, &report, WEAK));
    let mut second = judgements(&["f1"], &["f2", "f3", "f4"]);
    second.push(note(3, &id, 2024, &report, "抽检312次"));
    record(&home, "林", Some(Role::FirstReviewer), first);
    record(&home, "王", Some(Role::SecondReviewer), second);
    let adjudicated = vec![judge("f2", &id, Judgement::Upheld)];
    record(&home, "赵", Some(Role::Adjudicator), adjudicated);

    let told = home.run(&["agreement", "--format", "json"]);
    assert_eq!(told.code, Some(1), "{}", told.err);
    let [pair] = &told.json()[..] else {
        panic!("{}", told.out);
    };
    assert_eq!(
        (&pair["first"], &pair["second"]),
        (&"林".into(), &"王".into())
    );
    let raised = &pair["raised"];
    assert_eq!(
        (
            &raised["both"],
            &raised["only_first"],
            &raised["only_second"]
        ),
        (&1.into(), &1.into(), &0.into())
    );
    assert_eq!(raised["percent"], "50.0");
    let items = &pair["items"];
    assert_eq!(
        (&items["answered_by_both"], &items["agreed"]),
        (&4.into(), &3.into())
    );
    // 3 of 4 alike; by chance (2·1 + 2·3) / 16 = 1/2.
    assert_eq!(
        (&items["percent"], &items["kappa"]),
        (&"75.0".into(), &"0.500".into())
    );
    assert!(home.run(&["agreement"]).out.contains("κ 0.500"));
}
