//! What was typed and not saved.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use std::{fs, thread};

use ducha::review::{Scope, Target};
use ducha::store::{Draft, DraftKeeper, Drafts, Library};
use jiff::Timestamp;

use crate::desk::{files, folder, library};

fn draft(problem: &str) -> Draft {
    Draft {
        target: Target {
            edition: "e".repeat(64).into(),
            issuer: None,
            year: None,
            scope: Scope::Absence,
            anchors: Vec::new(),
            related: Vec::new(),
        },
        annotation: None,
        base: Vec::new(),
        fields: [("problem".to_owned(), problem.to_owned())].into(),
        focus: "problem".to_owned(),
        caret: 2,
        time: Timestamp::UNIX_EPOCH,
    }
}

fn keeper(library: &Library) -> DraftKeeper {
    DraftKeeper::start(Drafts::open(library).expect("a session"), |result| {
        assert_eq!(result, Ok(()));
    })
}

#[test]
fn the_draft_of_a_session_that_is_gone_is_offered_until_it_is_put_away() {
    let folder = folder();
    let library = library(&folder);
    let living = keeper(&library);
    let dying = keeper(&library);
    dying.put(draft("写到一半"));
    dying.guard().save_now();
    assert!(living.waiting().expect("drafts").is_empty(), "still alive");
    drop(dying);
    // A process that another test starts has our locks until it is the other program.
    let waiting = (0..100).find_map(|_| {
        let waiting = living.waiting().expect("drafts");
        if waiting.is_empty() {
            thread::sleep(Duration::from_millis(10));
        }
        (!waiting.is_empty()).then_some(waiting)
    });
    let waiting = waiting.expect("what was left behind");
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].draft, draft("写到一半"));
    let kept = files(
        folder.path(),
        &format!("{}.synced.json", waiting[0].session),
    );
    let mode = fs::metadata(&kept[0])
        .expect("a draft")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    living.put_away(&waiting[0].session).expect("put away");
    assert!(living.waiting().expect("drafts").is_empty());
    let discarded = files(&folder.path().join("state"), ".json");
    assert!(discarded[0].to_string_lossy().contains("discarded"));
}

#[test]
fn a_saved_note_leaves_no_draft_behind() {
    let folder = folder();
    let library = library(&folder);
    let dying = keeper(&library);
    dying.put(draft("已写完"));
    dying.guard().save_now();
    dying.clear();
    drop(dying);
    assert!(keeper(&library).waiting().expect("drafts").is_empty());
}

#[test]
fn the_last_words_are_on_disk_when_the_keeper_ends() {
    let folder = folder();
    let library = library(&folder);
    let dying = keeper(&library);
    for length in 1..=30 {
        dying.put(draft(&"字".repeat(length)));
    }
    drop(dying);
    let waiting = keeper(&library).waiting().expect("drafts");
    assert_eq!(waiting[0].draft, draft(&"字".repeat(30)));
}
