//! Verdicts for people to read.

use super::super::text::{flat, name, path};
use super::super::{CliError, Output};
use super::Checked;
use crate::check::{Basis, Finding, Outcome, Verdict};
use crate::locale::Lang;
use crate::report::Report;

/// Everything about one report: what asks with its evidence, and what could not be assessed.
pub(super) fn whole(
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

/// One report among many: a line for the report and one for each finding that asks.
pub(super) fn brief(checked: &Checked, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    let findings = &checked.outcome.findings;
    let count = |verdict| findings.iter().filter(|f| f.verdict == verdict).count();
    let (unmet, unclear) = (count(Verdict::Unmet), count(Verdict::Unclear));
    let source = checked.source.as_deref().unwrap_or_default();
    output.line(&format!(
        "{}  ✗{unmet} ?{unclear}  {source}",
        name(checked.report, lang)
    ))?;
    for finding in findings.iter().filter(|finding| finding.verdict.asks()) {
        let message = flat(lang.choose(&finding.message));
        let (severity, rule) = (finding.severity.name(), &finding.rule);
        output.line(&format!("  {} {severity} {rule}  {message}", sign(finding)))?;
    }
    Ok(())
}

fn sign(finding: &Finding) -> char {
    match finding.verdict {
        Verdict::Unmet => '✗',
        Verdict::Unclear => '?',
        Verdict::NotAssessable => '–',
        Verdict::Met => '✓',
    }
}

/// One finding that a reviewer has to look at: what, the arithmetic, the quotes, the basis.
fn asked(
    report: &Report,
    previous: Option<&Report>,
    finding: &Finding,
    lang: Lang,
    output: &mut Output,
) -> Result<(), CliError> {
    let sign = sign(finding);
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

/// What a rule rests on, how strongly, and whether the article number was checked.
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
