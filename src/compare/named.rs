//! What a figure counts and in which sense, read from the words around it.

use rust_decimal::Decimal;

use super::bigrams::{Bag, Rarity};
use super::clauses::said;
use super::indicators::is_followed;
use super::prepared::Prepared;
use super::sense::{Around, Sense, named_by, words};
use super::tokens::{Token, TokenKind};
use crate::report::{FigureKind, Interval, Report};

/// Letters of a name that says by itself what is counted.
const SAYS_ENOUGH: usize = 2;
/// Letters of a name so short that the clause before must agree.
const SHORT: usize = 4;

/// Likeness from which a figure of the result answers one of the plan.
const ANSWERED: f64 = 0.7;
/// Likeness from which two figures of one report name the same thing.
const TWICE: f64 = 0.9;

const OTHER_VERB: f64 = 0.08;
const OTHER_ACTOR: f64 = 0.08;
/// Where one counts what came and the other does not say.
const MAYBE_STOCK: f64 = 0.1;
/// Where the numbers are so far apart that they hardly count the same.
const FAR_APART: f64 = 0.25;
/// How many times one number must be the other.
const FAR: Decimal = Decimal::from_parts(4, 0, 0, false, 0);

/// A figure with what decides whether another one is the same indicator.
pub(super) struct Named {
    pub figure: usize,
    pub sentence: usize,
    /// The words of its own clause; where they say nothing (总数达102家), those of the clause before.
    pub name: Bag,
    /// How many letters the own words have.
    letters: usize,
    /// The subject that the reader of figures found.
    subject: Bag,
    /// What was done to it, and by whom, where the clause says so.
    verb: Bag,
    actor: Bag,
    /// The clause before, which often holds the noun: 筹集住房12套,供应8套.
    before: Bag,
    sense: Sense,
    values: Option<Interval>,
}

impl Named {
    /// Whether both are of one kind and one unit.
    pub fn is_counted_like(&self, other: &Named) -> bool {
        self.sense.is_counted_like(&other.sense)
    }

    /// Whether nothing forbids that both are the same indicator.
    pub fn may_be(&self, other: &Named) -> bool {
        self.sense.may_be(&other.sense)
    }

    /// Whether the other, a result, is what this one, a target, was set for; also a stock that a flow was to reach.
    pub fn is_answered_by(&self, other: &Named, rarity: &Rarity) -> bool {
        self.sense.may_answer(&other.sense) && self.likeness(other, rarity) >= ANSWERED
    }

    /// Whether both are the same thing said twice in one report: 突破5000亿元 and, more closely, 约5300亿元.
    pub fn repeats(&self, other: &Named, rarity: &Rarity) -> bool {
        self.may_be(other)
            && self.values.is_some()
            && self.likeness(other, rarity) >= TWICE
            && overlaps(self.values, other.values)
    }

    /// How closely the number is given: a bound says less than a value.
    pub fn is_bound(&self) -> bool {
        self.values
            .is_some_and(|values| values.low.is_none() || values.high.is_none())
    }

    /// How alike the things counted are, from 0 to 1.
    pub fn likeness(&self, other: &Named, rarity: &Rarity) -> f64 {
        let name = self.name.cosine(&other.name, rarity);
        let before = self.before.cosine(&other.before, rarity);
        let letters = self.letters.min(other.letters);
        let own = match letters {
            ..SAYS_ENOUGH => name,
            SAYS_ENOUGH..=SHORT => 0.6 * name + 0.4 * before,
            _ => (name + 0.1 * before).min(1.0),
        };
        let subject = match self.subject.total().min(other.subject.total()) {
            ..SHORT => 0.0,
            _ => 0.9 * self.subject.cosine(&other.subject, rarity),
        };
        own.max(subject) - self.unlike(other)
    }

    /// What speaks against a pair whose names agree: another deed or another doer.
    fn unlike(&self, other: &Named) -> f64 {
        let differ =
            |one: &Bag, two: &Bag| one.total() > 0 && two.total() > 0 && one.dice(two) == 0.0;
        let verb = if differ(&self.verb, &other.verb) {
            OTHER_VERB
        } else {
            0.0
        };
        let actor = if differ(&self.actor, &other.actor) {
            OTHER_ACTOR
        } else {
            0.0
        };
        let held = match self.sense.may_be_stock(&other.sense) {
            true => MAYBE_STOCK,
            false => 0.0,
        };
        let size = if far_apart(self.values, other.values) {
            FAR_APART
        } else {
            0.0
        };
        verb + actor + held + size
    }
}

/// Whether one number is several times the other, which a change of scope makes far more often than a year's work.
fn far_apart(one: Option<Interval>, two: Option<Interval>) -> bool {
    let number = |values: Option<Interval>| values.and_then(|values| values.low.or(values.high));
    let (Some(one), Some(two)) = (number(one), number(two)) else {
        return false;
    };
    let (less, more) = (one.min(two), one.max(two));
    less > Decimal::TEN && less.checked_mul(FAR).is_some_and(|bound| bound <= more)
}

/// Whether some value lies in both.
fn overlaps(one: Option<Interval>, two: Option<Interval>) -> bool {
    let (Some(one), Some(two)) = (one, two) else {
        return false;
    };
    let below = |low: Option<Decimal>, high: Option<Decimal>| match (low, high) {
        (Some(low), Some(high)) => low <= high,
        (None, _) | (_, None) => true,
    };
    below(one.low, two.high) && below(two.low, one.high)
}

/// All figures that can be followed over years.
pub(super) fn named(prepared: &Prepared) -> Vec<Named> {
    let report = prepared.report;
    let plan = prepared.is_planned();
    let mut found = Vec::new();
    for idx in 0..report.sentences.len() {
        let tokens = without_names(report, prepared.words(idx));
        let planned = plan.get(idx) == Some(&true);
        for (at, token) in tokens.iter().enumerate() {
            if let TokenKind::Figure(figure_idx) = token.kind
                && let Some(figure) = report
                    .figures
                    .get(figure_idx)
                    .filter(|figure| is_followed(report, figure))
            {
                let around = Around::of(&tokens, at);
                if around.is_base() {
                    continue;
                }
                let before = named_by(report, &[around.before]);
                let own = named_by(report, &[around.left, around.right]);
                let letters = said(&own);
                let is_named =
                    letters >= SAYS_ENOUGH || said(&named_by(report, &[around.right])) > 0;
                found.push(Named {
                    figure: figure_idx,
                    sentence: idx,
                    name: Bag::of(if is_named { &own } else { &before }),
                    letters,
                    subject: around.own_subject(report, figure),
                    verb: Bag::of(&words(&figure.verb)),
                    actor: Bag::of(&words(&figure.actor)),
                    before: Bag::of(&before),
                    sense: around.sense(figure, planned),
                    values: figure.interval(),
                });
            }
        }
    }
    found
}

/// The name of a figure, if it can be followed; `all` are in text order, as [`named`] gives them.
pub(super) fn of_figure(all: &[Named], figure: usize) -> Option<&Named> {
    let at = all.partition_point(|named| named.figure < figure);
    all.get(at).filter(|named| named.figure == figure)
}

/// The tokens with figures that are part of a name (5G, 二、三类) read as words.
fn without_names(report: &Report, tokens: &[Token]) -> Vec<Token> {
    let mut tokens = tokens.to_vec();
    for token in &mut tokens {
        if let TokenKind::Figure(idx) = token.kind
            && let Some(figure) = report.figures.get(idx)
            && figure.kind != FigureKind::Date
            && !is_followed(report, figure)
        {
            token.kind = TokenKind::Latin;
        }
    }
    tokens
}
