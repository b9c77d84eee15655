//! What can be corrected in a report and to what, as lists to choose from.

use crate::report::correction::{AS_READ, FieldValue, Heading, HeadingChange, Point, heading_text};
use crate::report::{Evidence, Field, Kind, Level, Origin, Part, Report};
use crate::review::Operation;
use crate::shown::Shown;

use super::app::Shared;
use super::model::{Document, EditionId};

/// The points of a report that can be corrected from one place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correcting {
    pub edition: EditionId,
    offers: Vec<Offer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Offer {
    Field(Field),
    HeadingLevel(Heading),
    HeadingPart(Heading),
}

/// How the value of a point is given.
pub enum Way {
    /// One of these, each with what is shown for it.
    Choose(Setting, Vec<String>),
    /// Typed, beginning with the present value.
    Type(Setting, String),
}

/// A point with the values that it can be set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub edition: EditionId,
    point: Point,
    /// As events keep them, in the order in which they are shown.
    values: Vec<String>,
}

/// The heading levels that are offered; deeper ones are typed on the command line.
const LEVELS: std::ops::RangeInclusive<u8> = 1..=4;
/// What is typed for a field that the report does not have.
const NONE: &str = "-";

impl Correcting {
    /// The fields of the report, and the heading or sentence at an offset of the source text.
    pub fn at(document: &Document, offset: usize) -> Correcting {
        let mut offers: Vec<Offer> = Field::ALL.map(Offer::Field).to_vec();
        if let Some(heading) = Heading::at(&document.report, offset) {
            offers.push(Offer::HeadingLevel(heading.clone()));
            if heading.section.is_some() {
                offers.push(Offer::HeadingPart(heading));
            }
        }
        Correcting {
            edition: document.entry.id.clone(),
            offers,
        }
    }

    /// A line for each point: what it is, its value, and where that comes from.
    pub fn rows(&self, document: &Document, shared: &Shared) -> Vec<String> {
        let report = &document.report;
        let row = |offer: &Offer| match offer {
            Offer::Field(field) => field_row(report, *field, shared),
            Offer::HeadingLevel(heading) => {
                let section = heading.section.and_then(|idx| report.sections.get(idx));
                let level = match section {
                    Some(section) => shared
                        .lang
                        .fill("fix.is_level", &[("level", &section.level)]),
                    None => shared.text("fix.is_none").to_owned(),
                };
                heading_row(heading, &level, shared)
            }
            Offer::HeadingPart(heading) => {
                let section = heading.section.and_then(|idx| report.sections.get(idx));
                let part = section.and_then(|section| section.part);
                heading_row(heading, &part_said(part, shared), shared)
            }
        };
        self.offers.iter().map(row).collect()
    }

    /// How the point of a row is corrected.
    pub fn way(&self, row: usize, document: &Document, shared: &Shared) -> Option<Way> {
        let (point, values, shown) = match self.offers.get(row)? {
            Offer::Field(field) => {
                let point = Point::Field(*field);
                match values_of(*field) {
                    Some(values) => {
                        let shown = values.iter();
                        let shown = shown.map(|value| value_shown(*field, value, shared));
                        let shown = shown.collect();
                        (point, values, shown)
                    }
                    None => {
                        let value = FieldValue::of(&document.report.metadata, *field).text();
                        return Some(Way::Type(self.setting(point, Vec::new()), value));
                    }
                }
            }
            Offer::HeadingLevel(heading) => {
                let levels = LEVELS.map(HeadingChange::Level);
                let changes: Vec<_> = levels.chain([HeadingChange::NoHeading]).collect();
                changes_of(heading, &changes, shared)?
            }
            Offer::HeadingPart(heading) => {
                let parts = Part::ALL.into_iter().map(Some).chain([None]);
                let changes: Vec<_> = parts.map(HeadingChange::Part).collect();
                changes_of(heading, &changes, shared)?
            }
        };
        Some(Way::Choose(self.setting(point, values), shown))
    }

    fn setting(&self, point: Point, values: Vec<String>) -> Setting {
        Setting {
            edition: self.edition.clone(),
            point,
            values,
        }
    }
}

impl Setting {
    /// What the point is called on the screen.
    pub fn title(&self, shared: &Shared) -> String {
        match self.point {
            Point::Field(field) => shared.text(&format!("field.{}", field.name())).to_owned(),
            Point::HeadingLevel(_) | Point::HeadingPart(_) => {
                let value = self.values.first().map_or("", |value| heading_text(value));
                Shown::new(value).to_string()
            }
        }
    }

    /// The operation that sets the value of a row.
    pub fn chosen(&self, row: usize) -> Option<Operation> {
        let value = self.values.get(row)?.clone();
        Some(self.set(value))
    }

    /// The operation that a typed value asks for: nothing takes the correction back; or why it is no value.
    pub fn typed(&self, text: &str, shared: &Shared) -> Result<Operation, String> {
        let Point::Field(field) = self.point else {
            return Ok(self.set(text.to_owned()));
        };
        let text = match text {
            "" => return Ok(self.set(AS_READ.to_owned())),
            NONE => "",
            text => text,
        };
        let value = FieldValue::read(field, text);
        let value = value.map_err(|fault| {
            let key = format!("fix_fault.{}", fault.name());
            shared.lang.fill(&key, &[("known", &"")])
        })?;
        Ok(self.set(value.text()))
    }

    fn set(&self, value: String) -> Operation {
        Operation::Correct {
            edition: self.edition.clone(),
            field: self.point.name(),
            value: Some(value),
        }
    }
}

/// The values of a field that has few; the last one takes the correction back.
fn values_of(field: Field) -> Option<Vec<String>> {
    let names: Vec<&str> = match field {
        Field::Level => Level::ALL.map(Level::name).to_vec(),
        Field::DepartmentOf => Level::ALL
            .into_iter()
            .map(Level::name)
            .filter(|name| FieldValue::read(field, name).is_ok())
            .chain([""])
            .collect(),
        Field::Kind => Kind::ALL.map(Kind::name).to_vec(),
        Field::Title
        | Field::Issuer
        | Field::Region
        | Field::Year
        | Field::Published
        | Field::Signed => return None,
    };
    let values = names.into_iter().chain([AS_READ]);
    Some(values.map(str::to_owned).collect())
}

fn changes_of(
    heading: &Heading,
    changes: &[HeadingChange],
    shared: &Shared,
) -> Option<(Point, Vec<String>, Vec<String>)> {
    let (point, as_read) = heading.as_read(*changes.first()?);
    let values = changes.iter().map(|change| heading.change(*change).value());
    let shown = changes.iter().map(|change| match change {
        HeadingChange::Level(level) => shared.lang.fill("fix.is_level", &[("level", level)]),
        HeadingChange::NoHeading => shared.text("fix.is_none").to_owned(),
        HeadingChange::Part(part) => part_said(*part, shared),
    });
    let back = shared.text("fix.as_read").to_owned();
    Some((
        point,
        values.chain([as_read]).collect(),
        shown.chain([back]).collect(),
    ))
}

fn part_said(part: Option<Part>, shared: &Shared) -> String {
    match part {
        Some(part) => {
            let part = shared.text(&format!("part.{}", part.name()));
            shared.lang.fill("fix.is_part", &[("part", &part)])
        }
        None => shared.text("fix.is_no_part").to_owned(),
    }
}

fn heading_row(heading: &Heading, value: &str, shared: &Shared) -> String {
    let text = Shown::new(&heading.text);
    shared
        .lang
        .fill("fix.heading_row", &[("heading", &text), ("value", &value)])
}

fn field_row(report: &Report, field: Field, shared: &Shared) -> String {
    let metadata = &report.metadata;
    let value = FieldValue::of(metadata, field).text();
    let value = value_shown(field, &value, shared);
    let name = shared.text(&format!("field.{}", field.name()));
    let evidence = metadata.evidence.iter().find(|found| found.field == field);
    let why = evidence.map_or_else(String::new, |found| reason(found, shared));
    shared.lang.fill(
        "fix.field_row",
        &[("field", &name), ("value", &value), ("why", &why)],
    )
}

fn reason(evidence: &Evidence, shared: &Shared) -> String {
    let origin = shared.text(&format!("origin.{}", evidence.origin.name()));
    if evidence.origin == Origin::Correction {
        return shared.lang.fill("fix.corrected", &[("origin", &origin)]);
    }
    let certainty = shared.text(&format!("certainty.{}", evidence.certainty.name()));
    shared.lang.fill(
        "show.reason",
        &[("origin", &origin), ("certainty", &certainty)],
    )
}

/// A kept value as people read it.
fn value_shown(field: Field, value: &str, shared: &Shared) -> String {
    let named = |section: &str| shared.text(&format!("{section}.{value}")).to_owned();
    match field {
        _ if value == AS_READ => shared.text("fix.as_read").to_owned(),
        Field::Level if value.is_empty() => shared
            .text(&format!("level.{}", Level::Unknown.name()))
            .to_owned(),
        _ if value.is_empty() => shared.text("show.unsaid").to_owned(),
        Field::Level | Field::DepartmentOf => named("level"),
        Field::Kind => named("kind"),
        Field::Title
        | Field::Issuer
        | Field::Region
        | Field::Year
        | Field::Published
        | Field::Signed => Shown::new(value).to_string(),
    }
}
