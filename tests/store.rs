//! The library on disk: what is acknowledged stays, what is damaged is said, nothing is followed or overwritten.

mod store {
    mod corrections;
    mod drafts;
    mod journals;
    mod killed;
}

#[path = "support/desk.rs"]
#[allow(dead_code, reason = "several tests share it and each uses a part")]
mod desk;
#[path = "support/gap.rs"]
mod gap;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use ducha::review::{Changes, Operation};
use ducha::store::{
    Access, Added, Change, Damage, ErrorKind, Fault, Library, Origin, Outcome, Places, folder_name,
    verify,
};
use tempfile::TempDir;
use uuid::Uuid;

use desk::{PATIENCE, Session, TEXT, add, annotation, files, folder, library, problems, read};

fn flaws(damage: &[Damage]) -> Vec<(Option<u64>, &Fault)> {
    damage
        .iter()
        .map(|damage| (damage.line, &damage.fault))
        .collect()
}

/// A library with three saved annotations, and the journal that holds them in lines 2 to 4.
fn three_saved(folder: &TempDir) -> (Arc<Library>, PathBuf) {
    let library = library(folder);
    let session = Session::of(&library, "lin");
    for problem in ["甲", "乙", "丙"] {
        session.save_all(vec![annotation(Uuid::now_v7(), problem)]);
    }
    session.close();
    let journals = files(folder.path(), ".jsonl");
    let [journal] = journals.as_slice() else {
        panic!("one journal: {journals:?}");
    };
    (library, journal.clone())
}

#[test]
fn what_was_saved_is_there_after_reopening() {
    let folder = folder();
    let id = Uuid::now_v7();
    {
        let library = library(&folder);
        let session = Session::of(&library, "lin");
        session.save_all(vec![annotation(id, "总数与分项不符")]);
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

#[test]
fn two_sessions_write_at_once_and_each_sees_the_other() {
    let folder = folder();
    let library = library(&folder);
    let mut sessions = [Session::of(&library, "lin"), Session::of(&library, "lin")];
    std::thread::scope(|scope| {
        for session in &mut sessions {
            scope.spawn(move || {
                for _ in 0..50 {
                    session.save_all(vec![annotation(Uuid::now_v7(), "同时")]);
                }
            });
        }
    });
    for session in &sessions {
        // What came while it was writing was news then.
        session.recorder.rescan();
    }
    let (review, damage) = read(&library);
    assert_eq!(review.annotations.len(), 100);
    assert_eq!(damage, []);
    assert_eq!(verify(&library).expect("a check").damage, []);
}

#[test]
fn an_edit_made_on_an_older_state_is_kept_beside_the_other() {
    let folder = folder();
    let library = library(&folder);
    let id = Uuid::now_v7();
    let first = Session::of(&library, "lin");
    let written = first.save_all(vec![annotation(id, "原文")])[0].id;
    let second = Session::of(&library, "wang");
    let edit = |problem: &str| Operation::Edit {
        annotation: id,
        changes: Changes {
            problem: Some(problem.into()),
            ..Changes::default()
        },
    };
    first.save_all(vec![edit("甲改")]);
    // The recorder may have heard of that by now; the editor was opened before.
    second.recorder.record([Change {
        base: Some(vec![written]),
        ..Change::from(edit("乙改"))
    }]);
    second.wait(|outcome| matches!(outcome, Outcome::Saved { .. }).then_some(()));
    let (review, _) = read(&library);
    let versions: Vec<_> = review.annotations[&id]
        .versions
        .iter()
        .filter_map(|version| version.changes.problem.as_deref())
        .collect();
    assert_eq!(versions.len(), 2);
    assert!(versions.contains(&"甲改") && versions.contains(&"乙改"));
    // Whoever has both before his eyes settles it.
    let third = Session::of(&library, "lin");
    third.save_all(vec![edit("定稿")]);
    let (review, _) = read(&library);
    assert_eq!(review.annotations[&id].problem, "定稿");
    assert_eq!(review.annotations[&id].versions, []);
}

#[test]
fn what_an_editor_was_opened_on_counts_as_seen_and_nothing_later() {
    let folder = folder();
    let library = library(&folder);
    let id = Uuid::now_v7();
    let session = Session::of(&library, "lin");
    let opened_on = session.save_all(vec![annotation(id, "原文")])[0].id;
    let delete = Operation::Delete {
        annotation: id,
        deleted: true,
    };
    session.save_all(vec![delete]);
    let edit = Change {
        operation: Operation::Edit {
            annotation: id,
            changes: Changes {
                problem: Some("改后".into()),
                ..Changes::default()
            },
        },
        base: Some(vec![opened_on]),
        undoes: None,
    };
    session.recorder.record([edit]);
    session.close();
    let (review, _) = read(&library);
    let annotation = &review.annotations[&id];
    assert!(!annotation.deleted && annotation.delete_overruled);
    assert_eq!(annotation.problem, "改后");
}

#[test]
fn the_operations_of_one_action_are_one_group() {
    let folder = folder();
    let library = library(&folder);
    let session = Session::of(&library, "lin");
    let events = session.save_all(vec![
        annotation(Uuid::now_v7(), "甲"),
        annotation(Uuid::now_v7(), "乙"),
    ]);
    let groups: Vec<_> = events.iter().map(|event| event.group).collect();
    assert_eq!(groups, [None, Some(events[0].id)]);
}

#[test]
fn the_modes_are_ours_whatever_the_umask() {
    let cases = [
        (Access::Private, 0o700, 0o700, 0o600),
        (Access::Group, 0o2770, 0o2750, 0o640),
    ];
    for (access, shared, own, file) in cases {
        let folder = folder();
        let path = folder.path().join("库");
        let library = Library::create(&path, access).expect("a library");
        let library = Arc::new(library.with_state(&folder.path().join("state")));
        add(&library, TEXT);
        let session = Session::of(&library, "lin");
        session.save_all(vec![annotation(Uuid::now_v7(), "甲")]);
        session.close();
        assert_eq!(library.access(), access);
        let mode = |path: &Path| {
            let metadata = fs::metadata(path).expect("a file");
            metadata.permissions().mode() & 0o7777
        };
        for name in ["", "editions", "reviews"] {
            assert_eq!(mode(&path.join(name)), shared, "{name}");
        }
        assert_eq!(mode(&path.join("reviews/lin")), own);
        for ending in [".json", ".jsonl", ".bin", ".txt"] {
            for found in files(&path, ending) {
                assert_eq!(mode(&found), file, "{}", found.display());
            }
        }
        assert_eq!(verify(&library).expect("a check").damage, []);
    }
}

#[test]
fn links_and_pipes_are_refused_where_truth_is_read() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let reviews = folder.path().join("library/reviews");
    let elsewhere = folder.path().join("elsewhere.jsonl");
    fs::rename(&journal, &elsewhere).expect("moved");
    let check = |kind: ErrorKind| {
        let (review, damage) = read(&library);
        assert_eq!(review.annotations.len(), 0, "{kind:?}");
        assert_eq!(flaws(&damage), [(None, &Fault::File(kind))]);
        let found = verify(&library).expect("a check").damage;
        assert!(found.iter().any(|found| found.fault == Fault::File(kind)));
    };
    symlink(&elsewhere, &journal).expect("a link");
    check(ErrorKind::Symlink);
    fs::remove_file(&journal).expect("gone");
    fs::hard_link(&elsewhere, &journal).expect("a second name");
    check(ErrorKind::HardLink);
    fs::remove_file(&journal).expect("gone");
    let made = Command::new("mkfifo").arg(&journal).status();
    assert!(made.is_ok_and(|status| status.success()));
    check(ErrorKind::NotAFile);
    fs::remove_file(&journal).expect("gone");
    fs::rename(reviews.join("lin"), folder.path().join("lin")).expect("moved");
    symlink(folder.path().join("lin"), reviews.join("lin")).expect("a link");
    check(ErrorKind::Symlink);
}

#[test]
fn a_link_in_the_place_of_a_new_file_is_not_written_through() {
    let folder = folder();
    let library = library(&folder);
    let victim = folder.path().join("victim");
    fs::write(&victim, "untouched").expect("a file");
    let reviews = folder.path().join("library/reviews");
    symlink(folder.path(), reviews.join("lin")).expect("a link");
    let session = Session::of(&library, "lin");
    session.recorder.record([annotation(Uuid::now_v7(), "甲")]);
    let unsaved = session.recorder.close(PATIENCE).expect_err("refused");
    assert_eq!(unsaved.error.kind, ErrorKind::Symlink);
    assert_eq!(unsaved.events.len(), 1);
    assert_eq!(fs::read_to_string(&victim).expect("there"), "untouched");
}

#[test]
fn after_an_error_everything_is_written_to_a_new_file_at_once() {
    let folder = folder();
    let library = library(&folder);
    let session = Session::of(&library, "lin");
    session.save_all(vec![annotation(Uuid::now_v7(), "甲")]);
    // The file is taken away under the session: what it would write there would be lost, and what it wrote is.
    let journal = files(folder.path(), ".jsonl").remove(0);
    let saved = fs::read(&journal).expect("the journal");
    fs::remove_file(&journal).expect("gone");
    session.save_all(vec![annotation(Uuid::now_v7(), "乙")]);
    let (review, damage) = read(&library);
    assert_eq!(problems(&review), ["甲", "乙"]);
    assert_eq!(damage, []);
    // Put back, it changes nothing.
    fs::write(&journal, saved).expect("put back");
    fs::set_permissions(&journal, fs::Permissions::from_mode(0o600)).expect("its mode");
    session.close();
    let (review, damage) = read(&library);
    assert_eq!(problems(&review), ["甲", "乙"]);
    assert_eq!(damage, []);
    assert_eq!(files(folder.path(), ".jsonl").len(), 2);
    assert_eq!(verify(&library).expect("a check").damage, []);
}

#[test]
fn samples_are_copied_once_at_the_first_annotation() {
    let folder = folder();
    let places = Places::under(folder.path());
    let open = || Arc::new(places.samples().expect("the samples"));
    let library = open();
    let records = library.entries().expect("entries").records;
    assert_eq!(records.len(), 6);
    let (text, _) = library.load(&records[0].id).expect("a sample");
    assert!(!text.text.is_empty());
    assert!(!places.samples.exists(), "reading copies nothing");
    let session = Session::of(&library, "lin");
    session.save_all(vec![annotation(Uuid::now_v7(), "甲")]);
    session.close();
    let copied = files(&places.samples, "text.txt");
    assert_eq!(copied.len(), 6);
    let again = open();
    assert_eq!(again.origin(), Origin::Samples);
    assert_eq!(again.id(), library.id());
    let session = Session::of(&again, "lin");
    session.save_all(vec![annotation(Uuid::now_v7(), "乙")]);
    session.close();
    assert_eq!(files(&places.samples, "text.txt"), copied);
    assert_eq!(again.entries().expect("entries").records.len(), 6);
    assert_eq!(read(&open()).0.annotations.len(), 2);
    assert!(
        !places.library.exists(),
        "the user's library is not touched"
    );
}

#[test]
fn an_edition_is_found_by_a_unique_beginning_and_by_nothing_less() {
    let folder = folder();
    let library = library(&folder);
    let first = add(&library, TEXT).record().id.clone();
    add(&library, "另一份报告。\n");
    let kind = |prefix: &str| library.resolve(prefix).map_err(|error| error.kind);
    assert_eq!(kind(&first).map(|record| record.id), Ok(first));
    assert_eq!(kind("zz"), Err(ErrorKind::NoSuchEdition));
    assert_eq!(kind(""), Err(ErrorKind::NoSuchEdition));
    assert_eq!(kind("../../etc"), Err(ErrorKind::NoSuchEdition));
    assert_eq!(
        library.load(&"0".repeat(64)).map_err(|error| error.kind),
        Err(ErrorKind::NoSuchEdition)
    );
}

#[test]
fn a_changed_text_is_not_passed_off_as_the_one_that_was_imported() {
    let folder = folder();
    let library = library(&folder);
    let id = add(&library, TEXT).record().id.clone();
    let text = files(folder.path(), "text.txt").remove(0);
    fs::write(&text, TEXT.replace("34", "43")).expect("changed");
    let failed = library.load(&id).map_err(|error| (error.path, error.kind));
    assert_eq!(failed, Err((text.clone(), ErrorKind::Damaged)));
    let damage = verify(&library).expect("a check").damage;
    assert_eq!(flaws(&damage), [(None, &Fault::Digest)]);
    assert_eq!(damage[0].path, text);
}

#[test]
fn the_index_may_be_damaged_or_gone() {
    let folder = folder();
    let library = library(&folder);
    add(&library, TEXT);
    let entries = || library.entries().expect("entries").records;
    let records = entries();
    let index = files(&folder.path().join("state"), "index.bin").remove(0);
    for content in ["", "{", "\0\0\0", "{\"c\":\"00000000\",\"e\":{}}\n"] {
        fs::write(&index, content).expect("a damaged index");
        assert_eq!(entries(), records);
    }
    fs::remove_file(&index).expect("gone");
    assert_eq!(entries(), records);
}

#[test]
fn a_library_of_a_newer_version_is_read_or_refused_as_it_says() {
    let folder = folder();
    let path = Places::under(folder.path()).library;
    drop(library(&folder));
    let manifest = path.join("library.json");
    let text = fs::read_to_string(&manifest).expect("the manifest");
    let with = |field: &str| {
        let newer = text.replace(&format!("\"{field}\": 1"), &format!("\"{field}\": 2"));
        fs::write(&manifest, newer).expect("a newer manifest");
        Library::open(&path)
    };
    let refused = with("min_reader").map(|_| ()).map_err(|error| error.kind);
    assert_eq!(refused, Err(ErrorKind::NewerReader));
    let library = Arc::new(with("min_writer").expect("readable"));
    let reason = library.read_only().map(|error| error.kind);
    assert_eq!(reason, Some(ErrorKind::NewerWriter));
    let session = Session::of(&library, "lin");
    session.recorder.record([annotation(Uuid::now_v7(), "甲")]);
    let unsaved = session.recorder.close(PATIENCE).expect_err("refused");
    assert_eq!(unsaved.error.kind, ErrorKind::NewerWriter);
}

#[test]
fn a_library_is_not_made_among_other_files() {
    let folder = folder();
    fs::write(folder.path().join("论文.docx"), "").expect("a file");
    let made = Library::open_or_create(folder.path()).map(|_| ());
    let kind = made.map_err(|error| error.kind);
    assert_eq!(kind, Err(ErrorKind::NotEmpty));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn the_readable_copy_shows_what_the_journals_say() {
    let folder = folder();
    let (_, journal) = three_saved(&folder);
    let path = journal.with_file_name("annotations.json");
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(path).expect("a copy")).expect("JSON");
    assert_eq!(json["schema"], "ducha.annotations.v1");
    let problems: Vec<_> = json["annotations"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|annotation| annotation["problem"].as_str().expect("a text"))
        .collect();
    assert_eq!(problems, ["甲", "乙", "丙"]);
}

#[test]
fn reviewers_have_plain_folder_names() {
    let cases = [
        ("lin", "lin"),
        ("Lin", "%4cin"),
        ("林", "%e6%9e%97"),
        ("..", "%2e%2e"),
        ("a/b", "a%2fb"),
    ];
    for (reviewer, folder) in cases {
        assert_eq!(folder_name(reviewer), folder);
    }
    assert!(folder_name(&"林".repeat(300)).len() <= 128);
    assert_ne!(
        folder_name(&"林".repeat(300)),
        folder_name(&"林".repeat(301))
    );
    assert!(!folder_name("").is_empty());
}
