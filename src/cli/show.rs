//! `ducha show`: what a report says.

use std::collections::BTreeMap;
use std::iter;

use jiff::civil::Date;

use super::json::{Document, report as json};
use super::records::{self, Answer};
use super::text::{clipped, flat, name, notice as said, push_clipped, push_flat, push_heading};
use super::{CliError, Format, Output, Shared, Status, Typed, source};
use crate::locale::Lang;
use crate::report::{Field, Located, Metadata, Report};

pub fn run(
    reports: &[Typed],
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let mut status = Status::Clean;
    for typed in reports {
        let report = match source::report(typed, shared) {
            Ok(source) => source.report,
            Err(error) => {
                status = status.max(output.fail(&error, shared.lang));
                continue;
            }
        };
        match format {
            Format::Json => output.json(&json::document(&Document::new(&report), shared.lang))?,
            Format::Text => text(&report, shared.lang, output)?,
        }
    }
    Ok(status)
}

/// Records on standard input, one at a time.
pub fn records(shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let lang = shared.lang;
    let input = std::io::stdin().lock();
    records::each(input, "text", lang, output, &mut |record, output| {
        let report = record.report();
        let document = Document::new(&report);
        let document = json::document(&document, lang);
        let id = &record.id;
        output.json(&Answer { id, document })?;
        Ok(Some(Status::Clean))
    })
}

fn text(report: &Report, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    let source = reason(&report.metadata, Field::Title, lang);
    output.line(&format!("{}{source}", name(report, lang)))?;
    identity(report, lang, output)?;
    output.line(&format!("\n{}", lang.text("show.outline")))?;
    let mut line = String::new();
    for section in &report.sections {
        line.clear();
        line.extend(iter::repeat_n("  ", usize::from(section.level.min(12))));
        push_heading(&mut line, section);
        if let Some(part) = section.part {
            let part = lang.text(&format!("part.{}", part.name()));
            line.extend(["  〔", part, "〕"]);
        }
        output.line(&line)?;
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

/// What is known about the report as a whole, each with where it comes from and how sure it is.
fn identity(report: &Report, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    let metadata = &report.metadata;
    let date = |date: &Option<Located<Date>>| date.as_ref().map(|date| date.value.to_string());
    let named = |key: &str, name: &str| Some(lang.text(&format!("{key}.{name}")).to_owned());
    let issuer = metadata.issuer.as_ref().map(|issuer| flat(&issuer.value));
    let region = metadata.region.as_deref().map(flat);
    let year = metadata.year.map(|year| year.to_string());
    let rows = [
        (Field::Issuer, issuer),
        (Field::Region, region),
        (Field::Level, named("level", metadata.level.name())),
        (Field::Kind, named("kind", metadata.kind.name())),
        (Field::Year, year),
        (Field::Published, date(&metadata.published)),
        (Field::Signed, date(&metadata.signed)),
    ];
    for (field, value) in rows {
        let value = value.unwrap_or_else(|| lang.text("show.unsaid").to_owned());
        let label = lang.text(&format!("field.{}", field.name()));
        let reason = reason(metadata, field, lang);
        output.line(&format!("  {label}  {value}{reason}"))?;
    }
    Ok(())
}

fn reason(metadata: &Metadata, field: Field, lang: Lang) -> String {
    let evidence = metadata.evidence.iter().find(|one| one.field == field);
    evidence.map_or_else(String::new, |evidence| {
        let origin = lang.text(&format!("origin.{}", evidence.origin.name()));
        let certainty = lang.text(&format!("certainty.{}", evidence.certainty.name()));
        lang.fill(
            "show.reason",
            &[("origin", &origin), ("certainty", &certainty)],
        )
    })
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
    let mut line = String::new();
    for figure in &report.figures {
        line.clear();
        line.push_str("  ");
        push_flat(&mut line, report.quote(figure.span));
        line.push_str("  ");
        push_clipped(&mut line, &figure.subject, 24);
        output.line(&line)?;
    }
    Ok(())
}
