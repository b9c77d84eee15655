//! `ducha check`: the verdicts on reports.

use std::path::PathBuf;

use super::json::{Document, check as json};
use super::text::{flat, name, path};
use super::{CliError, Format, Output, Shared, Status, Typed, source};
use crate::check::{Basis, Context, Finding, Outcome, Verdict, check, pack};
use crate::compare::compare;
use crate::locale::Lang;
use crate::report::Report;

pub fn run(
    reports: &[Typed],
    previous: Option<&Typed>,
    _packs: &[PathBuf],
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let packs = pack::bundled();
    let previous = previous
        .map(|typed| source::report(typed, shared))
        .transpose()?;
    let mut status = Status::Clean;
    for typed in reports {
        let report = source::report(typed, shared)?;
        let comparison = previous.as_ref().map(|previous| compare(previous, &report));
        let context = Context {
            previous: previous.as_ref().zip(comparison.as_ref()),
            today: None,
        };
        let outcome = check(&report, &context, &packs);
        match format {
            Format::Json => {
                let previous = previous.as_ref().map(Document::new);
                let document = Document::new(&report);
                output.json(&json::document(
                    &document,
                    previous.as_ref(),
                    &outcome,
                    shared.lang,
                ))?;
            }
            Format::Text => text(&report, previous.as_ref(), &outcome, shared.lang, output)?,
        }
        status = status.max(judged(&outcome));
    }
    Ok(status)
}

fn judged(outcome: &Outcome) -> Status {
    if outcome
        .findings
        .iter()
        .any(|finding| finding.verdict.asks())
    {
        Status::Found
    } else {
        Status::Clean
    }
}

fn text(
    report: &Report,
    previous: Option<&Report>,
    outcome: &Outcome,
    lang: Lang,
    output: &mut Output,
) -> Result<(), CliError> {
    output.line(&name(report, lang))?;
    let coverage = outcome.coverage;
    output.line(&lang.fill(
        "check.coverage",
        &[
            ("figures", &coverage.figures),
            ("tied", &coverage.tied),
            ("conflicting", &coverage.conflicting),
            ("rest", &coverage.not_checkable),
        ],
    ))?;
    for finding in outcome
        .findings
        .iter()
        .filter(|finding| finding.verdict.asks())
    {
        asked(report, previous, finding, lang, output)?;
    }
    let count = |verdict| {
        outcome
            .findings
            .iter()
            .filter(|finding| finding.verdict == verdict)
            .count()
    };
    let (met, open) = (count(Verdict::Met), count(Verdict::NotAssessable));
    output.line(&format!(
        "\n{}",
        lang.fill("check.rest", &[("met", &met), ("open", &open)])
    ))?;
    for finding in outcome
        .findings
        .iter()
        .filter(|finding| finding.verdict == Verdict::NotAssessable)
    {
        output.line(&format!(
            "  – {}  {}",
            finding.rule,
            flat(lang.choose(&finding.message))
        ))?;
    }
    Ok(())
}

/// One finding that a reviewer has to look at: what, the arithmetic, the quotes, the basis.
fn asked(
    report: &Report,
    previous: Option<&Report>,
    finding: &Finding,
    lang: Lang,
    output: &mut Output,
) -> Result<(), CliError> {
    let sign = if finding.verdict == Verdict::Unmet {
        '✗'
    } else {
        '?'
    };
    let title = lang.choose(&finding.title);
    output.line(&format!(
        "\n{sign} {} {title}  {}",
        finding.severity.name(),
        finding.rule
    ))?;
    output.line(&format!("  {}", flat(lang.choose(&finding.message))))?;
    for evidence in &finding.evidence {
        let source = if evidence.previous {
            previous
        } else {
            Some(report)
        };
        let Some(source) = source else { continue };
        let role = lang.text(&format!("role.{}", evidence.role));
        let year = if evidence.previous {
            lang.text("check.previous")
        } else {
            ""
        };
        let place = path(source, evidence.span);
        output.line(&format!(
            "    {year}{role} {}  {place}",
            flat(source.quote(evidence.span))
        ))?;
    }
    for basis in &finding.basis {
        output.line(&format!("  {}", basis_line(basis, lang)))?;
    }
    Ok(())
}

fn basis_line(basis: &Basis, lang: Lang) -> String {
    let unverified = if basis.verified || basis.article.is_empty() {
        ""
    } else {
        lang.text("check.unverified")
    };
    let said = lang.text("check.basis");
    format!(
        "{said} {} {}{unverified} {}",
        basis.document, basis.article, basis.strength
    )
}
