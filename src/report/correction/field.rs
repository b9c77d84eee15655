//! Corrected metadata: each field with a value of its own kind.

use jiff::civil::Date;

use crate::report::{
    Certainty, Evidence, Field, Kind, Level, Located, Metadata, NormalText, Origin, SourceText,
    date,
};

use super::AS_READ;

/// A field of the metadata with its value; without one the report has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    Title(Option<String>),
    Issuer(Option<String>),
    Region(Option<String>),
    Level(Level),
    DepartmentOf(Option<Level>),
    Kind(Kind),
    Year(Option<i16>),
    Published(Option<Date>),
    Signed(Option<Date>),
}

/// Why a text is no value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldFault {
    /// Longer than any name, or with control characters.
    Text,
    Level,
    /// A department belongs to a government.
    DepartmentOf,
    Kind,
    Year,
    Date,
}

/// Titles are long, but not longer than this many characters.
const LONGEST: usize = 200;
/// Years that a report may be about.
const YEARS: std::ops::RangeInclusive<i16> = 1949..=2100;

impl FieldFault {
    /// The last part of the locale key `fix_fault.*`.
    pub fn name(self) -> &'static str {
        match self {
            FieldFault::Text => "text",
            FieldFault::Level => "level",
            FieldFault::DepartmentOf => "department_of",
            FieldFault::Kind => "kind",
            FieldFault::Year => "year",
            FieldFault::Date => "date",
        }
    }
}

impl FieldValue {
    /// Reads the value of a field as it is typed and kept: levels and kinds by their names in JSON, dates as
    /// `2025-01-06` or as they are printed. An empty text says that the report has none.
    pub fn read(field: Field, text: &str) -> Result<FieldValue, FieldFault> {
        let text = text.trim();
        Ok(match field {
            Field::Title => FieldValue::Title(words(text)?),
            Field::Issuer => FieldValue::Issuer(words(text)?),
            Field::Region => FieldValue::Region(words(text)?),
            Field::Level if text.is_empty() => FieldValue::Level(Level::Unknown),
            Field::Level => FieldValue::Level(Level::named(text).ok_or(FieldFault::Level)?),
            Field::DepartmentOf => FieldValue::DepartmentOf(government(text)?),
            Field::Kind => FieldValue::Kind(Kind::named(text).ok_or(FieldFault::Kind)?),
            Field::Year => FieldValue::Year(year(text)?),
            Field::Published => FieldValue::Published(day(text)?),
            Field::Signed => FieldValue::Signed(day(text)?),
        })
    }

    /// The value as it is kept: [`FieldValue::read`] reads it back.
    pub fn text(&self) -> String {
        match self {
            FieldValue::Title(text) | FieldValue::Issuer(text) | FieldValue::Region(text) => {
                text.clone().unwrap_or_default()
            }
            FieldValue::Level(Level::Unknown) => String::new(),
            FieldValue::Level(level) => level.name().to_owned(),
            FieldValue::DepartmentOf(level) => level.map_or("", |level| level.name()).to_owned(),
            FieldValue::Kind(kind) => kind.name().to_owned(),
            FieldValue::Year(year) => year.map(|year| year.to_string()).unwrap_or_default(),
            FieldValue::Published(date) | FieldValue::Signed(date) => {
                date.map(|date| date.to_string()).unwrap_or_default()
            }
        }
    }

    /// What the metadata say of the field.
    pub fn of(metadata: &Metadata, field: Field) -> FieldValue {
        let words = |text: &Option<Located<String>>| text.as_ref().map(|text| text.value.clone());
        let day = |date: &Option<Located<Date>>| date.as_ref().map(|date| date.value);
        match field {
            Field::Title => FieldValue::Title(words(&metadata.title)),
            Field::Issuer => FieldValue::Issuer(words(&metadata.issuer)),
            Field::Region => FieldValue::Region(metadata.region.clone()),
            Field::Level => FieldValue::Level(metadata.level),
            Field::DepartmentOf => FieldValue::DepartmentOf(metadata.department_of),
            Field::Kind => FieldValue::Kind(metadata.kind),
            Field::Year => FieldValue::Year(metadata.year),
            Field::Published => FieldValue::Published(day(&metadata.published)),
            Field::Signed => FieldValue::Signed(day(&metadata.signed)),
        }
    }

    pub fn field(&self) -> Field {
        match self {
            FieldValue::Title(_) => Field::Title,
            FieldValue::Issuer(_) => Field::Issuer,
            FieldValue::Region(_) => Field::Region,
            FieldValue::Level(_) => Field::Level,
            FieldValue::DepartmentOf(_) => Field::DepartmentOf,
            FieldValue::Kind(_) => Field::Kind,
            FieldValue::Year(_) => Field::Year,
            FieldValue::Published(_) => Field::Published,
            FieldValue::Signed(_) => Field::Signed,
        }
    }

    /// Puts it in the place of what was read.
    pub(in crate::report) fn correct(&self, metadata: &mut Metadata) {
        match self.clone() {
            FieldValue::Title(title) => metadata.title = given(title),
            FieldValue::Issuer(issuer) => metadata.issuer = given(issuer),
            FieldValue::Region(region) => metadata.region = region,
            FieldValue::Level(level) => metadata.level = level,
            FieldValue::DepartmentOf(level) => metadata.department_of = level,
            FieldValue::Kind(kind) => metadata.kind = kind,
            FieldValue::Year(year) => metadata.year = year,
            FieldValue::Published(date) => metadata.published = given(date),
            FieldValue::Signed(date) => metadata.signed = given(date),
        }
        let field = self.field();
        metadata.evidence.retain(|known| known.field != field);
        metadata.evidence.push(Evidence {
            field,
            origin: Origin::Correction,
            certainty: Certainty::Sure,
            span: None,
        });
    }
}

fn given<T>(value: Option<T>) -> Option<Located<T>> {
    value.map(|value| Located { value, span: None })
}

fn words(text: &str) -> Result<Option<String>, FieldFault> {
    let long = text.chars().take(LONGEST + 1).count() > LONGEST;
    if long || text == AS_READ || text.chars().any(char::is_control) {
        return Err(FieldFault::Text);
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

fn government(text: &str) -> Result<Option<Level>, FieldFault> {
    if text.is_empty() {
        return Ok(None);
    }
    match Level::named(text) {
        Some(level @ (Level::National | Level::Province | Level::Prefecture | Level::County)) => {
            Ok(Some(level))
        }
        Some(Level::Township | Level::Subdistrict | Level::Department | Level::Unknown) | None => {
            Err(FieldFault::DepartmentOf)
        }
    }
}

fn year(text: &str) -> Result<Option<i16>, FieldFault> {
    if text.is_empty() {
        return Ok(None);
    }
    let digits = text.trim_end_matches(['度']).trim_end_matches(['年']);
    let year = digits.parse().ok().filter(|year| YEARS.contains(year));
    year.map(Some).ok_or(FieldFault::Year)
}

fn day(text: &str) -> Result<Option<Date>, FieldFault> {
    if text.is_empty() {
        return Ok(None);
    }
    let normal = NormalText::of(&SourceText::new(text)).text;
    let date = date::whole(&normal).filter(|date| YEARS.contains(&date.year()));
    date.map(Some).ok_or(FieldFault::Date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_typed() {
        let check = |field, typed: &str, expected: Result<&str, FieldFault>| {
            let read = FieldValue::read(field, typed).map(|value| value.text());
            assert_eq!(read, expected.map(str::to_owned), "{field:?} {typed}");
        };
        check(Field::Issuer, " 青禾县司法局 ", Ok("青禾县司法局"));
        check(Field::Issuer, "", Ok(""));
        check(Field::Title, &"长".repeat(201), Err(FieldFault::Text));
        check(Field::Title, "一\n二", Err(FieldFault::Text));
        check(Field::Title, "=", Err(FieldFault::Text));
        check(Field::Level, "county", Ok("county"));
        check(Field::Level, "", Ok(""));
        check(Field::Level, "unknown", Ok(""));
        check(Field::Level, "village", Err(FieldFault::Level));
        check(Field::DepartmentOf, "county", Ok("county"));
        check(Field::DepartmentOf, "", Ok(""));
        check(
            Field::DepartmentOf,
            "township",
            Err(FieldFault::DepartmentOf),
        );
        check(Field::Kind, "speech", Ok("speech"));
        check(Field::Kind, "", Err(FieldFault::Kind));
        check(Field::Year, "2024", Ok("2024"));
        check(Field::Year, "2024年度", Ok("2024"));
        check(Field::Year, "", Ok(""));
        check(Field::Year, "1948", Err(FieldFault::Year));
        check(Field::Year, "二四", Err(FieldFault::Year));
        check(Field::Published, "2025-01-06", Ok("2025-01-06"));
        check(Field::Published, "2025年1月6日", Ok("2025-01-06"));
        check(Field::Signed, "二〇二五年一月六日", Ok("2025-01-06"));
        check(Field::Signed, "2025-02-30", Err(FieldFault::Date));
        check(Field::Signed, "2025-01", Err(FieldFault::Date));
        check(Field::Signed, "", Ok(""));
    }

    #[test]
    fn a_corrected_field_says_so() {
        let mut metadata = Metadata::default();
        for field in Field::ALL {
            let value = FieldValue::of(&metadata, field);
            assert_eq!(value.field(), field);
            value.correct(&mut metadata);
            value.correct(&mut metadata);
        }
        assert_eq!(metadata.evidence.len(), Field::ALL.len());
        let year = FieldValue::Year(Some(2023));
        year.correct(&mut metadata);
        assert_eq!(FieldValue::of(&metadata, Field::Year), year);
    }
}
