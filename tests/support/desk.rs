//! A library in a folder of its own, and sessions that write to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use ducha::report::{self, Hints, SourceText};
use ducha::review::{Event, Operation, Review, fold};
use ducha::store::{Added, Damage, Feed, Incoming, Library, Outcome, Places, Recorder, Reviewer};
use tempfile::TempDir;
use uuid::Uuid;

use crate::gap::gap;

pub const PATIENCE: Duration = Duration::from_secs(20);

pub const TEXT: &str =
    "白露县人民政府2024年法治政府建设年度报告\n一、主要举措\n全年办结复议案件34件。\n";

/// A library and everything around it.
pub struct Desk {
    folder: TempDir,
    pub library: Arc<Library>,
}

/// A session of a reviewer, with everything the recorder says.
pub struct Session {
    pub recorder: Recorder,
    pub outcomes: Receiver<Outcome>,
}

impl Desk {
    pub fn new() -> Desk {
        let folder = folder();
        let library = library(&folder);
        Desk { folder, library }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    pub fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    pub fn elsewhere(&self) -> PathBuf {
        self.folder.path().join("elsewhere")
    }

    pub fn import(&self) {
        add(&self.library, TEXT);
    }

    pub fn session(&self, name: &str) -> Session {
        Session::of(&self.library, name)
    }

    /// Saves 甲, 乙 and 丙; the journal that holds them in lines 2 to 4.
    pub fn three_saved(&self) -> PathBuf {
        let session = self.session("lin");
        for problem in ["甲", "乙", "丙"] {
            session.save(problem);
        }
        session.close();
        files(&self.path(), ".jsonl").remove(0)
    }

    pub fn read(&self) -> (Review, Vec<Damage>) {
        read(&self.library)
    }
}

impl Session {
    pub fn of(library: &Arc<Library>, name: &str) -> Session {
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

    /// Waits for what the recorder says.
    pub fn wait<T>(&self, wanted: impl Fn(Outcome) -> Option<T>) -> T {
        loop {
            let outcome = self.outcomes.recv_timeout(PATIENCE).expect("a word");
            if let Some(found) = wanted(outcome) {
                return found;
            }
        }
    }

    /// Saves the operations of one action; nothing else may be under way.
    pub fn save_all(&self, operations: Vec<Operation>) -> Vec<Event> {
        let ticket = self.recorder.record(operations);
        let recorded = match self.next() {
            Ok(Outcome::Recorded { events, .. }) => events,
            other => panic!("not taken: {other:?}"),
        };
        match self.next() {
            Ok(Outcome::Saved { tickets, events }) => {
                assert_eq!(tickets, [ticket]);
                assert_eq!(events, recorded);
                events
            }
            other => panic!("not saved: {other:?}"),
        }
    }

    /// The next word that is not about a disk that is slow because many tests run at once, or about other sessions.
    pub fn next(&self) -> Result<Outcome, RecvTimeoutError> {
        loop {
            match self.outcomes.recv_timeout(PATIENCE) {
                Ok(Outcome::Stuck { .. } | Outcome::Changed(_)) => {}
                word => return word,
            }
        }
    }

    pub fn save(&self, problem: &str) {
        let ticket = self.recorder.record([annotate(problem)]);
        self.wait(|outcome| match outcome {
            Outcome::Saved { tickets, .. } => tickets.contains(&ticket).then_some(()),
            Outcome::Failed { error, .. } => panic!("not saved: {error}"),
            _ => None,
        });
    }

    pub fn close(self) {
        self.recorder.close(PATIENCE).expect("everything saved");
    }
}

pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

pub fn library(folder: &TempDir) -> Arc<Library> {
    let places = Places::under(folder.path());
    Arc::new(places.open_or_create().expect("a library"))
}

pub fn add(library: &Library, text: &str) -> Added {
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

pub fn read(library: &Arc<Library>) -> (Review, Vec<Damage>) {
    let news = Feed::new(Arc::clone(library))
        .changes()
        .expect("the journals");
    (fold(&news.events), news.damage)
}

pub fn annotate(problem: &str) -> Operation {
    annotation(Uuid::now_v7(), problem)
}

pub fn annotation(id: Uuid, problem: &str) -> Operation {
    gap(id, &"e".repeat(64), Some(2024), problem)
}

pub fn problems(review: &Review) -> Vec<&str> {
    let annotations = review.annotations.values();
    annotations
        .map(|annotation| annotation.problem.as_str())
        .collect()
}

/// Every file below a folder whose name ends so.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A line with the checksum that belongs to its content.
pub fn resealed(line: &str) -> String {
    let (_, event) = line.split_once("\"e\":").expect("an event");
    let event = event.trim_end().strip_suffix('}').expect("a line");
    let check = crc32fast::hash(event.as_bytes());
    format!("{{\"c\":\"{check:08x}\",\"e\":{event}}}\n")
}
