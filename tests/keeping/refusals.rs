//! A library that takes nothing for a while.

use std::fs;

use ducha::store::{ErrorKind, Kept, Outcome, backup, library_of, restore, verify};

use crate::Act;
use crate::desk::{Desk, annotate, files, problems};

/// Makes the library's folder refuse to be written, and how that is called.
fn refusals() -> Vec<(&'static str, Act, Act, ErrorKind)> {
    vec![
        (
            "moved away",
            |desk| fs::rename(desk.path(), desk.elsewhere()).expect("moved"),
            |desk| fs::rename(desk.elsewhere(), desk.path()).expect("back"),
            ErrorKind::Vanished,
        ),
        (
            "another folder in its place",
            |desk| {
                fs::rename(desk.path(), desk.elsewhere()).expect("moved");
                fs::create_dir(desk.path()).expect("another");
            },
            |desk| {
                fs::remove_dir(desk.path()).expect("gone");
                fs::rename(desk.elsewhere(), desk.path()).expect("back");
            },
            ErrorKind::Vanished,
        ),
        (
            "a file in place of the journals",
            |desk| {
                let reviews = desk.path().join("reviews");
                fs::rename(&reviews, desk.elsewhere()).expect("moved");
                fs::write(reviews, "").expect("a file");
            },
            |desk| {
                let reviews = desk.path().join("reviews");
                fs::remove_file(&reviews).expect("gone");
                fs::rename(desk.elsewhere(), reviews).expect("back");
            },
            ErrorKind::NotAFile,
        ),
    ]
}

#[test]
fn what_the_folder_refuses_waits_on_this_machine_and_goes_in_later() {
    for (name, refuse, allow, kind) in refusals() {
        let desk = Desk::new();
        let session = desk.session("lin");
        refuse(&desk);
        session.recorder.record([annotate("存在本机")]);
        let failed = session.wait(|outcome| match outcome {
            Outcome::Failed { error, kept, .. } => Some((error.kind, kept)),
            _ => None,
        });
        assert_eq!(failed, (kind, Kept::Aside), "{name}");
        let unsaved = session
            .recorder
            .close(crate::desk::PATIENCE)
            .expect_err(name);
        assert_eq!((unsaved.count, unsaved.kept), (1, Kept::Aside), "{name}");
        allow(&desk);
        // It is there before it has been put in, and once afterwards.
        let (review, _) = desk.read();
        assert_eq!(problems(&review), ["存在本机"], "{name}");
        let next = desk.session("lin");
        let merged = next.wait(|outcome| match outcome {
            Outcome::Merged(count) => Some(count),
            _ => None,
        });
        assert_eq!(merged, 1, "{name}");
        next.save("后来");
        next.close();
        let (review, damage) = desk.read();
        assert_eq!(problems(&review), ["存在本机", "后来"], "{name}");
        assert_eq!(damage, [], "{name}");
        assert_eq!(verify(&desk.library).expect("a check").damage, [], "{name}");
    }
}

#[test]
fn a_session_goes_on_in_the_library_as_soon_as_it_is_back() {
    let desk = Desk::new();
    let session = desk.session("lin");
    session.save("甲");
    fs::rename(desk.path(), desk.elsewhere()).expect("moved");
    session.recorder.record([annotate("乙")]);
    session.wait(|outcome| matches!(outcome, Outcome::Failed { .. }).then_some(()));
    fs::rename(desk.elsewhere(), desk.path()).expect("back");
    session.recorder.retry();
    session.wait(|outcome| matches!(outcome, Outcome::Saved { .. }).then_some(()));
    session.close();
    let (review, damage) = desk.read();
    assert_eq!(problems(&review), ["甲", "乙"]);
    assert_eq!(damage, []);
    assert!(files(&desk.state(), "aside.1.jsonl").iter().all(|path| {
        // What is safe does not wait any more.
        path.to_string_lossy().contains("merged")
    }));
}

#[test]
fn a_library_that_was_replaced_from_a_backup_is_gone_on_with() {
    let desk = Desk::new();
    let session = desk.session("lin");
    session.save("甲");
    let file = desk.elsewhere().with_extension("zip");
    backup(&desk.library, &file).expect("a backup");
    session.save("乙");
    fs::remove_dir_all(desk.path()).expect("destroyed");
    let again = library_of(&file, &desk.path()).expect("a library");
    restore(&again, &file).expect("restored");
    session.save("丙");
    session.close();
    // 乙 was in no backup, but in the session's hands.
    let (review, _) = desk.read();
    assert_eq!(problems(&review), ["甲", "乙", "丙"]);
}
