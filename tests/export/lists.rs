//! Lists of files on standard input, and readers that go away.

use std::process::{Output, Stdio};

use crate::program::Home;
use crate::reviewed::{NORTH, SOUTH, gaps, review};

/// Two years of one county, in a folder whose names need care.
fn reports(home: &Home) -> [String; 2] {
    let before = NORTH.replace("2024", "2023").replace("2025", "2024");
    [
        home.write("报 告/甲 2023.txt", before),
        home.write("报 告/乙\n2024.txt", NORTH),
    ]
}

#[test]
fn names_come_from_lines_or_end_with_a_nul() {
    let home = Home::new();
    let [before, now] = reports(&home);
    let list = ["--files-from", "-"];
    let one = format!("{before}\r\n\n");
    let both = format!("{before}\0{now}\0");
    for (words, input, lines) in [
        (&["show", "--format", "json"][..], &one, 1),
        (&["show", "--format", "json"], &both, 2),
        (&["check", "--format", "json"], &both, 2),
        (&["score", "--format", "json"], &both, 2),
        (&["search", "全年收到"], &both, 2),
        (&["series", "--format", "json"], &both, 1),
        (&["import"], &both, 2),
    ] {
        let run = home.run_with(&[words, &list].concat(), input);
        assert!(matches!(run.code, Some(0 | 1)), "{words:?}: {}", run.err);
        assert_eq!(run.out.lines().count(), lines, "{words:?}: {}", run.out);
    }
    let file = home.write("list.txt", both.as_bytes());
    let run = home.run(&["show", &before, "--files-from", &file, "--format", "json"]);
    assert_eq!(run.json().len(), 3, "named and listed");
}

#[test]
fn years_of_a_list_belong_together() {
    let home = Home::new();
    let [before, now] = reports(&home);
    // What cannot be told without the year before.
    let open = |run: crate::program::Run| {
        assert!(matches!(run.code, Some(0 | 1)), "{}", run.err);
        run.out.matches("\"not-assessable\"").count()
    };
    let json = ["--format", "json"];
    let named = open(home.run(&[&["check", &before, &now], &json[..]].concat()));
    let words = [&["check", "--files-from", "-"], &json[..]].concat();
    let listed = open(home.run_with(&words, &format!("{now}\0{before}\0")));
    assert!(0 < listed && listed < named, "{listed} of {named}");
}

#[test]
fn a_list_that_names_nothing_is_an_error_and_not_the_whole_library() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    for command in ["check", "score", "agreement", "import", "show"] {
        for empty in ["", "\n\r\n", "\0"] {
            let run = home.run_with(&[command, "--files-from", "-"], empty);
            assert_eq!(run.code, Some(3), "{command} {empty:?}: {}", run.out);
            assert!(run.err.contains("没有文件名"), "{command}: {}", run.err);
            assert!(run.out.is_empty(), "{command}: {}", run.out);
        }
    }
    let run = home.run(&["check", "--files-from", "/nowhere/list"]);
    assert_eq!(run.code, Some(3));
    assert!(run.err.contains("/nowhere/list"), "{}", run.err);
    for words in [
        &["show", "--records", "--files-from", "-"][..],
        &["compare", "--files-from", "-"],
        &["show"],
    ] {
        assert_eq!(home.run(words).code, Some(2), "{words:?}");
    }
}

/// What cannot be read is said, and the others are worked on.
#[test]
fn one_bad_name_does_not_stop_a_list() {
    let home = Home::new();
    let south = home.write("south.txt", SOUTH);
    let input = format!("/nowhere/a.txt\n{south}\n");
    for command in ["show", "check", "score", "search", "import"] {
        let mut words = vec![command];
        words.extend((command == "search").then_some("调解"));
        words.extend(["--files-from", "-"]);
        let run = home.run_with(&words, &input);
        assert_eq!(run.code, Some(3), "{command}: {}", run.err);
        assert!(run.err.contains("a.txt"), "{command}: {}", run.err);
        assert!(!run.out.is_empty(), "{command}");
    }
}

#[test]
fn a_reader_that_goes_away_changes_nothing_that_is_said() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    let north = home.write("north.txt", NORTH);
    let south = home.write("south.txt", SOUTH);
    for words in [
        &["--help"][..],
        &["--version"],
        &["keys"],
        &["man"],
        &["completions", "zsh"],
        &["list"],
        &["show", &north, "--format", "json"],
        &["show", &north],
        &["search", "行政复议"],
        &["check"],
        &["check", &north, &south, "--format", "json"],
        &["score"],
        &["compare", &south, &north],
        &["compare", &south, &north, "--format", "html"],
        &["series", &south, &north],
        &["gaps"],
        &["gaps", "--format", "json"],
        &["explain", "arith-parts-sum"],
        &["packs", "list"],
        &["suppress"],
        &["register", "list"],
        &["reviewed", &north],
        &["agreement"],
        &["verify"],
        &["doctor"],
        &["export", "--format", "csv", "--private"],
        &[
            "export",
            "problems",
            "--judgement",
            "成立",
            "--judgement",
            "待核",
        ],
        &[
            "export",
            "opinion",
            "--format",
            "md",
            "--judgement",
            "成立",
            "--judgement",
            "待核",
        ],
        &["export", "page"],
        &["export", "annotations"],
        &["export", "annotations", "--format", "jsonld"],
        &["export", "findings"],
        &["export", "findings", "--format", "csv"],
        &["export", "findings", "--format", "ndjson"],
    ] {
        let mut child = home
            .command(words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        let read = home.command(words).output().expect("the program ends");
        let told = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(told(&output), told(&read), "{words:?}");
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{words:?}: {:?}",
            output.status
        );
    }
}
