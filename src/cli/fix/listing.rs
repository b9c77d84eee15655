//! What is known about a report, where it comes from, and what was corrected by whom.

use serde::Serialize;

use crate::cli::library::Shelf;
use crate::cli::text::{flat, name, short_id};
use crate::cli::{CliError, Format, Output};
use crate::locale::Lang;
use crate::report::correction::{FieldValue, HeadingChange, HeadingCorrection, Point};
use crate::report::{Evidence, Field, Metadata, Origin, Report};
use crate::store::{Applied, EditionCorrections};

/// What is known about one edition, as scripts see it.
#[derive(Serialize)]
struct CorrectionsJson<'a> {
    schema: &'static str,
    edition: &'a str,
    fields: Vec<FieldJson<'a>>,
    headings: Vec<HeadingJson<'a>>,
    /// Of an earlier edition, and not carried over.
    left: Vec<LeftJson<'a>>,
}

#[derive(Serialize)]
struct FieldJson<'a> {
    field: &'static str,
    value: Option<String>,
    origin: Option<&'static str>,
    certainty: Option<&'static str>,
    correction: Option<ByJson<'a>>,
}

#[derive(Serialize)]
struct HeadingJson<'a> {
    text: String,
    level: Option<u8>,
    is_heading: Option<bool>,
    part: Option<&'static str>,
    /// Whether the words were found in this text.
    found: bool,
    correction: ByJson<'a>,
}

#[derive(Serialize)]
struct LeftJson<'a> {
    point: String,
    value: &'a str,
    correction: ByJson<'a>,
}

#[derive(Serialize)]
struct ByJson<'a> {
    reviewer: &'a str,
    time: String,
    edition: &'a str,
    /// What others said without having seen this.
    rivals: Vec<RivalJson<'a>>,
}

#[derive(Serialize)]
struct RivalJson<'a> {
    reviewer: &'a str,
    value: &'a str,
}

pub(super) fn print(
    shelf: &Shelf,
    id: &str,
    report: &Report,
    format: Format,
    lang: Lang,
    output: &mut Output,
) -> Result<(), CliError> {
    let none = EditionCorrections::default();
    let known = shelf.corrected.edition(id).unwrap_or(&none);
    match format {
        Format::Json => output.json(&json(id, report, known)),
        Format::Text => {
            output.line(&format!("{}  {}", short_id(id), name(report, lang)))?;
            for field in Field::ALL {
                output.line(&field_line(report, known, field, lang))?;
            }
            for applied in &known.applied {
                if let Some(correction) = heading_of(applied) {
                    output.line(&heading_line(report, applied, &correction, id, lang))?;
                }
            }
            for left in &known.left {
                output.line(&left_line(left, lang))?;
            }
            Ok(())
        }
    }
}

fn field_line(report: &Report, known: &EditionCorrections, field: Field, lang: Lang) -> String {
    let value = FieldValue::of(&report.metadata, field);
    let why = why(&report.metadata, known, field, lang);
    let label = lang.text(&format!("field.{}", field.name()));
    let why = match why.as_str() {
        "" => String::new(),
        why => format!("  {why}"),
    };
    format!("  {label} {}  {}{why}", field.name(), shown(&value, lang))
}

/// A value as people read it.
pub fn shown(value: &FieldValue, lang: Lang) -> String {
    match value {
        FieldValue::Level(level) | FieldValue::DepartmentOf(Some(level)) => {
            lang.text(&format!("level.{}", level.name())).to_owned()
        }
        FieldValue::Kind(kind) => lang.text(&format!("kind.{}", kind.name())).to_owned(),
        FieldValue::Title(_)
        | FieldValue::Issuer(_)
        | FieldValue::Region(_)
        | FieldValue::DepartmentOf(None)
        | FieldValue::Year(_)
        | FieldValue::Published(_)
        | FieldValue::Signed(_) => match value.text() {
            text if text.is_empty() => lang.text("show.unsaid").to_owned(),
            text => flat(&text),
        },
    }
}

/// Where a field comes from: who corrected it, or what the program took it from and how sure that is.
pub fn why(metadata: &Metadata, known: &EditionCorrections, field: Field, lang: Lang) -> String {
    if let Some(applied) = known.of_field(field) {
        return by(applied, lang);
    }
    let evidence = metadata.evidence.iter().find(|found| found.field == field);
    evidence.map_or_else(String::new, |found| origin(found, lang))
}

fn origin(evidence: &Evidence, lang: Lang) -> String {
    let origin = lang.text(&format!("origin.{}", evidence.origin.name()));
    let certainty = lang.text(&format!("certainty.{}", evidence.certainty.name()));
    match evidence.origin {
        Origin::Correction => origin.to_owned(),
        Origin::Title
        | Origin::Opening
        | Origin::Signature
        | Origin::Letter
        | Origin::Page
        | Origin::Body
        | Origin::FileName => format!("{origin} · {certainty}"),
    }
}

/// Who corrected it, and that others said something else without having seen it.
fn by(applied: &Applied, lang: Lang) -> String {
    let said = &applied.correction;
    let mut text = lang.fill("fix.by", &[("name", &flat(&said.reviewer))]);
    for rival in &said.rivals {
        let value = flat(&rival.value);
        let name = flat(&rival.reviewer);
        text.push_str(&lang.fill("fix.rival", &[("name", &name), ("value", &value)]));
    }
    text
}

fn heading_of(applied: &Applied) -> Option<HeadingCorrection> {
    HeadingCorrection::read(applied.point, &applied.correction.value)
}

fn heading_line(
    report: &Report,
    applied: &Applied,
    correction: &HeadingCorrection,
    id: &str,
    lang: Lang,
) -> String {
    let said = match correction.change {
        HeadingChange::Level(level) => lang.fill("fix.is_level", &[("level", &level)]),
        HeadingChange::NoHeading => lang.text("fix.is_none").to_owned(),
        HeadingChange::Part(None) => lang.text("fix.is_no_part").to_owned(),
        HeadingChange::Part(Some(part)) => {
            let part = lang.text(&format!("part.{}", part.name()));
            lang.fill("fix.is_part", &[("part", &part)])
        }
    };
    let text = flat(&correction.text);
    let mut line = format!("  「{text}」 {said}  {}", by(applied, lang));
    if correction.place_in(report).is_none() {
        line.push_str(lang.text("fix.lost"));
    } else if applied.edition != id {
        line.push_str(lang.text("fix.carried"));
    }
    line
}

fn left_line(left: &Applied, lang: Lang) -> String {
    let field = match left.point {
        Point::Field(field) => lang.text(&format!("field.{}", field.name())),
        Point::HeadingLevel(_) | Point::HeadingPart(_) => "",
    };
    let value = flat(&left.correction.value);
    let by = by(left, lang);
    lang.fill(
        "fix.left",
        &[("field", &field), ("value", &value), ("by", &by)],
    )
}

fn json<'a>(id: &'a str, report: &Report, known: &'a EditionCorrections) -> CorrectionsJson<'a> {
    let field = |field: Field| {
        let evidence = report.metadata.evidence.iter();
        let evidence = evidence.clone().find(|found| found.field == field);
        let value = FieldValue::of(&report.metadata, field).text();
        FieldJson {
            field: field.name(),
            value: Some(value).filter(|value| !value.is_empty()),
            origin: evidence.map(|found| found.origin.name()),
            certainty: evidence.map(|found| found.certainty.name()),
            correction: known.of_field(field).map(by_json),
        }
    };
    let heading = |applied: &'a Applied| {
        let correction = heading_of(applied)?;
        let change = correction.change;
        Some(HeadingJson {
            level: match change {
                HeadingChange::Level(level) => Some(level),
                HeadingChange::NoHeading | HeadingChange::Part(_) => None,
            },
            is_heading: match change {
                HeadingChange::Level(_) => Some(true),
                HeadingChange::NoHeading => Some(false),
                HeadingChange::Part(_) => None,
            },
            part: match change {
                HeadingChange::Part(Some(part)) => Some(part.name()),
                HeadingChange::Part(None) => Some("none"),
                HeadingChange::Level(_) | HeadingChange::NoHeading => None,
            },
            found: correction.place_in(report).is_some(),
            text: correction.text,
            correction: by_json(applied),
        })
    };
    CorrectionsJson {
        schema: "ducha.corrections.v1",
        edition: id,
        fields: Field::ALL.into_iter().map(field).collect(),
        headings: known.applied.iter().filter_map(heading).collect(),
        left: known
            .left
            .iter()
            .map(|left| LeftJson {
                point: left.point.name(),
                value: &left.correction.value,
                correction: by_json(left),
            })
            .collect(),
    }
}

fn by_json(applied: &Applied) -> ByJson<'_> {
    let said = &applied.correction;
    ByJson {
        reviewer: &said.reviewer,
        time: said.time.to_string(),
        edition: &applied.edition,
        rivals: said
            .rivals
            .iter()
            .map(|rival| RivalJson {
                reviewer: &rival.reviewer,
                value: &rival.value,
            })
            .collect(),
    }
}
