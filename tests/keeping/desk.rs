//! A library in a folder of its own, and sessions that write to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ducha::report::{self, Hints, SourceText};
use ducha::review::{Motivation, Operation, Review, Scope, Target, fold};
use ducha::store::{Damage, Feed, Incoming, Library, Outcome, Places, Recorder, Reviewer};
use tempfile::TempDir;
use uuid::Uuid;

pub const PATIENCE: Duration = Duration::from_secs(20);

const TEXT: &str =
    "白露县人民政府2024年法治政府建设年度报告\n一、主要举措\n全年办结复议案件34件。\n";

/// A library and everything around it.
pub struct Desk {
    folder: TempDir,
    pub library: Arc<Library>,
}

/// A session of a reviewer, with everything the recorder says.
pub struct Session {
    pub recorder: Recorder,
    outcomes: Receiver<Outcome>,
}

impl Desk {
    pub fn new() -> Desk {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let library = Places::under(folder.path())
            .open_or_create()
            .expect("a library");
        Desk {
            folder,
            library: Arc::new(library),
        }
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
        let hints = Hints::default();
        let report = report::parse(SourceText::new(TEXT), &hints);
        let incoming = Incoming {
            bytes: TEXT.as_bytes(),
            text: TEXT,
            extractor: "plain/1",
            encoding: "utf-8",
            file_name: Some("报告.txt"),
            hints: &hints,
            metadata: &report.metadata,
            importer: "lin",
        };
        self.library.add(&incoming).expect("an import");
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

pub fn read(library: &Arc<Library>) -> (Review, Vec<Damage>) {
    let news = Feed::new(Arc::clone(library))
        .changes()
        .expect("the journals");
    (fold(&news.events), news.damage)
}

pub fn annotate(problem: &str) -> Operation {
    Operation::Annotate {
        annotation: Uuid::now_v7(),
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
