//! Which annotations a command is about, as typed, and the annotations with all that goes out beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;
use uuid::Uuid;

use super::explain::find;
use super::library::Shelf;
use super::{CliError, Rules, Shared, Typed, source};
use crate::check::pack::Rule;
use crate::export::{Item, Selection, Subject};
use crate::locale::{self, Lang};
use crate::order;
use crate::review::{Annotation, Judgement};
use crate::shown::Shown;
use crate::store::{EditionRecord, Notes};

/// Filters as typed; words in either language or as in JSON.
#[derive(Clone, Debug, Default)]
pub struct Selecting {
    pub reports: Vec<Typed>,
    pub issuers: Vec<String>,
    pub years: Vec<i16>,
    pub grades: Vec<String>,
    pub statuses: Vec<String>,
    pub judgements: Vec<String>,
    pub motivations: Vec<String>,
    pub rules: Vec<String>,
    pub authors: Vec<String>,
    pub private: bool,
}

impl Selecting {
    /// What the words mean; one that means nothing would leave out everything in silence.
    pub fn resolve(&self, shelf: &Shelf, lang: Lang) -> Result<Selection, CliError> {
        let mut reports = Vec::new();
        for typed in &self.reports {
            let prefix = typed.to_string_lossy();
            reports.push(source::resolve(&prefix, &shelf.library)?.id);
        }
        for issuer in &self.issuers {
            let records = shelf.entries.records.iter();
            let mut issuers = records.filter_map(|record| record.metadata.issuer.as_ref());
            if !issuers.any(|known| known == issuer) {
                return Err(CliError::NoSuchIssuer(issuer.clone()));
            }
        }
        Ok(Selection {
            reports,
            issuers: self.issuers.clone(),
            years: self.years.clone(),
            grades: words("grade", &self.grades, lang)?,
            rectifications: words("rectification", &self.statuses, lang)?,
            judgements: words("judgement", &self.judgements, lang)?,
            motivations: words("motivation", &self.motivations, lang)?,
            rules: self.rules.clone(),
            authors: self.authors.clone(),
            private: self.private,
        })
    }
}

fn words<T: for<'de> Deserialize<'de>>(
    section: &str,
    typed: &[String],
    lang: Lang,
) -> Result<Vec<T>, CliError> {
    let typed = typed.iter();
    typed.map(|typed| word(section, typed, lang)).collect()
}

/// A value of a closed list, by its name in either language or in JSON.
pub fn word<T: for<'de> Deserialize<'de>>(
    section: &str,
    typed: &str,
    lang: Lang,
) -> Result<T, CliError> {
    let typed = typed.trim();
    let key = locale::key_of(section, typed).unwrap_or(typed);
    T::deserialize(key.into_deserializer()).map_err(|_: Error| {
        let known = locale::names(section, lang).join(lang.text("export.comma"));
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("word", &Shown::new(typed)), ("list", &known)];
        CliError::Usage(lang.fill("export.no_such_word", &values))
    })
}

/// The rules that annotations name, by id; those of packs that are gone are missing.
pub struct Known(pub Rules);

impl Known {
    pub fn read(shared: &Shared) -> Result<Known, CliError> {
        Rules::read(shared).map(Known)
    }

    fn rule(&self, id: &str) -> Option<&Rule> {
        find(&self.0.packs, id).map(|(_, rule)| rule)
    }

    /// All annotations that are not deleted: by issuer, newest year first, in the order of the text; those of reports that
    /// are no longer here come last.
    pub fn items<'a>(&'a self, shelf: &'a Shelf) -> Vec<Item<'a>> {
        let all = &shelf.review.annotations;
        let mut by_edition: BTreeMap<&str, Vec<&Annotation>> = BTreeMap::new();
        for annotation in shelf.review.undeleted() {
            let edition = annotation.target.edition.as_str();
            by_edition.entry(edition).or_default().push(annotation);
        }
        let mut rules = BTreeMap::new();
        let mut items = Vec::with_capacity(all.len());
        for record in &shelf.entries.records {
            if let Some(annotations) = by_edition.remove(record.id.as_str()) {
                items.extend(self.in_order(annotations, all, Some(record), &mut rules));
            }
        }
        for annotations in by_edition.into_values() {
            items.extend(self.in_order(annotations, all, None, &mut rules));
        }
        items
    }

    /// The same one after the other, with no more in memory than the annotations of one report.
    pub fn each_item(
        &self,
        shelf: &Shelf,
        notes: &Notes,
        visit: &mut dyn FnMut(&Item) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let mut rules = BTreeMap::new();
        let records = &shelf.entries.records;
        let here = records
            .iter()
            .map(|record| (record.id.as_str(), Some(record)));
        let ids: BTreeSet<&str> = records.iter().map(|record| record.id.as_str()).collect();
        let gone = notes.editions().filter(|edition| !ids.contains(edition));
        for (edition, record) in here.chain(gone.map(|edition| (edition, None))) {
            let all = notes.of(edition)?;
            let annotations = all.values().map(Arc::as_ref);
            let annotations =
                annotations.filter(|one| !one.deleted && one.target.edition == *edition);
            for item in self.in_order(annotations.collect(), &all, record, &mut rules) {
                visit(&item)?;
            }
        }
        Ok(())
    }

    /// The annotations of one report, as its text has them.
    fn in_order<'r: 'a, 'a>(
        &'r self,
        annotations: Vec<&'a Annotation>,
        all: &BTreeMap<Uuid, Arc<Annotation>>,
        record: Option<&'a EditionRecord>,
        rules: &mut BTreeMap<String, Option<&'r Rule>>,
    ) -> Vec<Item<'a>> {
        let subject = record.map_or_else(Subject::default, |record| Subject {
            title: record.metadata.title.as_deref(),
            issuer: record.metadata.issuer.as_deref(),
            year: record.metadata.year,
        });
        let items = annotations.into_iter().map(|annotation| {
            let rule = annotation
                .rule
                .as_ref()
                .and_then(|id| match rules.get(id.as_str()) {
                    Some(known) => *known,
                    None => {
                        let rule = self.rule(id);
                        rules.insert(String::from(id), rule);
                        rule
                    }
                });
            Item::new(annotation, all, subject, rule)
        });
        let mut items: Vec<Item> = items.collect();
        order::sort_by_key(&mut items, |item| {
            let anchors = &item.annotation.target.anchors;
            let start = anchors.first().map_or(usize::MAX, |anchor| anchor.start);
            (start, item.annotation.id)
        });
        items
    }
}

/// What becomes of an annotation in what goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Taken,
    /// Nobody has judged it yet.
    Waiting,
    Left,
}

/// Whether an annotation is of a selection and was found to hold, unless the selection says which judgements it wants.
pub fn fate(item: &Item, selection: &Selection) -> Fate {
    if !selection.takes(item) {
        return Fate::Left;
    }
    match item.annotation.judgement {
        _ if !selection.judgements.is_empty() => Fate::Taken,
        Judgement::Upheld => Fate::Taken,
        Judgement::Pending | Judgement::NeedsEvidence => Fate::Waiting,
        Judgement::Rejected | Judgement::NotApplicable => Fate::Left,
    }
}

/// The annotations that go out; and how many were left out because nobody has judged them yet.
pub fn upheld<'a>(items: Vec<Item<'a>>, selection: &Selection) -> (Vec<Item<'a>>, usize) {
    let mut waiting = 0;
    let taken = items.into_iter().filter(|item| {
        let fate = fate(item, selection);
        waiting += usize::from(fate == Fate::Waiting);
        fate == Fate::Taken
    });
    (taken.collect(), waiting)
}
