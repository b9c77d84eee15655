//! The texts of the sections of two reports as weighed bags of letter pairs, and how alike they are.
//!
//! Pairs are numbered once, so that a bag is a list of places in one row of weights and no pair is looked up twice.

use super::bigrams::{Bag, Pair, damped};
use super::budget::Budget;
use super::fast::FastMap;
use super::prepared::{Prepared, Words};
use super::sections::sentences_in;

/// What the sections of both reports say.
pub(super) struct Bodies {
    pub old: Vec<Body>,
    pub new: Vec<Body>,
    /// How many pairs there are.
    pairs: usize,
}

/// What one section says.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    /// Number and weight of each pair, in no order.
    weights: Vec<(u32, f64)>,
    /// The length of the whole as a vector.
    size: f64,
    /// How many pairs, repeated ones counted.
    pub total: usize,
}

impl Bodies {
    pub fn of(old: &Prepared, new: &Prepared, budget: &mut Budget) -> Bodies {
        let mut numbers = Numbers::default();
        let sides = (numbers.read(&old.sentences), numbers.read(&new.sentences));
        let worth = numbers.worth(old.sentences.len() + new.sentences.len());
        let mut counts = vec![0_u32; worth.len()];
        let mut bodies = |prepared: &Prepared, sentences: &[Vec<(u32, u32)>]| -> Vec<Body> {
            let sections = prepared.report.sections.iter();
            sections
                .map(|section| {
                    let inside = sentences_in(prepared.report, section.extent);
                    let inside = sentences.get(inside).unwrap_or(&[]);
                    match budget.spend(inside.iter().map(Vec::len).sum()) {
                        true => Body::of(inside, &worth, &mut counts),
                        false => Body::default(),
                    }
                })
                .collect()
        };
        Bodies {
            old: bodies(old, &sides.0),
            new: bodies(new, &sides.1),
            pairs: worth.len(),
        }
    }

    /// How alike the texts of some sections of either report are, from 0 to 1, in the order given, old after old.
    pub fn likeness(&self, olds: &[usize], news: &[usize]) -> Vec<f64> {
        let mut row = vec![0.0; self.pairs];
        let mut found = Vec::with_capacity(olds.len() * news.len());
        for old in olds {
            let old = self.old.get(*old);
            let weights = old.map_or(&[][..], |body| &body.weights);
            for &(pair, weight) in weights {
                if let Some(slot) = row.get_mut(pair as usize) {
                    *slot = weight;
                }
            }
            found.extend(news.iter().map(|new| match old.zip(self.new.get(*new)) {
                Some((old, new)) => new.cosine(&row, old.size),
                None => 0.0,
            }));
            for &(pair, _) in weights {
                if let Some(slot) = row.get_mut(pair as usize) {
                    *slot = 0.0;
                }
            }
        }
        found
    }
}

impl Body {
    /// Leaves `counts` at zero as it found it.
    fn of(sentences: &[Vec<(u32, u32)>], worth: &[f64], counts: &mut [u32]) -> Body {
        let mut body = Body::default();
        let mut touched: Vec<u32> = Vec::new();
        for &(pair, count) in sentences.iter().flatten() {
            body.total += count as usize;
            if let Some(slot) = counts.get_mut(pair as usize) {
                if *slot == 0 {
                    touched.push(pair);
                }
                *slot += count;
            }
        }
        let mut square = 0.0;
        for pair in touched {
            let at = pair as usize;
            if let (Some(slot), Some(worth)) = (counts.get_mut(at), worth.get(at)) {
                let weight = damped(std::mem::take(slot)) * worth;
                square += weight * weight;
                body.weights.push((pair, weight));
            }
        }
        body.size = f64::sqrt(square);
        body
    }

    fn cosine(&self, row: &[f64], size: f64) -> f64 {
        let size = size * self.size;
        if size == 0.0 {
            return 0.0;
        }
        let product: f64 = self
            .weights
            .iter()
            .map(|&(pair, weight)| weight * row.get(pair as usize).copied().unwrap_or(0.0))
            .sum();
        product / size
    }
}

/// Every pair of both reports with a number, and how many sentences hold it.
#[derive(Default)]
struct Numbers {
    of: FastMap<Pair, u32>,
    held: Vec<u32>,
}

impl Numbers {
    fn read(&mut self, sentences: &[Words]) -> Vec<Vec<(u32, u32)>> {
        let pairs: usize = sentences
            .iter()
            .map(|words| words.bag.pairs().count())
            .sum();
        self.of.reserve(pairs / 2);
        sentences
            .iter()
            .map(|words| self.numbered(&words.bag))
            .collect()
    }

    fn numbered(&mut self, bag: &Bag) -> Vec<(u32, u32)> {
        let numbered = bag.pairs().map(|(pair, count)| {
            let next = u32::try_from(self.held.len()).unwrap_or(u32::MAX);
            let number = *self.of.entry(pair).or_insert(next);
            match self.held.get_mut(number as usize) {
                Some(held) => *held += 1,
                None => self.held.push(1),
            }
            (number, count)
        });
        numbered.collect()
    }

    /// What each pair says: more, the fewer sentences hold it.
    fn worth(&self, sentences: usize) -> Vec<f64> {
        let worth = |held: u32| {
            ((sentences as f64 + 1.0) / (f64::from(held) + 0.5))
                .ln()
                .max(0.0)
        };
        let most = self.held.iter().copied().max().unwrap_or(0);
        let by_held: Vec<f64> = (0..=most).map(worth).collect();
        let held = self.held.iter();
        held.map(|&held| by_held.get(held as usize).copied().unwrap_or(0.0))
            .collect()
    }
}
