//! What is known about a report as a whole: short invented openings and endings, as data.

use std::collections::BTreeMap;

use ducha::report::{Hints, Metadata, Report, SourceText, parse, parse_structure};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    /// Stands for `{body}` in the texts.
    body: String,
    cases: Vec<Case>,
}

/// One text, what is known from outside, and the fields that it has to have; others may be anything.
#[derive(Deserialize)]
struct Case {
    text: String,
    #[serde(default)]
    hints: Outside,
    /// Origin and certainty by field.
    #[serde(default)]
    evidence: BTreeMap<String, String>,
    #[serde(flatten)]
    fields: BTreeMap<String, Value>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Outside {
    issuer: Option<String>,
    year: Option<i16>,
    published: Option<jiff::civil::Date>,
    file_name: Option<String>,
    page_title: Option<String>,
    page_source: Option<String>,
}

impl Outside {
    fn hints(&self) -> Hints {
        Hints {
            issuer: self.issuer.clone(),
            year: self.year,
            published: self.published,
            file_name: self.file_name.clone(),
            page_title: self.page_title.clone(),
            page_source: self.page_source.clone(),
            ..Hints::default()
        }
    }
}

fn field(metadata: &Metadata, name: &str) -> Value {
    match name {
        "title" => json!(metadata.title.as_ref().map(|title| &title.value)),
        "issuer" => json!(metadata.issuer.as_ref().map(|issuer| &issuer.value)),
        "region" => json!(metadata.region),
        "level" => json!(metadata.level.name()),
        "department_of" => json!(metadata.department_of.map(|level| level.name())),
        "kind" => json!(metadata.kind.name()),
        "year" => json!(metadata.year),
        "published" => json!(metadata.published.as_ref().map(|date| date.value)),
        "signed" => json!(metadata.signed.as_ref().map(|date| date.value)),
        _ => panic!("no field {name}"),
    }
}

/// The differences between what a case asks for and what the text gives.
fn faults(case: &Case, text: &str) -> Vec<String> {
    let metadata = parse_structure(SourceText::new(text), &case.hints.hints()).metadata;
    let fields = case.fields.iter().filter_map(|(name, wanted)| {
        let got = field(&metadata, name);
        (got != *wanted).then(|| format!("{name} is {got}, not {wanted}"))
    });
    let evidence = case.evidence.iter().filter_map(|(name, wanted)| {
        let found = metadata
            .evidence
            .iter()
            .find(|one| one.field.name() == name);
        let got = found.map_or(String::new(), |one| {
            format!("{} {}", one.origin.name(), one.certainty.name())
        });
        (got != *wanted).then(|| format!("{name} comes from {got:?}, not {wanted:?}"))
    });
    fields.chain(evidence).collect()
}

#[test]
fn openings_and_endings_say_who_reports_on_what_and_when() {
    let cases: Cases =
        serde_json::from_str(include_str!("fixtures/metadata.json")).expect("a file of cases");
    let mut wrong = Vec::new();
    for case in &cases.cases {
        let text = case.text.replace("{body}", &cases.body);
        for fault in faults(case, &text) {
            wrong.push(format!("{fault}\n    {}", case.text.replace('\n', "⏎")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every field that has a value says why, once, and points at words of the text.
fn check_evidence(report: &Report) -> Result<(), TestCaseError> {
    let metadata = &report.metadata;
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &metadata.evidence {
        *reasons.entry(one.field.name()).or_default() += 1;
        if let Some(span) = one.span {
            prop_assert!(report.source.text.get(span.range()).is_some(), "{:?}", one);
            prop_assert!(!span.is_empty(), "{:?}", one);
        }
    }
    for name in [
        "title",
        "issuer",
        "region",
        "level",
        "kind",
        "year",
        "published",
        "signed",
    ] {
        let value = field(metadata, name);
        let known = !value.is_null() && value != json!("unknown");
        prop_assert_eq!(
            reasons.get(name).copied().unwrap_or(0),
            usize::from(known),
            "{}",
            name
        );
    }
    Ok(())
}

/// Lines as they stand at both ends of reports, in any order.
fn texts() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("青禾县人民政府".to_owned()),
        Just("关于２０２４年度法治政府建设情况的报告".to_owned()),
        Just("青禾县 2024年法治政府建设年度报告(征求意见稿)".to_owned()),
        Just("县委、县政府：".to_owned()),
        Just("现将报告随文报送，请审阅。".to_owned()),
        Just("（2025年1月20日）".to_owned()),
        Just("二〇二五年一月二十日".to_owned()),
        Just("发布时间：2025- 02- 12 16: 05 来源：本站".to_owned()),
        Just("25.02.2016  10:00".to_owned()),
        Just("2024年，青禾县坚持依法行政。现将有关情况报告如下：".to_owned()),
        Just("一、2024年工作回顾".to_owned()),
        "[县市区镇局年报告关于法治12〇《》()：，。 \\n]{0,24}",
        any::<String>(),
    ];
    prop::collection::vec(line, 0..10).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn every_value_has_one_reason_in_the_text(text in texts()) {
        check_evidence(&parse(SourceText::new(text), &Hints::default()))?;
    }
}
