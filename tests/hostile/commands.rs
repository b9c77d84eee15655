//! Every hostile text through every command at a terminal: what it says of each, and what of it reaches the screen.

use super::corpus::{Fate, Hostile, LARGE, TEXTS, report};
use super::place::Place;

/// The texts that are read, as files of a place.
fn readable(place: &Place, texts: &'static [Hostile]) -> Vec<String> {
    let read = texts
        .iter()
        .filter(|hostile| matches!(hostile.fate, Fate::Read(_)));
    read.map(|hostile| {
        let name = format!("reports/{}", hostile.name);
        place.file(&name, (hostile.bytes)());
        name
    })
    .collect()
}

#[test]
fn every_text_is_read_with_its_marks_or_refused_with_a_reason() {
    let place = Place::new();
    let mut wrong = Vec::new();
    for hostile in TEXTS.iter().chain(LARGE) {
        place.file(hostile.name, (hostile.bytes)());
        let shown = place.run(&["show", hostile.name]);
        let (code, said, words) = match hostile.fate {
            Fate::Read(words) => {
                let found = place.run(&["search", "执法", hostile.name]);
                (0, found.text(), words)
            }
            Fate::Refused(words) => (3, shown.text(), words),
        };
        let missing = words.iter().find(|word| !said.contains(**word));
        if shown.code != code || missing.is_some() {
            let said: String = said.chars().take(300).collect();
            wrong.push(format!(
                "{} ({}) lacks {missing:?}: {said}",
                hostile.name, shown.code
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The words of a command, and whether it names the reports itself.
const ON_REPORTS: &[&[&str]] = &[
    &["show", "--format", "json"],
    &["check"],
    &["check", "--format", "json"],
    &["score"],
    &["search", "复议"],
    &["search", "复议", "--format", "json"],
    &["search", "--regex", "[0-9]+件"],
];

#[test]
fn no_command_lets_a_text_reach_the_terminal() {
    let place = Place::new();
    let names = readable(&place, TEXTS);
    for words in ON_REPORTS {
        let words: Vec<&str> = words
            .iter()
            .copied()
            .chain(names.iter().map(String::as_str))
            .collect();
        place.run(&words);
    }
    place.file(
        "plain.txt",
        report("").replace("2024", "2023").replace("45件", "35件"),
    );
    let everywhere: String = TEXTS
        .iter()
        .filter(|hostile| !hostile.name.starts_with("35"))
        .map(|hostile| {
            String::from_utf8_lossy(&(hostile.bytes)())
                .chars()
                .take(4000)
                .collect::<String>()
        })
        .collect();
    place.file("all.txt", everywhere);
    for format in ["text", "json", "markdown", "html"] {
        place.run(&["compare", "plain.txt", "all.txt", "--format", format]);
        place.run(&[
            "series",
            "plain.txt",
            "reports/01-esc-sgr.txt",
            "--format",
            format,
        ]);
    }
}

/// What is asked of a library.
const ON_LIBRARY: &[&[&str]] = &[
    &["list"],
    &["list", "--format", "json"],
    &["check"],
    &["score"],
    &["search", "行政"],
    &["suppress"],
    &["register", "list"],
    &["gaps"],
    &["gaps", "--format", "json"],
    &["agreement"],
    &["verify"],
    &["verify", "--repair"],
    &["export", "ledger", "--format", "csv"],
    &["export", "problems", "--format", "markdown"],
    &["export", "opinion", "--format", "markdown"],
    &["export", "page", "--format", "html"],
    &["export", "annotations", "--format", "json"],
    &["export", "annotations", "--format", "jsonld"],
    &["export", "findings", "--format", "sarif"],
    &["export", "findings", "--format", "csv"],
    &["export", "findings", "--format", "ndjson"],
    &["doctor"],
    &["backup", "copy.zip"],
    &["restore", "copy.zip"],
];

#[test]
fn no_library_lets_a_text_reach_the_terminal() {
    let place = Place::new();
    readable(&place, TEXTS);
    place.run(&["import", "reports"]).has(0, &["失败 0"]);
    let list = place.run(&["list"]).text();
    let rows = list.lines().filter(|row| row.contains("青禾"));
    let ids: Vec<&str> = rows
        .filter_map(|row| row.split_whitespace().next())
        .collect();
    assert!(ids.len() >= 20, "{list}");
    for id in &ids {
        let problem = "原因\u{1b}[31m不明\u{9b}2J\u{202e}=1";
        place.run(&[
            "annotate",
            id,
            "--quote",
            "执法力量",
            "--problem",
            problem,
            "--suggestion",
            problem,
        ]);
    }
    for id in ids.iter().take(3) {
        place.run(&["fix", id]).has(0, &[]);
        place.run(&["follow-up", id]);
        place.run(&["reviewed", id, "--all"]).has(0, &[]);
        place.run(&["fix", id, "issuer=青禾\u{1b}]0;x\u{7}县人民政府"]);
    }
    for words in ON_LIBRARY {
        place.run(words);
    }
}

/// Words of a command line that are hostile themselves.
#[test]
fn what_was_typed_is_shown_and_not_obeyed() {
    let place = Place::new();
    place.file("plain.txt", report(""));
    place.run(&["import", "plain.txt"]).has(0, &[]);
    let bad = "\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\r虚假";
    let path = format!("no/{bad}.txt");
    let option = format!("--{bad}");
    let equals = format!("--format={bad}");
    let field = format!("{bad}={bad}");
    for words in [
        &[bad][..],
        &[&path],
        &[&option],
        &["show", bad],
        &["show", "plain.txt", &equals],
        &["show", "plain.txt", "--encoding", bad],
        &["show", "plain.txt", "--lang", bad],
        &["check", bad],
        &["check", "plain.txt", "--previous", bad],
        &["check", "plain.txt", "--pack", &path],
        &["compare", bad, bad],
        &["compare", "plain.txt", "plain.txt", "--out", &path],
        &["series", bad],
        &["search", bad],
        &["search", "--regex", "(\u{1b}[31m"],
        &["explain", bad],
        &["fix", "plain.txt", &field],
        &["fix", bad],
        &["packs", "check", &path],
        &["register", "import", &path],
        &["annotate", bad, "--quote", bad, "--problem", bad],
        &["decide", bad, bad],
        &["reviewed", "plain.txt", bad],
        &["suppress", bad, "--everywhere", "--reason", bad],
        &["suppress"],
        &[
            "suppress",
            "arith-parts-sum",
            "--issuer",
            bad,
            "--reason",
            bad,
        ],
        &["suppress"],
        &["gaps", "--issuer", bad],
        &["gaps", "--grade", bad],
        &["gaps", "--author", bad],
        &["export", bad],
        &["export", "ledger", "--format", bad],
        &["export", "ledger", "--out", &path],
        &[
            "export",
            "problems",
            "--template",
            &path,
            "--format",
            "markdown",
        ],
        &["ledger", "import", &path],
        &["follow-up", bad],
        &["agreement", bad],
        &["backup", &path],
        &["restore", &path],
        &["completions", bad],
        &["list", "--library", &path],
        &["list", "--reviewer", bad],
        &["doctor", "--library", &path],
    ] {
        place.run(words);
    }
}
