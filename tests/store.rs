//! The library on disk: what is acknowledged stays, what is damaged is said, nothing is followed or overwritten.

#[path = "support/desk.rs"]
#[allow(dead_code, reason = "several tests share it and each uses a part")]
mod desk;
#[path = "support/gap.rs"]
mod gap;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use ducha::report::{self, Hints};
use ducha::review::{Changes, Operation, Scope, Target};
use ducha::store::{
    Access, Added, Change, Corrected, Damage, Draft, DraftKeeper, Drafts, EditionRecord, ErrorKind,
    Fault, Flaw, Library, Origin, Outcome, Places, folder_name, verify,
};
use jiff::Timestamp;
use tempfile::TempDir;
use uuid::Uuid;

use desk::{PATIENCE, Session, TEXT, add, annotation, files, folder, library, problems, read};

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
fn a_journal_cut_at_any_byte_keeps_every_whole_line() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let whole = fs::read(&journal).expect("the journal");
    let ends: Vec<usize> = whole
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(at, _)| at + 1)
        .collect();
    assert_eq!(ends.len(), 4);
    for cut in 0..whole.len() {
        fs::write(&journal, &whole[..cut]).expect("a cut journal");
        let lines = ends.iter().filter(|end| **end <= cut).count();
        let torn = cut > 0 && !ends.contains(&cut);
        let (review, damage) = read(&library);
        assert_eq!(review.annotations.len(), lines.saturating_sub(1), "{cut}");
        let expected = (Some(lines as u64 + 1), &Fault::Line(Flaw::Torn));
        let expected: Vec<_> = torn.then_some(expected).into_iter().collect();
        assert_eq!(flaws(&damage), expected, "{cut}");
    }
}

#[test]
fn a_bad_line_is_skipped_reported_and_left_as_it_is() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let whole = fs::read(&journal).expect("the journal");
    let text = String::from_utf8(whole).expect("text");
    let cases: [(&str, &str, Flaw); 4] = [
        ("乙", "戊", Flaw::Checksum),
        ("{\"c\":\"", "{\"d\":\"", Flaw::Form),
        ("\"seq\":2", "\"seq\":9", Flaw::Checksum),
        ("}}\n", "}} \n", Flaw::Form),
    ];
    for (from, to, flaw) in cases {
        let damaged: String = text
            .split_inclusive('\n')
            .zip(1..)
            .map(|(line, number)| match number {
                3 => line.replacen(from, to, 1),
                _ => line.to_owned(),
            })
            .collect();
        fs::write(&journal, &damaged).expect("a damaged journal");
        let (review, damage) = read(&library);
        assert_eq!(problems(&review), ["甲", "丙"]);
        assert_eq!(flaws(&damage), [(Some(3), &Fault::Line(flaw))], "{from}");
        let checked = verify(&library).expect("a check");
        assert_eq!(flaws(&checked.damage), flaws(&damage));
        assert_eq!(fs::read_to_string(&journal).expect("unchanged"), damaged);
    }
}

#[test]
fn every_changed_byte_of_a_journal_is_found_and_costs_one_event_at_most() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let whole = fs::read(&journal).expect("the journal");
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x01;
        fs::write(&journal, &damaged).expect("a damaged journal");
        let (review, _) = read(&library);
        // A line end that is gone joins two lines, and both are lost.
        let least = if whole[at] == b'\n' { 1 } else { 2 };
        assert!(review.annotations.len() >= least, "byte {at}");
        let found = verify(&library).expect("a check").damage;
        assert!(!found.is_empty(), "byte {at}");
    }
}

#[test]
fn zero_bytes_in_the_middle_hide_nothing_behind_them() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let whole = fs::read(&journal).expect("the journal");
    let second = whole
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a line")
        + 1;
    let mut damaged = whole[..second].to_vec();
    damaged.extend([0; 4096]);
    damaged.push(b'\n');
    damaged.extend(&whole[second..]);
    fs::write(&journal, &damaged).expect("a damaged journal");
    let (review, damage) = read(&library);
    assert_eq!(review.annotations.len(), 3);
    assert_eq!(flaws(&damage), [(Some(2), &Fault::Line(Flaw::Zeros))]);
}

#[test]
fn verify_sees_a_lost_end_and_a_lost_file_by_what_others_saw() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let other = Session::of(&library, "王敏");
    other.save_all(vec![annotation(Uuid::now_v7(), "丁")]);
    other.close();
    assert_eq!(verify(&library).expect("a check").damage, []);
    let whole = fs::read_to_string(&journal).expect("the journal");
    let cut: String = whole.split_inclusive('\n').take(3).collect();
    fs::write(&journal, cut).expect("a cut journal");
    let lost = |found| Fault::Lost {
        writer: format!(
            "lin/{}",
            journal
                .file_name()
                .and_then(|name| name.to_str())
                .and_then(|name| name.strip_suffix(".1.jsonl"))
                .expect("a journal's name")
        ),
        seen: 3,
        found,
    };
    let damage = verify(&library).expect("a check").damage;
    assert_eq!(flaws(&damage), [(None, &lost(2))]);
    fs::remove_file(&journal).expect("a lost journal");
    let damage = verify(&library).expect("a check").damage;
    assert_eq!(flaws(&damage), [(None, &lost(0))]);
}

#[test]
fn what_a_newer_version_wrote_is_kept_and_counted() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let text = fs::read_to_string(&journal).expect("the journal");
    let newer = text
        .replace("\"v\":1", "\"v\":2")
        .replace("\"op\":\"annotate\"", "\"op\":\"enshrine\"")
        .replace("\"body\":{", "\"colour\":\"red\",\"body\":{\"mood\":1e999,");
    let sealed: String = newer.lines().map(resealed).collect();
    fs::write(&journal, &sealed).expect("a newer journal");
    let (review, damage) = read(&library);
    assert_eq!(review.unknown, 3);
    assert_eq!(damage, []);
    let session = Session::of(&library, "lin");
    session.save_all(vec![annotation(Uuid::now_v7(), "丁")]);
    session.close();
    let name = journal.file_name().and_then(|name| name.to_str());
    let journal = files(folder.path(), name.expect("a name")).remove(0);
    assert_eq!(fs::read_to_string(journal).expect("unchanged"), sealed);
}

/// A line with the checksum that belongs to its content.
fn resealed(line: &str) -> String {
    let (_, event) = line.split_once("\"e\":").expect("an event");
    let event = event.strip_suffix('}').expect("a line");
    let check = crc32fast::hash(event.as_bytes());
    format!("{{\"c\":\"{check:08x}\",\"e\":{event}}}\n")
}

#[test]
fn a_line_signed_by_someone_else_does_not_count() {
    let folder = folder();
    let (library, journal) = three_saved(&folder);
    let text = fs::read_to_string(&journal).expect("the journal");
    let forged: String = text
        .replace("\"reviewer\":\"lin\"", "\"reviewer\":\"wang\"")
        .lines()
        .map(resealed)
        .collect();
    fs::write(&journal, forged).expect("a forged journal");
    let (review, damage) = read(&library);
    assert_eq!(review.annotations.len(), 0);
    assert!(
        damage
            .iter()
            .all(|damage| damage.fault == Fault::Line(Flaw::Foreign))
    );
    assert_eq!(damage.len(), 4);
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
            .args(["crash_child", "--exact", "--nocapture"])
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

fn correct(edition: &str, field: &str, value: Option<&str>) -> Operation {
    Operation::Correct {
        edition: edition.to_owned(),
        field: field.to_owned(),
        value: value.map(str::to_owned),
    }
}

/// What a library says of its editions, opened anew: corrections and the rows of the list.
fn corrected(library: &Arc<Library>) -> (Corrected, Vec<EditionRecord>) {
    let entries = library.entries().expect("entries");
    let corrected = Corrected::of(&entries.records, &read(library).0);
    let records = entries.corrected(&corrected).records;
    (corrected, records)
}

#[test]
fn corrections_survive_reopening_and_go_over_to_a_changed_text() {
    let folder = folder();
    let first = library(&folder);
    let before = add(&first, TEXT).record().id.clone();
    let session = Session::of(&first, "林");
    session.save_all(vec![
        correct(&before, "level", Some("prefecture")),
        correct(&before, "heading-level@21", Some("none 一、主要举措")),
    ]);
    session.close();
    drop(first);

    let again = library(&folder);
    let (corrections, records) = corrected(&again);
    assert_eq!(records[0].metadata.level, "prefecture");
    assert_eq!(corrections.corrections(&before).headings.len(), 1);

    let changed = TEXT.replace("34件", "35件");
    let after = add(&again, &changed).record().id.clone();
    assert_ne!(after, before);
    let (corrections, records) = corrected(&again);
    assert!(
        records
            .iter()
            .all(|record| record.metadata.level == "prefecture")
    );
    assert_eq!(
        corrections.corrections(&after),
        corrections.corrections(&before)
    );

    // Another report under the same name takes nothing over.
    let other = TEXT.replace("白露县", "青禾县");
    let other = add(&again, &other).record().id.clone();
    assert!(corrected(&again).0.corrections(&other).is_empty());
}

#[test]
fn what_is_taken_back_is_as_it_was_read() {
    let folder = folder();
    let library = library(&folder);
    let id = add(&library, TEXT).record().id.clone();
    let understood = |library: &Arc<Library>| {
        let (source, record) = library.load(&id).expect("the text");
        let hints = Hints {
            corrections: corrected(library).0.corrections(&id),
            ..record.hints(&source)
        };
        report::parse(source, &hints)
    };
    let as_read = understood(&library);
    let session = Session::of(&library, "林");
    session.save_all(vec![
        correct(&id, "year", Some("2021")),
        correct(&id, "heading-level@21", Some("2 一、主要举措")),
    ]);
    assert_eq!(understood(&library).metadata.year, Some(2021));
    session.save_all(vec![correct(&id, "year", Some("2022"))]);
    assert_eq!(understood(&library).metadata.year, Some(2022));
    session.save_all(vec![
        correct(&id, "year", None),
        correct(&id, "heading-level@21", None),
    ]);
    session.close();
    let back = understood(&library);
    assert_eq!(back.metadata, as_read.metadata);
    assert_eq!(back.sections, as_read.sections);
    assert_eq!(back.parts, as_read.parts);
    assert_eq!(back.figures, as_read.figures);
}
