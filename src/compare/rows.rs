//! Sentences set side by side: a backbone that kept its order, then what moved across it, then what stands alone.

use std::collections::{BTreeMap, VecDeque};

use super::bigrams::{Bag, Index};
use super::budget::Budget;
use super::chain::{Link, heaviest};
use super::fast::FastMap;
use super::marks::{class, marks};
use super::prepared::{Prepared, Words};
use super::sections::Sections;
use super::{Row, RowChange};

use crate::order;

/// Likeness from which two sentences in sections that belong together are versions of one.
const ALIKE: f64 = 0.5;
/// The same for sentences of different sections, where chance has more room.
const ALIKE_ELSEWHERE: f64 = 0.75;
/// The same where one sentence plans and the other reports: what was promised and what was done are no versions.
const ALIKE_IN_PLAN_AND_RESULT: f64 = 0.9;
/// Letter pairs that a sentence must have to be recognised far from its old place.
const LONG_ENOUGH: usize = 12;
/// A pair that falls short of the better partner of either sentence by more than this is no pair.
const MARGIN: f64 = 0.2;
/// Partners that are weighed for one sentence.
const PARTNERS: usize = 8;

/// Two sentences that may be versions of one.
#[derive(Clone, Copy, Debug)]
struct Pair {
    old: usize,
    new: usize,
    alike: f64,
    /// Their sections belong together.
    together: bool,
}

/// All rows without their marks, following the new report, with removed sentences where they stood.
pub(super) fn rows(
    old: &Prepared,
    new: &Prepared,
    sections: &Sections,
    budget: &mut Budget,
) -> Vec<Row> {
    let pairs = pairs(old, new, sections, budget);
    let mut matching = Matching::new(old.sentences.len(), new.sentences.len());
    for link in heaviest(&weighed(&pairs, new)) {
        matching.join(link.old, link.new);
    }
    join_moved(&mut matching, &pairs, new);
    let moved = moved(&matching, new);
    let mut joined: BTreeMap<usize, Row> = BTreeMap::new();
    for (new_idx, old_idx) in matching.pairs() {
        let change = class(old.words(old_idx), new.words(new_idx));
        joined.insert(
            new_idx,
            Row {
                old: Some(old_idx),
                new: Some(new_idx),
                change,
                moved: moved.contains_key(&new_idx),
                old_marks: Vec::new(),
                new_marks: Vec::new(),
            },
        );
    }
    in_order(&matching, joined, &moved, old, sections)
}

/// Marks what changed in the rows that changed.
pub(super) fn mark(rows: &mut [Row], old: &Prepared, new: &Prepared, budget: &mut Budget) {
    for row in rows {
        let (Some(from), Some(to)) = (row.old, row.new) else {
            continue;
        };
        if row.change != RowChange::Same {
            let marks = marks(old.words(from), new.words(to), budget);
            row.old_marks = marks.old;
            row.new_marks = marks.new;
        }
    }
}

/// Which sentence is paired with which; private, because each may stand in one pair only.
struct Matching {
    of_old: Vec<Option<usize>>,
    of_new: Vec<Option<usize>>,
}

impl Matching {
    fn new(old: usize, new: usize) -> Matching {
        Matching {
            of_old: vec![None; old],
            of_new: vec![None; new],
        }
    }

    fn is_free(&self, old: usize, new: usize) -> bool {
        self.of_old.get(old) == Some(&None) && self.of_new.get(new) == Some(&None)
    }

    /// Pairs the two if both are free.
    fn join(&mut self, old: usize, new: usize) -> bool {
        if !self.is_free(old, new) {
            return false;
        }
        if let (Some(from), Some(to)) = (self.of_old.get_mut(old), self.of_new.get_mut(new)) {
            *from = Some(new);
            *to = Some(old);
        }
        true
    }

    /// New sentence and old sentence of every pair, in the order of the new report.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let partners = self.of_new.iter().enumerate();
        partners.filter_map(|(new, old)| old.map(|old| (new, old)))
    }
}

/// Every pair of sentences that is like enough, and for either sentence not much worse than its best partner.
fn pairs(old: &Prepared, new: &Prepared, sections: &Sections, budget: &mut Budget) -> Vec<Pair> {
    let mut index = Index::of(old.sentences.iter().map(|words| &words.bag));
    let twins = twins(&old.sentences);
    let plans = (old.is_planned(), new.is_planned());
    let mut pairs = Vec::new();
    for (new_idx, words) in new.sentences.iter().enumerate() {
        let mut partners: Vec<(usize, Option<f64>)> = index
            .alike(&words.bag, PARTNERS, ALIKE, budget)
            .iter()
            .map(|near| (near.text, near.whole.then_some(near.shared)))
            .collect();
        if let Some(twins) = twins.get(&words.bag) {
            let all = words.bag.total() as f64;
            partners.extend(nearest_places(twins, new_idx).map(|twin| (twin, Some(all))));
        }
        partners.extend(sections.heading_partner(new_idx).map(|old| (old, None)));
        order::sort_by_key(&mut partners, |(old_idx, shared)| {
            (*old_idx, shared.is_none())
        });
        partners.dedup_by_key(|(old_idx, _)| *old_idx);
        for (old_idx, shared) in partners {
            let Some(other) = old.sentences.get(old_idx) else {
                continue;
            };
            let alike = match shared {
                Some(shared) => words.bag.dice_of(&other.bag, shared),
                None => words.bag.dice(&other.bag),
            };
            let alike = match sections.heading_partner(new_idx) == Some(old_idx) {
                true => alike.max(MARGIN + ALIKE),
                false => alike,
            };
            // Nearly all partners end here.
            if alike < ALIKE {
                continue;
            }
            let together = sections.together(old_idx, new_idx);
            let enough = match (together, plans.0.get(old_idx) == plans.1.get(new_idx)) {
                (_, false) => ALIKE_IN_PLAN_AND_RESULT,
                (true, true) => ALIKE,
                (false, true) => ALIKE_ELSEWHERE,
            };
            if alike >= enough {
                pairs.push(Pair {
                    old: old_idx,
                    new: new_idx,
                    alike,
                    together,
                });
            }
        }
    }
    without_second_best(pairs)
}

/// Old sentences with the same letters: what every report says ten times is not found by rare pairs.
fn twins(sentences: &[Words]) -> FastMap<&Bag, Vec<usize>> {
    let mut twins: FastMap<&Bag, Vec<usize>> = FastMap::default();
    for (idx, words) in sentences.iter().enumerate() {
        twins.entry(&words.bag).or_default().push(idx);
    }
    twins
}

/// Of many equal sentences those that stand at about the same place.
fn nearest_places(twins: &[usize], place: usize) -> impl Iterator<Item = usize> + '_ {
    let middle = twins.partition_point(|&twin| twin < place);
    let from = middle.saturating_sub(PARTNERS);
    twins.iter().skip(from).take(2 * PARTNERS).copied()
}

fn without_second_best(mut pairs: Vec<Pair>) -> Vec<Pair> {
    let mut best_old: FastMap<usize, f64> = FastMap::default();
    let mut best_new: FastMap<usize, f64> = FastMap::default();
    for pair in &pairs {
        for (best, idx) in [(&mut best_old, pair.old), (&mut best_new, pair.new)] {
            let best = best.entry(idx).or_default();
            *best = best.max(pair.alike);
        }
    }
    pairs.retain(|pair| {
        let best = |best: &FastMap<usize, f64>, idx| best.get(&idx).copied().unwrap_or(0.0);
        pair.alike + MARGIN >= best(&best_old, pair.old).max(best(&best_new, pair.new))
    });
    pairs
}

fn length(sentences: &Prepared, idx: usize) -> usize {
    let words = sentences.sentences.get(idx);
    words.map_or(0, |words| words.bag.total())
}

/// Weights by which long and like pairs keep their order and short ones give way.
fn weighed(pairs: &[Pair], new: &Prepared) -> Vec<Link> {
    pairs
        .iter()
        .map(|pair| Link {
            old: pair.old,
            new: pair.new,
            weight: pair.alike * pair.alike * (length(new, pair.new) as f64 + 6.0),
        })
        .collect()
}

/// Pairs what the backbone left over: long sentences first, then their neighbours, so that passages move as a whole.
fn join_moved(matching: &mut Matching, pairs: &[Pair], new: &Prepared) {
    let mut left: Vec<&Pair> = pairs
        .iter()
        .filter(|pair| matching.is_free(pair.old, pair.new))
        .collect();
    let weight = |pair: &Pair| pair.alike * pair.alike * length(new, pair.new) as f64;
    order::sort_by(&mut left, |one, two| weight(two).total_cmp(&weight(one)));
    let by_place: FastMap<(usize, usize), &Pair> = left
        .iter()
        .map(|pair| ((pair.old, pair.new), *pair))
        .collect();
    for pair in &left {
        let enough = if pair.together {
            ALIKE + 0.1
        } else {
            ALIKE_ELSEWHERE
        };
        if length(new, pair.new) < LONG_ENOUGH || pair.alike < enough {
            continue;
        }
        let mut waiting = VecDeque::from([(pair.old, pair.new)]);
        while let Some((old, new)) = waiting.pop_front() {
            if !by_place.contains_key(&(old, new)) || !matching.join(old, new) {
                continue;
            }
            waiting.push_back((old + 1, new + 1));
            waiting.push_back((old.wrapping_sub(1), new.wrapping_sub(1)));
        }
    }
}

/// The new sentences that stand at another place in the order than their partner.
fn moved(matching: &Matching, new: &Prepared) -> BTreeMap<usize, usize> {
    let links: Vec<Link> = matching
        .pairs()
        .map(|(new_idx, old_idx)| Link {
            old: old_idx,
            new: new_idx,
            weight: length(new, new_idx) as f64 + 1.0,
        })
        .collect();
    let mut moved: BTreeMap<usize, usize> = matching.pairs().collect();
    for kept in heaviest(&links) {
        moved.remove(&kept.new);
    }
    moved
}

/// The rows in the order of the new report; a removed sentence follows what stood before it in the old one, into a section
/// that moved as well.
fn in_order(
    matching: &Matching,
    mut joined: BTreeMap<usize, Row>,
    moved: &BTreeMap<usize, usize>,
    old: &Prepared,
    sections: &Sections,
) -> Vec<Row> {
    let mut after: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    let section = |idx: usize| old.report.sentences.get(idx).map(|own| own.section);
    let mut last = None;
    // The last sentence of a passage that moved with its section, and that section.
    let mut carried = None;
    for (old_idx, partner) in matching.of_old.iter().enumerate() {
        match partner {
            Some(new_idx) if !moved.contains_key(new_idx) => {
                last = Some(*new_idx);
                carried = None;
            }
            Some(new_idx) if sections.together(old_idx, *new_idx) => {
                carried = Some((section(old_idx), *new_idx));
            }
            Some(_) => {}
            None => {
                let inside = carried.filter(|(around, _)| *around == section(old_idx));
                let place = inside.map(|(_, new_idx)| new_idx).or(last);
                after.entry(place).or_default().push(old_idx);
            }
        }
    }
    let mut rows = Vec::new();
    let removed = |place: Option<usize>| after.get(&place).into_iter().flatten();
    rows.extend(removed(None).map(|&old| alone(Some(old), None)));
    for new_idx in 0..matching.of_new.len() {
        let row = joined.remove(&new_idx);
        rows.push(row.unwrap_or_else(|| alone(None, Some(new_idx))));
        rows.extend(removed(Some(new_idx)).map(|&old| alone(Some(old), None)));
    }
    rows
}

/// A sentence without partner.
fn alone(old: Option<usize>, new: Option<usize>) -> Row {
    Row {
        old,
        new,
        change: match new {
            Some(_) => RowChange::Added,
            None => RowChange::Removed,
        },
        moved: false,
        old_marks: Vec::new(),
        new_marks: Vec::new(),
    }
}
