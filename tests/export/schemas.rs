//! Everything that the program writes is as a published schema says, every member of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::program::Home;
use crate::reviewed::{Gap, NORTH, SOUTH, gaps, review};
use crate::schema::check;

const SAMPLE: &str = include_str!("../../data/samples/霁川县-2024.txt");
const BEFORE: &str = include_str!("../../data/samples/霁川县-2023.txt");

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The result of a command: one document, or one a line.
fn printed(home: &Home, schema: &str, words: &[&str]) {
    let run = home.run(words);
    let documents = match serde_json::from_str(&run.out) {
        Ok(one) => vec![one],
        Err(_) => run.json(),
    };
    lines(schema, &documents);
}

fn lines(name: &str, documents: &[Value]) {
    assert!(!documents.is_empty(), "nothing of {name} was printed");
    for document in documents {
        check(name, document);
    }
}

#[test]
fn what_is_understood_checked_and_compared() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    let new = home.write("new.txt", SAMPLE);
    let old = home.write("old.txt", BEFORE);
    let north = home.write("north.txt", NORTH);
    let json = ["--format", "json"];
    let printed = |schema: &str, words: &[&str]| {
        printed(&home, schema, &[words, &json].concat());
    };
    printed("report", &["show", &new, &north]);
    printed("check", &["check", &new, "--previous", &old]);
    printed("check", &["check"]);
    printed("compare", &["compare", &old, &new]);
    printed("series", &["series", &old, &new]);
    printed("score", &["score"]);
    printed("entry", &["list"]);
    printed("reviewed", &["reviewed", &north, "--all"]);
    printed("search", &["search", "行政复议", &new, &north]);
    printed("search", &["search", "行政复议"]);
    printed("rule", &["explain", "arith-parts-sum"]);
    printed("pack-entry", &["packs", "list"]);
    printed("doctor", &["doctor"]);
    printed("verification", &["verify"]);
    printed("corrections", &["fix", &north, "year=2023"]);
}

#[test]
fn what_is_printed_a_record_a_line() {
    let home = Home::new();
    let record = json!({"id": "甲", "text": SAMPLE, "previous": BEFORE});
    let input = format!("{record}\nx\n");
    for command in ["show", "check", "compare"] {
        let lines = home.run_with(&[command, "--records"], &input).json();
        let name = match command {
            "show" => "report",
            other => other,
        };
        check(name, &lines[0]);
        check("record-failure", &lines[1]);
    }
}

#[test]
fn what_a_pack_is_found_to_be() {
    let home = Home::new();
    let pack = root("data/packs/examples/demonstration-area.json");
    let pack = pack.to_string_lossy();
    home.write("reports/new.txt", SAMPLE);
    let folder = home.path("reports").to_string_lossy().into_owned();
    let tried = ["packs", "check", &pack, "--format", "json"];
    printed(&home, "packs-check", &tried);
    printed(
        &home,
        "packs-check",
        &[&tried[..], &["--on", &folder]].concat(),
    );
    printed(
        &home,
        "rule",
        &[
            "--pack",
            &pack,
            "explain",
            "doc-title-nonstandard",
            "--format",
            "json",
        ],
    );
}

#[test]
fn what_is_kept_of_rules_units_and_reviewers() {
    let home = Home::new();
    let ids = review(&home.path(""), &gaps());
    let words = [
        "suppress",
        "arith-parts-sum",
        "--everywhere",
        "--reason",
        "试行",
    ];
    assert_eq!(home.run(&words).code, Some(0));
    printed(&home, "suppression", &["suppress", "--format", "json"]);
    let units =
        "单位,层级,上级,年度\n云岭县人民政府,县级,,2024\n榆川镇人民政府,乡镇级,云岭县,2023-2024\n";
    let units = home.write("units.csv", units);
    assert_eq!(home.run(&["register", "import", &units]).code, Some(0));
    printed(&home, "owed", &["register", "list", "--format", "json"]);
    let first = ids[0].to_string();
    let second = ["--reviewer", "chen", "--role", "second"];
    let decided = [&second[..], &["decide", "成立", &first]].concat();
    assert_eq!(home.run(&decided).code, Some(0));
    let list = home.run(&["list", "--format", "json"]).json();
    let north = list
        .iter()
        .find(|entry| entry["issuer"] == "云岭县人民政府");
    let north = north.expect("the county")["id"].as_str().expect("an id");
    let annotated = [
        &second[..],
        &[
            "annotate",
            north,
            "--quote",
            "抽查行政处罚案卷58宗",
            "--problem",
            "没有结果。",
        ],
    ]
    .concat();
    assert_eq!(home.run(&annotated).code, Some(0));
    printed(&home, "agreement", &["agreement", "--format", "json"]);
}

#[test]
fn what_is_asked_of_last_years_gaps() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    let next = NORTH.replace("2025", "2026").replace("2024", "2025");
    let file = home.write("2025.txt", next);
    assert_eq!(home.run(&["import", &file]).code, Some(0));
    let list = home.run(&["list", "--format", "json"]).json();
    let next = list.iter().find(|entry| entry["year"] == 2025);
    let next = next.expect("next year")["id"].as_str().expect("an id");
    printed(&home, "follow-up", &["follow-up", next, "--format", "json"]);
}

#[test]
fn what_goes_out_and_comes_back() {
    let home = Home::new();
    let mut gaps = gaps();
    gaps.push(Gap::new(SOUTH, "调解纠纷120件", "又一处"));
    review(&home.path(""), &gaps);
    let export = |words: &[&'static str]| -> Vec<&'static str> { [&["export"], words].concat() };
    for (schema, words) in [
        ("finding", export(&["findings", "--format", "ndjson"])),
        ("annotation-list", export(&["annotations", "--private"])),
        (
            "web-annotation",
            export(&["annotations", "--format", "jsonld", "--private"]),
        ),
    ] {
        printed(&home, schema, &words);
    }
    let sample = [
        "--sample", "export", "findings", "--format", "ndjson", "--year", "2024",
    ];
    printed(&home, "finding", &sample);
    let table = home.write("filled.csv", "问题编号,责任人\n2024-00000000,甲\n");
    printed(
        &home,
        "ledger-import",
        &["ledger", "import", &table, "--format", "json"],
    );
}

#[test]
fn what_lies_in_a_library_and_in_a_backup() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    let library = home.path(".local/share/ducha/library");
    let read = |path: &Path| fs::read_to_string(path).expect("a file");
    let mut seen = BTreeSet::new();
    for path in files(&library) {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let schema = match name.as_str() {
            "library.json" => "library",
            "edition.json" => "edition",
            "annotations.json" => "annotations",
            _ if name.ends_with(".jsonl") => "event",
            _ => continue,
        };
        seen.insert(schema);
        let text = read(&path);
        if schema != "event" {
            check(schema, &serde_json::from_str(&text).expect("JSON"));
            continue;
        }
        // Room that a journal reserves is filled with blanks or nothing.
        let lines = text.lines().map(|line| line.trim_matches(['\0', ' ']));
        for line in lines.filter(|line| !line.is_empty()) {
            let line: Value = serde_json::from_str(line).expect("JSON");
            check("event", &line["e"]);
        }
    }
    assert_eq!(seen.len(), 4, "{seen:?}");

    let out = home.path("备份.zip");
    assert_eq!(home.run(&["backup", &out.to_string_lossy()]).code, Some(0));
    let mut zip = zip::ZipArchive::new(fs::File::open(&out).expect("a file")).expect("an archive");
    let list = std::io::read_to_string(zip.by_name("backup.json").expect("a list"));
    check(
        "backup",
        &serde_json::from_str(&list.expect("text")).expect("JSON"),
    );
}

#[test]
fn what_the_program_brings() {
    for (schema, path) in [
        ("template", "data/templates/problems.json"),
        ("template", "data/templates/opinion.json"),
        ("keymap", "data/keymap.json"),
    ] {
        let text = fs::read_to_string(root(path)).expect("a file");
        check(schema, &serde_json::from_str(&text).expect("JSON"));
    }
}

/// Every name of a format that stands in the code is that of a schema, and every schema has the name of its file.
#[test]
fn every_format_is_published() {
    let mut published = String::new();
    for path in files(&root("data/schema")) {
        let text = fs::read_to_string(&path).expect("a schema");
        let schema: Value = serde_json::from_str(&text).expect("JSON");
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let name = name
            .strip_suffix(".schema.json")
            .expect("a schema")
            .to_owned();
        assert_eq!(schema["$id"], format!("ducha.{name}.v1"), "{name}");
        published.push_str(&text);
    }
    for path in files(&root("src")) {
        let text = fs::read_to_string(&path).expect("a source file");
        for name in text.split("\"ducha.").skip(1) {
            let name = name.split('"').next().expect("a name");
            let whole = format!("\"ducha.{name}\"");
            let is_format = name.split('.').next_back().is_some_and(|end| end == "v1");
            assert!(
                !is_format || published.contains(&whole),
                "{} writes {whole}, which no schema describes",
                path.display()
            );
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut waiting = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => waiting.push(path),
                false => found.push(path),
            }
        }
    }
    found.sort();
    found
}
