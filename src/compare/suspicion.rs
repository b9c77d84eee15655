//! Why a pair of figures deserves a look: it stands still, leaps, is counted otherwise, or does not fit the growth stated.

use rust_decimal::{Decimal, RoundingStrategy};

use super::Suspicion;
use super::named::Named;
use super::sense::{counts_at_constant_prices, leads_to_growth};
use crate::report::{Direction, Figure, FigureKind, Form, Quantity, Report, Span};

/// How many times one value must be the other.
const LEAP: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// A leap between smaller numbers is chance.
const TEN: Decimal = Decimal::TEN;
/// Digits from which the same number in both years is no chance.
const TELLING_DIGITS: usize = 2;

/// What speaks against a pair, the gravest first.
pub(super) fn suspicions(
    old: (&Report, usize, Option<&Named>),
    new: (&Report, usize, Option<&Named>),
) -> Vec<Suspicion> {
    let Some((before, now)) = old.0.figures.get(old.1).zip(new.0.figures.get(new.1)) else {
        return Vec::new();
    };
    let mut found: Vec<Suspicion> = stated_growth(before, new.0, new.1).into_iter().collect();
    let is_target = new.2.is_some_and(Named::is_target);
    if stands_still(old.0, before, now, is_target) {
        found.push(Suspicion::Standstill);
    }
    if leaps(before, now) {
        found.push(Suspicion::Jump);
    }
    let scope = |named: Option<&Named>| named.and_then(|named| named.scope.clone());
    if let (Some(one), Some(two)) = (scope(old.2), scope(new.2))
        && one != two
    {
        found.push(Suspicion::Scope);
    }
    if before.unit != now.unit {
        found.push(Suspicion::Unit);
    }
    found
}

/// A rate of growth leaps every year.
fn leaps(before: &Figure, now: &Figure) -> bool {
    let (Some(was), Some(is)) = (before.value(), now.value()) else {
        return false;
    };
    let grows = before.kind == FigureKind::Rate && before.direction.is_some();
    let (less, more) = (was.min(is), was.max(is));
    let far = !grows && less.checked_mul(LEAP).is_some_and(|bound| bound <= more);
    less > Decimal::ZERO && more >= TEN && far
}

/// The same number twice, which is no 100 %, no single digit and no round number; what is aimed at may well stay.
fn stands_still(old: &Report, before: &Figure, now: &Figure, is_target: bool) -> bool {
    let same = before.quantity == now.quantity && before.form == now.form;
    let full = now.kind == FigureKind::Rate && before.value() == Some(Decimal::ONE_HUNDRED);
    let digits = old.quote(before.number).chars();
    let digits: String = digits.filter(char::is_ascii_digit).collect();
    let telling = match is_target {
        true => TELLING_DIGITS + 1,
        false => TELLING_DIGITS,
    };
    same && !full && digits.trim_end_matches('0').len() >= telling
}

/// The growth that directly follows this year's count, where the two counts make another one.
///
/// Amounts at constant prices grow otherwise than their quotient says; they and bounds are left alone.
fn stated_growth(before: &Figure, new: &Report, at: usize) -> Option<Suspicion> {
    let (now, stated) = (new.figures.get(at)?, new.figures.get(at + 1)?);
    let direction = stated.direction?;
    let gap = new.quote(Span::new(now.span.end, stated.span.start.max(now.span.end)));
    let follows = stated.sentence == now.sentence
        && stated.kind == FigureKind::Rate
        && stated.unit == "%"
        && leads_to_growth(gap);
    let exact = [before, now, stated]
        .iter()
        .all(|figure| figure.form == Form::Exact);
    let comparable = before.kind == FigureKind::Count && before.unit == now.unit
        || before.kind == FigureKind::Amount && !counts_at_constant_prices(new, now);
    if !follows || !exact || !comparable {
        return None;
    }
    let (least, most) = growth_between(before, now)?;
    let Quantity::Number { value, step, .. } = stated.quantity else {
        return None;
    };
    let value = match direction {
        Direction::Up => value,
        Direction::Down => -value,
    };
    let fits = value + step >= least && value - step <= most;
    let actual = growth(before.value()?, now.value()?)?;
    let actual = actual.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    (!fits).then_some(Suspicion::StatedGrowth {
        stated: at + 1,
        actual,
    })
}

/// The least and the greatest growth in percent that two rounded values can make.
fn growth_between(before: &Figure, now: &Figure) -> Option<(Decimal, Decimal)> {
    let half = |figure: &Figure| match figure.quantity {
        // A whole number that is printed to the last digit was not rounded.
        Quantity::Number { value, step, .. } if step == Decimal::ONE => Some((value, value)),
        Quantity::Number { value, step, .. } => {
            let half = step.checked_div(Decimal::TWO)?;
            Some((value.checked_sub(half)?, value.checked_add(half)?))
        }
        Quantity::Date(_) => None,
    };
    let ((least_was, most_was), (least_is, most_is)) = (half(before)?, half(now)?);
    Some((growth(most_was, least_is)?, growth(least_was, most_is)?))
}

fn growth(was: Decimal, is: Decimal) -> Option<Decimal> {
    if was <= Decimal::ZERO {
        return None;
    }
    let share = is.checked_sub(was)?.checked_div(was)?;
    share.checked_mul(Decimal::ONE_HUNDRED)
}
