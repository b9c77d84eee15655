//! Keeping annotations: hostile journals, disks that refuse, several sessions, repair, backup and restore.

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

use desk::{Desk, Session, annotate, files, problems, resealed};
use ducha::review::{Review, Union, digest};
use ducha::store::{
    ErrorKind, Fault, Feed, Flaw, Kept, Library, Outcome, RepairStep, apply_repair, backup,
    library_of, plan_repair, restore, verify,
};

/// A hostile journal: what is done to the text of one with 甲, 乙, 丙 in lines 2 to 4, what still counts, and what is said.
type Hostile = (
    &'static str,
    fn(&str) -> Vec<u8>,
    &'static [&'static str],
    &'static [Flaw],
);

const HOSTILE: &[Hostile] = &[
    (
        "torn last line",
        |text| cut(text, 20),
        &["甲", "乙"],
        &[Flaw::Torn],
    ),
    (
        "zeros in the middle, and a line right behind them",
        |text| {
            let mut lines = text.split_inclusive('\n');
            let mut bytes: Vec<u8> = lines.by_ref().take(2).collect::<String>().into();
            bytes.extend([0; 4096]);
            bytes.extend(lines.collect::<String>().bytes());
            bytes
        },
        &["甲", "乙", "丙"],
        &[Flaw::Zeros],
    ),
    (
        "zeros over the end of a line and the start of the next",
        |text| {
            let mut bytes = Vec::from(text);
            let end = text.match_indices('\n').nth(1).map_or(0, |(at, _)| at);
            bytes[end - 40..end + 40].fill(0);
            bytes
        },
        &["丙"],
        &[Flaw::Form, Flaw::Zeros, Flaw::Form],
    ),
    (
        "bad checksum in line 3",
        |text| line(text, 3, |line| line.replace('乙', "戊")),
        &["甲", "丙"],
        &[Flaw::Checksum],
    ),
    (
        "a number twice, with other words",
        |text| {
            line(text, 4, |line| {
                resealed(&line.replace("\"seq\":3", "\"seq\":2"))
            })
        },
        &["甲", "乙", "丙"],
        &[Flaw::Twice],
    ),
    (
        "a number left out",
        |text| {
            line(text, 4, |line| {
                resealed(&line.replace("\"seq\":3", "\"seq\":7"))
            })
        },
        &["甲", "乙", "丙"],
        &[Flaw::Gap],
    ),
    (
        "another writer's name",
        |text| {
            line(text, 3, |line| {
                resealed(&line.replace("\"writer\":\"lin/", "\"writer\":\"wang/"))
            })
        },
        &["甲", "丙"],
        &[Flaw::Foreign],
    ),
    (
        "version 999",
        |text| {
            line(text, 4, |line| {
                resealed(&line.replace("\"v\":1", "\"v\":999"))
            })
        },
        &["甲", "乙", "丙"],
        &[],
    ),
    (
        "JSON of depth 100,000",
        |text| {
            line(text, 4, |line| {
                let deep = "[".repeat(100_000) + &"]".repeat(100_000);
                resealed(&line.replace("\"body\":{", &format!("\"deep\":{deep},\"body\":{{")))
            })
        },
        &["甲", "乙", "丙"],
        &[],
    ),
    (
        "the number 1e999",
        |text| {
            line(text, 4, |line| {
                resealed(&line.replace("\"lamport\":3", "\"lamport\":1e999"))
            })
        },
        &["甲", "乙"],
        &[Flaw::Content],
    ),
    (
        "a key twice",
        |text| {
            line(text, 4, |line| {
                resealed(&line.replace("\"seq\":3", "\"seq\":3,\"seq\":3"))
            })
        },
        &["甲", "乙"],
        &[Flaw::Content],
    ),
    (
        "not UTF-8",
        |text| {
            let mut bytes = Vec::from(text);
            let at = text.find('乙').unwrap_or(0);
            bytes[at] = 0xff;
            bytes
        },
        &["甲", "丙"],
        &[Flaw::Form],
    ),
    (
        "a terminal's commands in place of a line",
        |text| line(text, 3, |_| "\u{1b}]52;c;aGk=\u{7}\n".to_owned()),
        &["甲", "丙"],
        &[Flaw::Form],
    ),
];

fn cut(text: &str, bytes: usize) -> Vec<u8> {
    text.as_bytes()[..text.len() - bytes].to_vec()
}

/// The text with one of its lines, counted from 1, made anew.
fn line(text: &str, number: usize, change: impl Fn(&str) -> String) -> Vec<u8> {
    let lines = text.split_inclusive('\n').zip(1..);
    let changed = lines.map(|(line, at)| match at == number {
        true => change(line.trim_end()).trim_end().to_owned() + "\n",
        false => line.to_owned(),
    });
    changed.collect::<String>().into_bytes()
}

#[test]
fn a_hostile_journal_costs_the_lines_that_it_breaks_and_nothing_else() {
    for (name, change, left, flaws) in HOSTILE {
        let desk = Desk::new();
        let journal = desk.three_saved();
        let text = fs::read_to_string(&journal).expect("the journal");
        let hostile = change(&text);
        fs::write(&journal, &hostile).expect("a hostile journal");
        let (review, _) = desk.read();
        assert_eq!(problems(&review), *left, "{name}");
        let found = verify(&desk.library).expect("a check").damage;
        let found: Vec<_> = found.into_iter().map(|damage| damage.fault).collect();
        let expected: Vec<_> = flaws.iter().map(|flaw| Fault::Line(*flaw)).collect();
        assert_eq!(found, expected, "{name}");
        // Somebody goes on working beside it, and leaves it as it is.
        let session = desk.session("wang");
        session.save("丁");
        session.close();
        assert_eq!(fs::read(&journal).expect("there"), hostile, "{name}");
        assert_eq!(desk.read().0.annotations.len(), left.len() + 1, "{name}");
    }
}

#[test]
fn every_changed_byte_of_a_library_is_found() {
    let desk = Desk::new();
    desk.import();
    desk.three_saved();
    for path in files(&desk.path(), "") {
        let whole = fs::read(&path).expect("a file");
        // Every byte of the journal is tried in another test; of the rest, some of each file.
        for at in (0..whole.len()).step_by(whole.len() / 40 + 1) {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x01;
            fs::write(&path, &damaged).expect("a damaged file");
            let found = verify(&desk.library).map(|found| found.damage.len());
            assert_ne!(found, Ok(0), "byte {at} of {}", path.display());
        }
        fs::write(&path, &whole).expect("as it was");
    }
    assert_eq!(verify(&desk.library).expect("a check").damage, []);
}

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
        let unsaved = session.recorder.close(desk::PATIENCE).expect_err(name);
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

#[test]
fn backup_destroy_restore_is_the_same_state() {
    let desk = Desk::new();
    desk.import();
    desk.three_saved();
    let other = desk.session("王敏");
    other.save("丁");
    other.close();
    let (before, _) = desk.read();
    let file = desk.elsewhere().with_extension("zip");
    let contents = backup(&desk.library, &file).expect("a backup");
    assert!(contents.files.len() >= 6);
    let twice = backup(&desk.library, &file).map_err(|error| error.kind);
    assert_eq!(twice, Err(ErrorKind::Exists));
    fs::remove_dir_all(desk.path()).expect("destroyed");
    let again = library_of(&file, &desk.path()).expect("a library");
    assert_eq!(again.id(), desk.library.id());
    let restored = restore(&again, &file).expect("restored");
    assert_eq!((restored.editions, restored.journals), (1, 2));
    let again = std::sync::Arc::new(again);
    assert_eq!(desk::read(&again).0, before);
    assert_eq!(verify(&again).expect("a check").damage, []);
    let restored = restore(&again, &file).expect("again");
    assert_eq!((restored.editions, restored.journals), (0, 0));
}

#[test]
fn restoring_is_a_union_and_changes_nothing_that_is_there() {
    let desk = Desk::new();
    let journal = desk.three_saved();
    let file = desk.elsewhere().with_extension("zip");
    backup(&desk.library, &file).expect("a backup");
    let session = desk.session("lin");
    session.save("新写");
    session.close();
    let name = journal
        .file_name()
        .and_then(|name| name.to_str())
        .expect("a name");
    let journal = files(&desk.path(), name).remove(0);
    let text = fs::read_to_string(&journal).expect("the journal");
    let damaged = text.replacen('乙', "戊", 1);
    fs::write(&journal, &damaged).expect("damaged");
    let restored = restore(&desk.library, &file).expect("restored");
    assert_eq!(restored.journals, 1);
    assert_eq!(fs::read_to_string(&journal).expect("there"), damaged);
    let (review, _) = desk.read();
    assert_eq!(problems(&review), ["甲", "乙", "丙", "新写"]);
    let found = verify(&desk.library).expect("a check").damage;
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_damaged_backup_says_what_cannot_be_used_and_gives_the_rest() {
    let desk = Desk::new();
    desk.import();
    desk.three_saved();
    let file = desk.elsewhere().with_extension("zip");
    backup(&desk.library, &file).expect("a backup");
    let whole = fs::read(&file).expect("the backup");
    let mut usable = 0;
    for at in (0..whole.len()).step_by(whole.len() / 60) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        fs::write(&file, &damaged).expect("damaged");
        let target = desk.elsewhere().join(format!("at-{at}"));
        let Ok(library) = library_of(&file, &target) else {
            continue;
        };
        let Ok(restored) = restore(&library, &file) else {
            continue;
        };
        usable += 1;
        let whole = restored.damaged.is_empty();
        let found = verify(&std::sync::Arc::new(library)).expect("a check");
        assert!(found.damage.is_empty(), "byte {at}: {:?}", found.damage);
        assert!(!whole || found.events == 3, "byte {at} was not noticed");
    }
    assert!(usable > 20, "{usable}");
    fs::write(&file, "not a backup").expect("a file");
    let refused = library_of(&file, &desk.elsewhere().join("x")).map(|_| ());
    assert_eq!(
        refused.map_err(|error| error.kind),
        Err(ErrorKind::NotABackup)
    );
}

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
