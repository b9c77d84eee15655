//! Whole texts in the shapes that real ones have: rules that must fire, and traps that must stay silent.

use std::collections::BTreeSet;

use ducha::check::{Context, check, pack};
use ducha::report::{Hints, SourceText, parse};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    name: String,
    /// What is special about the text, for its readers.
    #[serde(rename = "shape")]
    _shape: String,
    lines: Vec<String>,
    must: Vec<String>,
    must_not: Vec<String>,
}

#[test]
fn what_must_fire_fires_and_traps_stay_silent() {
    let seeds: Vec<Seed> =
        serde_json::from_str(include_str!("fixtures/check/seeds.json")).expect("the seeds");
    let packs = pack::bundled();
    let rules: BTreeSet<&String> = packs
        .iter()
        .flat_map(|pack| &pack.rules)
        .map(|rule| &rule.id)
        .collect();
    let mut faults = Vec::new();
    for seed in &seeds {
        let named = seed.must.iter().chain(&seed.must_not);
        for rule in named.filter(|rule| !rules.contains(rule)) {
            faults.push(format!("{}: there is no rule {rule}", seed.name));
        }
        let report = parse(SourceText::new(seed.lines.join("\n")), &Hints::default());
        let findings = check(&report, &Context::default(), &packs).findings;
        let asking = findings.iter().filter(|finding| finding.verdict.asks());
        let fired: BTreeSet<&String> = asking.map(|finding| &finding.rule).collect();
        for rule in seed.must.iter().filter(|rule| !fired.contains(rule)) {
            faults.push(format!("{}: {rule} must fire", seed.name));
        }
        for rule in seed.must_not.iter().filter(|rule| fired.contains(rule)) {
            faults.push(format!("{}: {rule} fired on a trap", seed.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
