//! Reads every field of the metadata, with the reason for each.

use std::borrow::Cow;

use super::body::Body;
use super::evidence::{Evidence, Field, Found, Origin};
use super::page::Page;
use super::{Hints, Level, Metadata, day, issuer, kind, level, signature, title, year};
use crate::report::correction::FieldValue;
use crate::report::{Block, NormalText, Section};

/// Reads the metadata of a report; what is known from outside goes first, but for the name of the file.
///
/// A corrected field goes before everything else, and what is read from it follows: the year from a title, the level from
/// an issuer.
pub(in crate::report) fn metadata(
    normal: &NormalText,
    blocks: &[Block],
    sections: &[Section],
    hints: &Hints,
) -> Metadata {
    let corrected = &hints.corrections.fields;
    let hints = &*with_corrected(hints);
    let page = Page::of(normal, blocks, sections);
    let title = match corrected.get(&Field::Title) {
        Some(FieldValue::Title(title)) => title.clone().map(title::Title::given),
        Some(_) | None => title::title(&page, hints),
    };
    let kind = match corrected.get(&Field::Kind) {
        Some(FieldValue::Kind(kind)) => Found::given(*kind, Origin::Correction),
        Some(_) | None => kind::kind(&page, title.as_ref()),
    };
    let signed = signature::signed(&page, kind.value);
    let said = hints
        .year
        .map(|year| Found::given(year, Origin::Correction))
        .or_else(|| year::year(&page, title.as_ref(), kind.value));
    let published = hints
        .published
        .map(|date| Found::given(date, Origin::Page))
        .or_else(|| day::published(&page, said.as_ref().map(|year| year.value), kind.value));
    let year = said
        .or_else(|| year::supposed(&page, kind.value, signed.as_ref().or(published.as_ref())))
        .or_else(|| year::in_file_name(hints));
    let who = who(&page, title.as_ref(), kind.value, hints);
    let title = title.map(|title| title.found());
    let mut evidence: Vec<Evidence> = Vec::new();
    evidence.extend(reason(Field::Title, title.as_ref()));
    evidence.extend(reason(Field::Issuer, who.issuer.as_ref()));
    evidence.extend(reason(Field::Region, who.region.as_ref()));
    evidence.extend(reason(Field::Level, who.level.as_ref()));
    evidence.push(kind.evidence(Field::Kind));
    evidence.extend(reason(Field::Year, year.as_ref()));
    evidence.extend(reason(Field::Published, published.as_ref()));
    evidence.extend(reason(Field::Signed, signed.as_ref()));
    let mut metadata = Metadata {
        title: title.map(Found::located),
        issuer: who.issuer.map(Found::located),
        region: who.region.map(|region| region.value),
        level: who.level.map(|level| level.value).unwrap_or_default(),
        department_of: who.department_of,
        kind: kind.value,
        year: year.map(|year| year.value),
        published: published.map(Found::located),
        signed: signed.map(Found::located),
        evidence,
    };
    for value in corrected.values() {
        value.correct(&mut metadata);
    }
    metadata
}

/// The hints with the corrected values in the place of what was known from outside.
fn with_corrected(hints: &Hints) -> Cow<'_, Hints> {
    let mut told = Cow::Borrowed(hints);
    for value in hints.corrections.fields.values() {
        match value.clone() {
            FieldValue::Issuer(issuer) => told.to_mut().issuer = issuer,
            FieldValue::Level(Level::Unknown) => told.to_mut().level = None,
            FieldValue::Level(level) => told.to_mut().level = Some(level),
            FieldValue::Year(year) => told.to_mut().year = year,
            FieldValue::Published(date) => told.to_mut().published = date,
            FieldValue::Title(_)
            | FieldValue::Region(_)
            | FieldValue::DepartmentOf(_)
            | FieldValue::Kind(_)
            | FieldValue::Signed(_) => {}
        }
    }
    told
}

fn reason<T>(field: Field, found: Option<&Found<T>>) -> Option<Evidence> {
    found.map(|found| found.evidence(field))
}

/// Everything about the body that reports.
struct Who {
    issuer: Option<Found<String>>,
    region: Option<Found<String>>,
    level: Option<Found<Level>>,
    department_of: Option<Level>,
}

fn who(page: &Page, title: Option<&title::Title>, kind: super::Kind, hints: &Hints) -> Who {
    let given = hints.issuer.clone();
    let given = given.map(|name| Found::given(name, Origin::Correction));
    let body = match &given {
        Some(name) => Some(Body::of(name.clone())),
        None => issuer::issuer(page, title, kind, hints),
    };
    let rank = level::rank(body.as_ref(), page);
    let level = hints
        .level
        .map(|level| Found::given(level, Origin::Correction));
    let issuer = given.or_else(|| issuer::named(body.as_ref()?, &rank));
    let named = body.as_ref().and_then(|body| {
        let place = body.place.clone()?;
        Some(body.words.with(place))
    });
    let region = named
        .or_else(|| issuer::in_title::place(page, title?))
        .or_else(|| issuer::in_text::place_of(page, rank.department_of?))
        .or_else(|| issuer::in_text::news_place(page, kind));
    Who {
        issuer,
        region,
        level: level
            .or(rank.level)
            .filter(|level| level.value != Level::Unknown),
        // Only a department is one of a government, whatever the name of the body that was read.
        department_of: rank
            .department_of
            .filter(|_| hints.level.is_none_or(|level| level == Level::Department)),
    }
}
