//! What is written to disk is what the published schemas say, every member of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ducha::report::{self, Hints, SourceText, Span};
use ducha::review::{
    Anchor, Approach, Changes, Continuity, Grade, Judgement, Link, Motivation, Operation,
    Rectification, Rectifying, Related, Role, Scope, Statement, Target, digest,
};
use ducha::store::{Change, Feed, Incoming, Places, Recorder, Reviewer};
use serde_json::Value;
use uuid::Uuid;

#[path = "support/operations.rs"]
mod operations;
#[path = "support/schema.rs"]
mod support;
use operations::others;
use support::{check, faults, schema};

const TEXT: &str =
    "白露县2024年法治政府建设年度报告\n一、主要举措\n全年办结复议案件34件,同比增长70%。\n";

fn files(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, name));
        } else if path.to_string_lossy().ends_with(name) {
            found.push(path);
        }
    }
    found
}

/// One of every operation, with every member that it can have.
fn operations(anchor: &Anchor) -> Vec<Operation> {
    let annotation = Uuid::now_v7();
    let edition = "e".repeat(64);
    let target = Target {
        edition: edition.as_str().into(),
        issuer: Some("白露县人民政府".into()),
        year: Some(2024),
        scope: Scope::Phrase,
        anchors: vec![anchor.clone()],
        related: vec![Related {
            role: "previous".to_owned(),
            edition: edition.clone(),
            issuer: None,
            year: Some(2023),
            anchors: vec![anchor.clone()],
        }],
    };
    let mut operations = vec![
        Operation::Annotate {
            annotation,
            statement: Box::new(Statement {
                target,
                motivation: Motivation::Gap,
                grade: Some(Grade::MinorNonconformity),
                rule: Some("arith-rate".into()),
                finding: Some("f1".into()),
                problem: "增长率核对不上".into(),
                suggestion: "核对基数".into(),
                private: true,
            }),
        },
        Operation::Edit {
            annotation,
            changes: Changes {
                grade: Some(None),
                rule: Some(None),
                links: Some(vec![Link {
                    role: "continues".to_owned(),
                    annotation: Uuid::now_v7(),
                }]),
                problem: Some("基数缺失".into()),
                reason: Some("复核后认为影响结论".to_owned()),
                ..Changes::default()
            },
        },
        Operation::Reply {
            annotation,
            reply: Uuid::now_v7(),
            text: "已核对".to_owned(),
            deleted: false,
        },
        Operation::Judge {
            subject: annotation.to_string(),
            edition: edition.clone(),
            judgement: Judgement::Upheld,
            reason: None,
            quote: None,
        },
        Operation::Judge {
            subject: "f1".to_owned(),
            edition: edition.clone(),
            judgement: Judgement::Rejected,
            reason: Some("口径不同".to_owned()),
            quote: Some(digest(b"34")),
        },
        Operation::Rectify {
            annotation,
            rectification: Some(Rectification::InProgress),
            details: Box::new(Rectifying {
                approach: Some(Approach::InStages),
                goal: Some("数据一致".to_owned()),
                leader: Some("副县长".to_owned()),
                unit: Some("司法局".to_owned()),
                due: Some("2025-06-30".to_owned()),
                progress: Some("已更正".to_owned()),
                remark: Some("无".to_owned()),
                ..Rectifying::default()
            }),
        },
        Operation::Continue {
            annotation,
            edition: edition.clone(),
            continuity: Some(Continuity::Recurring),
        },
        Operation::Place {
            annotation,
            edition: edition.clone(),
            index: 0,
            anchor: Some(anchor.clone()),
            reason: Some("文字已更正".to_owned()),
        },
        Operation::Delete {
            annotation: Uuid::now_v7(),
            deleted: true,
        },
    ];
    operations.extend(others(&edition));
    operations
}

#[test]
fn what_is_on_disk_is_what_the_schemas_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let places = Places::under(folder.path());
    let library = Arc::new(places.open_or_create().expect("a library"));
    let hints = Hints {
        level: Some(report::Level::County),
        ..Hints::default()
    };
    let report = report::parse(SourceText::new(TEXT), &hints);
    library
        .add(&Incoming {
            bytes: TEXT.as_bytes(),
            text: TEXT,
            extractor: "plain/1",
            encoding: "utf-8",
            file_name: Some("报告.txt"),
            hints: &hints,
            metadata: &report.metadata,
            importer: "lin",
        })
        .expect("an import");
    let start = TEXT.find("34件").expect("there");
    let span = Span::new(start, start + "34件".len());
    let anchor = Anchor::of(&report, &digest(TEXT.as_bytes()), span);
    let reviewer = Reviewer {
        name: "lin".to_owned(),
        role: Some(Role::SecondReviewer),
    };
    let recorder = Recorder::start(Feed::new(Arc::clone(&library)), reviewer, |_| {});
    let changes = operations(&anchor).into_iter().map(|operation| Change {
        undoes: Some(Uuid::now_v7()),
        ..Change::from(operation)
    });
    recorder.record(changes);
    recorder.close(Duration::from_secs(20)).expect("saved");

    for name in ["library", "edition", "annotations"] {
        let [path] = &files(folder.path(), &format!("{name}.json"))[..] else {
            panic!("one {name}.json");
        };
        let text = fs::read_to_string(path).expect("a document");
        check(name, &serde_json::from_str(&text).expect("JSON"));
    }
    let [journal] = &files(&places.library, ".jsonl")[..] else {
        panic!("one journal");
    };
    let text = fs::read_to_string(journal).expect("a journal");
    assert_eq!(text.lines().count(), operations(&anchor).len() + 1);
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        check("event", &line["e"]);
    }
}

#[test]
fn the_check_notices_what_is_missing_wrong_or_undescribed() {
    let good = serde_json::json!({
        "schema": "ducha.library.v1", "version": 1, "min_reader": 1, "min_writer": 1,
        "id": Uuid::nil(), "created": "2025-01-01T00:00:00Z", "check": "00000000",
    });
    let schema = schema("library");
    for (name, value) in [
        ("version", Value::from("1")),
        ("schema", Value::from("other")),
        ("colour", Value::from("red")),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        let mut found = Vec::new();
        faults(&schema, &schema, &bad, "library", &mut found);
        assert_eq!(found.len(), 1, "{name}");
    }
    check("library", &good);
}
