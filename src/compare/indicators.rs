//! The same indicator in both years, paired by what is counted and in which sense, never by equal text alone.
//!
//! A wrong pair costs more than a missing one: a level is not a rate, a stock no flow, a target no result.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};

use super::bigrams::{Index, Rarity};
use super::budget::Budget;
use super::named::{Named, named, of_figure};
use super::prepared::Prepared;
use super::tokens::{TokenKind, fold};
use super::{Indicator, Row, RowChange};
use crate::report::{Figure, FigureKind, Quantity, Report};

/// Likeness of what is counted from which two figures are one indicator.
const ALIKE: f64 = 0.5;
/// How much a pair may fall short when another figure of both sentences is paired already.
const BESIDE: f64 = 0.1;
/// What it counts that the sentences are versions of each other.
const IN_PLACE: f64 = 0.1;
/// A second partner nearly as good as the best leaves the pair in doubt.
const DOUBT: f64 = 0.92;
/// Figures that are weighed for one figure.
const PARTNERS: usize = 24;

pub(super) fn indicators(
    old: &Prepared,
    new: &Prepared,
    rows: &[Row],
    budget: &mut Budget,
) -> Vec<Indicator> {
    let sides = (named(old), named(new));
    let mut paired = Paired::default();
    for row in rows {
        paired.join_in_place(old, new, row, &sides);
    }
    let partners: BTreeMap<usize, usize> =
        rows.iter().filter_map(|row| row.old.zip(row.new)).collect();
    for (one, two) in likely(&sides, &partners, budget) {
        paired.join(one, two);
    }
    let pairs = paired.of_new.into_iter();
    pairs
        .filter_map(|(new_idx, old_idx)| indicator(old, new, old_idx, new_idx))
        .collect()
}

/// Pairs of figures; each figure stands in one.
#[derive(Default)]
struct Paired {
    of_old: BTreeMap<usize, usize>,
    of_new: BTreeMap<usize, usize>,
}

impl Paired {
    fn join(&mut self, old: usize, new: usize) {
        if !self.of_old.contains_key(&old) && !self.of_new.contains_key(&new) {
            self.of_old.insert(old, new);
            self.of_new.insert(new, old);
        }
    }

    /// In a sentence that changed its figures only, each stands where its predecessor stood.
    fn join_in_place(
        &mut self,
        old: &Prepared,
        new: &Prepared,
        row: &Row,
        sides: &(Vec<Named>, Vec<Named>),
    ) {
        let (Some(from), Some(to)) = (row.old, row.new) else {
            return;
        };
        match row.change {
            RowChange::Same | RowChange::Figures => {}
            RowChange::Wording | RowChange::Both | RowChange::Added | RowChange::Removed => return,
        }
        for (one, two) in old.words(from).iter().zip(new.words(to)) {
            if let (TokenKind::Figure(one), TokenKind::Figure(two)) = (one.kind, two.kind)
                && let (Some(before), Some(now)) =
                    (of_figure(&sides.0, one), of_figure(&sides.1, two))
                && before.is_counted_like(now)
            {
                self.join(one, two);
            }
        }
    }
}

/// What can be followed over years: no dates, no places in an order, no ages, no numerals of names (十项制度, 5G).
pub(super) fn is_followed(report: &Report, figure: &Figure) -> bool {
    let digits = |text: &str| {
        text.contains(|letter: char| fold(letter).is_some_and(|one| one.is_ascii_digit()))
    };
    let is_name = figure.unit == "岁"
        || figure
            .unit
            .chars()
            .all(|letter| letter.is_ascii_alphabetic())
            && !figure.unit.is_empty();
    match figure.kind {
        FigureKind::Rate => true,
        FigureKind::Count
        | FigureKind::Amount
        | FigureKind::Duration
        | FigureKind::Score
        | FigureKind::Rank => {
            matches!(figure.quantity, Quantity::Number { .. })
                && !is_name
                && digits(report.quote(figure.number))
        }
        FigureKind::Date | FigureKind::Ordinal => false,
    }
}

/// The pairs that are each other's best and leave no doubt.
fn likely(
    sides: &(Vec<Named>, Vec<Named>),
    partners: &BTreeMap<usize, usize>,
    budget: &mut Budget,
) -> Vec<(usize, usize)> {
    let bags = sides.0.iter().chain(&sides.1).map(|figure| &figure.name);
    let rarity = Rarity::among(bags);
    let mut index = Index::of(sides.0.iter().map(|figure| &figure.name));
    let mut pairs: Vec<Likely> = Vec::new();
    for (new, figure) in sides.1.iter().enumerate() {
        for old in index.most_telling(&figure.name, PARTNERS, &rarity, budget) {
            let Some(other) = sides.0.get(old).filter(|other| other.may_be(figure)) else {
                continue;
            };
            let in_place = partners.get(&other.sentence) == Some(&figure.sentence);
            let likeness = other.likeness(figure, &rarity);
            let alike = likeness + if in_place { IN_PLACE } else { 0.0 };
            if alike >= ALIKE - BESIDE {
                pairs.push(Likely { old, new, alike });
            }
        }
    }
    let bounds = |pair: &Likely| {
        let one = sides.0.get(pair.old).is_some_and(Named::is_bound);
        let two = sides.1.get(pair.new).is_some_and(Named::is_bound);
        u8::from(one) + u8::from(two)
    };
    pairs.sort_by(|one, two| {
        let ties = (bounds(one), one.old, one.new).cmp(&(bounds(two), two.old, two.new));
        two.alike.total_cmp(&one.alike).then(ties)
    });
    let mut taken = Taken {
        sentences: agreeing(&pairs, sides),
        ..Taken::default()
    };
    taken.take(&pairs, sides, &rarity, |pair, _| pair.alike >= ALIKE);
    taken.take(&pairs, sides, &rarity, |_, beside| beside);
    taken
        .pairs
        .iter()
        .filter_map(|pair| Some((sides.0.get(pair.old)?.figure, sides.1.get(pair.new)?.figure)))
        .collect()
}

/// Old and new sentences between which two figures are each other's best: each speaks for the other.
fn agreeing(pairs: &[Likely], sides: &(Vec<Named>, Vec<Named>)) -> BTreeSet<(usize, usize)> {
    let (mut seen_old, mut seen_new) = (BTreeSet::new(), BTreeSet::new());
    let mut best: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for pair in pairs {
        let first = seen_old.insert(pair.old) & seen_new.insert(pair.new);
        if let (true, Some(one), Some(two)) = (first, sides.0.get(pair.old), sides.1.get(pair.new))
        {
            *best.entry((one.sentence, two.sentence)).or_default() += 1;
        }
    }
    best.into_iter()
        .filter(|(_, count)| *count >= 2)
        .map(|(place, _)| place)
        .collect()
}

/// Two figures that may be one indicator.
#[derive(Clone, Copy, Debug)]
struct Likely {
    old: usize,
    new: usize,
    alike: f64,
}

/// Pairs taken so far, and figures that are out: paired, or left out because of a doubt.
#[derive(Default)]
struct Taken {
    pairs: Vec<Likely>,
    old: BTreeSet<usize>,
    new: BTreeSet<usize>,
    /// Old and new sentences that share a pair.
    sentences: BTreeSet<(usize, usize)>,
}

impl Taken {
    /// Takes pairs best first; where another free partner is nearly as good, the pair is left out.
    fn take(
        &mut self,
        pairs: &[Likely],
        sides: &(Vec<Named>, Vec<Named>),
        rarity: &Rarity,
        enough: impl Fn(&Likely, bool) -> bool,
    ) {
        for (rank, pair) in pairs.iter().enumerate() {
            let (Some(one), Some(two)) = (sides.0.get(pair.old), sides.1.get(pair.new)) else {
                continue;
            };
            let place = (one.sentence, two.sentence);
            if !self.is_free(pair) || !enough(pair, self.sentences.contains(&place)) {
                continue;
            }
            let near = pairs.iter().skip(rank + 1);
            let doubt = near
                .take_while(|other| other.alike >= pair.alike * DOUBT)
                .filter(|other| self.is_free(other))
                .any(|other| {
                    let same = |side: &[Named], at: usize, figure: &Named| {
                        side.get(at)
                            .is_some_and(|named| named.repeats(figure, rarity))
                    };
                    (other.new == pair.new
                        && other.old != pair.old
                        && !same(&sides.0, other.old, one))
                        || (other.old == pair.old
                            && other.new != pair.new
                            && !same(&sides.1, other.new, two))
                });
            self.old.insert(pair.old);
            self.new.insert(pair.new);
            if !doubt {
                self.pairs.push(*pair);
                self.sentences.insert(place);
            }
        }
    }

    fn is_free(&self, pair: &Likely) -> bool {
        !self.old.contains(&pair.old) && !self.new.contains(&pair.new)
    }
}

fn indicator(old: &Prepared, new: &Prepared, from: usize, to: usize) -> Option<Indicator> {
    let (before, now) = (old.report.figures.get(from)?, new.report.figures.get(to)?);
    let (was, is) = (before.value()?, now.value()?);
    let delta = is.checked_sub(was)?;
    let subject = match now.subject.is_empty() {
        true => &before.subject,
        false => &now.subject,
    };
    Some(Indicator {
        subject: subject.to_string(),
        unit: now.unit.to_string(),
        old: from,
        new: to,
        delta: delta.normalize(),
        percent: percent(now.kind, was, delta),
    })
}

/// The change in percent of the old value; of a rate or a rank it would say something else than it seems.
fn percent(kind: FigureKind, was: Decimal, delta: Decimal) -> Option<Decimal> {
    match kind {
        FigureKind::Count | FigureKind::Amount | FigureKind::Duration | FigureKind::Score => {
            let share = delta.checked_div(was)?.checked_mul(Decimal::ONE_HUNDRED)?;
            Some(share.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
        }
        FigureKind::Rate | FigureKind::Rank | FigureKind::Date | FigureKind::Ordinal => None,
    }
}
