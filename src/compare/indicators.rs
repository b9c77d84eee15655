//! The same indicator in both years, paired by what is counted and in which sense, never by equal text alone.
//!
//! A wrong pair costs more than a missing one: a level is not a rate, a stock no flow, a target no result.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};

use super::bigrams::Index;
use super::budget::Budget;
use super::named::{Figures, Named, of_figure};
use super::prepared::Prepared;
use super::suspicion::suspicions;
use super::tokens::{TokenKind, fold};
use super::{Indicator, Row, RowChange, Unpaired};
use crate::order;
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

/// What the figures of two reports say beside each other.
pub(super) struct Ledger {
    pub indicators: Vec<Indicator>,
    pub appeared: Vec<Unpaired>,
    pub dropped: Vec<Unpaired>,
}

impl Ledger {
    pub fn of(
        old: &Prepared,
        new: &Prepared,
        sides: &Figures,
        rows: &[Row],
        budget: &mut Budget,
    ) -> Ledger {
        let mut paired = Paired::default();
        for row in rows {
            paired.join_in_place(old, new, row, sides);
        }
        let partners: BTreeMap<usize, usize> =
            rows.iter().filter_map(|row| row.old.zip(row.new)).collect();
        for (one, two) in likely(sides, &partners, budget) {
            paired.join(one, two);
        }
        let pairs = paired.of_new.iter();
        let mut indicators: Vec<Indicator> = pairs
            .filter_map(|(&to, &from)| indicator((old, from), (new, to), sides))
            .collect();
        order::sort_by_key(&mut indicators, |indicator| {
            match indicator.suspicions.first() {
                Some(gravest) => gravest.gravity(),
                None => u8::MAX,
            }
        });
        Ledger {
            appeared: unpaired(new.report, &sides.new, &paired.of_new),
            dropped: unpaired(old.report, &sides.old, &paired.of_old),
            indicators,
        }
    }
}

/// The figures without partner, those of the fixed vocabulary first; what repeats a paired value is no news.
fn unpaired(report: &Report, all: &[Named], paired: &BTreeMap<usize, usize>) -> Vec<Unpaired> {
    let value = |idx: usize| {
        let figure = report.figures.get(idx)?;
        Some((figure.value()?, figure.unit.as_ref()))
    };
    let said: BTreeSet<_> = paired.keys().filter_map(|&idx| value(idx)).collect();
    let alone = all.iter().filter(|named| {
        let repeats = value(named.figure).is_some_and(|value| said.contains(&value));
        !paired.contains_key(&named.figure) && !repeats
    });
    let mut found: Vec<Unpaired> = alone
        .map(|named| Unpaired {
            figure: named.figure,
            subject: named.label.clone(),
            metric: named.metric.map(|metric| metric.id.as_str()),
            is_target: named.is_target(),
        })
        .collect();
    order::sort_by_key(&mut found, |unpaired| unpaired.metric.is_none());
    found
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
    fn join_in_place(&mut self, old: &Prepared, new: &Prepared, row: &Row, sides: &Figures) {
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
                    (of_figure(&sides.old, one), of_figure(&sides.new, two))
                && before.is_counted_like(now)
            {
                self.join(one, two);
            }
        }
    }
}

/// What can be followed over years: no dates, no places in an order, no ages, no numerals of names (十项制度, 5G, 3人制).
pub(super) fn is_followed(report: &Report, figure: &Figure) -> bool {
    let digits = |text: &str| {
        text.contains(|letter: char| fold(letter).is_some_and(|one| one.is_ascii_digit()))
    };
    let text = &report.source.text;
    let (before, after) = (text.get(..figure.span.start), text.get(figure.span.end..));
    let (before, after) = (before.unwrap_or(""), after.unwrap_or(""));
    let is_name = matches!(&*figure.unit, "岁" | "周年")
        || after.starts_with('制')
        || figure
            .unit
            .chars()
            .all(|letter| letter.is_ascii_alphabetic())
            && !figure.unit.is_empty();
    match figure.kind {
        // The first 1 % of all is a place in an order.
        FigureKind::Rate => !before.ends_with('前'),
        // A term of years is a name or a law; years in a row are counted on.
        FigureKind::Duration if figure.unit == "年" => before.ends_with("连续"),
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
    sides: &Figures,
    partners: &BTreeMap<usize, usize>,
    budget: &mut Budget,
) -> Vec<(usize, usize)> {
    let mut index = Index::of(sides.old.iter().map(|figure| figure.name()));
    let mut pairs: Vec<Likely> = Vec::new();
    for (new, figure) in sides.new.iter().enumerate() {
        for near in index.most_telling(figure.name(), PARTNERS, &sides.rarity, budget) {
            let old = near.text;
            let Some(other) = sides.old.get(old).filter(|other| other.may_be(figure)) else {
                continue;
            };
            let in_place = partners.get(&other.sentence) == Some(&figure.sentence);
            let likeness = other.likeness(figure);
            let alike = likeness + if in_place { IN_PLACE } else { 0.0 };
            if alike >= ALIKE - BESIDE {
                pairs.push(Likely { old, new, alike });
            }
        }
    }
    let bounds = |pair: &Likely| {
        let one = sides.old.get(pair.old).is_some_and(Named::is_bound);
        let two = sides.new.get(pair.new).is_some_and(Named::is_bound);
        u8::from(one) + u8::from(two)
    };
    order::sort_by(&mut pairs, |one, two| {
        let ties = (bounds(one), one.old, one.new).cmp(&(bounds(two), two.old, two.new));
        two.alike.total_cmp(&one.alike).then(ties)
    });
    let mut taken = Taken {
        pairs: Vec::new(),
        old: vec![false; sides.old.len()],
        new: vec![false; sides.new.len()],
        sentences: agreeing(&pairs, sides),
    };
    taken.take(&pairs, sides, |pair, _| pair.alike >= ALIKE);
    taken.take(&pairs, sides, |_, beside| beside);
    taken
        .pairs
        .iter()
        .filter_map(|pair| {
            Some((
                sides.old.get(pair.old)?.figure,
                sides.new.get(pair.new)?.figure,
            ))
        })
        .collect()
}

/// Old and new sentences between which two figures are each other's best: each speaks for the other.
fn agreeing(pairs: &[Likely], sides: &Figures) -> BTreeSet<(usize, usize)> {
    let (mut seen_old, mut seen_new) = (BTreeSet::new(), BTreeSet::new());
    let mut best: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for pair in pairs {
        let first = seen_old.insert(pair.old) & seen_new.insert(pair.new);
        if let (true, Some(one), Some(two)) =
            (first, sides.old.get(pair.old), sides.new.get(pair.new))
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

/// Pairs taken so far, and whether each figure is out: paired, or left out because of a doubt.
struct Taken {
    pairs: Vec<Likely>,
    old: Vec<bool>,
    new: Vec<bool>,
    /// Old and new sentences that share a pair.
    sentences: BTreeSet<(usize, usize)>,
}

impl Taken {
    /// Takes pairs best first; where another free partner is nearly as good, the pair is left out.
    fn take(&mut self, pairs: &[Likely], sides: &Figures, enough: impl Fn(&Likely, bool) -> bool) {
        for (rank, pair) in pairs.iter().enumerate() {
            let (Some(one), Some(two)) = (sides.old.get(pair.old), sides.new.get(pair.new)) else {
                continue;
            };
            let place = (one.sentence, two.sentence);
            if !self.is_free(pair) || !enough(pair, self.sentences.contains(&place)) {
                continue;
            }
            let near = pairs.iter().skip(rank + 1);
            let near = near.take_while(|other| other.alike >= pair.alike * DOUBT);
            let same = |side: &[Named], at: usize, figure: &Named| {
                side.get(at).is_some_and(|named| named.repeats(figure))
            };
            let rivals = |other: &Likely| match (other.old == pair.old, other.new == pair.new) {
                (false, true) => !same(&sides.old, other.old, one),
                (true, false) => !same(&sides.new, other.new, two),
                (true, true) | (false, false) => false,
            };
            let doubt = near.filter(|other| self.is_free(other)).any(rivals);
            self.leave_out(pair);
            if !doubt {
                self.pairs.push(*pair);
                self.sentences.insert(place);
            }
        }
    }

    fn leave_out(&mut self, pair: &Likely) {
        let figures = [(&mut self.old, pair.old), (&mut self.new, pair.new)];
        for (out, figure) in figures {
            if let Some(out) = out.get_mut(figure) {
                *out = true;
            }
        }
    }

    fn is_free(&self, pair: &Likely) -> bool {
        self.old.get(pair.old) == Some(&false) && self.new.get(pair.new) == Some(&false)
    }
}

fn indicator(
    (old, from): (&Prepared, usize),
    (new, to): (&Prepared, usize),
    sides: &Figures,
) -> Option<Indicator> {
    let (before, now) = (old.report.figures.get(from)?, new.report.figures.get(to)?);
    let (was, is) = (before.value()?, now.value()?);
    let names = (of_figure(&sides.old, from), of_figure(&sides.new, to));
    let delta = is.checked_sub(was)?;
    let label = names.1.or(names.0).map_or("", |named| named.label.as_str());
    let metric = |named: Option<&Named>| named.and_then(|named| named.metric);
    Some(Indicator {
        subject: label.to_owned(),
        unit: now.unit.to_string(),
        old: from,
        new: to,
        delta: delta.normalize(),
        percent: percent(now.kind, was, delta),
        metric: metric(names.1)
            .or(metric(names.0))
            .map(|metric| metric.id.as_str()),
        suspicions: suspicions((old.report, from, names.0), (new.report, to, names.1)),
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
