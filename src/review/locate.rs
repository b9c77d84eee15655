//! Finding the place of an anchor in another edition of the text.
//!
//! The sentence is looked for first and the phrase inside it afterwards, because government prose is full of sibling
//! clauses. Where the sentence does not stand word for word, the most alike sentence counts only from 0.75 on, and not
//! where it shares no figure with the original: doubt is shown and never guessed away.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::order;
use crate::report::{CodePoints, Report, Span, digest};

use super::anchor::{Anchor, Located, Place, path};
use super::fold::{Folded, folded};
use super::likeness::{Pairs, likeness, ratio};
use super::phrase::{carried, shares_a_figure};
use super::surroundings::{Surroundings, same_path};

/// Finds anchors in one report.
#[derive(Debug)]
pub struct Locator<'a> {
    report: &'a Report,
    digest: &'a str,
    points: CodePoints,
    /// Made when the first anchor comes from another text.
    search: OnceCell<Search>,
    /// What stood in the texts that anchors may come from, by digest.
    old: HashMap<String, Arc<Wording>>,
}

/// How often each sentence stood in a text, white space and shapes of characters aside.
#[derive(Clone, Debug, Default)]
pub struct Wording(HashMap<String, usize>);

impl Wording {
    pub fn of(report: &Report) -> Wording {
        let folded = Folded::of(&report.source.text);
        let mut counts = HashMap::new();
        for unit in units(report, &folded) {
            *counts.entry(folded.slice(unit).to_owned()).or_insert(0) += 1;
        }
        Wording(counts)
    }

    fn count(&self, sentence: &str) -> usize {
        self.0.get(sentence).copied().unwrap_or(0)
    }
}

#[derive(Debug)]
struct Search {
    folded: Folded,
    /// The characters of each sentence.
    units: Vec<Span>,
    starts: HashSet<usize>,
    ends: HashSet<usize>,
    counts: HashMap<String, usize>,
}

/// A place that may be the one.
#[derive(Clone, Debug)]
struct Candidate {
    characters: Span,
    score: f64,
    surroundings: Surroundings,
}

/// Below this a place does not count.
const MINIMUM: f64 = 0.75;
/// The best place must lead the second by this.
const LEAD: f64 = 0.10;
/// Sentences whose pairs are less alike are not looked at closely, nor more than so many.
const WORTH_A_LOOK: f64 = 0.4;
const LOOKS: usize = 8;
/// A sentence that stands word for word more often than this is nobody's place.
const OCCURRENCES: usize = 512;
/// Sentences joined at most, when a place may run over several.
const JOINED: usize = 12;
/// Shorter sentences (总结如下。) say too little to be recognised without their surroundings.
const TELLING: usize = 10;

impl<'a> Locator<'a> {
    /// For a report whose source text has this digest.
    pub fn new(report: &'a Report, digest: &'a str) -> Locator<'a> {
        Locator {
            report,
            digest,
            points: CodePoints::of(&report.source.text),
            search: OnceCell::new(),
            old: HashMap::new(),
        }
    }

    /// With the text that anchors come from: a sentence that stood there already is itself and no edited version of
    /// another, which settles most doubts.
    pub fn since(self, old: &Report) -> Locator<'a> {
        let digest = digest(old.source.text.as_bytes());
        self.knowing([(digest, Arc::new(Wording::of(old)))])
    }

    /// The same with what stood in several texts, by digest.
    pub fn knowing(
        mut self,
        texts: impl IntoIterator<Item = (String, Arc<Wording>)>,
    ) -> Locator<'a> {
        self.old.extend(texts);
        self
    }

    /// The report in which anchors are looked for.
    pub fn report(&self) -> &'a Report {
        self.report
    }

    /// Finds one anchor.
    pub fn locate(&self, anchor: &Anchor) -> Located {
        if let Some(span) = self.unchanged(anchor) {
            return found(Place::Exact, span, 1.0);
        }
        let search = self.search.get_or_init(|| Search::of(self.report));
        let sentence = folded(&anchor.sentence);
        if sentence.is_empty() {
            return Located::orphan(0.0);
        }
        self.verbatim(search, anchor, &sentence)
            .unwrap_or_else(|| self.alike(search, anchor, &sentence))
    }

    /// The span as it was, when the text is the one that was read.
    fn unchanged(&self, anchor: &Anchor) -> Option<Span> {
        if anchor.digest != self.digest {
            return None;
        }
        let text = &self.report.source.text;
        let span = Span::new(
            self.points.offset(text, anchor.start),
            self.points.offset(text, anchor.end),
        );
        let quote = anchor.quote();
        (quote == span.of(text)).then_some(span)
    }

    /// The sentence where it stands word for word; `None` where it does not, or only inside others.
    fn verbatim(&self, search: &Search, anchor: &Anchor, sentence: &str) -> Option<Located> {
        let everywhere = Span::new(0, search.folded.len());
        let all = search.folded.find(sentence, everywhere, OCCURRENCES);
        let whole: Vec<Candidate> = all
            .iter()
            .filter(|found| search.is_aligned(**found))
            .map(|found| self.candidate(search, anchor, *found, 1.0))
            .collect();
        if whole.is_empty() {
            return self.inside(search, anchor, sentence, &all);
        }
        let (best, rivals) = ranked(whole, |candidate| candidate.surroundings.fit());
        let fit = best.surroundings.fit();
        let rival = rivals.first().map(|rival| rival.surroundings.fit());
        if rival.is_some_and(|rival| fit - rival < LEAD) {
            return Some(self.ambiguous(search, fit, &best, &rivals));
        }
        // One of several equal sentences is gone: the one that is left need not be the one that was meant.
        let fewer = self.old.get(anchor.digest.as_str()).is_some_and(|old| {
            let before = old.count(sentence);
            before > 1 && before > search.counts.get(sentence).copied().unwrap_or(0)
        });
        let telling = sentence.chars().count() >= TELLING;
        if (fewer || !telling) && !best.surroundings.is_familiar() {
            return Some(Located::orphan(fit));
        }
        let place = if best.surroundings.is_same() {
            Place::Exact
        } else {
            Place::Moved
        };
        Some(self.settle(search, anchor, &best, place))
    }

    /// A sentence that became part of a longer one, when there is only one such place.
    fn inside(
        &self,
        search: &Search,
        anchor: &Anchor,
        sentence: &str,
        all: &[Span],
    ) -> Option<Located> {
        let [only] = all else { return None };
        if sentence.chars().count() < TELLING {
            return None;
        }
        let candidate = self.candidate(search, anchor, *only, 1.0);
        (candidate.score >= MINIMUM).then(|| self.settle(search, anchor, &candidate, Place::Edited))
    }

    /// The most alike sentence.
    fn alike(&self, search: &Search, anchor: &Anchor, sentence: &str) -> Located {
        let pairs = Pairs::of(sentence.chars());
        let length = sentence.chars().count();
        let mut looks: Vec<(f64, Span)> = search
            .windows(length)
            .filter(|window| !self.stood_before(search, anchor, *window))
            .map(|window| (pairs.share(search.folded.slice(window).chars()), window))
            .filter(|(share, _)| *share >= WORTH_A_LOOK)
            .collect();
        order::sort_by(&mut looks, |one, other| other.0.total_cmp(&one.0));
        looks.truncate(LOOKS);
        let candidates: Vec<Candidate> = looks
            .into_iter()
            .map(|(_, window)| {
                let alike = likeness(sentence, search.folded.slice(window));
                let candidate = self.candidate(search, anchor, window, alike);
                self.judged(search, anchor, sentence, candidate)
            })
            .collect();
        if candidates.is_empty() {
            return Located::orphan(0.0);
        }
        let (best, rivals) = ranked(candidates, |candidate| candidate.score);
        if best.score < MINIMUM {
            return Located::orphan(best.score);
        }
        let rival = rivals
            .iter()
            .find(|rival| rival.characters.overlap(best.characters) == 0);
        if rival.is_some_and(|rival| best.score - rival.score < LEAD) {
            return self.ambiguous(search, best.score, &best, &rivals);
        }
        self.settle(search, anchor, &best, Place::Edited)
    }

    /// Whether the old text had this very sentence, at least as often.
    fn stood_before(&self, search: &Search, anchor: &Anchor, window: Span) -> bool {
        self.old.get(anchor.digest.as_str()).is_some_and(|old| {
            let text = search.folded.slice(window);
            let before = old.count(text);
            before > 0 && before >= search.counts.get(text).copied().unwrap_or(0)
        })
    }

    /// A candidate that shares no figure with the original is a sibling, unless both its neighbours are the old ones, or
    /// the old text is known not to have had it.
    fn judged(
        &self,
        search: &Search,
        anchor: &Anchor,
        sentence: &str,
        candidate: Candidate,
    ) -> Candidate {
        let text = search.folded.slice(candidate.characters);
        if shares_a_figure(sentence, text) {
            return candidate;
        }
        let known = match self.old.get(anchor.digest.as_str()) {
            Some(_) => candidate.surroundings.is_familiar(),
            None => candidate.surroundings.is_between_the_same(),
        };
        Candidate {
            score: if known {
                candidate.score
            } else {
                candidate.score.min(0.70)
            },
            ..candidate
        }
    }

    fn candidate(
        &self,
        search: &Search,
        anchor: &Anchor,
        characters: Span,
        alike: f64,
    ) -> Candidate {
        let surroundings = self.surroundings(search, anchor, characters);
        Candidate {
            characters,
            score: surroundings.score(alike),
            surroundings,
        }
    }

    fn surroundings(&self, search: &Search, anchor: &Anchor, characters: Span) -> Surroundings {
        let source = search.folded.source(characters).unwrap_or_default();
        let prefix = folded(&anchor.prefix);
        let suffix = folded(&anchor.suffix);
        let before = characters.start.saturating_sub(prefix.chars().count());
        let after = characters.end + suffix.chars().count();
        let neighbour =
            |known: &str, there: &str| (!known.is_empty()).then(|| likeness(known, there));
        let text = &self.report.source.text;
        let here = self.points.before(text, source.start);
        let all = self.points.before(text, text.len());
        Surroundings {
            prefix: neighbour(
                &prefix,
                search.folded.slice(Span::new(before, characters.start)),
            ),
            suffix: neighbour(
                &suffix,
                search.folded.slice(Span::new(characters.end, after)),
            ),
            path: same_path(&anchor.path, &path(self.report, source.start)),
            position: 1.0 - ratio(here.abs_diff(anchor.start), all).min(1.0),
        }
    }

    fn ambiguous(
        &self,
        search: &Search,
        score: f64,
        best: &Candidate,
        rivals: &[Candidate],
    ) -> Located {
        let places = std::iter::once(best).chain(rivals).take(5);
        Located {
            place: Place::Ambiguous,
            span: None,
            score,
            candidates: places
                .filter_map(|candidate| search.folded.source(candidate.characters))
                .collect(),
        }
    }

    /// The phrase inside the sentence that was found, or the sentence.
    fn settle(
        &self,
        search: &Search,
        anchor: &Anchor,
        candidate: &Candidate,
        place: Place,
    ) -> Located {
        let characters = match &anchor.phrase {
            Some(phrase) => self.phrase(search, anchor, phrase, candidate.characters),
            None => candidate.characters,
        };
        match search.folded.source(characters) {
            Some(span) => found(place, span, candidate.score),
            None => Located::orphan(candidate.score),
        }
    }

    fn phrase(&self, search: &Search, anchor: &Anchor, phrase: &str, sentence: Span) -> Span {
        let needle = folded(phrase);
        let found = search.folded.find(&needle, sentence, OCCURRENCES);
        let nth = found.get(anchor.nth).or(found.last());
        nth.copied().unwrap_or_else(|| {
            let there = search.folded.slice(sentence);
            let (start, end) = carried(&folded(&anchor.sentence), &needle, anchor.nth, there);
            match Span::new(sentence.start + start, sentence.start + end) {
                span if span.is_empty() => sentence,
                span => span,
            }
        })
    }
}

fn found(place: Place, span: Span, score: f64) -> Located {
    Located {
        place,
        span: Some(span),
        score,
        candidates: Vec::new(),
    }
}

/// The best and the others in order.
fn ranked(
    mut candidates: Vec<Candidate>,
    by: impl Fn(&Candidate) -> f64,
) -> (Candidate, Vec<Candidate>) {
    order::sort_by(&mut candidates, |one, other| by(other).total_cmp(&by(one)));
    let best = candidates.remove(0);
    (best, candidates)
}

fn units(report: &Report, folded: &Folded) -> Vec<Span> {
    report
        .sentences
        .iter()
        .map(|sentence| folded.characters(sentence.span))
        .filter(|unit| !unit.is_empty())
        .collect()
}

impl Search {
    fn of(report: &Report) -> Search {
        let folded = Folded::of(&report.source.text);
        let units = units(report, &folded);
        let mut counts = HashMap::new();
        for unit in &units {
            *counts.entry(folded.slice(*unit).to_owned()).or_insert(0) += 1;
        }
        Search {
            starts: units.iter().map(|unit| unit.start).collect(),
            ends: units.iter().map(|unit| unit.end).collect(),
            folded,
            units,
            counts,
        }
    }

    fn is_aligned(&self, characters: Span) -> bool {
        self.starts.contains(&characters.start) && self.ends.contains(&characters.end)
    }

    /// Every sentence, and with those after it as far as a place of this length may reach.
    fn windows(&self, length: usize) -> impl Iterator<Item = Span> + '_ {
        self.units.iter().enumerate().flat_map(move |(idx, unit)| {
            let mut joined = *unit;
            for next in self.units.iter().skip(idx + 1).take(JOINED) {
                if 4 * joined.len() >= 3 * length {
                    break;
                }
                joined = joined.hull(*next);
            }
            std::iter::once(*unit).chain((joined != *unit).then_some(joined))
        })
    }
}
