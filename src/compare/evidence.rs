//! Passages of this year's report that may account for an undertaking of last year's.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Candidate;
use super::bigrams::{BREAK, Bag, Index, Pair, Rarity};
use super::budget::Budget;
use super::clauses::{CLAUSE_MARKS, Clause, particular, span, split};
use super::commonplace::{COMMONPLACES, SUBJECTS};
use super::named::{Named, named};
use super::prepared::Prepared;
use crate::report::{BlockKind, Part, Span};

/// Shared rare pairs, each counting at most one, from which a passage speaks of the same thing.
const SPECIFIC: f64 = 1.25;
/// The same for a second and third passage beside a specific one.
const ALSO: f64 = 0.8;
/// What shared pairs keep of their worth where the rest of the undertaking is not found at all.
const OUT_OF_CONTEXT: f64 = 0.6;
/// What a shared word of two letters counts beside longer runs: two letters are shared by chance.
const SHORT_RUN: f64 = 0.4;
/// How much a letter of a longer window takes away from what it shares.
const DILUTION: f64 = 0.003;
/// What a passage is worth that does not name the document that was promised.
const OTHER_DOCUMENT: f64 = 0.4;
/// What it counts that a passage gives the figure that was promised.
const SAME_FIGURE: f64 = 0.6;
/// What a letter pair counts inside a subject that every report speaks of.
const COMMON_SUBJECT: f64 = 0.5;
/// Windows that are weighed closely for one undertaking.
const WINDOWS: usize = 32;
const MOST_CANDIDATES: usize = 3;
/// Letters of the longest passage shown.
const LONGEST: usize = 200;

/// Everything that the new report says outside its plan.
pub(super) struct Passages {
    windows: Vec<Window>,
    index: Index,
    rarity: Rarity,
    /// Figures of the windows, each with its sentence.
    results: Vec<Named>,
    names: Rarity,
}

/// A clause or two, small enough that what they share with an undertaking is about one thing.
struct Window {
    letters: Vec<char>,
    sentence: usize,
    /// What is shown: the sentence, or of a very long one the window itself.
    passage: Span,
}

impl Passages {
    /// What the report says was done: not its plan, not its shortcomings, no headings, titles and signatures.
    pub fn of(new: &Prepared, old: &Prepared) -> Passages {
        let report = new.report;
        let headings = new.headings();
        let elsewhere: Vec<Span> = report
            .parts
            .iter()
            .filter(|part| says_no_deeds(part.part))
            .map(|part| part.span)
            .collect();
        let mut windows = Vec::new();
        for (idx, sentence) in report.sentences.iter().enumerate() {
            let is_text = report
                .blocks
                .get(sentence.block)
                .is_some_and(|block| block.kind == BlockKind::Paragraph);
            if is_text
                && !headings.contains(&idx)
                && !elsewhere.iter().any(|part| part.covers(sentence.span))
            {
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
        let mut results = named(new);
        results.retain(|figure| told.contains(&figure.sentence));
        Passages {
            names: Rarity::among(results.iter().map(|figure| &figure.name)),
            results,
            index: Index::of(&bags),
            rarity: Rarity::among(said(old).iter().chain(&said(new))),
            windows,
        }
    }

    /// The passages that speak of the same thing, best first; empty when none does.
    ///
    /// An undertaking that names documents is answered by a passage that names one of them, or else must share more.
    pub fn that_answer(
        &mut self,
        letters: &[char],
        titles: &[Vec<char>],
        targets: &[&Named],
        budget: &mut Budget,
    ) -> Vec<Candidate> {
        let asked = Runs::of(letters);
        let all = asked.worth(&self.rarity);
        let answered: BTreeSet<usize> = self
            .results
            .iter()
            .filter(|result| {
                budget.spend(targets.len())
                    && targets
                        .iter()
                        .any(|target| target.is_answered_by(result, &self.names))
            })
            .map(|result| result.sentence)
            .collect();
        let nearest = self
            .index
            .most_telling(&Bag::of(letters), WINDOWS, &self.rarity, budget);
        let mut found: Vec<(f64, f64, &Window)> = nearest
            .into_iter()
            .filter_map(|idx| self.windows.get(idx))
            .filter(|window| budget.spend(letters.len() + window.letters.len()))
            .map(|window| {
                let shared = asked.shared_with(&window.letters, &self.rarity);
                let found = if all > 0.0 { shared / all } else { 0.0 };
                let shared = shared * (OUT_OF_CONTEXT + (1.0 - OUT_OF_CONTEXT) * found);
                let shared = match titles.is_empty()
                    || titles.iter().any(|title| names(&window.letters, title))
                {
                    true => shared,
                    false => shared * OTHER_DOCUMENT,
                };
                let shared = match answered.contains(&window.sentence) {
                    true => shared + SAME_FIGURE,
                    false => shared,
                };
                let length = window.letters.len() as f64;
                (shared / (1.0 + DILUTION * length), shared, window)
            })
            .collect();
        found.sort_by(|one, two| {
            two.0
                .total_cmp(&one.0)
                .then(one.2.passage.cmp(&two.2.passage))
        });
        let mut seen = HashSet::new();
        found.retain(|(_, _, window)| seen.insert(window.passage));
        let Some(&(_, best, _)) = found.first().filter(|(_, shared, _)| *shared >= SPECIFIC) else {
            return Vec::new();
        };
        found
            .into_iter()
            .filter(|(_, shared, _)| *shared >= ALSO.max(best / 4.0))
            .take(MOST_CANDIDATES)
            .map(|(score, _, window)| Candidate {
                span: window.passage,
                score: score / (score + 1.0),
            })
            .collect()
    }
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
    let clauses = split(tokens, CLAUSE_MARKS);
    let whole = span(tokens).filter(|whole| fits(new, *whole));
    let window = |clauses: &[Clause]| {
        let mut letters = Vec::new();
        for clause in clauses {
            letters.extend(particular(clause, &COMMONPLACES));
            letters.push(BREAK);
        }
        let first = clauses.first().and_then(|clause| span(clause))?;
        let last = clauses.last().and_then(|clause| span(clause))?;
        let own = first.hull(last);
        let passage = whole.or(Some(own).filter(|own| fits(new, *own)))?;
        Some(Window {
            letters,
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

/// The letters of an undertaking, to find what long runs of them a window holds.
struct Runs<'a> {
    letters: &'a [char],
}

impl<'a> Runs<'a> {
    fn of(letters: &'a [char]) -> Runs<'a> {
        Runs { letters }
    }

    /// What a window would share that holds all of it.
    fn worth(&self, rarity: &Rarity) -> f64 {
        let words = self.letters.split(|&letter| letter == BREAK);
        words.map(|word| worth(word, rarity)).sum()
    }

    /// The rarity of all pairs in the runs that the window holds too; words of two letters count less.
    fn shared_with(&self, window: &[char], rarity: &Rarity) -> f64 {
        let mut places: HashMap<Pair, Vec<usize>> = HashMap::new();
        for (at, (&first, &second)) in window.iter().zip(window.iter().skip(1)).enumerate() {
            if first != BREAK && second != BREAK {
                places.entry((first, second)).or_default().push(at);
            }
        }
        let mut shared = 0.0;
        let mut at = 0;
        while let Some(rest) = self.letters.get(at..).filter(|rest| rest.len() > 1) {
            let run = longest_run(rest, window, &places);
            if run < 2 {
                at += 1;
                continue;
            }
            shared += worth(rest.get(..run).unwrap_or(rest), rarity);
            at += run;
        }
        shared
    }
}

/// Whether the window holds half of the title in one run.
fn names(window: &[char], title: &[char]) -> bool {
    let words = title.split(|&letter| letter == BREAK);
    let longest = words.max_by_key(|word| word.len()).unwrap_or(&[]);
    let half = longest.len().div_ceil(2).max(2);
    longest
        .windows(half)
        .any(|piece| window.windows(half).any(|there| there == piece))
}

/// What a run of letters is worth as evidence.
fn worth(run: &[char], rarity: &Rarity) -> f64 {
    let mut worth = 0.0;
    let mut subject_to = 0;
    for (at, pair) in run.windows(2).enumerate() {
        let rest = run.get(at..).unwrap_or(&[]);
        subject_to = subject_to.max(at + SUBJECTS.length_at(rest));
        let [first, second] = pair else { continue };
        let share = rarity.share((*first, *second));
        worth += if at + 1 < subject_to {
            share * COMMON_SUBJECT
        } else {
            share
        };
    }
    if run.len() == 2 {
        worth * SHORT_RUN
    } else {
        worth
    }
}

/// How many letters from the beginning of `rest` stand side by side somewhere in the window.
fn longest_run(rest: &[char], window: &[char], places: &HashMap<Pair, Vec<usize>>) -> usize {
    let [first, second, ..] = rest else { return 0 };
    let starts = places.get(&(*first, *second)).into_iter().flatten();
    starts
        .filter_map(|&at| window.get(at..))
        .map(|there| {
            let both = rest.iter().zip(there);
            both.take_while(|(one, two)| one == two && **one != BREAK)
                .count()
        })
        .max()
        .unwrap_or(0)
}
