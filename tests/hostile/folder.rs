//! A shared folder in which somebody has done harm: everything else loads, the damage is told, nothing outside is read or
//! written; and what the program makes there has its own modes, whatever the umask.

use std::fs;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::corpus::report;
use super::files::{Parts, blown_up};
use super::place::Place;

const SECRET: &str = "不得外泄的内容";

/// A library with a report and one annotation each of two reviewers.
fn shared() -> (Place, Vec<PathBuf>) {
    let place = Place::new();
    place.file("secret.txt", SECRET);
    place.file("报告.txt", report(""));
    place.run(&["import", "报告.txt"]).has(0, &[]);
    let list = place.run(&["list", "--format", "json"]).text();
    let entry: serde_json::Value = serde_json::from_str(list.trim()).expect("JSON");
    let id = entry["id"].as_str().expect("an id").to_owned();
    for name in ["lin", "wang"] {
        let problem = format!("{name}所写");
        place
            .run(&[
                "annotate",
                &id,
                "--reviewer",
                name,
                "--quote",
                "执法力量不足",
                "--problem",
                &problem,
            ])
            .has(0, &[]);
    }
    let journals = files(&place.library().join("reviews"), "jsonl");
    assert_eq!(journals.len(), 2);
    (place, journals)
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Somebody's work in the folder; given the place, the journal of 林 and the folder of the only edition.
type Harm = fn(&Place, &Path, &Path);

/// What is done, and whether `ducha verify` finds it.
const HARMS: &[(&str, Harm, bool)] = &[
    (
        "41 a journal is a link to a secret",
        |place, journal, _| {
            fs::remove_file(journal).expect("gone");
            symlink(place.at("secret.txt"), journal).expect("a link");
        },
        true,
    ),
    (
        "41 a report is a link to a secret",
        |place, _, edition| {
            fs::remove_file(edition.join("text.txt")).expect("gone");
            symlink(place.at("secret.txt"), edition.join("text.txt")).expect("a link");
        },
        true,
    ),
    (
        "a journal is a pipe",
        |_, journal, _| {
            fs::remove_file(journal).expect("gone");
            pipe(journal);
        },
        true,
    ),
    (
        "a journal has a second name",
        |place, journal, _| {
            fs::hard_link(journal, place.at("second")).expect("a link");
        },
        true,
    ),
    (
        "a reviewer's folder is a link",
        |place, journal, _| {
            let own = journal.parent().expect("a folder");
            fs::rename(own, place.at("moved")).expect("moved");
            symlink(place.at("moved"), own).expect("a link");
        },
        true,
    ),
    (
        "63 a torn last line",
        |_, journal, _| {
            let bytes = fs::read(journal).expect("bytes");
            fs::write(journal, &bytes[..bytes.len() - 9]).expect("cut");
        },
        true,
    ),
    (
        "64 zeros in the middle",
        |_, journal, _| {
            let bytes = fs::read(journal).expect("bytes");
            let at = bytes
                .iter()
                .position(|byte| *byte == b'\n')
                .expect("a line")
                + 1;
            fs::write(journal, [&bytes[..at], &[0; 4096], &bytes[at..]].concat()).expect("torn");
        },
        true,
    ),
    (
        "65 a bad checksum",
        |_, journal, _| {
            let text = fs::read_to_string(journal).expect("text");
            fs::write(journal, text.replace("lin所写", "lin所改")).expect("changed");
        },
        true,
    ),
    (
        "a terminal's commands for a journal",
        |_, journal, _| {
            fs::write(journal, "\u{1b}]52;c;aGk=\u{7}\n\u{9b}2J\n").expect("replaced");
        },
        true,
    ),
    (
        "70 JSON of great depth",
        |_, journal, _| {
            let mut bytes = fs::read(journal).expect("bytes");
            bytes.extend("[".repeat(100_000).bytes());
            bytes.push(b'\n');
            fs::write(journal, bytes).expect("more");
        },
        true,
    ),
    (
        "73 a journal of somebody else",
        |_, journal, _| {
            let _ = chown(journal, Some(12345), None);
        },
        true,
    ),
    (
        "74 what a network disk leaves behind",
        |_, journal, _| {
            fs::write(journal.with_file_name(".nfs000000000000beef"), "{").expect("a file");
        },
        false,
    ),
    (
        "75 a readable copy that is none",
        |_, journal, _| {
            fs::write(journal.with_file_name("annotations.json"), "null").expect("a file");
        },
        true,
    ),
    (
        "a name that steers a terminal",
        |_, journal, _| {
            fs::write(
                journal.with_file_name("\u{1b}]0;x\u{7}\u{202e}.jsonl"),
                "{}\n",
            )
            .expect("a file");
        },
        true,
    ),
    (
        "a reviewer whose name steers a terminal",
        |place, _, _| {
            let own = place.library().join("reviews/\u{1b}[2J");
            fs::create_dir(&own).expect("a folder");
            fs::write(own.join("h-1.1.jsonl"), "{}\n").expect("a file");
        },
        true,
    ),
    (
        "an edition that is a link to above",
        |place, _, edition| {
            symlink(place.path(), edition.with_file_name("f".repeat(64))).expect("a link");
        },
        true,
    ),
    (
        "a record of an edition that is not JSON",
        |_, _, edition| {
            fs::write(edition.join("edition.json"), "\u{1b}[2J{").expect("a file");
        },
        true,
    ),
    (
        "77 a library of a newer version",
        |place, _, _| {
            let manifest = place.library().join("library.json");
            let text = fs::read_to_string(&manifest).expect("text");
            fs::write(
                manifest,
                text.replace("\"min_writer\": 1", "\"min_writer\": 2"),
            )
            .expect("newer");
        },
        true,
    ),
    (
        "a manifest that steers a terminal",
        |place, _, _| {
            fs::write(
                place.library().join("library.json"),
                "{\"schema\":\"\u{1b}[2J\u{9b}31m\"}",
            )
            .expect("a file");
        },
        true,
    ),
];

fn pipe(path: &Path) {
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, mode, 0)
        .expect("a pipe");
}

#[test]
fn harm_in_a_shared_folder_costs_what_it_hits_and_is_told() {
    for (name, harm, is_found) in HARMS {
        let (place, journals) = shared();
        let [lin, wang] = &journals[..] else {
            panic!("two journals");
        };
        let edition = fs::read_dir(place.library().join("editions")).expect("editions");
        let edition = edition
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.is_dir())
            .expect("one");
        let untouched = fs::read(wang).expect("a journal");
        harm(&place, lin, &edition);
        let mut said = String::new();
        for words in [
            &["list"][..],
            &["gaps"],
            &["check"],
            &["search", "执法"],
            &[
                "export",
                "problems",
                "--format",
                "markdown",
                "--judgement",
                "pending",
            ],
            &["verify"],
            &["verify", "--repair"],
            &["doctor"],
            &["backup", "copy.zip"],
        ] {
            let shown = place.run(words);
            said.push_str(&shown.text());
            assert!(
                !shown.text().contains(SECRET),
                "{name}: {words:?} shows a secret"
            );
        }
        let verified = place.run(&["verify"]);
        let as_root = rustix::process::geteuid().is_root();
        if as_root || !name.starts_with("73") {
            assert_eq!(verified.code != 0, *is_found, "{name}: {}", verified.text());
        }
        assert_eq!(fs::read(wang).expect("a journal"), untouched, "{name}");
        assert_eq!(
            fs::read_to_string(place.at("secret.txt")).expect("there"),
            SECRET,
            "{name}"
        );
        if !name.contains("manifest") && !name.contains("edition") && !name.contains("report") {
            assert!(said.contains("wang所写"), "{name}: {said}");
        }
    }
}

/// The entries of a backup, whose list names further files, each of so many bytes.
fn listing(backup: &Path, further: &[(&str, u64)]) -> Parts {
    let file = fs::File::open(backup).expect("a backup");
    let mut archive = zip::ZipArchive::new(file).expect("an archive");
    let names = archive
        .file_names()
        .map(|name| name.expect("a name").into_owned());
    let names: Vec<String> = names.collect();
    let mut parts: Parts = Vec::new();
    for name in names {
        let mut bytes = Vec::new();
        let mut entry = archive.by_name(&name).expect("an entry");
        entry.read_to_end(&mut bytes).expect("its bytes");
        parts.push((name, bytes));
    }
    let (_, list) = parts
        .iter_mut()
        .find(|(name, _)| name == "backup.json")
        .expect("a list");
    let mut contents: serde_json::Value = serde_json::from_slice(list).expect("JSON");
    let files = contents["files"].as_array_mut().expect("files");
    files.extend(further.iter().map(|(path, bytes)| {
        serde_json::json!({"path": path, "bytes": bytes, "sha256": ducha::review::digest(b"x")})
    }));
    *list = serde_json::to_vec(&contents).expect("JSON");
    parts
}

/// 48: a backup that names places outside, or holds more than it says, adds what is whole and nothing else.
#[test]
fn a_backup_that_lies_adds_nothing_outside() {
    let (place, _) = shared();
    place.run(&["backup", "copy.zip"]).has(0, &[]);
    let outside = ["../../.ssh/authorized_keys", "/tmp/ducha-hostile-entry"];
    let further: Vec<(&str, u64)> = outside.iter().map(|path| (*path, 1)).collect();
    let mut slipping = listing(&place.at("copy.zip"), &further);
    slipping.extend(outside.map(|path| (path.to_owned(), b"x".to_vec())));
    let bomb = "reviews/lin/h-0123456789.1.jsonl";
    let bloated = listing(&place.at("copy.zip"), &[(bomb, 2 << 30)]);
    for (name, bytes) in [
        ("slip.zip", crate::docx::zipped(&slipping)),
        ("bomb.zip", blown_up(&bloated, bomb, 2 << 30)),
    ] {
        place.file(name, bytes);
        fs::remove_dir_all(place.library()).expect("gone");
        place.run(&["restore", name]).has(3, &[]);
        place.run(&["gaps"]).has(0, &["lin所写", "wang所写"]);
        place.run(&["verify"]).has(0, &[]);
    }
    for path in ["../.ssh", "../../.ssh", ".ssh", "/tmp/ducha-hostile-entry"] {
        assert!(!place.library().join(path).exists(), "{path}");
    }
}

/// 76: the order of events is that of the journals, whatever the clock says.
#[test]
fn the_clock_may_be_wrong() {
    let (place, journals) = shared();
    for time in ["1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z"] {
        for journal in &journals {
            let text = fs::read_to_string(journal).expect("text");
            let lines = text.lines().map(|line| timed(line, time) + "\n");
            fs::write(journal, lines.collect::<String>()).expect("a journal");
        }
        place.run(&["gaps"]).has(0, &["lin所写", "wang所写"]);
        place.run(&["list"]).has(0, &["青禾县"]);
    }
}

/// A line with another time and a checksum that fits.
fn timed(line: &str, time: &str) -> String {
    let (_, rest) = line.split_once("\"e\":").expect("an envelope");
    let inner = rest.strip_suffix('}').expect("its end");
    let (before, after) = inner.split_once("\"t\":\"").expect("a time");
    let (_, after) = after.split_once('"').expect("its end");
    let inner = format!("{before}\"t\":\"{time}\"{after}");
    format!(
        "{{\"c\":\"{:08x}\",\"e\":{inner}}}",
        crc32fast::hash(inner.as_bytes())
    )
}

/// Runs a script of commands under a umask, with `$0` for the program.
fn under(umask: &str, place: &Place, script: &str) {
    let output = Command::new("sh")
        .args(["-c", &format!("umask {umask}; {script}")])
        .arg(env!("CARGO_BIN_EXE_ducha"))
        .env_clear()
        .env("HOME", place.path())
        .env("PATH", "/usr/bin:/bin")
        .current_dir(place.path())
        .output()
        .expect("a shell");
    assert!(output.status.success(), "umask {umask}: {output:?}");
}

/// Imports a report and writes an annotation on it.
const WORK: &str = r#""$0" import 报告.txt && "$0" annotate "$("$0" list --format json | head -n 1 | sed 's/.*"id":"\([0-9a-f]*\)".*/\1/')" --reviewer lin --quote 执法力量不足 --problem 无原因 && "$0" verify"#;

#[test]
fn modes_are_ours_whatever_the_umask() {
    for umask in ["000", "022", "077"] {
        let place = Place::new();
        place.file("报告.txt", report(""));
        under(umask, &place, WORK);
        under(umask, &place, r#""$0" backup copy.zip"#);
        for folder in [".local/share/ducha", ".local/state/ducha", ".config/ducha"] {
            closed(&place.at(folder), umask);
        }
        // Shared with a group from here on: the group reads, and nobody else does anything.
        let before = files(&place.library(), "");
        for folder in ["", "editions", "reviews"] {
            let mode = fs::Permissions::from_mode(0o2770);
            fs::set_permissions(place.library().join(folder), mode).expect("a mode");
        }
        place.file("报告.txt", report("").replace("45件", "46件"));
        let work = WORK.replace("--reviewer lin", "--reviewer wang");
        under(umask, &place, &work);
        let new = files(&place.library(), "").into_iter();
        let new: Vec<_> = new.filter(|path| !before.contains(path)).collect();
        assert!(new.len() >= 5, "{new:?}");
        for path in new {
            let mode = fs::metadata(&path).expect("there").permissions().mode() & 0o7777;
            assert_eq!(mode, 0o640, "{} under umask {umask}", path.display());
        }
    }
}

/// Nobody else may look into a private library, nor at drafts and logs.
fn closed(path: &Path, umask: &str) {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return;
    };
    let mode = metadata.permissions().mode() & 0o7777;
    let wanted = if metadata.is_dir() { 0o700 } else { 0o600 };
    // What leads to the library may be the user's own and wider; what is in it may not.
    let is_ours = path.components().any(|part| {
        ["library", "state", "samples"]
            .iter()
            .any(|name| part.as_os_str() == *name)
    });
    if is_ours {
        assert_eq!(mode, wanted, "{} under umask {umask}", path.display());
    }
    assert_eq!(metadata.uid(), rustix::process::geteuid().as_raw());
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        closed(&entry.path(), umask);
    }
}
