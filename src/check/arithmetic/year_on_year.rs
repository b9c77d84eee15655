//! `复议申请48件,同比增长167%`: from which whole number of last year does that follow?

use rust_decimal::Decimal;

use super::exact::percent;
use super::formula;
use super::ledger::{Entry, Ledger};
use super::{Relation, Term};
use crate::check::{Localized, Verdict, render};
use crate::report::{Direction, FigureKind, Period, Quantity};

/// Words that lead from a count to its change: since the year before, not since a month or a plan.
const SINCE: [&str; 3] = ["较", "比", "与"];

/// Names of the year before.
const YEAR_BEFORE: [&str; 5] = ["上年", "去年", "上一年", "前一年", "同期"];

/// Counts with their printed change since the year before.
pub(in crate::check) fn changes<'a>(
    ledger: &'a Ledger<'a>,
) -> impl Iterator<Item = (&'a Entry<'a>, &'a Entry<'a>)> {
    let pairs = ledger.lines.iter().flat_map(|line| line.entries.windows(2));
    pairs.filter_map(|pair| match pair {
        [count, change] if is_count(count) && is_change(change) => Some((count, change)),
        _ => None,
    })
}

pub(super) fn bases<'a>(ledger: &'a Ledger<'a>) -> Vec<Relation<'a>> {
    changes(ledger)
        .filter_map(|(count, change)| base(count, change))
        .collect()
}

/// Whether a printed change is the one between two counts, within one unit of its last place, and the arithmetic.
pub(in crate::check) fn agrees(
    value: Decimal,
    base: Decimal,
    change: &Entry,
) -> Option<(bool, Localized)> {
    let Quantity::Number {
        value: rate, step, ..
    } = change.figure.quantity
    else {
        return None;
    };
    let exact = percent(value - base, base)?;
    let printed = match change.direction? {
        Direction::Up => rate,
        Direction::Down => -rate,
    };
    let agrees = (exact - printed).abs() < step;
    let shown = exact.round_dp(2).normalize();
    let sign = if agrees { "≈" } else { "≠" };
    let printed = printed.normalize();
    let formula = format!("({value}-{base})÷{base} = {shown}% {sign} {printed}%");
    Some((agrees, Localized::same(formula)))
}

/// Things that come in whole numbers, counted in one year.
fn is_count(entry: &Entry) -> bool {
    entry.figure.kind == FigureKind::Count
        && entry.is_whole()
        && matches!(entry.figure.period, Period::Unsaid | Period::Year(_))
        && entry
            .range
            .value()
            .is_some_and(|value| value > Decimal::ZERO && value.is_integer())
}

/// A change in percent that directly follows its count.
fn is_change(entry: &Entry) -> bool {
    if !entry.is_rate() || !entry.is_exact() || entry.figure.unit != "%" {
        return false;
    }
    let gap = entry.gap.trim_start_matches([',', '(', ' ']);
    let led = SINCE.iter().find_map(|word| gap.strip_prefix(word));
    let since = gap.starts_with("同比") || led.is_some_and(names_year_before);
    entry.direction.is_some() && since && !gap.contains([',', ';', '。', '、'])
}

/// `上年`, or `2023年` but not `2023年9月`.
fn names_year_before(text: &str) -> bool {
    if YEAR_BEFORE.iter().any(|name| text.starts_with(name)) {
        return true;
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let rest = text.get(digits..).and_then(|rest| rest.strip_prefix('年'));
    rest.is_some_and(|rest| digits == 4 && !rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn base<'a>(count: &'a Entry<'a>, change: &'a Entry<'a>) -> Option<Relation<'a>> {
    let value = count.range.value()?;
    let Quantity::Number {
        value: rate, step, ..
    } = change.figure.quantity
    else {
        return None;
    };
    let up = change.direction == Some(Direction::Up);
    let (low, high) = bounds(value, rate, step, up)?;
    let whole = low.ceil() <= high.floor();
    let terms = vec![Term::new("base", count), Term::new("change", change)];
    let sign = if up { '+' } else { '-' };
    let division = format!("{}÷(1{sign}{}%)", count.number, rate.normalize());
    if whole {
        let base = low.ceil();
        let unique = base == high.floor();
        let mark = if unique { "=" } else { "≈" };
        let formula = formula::compared(&division, mark, &base.normalize().to_string());
        return Some(Relation::new(Verdict::Met, terms, formula));
    }
    let slots = vec![
        ("division", Localized::same(division)),
        ("low", Localized::same(low.round_dp(2).to_string())),
        ("high", Localized::same(high.round_dp(2).to_string())),
    ];
    let formula = render::phrase("no-whole-base", &slots);
    Some(Relation::new(Verdict::Unmet, terms, formula))
}

/// The values of last year that the printed change allows, rounded or cut off.
fn bounds(value: Decimal, rate: Decimal, step: Decimal, up: bool) -> Option<(Decimal, Decimal)> {
    let hundred = Decimal::ONE_HUNDRED;
    let factor = |rate: Decimal| {
        let change = rate.checked_div(hundred)?;
        let factor = if up {
            Decimal::ONE + change
        } else {
            Decimal::ONE - change
        };
        (factor > Decimal::ZERO).then_some(factor)
    };
    let one = value.checked_div(factor(rate + step)?)?;
    let other = value.checked_div(factor(rate - step)?)?;
    Some((one.min(other), one.max(other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_solved_from_value_and_printed_change() {
        let check = |value: i64, rate: &str, step: &str, up: bool, base: Option<i64>| {
            let rate: Decimal = rate.parse().expect("a rate");
            let step: Decimal = step.parse().expect("a step");
            let (low, high) = bounds(value.into(), rate, step, up).expect("bounds");
            let found = (low.ceil() <= high.floor()).then(|| low.ceil());
            assert_eq!(found, base.map(Decimal::from), "{value} {rate}");
        };
        check(40, "167", "1", true, Some(15));
        check(665, "24.86", "0.01", false, Some(885));
        check(602, "14.85", "0.01", false, Some(707));
        check(45, "28.6", "0.1", true, Some(35));
        check(45, "30.1", "0.1", true, None);
    }
}
