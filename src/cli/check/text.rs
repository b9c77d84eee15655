//! Verdicts for people to read.

use super::Checked;
use crate::check::{Basis, Finding, Verdict};
use crate::cli::text::{flat, name, path};
use crate::cli::{CliError, Output};
use crate::locale::Lang;
use crate::review::Standing;

/// Everything about one report: what asks with its evidence, what is suppressed, and what could not be assessed.
pub(super) fn whole(checked: &Checked, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    output.line(&name(checked.report, lang))?;
    let coverage = checked.outcome.coverage;
    output.line(&lang.fill(
        "check.coverage",
        &[
            ("figures", &coverage.figures),
            ("tied", &coverage.tied),
            ("conflicting", &coverage.conflicting),
            ("rest", &coverage.not_checkable),
        ],
    ))?;
    for (finding, standing) in checked
        .asking()
        .filter(|(_, each)| each.suppressed.is_none())
    {
        asked(checked, finding, standing, lang, output)?;
    }
    suppressed(checked, lang, output)?;
    let findings = &checked.outcome.findings;
    let of = |verdict| {
        findings
            .iter()
            .filter(move |finding| finding.verdict == verdict)
    };
    let (met, open) = (of(Verdict::Met).count(), of(Verdict::NotAssessable).count());
    let rest = lang.fill("check.rest", &[("met", &met), ("open", &open)]);
    output.line(&format!("\n{rest}"))?;
    for finding in of(Verdict::NotAssessable) {
        let message = flat(lang.choose(&finding.message));
        output.line(&format!("  – {}  {message}", finding.rule))?;
    }
    Ok(())
}

/// One report among many: a line for the report and one for each finding that asks.
pub(super) fn brief(checked: &Checked, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    let shown = || {
        checked
            .asking()
            .filter(|(_, standing)| standing.suppressed.is_none())
    };
    let count = |verdict| {
        shown()
            .filter(|(finding, _)| finding.verdict == verdict)
            .count()
    };
    let (unmet, unclear) = (count(Verdict::Unmet), count(Verdict::Unclear));
    let source = checked.source.as_deref().unwrap_or_default();
    output.line(&format!(
        "{}  ✗{unmet} ?{unclear}  {source}",
        name(checked.report, lang)
    ))?;
    for (finding, standing) in shown() {
        let message = flat(lang.choose(&finding.message));
        let (severity, rule) = (finding.severity.name(), &finding.rule);
        let said = said(&standing, lang);
        output.line(&format!(
            "  {} {severity} {rule}  {message}{said}",
            sign(finding)
        ))?;
    }
    match checked.suppressed() {
        0 => Ok(()),
        count => output.line(&format!(
            "  {}",
            lang.fill("check.suppressed", &[("count", &count)])
        )),
    }
}

impl Checked<'_> {
    /// The findings that ask, with what reviewers said of them.
    fn asking(&self) -> impl Iterator<Item = (&Finding, Standing<'_>)> {
        let findings = self.outcome.findings.iter().enumerate();
        let asking = findings.filter(|(_, finding)| finding.verdict.asks());
        asking.map(|(idx, finding)| {
            (
                finding,
                self.standings.get(idx).copied().unwrap_or_default(),
            )
        })
    }

    fn suppressed(&self) -> usize {
        let asking = self.asking();
        asking
            .filter(|(_, standing)| standing.suppressed.is_some())
            .count()
    }
}

/// What is suppressed is never left out in silence.
fn suppressed(checked: &Checked, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    let count = checked.suppressed();
    if count == 0 {
        return Ok(());
    }
    let head = lang.fill("check.suppressed", &[("count", &count)]);
    output.line(&format!("\n{head}"))?;
    for (finding, standing) in checked.asking() {
        if let Some((_, suppression)) = standing.suppressed {
            let message = flat(lang.choose(&finding.message));
            let reason = flat(&suppression.reason);
            let until = suppression.until.as_deref().unwrap_or("");
            output.line(&format!(
                "  · {}  {message}  [{reason} {until}]",
                finding.rule
            ))?;
        }
    }
    Ok(())
}

/// The decision on a finding, or the one on its like a year before.
fn said(standing: &Standing, lang: Lang) -> String {
    let judgement = |decision: &crate::review::Decision| {
        lang.text(&format!("judgement.{}", decision.judgement.name()))
    };
    match (standing.decision, standing.earlier) {
        (Some(decision), _) => format!("  [{}]", judgement(decision)),
        (None, Some((year, decision))) => {
            let judgement = judgement(decision);
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("year", &year), ("judgement", &judgement)];
            format!("  {}", lang.fill("check.earlier", &values))
        }
        (None, None) => String::new(),
    }
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
    checked: &Checked,
    finding: &Finding,
    standing: Standing,
    lang: Lang,
    output: &mut Output,
) -> Result<(), CliError> {
    let sign = sign(finding);
    let title = lang.choose(&finding.title);
    let (severity, rule, said) = (
        finding.severity.name(),
        &finding.rule,
        said(&standing, lang),
    );
    output.line(&format!("\n{sign} {severity} {title}  {rule}{said}"))?;
    output.line(&format!("  {}", flat(lang.choose(&finding.message))))?;
    for evidence in &finding.evidence {
        let source = if evidence.previous {
            checked.previous
        } else {
            Some(checked.report)
        };
        let Some(source) = source else { continue };
        let role = lang.text(&format!("role.{}", evidence.role));
        let year = if evidence.previous && evidence.role != "previous" {
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
