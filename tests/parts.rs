//! Parts that no heading announces: short invented reports, and how each part begins.

use std::collections::BTreeMap;

use ducha::report::{Hints, SourceText, parse_structure};
use serde::Deserialize;

/// A text, and by the name of a part the words that it begins with; `null` where the text has none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    parts: BTreeMap<String, Option<String>>,
}

/// The parts of a case that begin elsewhere.
fn faults(case: &Case) -> Vec<String> {
    let report = parse_structure(SourceText::new(case.text.as_str()), &Hints::default());
    let begins = |name: &str| -> Vec<&str> {
        let parts = report
            .parts
            .iter()
            .filter(|found| found.part.name() == name);
        parts.map(|found| report.quote(found.span)).collect()
    };
    let faults = case.parts.iter().filter_map(|(name, wanted)| {
        let found = begins(name);
        let right = match wanted {
            Some(words) => found.iter().any(|text| text.starts_with(words.as_str())),
            None => found.is_empty(),
        };
        (!right).then(|| format!("{name} is {found:?}, not {wanted:?}"))
    });
    faults.collect()
}

#[test]
fn passages_without_a_heading_are_parts() {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("fixtures/parts.json")).expect("a file of cases");
    let mut wrong = Vec::new();
    for case in &cases {
        for fault in faults(case) {
            wrong.push(format!("{fault}\n    {}", case.text.replace('\n', "⏎")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
