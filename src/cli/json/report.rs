//! `ducha.report.v1`: what a report says.

use jiff::civil::Date;
use serde::Serialize;

use super::{Document, Place};
use crate::cli::text::notice as said;
use crate::locale::Lang;
use crate::report::{
    Evidence, Figure, Located, Metric, Notice, PartSpan, Quantity, Section, digest, metric,
};

/// The whole document.
#[derive(Serialize)]
pub struct ReportJson<'a> {
    schema: &'static str,
    title: Option<&'a str>,
    issuer: Option<&'a str>,
    region: Option<&'a str>,
    level: &'static str,
    department_of: Option<&'static str>,
    kind: &'static str,
    year: Option<i16>,
    published: Option<Date>,
    signed: Option<Date>,
    metadata_evidence: Vec<EvidenceJson>,
    text_sha256: String,
    outline: Vec<SectionJson<'a>>,
    parts: Vec<PartJson>,
    figures: Vec<FigureJson<'a>>,
    notices: Vec<NoticeJson>,
}

/// Where a field comes from; without a place when the words are not in the text.
#[derive(Serialize)]
struct EvidenceJson {
    field: &'static str,
    origin: &'static str,
    certainty: &'static str,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Serialize)]
struct SectionJson<'a> {
    label: &'a str,
    level: u8,
    title: &'a str,
    #[serde(flatten)]
    place: Place,
    run_in: bool,
    part: Option<&'static str>,
    children: Vec<SectionJson<'a>>,
}

#[derive(Serialize)]
struct PartJson {
    part: &'static str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct FigureJson<'a> {
    #[serde(flatten)]
    place: Place,
    quote: &'a str,
    value: String,
    low: Option<String>,
    high: Option<String>,
    low_open: bool,
    high_open: bool,
    unit: &'a str,
    form: &'static str,
    kind: &'static str,
    subject: &'a str,
    /// What was done to it, or the word of change.
    verb: &'a str,
    /// Who did it.
    actor: &'a str,
    /// A year, a stretch of months, `cumulative`, `as-of` or `target`.
    period: Option<String>,
    direction: Option<&'static str>,
    /// The id of the indicator that it is a value of, such as `rc-accepted`.
    metric: Option<&'static str>,
}

#[derive(Serialize)]
struct NoticeJson {
    #[serde(flatten)]
    place: Place,
    kind: &'static str,
    /// How many places it speaks for; the position is that of the first.
    count: usize,
    message: String,
}

/// Everything that `ducha show --format json` prints.
pub fn document<'a>(document: &Document<'a>, lang: Lang) -> ReportJson<'a> {
    let report = document.report;
    let metadata = &report.metadata;
    ReportJson {
        schema: "ducha.report.v1",
        title: text(&metadata.title),
        issuer: text(&metadata.issuer),
        region: metadata.region.as_deref(),
        level: metadata.level.name(),
        department_of: metadata.department_of.map(|level| level.name()),
        kind: metadata.kind.name(),
        year: metadata.year,
        published: metadata.published.as_ref().map(|date| date.value),
        signed: metadata.signed.as_ref().map(|date| date.value),
        metadata_evidence: metadata
            .evidence
            .iter()
            .map(|evidence| evidence_json(document, evidence))
            .collect(),
        text_sha256: digest(report.source.text.as_bytes()),
        outline: outline(document),
        parts: report
            .parts
            .iter()
            .map(|part| part_json(document, part))
            .collect(),
        figures: report
            .figures
            .iter()
            .zip(metric::metrics(report))
            .map(|(figure, metric)| figure_json(document, figure, metric))
            .collect(),
        notices: report
            .notices
            .iter()
            .map(|notice| notice_json(document, notice, lang))
            .collect(),
    }
}

fn text(located: &Option<Located<String>>) -> Option<&str> {
    located.as_ref().map(|located| located.value.as_str())
}

fn evidence_json(document: &Document, evidence: &Evidence) -> EvidenceJson {
    let place = evidence.span.map(|span| document.place(span));
    EvidenceJson {
        field: evidence.field.name(),
        origin: evidence.origin.name(),
        certainty: evidence.certainty.name(),
        start: place.as_ref().map(|place| place.start),
        end: place.as_ref().map(|place| place.end),
    }
}

/// The flat list of sections as a tree. Works from the last section up, so depth costs no stack.
fn outline<'a>(document: &Document<'a>) -> Vec<SectionJson<'a>> {
    let sections = &document.report.sections;
    let mut nodes: Vec<Option<SectionJson>> = sections
        .iter()
        .map(|section| Some(section_json(document, section)))
        .collect();
    let mut roots = Vec::new();
    for (idx, section) in sections.iter().enumerate().rev() {
        let Some(mut node) = nodes.get_mut(idx).and_then(Option::take) else {
            continue;
        };
        node.children.reverse();
        match section
            .parent
            .and_then(|parent| nodes.get_mut(parent)?.as_mut())
        {
            Some(parent) => parent.children.push(node),
            None => roots.push(node),
        }
    }
    roots.reverse();
    roots
}

fn section_json<'a>(document: &Document<'a>, section: &'a Section) -> SectionJson<'a> {
    SectionJson {
        label: &section.label,
        level: section.level,
        title: &section.title,
        place: document.place(section.heading),
        run_in: section.run_in,
        part: section.part.map(|part| part.name()),
        children: Vec::new(),
    }
}

fn part_json(document: &Document, part: &PartSpan) -> PartJson {
    PartJson {
        part: part.part.name(),
        place: document.place(part.span),
    }
}

fn figure_json<'a>(
    document: &Document<'a>,
    figure: &'a Figure,
    metric: Option<&'static Metric>,
) -> FigureJson<'a> {
    let interval = figure.interval();
    FigureJson {
        place: document.place(figure.span),
        quote: document.quote(figure.span),
        value: match &figure.quantity {
            Quantity::Number { value, .. } => value.normalize().to_string(),
            Quantity::Date(date) => date.clone(),
        },
        low: interval
            .and_then(|interval| interval.low)
            .map(|low| low.normalize().to_string()),
        high: interval
            .and_then(|interval| interval.high)
            .map(|high| high.normalize().to_string()),
        low_open: interval.is_some_and(|interval| interval.low_open),
        high_open: interval.is_some_and(|interval| interval.high_open),
        unit: &figure.unit,
        form: figure.form.name(),
        kind: figure.kind.name(),
        subject: &figure.subject,
        verb: &figure.verb,
        actor: &figure.actor,
        period: figure.period.name(),
        direction: figure.direction.map(|direction| direction.name()),
        metric: metric.map(|metric| metric.id.as_str()),
    }
}

fn notice_json(document: &Document, notice: &Notice, lang: Lang) -> NoticeJson {
    NoticeJson {
        place: document.place(notice.span),
        kind: notice.kind.name(),
        count: notice.count,
        message: said(notice, lang),
    }
}
