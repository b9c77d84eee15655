//! Which annotations a command is about, as typed, and the annotations with all that goes out beside them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;

use super::explain::find;
use super::library::Shelf;
use super::{CliError, Rules, Shared, Typed, source};
use crate::check::pack::Rule;
use crate::export::{Item, Selection, Subject};
use crate::locale::{self, Lang};
use crate::review::Judgement;
use crate::shown::Shown;
use crate::store::EditionRecord;

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

    /// All annotations that are not deleted: by issuer, newest year first, in the order of the text.
    pub fn items<'a>(&'a self, shelf: &'a Shelf) -> Vec<Item<'a>> {
        let records = shelf.entries.records.iter().enumerate();
        let records: BTreeMap<&str, (usize, &EditionRecord)> = records
            .map(|(place, record)| (record.id.as_str(), (place, record)))
            .collect();
        let all = &shelf.review.annotations;
        let mut rules: BTreeMap<&str, Option<&Rule>> = BTreeMap::new();
        let mut items: Vec<(usize, Item)> = Vec::new();
        for annotation in shelf.review.undeleted() {
            let record = records.get(annotation.target.edition.as_str());
            let subject = record.map_or_else(Subject::default, |(_, record)| Subject {
                title: record.metadata.title.as_deref(),
                issuer: record.metadata.issuer.as_deref(),
                year: record.metadata.year,
            });
            let rule = annotation.rule.as_deref();
            let rule = rule.and_then(|id| *rules.entry(id).or_insert_with(|| self.rule(id)));
            let place = record.map_or(usize::MAX, |(place, _)| *place);
            items.push((place, Item::new(annotation, all, subject, rule)));
        }
        items.sort_by_key(|(place, item)| {
            let anchors = &item.annotation.target.anchors;
            let start = anchors.first().map_or(usize::MAX, |anchor| anchor.start);
            (*place, start, item.annotation.id)
        });
        items.into_iter().map(|(_, item)| item).collect()
    }
}

/// The annotations of a selection that were found to hold, unless the selection says which judgements it wants; and how
/// many were left out because nobody has judged them yet.
pub fn upheld<'a>(items: Vec<Item<'a>>, selection: &Selection) -> (Vec<Item<'a>>, usize) {
    let taken = items.into_iter().filter(|item| selection.takes(item));
    if !selection.judgements.is_empty() {
        return (taken.collect(), 0);
    }
    let (upheld, others): (Vec<Item>, Vec<Item>) =
        taken.partition(|item| item.annotation.judgement == Judgement::Upheld);
    let waiting = others
        .iter()
        .filter(|item| match item.annotation.judgement {
            Judgement::Pending | Judgement::NeedsEvidence => true,
            Judgement::Upheld | Judgement::Rejected | Judgement::NotApplicable => false,
        });
    let waiting = waiting.count();
    (upheld, waiting)
}
