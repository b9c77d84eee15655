//! Text that means something to whatever opens it, in every field that people or reports fill: it arrives as text.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;

use ducha::review::{Rectification, Rectifying};

use crate::program::Home;
use crate::reviewed::{Gap, gaps, review};

/// Headings, quotes and titles of a report are other people's words too.
const REPORT: &str = "云岭县人民政府2024年法治政府建设年度报告\n一、=1+1<script>alert(1)</script>\n＝SUM(A1)占比<b>38</b>%&amp;达标，@通报\"三\"次，剩余'四'件。\n\
二、存在的不足\n执法力量不足。\n2025年2月20日\n";

const TEXTS: [&str; 14] = [
    "=HYPERLINK(\"http://x.invalid\",\"y\")",
    "＝1+1",
    "+1",
    "＋1",
    "-1+1",
    "－1",
    "@SUM(1)",
    "＠SUM(1)",
    "\t=1",
    "<script>alert(1)</script><img src=x onerror=a>",
    "]]>&amp;</w:t></c><f>1</f>{quote}",
    "甲\u{1b}]0;x\u{7}\u{9b}31m乙\u{202e}丙\u{feff}",
    "说“好”,\"a\",'b'\r\n=下一行\u{2028}|再|一行",
    "_x003D_1 [链接](javascript:a) `code` # 标题",
];

fn hostile() -> Home {
    let home = Home::new();
    let said = |text: &str| Some(text.to_owned());
    let gaps: Vec<Gap> = TEXTS
        .iter()
        .map(|text| Gap {
            suggestion: (*text).to_owned(),
            rectification: Some(Rectification::InProgress),
            details: Rectifying {
                goal: said(text),
                measure: said(text),
                leader: said(text),
                unit: said(text),
                person: said(text),
                due: said(text),
                progress: said(text),
                proof: said(text),
                remark: said(text),
                ..Rectifying::default()
            },
            ..Gap::new(
                REPORT,
                "＝SUM(A1)占比<b>38</b>%&amp;达标，@通报\"三\"次",
                text,
            )
        })
        .collect();
    review(&home.path(""), &gaps);
    home
}

fn exported(home: &Home, words: &[&str]) -> Vec<u8> {
    let run = home.command(&[&["export"], words].concat());
    let mut run = run;
    let output = run.output().expect("the program ends");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{words:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

fn text(home: &Home, words: &[&str]) -> String {
    String::from_utf8(exported(home, words)).expect("UTF-8")
}

/// The cells of a table as a spreadsheet splits it.
fn cells(csv: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = csv.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => cells.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            other => cell.push(other),
        }
    }
    assert!(!quoted, "a quote is left open");
    cells
}

/// Nothing that steers a terminal, turns the direction of text, or cannot be seen.
fn is_clean(text: &str) -> bool {
    text.trim_start_matches('\u{feff}')
        .chars()
        .all(|c| match c {
            '\n' | '\r' => true,
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}' => false,
            other => !other.is_control(),
        })
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let home = hostile();
    let live = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t'];
    for words in [
        &["ledger", "--format", "csv"][..],
        &["findings", "--format", "csv"],
    ] {
        let csv = text(&home, words);
        assert!(is_clean(&csv), "{words:?}");
        let cells = cells(&csv);
        assert!(cells.len() > 30, "{words:?}");
        for cell in cells {
            assert!(!cell.trim_start().starts_with(live), "{words:?}: {cell}");
        }
    }
}

#[test]
fn no_part_of_an_office_document_is_more_than_text() {
    let home = hostile();
    for (words, name) in [
        (
            &["ledger", "--format", "xlsx"][..],
            "xl/worksheets/sheet1.xml",
        ),
        (&["problems", "--format", "docx"], "word/document.xml"),
        (&["opinion", "--format", "docx"], "word/document.xml"),
    ] {
        let bytes = exported(&home, words);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
        let mut part = String::new();
        let mut file = zip.by_name(name).expect("a part");
        file.read_to_string(&mut part).expect("text");
        assert!(is_clean(&part), "{words:?}");
        for never in [
            "<f>",
            "<script",
            "<img",
            "<b>38",
            "http://x.invalid\",\"y\")</t>",
        ] {
            assert!(!part.contains(never), "{words:?} {never}");
        }
        // It is still there to be read.
        assert!(part.contains("&lt;script&gt;alert(1)"), "{words:?}");
        let mut reader = quick_xml::Reader::from_str(&part);
        let mut event = reader.read_event().expect("XML that is well-formed");
        while event != quick_xml::events::Event::Eof {
            event = reader.read_event().expect("XML that is well-formed");
        }
    }
}

#[test]
fn no_markup_of_a_text_is_markup_of_a_page() {
    let home = hostile();
    let html = text(&home, &["page"]);
    let markdown = text(&home, &["problems", "--format", "markdown"]);
    assert!(markdown.contains("\\<script\\>"), "{markdown}");
    // What stands behind a backslash is no mark.
    let markdown = markdown.replace("\\<", "").replace("\\]", "");
    for (name, page) in [("html", &html), ("markdown", &markdown)] {
        assert!(is_clean(page), "{name}");
        for never in ["<script", "<img", "<b>38"] {
            assert!(!page.contains(never), "{name} {never}");
        }
    }
    assert!(!markdown.contains("](javascript:"), "{markdown}");
    assert!(html.contains("&lt;script&gt;alert(1)"));
}

#[test]
fn what_programs_read_keeps_every_character() {
    let home = hostile();
    for words in [
        &["annotations", "--format", "json"][..],
        &["annotations", "--format", "jsonld"],
        &["findings", "--format", "sarif"],
    ] {
        let json = text(&home, words);
        let document: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert!(document.is_object(), "{words:?}");
        // Escaped, so that even printed on a terminal it does nothing.
        assert!(
            json.bytes().all(|byte| byte == b'\n' || byte >= 0x20),
            "{words:?}"
        );
    }
    let list: serde_json::Value =
        serde_json::from_str(&text(&home, &["annotations"])).expect("JSON");
    let problems: Vec<&str> = list["annotations"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|annotation| annotation["problem"].as_str())
        .collect();
    for text in TEXTS {
        assert!(problems.contains(&text), "{text:?}");
    }
}

#[test]
fn a_hostile_ledger_comes_back_as_it_went_out() {
    let home = hostile();
    for format in ["csv", "xlsx"] {
        let bytes = exported(&home, &["ledger", "--format", format]);
        let path = home.write(&format!("back.{format}"), bytes);
        let run = home.run(&["ledger", "import", &path, "--format", "json"]);
        let plan = &run.json()[0];
        // What was typed as a date and is none is refused by row; nothing else differs.
        for refused in plan["refused"].as_array().expect("a list") {
            for fault in refused["faults"].as_array().expect("faults") {
                assert_eq!(fault["fault"], "not-a-date", "{format}: {refused}");
            }
        }
        assert_eq!(plan["changes"], serde_json::json!([]), "{format}");
    }
}

#[test]
fn a_target_that_may_not_be_written_stays_as_it_was() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    let path = home.write("out/台账.csv", "as it was");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("made read-only");
    for words in [
        &["ledger", "--format", "csv"][..],
        &["page"],
        &["problems", "--format", "docx"],
        &["findings", "--format", "ndjson"],
        &["annotations"],
    ] {
        let run = home.run(&[&["export"], words, &["--out", &path]].concat());
        assert_eq!(run.code, Some(3), "{words:?}: {}", run.err);
        assert!(run.err.contains("台账.csv"), "{words:?}: {}", run.err);
        assert_eq!(fs::read_to_string(&path).expect("a file"), "as it was");
        assert_eq!(fs::read_dir(home.path("out")).expect("a folder").count(), 1);
    }
}
