//! An annotation on its way out, with what a reader elsewhere needs beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;

use super::Number;
use crate::check::Basis;
use crate::check::pack::Rule;
use crate::locale::{self, Lang};
use crate::review::{
    Anchor, Annotation, Continuity, Grade, Judgement, Motivation, Rectification, Related,
};

/// What is known of the edition that an annotation is about, as corrected.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    pub title: Option<&'a str>,
    pub issuer: Option<&'a str>,
    pub year: Option<i16>,
}

/// One annotation with its number, its report, its rule and its past.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    pub number: Number,
    pub annotation: &'a Annotation,
    pub title: Option<&'a str>,
    pub issuer: Option<&'a str>,
    pub year: Option<i16>,
    pub rule: Option<&'a Rule>,
    /// The first year in which it was seen, and how often it was seen.
    pub first: Option<i16>,
    pub times: usize,
}

/// Which annotations go out; an empty list is all.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Ids of editions.
    pub reports: Vec<String>,
    pub issuers: Vec<String>,
    pub years: Vec<i16>,
    pub grades: Vec<Grade>,
    pub rectifications: Vec<Rectification>,
    pub judgements: Vec<Judgement>,
    pub motivations: Vec<Motivation>,
    pub rules: Vec<String>,
    pub authors: Vec<String>,
    /// Private remarks too.
    pub private: bool,
}

impl<'a> Item<'a> {
    pub fn new(
        annotation: &'a Annotation,
        all: &BTreeMap<Uuid, Arc<Annotation>>,
        subject: Subject<'a>,
        rule: Option<&'a Rule>,
    ) -> Item<'a> {
        let (first, times) = past(annotation, all);
        let target = &annotation.target;
        Item {
            number: Number::of(annotation),
            annotation,
            title: subject.title,
            issuer: subject.issuer.or(target.issuer.as_deref()),
            year: subject.year.or(target.year),
            rule,
            first,
            times,
        }
    }

    /// The sections around its first place, outermost first.
    pub fn section(&self) -> String {
        let anchors = &self.annotation.target.anchors;
        anchors
            .first()
            .map_or_else(String::new, |anchor| anchor.path.join(" › "))
    }

    /// The words that it is about, one place a line.
    pub fn quote(&self) -> String {
        let quotes = self.annotation.target.anchors.iter().map(words);
        quotes.collect::<Vec<_>>().join("\n")
    }

    /// What kind of problem it is: the title of its rule, or what the reviewer meant by it.
    pub fn category(&self, lang: Lang) -> String {
        let motivation = self.annotation.motivation.name();
        match (self.rule, &self.annotation.rule) {
            (Some(rule), _) => lang.choose(&rule.title).to_owned(),
            (None, Some(rule)) => String::from(rule),
            (None, None) => lang.text(&format!("motivation.{motivation}")).to_owned(),
        }
    }

    pub fn grade(&self, lang: Lang) -> &'static str {
        let grade = self.annotation.grade;
        grade.map_or("", |grade| lang.text(&format!("grade.{}", grade.name())))
    }

    /// What its rule rests on, one document a line.
    pub fn basis(&self) -> String {
        let basis = self.rule.map_or(&[][..], |rule| &rule.basis);
        let lines = basis.iter().map(basis_line);
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The places that it was compared with, one a line.
    pub fn compared(&self, lang: Lang) -> String {
        let related = self.annotation.target.related.iter();
        let lines = related.map(|related| related_line(related, lang));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Whether it was there before, since when and how often.
    pub fn recurrence(&self, lang: Lang) -> String {
        let name = self.annotation.continuity.name();
        let said = lang.text(&format!("continuity.{name}"));
        match self.first {
            Some(first) if self.times > 1 => {
                let values: [(&str, &dyn std::fmt::Display); 3] =
                    [("what", &said), ("year", &first), ("times", &self.times)];
                lang.fill("ledger.since", &values)
            }
            _ => said.to_owned(),
        }
    }
}

impl Selection {
    /// Whether the annotation goes out.
    pub fn takes(&self, item: &Item) -> bool {
        let annotation = item.annotation;
        fn any<T: PartialEq<U>, U>(list: &[T], value: Option<&U>) -> bool {
            let is = |value: &U| list.iter().any(|known| known == value);
            list.is_empty() || value.is_some_and(is)
        }
        let of_issuer = |known: &String| item.issuer == Some(known.as_str());
        !annotation.deleted
            && (self.private || !annotation.private)
            && any(&self.reports, Some(&annotation.target.edition))
            && (self.issuers.is_empty() || self.issuers.iter().any(of_issuer))
            && any(&self.years, item.year.as_ref())
            && any(&self.grades, annotation.grade.as_ref())
            && any(&self.rectifications, Some(&annotation.rectification))
            && any(&self.judgements, Some(&annotation.judgement))
            && any(&self.motivations, Some(&annotation.motivation))
            && any(&self.rules, annotation.rule.as_ref())
            && any(&self.authors, Some(&annotation.author))
    }
}

/// The phrase, in its sentence where it has one.
fn words(anchor: &Anchor) -> &str {
    anchor.sentence.trim()
}

fn basis_line(basis: &Basis) -> String {
    format!("{}{}", basis.document, basis.article)
}

/// `上年（2023年，主要举措和成效 › 行政复议）：“…”`
fn related_line(related: &Related, lang: Lang) -> String {
    let role = match locale::has(&format!("role.{}", related.role)) {
        true => lang.text(&format!("role.{}", related.role)),
        false => related.role.as_str(),
    };
    let year = related
        .year
        .map(|year| lang.fill("ledger.of_year", &[("year", &year)]));
    let path = related
        .anchors
        .first()
        .map(|anchor| anchor.path.join(" › "));
    let place = [year, path].into_iter().flatten();
    let place: Vec<String> = place.filter(|part| !part.is_empty()).collect();
    let place = place.join(lang.text("ledger.comma"));
    let quotes = related.anchors.iter().map(|anchor| {
        let phrase = anchor.quote();
        format!("“{}”", phrase.trim())
    });
    let quotes: String = quotes.collect();
    let key = match place.is_empty() {
        true => "ledger.compared_nowhere",
        false => "ledger.compared_with",
    };
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("role", &role), ("place", &place), ("quotes", &quotes)];
    lang.fill(key, &values)
}

/// The first year and the number of times, from the annotations that this one continues and the editions it was followed in.
fn past(annotation: &Annotation, all: &BTreeMap<Uuid, Arc<Annotation>>) -> (Option<i16>, usize) {
    if annotation.links.is_empty() {
        return (annotation.target.year, sightings(annotation));
    }
    let mut seen = BTreeSet::from([annotation.id]);
    let mut waiting = vec![annotation];
    let (mut first, mut times) = (annotation.target.year, 0);
    while let Some(next) = waiting.pop() {
        times += sightings(next);
        first = [first, next.target.year].into_iter().flatten().min();
        let links = next.links.iter().filter(|link| link.role == "continues");
        let earlier = links.filter_map(|link| all.get(&link.annotation).map(Arc::as_ref));
        waiting.extend(earlier.filter(|earlier| !earlier.deleted && seen.insert(earlier.id)));
    }
    (first, times)
}

/// In how many editions it was seen, its own among them.
fn sightings(annotation: &Annotation) -> usize {
    let states = annotation.followed.values();
    1 + states.filter(|state| is_there(**state)).count()
}

fn is_there(state: Continuity) -> bool {
    match state {
        Continuity::Continuing | Continuity::Changed | Continuity::Recurring => true,
        Continuity::New | Continuity::NotSeen => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Hints, SourceText, Span, parse};
    use crate::review::digest;

    #[test]
    fn a_place_compared_with_says_year_section_and_words() {
        let text =
            "云岭县人民政府2023年法治政府建设年度报告\n一、行政复议\n全年审结复议案件32件。\n";
        let report = parse(SourceText::new(text), &Hints::default());
        let start = text.find("审结").unwrap_or_default();
        let span = Span::new(start, start + "审结复议案件32件".len());
        let anchor = Anchor::of(&report, &digest(text.as_bytes()), span);
        let related = Related {
            role: "previous".to_owned(),
            edition: "0f3c".to_owned(),
            issuer: None,
            year: Some(2023),
            anchors: vec![anchor],
        };
        let said = related_line(&related, Lang::Zh);
        assert_eq!(said, "上年（2023年，行政复议）：“审结复议案件32件”");
        let unplaced = Related {
            year: None,
            anchors: Vec::new(),
            ..related
        };
        assert_eq!(related_line(&unplaced, Lang::En), "last year: ");
    }
}
