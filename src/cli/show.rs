//! `ducha show`: what a report says.

use std::collections::BTreeMap;

use super::json::{Document, report as json};
use super::text::{clipped, flat, heading, name, notice as said};
use super::{CliError, Format, Output, Shared, Status, Typed, source};
use crate::locale::Lang;
use crate::report::Report;

pub fn run(
    reports: &[Typed],
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    for typed in reports {
        let report = source::report(typed, shared)?.report;
        match format {
            Format::Json => output.json(&json::document(&Document::new(&report), shared.lang))?,
            Format::Text => text(&report, shared.lang, output)?,
        }
    }
    Ok(Status::Clean)
}

fn text(report: &Report, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    output.line(&name(report, lang))?;
    identity(report, lang, output)?;
    output.line(&format!("\n{}", lang.text("show.outline")))?;
    for section in &report.sections {
        let indent = "  ".repeat(usize::from(section.level.min(12)));
        let part = section
            .part
            .map(|part| lang.text(&format!("part.{}", part.name())));
        let part = part.map(|part| format!("  〔{part}〕")).unwrap_or_default();
        output.line(&format!("{indent}{}{part}", heading(section)))?;
    }
    figures(report, lang, output)?;
    if !report.notices.is_empty() {
        output.line(&format!("\n{}", lang.text("show.notices")))?;
    }
    for notice in &report.notices {
        let message = said(notice, lang);
        let quote = clipped(report.quote(notice.span), 40);
        let separator = if quote.is_empty() { "" } else { ": " };
        output.line(&format!("  {message}{separator}{quote}"))?;
    }
    Ok(())
}

fn identity(report: &Report, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    let metadata = &report.metadata;
    let unsaid = || lang.text("show.unsaid").to_owned();
    let date = |date: Option<jiff::civil::Date>| date.map_or_else(unsaid, |date| date.to_string());
    let rows = [
        (
            "show.issuer",
            metadata
                .issuer
                .as_ref()
                .map_or_else(unsaid, |issuer| flat(&issuer.value)),
        ),
        (
            "show.level",
            lang.text(&format!("level.{}", metadata.level.name()))
                .to_owned(),
        ),
        (
            "show.kind",
            lang.text(&format!("kind.{}", metadata.kind.name()))
                .to_owned(),
        ),
        (
            "show.year",
            metadata.year.map_or_else(unsaid, |year| year.to_string()),
        ),
        (
            "show.published",
            date(metadata.published.as_ref().map(|date| date.value)),
        ),
        (
            "show.signed",
            date(metadata.signed.as_ref().map(|date| date.value)),
        ),
    ];
    for (key, value) in rows {
        output.line(&format!("  {}  {value}", lang.text(key)))?;
    }
    Ok(())
}

fn figures(report: &Report, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for figure in &report.figures {
        *counts.entry(figure.kind.name()).or_default() += 1;
    }
    let kinds: Vec<String> = counts
        .iter()
        .map(|(kind, count)| format!("{} {count}", lang.text(&format!("figure.{kind}"))))
        .collect();
    let total = report.figures.len();
    output.line(&format!(
        "\n{} {total}  {}",
        lang.text("show.figures"),
        kinds.join(" · ")
    ))?;
    for figure in &report.figures {
        let subject = clipped(&figure.subject, 24);
        output.line(&format!("  {}  {subject}", flat(report.quote(figure.span))))?;
    }
    Ok(())
}
