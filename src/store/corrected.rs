//! What reviewers corrected, edition by edition, and over `edition.json` for the lists.
//!
//! A correction is an event about one edition. When the same report is imported again, its corrections carry over: an
//! edition follows an earlier one that was made from the same bytes by another extractor, or from a file of the same name
//! by the same issuer, of the same kind and year (as the program read them in both, or as they were corrected in the
//! earlier one).
//!
//! - A field carries over where the program reads both texts alike: the same misreading, the same correction. Where the new
//!   text reads otherwise, that point is what was changed in it; its own reading counts, and the correction is listed as
//!   not carried over.
//! - Of a heading the words carry over. They are looked for in the new text by [`crate::report::parse`], which says so when
//!   it does not find them, or finds them twice.
//!
//! Nothing is written for this, so nothing can go stale: what was said of the new edition itself goes first, and
//! [`AS_READ`] there takes back what would carry over.

use std::collections::{BTreeMap, HashMap};

use crate::order;
use crate::report::correction::{AS_READ, Corrections, FieldValue, Point, heading_text};
use crate::report::{Field, Level};
use crate::review::{self, Operation, Review};

use super::edition::{EditionRecord, MetadataRecord};

/// The corrections of all editions of a library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corrected {
    /// By edition; only those that have some.
    editions: BTreeMap<String, EditionCorrections>,
    /// The former name of an issuer, by its present one.
    former_names: BTreeMap<String, String>,
}

/// The corrections that go for one edition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EditionCorrections {
    /// Those in force, by the name of their point.
    pub applied: Vec<Applied>,
    /// Those of the edition before that do not go for this one, because it reads otherwise there.
    pub left: Vec<Applied>,
    /// Those of the edition before that would go for this one, were it not for what was said here.
    pub overruled: Vec<Applied>,
}

/// A point that was set, by whom and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    pub point: Point,
    /// As in the event.
    pub correction: review::Correction,
    /// The edition in which it was said.
    pub edition: String,
}

impl Corrected {
    /// What the review says of these editions, whose metadata must be those of `edition.json`.
    pub fn of(records: &[EditionRecord], review: &Review) -> Corrected {
        let mut corrected = Corrected {
            former_names: review.former_names.clone(),
            ..Corrected::default()
        };
        if review.corrections.is_empty() {
            return corrected;
        }
        let mut records: Vec<&EditionRecord> = records.iter().collect();
        order::sort_by_key(&mut records, |record| (record.imported, &record.id));
        let mut earlier = Earlier::default();
        for record in records {
            let before = earlier.latest(record, &corrected);
            let found = corrections_of(record, review, before);
            if let Some(found) = found {
                corrected.editions.insert(record.id.clone(), found);
                earlier.hold(record);
            }
        }
        corrected
    }

    /// The corrections of an edition; none at all where nobody said anything.
    pub fn edition(&self, id: &str) -> Option<&EditionCorrections> {
        self.editions.get(id)
    }

    /// What [`crate::report::parse`] is told of an edition.
    pub fn corrections(&self, id: &str) -> Corrections {
        self.edition(id)
            .map(EditionCorrections::corrections)
            .unwrap_or_default()
    }

    /// The record as lists show it.
    pub fn record(&self, record: &EditionRecord) -> EditionRecord {
        let mut record = record.clone();
        for value in self.corrections(&record.id).fields.values() {
            record.metadata.put(value);
        }
        let issuer = record.metadata.issuer.as_ref();
        record.former_issuer = issuer.and_then(|name| self.former_names.get(name).cloned());
        record
    }

    /// Whether other issuers were renamed than in another state.
    pub fn renames_since(&self, before: &Corrected) -> bool {
        self.former_names != before.former_names
    }

    /// The editions whose corrections are not those of another state.
    pub fn changed_since(&self, before: &Corrected) -> Vec<String> {
        let ids = self.editions.keys().chain(before.editions.keys());
        let mut changed: Vec<String> = ids
            .filter(|id| self.corrections(id) != before.corrections(id))
            .cloned()
            .collect();
        order::sort(&mut changed);
        changed.dedup();
        changed
    }
}

impl EditionCorrections {
    /// In the form that the core takes.
    pub fn corrections(&self) -> Corrections {
        let kept = self.applied.iter();
        Corrections::of(kept.map(|applied| (applied.point, applied.correction.value.as_str())))
    }

    /// The operation after which an edition is as the program reads it in a point; `None` where it is so already.
    ///
    /// `as_read` is the value by which it would be said: [`AS_READ`], for a heading with its words.
    pub fn take_back(&self, edition: &str, point: Point, as_read: &str) -> Option<Operation> {
        let about = |applied: &&Applied| {
            let here = applied.edition == edition && applied.point == point;
            here || applied.speaks_of(point, as_read)
        };
        let applied = self.applied.iter().find(about)?;
        let carried = applied.edition != edition || self.overruled.iter().any(|one| about(&one));
        let (point, value) = if carried {
            (point, Some(as_read.to_owned()))
        } else {
            (applied.point, None)
        };
        Some(Operation::Correct {
            edition: edition.to_owned(),
            field: point.name(),
            value,
        })
    }

    /// The correction of a field that is in force.
    pub fn of_field(&self, field: Field) -> Option<&Applied> {
        self.applied
            .iter()
            .find(|applied| applied.point == Point::Field(field))
    }
}

/// Editions with corrections that later ones may follow, in order of import.
#[derive(Default)]
struct Earlier<'a> {
    by_source: HashMap<&'a str, Vec<&'a EditionRecord>>,
    by_name: HashMap<&'a str, Vec<&'a EditionRecord>>,
}

impl<'a> Earlier<'a> {
    fn hold(&mut self, record: &'a EditionRecord) {
        let source = self.by_source.entry(&record.source.sha256);
        source.or_default().push(record);
        if let Some(name) = record.file_name.as_deref() {
            self.by_name.entry(name).or_default().push(record);
        }
    }

    /// The latest edition that the record follows, with its corrections.
    fn latest<'c>(
        &self,
        record: &EditionRecord,
        corrected: &'c Corrected,
    ) -> Option<(&'a EditionRecord, &'c EditionCorrections)> {
        let same_source = self.by_source.get(record.source.sha256.as_str());
        let name = record.file_name.as_deref();
        let same_name = name.and_then(|name| self.by_name.get(name));
        let follows = |before: &&&EditionRecord| {
            corrected
                .edition(&before.id)
                .is_some_and(|said| tells_the_same(before, said, record))
        };
        let one = same_source.and_then(|found| found.last());
        let other = same_name.and_then(|found| found.iter().rev().find(follows));
        let latest = one
            .into_iter()
            .chain(other)
            .max_by_key(|before| (before.imported, &before.id))?;
        Some((latest, corrected.edition(&latest.id)?))
    }
}

/// Whether an edition is of the issuer, kind and year of an earlier one, as that was read or corrected.
fn tells_the_same(
    before: &EditionRecord,
    corrections: &EditionCorrections,
    record: &EditionRecord,
) -> bool {
    let said = corrections.corrections();
    let same = |field: Field| {
        let value = record.metadata.value(field);
        value == before.metadata.value(field) || said.fields.get(&field) == Some(&value)
    };
    let named =
        record.metadata.issuer.is_some() || (record.metadata.title.is_some() && same(Field::Title));
    named
        && [Field::Issuer, Field::Kind, Field::Year]
            .into_iter()
            .all(same)
}

/// The corrections of an edition: its own over those of the edition that it follows.
fn corrections_of(
    record: &EditionRecord,
    review: &Review,
    before: Option<(&EditionRecord, &EditionCorrections)>,
) -> Option<EditionCorrections> {
    let own = review
        .corrections_of(&record.id)
        .filter_map(|(name, correction)| {
            Some(Applied {
                point: Point::named(name)?,
                correction: correction.clone(),
                edition: record.id.clone(),
            })
        });
    let own: Vec<Applied> = own.collect();
    if own.is_empty() && before.is_none() {
        return None;
    }
    let mut found = EditionCorrections::default();
    if let Some((before, said)) = before {
        for applied in &said.applied {
            let overruled = own.iter().any(|own| own.is_about(applied));
            match reading(before, record, applied) {
                Reading::Same if overruled => found.overruled.push(applied.clone()),
                Reading::Same => found.applied.push(applied.clone()),
                Reading::Other if !overruled => found.left.push(applied.clone()),
                Reading::Corrected | Reading::Other => {}
            }
        }
    }
    let spoken = own.into_iter().filter(|own| !own.is_as_read());
    found.applied.extend(spoken);
    order::sort_by(&mut found.applied, |one, other| {
        let place = |applied: &Applied| (applied.point, applied.correction.time);
        place(one).cmp(&place(other))
    });
    Some(found)
}

/// How a later text reads where an earlier one was corrected.
enum Reading {
    Same,
    /// As the correction said.
    Corrected,
    Other,
}

fn reading(before: &EditionRecord, record: &EditionRecord, applied: &Applied) -> Reading {
    let Point::Field(field) = applied.point else {
        return Reading::Same;
    };
    let value = record.metadata.value(field);
    if FieldValue::read(field, &applied.correction.value).as_ref() == Ok(&value) {
        Reading::Corrected
    } else if value == before.metadata.value(field) {
        Reading::Same
    } else {
        Reading::Other
    }
}

impl Applied {
    /// Whether it speaks of the same as another one. In another edition a heading has another code point.
    fn is_about(&self, other: &Applied) -> bool {
        let value = &other.correction.value;
        self.speaks_of(other.point, value)
            || (self.point == other.point && self.edition == other.edition)
    }

    /// Whether it is about this point, or about the heading with the words of this value.
    fn speaks_of(&self, point: Point, value: &str) -> bool {
        let own = heading_text(&self.correction.value);
        match (self.point, point) {
            (Point::Field(one), Point::Field(other)) => one == other,
            (Point::HeadingLevel(_), Point::HeadingLevel(_))
            | (Point::HeadingPart(_), Point::HeadingPart(_)) => own == heading_text(value),
            (Point::Field(_) | Point::HeadingLevel(_) | Point::HeadingPart(_), _) => false,
        }
    }

    /// Whether it only takes back what was said before.
    fn is_as_read(&self) -> bool {
        let value = self.correction.value.as_str();
        match self.point {
            Point::Field(_) => value == AS_READ,
            Point::HeadingLevel(_) | Point::HeadingPart(_) => {
                value.split(' ').next() == Some(AS_READ)
            }
        }
    }
}

impl MetadataRecord {
    /// What the record says of a field.
    pub fn value(&self, field: Field) -> FieldValue {
        match field {
            Field::Title => FieldValue::Title(self.title.clone()),
            Field::Issuer => FieldValue::Issuer(self.issuer.clone()),
            Field::Region => FieldValue::Region(self.region.clone()),
            Field::Level => FieldValue::Level(self.level()),
            Field::DepartmentOf => {
                FieldValue::DepartmentOf(self.department_of.as_deref().and_then(Level::named))
            }
            Field::Kind => FieldValue::Kind(self.kind()),
            Field::Year => FieldValue::Year(self.year),
            Field::Published => FieldValue::Published(self.published),
            Field::Signed => FieldValue::Signed(self.signed),
        }
    }

    fn put(&mut self, value: &FieldValue) {
        match value.clone() {
            FieldValue::Title(title) => self.title = title,
            FieldValue::Issuer(issuer) => self.issuer = issuer,
            FieldValue::Region(region) => self.region = region,
            FieldValue::Level(level) => self.level = level.name().to_owned(),
            FieldValue::DepartmentOf(level) => {
                self.department_of = level.map(|level| level.name().to_owned());
            }
            FieldValue::Kind(kind) => self.kind = kind.name().to_owned(),
            FieldValue::Year(year) => self.year = year,
            FieldValue::Published(date) => self.published = date,
            FieldValue::Signed(date) => self.signed = date,
        }
    }
}
