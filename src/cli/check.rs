//! `ducha check`: the verdicts on reports.

use std::path::PathBuf;

use super::json::{Document, check as json};
use super::source::{self, Source};
use super::text::{flat, name, path};
use super::{CliError, Format, Output, Shared, Status, Typed};
use crate::check::{Basis, Context, Finding, Outcome, Pack, Verdict, check, pack};
use crate::compare::compare;
use crate::locale::Lang;
use crate::report::Report;
use crate::review::Judgement;

pub fn run(
    reports: &[Typed],
    previous: Option<&Typed>,
    packs: &[PathBuf],
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let packs = with_bundled(packs, shared)?;
    let previous = previous
        .map(|typed| source::report(typed, shared))
        .transpose()?;
    let today = Some(jiff::Zoned::now().date());
    let mut status = Status::Clean;
    for typed in reports {
        let source = match source::report(typed, shared) {
            Ok(source) => source,
            Err(error) => {
                status = status.max(output.fail(&error, shared.lang));
                continue;
            }
        };
        let from_library = if previous.is_none() {
            source::previous(&source)?
        } else {
            None
        };
        let previous = previous
            .as_ref()
            .map(|source| &source.report)
            .or(from_library.as_ref());
        let report = &source.report;
        let comparison = previous.map(|previous| compare(previous, report));
        let context = Context {
            previous: previous.zip(comparison.as_ref()),
            today,
        };
        let outcome = check(report, &context, &packs);
        match format {
            Format::Json => {
                let previous = previous.map(Document::new);
                output.json(&json::document(
                    &Document::new(report),
                    previous.as_ref(),
                    &outcome,
                    shared.lang,
                ))?;
            }
            Format::Text => text(report, previous, &outcome, shared.lang, output)?,
        }
        status = status.max(judged(&source, &outcome));
    }
    Ok(status)
}

/// The bundled packs and those of the user, whose rules win.
fn with_bundled(files: &[PathBuf], shared: &Shared) -> Result<Vec<Pack>, CliError> {
    let mut packs = pack::bundled();
    for path in files {
        let name = path.to_string_lossy();
        let imported = shared.importer.read_file(path)?;
        packs.push(Pack::read(&imported.source.text, &name)?);
    }
    Ok(packs)
}

/// Found, unless a reviewer has dismissed everything that asks.
fn judged(source: &Source, outcome: &Outcome) -> Status {
    let mut asking = outcome
        .findings
        .iter()
        .filter(|finding| finding.verdict.asks())
        .peekable();
    if asking.peek().is_none() {
        return Status::Clean;
    }
    let Some((shelf, record)) = &source.edition else {
        return Status::Found;
    };
    let dismissed = |finding: &Finding| {
        let decision = shelf.review.decision(&record.id, &finding.id);
        decision.is_some_and(|decision| {
            matches!(
                decision.judgement,
                Judgement::Rejected | Judgement::NotApplicable
            )
        })
    };
    if asking.all(dismissed) {
        Status::Clean
    } else {
        Status::Found
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
