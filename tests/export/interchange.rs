//! What goes to other programs: SARIF as its standard has it, tables, and nothing private.

use serde_json::Value;

use crate::program::Home;
use crate::reviewed::{NORTH, gaps, review};
use crate::schema::faults;

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
