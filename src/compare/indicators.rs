//! The same indicator in both years, paired by what is counted and in which sense, never by equal text alone.
//!
//! A wrong pair costs more than a missing one: a level is not a rate, a stock no flow, a target no result.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::bigrams::{Index, Rarity};
use super::budget::Budget;
use super::named::{Named, named};
use super::prepared::Prepared;
use super::tokens::TokenKind;
use super::{Indicator, Row, RowChange};
use crate::report::{Figure, FigureKind, Quantity};

/// Likeness of what is counted from which two figures are one indicator.
const ALIKE: f64 = 0.55;
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
    let mut paired = Paired::default();
    for row in rows {
        paired.join_in_place(old, new, row);
    }
    let sides = (named(old), named(new));
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
    fn join_in_place(&mut self, old: &Prepared, new: &Prepared, row: &Row) {
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
                    (old.report.figures.get(one), new.report.figures.get(two))
                && is_quantity(before)
                && before.kind == now.kind
                && before.unit == now.unit
            {
                self.join(one, two);
            }
        }
    }
}

/// What can be followed over years; dates and places in an order are not.
pub(super) fn is_quantity(figure: &Figure) -> bool {
    match figure.kind {
        FigureKind::Count
        | FigureKind::Rate
        | FigureKind::Amount
        | FigureKind::Duration
        | FigureKind::Score
        | FigureKind::Rank => matches!(figure.quantity, Quantity::Number { .. }),
        FigureKind::Date | FigureKind::Ordinal => false,
    }
}

/// The pairs that are each other's best and leave no doubt, best first.
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
            let Some(other) = sides.0.get(old) else {
                continue;
            };
            if !other.may_be(figure) {
                continue;
            }
            let in_place = other
                .sentence
                .is_some_and(|sentence| partners.get(&sentence) == figure.sentence.as_ref());
            let alike = other.likeness(figure, &rarity) + if in_place { 0.1 } else { 0.0 };
            pairs.push(Likely { old, new, alike });
        }
    }
    pairs.sort_by(|one, two| {
        let places = (one.old, one.new).cmp(&(two.old, two.new));
        two.alike.total_cmp(&one.alike).then(places)
    });
    undoubted(&pairs)
        .filter_map(|pair| Some((sides.0.get(pair.old)?.figure, sides.1.get(pair.new)?.figure)))
        .collect()
}

/// Two figures that may be one indicator.
#[derive(Clone, Copy, Debug)]
struct Likely {
    old: usize,
    new: usize,
    alike: f64,
}

/// Takes pairs best first; where another free partner is nearly as good, the pair is left out.
fn undoubted(pairs: &[Likely]) -> impl Iterator<Item = Likely> + '_ {
    let mut taken_old = BTreeMap::new();
    let mut taken_new = BTreeMap::new();
    pairs.iter().enumerate().filter_map(move |(rank, pair)| {
        if pair.alike < ALIKE
            || taken_old.contains_key(&pair.old)
            || taken_new.contains_key(&pair.new)
        {
            return None;
        }
        taken_old.insert(pair.old, ());
        taken_new.insert(pair.new, ());
        let rival = pairs
            .iter()
            .skip(rank + 1)
            .take_while(|other| other.alike >= pair.alike * DOUBT)
            .any(|other| {
                (other.old == pair.old && !taken_new.contains_key(&other.new))
                    || (other.new == pair.new && !taken_old.contains_key(&other.old))
            });
        (!rival).then_some(*pair)
    })
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
        subject: subject.clone(),
        unit: now.unit.clone(),
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
