//! Passages of this year's report that may account for an undertaking of last year's.

use std::collections::{BTreeSet, HashSet};

use super::Candidate;
use super::bigrams::{BREAK, Bag, Index, Rarity};
use super::budget::Budget;
use super::clauses::{CLAUSE_MARKS, Clause, particular, span, split};
use super::commonplace::{COMMONPLACES, UNDERTAKINGS};
use super::named::Named;
use super::prepared::Prepared;
use super::runs::{Runs, names};
use super::synonyms::other_names;
use super::tokens::masked;
use crate::order;
use crate::report::lexicon::contains;
use crate::report::{BlockKind, Part, Span, glossaries};

/// Shared rare pairs, each counting at most one, from which a passage speaks of the same thing.
const SPECIFIC: f64 = 1.25;
/// The same for a second and third passage beside a specific one.
const ALSO: f64 = 0.8;
/// What shared pairs keep of their worth where the rest of the undertaking is not found at all.
const OUT_OF_CONTEXT: f64 = 0.6;
/// How much a letter of a longer window takes away from what it shares.
const DILUTION: f64 = 0.003;
/// What a passage is worth that does not name the document that was promised.
const OTHER_DOCUMENT: f64 = 0.4;
/// What it counts that a passage gives the figure that was promised: by itself it says that it is about the same.
const SAME_FIGURE: f64 = SPECIFIC;
/// What a passage is worth that shares less than half of a target and does not give its figure: 服务业增加值 is no 工业增加值.
const OTHER_TARGET: f64 = 0.9;
/// Windows that are weighed closely for one undertaking.
const WINDOWS: usize = 32;
const MOST_CANDIDATES: usize = 3;
/// Letters of the longest passage shown.
const LONGEST: usize = 200;

/// What the new report says, in pieces small enough to be about one thing.
pub(super) struct Passages<'a> {
    windows: Vec<Window>,
    index: Index,
    rarity: Rarity,
    /// Figures of the windows, each with its sentence.
    results: Vec<&'a Named>,
}

/// A clause or two, small enough that what they share with an undertaking is about one thing.
struct Window {
    letters: Vec<char>,
    sentence: usize,
    /// What is shown: the sentence, or of a very long one the window itself.
    passage: Span,
}

impl<'a> Passages<'a> {
    /// What the report says was done: neither plan nor shortcomings, no headings, titles and signatures.
    pub fn of(new: &Prepared, old: &Prepared, results: &'a [Named]) -> Passages<'a> {
        let report = new.report;
        let headings = new.headings();
        let parts = report.parts.iter();
        let no_deeds: Vec<Span> = parts
            .filter(|part| says_no_deeds(part.part))
            .map(|part| part.span)
            .collect();
        let glossaries = glossaries(report);
        let tells = |sentence: Span| {
            let mut elsewhere = no_deeds.iter().chain(&glossaries);
            !elsewhere.any(|part| part.covers(sentence))
                && !contains(report.quote(sentence), &UNDERTAKINGS.no_deeds)
        };
        let mut windows = Vec::new();
        for (idx, sentence) in report.sentences.iter().enumerate() {
            let is_text = report
                .blocks
                .get(sentence.block)
                .is_some_and(|block| block.kind == BlockKind::Paragraph);
            if is_text && !headings.contains(&idx) && tells(sentence.span) {
                windows.extend(windows_of(new, idx));
            }
        }
        let bags: Vec<Bag> = windows
            .iter()
            .map(|window| Bag::of(&window.letters))
            .collect();
        let said = |prepared: &Prepared| -> Vec<Bag> {
            let sentences = prepared.sentences.iter();
            sentences
                .map(|words| Bag::of(&particular(&words.tokens, &COMMONPLACES)))
                .collect()
        };
        let told: BTreeSet<usize> = windows.iter().map(|window| window.sentence).collect();
        let results: Vec<&Named> = results
            .iter()
            .filter(|figure| told.contains(&figure.sentence))
            .collect();
        Passages {
            results,
            index: Index::of(&bags),
            rarity: Rarity::among(said(old).iter().chain(&said(new))),
            windows,
        }
    }

    /// The passages that speak of the same thing, best first; empty when none does.
    pub fn that_answer(&mut self, asked: &Asked, budget: &mut Budget) -> Vec<Candidate> {
        let mut found = self.weighed(asked, budget);
        order::sort_by(&mut found, |one, two| {
            let places = one.window.passage.cmp(&two.window.passage);
            two.rank.total_cmp(&one.rank).then(places)
        });
        let mut seen = HashSet::new();
        found.retain(|found| seen.insert(found.window.passage));
        let Some(best) = found.first().map(|found| found.shared) else {
            return Vec::new();
        };
        if best < SPECIFIC {
            return Vec::new();
        }
        found
            .into_iter()
            .filter(|found| found.shared >= ALSO.max(best / 4.0))
            .take(MOST_CANDIDATES)
            .map(|found| Candidate {
                span: found.window.passage,
                score: found.rank / (found.rank + 1.0),
            })
            .collect()
    }

    /// The windows that share the rarest pairs, with what they share.
    fn weighed(&mut self, asked: &Asked, budget: &mut Budget) -> Vec<Weighed<'_>> {
        let bag = Bag::of(asked.letters);
        let nearest = self.index.most_telling(&bag, WINDOWS, &self.rarity, budget);
        let answered = self.answered(asked, budget);
        let runs = Runs::of(asked.letters);
        let all = runs.worth(&self.rarity);
        let mut found = Vec::new();
        for window in nearest
            .into_iter()
            .filter_map(|near| self.windows.get(near.text))
        {
            if !budget.spend(asked.letters.len() * window.letters.len() / 8) {
                break;
            }
            let plain = runs.shared_with(&window.letters, &self.rarity);
            let part = if all > 0.0 { plain / all } else { 0.0 };
            let mut shared = plain * (OUT_OF_CONTEXT + (1.0 - OUT_OF_CONTEXT) * part);
            if !asked.names_what(window) {
                shared *= OTHER_DOCUMENT;
            }
            if answered.contains(&window.sentence) {
                shared += SAME_FIGURE;
            } else if !asked.targets.is_empty() && part < 0.5 {
                shared *= OTHER_TARGET;
            }
            let rank = shared / (1.0 + DILUTION * window.letters.len() as f64);
            found.push(Weighed {
                window,
                shared,
                rank,
            });
        }
        found
    }

    /// The sentences that give a figure which was promised.
    fn answered(&self, asked: &Asked, budget: &mut Budget) -> BTreeSet<usize> {
        let gives = |result: &&&Named| {
            let mut targets = asked.targets.iter();
            targets.any(|target| target.is_answered_by(result))
        };
        self.results
            .iter()
            .filter(|_| budget.spend(asked.targets.len()))
            .filter(gives)
            .map(|result| result.sentence)
            .collect()
    }
}

/// What an undertaking says that a passage may answer.
pub(super) struct Asked<'a> {
    pub letters: &'a [char],
    /// The documents it names: a passage that names none of them must share more.
    pub titles: &'a [Vec<char>],
    /// The figures it sets.
    pub targets: &'a [&'a Named],
}

impl Asked<'_> {
    fn names_what(&self, window: &Window) -> bool {
        let mut titles = self.titles.iter();
        self.titles.is_empty() || titles.any(|title| names(&window.letters, title))
    }
}

/// A window with what it shares, and that less for its length, by which windows are ordered.
struct Weighed<'a> {
    window: &'a Window,
    shared: f64,
    rank: f64,
}

fn says_no_deeds(part: Part) -> bool {
    match part {
        Part::NextYearPlan | Part::Shortcomings | Part::Causes => true,
        Part::Preamble | Part::FirstResponsiblePerson | Part::MeasuresAndResults | Part::Other => {
            false
        }
    }
}

/// Every clause, and every two neighbouring ones, of a sentence.
fn windows_of(new: &Prepared, sentence: usize) -> Vec<Window> {
    let tokens = new.words(sentence);
    let told = |clause: Clause| {
        let mut letters = particular(clause, &COMMONPLACES);
        letters.extend(other_names(&masked(new.report, clause)));
        letters.push(BREAK);
        Some((span(clause)?, letters))
    };
    let clauses = split(tokens, CLAUSE_MARKS).into_iter();
    let clauses: Vec<(Span, Vec<char>)> = clauses.filter_map(told).collect();
    let whole = span(tokens).filter(|whole| fits(new, *whole));
    let window = |clauses: &[(Span, Vec<char>)]| {
        let own = clauses.first()?.0.hull(clauses.last()?.0);
        let passage = whole.or(Some(own).filter(|own| fits(new, *own)))?;
        let letters = clauses.iter().flat_map(|(_, letters)| letters);
        Some(Window {
            letters: letters.copied().collect(),
            sentence,
            passage,
        })
    };
    let single = clauses.chunks(1).filter_map(window);
    single
        .chain(clauses.windows(2).filter_map(window))
        .collect()
}

fn fits(new: &Prepared, span: Span) -> bool {
    let text = new.report.quote(span);
    text.chars().nth(LONGEST).is_none()
}
