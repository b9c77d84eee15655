//! What goes to other programs is what its schema says, every member of it.

use std::fs;

use serde_json::Value;

use crate::program::Home;
use crate::reviewed::{Gap, NORTH, SOUTH, gaps, review};
use crate::schema::{check, faults};

const SAMPLE: &str = include_str!("../../data/samples/霁川县-2024.txt");
const BEFORE: &str = include_str!("../../data/samples/霁川县-2023.txt");

fn lines(name: &str, documents: &[Value]) {
    assert!(!documents.is_empty(), "{name}");
    for document in documents {
        check(name, document);
    }
}

#[test]
fn what_commands_print_is_what_the_schemas_say() {
    let home = Home::new();
    let mut gaps = gaps();
    gaps.push(Gap::new(SOUTH, "调解纠纷120件", "又一处"));
    review(&home.path(""), &gaps);
    let new = home.write("new.txt", SAMPLE);
    let old = home.write("old.txt", BEFORE);
    let north = home.write("north.txt", NORTH);
    for (name, words) in [
        ("report", &["show", &new, &north, "--format", "json"][..]),
        (
            "check",
            &["check", &new, "--previous", &old, "--format", "json"],
        ),
        ("check", &["check", "--format", "json"]),
        ("compare", &["compare", &old, &new, "--format", "json"]),
        ("series", &["series", &old, &new, "--format", "json"]),
        ("score", &["score", "--format", "json"]),
        ("entry", &["list", "--format", "json"]),
        (
            "reviewed",
            &["reviewed", &north, "--all", "--format", "json"],
        ),
        ("finding", &["export", "findings", "--format", "ndjson"]),
        (
            "finding",
            &[
                "--sample", "export", "findings", "--format", "ndjson", "--year", "2024",
            ],
        ),
        ("annotation-list", &["export", "annotations", "--private"]),
        (
            "web-annotation",
            &["export", "annotations", "--format", "jsonld", "--private"],
        ),
    ] {
        let run = home.run(words);
        let documents = match serde_json::from_str(&run.out) {
            Ok(one) => vec![one],
            Err(_) => run.json(),
        };
        lines(name, &documents);
    }
    let table = "问题编号,责任人\n2024-00000000,甲\n";
    let table = home.write("filled.csv", table);
    lines(
        "ledger-import",
        &home
            .run(&["ledger", "import", &table, "--format", "json"])
            .json(),
    );
    let records = home.run_with(&["show", "--records"], "x\n");
    lines("record-failure", &records.json());
    for template in ["problems", "opinion"] {
        let path = format!(
            "{}/data/templates/{template}.json",
            env!("CARGO_MANIFEST_DIR")
        );
        let text = fs::read_to_string(path).expect("a template");
        check("template", &serde_json::from_str(&text).expect("JSON"));
    }
}

#[test]
fn sarif_is_as_its_schema_says_and_marks_what_was_dismissed() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    let north = home.write("north.txt", NORTH);
    let check = home
        .run(&["check", &north, "--format", "json"])
        .json()
        .remove(0);
    let findings = check["findings"].as_array().expect("findings");
    let unmet = findings
        .iter()
        .find(|finding| finding["verdict"] == "unmet")
        .expect("one");
    let id = unmet["id"].as_str().expect("an id");
    let words = [
        "decide",
        "不成立",
        id,
        "--report",
        &north,
        "--reason",
        "口径不同",
    ];
    assert_eq!(home.run(&words).code, Some(0));
    let run = home.run(&["export", "findings"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let sarif: Value = serde_json::from_str(&run.out).expect("JSON");
    let schema: Value =
        serde_json::from_str(include_str!("../fixtures/export/sarif.schema.json")).expect("JSON");
    let mut found = Vec::new();
    faults(&schema, &schema, &sarif, "sarif", &mut found);
    assert_eq!(found, Vec::<String>::new());
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .expect("rules");
    for result in results {
        let idx = usize::try_from(result["ruleIndex"].as_u64().expect("a place")).expect("small");
        assert_eq!(rules[idx]["id"], result["ruleId"]);
        // The standard: only what fails has a level.
        assert!(
            result["kind"] == "fail" || result["level"] == "none",
            "{result}"
        );
    }
    let dismissed = results
        .iter()
        .find(|result| result["partialFingerprints"]["ducha/v1"] == id);
    assert_eq!(
        dismissed.expect("still there")["suppressions"][0]["justification"],
        "口径不同"
    );
    let place = &dismissed.expect("there")["locations"][0]["physicalLocation"];
    let offset =
        usize::try_from(place["region"]["charOffset"].as_u64().expect("a place")).expect("small");
    let quote = place["region"]["snippet"]["text"]
        .as_str()
        .expect("a quote");
    let there: String = NORTH
        .chars()
        .skip(offset)
        .take(quote.chars().count())
        .collect();
    assert_eq!(there, quote);
}

#[test]
fn findings_are_a_table_for_spreadsheets() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    let run = home.run(&["export", "findings", "--format", "csv", "--year", "2024"]);
    assert!(
        run.out
            .starts_with("\u{feff}报告编号,发布机关,年度,发现编号,规则")
    );
    assert!(run.out.contains("arith-parts-sum"), "{}", run.out);
    assert!(!run.out.contains("石桥镇"));
}

#[test]
fn private_remarks_leave_only_when_asked() {
    let home = Home::new();
    review(&home.path(""), &gaps());
    for words in [
        &["export", "annotations"][..],
        &["export", "annotations", "--format", "jsonld"],
        &["export", "page"],
        &[
            "export",
            "problems",
            "--format",
            "md",
            "--judgement",
            "成立",
        ],
        &["gaps", "--format", "json"],
    ] {
        let run = home.run(words);
        assert!(!run.out.contains("内部：与上报数不一致"), "{words:?}");
        assert_eq!(run.code, Some(0), "{words:?}: {}", run.err);
    }
    assert!(
        home.run(&["export", "annotations", "--private"])
            .out
            .contains("内部")
    );
}
