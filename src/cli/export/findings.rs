//! The findings of a library: SARIF for tools, a table for spreadsheets, a line each for scripts; one report at a time.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Sending, Written};
use crate::check::Finding;
use crate::check::pack::Rule;
use crate::cli::check::{Each, each};
use crate::cli::file::Delivery;
use crate::cli::json::Document;
use crate::cli::json::check::{FindingJson, finding_json};
use crate::cli::{CliError, Output, output};
use crate::export::{Form, Selection, csv, sarif};
use crate::locale::Lang;
use crate::review::Standing;
use crate::shown;
use crate::store::EditionRecord;

#[derive(Serialize)]
struct LineJson<'a> {
    schema: &'static str,
    report: &'a str,
    issuer: Option<&'a str>,
    year: Option<i16>,
    #[serde(flatten)]
    finding: FindingJson<'a>,
}

const COLUMNS: [&str; 16] = [
    "report",
    "issuer",
    "year",
    "id",
    "rule",
    "title",
    "verdict",
    "severity",
    "message",
    "expected",
    "found",
    "basis",
    "quotes",
    "judgement",
    "reason",
    "suppressed",
];

impl Sending<'_> {
    pub(super) fn findings(
        self,
        delivery: &mut Delivery,
        output: &mut Output,
    ) -> Result<Written, CliError> {
        match self.form {
            Form::Sarif => as_sarif(self, delivery, output),
            Form::Csv => as_table(self, delivery, output),
            Form::Ndjson
            | Form::Xlsx
            | Form::Docx
            | Form::Markdown
            | Form::Json
            | Form::JsonLd
            | Form::Html => as_lines(self, delivery, output),
        }
    }

    /// Checks the reports that were asked for, and counts what is found.
    fn each_report(
        self,
        output: &mut Output,
        visit: &mut dyn FnMut(&Each, &mut Output) -> Result<(), CliError>,
    ) -> Result<Written, CliError> {
        let mut rows = 0;
        let wanted = |record: &EditionRecord| wanted(record, &self.selection);
        let mut counted = |each: &Each, output: &mut Output| {
            rows += each.checked.outcome.findings.len();
            visit(each, output)
        };
        let (rules, shared) = (self.known.0, self.shared);
        let status = each(self.shelf, rules, &wanted, shared, output, &mut counted)?;
        Ok(Written {
            status,
            ..Written::of(rows)
        })
    }
}

fn as_table(
    sending: Sending,
    delivery: &mut Delivery,
    output: &mut Output,
) -> Result<Written, CliError> {
    let lang = sending.shared.lang;
    let names = COLUMNS.map(|name| lang.text(&format!("findings.{name}")));
    let head = format!("{}{}", csv::MARK, csv::row(names));
    delivery.write(head.as_bytes(), output)?;
    sending.each_report(output, &mut |each, output| {
        for (finding, standing) in findings(each) {
            let row = row(each, finding, &standing, lang);
            delivery.write(row.as_bytes(), output)?;
        }
        Ok(())
    })
}

fn as_lines(
    sending: Sending,
    delivery: &mut Delivery,
    output: &mut Output,
) -> Result<Written, CliError> {
    let lang = sending.shared.lang;
    sending.each_report(output, &mut |each, output| {
        let previous = each.checked.previous.map(Document::new);
        let document = Document::new(each.checked.report);
        for found in findings(each) {
            let line = LineJson {
                schema: "ducha.finding.v1",
                report: &each.record.id,
                issuer: each.record.metadata.issuer.as_deref(),
                year: each.record.metadata.year,
                finding: finding_json(&document, previous.as_ref(), found, lang),
            };
            let written = output::json(&line)? + "\n";
            delivery.write(written.as_bytes(), output)?;
        }
        Ok(())
    })
}

pub(super) fn wanted(record: &EditionRecord, selection: &Selection) -> bool {
    let metadata = &record.metadata;
    let issuer = metadata.issuer.as_ref();
    (selection.reports.is_empty() || selection.reports.contains(&record.id))
        && (selection.issuers.is_empty()
            || issuer.is_some_and(|issuer| selection.issuers.contains(issuer)))
        && (selection.years.is_empty()
            || metadata
                .year
                .is_some_and(|year| selection.years.contains(&year)))
}

fn findings<'a>(each: &'a Each) -> impl Iterator<Item = (&'a Finding, Standing<'a>)> {
    let checked = each.checked;
    let findings = checked.outcome.findings.iter().enumerate();
    findings.map(|(idx, finding)| {
        let standing = checked.standings.get(idx).copied();
        (finding, standing.unwrap_or_default())
    })
}

fn as_sarif(
    sending: Sending,
    delivery: &mut Delivery,
    output: &mut Output,
) -> Result<Written, CliError> {
    let lang = sending.shared.lang;
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut rules: Vec<&Rule> = Vec::new();
    // Of two rules with one id the later is the nearer.
    let packs = sending.known.0.packs.iter().rev();
    for rule in packs.flat_map(|pack| &pack.rules) {
        places.entry(rule.id.clone()).or_insert_with(|| {
            rules.push(rule);
            rules.len() - 1
        });
    }
    let head = sarif::head(env!("CARGO_PKG_VERSION"), &rules, lang);
    delivery.write(head.as_bytes(), output)?;
    let (mut first, mut texts) = (true, BTreeSet::new());
    let written = sending.each_report(output, &mut |each, output| {
        let source = sarif::Source::new(each.checked.report, &each.record.id);
        let previous = each.checked.previous.zip(each.previous);
        let previous = previous.map(|(report, record)| sarif::Source::new(report, &record.id));
        for record in std::iter::once(each.record).chain(each.previous) {
            texts.insert((record.id.clone(), record.text.sha256.clone()));
        }
        for (finding, standing) in findings(each) {
            let place = places.get(&finding.rule).copied();
            let result = sarif::result(finding, place, &standing, &source, previous.as_ref(), lang);
            let comma = if std::mem::take(&mut first) {
                "\n"
            } else {
                ",\n"
            };
            let result = shown::in_json(format!("{comma}{result}"));
            delivery.write(result.as_bytes(), output)?;
        }
        Ok(())
    })?;
    let texts: Vec<(String, String)> = texts.into_iter().collect();
    delivery.write(sarif::tail(&texts).as_bytes(), output)?;
    Ok(written)
}

fn row(each: &Each, finding: &Finding, standing: &Standing, lang: Lang) -> String {
    let metadata = &each.record.metadata;
    let basis = finding.basis.iter();
    let basis = basis.map(|basis| format!("{}{}", basis.document, basis.article));
    let quotes = finding.evidence.iter().filter_map(|evidence| {
        let report = match evidence.previous {
            true => each.checked.previous?,
            false => each.checked.report,
        };
        Some(report.quote(evidence.span).to_owned())
    });
    let joined = |lines: Vec<String>| lines.join("\n");
    let decision = standing.decision;
    let judgement = decision.map(|decision| format!("judgement.{}", decision.judgement.name()));
    let suppressed = standing
        .suppressed
        .map(|(_, suppression)| &suppression.reason);
    let year = metadata.year.map(|year| year.to_string());
    let cells: [String; 16] = [
        each.record.id.clone(),
        metadata.issuer.clone().unwrap_or_default(),
        year.unwrap_or_default(),
        finding.id.clone(),
        finding.rule.clone(),
        lang.choose(&finding.title).to_owned(),
        lang.text(&format!("verdict.{}", finding.verdict.name()))
            .to_owned(),
        finding.severity.name().to_owned(),
        lang.choose(&finding.message).to_owned(),
        finding.expected.clone().unwrap_or_default(),
        finding.found.clone().unwrap_or_default(),
        joined(basis.collect()),
        joined(quotes.collect()),
        judgement.map_or_else(String::new, |key| lang.text(&key).to_owned()),
        decision
            .and_then(|decision| decision.reason.clone())
            .unwrap_or_default(),
        suppressed.cloned().unwrap_or_default(),
    ];
    csv::row(cells.iter().map(String::as_str))
}
