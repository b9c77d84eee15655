//! The texts of the sections of two reports as weighed bags of letter pairs, and how alike they are.
//!
//! Pairs are numbered once, so that a bag is a list of places in one row of weights and no pair is looked up twice.

use super::bigrams::{Bag, Numbers, damped, starts};
use super::budget::Budget;
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
        let mut numbers = Held::default();
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
    ///
    /// Most pairs of letters stand in few sections, so only what is shared is multiplied.
    pub fn likeness(&self, olds: &[usize], news: &[usize]) -> Vec<f64> {
        let bodies: Vec<Option<&Body>> = news.iter().map(|new| self.new.get(*new)).collect();
        let holders = Holders::of(&bodies, self.pairs);
        let mut found = Vec::with_capacity(olds.len() * news.len());
        let mut products = vec![0.0; news.len()];
        for old in olds {
            let old = self.old.get(*old);
            products.fill(0.0);
            for &(pair, weight) in old.map_or(&[][..], |body| &body.weights) {
                for &(new, with) in holders.of_pair(pair) {
                    if let Some(product) = products.get_mut(new as usize) {
                        *product += weight * with;
                    }
                }
            }
            found.extend(bodies.iter().zip(&products).map(|(new, product)| {
                let both = old.zip(*new);
                both.map_or(0.0, |(old, new)| cosine(old, new, *product))
            }));
        }
        found
    }

    /// The same for one section of the new report.
    pub fn likeness_to(&self, olds: &[usize], new: usize) -> Vec<f64> {
        let Some(new) = self.new.get(new) else {
            return vec![0.0; olds.len()];
        };
        let mut row = vec![0.0; self.pairs];
        for &(pair, weight) in &new.weights {
            if let Some(slot) = row.get_mut(pair as usize) {
                *slot = weight;
            }
        }
        let with = |pair: u32| row.get(pair as usize).copied().unwrap_or(0.0);
        let alike = |old: &Body| {
            let products = old
                .weights
                .iter()
                .map(|(pair, weight)| weight * with(*pair));
            cosine(old, new, products.sum())
        };
        let olds = olds.iter().map(|old| self.old.get(*old));
        olds.map(|old| old.map_or(0.0, alike)).collect()
    }
}

/// The cosine of two bodies of which the product is known.
fn cosine(one: &Body, two: &Body, product: f64) -> f64 {
    let size = one.size * two.size;
    if size > 0.0 { product / size } else { 0.0 }
}

/// For each pair the bodies that hold it, with its weight there.
struct Holders {
    /// Where the bodies of each pair begin; one more than there are pairs.
    starts: Vec<u32>,
    bodies: Vec<(u32, f64)>,
}

impl Holders {
    fn of(bodies: &[Option<&Body>], pairs: usize) -> Holders {
        let all = || {
            let numbered = (0_u32..).zip(bodies.iter().copied().flatten());
            numbered.flat_map(|(body, held)| {
                let weights = held.weights.iter();
                weights.map(move |&(pair, weight)| (pair as usize, body, weight))
            })
        };
        let starts = starts(all().map(|(pair, ..)| pair), pairs);
        let mut next = starts.clone();
        let total = starts.last().copied().unwrap_or(0) as usize;
        let mut bodies = vec![(0, 0.0); total];
        for (pair, body, weight) in all() {
            if let Some(place) = next.get_mut(pair)
                && let Some(slot) = bodies.get_mut(*place as usize)
            {
                *slot = (body, weight);
                *place += 1;
            }
        }
        Holders { starts, bodies }
    }

    fn of_pair(&self, pair: u32) -> &[(u32, f64)] {
        let pair = pair as usize;
        let place = self.starts.get(pair).zip(self.starts.get(pair + 1));
        let held = place.and_then(|(start, end)| self.bodies.get(*start as usize..*end as usize));
        held.unwrap_or(&[])
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
        body.weights.reserve_exact(touched.len());
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
}

/// Every pair of both reports with a number, and how many sentences hold it.
#[derive(Default)]
struct Held {
    numbers: Numbers,
    held: Vec<u32>,
}

impl Held {
    fn read(&mut self, sentences: &[Words]) -> Vec<Vec<(u32, u32)>> {
        let pairs: usize = sentences
            .iter()
            .map(|words| words.bag.pairs().count())
            .sum();
        self.numbers.reserve(pairs * 2 / 3);
        sentences
            .iter()
            .map(|words| self.numbered(&words.bag))
            .collect()
    }

    fn numbered(&mut self, bag: &Bag) -> Vec<(u32, u32)> {
        let numbered = bag.pairs().map(|(pair, count)| {
            let number = self.numbers.number(pair);
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
