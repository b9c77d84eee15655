//! Keeping annotations: hostile journals, disks that refuse, several sessions, repair, backup and restore.

mod keeping {
    mod backups;
    mod hostile;
    mod refusals;
}

#[path = "keeping/commands.rs"]
mod commands;
#[path = "support/desk.rs"]
#[allow(dead_code, reason = "several tests share it and each uses a part")]
mod desk;
#[path = "support/gap.rs"]
mod gap;
#[path = "support/program.rs"]
mod program;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ducha::review::{Review, Union, digest};
use ducha::store::{
    ErrorKind, Fault, Feed, Flaw, Kept, Library, Outcome, RepairStep, apply_repair, plan_repair,
    verify,
};

use desk::{Desk, Session, annotate, files, problems};

/// Something done to a folder behind the program's back.
type Harm = fn(&Path);

#[test]
fn files_that_are_not_the_reviewers_are_left_out_with_a_word() {
    let cases: [(&str, Harm, Option<ErrorKind>); 4] = [
        (
            "stale.jsonl",
            |path| symlink("/etc/passwd", path).expect("a link"),
            Some(ErrorKind::Symlink),
        ),
        (
            ".nfs000000000000beef",
            |path| fs::write(path, "{").expect("a file"),
            None,
        ),
        (
            ".stale.1.jsonl.tmp",
            |path| fs::write(path, "{").expect("a file"),
            None,
        ),
        (
            "other.1.jsonl",
            |path| {
                fs::write(path, "{}\n").expect("a file");
                // Only the administrator can give a file away.
                let _ = std::os::unix::fs::chown(path, Some(12345), None);
            },
            Some(ErrorKind::ForeignOwner),
        ),
    ];
    for (name, make, kind) in cases {
        let desk = Desk::new();
        let journal = desk.three_saved();
        make(&journal.with_file_name(name));
        let (review, damage) = desk.read();
        assert_eq!(problems(&review), ["甲", "乙", "丙"], "{name}");
        let said: Vec<_> = damage.into_iter().map(|damage| damage.fault).collect();
        let wanted: Vec<_> = kind.into_iter().map(Fault::File).collect();
        let as_root = rustix::process::geteuid().is_root();
        if as_root || kind != Some(ErrorKind::ForeignOwner) {
            assert_eq!(said, wanted, "{name}");
        }
    }
}

#[test]
fn a_bad_readable_copy_costs_nothing_and_is_made_anew() {
    for content in [
        "[]",
        "null",
        "",
        "{\"schema\":\"ducha.annotations.v1\"}",
        "\u{0}\u{0}",
    ] {
        let desk = Desk::new();
        let copy = desk.three_saved().with_file_name("annotations.json");
        fs::write(&copy, content).expect("a bad copy");
        let (review, damage) = desk.read();
        assert_eq!(problems(&review), ["甲", "乙", "丙"], "{content:?}");
        assert_eq!(damage, [], "{content:?}");
        let found = verify(&desk.library).expect("a check");
        assert_eq!(found.damage.len(), 1, "{content:?}");
        let repair = plan_repair(&desk.library, &found).expect("a plan");
        assert_eq!(repair.steps.len(), 2, "{content:?}: {:?}", repair.steps);
        for step in &repair.steps {
            apply_repair(&desk.library, step).expect("applied");
        }
        let found = verify(&desk.library).expect("a check");
        // What was there stays beside the new one.
        assert!(
            fs::read_to_string(copy.with_extension("json.1")).is_ok_and(|kept| kept == content)
        );
        assert!(
            found.damage.iter().all(|damage| damage.path != copy),
            "{content:?}: {:?}",
            found.damage
        );
    }
}

#[test]
fn damage_that_was_set_aside_is_known_from_then_on() {
    let desk = Desk::new();
    let journal = desk.three_saved();
    let text = fs::read_to_string(&journal).expect("the journal");
    let damaged = text.replacen('乙', "戊", 1);
    fs::write(&journal, &damaged).expect("damaged");
    let found = verify(&desk.library).expect("a check");
    assert_eq!((found.damage.len(), found.known.len()), (1, 0));
    let repair = plan_repair(&desk.library, &found).expect("a plan");
    assert!(matches!(
        repair.steps.as_slice(),
        [RepairStep::Quarantine(_)]
    ));
    assert!(
        !desk.path().join("quarantine").exists(),
        "a plan does nothing"
    );
    for step in &repair.steps {
        apply_repair(&desk.library, step).expect("applied");
    }
    let found = verify(&desk.library).expect("a check");
    assert_eq!((found.damage.len(), found.known.len()), (0, 1));
    let kept = fs::read(&files(&desk.path().join("quarantine"), ".bytes")[0]).expect("a copy");
    let line = damaged.split_inclusive('\n').nth(2).expect("line 3");
    assert_eq!(kept, line.as_bytes());
    let why = fs::read_to_string(&files(&desk.path().join("quarantine"), ".why")[0]).expect("why");
    assert!(
        why.contains("校验和不符") && why.contains("\"line\": 3"),
        "{why}"
    );
    assert_eq!(fs::read_to_string(&journal).expect("there"), damaged);
}

#[test]
fn a_session_sets_damage_aside_by_itself_and_says_so() {
    let desk = Desk::new();
    let journal = desk.three_saved();
    let text = fs::read_to_string(&journal).expect("the journal");
    fs::write(&journal, text.replacen('乙', "戊", 1)).expect("damaged");
    let session = desk.session("lin");
    let count = session.wait(|outcome| match outcome {
        Outcome::Quarantined(damage) => Some(damage.len()),
        _ => None,
    });
    assert_eq!(count, 1);
    session.close();
    assert_eq!(verify(&desk.library).expect("a check").damage, []);
}

#[test]
fn what_another_session_writes_appears_by_itself_within_seconds() {
    let desk = Desk::new();
    let first = desk.session("lin");
    let second = desk.session("lin");
    let third = desk.session("wang");
    second.save("另一终端");
    third.save("另一人");
    let start = Instant::now();
    let mut seen = 0;
    while seen < 2 {
        seen += first.wait(|outcome| match outcome {
            Outcome::Changed(news) => Some(news.events.len()),
            _ => None,
        });
    }
    assert!(start.elapsed() < Duration::from_secs(5));
    for session in [first, second, third] {
        session.close();
    }
    assert_eq!(desk.read().1, []);
}

#[test]
fn a_journal_that_was_seen_in_the_making_and_put_away_is_read_to_its_end() {
    let desk = Desk::new();
    let journal = desk.three_saved();
    let whole = fs::read(&journal).expect("a journal");
    let lines: Vec<usize> = line_ends(&whole);
    let archive = journal.parent().expect("a folder").join("archive");
    let put_away = archive.join(journal.file_name().expect("a name"));
    for seen in [0, lines[0], lines[1], lines[1] + 7] {
        fs::write(&journal, &whole[..seen]).expect("a beginning");
        let mut feed = Feed::new(Arc::clone(&desk.library));
        let before = feed.changes().expect("the journals").events.len();
        fs::create_dir_all(&archive).expect("an archive");
        fs::write(&journal, &whole).expect("the rest");
        fs::rename(&journal, &put_away).expect("put away");
        let after = feed.changes().expect("the journals").events.len();
        assert_eq!(before + after, 3, "seen at {seen} bytes");
        assert_eq!(feed.changes().expect("the journals").events.len(), 0);
        fs::rename(&put_away, &journal).expect("back");
    }
}

/// Where each line ends.
fn line_ends(bytes: &[u8]) -> Vec<usize> {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    ends.map(|(at, _)| at + 1).collect()
}

#[test]
fn what_another_session_cannot_save_is_seen_each_time_there_is_more_of_it() {
    let desk = Desk::new();
    let session = desk.session("lin");
    let mut feed = Feed::new(Arc::clone(&desk.library));
    feed.changes().expect("the journals");
    fs::rename(desk.path(), desk.elsewhere()).expect("moved");
    let mut union = Union::default();
    for problem in ["甲", "乙"] {
        session.recorder.record([annotate(problem)]);
        session.wait(|outcome| matches!(outcome, Outcome::Failed { .. }).then_some(()));
        union.absorb(feed.changes().expect("the outbox").events);
    }
    assert_eq!(problems(union.review()), ["甲", "乙"]);
    fs::rename(desk.elsewhere(), desk.path()).expect("back");
    session.recorder.retry();
    session.wait(|outcome| matches!(outcome, Outcome::Saved { .. }).then_some(()));
    session.close();
    union.absorb(feed.changes().expect("the journals").events);
    assert_eq!(problems(union.review()), ["甲", "乙"]);
}

#[test]
fn old_journals_are_put_away_when_two_copies_contain_them_and_still_count() {
    let desk = Desk::new();
    for problem in ["甲", "乙", "丙"] {
        let session = desk.session("lin");
        session.save(problem);
        session.close();
    }
    let own = desk.path().join("reviews/lin");
    assert_eq!(files(&own, ".jsonl").len(), 3);
    assert_eq!(files(&own.join("archive"), ".jsonl").len(), 2);
    let (review, damage) = desk.read();
    assert_eq!(problems(&review), ["甲", "乙", "丙"]);
    assert_eq!(damage, []);
    assert_eq!(verify(&desk.library).expect("a check").damage, []);
    for generation in [
        "annotations.json",
        "annotations.json.1",
        "annotations.json.2",
    ] {
        assert!(own.join(generation).exists(), "{generation}");
    }
}

/// A library with so much in it that it is worth remembering what it says, and where that is remembered.
fn remembered() -> (Desk, PathBuf) {
    let desk = Desk::new();
    let session = desk.session("lin");
    for problem in ["甲", "乙", "丙", "丁"] {
        session.save(&problem.repeat(8000));
    }
    session.close();
    desk.read();
    let path = files(&desk.state(), "journals.bin").remove(0);
    (desk, path)
}

fn lengths(review: &Review) -> Vec<(char, usize)> {
    let problems = problems(review).into_iter();
    let first = |text: &str| text.chars().next().unwrap_or(' ');
    problems
        .map(|text| (first(text), text.chars().count()))
        .collect()
}

#[test]
fn what_is_remembered_of_the_journals_changes_nothing_that_they_say() {
    let (desk, path) = remembered();
    let all = ['甲', '乙', '丙', '丁'].map(|first| (first, 8000));
    let whole = fs::read(&path).expect("what is remembered");
    let read = || {
        let (review, damage) = desk.read();
        assert_eq!(damage, []);
        lengths(&review)
    };
    assert_eq!(read(), all);
    for harm in [
        &whole[..whole.len() / 2],
        b"",
        b"{}",
        &whole[..whole.len() - 1],
    ] {
        fs::write(&path, harm).expect("harmed");
        assert_eq!(read(), all);
        // What was harmed was made anew, too.
        assert_eq!(fs::read(&path).expect("made anew"), whole);
    }
    let session = desk.session("zhao");
    session.save("戊");
    session.close();
    assert_eq!(read(), [&all[..], &[('戊', 1)]].concat());
}

#[test]
fn damage_shows_whatever_is_remembered_of_the_time_before_it() {
    let (desk, path) = remembered();
    let journal = files(&desk.path(), ".jsonl").remove(0);
    let text = fs::read_to_string(&journal).expect("the journal");
    fs::write(&journal, text.replacen("丙丙", "丙乙", 1)).expect("damaged");
    let (review, damage) = desk.read();
    assert_eq!(
        lengths(&review),
        ['甲', '乙', '丁'].map(|first| (first, 8000))
    );
    let said: Vec<_> = damage.into_iter().map(|damage| damage.fault).collect();
    assert_eq!(said, [Fault::Line(Flaw::Checksum)]);
    assert_eq!(verify(&desk.library).expect("a check").damage.len(), 1);
    fs::remove_file(&path).expect("forgotten");
    assert_eq!(desk.read().1.len(), 1);
}

#[test]
fn the_copy_of_yesterday_stays_when_today_writes_another() {
    let desk = Desk::new();
    let copy = desk.three_saved().with_file_name("annotations.json");
    let text = fs::read_to_string(&copy).expect("the copy");
    let (_, written) = text.split_once("\"written\": \"").expect("a time");
    let written: jiff::Timestamp = written
        .split('"')
        .next()
        .and_then(|time| time.parse().ok())
        .expect("a time");
    let yesterday = written - jiff::SignedDuration::from_hours(24);
    let (text, _) = text.split_once(",\n  \"sha256\"").expect("a seal");
    let text = text.replacen(&written.to_string(), &yesterday.to_string(), 1);
    let seal = digest(text.as_bytes());
    let text = format!("{text},\n  \"sha256\": \"{seal}\"\n}}\n");
    fs::write(&copy, &text).expect("the copy of yesterday");
    let session = desk.session("lin");
    session.save("丁");
    session.close();
    let daily = files(&copy.with_file_name("daily"), ".json");
    assert_eq!(daily.len(), 1, "{daily:?}");
    assert_eq!(fs::read_to_string(&daily[0]).expect("kept"), text);
    assert_eq!(verify(&desk.library).expect("a check").damage, []);
    fs::write(&daily[0], text.replacen('乙', "戊", 1)).expect("edited by hand");
    let found = verify(&desk.library).expect("a check").damage;
    assert!(
        matches!(found.as_slice(), [damage] if damage.fault == Fault::Seal),
        "{found:?}"
    );
}

/// Something done to a desk.
type Act = fn(&Desk);

#[test]
fn a_library_of_a_newer_version_is_read_and_left_byte_for_byte() {
    let desk = Desk::new();
    desk.three_saved();
    let manifest = desk.path().join("library.json");
    let text = fs::read_to_string(&manifest).expect("the manifest");
    fs::write(
        &manifest,
        text.replace("\"min_writer\": 1", "\"min_writer\": 2"),
    )
    .expect("newer");
    let library = Library::open(&desk.path()).expect("readable");
    let library = std::sync::Arc::new(library.with_state(&desk.state()));
    let before: Vec<_> = files(&desk.path(), "")
        .into_iter()
        .map(|path| fs::read(path).ok())
        .collect();
    let session = Session::of(&library, "lin");
    session.recorder.record([annotate("旧版写的")]);
    let unsaved = session
        .recorder
        .close(desk::PATIENCE)
        .expect_err("read only");
    assert_eq!(
        (unsaved.error.kind, unsaved.kept),
        (ErrorKind::NewerWriter, Kept::Aside)
    );
    let after: Vec<_> = files(&desk.path(), "")
        .into_iter()
        .map(|path| fs::read(path).ok())
        .collect();
    assert_eq!(before, after);
    assert_eq!(desk::read(&library).0.annotations.len(), 4);
}

#[test]
fn a_full_file_is_followed_by_another_and_closed_files_hold_no_reserved_room() {
    use std::os::unix::fs::MetadataExt;
    let desk = Desk::new();
    let session = desk.session("lin");
    let long = "长".repeat(120_000);
    for _ in 0..4 {
        session.save(&long);
    }
    session.close();
    let journals = files(&desk.path(), ".jsonl");
    assert_eq!(journals.len(), 2);
    for journal in journals {
        let metadata = fs::metadata(&journal).expect("a journal");
        assert!(
            metadata.blocks() * 512 < metadata.len() + (16 << 10),
            "{}",
            metadata.blocks()
        );
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(desk.read().0.annotations.len(), 4);
    assert_eq!(verify(&desk.library).expect("a check").damage, []);
}
