//! Passages of this year's report that may account for an undertaking of last year's.

use std::collections::{HashMap, HashSet};

use super::Candidate;
use super::bigrams::{BREAK, Bag, Index, Pair, Rarity};
use super::budget::Budget;
use super::clauses::{CLAUSE_MARKS, Clause, particular, span, split};
use super::commonplace::COMMONPLACES;
use super::prepared::Prepared;
use crate::report::Span;

/// Shared rare pairs, each counting at most one, from which a passage speaks of the same thing.
const SPECIFIC: f64 = 1.6;
/// The same for a second and third passage beside a specific one.
const ALSO: f64 = 1.0;
/// What a shared word of two letters counts beside longer runs: two letters are shared by chance.
const SHORT_RUN: f64 = 0.4;
/// How much a letter of a longer window takes away from what it shares.
const DILUTION: f64 = 0.003;
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
}

/// A clause or two, small enough that what they share with an undertaking is about one thing.
struct Window {
    letters: Vec<char>,
    /// What is shown: the sentence, or of a very long one the window itself.
    passage: Span,
}

impl Passages {
    /// The sentences outside the spans of the plan; headings say nothing that was done.
    pub fn outside(new: &Prepared, old: &Prepared, plan: &[Span], budget: &mut Budget) -> Passages {
        let mut windows = Vec::new();
        for (idx, sentence) in new.report.sentences.iter().enumerate() {
            if !sentence.heading && !plan.iter().any(|part| part.covers(sentence.span)) {
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
        budget.spend(windows.len());
        Passages {
            index: Index::of(&bags),
            rarity: Rarity::among(said(old).iter().chain(&said(new))),
            windows,
        }
    }

    /// The passages that speak of the same thing, best first; empty when none does.
    pub fn that_answer(&mut self, letters: &[char], budget: &mut Budget) -> Vec<Candidate> {
        let asked = Runs::of(letters);
        let nearest = self
            .index
            .most_telling(&Bag::of(letters), WINDOWS, &self.rarity, budget);
        let mut found: Vec<(f64, f64, &Window)> = nearest
            .into_iter()
            .filter_map(|idx| self.windows.get(idx))
            .filter(|window| budget.spend(letters.len() + window.letters.len()))
            .map(|window| {
                let shared = asked.shared_with(&window.letters, &self.rarity);
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
        Some(Window { letters, passage })
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
            let pairs = rest.iter().zip(rest.iter().skip(1)).take(run - 1);
            let worth: f64 = pairs.map(|(&one, &two)| rarity.share((one, two))).sum();
            shared += if run == 2 { worth * SHORT_RUN } else { worth };
            at += run;
        }
        shared
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
