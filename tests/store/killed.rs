//! A process that is killed while it writes.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ducha::store::{Fault, Flaw, Library};
use uuid::Uuid;

use crate::desk::{Session, annotation, files, folder, library, read};

/// Names the folder of the library that the child of the crash test writes.
const CHILD: &str = "DUCHA_TEST_CRASH_LIBRARY";
const ROUNDS: u32 = 30;

/// Does nothing in a normal run; in the child of the crash test it writes until it is killed.
#[test]
fn crash_child() {
    let Ok(path) = std::env::var(CHILD) else {
        return;
    };
    let library = Arc::new(Library::open(Path::new(&path)).expect("a library"));
    let session = Session::of(&library, "lin");
    let mut stdout = std::io::stdout();
    loop {
        let id = Uuid::now_v7();
        session.save_all(vec![annotation(id, "确认后被杀")]);
        writeln!(stdout, "ack {id}").expect("a pipe");
        stdout.flush().expect("a pipe");
    }
}

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let folder = folder();
    let library = library(&folder);
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().expect("this test"))
            .args(["store::killed::crash_child", "--exact", "--nocapture"])
            .env(CHILD, library.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a child");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        // From a few lines to a few dozen, at moments that the child does not choose.
        let time = Duration::from_millis(u64::from(5 + round * 7 % 60));
        let mut start = None;
        for line in output.lines().map_while(Result::ok) {
            if let Some(id) = line.split("ack ").nth(1) {
                acknowledged.push(id.parse::<Uuid>().expect("an id"));
                let start = *start.get_or_insert_with(Instant::now);
                if start.elapsed() > time {
                    let _ = child.kill();
                }
            }
        }
        child.wait().expect("the child is gone");
        assert!(start.is_some(), "the child acknowledged nothing");
    }
    let (review, damage) = read(&library);
    for id in &acknowledged {
        assert!(review.annotations.contains_key(id), "{id} was lost");
    }
    assert!(
        damage
            .iter()
            .all(|damage| damage.fault == Fault::Line(Flaw::Torn))
    );
    assert!(acknowledged.len() >= ROUNDS as usize);
    assert_eq!(files(folder.path(), ".jsonl").len(), ROUNDS as usize);
}
