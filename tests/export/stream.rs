//! What is written line by line, with one report in memory, says the same as what is read at once.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ducha::review::{Changes, Link, Operation, fold_all};
use ducha::store::{Change, Feed, Library, Recorder, Reviewer};
use uuid::Uuid;

use crate::program::Home;
use crate::reviewed::{gaps, review};

fn library(home: &Home) -> Arc<Library> {
    let path = home.path(".local/share/ducha/library");
    Arc::new(Library::open(Path::new(&path)).expect("a library"))
}

/// A second reviewer edits a gap, says that it goes on from one of another report, and deletes one.
fn follow(home: &Home, ids: &[Uuid]) {
    let mut feed = Feed::new(library(home));
    feed.changes().expect("the journals");
    let reviewer = Reviewer {
        name: "wang".to_owned(),
        role: None,
    };
    let recorder = Recorder::start(feed, reviewer, |_| {});
    let changes = Changes {
        problem: Some("分项合计39件，总数38件。".into()),
        links: Some(vec![Link {
            role: "continues".to_owned(),
            annotation: ids[2],
        }]),
        ..Changes::default()
    };
    for operation in [
        Operation::Edit {
            annotation: ids[0],
            changes,
        },
        Operation::Delete {
            annotation: ids[1],
            deleted: true,
        },
    ] {
        recorder.record([Change::from(operation)]);
    }
    recorder.close(Duration::from_secs(60)).expect("saved");
}

#[test]
fn annotations_read_a_report_at_a_time_are_those_read_at_once() {
    let home = Home::new();
    let ids = review(&home.path(""), &gaps());
    follow(&home, &ids);
    let news = Feed::for_reading(library(&home)).changes();
    let whole = fold_all(news.expect("the journals").events).annotations;
    let sifted = Feed::sifted(library(&home)).expect("the journals");
    assert!(fold_all(sifted.events).annotations.is_empty());
    let mut found = BTreeMap::new();
    for edition in sifted.notes.editions() {
        let read = sifted.notes.of(edition).expect("its lines");
        let own = read.values().filter(|one| one.target.edition == *edition);
        assert!(own.count() < whole.len());
        if read.contains_key(&ids[0]) {
            assert!(read.contains_key(&ids[2]), "what it goes on from");
        }
        found.extend(read);
    }
    assert_eq!(found, whole);
    assert!(sifted.notes.of("0f3c").expect("nothing").is_empty());
}

#[test]
fn a_table_of_text_has_the_rows_of_the_list() {
    let home = Home::new();
    let ids = review(&home.path(""), &gaps());
    follow(&home, &ids);
    let listed = home.run(&["gaps", "--judgement", "upheld"]).out;
    let listed: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect();
    let run = home.run(&["export", "--format", "csv"]);
    assert!(run.err.contains('1'), "one waits: {}", run.err);
    let rows: Vec<&str> = run.out.lines().skip(1).collect();
    let numbers: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.split(',').nth(1))
        .filter(|cell| cell.starts_with("202"))
        .collect();
    assert_eq!(numbers, listed);
    assert_eq!(listed.len(), 2);
    let edited = rows.iter().find(|row| row.contains("分项合计39件"));
    let edited = edited.expect("the edited one");
    assert!(edited.contains("2023") && edited.contains('2'), "{edited}");
}
