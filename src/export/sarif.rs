//! Findings as SARIF 2.1.0, piece by piece: a library of any size is one file, and one report at a time is in memory.

use serde_json::{Value, json};

use crate::check::pack::Rule;
use crate::check::{Evidence, Finding, Severity, Verdict};
use crate::locale::{self, Lang};
use crate::report::{CodePoints, Report};
use crate::review::{Judgement, Standing};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What paths are relative to.
const LIBRARY: &str = "LIBRARY";

/// A report whose findings are written.
pub struct Source<'a> {
    pub report: &'a Report,
    points: CodePoints,
    /// Its text below the library folder.
    uri: String,
}

impl<'a> Source<'a> {
    pub fn new(report: &'a Report, edition: &str) -> Source<'a> {
        Source {
            points: CodePoints::of(&report.source.text),
            uri: uri(edition),
            report,
        }
    }
}

fn uri(edition: &str) -> String {
    format!("editions/{edition}/text.txt")
}

/// Everything before the first result; `rules` in the order in which results refer to them.
pub fn head(version: &str, rules: &[&Rule], lang: Lang) -> String {
    let rules: Vec<Value> = rules.iter().map(|rule| descriptor(rule, lang)).collect();
    let driver = json!({
        "name": "ducha",
        "version": version,
        "semanticVersion": version,
        "language": match lang { Lang::Zh => "zh-CN", Lang::En => "en" },
        "rules": rules,
    });
    let bases = json!({ LIBRARY: { "description": { "text": lang.text("sarif.library") } } });
    format!(
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
\"columnKind\":\"unicodeCodePoints\",\"originalUriBaseIds\":{bases},\"results\":["
    )
}

/// Everything after the last result; the texts that results point at, with their SHA-256.
pub fn tail(texts: &[(String, String)]) -> String {
    let artifacts: Vec<Value> = texts
        .iter()
        .map(|(edition, digest)| {
            json!({
                "location": { "uri": uri(edition), "uriBaseId": LIBRARY },
                "mimeType": "text/plain",
                "encoding": "UTF-8",
                "hashes": { "sha-256": digest },
            })
        })
        .collect();
    format!("],\"artifacts\":{}}}]}}\n", Value::Array(artifacts))
}

/// One finding; `rule` is its place among the rules.
pub fn result(
    finding: &Finding,
    rule: Option<usize>,
    standing: &Standing,
    source: &Source,
    previous: Option<&Source>,
    lang: Lang,
) -> Value {
    let place = |evidence: &Evidence| location(evidence, source, previous, lang);
    let places: Vec<Value> = finding.evidence.iter().filter_map(place).collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "kind": kind(finding.verdict),
        "level": level(finding),
        "message": { "text": message(finding, lang) },
        "locations": places.first().cloned().or_else(|| Some(whole(source))).into_iter().collect::<Vec<_>>(),
        "partialFingerprints": { "ducha/v1": finding.id },
        "properties": { "severity": finding.severity.name(), "verdict": finding.verdict.name() },
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = rule.into();
    }
    if places.len() > 1 {
        result["relatedLocations"] = places.into_iter().skip(1).collect();
    }
    let suppressions = suppressions(standing);
    if !suppressions.is_empty() {
        result["suppressions"] = suppressions.into();
    }
    result
}

fn descriptor(rule: &Rule, lang: Lang) -> Value {
    let basis: Vec<String> = rule
        .basis
        .iter()
        .map(|basis| format!("{}{}", basis.document, basis.article))
        .collect();
    let title = lang.choose(&rule.title);
    let mut descriptor = json!({
        "id": rule.id,
        "shortDescription": { "text": title },
        "defaultConfiguration": { "level": of_severity(rule.severity) },
        "properties": { "severity": rule.severity.name() },
    });
    if !basis.is_empty() {
        descriptor["help"] = json!({ "text": basis.join("\n") });
    }
    descriptor
}

/// An empty message is none in this format.
fn message(finding: &Finding, lang: Lang) -> String {
    let message = lang.choose(&finding.message);
    match message.trim().is_empty() {
        true => lang.choose(&finding.title).to_owned(),
        false => message.to_owned(),
    }
}

fn kind(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unmet => "fail",
        Verdict::Unclear => "review",
        Verdict::NotAssessable => "open",
        Verdict::Met => "pass",
    }
}

/// Only what fails has a level.
fn level(finding: &Finding) -> &'static str {
    match finding.verdict {
        Verdict::Unmet => of_severity(finding.severity),
        Verdict::Unclear | Verdict::NotAssessable | Verdict::Met => "none",
    }
}

fn of_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::S1 => "error",
        Severity::S2 | Severity::S3 => "warning",
        Severity::S4 => "note",
    }
}

fn location(
    evidence: &Evidence,
    source: &Source,
    previous: Option<&Source>,
    lang: Lang,
) -> Option<Value> {
    let source = match evidence.previous {
        true => previous?,
        false => source,
    };
    let text = &source.report.source.text;
    let (start, end) = source.points.span(text, evidence.span);
    let key = format!("role.{}", evidence.role);
    let role = match locale::has(&key) {
        true => lang.text(&key),
        false => evidence.role,
    };
    Some(json!({
        "physicalLocation": {
            "artifactLocation": { "uri": source.uri, "uriBaseId": LIBRARY },
            "region": {
                "charOffset": start,
                "charLength": end.saturating_sub(start),
                "snippet": { "text": source.report.quote(evidence.span) },
            },
        },
        "message": { "text": role },
    }))
}

fn whole(source: &Source) -> Value {
    json!({ "physicalLocation": { "artifactLocation": { "uri": source.uri, "uriBaseId": LIBRARY } } })
}

/// What reviewers dismissed is marked, not left out: left out it would count as put right.
fn suppressions(standing: &Standing) -> Vec<Value> {
    let accepted =
        |reason: &str| json!({ "kind": "external", "status": "accepted", "justification": reason });
    let mut all = Vec::new();
    if let Some((_, suppression)) = standing.suppressed {
        all.push(accepted(&suppression.reason));
    }
    if let Some(decision) = standing.decision {
        match decision.judgement {
            Judgement::Rejected | Judgement::NotApplicable => {
                all.push(accepted(
                    decision
                        .reason
                        .as_deref()
                        .unwrap_or(decision.judgement.name()),
                ));
            }
            Judgement::Pending | Judgement::Upheld | Judgement::NeedsEvidence => {}
        }
    }
    all
}
