//! The library on disk: what is acknowledged stays, what is damaged is said, nothing is followed or overwritten.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ducha::report::{self, Hints, SourceText};
use ducha::review::{
    Annotation, Changes, Event, Motivation, Operation, Review, Scope, Target, fold,
};
use ducha::store::{
    Access, Added, Change, Damage, ErrorKind, Fault, Feed, Flaw, Incoming, Library, Outcome,
    Places, Recorder, Reviewer,
};
use tempfile::TempDir;
use uuid::Uuid;

const TEXT: &str =
    "白露县人民政府2024年法治政府建设年度报告\n一、主要举措\n全年办结复议案件34件。\n";
const PATIENCE: Duration = Duration::from_secs(20);

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn library(folder: &TempDir) -> Arc<Library> {
    let places = Places::under(folder.path());
    Arc::new(places.open_or_create().expect("a library"))
}

fn add(library: &Library, text: &str) -> Added {
    let hints = Hints::default();
    let report = report::parse(SourceText::new(text), &hints);
    let incoming = Incoming {
        bytes: text.as_bytes(),
        text,
        extractor: "plain/1",
        encoding: "utf-8",
        file_name: Some("报告.txt"),
        hints: &hints,
        metadata: &report.metadata,
        importer: "lin",
    };
    library.add(&incoming).expect("an import")
}

fn annotate(id: Uuid, problem: &str) -> Operation {
    Operation::Annotate {
        annotation: id,
        target: Target {
            edition: "e".repeat(64),
            issuer: None,
            year: Some(2024),
            scope: Scope::Absence,
            anchors: Vec::new(),
            related: Vec::new(),
        },
        motivation: Motivation::Gap,
        grade: None,
        rule: None,
        finding: None,
        problem: problem.to_owned(),
        suggestion: String::new(),
        private: false,
    }
}

/// A session of a reviewer, with everything the recorder says.
struct Session {
    recorder: Recorder,
    outcomes: Receiver<Outcome>,
}

impl Session {
    fn of(library: &Arc<Library>, name: &str) -> Session {
        let mut feed = Feed::new(Arc::clone(library));
        feed.changes().expect("the journals");
        let (sender, outcomes) = channel();
        let reviewer = Reviewer {
            name: name.to_owned(),
            role: None,
        };
        let recorder = Recorder::start(feed, reviewer, move |outcome| {
            let _ = sender.send(outcome);
        });
        Session { recorder, outcomes }
    }

    fn save(&self, operations: Vec<Operation>) -> Vec<Event> {
        let ticket = self.recorder.record(operations);
        let recorded = match self.outcomes.recv_timeout(PATIENCE) {
            Ok(Outcome::Recorded { events, .. }) => events,
            other => panic!("not taken: {other:?}"),
        };
        match self.outcomes.recv_timeout(PATIENCE) {
            Ok(Outcome::Saved { tickets, events }) => {
                assert_eq!(tickets, [ticket]);
                assert_eq!(events, recorded);
                events
            }
            other => panic!("not saved: {other:?}"),
        }
    }

    fn close(self) {
        self.recorder.close(PATIENCE).expect("everything saved");
    }
}

fn read(library: &Arc<Library>) -> (Review, Vec<Damage>) {
    let news = Feed::new(Arc::clone(library))
        .changes()
        .expect("the journals");
    (fold(&news.events), news.damage)
}

fn problems(review: &Review) -> Vec<&str> {
    review
        .annotations
        .values()
        .map(|annotation: &Annotation| annotation.problem.as_str())
        .collect()
}

#[test]
fn what_was_saved_is_there_after_reopening() {
    let folder = folder();
    let id = Uuid::now_v7();
    {
        let library = library(&folder);
        let session = Session::of(&library, "lin");
        session.save(vec![annotate(id, "总数与分项不符")]);
        session.close();
    }
    let (review, damage) = read(&library(&folder));
    assert_eq!(problems(&review), ["总数与分项不符"]);
    assert_eq!(damage, []);
    assert_eq!(review.annotations[&id].author, "lin");
}

#[test]
fn importing_the_same_bytes_twice_changes_nothing_and_says_so() {
    let folder = folder();
    let library = library(&folder);
    let first = add(&library, TEXT);
    let second = add(&library, TEXT);
    assert!(matches!(first, Added::New(_)));
    assert_eq!(second, Added::Known(first.record().clone()));
    assert_eq!(library.entries().expect("entries").records.len(), 1);
    let (text, record) = library
        .load(&first.record().id[..8])
        .expect("by the beginning of its id");
    assert_eq!(text.text, TEXT);
    assert_eq!(&record, first.record());
}
