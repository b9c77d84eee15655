//! The state that events amount to, and what is asked of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use crate::check::register::{Expected, Register, Unit};
use crate::report::Level;
use crate::review::{Annotation, Enrolment, Judgement, Role};

/// What the events say, folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// Deleted ones included, so that they can be brought back.
    pub annotations: BTreeMap<Uuid, Arc<Annotation>>,
    /// Decisions on findings: (edition, fingerprint) to judgement, reason and digest of the quote.
    pub decisions: BTreeMap<(String, String), Decision>,
    /// What each reviewer said of a finding, whoever had the last word: (edition, fingerprint) to reviewer to judgement.
    pub voices: BTreeMap<(String, String), BTreeMap<String, Voice>>,
    /// Sections read: (edition, section key) to the reviewers who read them.
    pub reviewed: BTreeMap<(String, String), BTreeSet<String>>,
    /// What was corrected: (edition, field) to value.
    pub corrections: BTreeMap<(String, String), Correction>,
    /// Rules silenced: (rule, scope) to reason.
    pub suppressions: BTreeMap<(String, String), Suppression>,
    /// The register of units.
    pub units: BTreeMap<String, Enrolment>,
    /// Marks: (reviewer, edition, name) to code point.
    pub marks: BTreeMap<(String, String, String), usize>,
    /// Decisions on promises: (edition, promise).
    pub promises: BTreeMap<(String, String), PromiseDecision>,
    /// Indicators that stand first in every comparison.
    pub pins: BTreeSet<String>,
    /// The name that an issuer reported under before, by its present one.
    pub former_names: BTreeMap<String, String>,
    /// Events that a newer version wrote and this one cannot show.
    pub unknown: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub judgement: Judgement,
    pub reason: Option<String>,
    pub quote: Option<String>,
    pub reviewer: String,
    pub time: Timestamp,
    /// Different decisions by people who had not seen this one, latest first.
    pub rivals: Vec<Decision>,
}

/// One reviewer's own last judgement of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    pub judgement: Judgement,
    /// In which role it was said.
    pub role: Option<Role>,
}

/// What a reviewer set a field to; see [`crate::report::correction`] for the forms of fields and values.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    pub value: String,
    pub reviewer: String,
    pub time: Timestamp,
    /// Other values by people who had not seen this one, latest first.
    pub rivals: Vec<Correction>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Suppression {
    pub reason: String,
    pub until: Option<String>,
    pub reviewer: String,
    pub time: Timestamp,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PromiseDecision {
    pub decision: String,
    pub note: Option<String>,
    pub reviewer: String,
    pub time: Timestamp,
}

impl Review {
    /// Whether anyone has marked the section as read.
    pub fn is_reviewed(&self, edition: &str, section: &str) -> bool {
        let key = (edition.to_owned(), section.to_owned());
        self.reviewed.contains_key(&key)
    }

    /// The decision on a finding in an edition.
    pub fn decision(&self, edition: &str, fingerprint: &str) -> Option<&Decision> {
        self.decisions
            .get(&(edition.to_owned(), fingerprint.to_owned()))
    }

    /// An annotation by its id, though it be deleted.
    pub fn annotation(&self, id: Uuid) -> Option<&Annotation> {
        self.annotations.get(&id).map(Arc::as_ref)
    }

    /// Annotations that are not deleted, in order of creation.
    pub fn undeleted(&self) -> impl DoubleEndedIterator<Item = &Annotation> {
        let all = self.annotations.values().map(Arc::as_ref);
        all.filter(|annotation| !annotation.deleted)
    }

    /// The same of an edition.
    pub fn annotations_of(&self, edition: &str) -> impl Iterator<Item = &Annotation> {
        let about = move |annotation: &&Annotation| annotation.target.edition == edition;
        self.undeleted().filter(about)
    }

    /// What was corrected in an edition, by field.
    pub fn corrections_of<'a>(
        &'a self,
        edition: &str,
    ) -> impl Iterator<Item = (&'a str, &'a Correction)> {
        let from = (edition.to_owned(), String::new());
        let edition = edition.to_owned();
        self.corrections
            .range(from..)
            .take_while(move |((of, _), _)| *of == edition)
            .map(|((_, field), correction)| (field.as_str(), correction))
    }

    /// What decides how reports are understood and checked, without the rest: corrections, the register of units, and which
    /// issuers are one.
    pub fn only_corrections(&self) -> Review {
        Review {
            corrections: self.corrections.clone(),
            units: self.units.clone(),
            former_names: self.former_names.clone(),
            ..Review::default()
        }
    }

    /// The register of units. An entry that a newer version wrote and this one cannot read expects nothing.
    pub fn register(&self) -> Register {
        let units = self.units.iter().map(|(name, entry)| {
            let unit = Unit {
                level: Level::named(&entry.level).unwrap_or_default(),
                parent: entry.parent.clone(),
                years: Expected::parse(&entry.years).unwrap_or_default(),
            };
            (name.clone(), unit)
        });
        Register {
            units: units.collect(),
        }
    }

    /// The code point of a reviewer's mark.
    pub fn mark(&self, reviewer: &str, edition: &str, name: &str) -> Option<usize> {
        let key = (reviewer.to_owned(), edition.to_owned(), name.to_owned());
        self.marks.get(&key).copied()
    }
}
