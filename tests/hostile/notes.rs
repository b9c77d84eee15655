//! Annotations that are hostile to whoever opens what they are exported to, and such as are too large or empty.

use std::fs;

use super::corpus::report;
use super::place::Place;

/// What somebody writes into a note, and what may stand nowhere in any export.
const NOTES: &[&str] = &[
    "=HYPERLINK(\"http://x.invalid\",\"y\")",
    "＝cmd|'/c calc'!A1",
    "\t=1+1",
    "@SUM(A1)",
    "-2+3",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "]]></w:t><w:p/>",
    "[x](javascript:alert(1))",
    "![](file:///etc/passwd)",
    "`rm -rf`\n\n# 标题\n\n---\n",
    "\u{1b}]52;c;aGk=\u{7}\u{9b}2J\u{202e}反",
    "\r\n\"a\",\"b\"\r\n",
];

/// A place with one report, and an annotation for each note; the id of the report.
fn noted(place: &Place) -> String {
    place.file("报告.txt", report(""));
    place.run(&["import", "报告.txt"]).has(0, &[]);
    let id = only_id(place);
    for note in NOTES {
        let (problem, suggestion) = (format!("--problem={note}"), format!("--suggestion={note}"));
        place
            .run(&[
                "annotate",
                &id,
                "--quote",
                "执法力量不足",
                &problem,
                &suggestion,
            ])
            .has(0, &[]);
    }
    let list = place.run(&["gaps", "--format", "json"]).text();
    let list = list
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let ids: Vec<String> = list
        .filter_map(|gap| gap["id"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(ids.len(), NOTES.len());
    let words: Vec<&str> = ["decide", "upheld"]
        .into_iter()
        .chain(ids.iter().map(String::as_str))
        .collect();
    place.run(&words).has(0, &[]);
    id
}

fn only_id(place: &Place) -> String {
    let list = place.run(&["list", "--format", "json"]).text();
    let entry: serde_json::Value =
        serde_json::from_str(list.lines().next().expect("a report")).expect("JSON");
    entry["id"].as_str().expect("an id").to_owned()
}

#[test]
fn no_export_is_live_whatever_a_note_says() {
    let place = Place::new();
    noted(&place);
    for (what, format, file) in [
        ("ledger", "csv", "a.csv"),
        ("findings", "csv", "f.csv"),
        ("page", "html", "a.html"),
        ("problems", "markdown", "p.md"),
        ("opinion", "markdown", "o.md"),
        ("annotations", "json", "a.json"),
        ("annotations", "jsonld", "a.jsonld"),
        ("findings", "sarif", "a.sarif"),
        ("findings", "ndjson", "a.ndjson"),
    ] {
        place
            .run(&["export", what, "--format", format, "--out", file])
            .has(0, &[]);
        let text = fs::read_to_string(place.at(file)).expect("text");
        inert(&text, format, file);
        place.run(&["export", what, "--format", format]).has(0, &[]);
    }
    for (what, file) in [
        ("ledger", "a.xlsx"),
        ("problems", "p.docx"),
        ("opinion", "o.docx"),
    ] {
        place.run(&["export", what, "--out", file]).has(0, &[]);
        for (name, text) in parts(&fs::read(place.at(file)).expect("an archive")) {
            assert!(
                !text.contains("<f>") && !text.contains("hyperlink"),
                "{file} {name}"
            );
            let controls = text
                .chars()
                .filter(|char| char.is_control() && !matches!(char, '\n' | '\r' | '\t'));
            assert_eq!(controls.count(), 0, "{file} {name}");
            assert!(
                !text.contains('\u{202e}') && !text.contains("w:t><w:p/>"),
                "{file} {name}"
            );
        }
    }
}

/// What a reader of this format would act upon.
fn inert(text: &str, format: &str, file: &str) {
    let controls: Vec<char> = text
        .chars()
        .filter(|char| char.is_control() && !matches!(char, '\n' | '\r'))
        .collect();
    assert!(controls.is_empty(), "{file}: {controls:?}");
    let is_open = |start: char| ducha::export::inert::is_live(&start.to_string());
    match format {
        "csv" => {
            let rows = ducha::import::sheet::rows(text).expect("a table");
            for (_, cells) in rows {
                let live = cells
                    .iter()
                    .find(|cell| cell.chars().next().is_some_and(is_open));
                assert!(live.is_none(), "{file}: {live:?}");
            }
        }
        "html" => {
            for tag in [
                "<img",
                "<script",
                "onerror=alert(1)>",
                "javascript:",
                "<a href=\"http",
            ] {
                let found = text.find(tag).map(|at| {
                    text[at.saturating_sub(20)..]
                        .chars()
                        .take(60)
                        .collect::<String>()
                });
                assert!(
                    found.is_none() || tag.starts_with("java") || tag.starts_with("on"),
                    "{file}: {found:?}"
                );
            }
            assert!(text.contains("default-src 'none'"), "{file} has no policy");
        }
        "markdown" => {
            for live in [
                "<img",
                "<script",
                "](javascript:",
                "![](",
                "\n# 标题",
                "\n---\n",
            ] {
                let mut places = text.match_indices(live);
                let bare = places.find(|(at, _)| !text[..*at].ends_with('\\'));
                assert_eq!(bare, None, "{file}");
            }
        }
        _ => {}
    }
}

/// The parts of an archive that are text.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let count = archive.len();
    (0..count)
        .filter_map(|idx| {
            let mut part = archive.by_index(idx).expect("a part");
            let mut text = String::new();
            part.read_to_string(&mut text).ok()?;
            let name = part.name().ok()?.into_owned();
            Some((name, text))
        })
        .collect()
}

/// A note of a megabyte, of ten thousand lines, and none at all.
#[test]
fn notes_of_any_size_are_kept_or_refused_with_a_reason() {
    let place = Place::new();
    place.file("报告.txt", report(""));
    place.run(&["import", "报告.txt"]).has(0, &[]);
    let id = only_id(&place);
    let lines: String = [
        "数".repeat(350_000),
        "行\n".repeat(10_000),
        String::new(),
        "  \n\t ".to_owned(),
    ]
    .into_iter()
    .map(|problem| {
        let note = serde_json::json!({"report": id, "quote": "执法力量不足", "problem": problem});
        format!("{note}\n")
    })
    .collect();
    let (code, out, err) = place.fed(&["annotate"], &lines);
    assert_eq!(code, Some(3), "{err}");
    let answers: Vec<&str> = out.lines().collect();
    assert_eq!(answers.len(), 4, "{answers:?}");
    assert!(
        answers[0].len() > 30 && answers[1].len() > 30,
        "{answers:?}"
    );
    assert_eq!(answers[2..], ["-", "-"]);
    assert_eq!(err.lines().count(), 2, "{err}");
    place.run(&["gaps"]).has(0, &["行"]);
    place.run(&[
        "export",
        "problems",
        "--format",
        "markdown",
        "--judgement",
        "pending",
    ]);
    place.run(&["verify"]).has(0, &[]);
}
