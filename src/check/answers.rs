//! Shortcomings and what answers them: this year's deeds to last year's, this year's plan to this year's.
//!
//! That nothing answers is a grave thing to say. So a point counts as answered where any sentence shares half of the
//! letter pairs of any phrase of it, or a word of four letters, however common: what is left was not spoken of.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::observation::{Observation, Reason};
use super::pack::{Pattern, Words};
use super::spans::Spans;
use super::view::{View, is_body, normal, places};
use super::{Evidence, Localized, render};
use crate::report::{Part, Report, Span};

/// How the points of a part are told from the sentences around them, and what of them says nothing particular.
#[derive(Clone, Copy, Debug)]
pub(super) struct Points<'a> {
    pub part: Part,
    /// Sentences that only lead over.
    pub except: &'a Pattern,
    /// Words that any shortcoming is put in.
    pub stock: &'a Words,
}

/// Last year's points of which nothing is told this year.
pub(super) fn unanswered(view: &View, points: &Points) -> Vec<Observation> {
    let Some((previous, _)) = view.context.previous else {
        return vec![Observation::not_assessable(Reason::NoPrevious)];
    };
    let made = points.of(previous);
    if made.is_empty() {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let deeds = Echoes::of(view, |part| !part.is_some_and(says_no_deeds));
    let silent = made
        .into_iter()
        .filter(|point| deeds.answer(points, normal(previous, *point)).is_none());
    let found: Vec<Observation> = silent
        .map(|point| {
            let quote = render::excerpt(previous.quote(point));
            Observation::unclear(vec![Evidence::before("previous", point)])
                .with("quote", Localized::same(quote))
        })
        .collect();
    match found.is_empty() {
        true => vec![Observation::met(Vec::new())],
        false => found,
    }
}

/// The plan answers at least this share of the points, if there are so many.
pub(super) fn unplanned(
    view: &View,
    points: &Points,
    percent: Decimal,
    least: usize,
) -> Vec<Observation> {
    let has = |part| view.report.parts.iter().any(|place| place.part == part);
    if !has(points.part) || !has(Part::NextYearPlan) {
        return vec![Observation::not_assessable(match view.is_cut_off() {
            true => Reason::Truncated,
            false => Reason::NoPart,
        })];
    }
    let made = points.of(view.report);
    if made.len() < least.max(1) {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let plan = Echoes::of(view, |part| part == Some(Part::NextYearPlan));
    let pairs: Vec<(Span, Option<Span>)> = made
        .into_iter()
        .map(|point| (point, plan.answer(points, view.normal(point))))
        .collect();
    let linked = pairs.iter().filter(|(_, answer)| answer.is_some()).count();
    let share = Decimal::from(linked * 100) / Decimal::from(pairs.len());
    let silent = pairs.iter().find(|(_, answer)| answer.is_none());
    let quote = silent.map_or("", |(point, _)| view.report.quote(*point));
    // The pairing is what the reviewer judges: each point, and the sentence that may answer it.
    let evidence = pairs.iter().take(MOST_PAIRS).flat_map(|(point, answer)| {
        let answer = answer.map(|answer| Evidence::here("second", answer));
        [Evidence::here("first", *point)].into_iter().chain(answer)
    });
    let evidence: Vec<Evidence> = evidence.collect();
    let observation = match share < percent {
        true => Observation::unmet(evidence),
        false => Observation::met(evidence),
    };
    vec![
        observation
            .labelled("unplanned")
            .with("quote", Localized::same(render::excerpt(quote)))
            .with("linked", Localized::same(linked.to_string()))
            .with("points", Localized::same(pairs.len().to_string())),
    ]
}

/// Pairs of letters that tell what is spoken of, however long the phrase: a word of four letters.
const TELLING: usize = 3;

/// Points that are shown with their answers.
const MOST_PAIRS: usize = 6;

/// Points of a part, characters of a point and sentences with a pair of letters that are looked at: far more than a
/// report has, few enough for a hostile text.
const MOST_POINTS: usize = 200;
const LONGEST_POINT: usize = 400;
const MOST_HOLDERS: usize = 512;

fn says_no_deeds(part: Part) -> bool {
    match part {
        Part::NextYearPlan | Part::Shortcomings | Part::Causes => true,
        Part::Preamble | Part::FirstResponsiblePerson | Part::MeasuresAndResults | Part::Other => {
            false
        }
    }
}

impl Points<'_> {
    /// The sentences of the part that make a point.
    fn of(&self, report: &Report) -> Vec<Span> {
        let places = places(report, self.part);
        let inside = report.sentences.iter().filter(|sentence| {
            let covered = places.iter().any(|place| place.covers(sentence.span));
            covered && !sentence.heading
        });
        inside
            .filter_map(|sentence| self.point(report, sentence.span))
            .filter(|span| !self.phrases(normal(report, *span)).is_empty())
            .take(MOST_POINTS)
            .collect()
    }

    /// What a sentence says behind the words that only lead over: 还存在一些问题:一是力量不足.
    fn point(&self, report: &Report, sentence: Span) -> Option<Span> {
        let text = normal(report, sentence);
        if !self.except.is_match(text) {
            return Some(sentence);
        }
        let (lead, behind) = text.split_once(':')?;
        let says = !behind.trim().is_empty() && !self.except.is_match(behind);
        let whole = report.normal.to_normal(sentence);
        let from = whole.start + lead.len() + 1;
        says.then(|| report.normal.to_source(Span::new(from, whole.end)))
    }

    /// What a point says besides stock words, phrase by phrase, as pairs of letters.
    fn phrases(&self, text: &str) -> Vec<BTreeSet<Pair>> {
        let end = text.char_indices().nth(LONGEST_POINT).map(|(at, _)| at);
        let text = text.get(..end.unwrap_or(text.len())).unwrap_or(text);
        let stock = Spans::of(self.stock.places(text));
        let mut phrases = Vec::new();
        let mut phrase = BTreeSet::new();
        let mut before = None;
        for (at, letter) in text.char_indices() {
            if !letter.is_alphabetic() || stock.hold(at) {
                before = None;
                if !phrase.is_empty() {
                    phrases.push(std::mem::take(&mut phrase));
                }
                continue;
            }
            phrase.extend(before.replace(letter).map(|before| (before, letter)));
        }
        if !phrase.is_empty() {
            phrases.push(phrase);
        }
        phrases
    }
}

/// Two letters that follow each other.
type Pair = (char, char);

/// The sentences of some parts of a report by the pairs of letters in them.
struct Echoes<'r> {
    report: &'r Report,
    holders: HashMap<Pair, Vec<usize>>,
}

impl<'r> Echoes<'r> {
    fn of(view: &View<'r>, tells: impl Fn(Option<Part>) -> bool) -> Echoes<'r> {
        let report = view.report;
        let mut holders: HashMap<Pair, Vec<usize>> = HashMap::new();
        for (idx, sentence) in report.sentences.iter().enumerate() {
            let block = report.blocks.get(sentence.block);
            let is_body = block.is_some_and(|block| is_body(block.kind));
            if !is_body || !tells(view.part_at(sentence.span.start)) {
                continue;
            }
            let mut before = None;
            for letter in normal(report, sentence.span).chars() {
                let Some(pair) = before.replace(letter).map(|before| (before, letter)) else {
                    continue;
                };
                let holding = holders.entry(pair).or_default();
                if holding.last() != Some(&idx) && holding.len() < MOST_HOLDERS {
                    holding.push(idx);
                }
            }
        }
        Echoes { report, holders }
    }

    /// The first sentence that shares half of a phrase of the point.
    fn answer(&self, points: &Points, point: &str) -> Option<Span> {
        points.phrases(point).iter().find_map(|phrase| {
            let mut shared: HashMap<usize, usize> = HashMap::new();
            for pair in phrase {
                for idx in self.holders.get(pair).into_iter().flatten() {
                    *shared.entry(*idx).or_default() += 1;
                }
            }
            let enough = phrase.len().div_ceil(2).min(TELLING);
            let told = shared.into_iter().filter(|(_, count)| *count >= enough);
            let first = told.map(|(idx, _)| idx).min()?;
            Some(self.report.sentences.get(first)?.span)
        })
    }
}
