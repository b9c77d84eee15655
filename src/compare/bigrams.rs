//! Likeness of texts by the pairs of neighbouring letters that they share, and an index that finds the likely ones.

use std::collections::HashMap;

use super::budget::Budget;

/// The pairs of neighbouring letters of one text, with how often each stands there; sorted by pair.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Bag {
    pairs: Vec<(Pair, u32)>,
    total: u32,
}

/// Two neighbouring letters; a text of one letter is a pair with nothing.
pub(super) type Pair = (char, char);

/// Stands between letters that are no neighbours; no pair crosses it.
pub(super) const BREAK: char = '\n';

impl Bag {
    pub fn of(letters: &[char]) -> Bag {
        let mut all: Vec<Pair> = letters
            .iter()
            .zip(letters.iter().skip(1))
            .map(|(&first, &second)| (first, second))
            .filter(|&(first, second)| first != BREAK && second != BREAK)
            .collect();
        if let ([only], true) = (letters, all.is_empty()) {
            all.push((*only, '\0'));
        }
        all.sort_unstable();
        Bag::counted(all.into_iter().map(|pair| (pair, 1)))
    }

    /// Everything that the bags hold.
    pub fn sum<'a>(bags: impl Iterator<Item = &'a Bag>) -> Bag {
        let mut all: Vec<(Pair, u32)> = bags.flat_map(|bag| bag.pairs.iter().copied()).collect();
        all.sort_unstable();
        Bag::counted(all.into_iter())
    }

    /// A bag of pairs that come sorted, each perhaps several times.
    fn counted(sorted: impl Iterator<Item = (Pair, u32)>) -> Bag {
        let mut bag = Bag::default();
        for (pair, count) in sorted {
            bag.total = bag.total.saturating_add(count);
            match bag.pairs.last_mut() {
                Some((last, all)) if *last == pair => *all += count,
                _ => bag.pairs.push((pair, count)),
            }
        }
        bag
    }

    /// How many pairs it holds, repeated ones counted.
    pub fn total(&self) -> usize {
        self.total as usize
    }

    pub fn pairs(&self) -> impl Iterator<Item = (Pair, u32)> + '_ {
        self.pairs.iter().copied()
    }

    /// Twice the shared pairs over all pairs, from 0 to 1.
    pub fn dice(&self, other: &Bag) -> f64 {
        let all = self.total + other.total;
        if all == 0 {
            return 0.0;
        }
        let shared: u32 = shared(self, other)
            .map(|(_, count, with)| count.min(with))
            .sum();
        2.0 * f64::from(shared) / f64::from(all)
    }

    /// The cosine of the two bags with every pair weighed by how rare it is.
    pub fn cosine(&self, other: &Bag, rarity: &Rarity) -> f64 {
        let product: f64 = shared(self, other)
            .map(|(pair, count, with)| {
                let weight = rarity.of(pair);
                damped(count) * damped(with) * weight * weight
            })
            .sum();
        let size = self.size(rarity) * other.size(rarity);
        if size > 0.0 { product / size } else { 0.0 }
    }

    fn size(&self, rarity: &Rarity) -> f64 {
        let square: f64 = self
            .pairs()
            .map(|(pair, count)| (damped(count) * rarity.of(pair)).powi(2))
            .sum();
        square.sqrt()
    }
}

/// A word said ten times is not ten times the evidence.
fn damped(count: u32) -> f64 {
    1.0 + f64::from(count).ln()
}

/// The pairs that both bags hold, with the count in each.
fn shared<'a>(one: &'a Bag, two: &'a Bag) -> impl Iterator<Item = (Pair, u32, u32)> + 'a {
    let mut ahead = two.pairs.iter().peekable();
    one.pairs.iter().filter_map(move |&(pair, count)| {
        while ahead.next_if(|(other, _)| *other < pair).is_some() {}
        ahead
            .next_if(|(other, _)| *other == pair)
            .map(|&(_, with)| (pair, count, with))
    })
}

/// How much a pair of letters says: more, the fewer texts hold it.
#[derive(Clone, Debug, Default)]
pub(super) struct Rarity {
    held: HashMap<Pair, u32>,
    texts: u32,
}

impl Rarity {
    pub fn among<'a>(bags: impl IntoIterator<Item = &'a Bag>) -> Rarity {
        let mut rarity = Rarity::default();
        for bag in bags {
            rarity.texts += 1;
            for (pair, _) in bag.pairs() {
                *rarity.held.entry(pair).or_default() += 1;
            }
        }
        rarity
    }

    pub fn of(&self, pair: Pair) -> f64 {
        let held = f64::from(self.held.get(&pair).copied().unwrap_or(0));
        ((f64::from(self.texts) + 1.0) / (held + 0.5)).ln().max(0.0)
    }

    /// The same, as a share of what a pair says that only one text holds.
    pub fn share(&self, pair: Pair) -> f64 {
        let most = ((f64::from(self.texts) + 1.0) / 1.5).ln();
        if most > 0.0 {
            (self.of(pair) / most).min(1.0)
        } else {
            0.0
        }
    }
}

/// Which of many texts share pairs with another one.
#[derive(Debug)]
pub(super) struct Index {
    holders: HashMap<Pair, Vec<(u32, u32)>>,
    /// What each text shares with the one that is asked about; all zero between two questions.
    shared: Vec<f64>,
}

impl Index {
    pub fn of<'a>(bags: impl IntoIterator<Item = &'a Bag>) -> Index {
        let mut holders: HashMap<Pair, Vec<(u32, u32)>> = HashMap::new();
        let mut texts = 0;
        for bag in bags {
            let text = u32::try_from(texts).unwrap_or(u32::MAX);
            for (pair, count) in bag.pairs() {
                holders.entry(pair).or_default().push((text, count));
            }
            texts += 1;
        }
        Index {
            holders,
            shared: vec![0.0; texts],
        }
    }

    /// The texts that share most pairs with `bag`, at most `most`, those that share more first.
    pub fn nearest(&mut self, bag: &Bag, most: usize, budget: &mut Budget) -> Vec<usize> {
        self.ranked(bag, most, budget, |_, count| f64::from(count))
    }

    /// The texts that share the rarest pairs with `bag`, at most `most`, best first.
    pub fn most_telling(
        &mut self,
        bag: &Bag,
        most: usize,
        rarity: &Rarity,
        budget: &mut Budget,
    ) -> Vec<usize> {
        self.ranked(bag, most, budget, |pair, _| rarity.of(pair))
    }

    /// Pairs that very many texts hold tell nothing and would make the work quadratic: they are passed over.
    fn ranked(
        &mut self,
        bag: &Bag,
        most: usize,
        budget: &mut Budget,
        worth: impl Fn(Pair, u32) -> f64,
    ) -> Vec<usize> {
        let common = (self.shared.len() / 4).max(256);
        let mut touched: Vec<u32> = Vec::new();
        for (pair, count) in bag.pairs() {
            let Some(holders) = self.holders.get(&pair) else {
                continue;
            };
            if holders.len() > common || !budget.spend(holders.len()) {
                continue;
            }
            for &(text, with) in holders {
                if let Some(slot) = self.shared.get_mut(text as usize) {
                    if *slot == 0.0 {
                        touched.push(text);
                    }
                    *slot += worth(pair, count.min(with)).max(f64::MIN_POSITIVE);
                }
            }
        }
        let mut ranked: Vec<(u32, f64)> = touched
            .into_iter()
            .filter_map(|text| {
                let slot = self.shared.get_mut(text as usize)?;
                Some((text, std::mem::take(slot)))
            })
            .collect();
        ranked.sort_unstable_by(|one, two| two.1.total_cmp(&one.1).then(one.0.cmp(&two.0)));
        ranked
            .into_iter()
            .take(most)
            .map(|(text, _)| text as usize)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(text: &str) -> Bag {
        Bag::of(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn likeness_runs_from_nothing_to_the_same() {
        let cases = [
            ("", "", 0.0),
            ("甲", "甲", 1.0),
            ("甲", "乙", 0.0),
            ("开展案卷评查", "开展案卷评查", 1.0),
            ("开展案卷评查", "开展案卷抽查", 0.6),
            ("一一一", "一一", 2.0 / 3.0),
        ];
        for (one, two, want) in cases {
            assert!(
                (bag(one).dice(&bag(two)) - want).abs() < 1e-9,
                "{one} {two}"
            );
            assert!(
                (bag(two).dice(&bag(one)) - want).abs() < 1e-9,
                "{two} {one}"
            );
        }
    }

    #[test]
    fn the_index_names_those_that_share_most_first() {
        let texts = ["复议申请办结", "案卷评查", "复议申请受理", "复议"].map(bag);
        let mut index = Index::of(&texts);
        let found = index.nearest(&bag("复议申请受理情况"), 3, &mut Budget::generous());
        assert_eq!(found, [2, 0, 3]);
    }

    #[test]
    fn what_every_text_says_weighs_nothing_much() {
        let texts = ["工作甲乙", "工作丙丁", "工作戊己"].map(bag);
        let rarity = Rarity::among(&texts);
        assert!(rarity.of(('工', '作')) < rarity.of(('甲', '乙')) / 3.0);
    }
}
