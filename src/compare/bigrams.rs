//! Likeness of texts by the pairs of neighbouring letters that they share, and an index that finds the likely ones.

use std::hash::{Hash, Hasher};

use super::budget::Budget;
use super::fast::FastMap;

/// The pairs of neighbouring letters of one text, with how often each stands there; sorted by pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bag {
    pairs: Vec<(Pair, u32)>,
    total: u32,
}

/// One multiplication a pair.
impl Hash for Bag {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let sum = self.pairs.iter().fold(0_u64, |sum, (pair, count)| {
            let mixed = (sum ^ pair.0).wrapping_mul(0x0100_0000_01b3);
            mixed.wrapping_add(u64::from(*count))
        });
        hasher.write_u64(sum);
    }
}

/// Two neighbouring letters in one number; a text of one letter is a pair with nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Pair(u64);

impl Pair {
    pub fn of(first: char, second: char) -> Pair {
        Pair(u64::from(u32::from(first)) << 32 | u64::from(u32::from(second)))
    }
}

/// Stands between letters that are no neighbours; no pair crosses it.
pub(super) const BREAK: char = '\n';

impl Bag {
    pub fn of(letters: &[char]) -> Bag {
        let mut all: Vec<Pair> = Vec::with_capacity(letters.len());
        let neighbours = letters.iter().zip(letters.iter().skip(1));
        all.extend(
            neighbours
                .filter(|&(&first, &second)| first != BREAK && second != BREAK)
                .map(|(&first, &second)| Pair::of(first, second)),
        );
        if let ([only], true) = (letters, all.is_empty()) {
            all.push(Pair::of(*only, '\0'));
        }
        all.sort_unstable();
        Bag::counted(all.into_iter().map(|pair| (pair, 1)))
    }

    /// Everything that the bags hold.
    pub fn sum<'a>(bags: impl Iterator<Item = &'a Bag>) -> Bag {
        let mut all: Vec<(Pair, u32)> = bags.flat_map(|bag| bag.pairs.iter().copied()).collect();
        all.sort_unstable_by_key(|(pair, _)| *pair);
        Bag::counted(all.into_iter())
    }

    /// A bag of pairs that come sorted, each perhaps several times.
    fn counted(sorted: impl Iterator<Item = (Pair, u32)>) -> Bag {
        let mut bag = Bag {
            pairs: Vec::with_capacity(sorted.size_hint().0),
            total: 0,
        };
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
        let both: u32 = shared(&self.pairs, &other.pairs)
            .map(|(count, with)| count.min(with))
            .sum();
        self.dice_of(other, f64::from(both))
    }

    /// The same where it is known how many pairs they share.
    pub fn dice_of(&self, other: &Bag, shared: f64) -> f64 {
        let all = self.total + other.total;
        if all == 0 {
            0.0
        } else {
            2.0 * shared / f64::from(all)
        }
    }

    /// Whether they share no pair.
    pub fn is_apart_from(&self, other: &Bag) -> bool {
        shared(&self.pairs, &other.pairs).next().is_none()
    }
}

/// What two lists that are sorted by pair say of the pairs that both hold.
fn shared<'a, T: Copy>(
    one: &'a [(Pair, T)],
    other: &'a [(Pair, T)],
) -> impl Iterator<Item = (T, T)> + 'a {
    let mut ahead = other;
    one.iter().filter_map(move |&(pair, own)| {
        while let [(there, _), rest @ ..] = ahead
            && *there < pair
        {
            ahead = rest;
        }
        let (there, with) = ahead.first()?;
        (*there == pair).then_some((own, *with))
    })
}

/// A bag with what each of its pairs weighs.
#[derive(Clone, Debug, Default)]
pub(super) struct Weighed {
    /// Sorted by pair.
    weights: Vec<(Pair, f64)>,
    /// The length of the whole as a vector.
    size: f64,
}

impl Weighed {
    /// Every pair counts by how often it stands there and by how rare it is.
    pub fn of(bag: &Bag, rarity: &Rarity) -> Weighed {
        let weights: Vec<(Pair, f64)> = bag
            .pairs()
            .map(|(pair, count)| (pair, damped(count) * rarity.of(pair)))
            .collect();
        let square: f64 = weights.iter().map(|(_, weight)| weight * weight).sum();
        Weighed {
            weights,
            size: square.sqrt(),
        }
    }

    /// The cosine of the two, from 0 to 1.
    pub fn cosine(&self, other: &Weighed) -> f64 {
        let size = self.size * other.size;
        if size == 0.0 {
            return 0.0;
        }
        let both = shared(&self.weights, &other.weights);
        let product = both.fold(0.0, |sum, (weight, with)| sum + weight * with);
        product / size
    }
}

/// A word said ten times is not ten times the evidence.
pub(super) fn damped(count: u32) -> f64 {
    match count {
        0 | 1 => 1.0,
        more => 1.0 + f64::from(more).ln(),
    }
}

/// How much a pair of letters says: more, the fewer texts hold it.
#[derive(Clone, Debug, Default)]
pub(super) struct Rarity {
    held: FastMap<Pair, u32>,
    /// What a pair says that so many texts hold.
    by_holders: Vec<f64>,
    /// What a pair says that only one text holds.
    most: f64,
}

impl Rarity {
    pub fn among<'a>(bags: impl IntoIterator<Item = &'a Bag>) -> Rarity {
        let mut held: FastMap<Pair, u32> = FastMap::default();
        let mut texts = 0_u32;
        for bag in bags {
            texts += 1;
            for (pair, _) in bag.pairs() {
                *held.entry(pair).or_default() += 1;
            }
        }
        let worth = |holders: f64| ((f64::from(texts) + 1.0) / (holders + 0.5)).ln().max(0.0);
        let most_holders = held.values().copied().max().unwrap_or(0);
        Rarity {
            by_holders: (0..=most_holders)
                .map(|holders| worth(f64::from(holders)))
                .collect(),
            most: worth(1.0),
            held,
        }
    }

    pub fn of(&self, pair: Pair) -> f64 {
        let held = self.held.get(&pair).copied().unwrap_or(0);
        self.by_holders.get(held as usize).copied().unwrap_or(0.0)
    }

    /// The same, as a share of what a pair says that only one text holds.
    pub fn share(&self, pair: Pair) -> f64 {
        match self.most > 0.0 {
            true => (self.of(pair) / self.most).min(1.0),
            false => 0.0,
        }
    }
}

/// A number for every pair, from 0 up in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    of: FastMap<Pair, u32>,
}

impl Numbers {
    pub fn reserve(&mut self, pairs: usize) {
        self.of.reserve(pairs);
    }

    pub fn number(&mut self, pair: Pair) -> u32 {
        let next = u32::try_from(self.of.len()).unwrap_or(u32::MAX);
        *self.of.entry(pair).or_insert(next)
    }

    pub fn known(&self, pair: Pair) -> Option<u32> {
        self.of.get(&pair).copied()
    }

    /// How many pairs have a number.
    pub fn len(&self) -> usize {
        self.of.len()
    }
}

/// Where what has each number begins when all is put in the order of the numbers, and at last where it ends.
pub(super) fn starts(numbers: impl Iterator<Item = usize>, count: usize) -> Vec<u32> {
    let mut starts = vec![0_u32; count + 1];
    for number in numbers {
        if let Some(held) = starts.get_mut(number + 1) {
            *held += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

/// Which of many texts share pairs with another one.
#[derive(Debug)]
pub(super) struct Index {
    numbers: Numbers,
    /// Where in `holders` the texts begin that hold the pair of a number; one more than there are numbers.
    starts: Vec<u32>,
    /// Texts with how often they hold a pair, pair after pair.
    holders: Vec<(u32, u32)>,
    /// What each text shares with the one that is asked about; all zero between two questions.
    shared: Vec<f64>,
    /// The texts that share something with it; empty between two questions.
    touched: Vec<u32>,
}

/// A text of an index, and what it shares with the one that was asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    pub text: usize,
    pub shared: f64,
    /// Nothing that they share was passed over.
    pub whole: bool,
}

impl Index {
    pub fn of<'a>(bags: impl IntoIterator<Item = &'a Bag, IntoIter: Clone>) -> Index {
        let bags = bags.into_iter();
        let pairs: usize = bags.clone().map(|bag| bag.pairs.len()).sum();
        let mut numbers = Numbers::default();
        // Of the letter pairs of a report about two in three are new.
        numbers.reserve(pairs * 2 / 3);
        let mut all: Vec<(u32, u32, u32)> = Vec::with_capacity(pairs);
        let mut texts = 0;
        for bag in bags {
            let text = u32::try_from(texts).unwrap_or(u32::MAX);
            let held = bag.pairs();
            all.extend(held.map(|(pair, count)| (numbers.number(pair), text, count)));
            texts += 1;
        }
        let starts = starts(
            all.iter().map(|(number, ..)| *number as usize),
            numbers.len(),
        );
        let mut next = starts.clone();
        let mut holders = vec![(0, 0); all.len()];
        for (number, text, count) in all {
            if let Some(place) = next.get_mut(number as usize)
                && let Some(slot) = holders.get_mut(*place as usize)
            {
                *slot = (text, count);
                *place += 1;
            }
        }
        Index {
            numbers,
            starts,
            holders,
            shared: vec![0.0; texts],
            touched: Vec::new(),
        }
    }

    /// Where in `holders` the texts stand that hold a pair.
    fn place(&self, pair: Pair) -> std::ops::Range<usize> {
        let place = self.numbers.known(pair).and_then(|number| {
            let number = number as usize;
            Some((*self.starts.get(number)?, *self.starts.get(number + 1)?))
        });
        let (start, end) = place.unwrap_or((0, 0));
        start as usize..end as usize
    }

    /// The texts that share most pairs with `bag`, at most `most`, those that share more first.
    pub fn nearest(&mut self, bag: &Bag, most: usize, budget: &mut Budget) -> Vec<Near> {
        self.ranked(bag, most, 0.0, None, budget)
    }

    /// The same without those whose likeness to `bag` is less than `least`, as far as what they share says so.
    pub fn alike(&mut self, bag: &Bag, most: usize, least: f64, budget: &mut Budget) -> Vec<Near> {
        // A text that is so much alike is at least as long as what it shares, so it shares at least so much.
        let shared = least * bag.total() as f64 / (2.0 - least);
        self.ranked(bag, most, shared, None, budget)
    }

    /// The texts that share the rarest pairs with `bag`, at most `most`, best first.
    pub fn most_telling(
        &mut self,
        bag: &Bag,
        most: usize,
        rarity: &Rarity,
        budget: &mut Budget,
    ) -> Vec<Near> {
        self.ranked(bag, most, 0.0, Some(rarity), budget)
    }

    /// Pairs that very many texts hold tell nothing and would make the work quadratic: they are passed over.
    fn ranked(
        &mut self,
        bag: &Bag,
        most: usize,
        least: f64,
        rarity: Option<&Rarity>,
        budget: &mut Budget,
    ) -> Vec<Near> {
        let common = (self.shared.len() / 4).max(256);
        let mut whole = true;
        for (pair, count) in bag.pairs() {
            let place = self.place(pair);
            let holders = self.holders.get(place).unwrap_or(&[]);
            if holders.len() > common || !budget.spend(holders.len()) {
                whole = false;
                continue;
            }
            let rare = rarity.map(|rarity| rarity.of(pair).max(f64::MIN_POSITIVE));
            for &(text, with) in holders {
                if let Some(slot) = self.shared.get_mut(text as usize) {
                    if *slot == 0.0 {
                        self.touched.push(text);
                    }
                    *slot += rare.unwrap_or_else(|| f64::from(count.min(with)));
                }
            }
        }
        // What was passed over may be what would have made it enough.
        let least = if whole { least } else { 0.0 };
        let mut ranked: Vec<Near> = Vec::with_capacity(self.touched.len());
        for text in self.touched.drain(..) {
            let slot = self.shared.get_mut(text as usize);
            let shared = slot.map_or(0.0, std::mem::take);
            if shared >= least {
                ranked.push(Near {
                    text: text as usize,
                    shared,
                    whole,
                });
            }
        }
        let order = |one: &Near, two: &Near| {
            two.shared
                .total_cmp(&one.shared)
                .then(one.text.cmp(&two.text))
        };
        if ranked.len() > most {
            ranked.select_nth_unstable_by(most, order);
            ranked.truncate(most);
        }
        ranked.sort_unstable_by(order);
        ranked
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
        let found: Vec<usize> = found.iter().map(|near| near.text).collect();
        assert_eq!(found, [2, 0, 3]);
    }

    #[test]
    fn what_every_text_says_weighs_nothing_much() {
        let texts = ["工作甲乙", "工作丙丁", "工作戊己"].map(bag);
        let rarity = Rarity::among(&texts);
        assert!(rarity.of(Pair::of('工', '作')) < rarity.of(Pair::of('甲', '乙')) / 3.0);
    }
}
