//! Exact interval arithmetic: a figure is the range of values that its print allows.

use rust_decimal::Decimal;

use crate::report::{Figure, FigureKind, Form, Quantity};

/// A range of values with both ends included; an absent end is unbounded.
///
/// Open ends are treated as included: a relation then fails only where no reading holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) struct Range {
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
}

impl Range {
    /// The values that a figure may have. A whole number is itself; 2.58万 and 5.17亿 may be rounded or cut off.
    pub fn of(figure: &Figure) -> Option<Range> {
        let Quantity::Number { interval, step, .. } = figure.quantity else {
            return None;
        };
        let rounded =
            figure.form == Form::Exact && figure.kind != FigureKind::Rate && step != Decimal::ONE;
        let slack = if rounded { step } else { Decimal::ZERO };
        Some(Range {
            low: interval.low.and_then(|low| low.checked_sub(slack)),
            high: interval.high.and_then(|high| high.checked_add(slack)),
        })
    }

    pub fn point(value: Decimal) -> Range {
        Range {
            low: Some(value),
            high: Some(value),
        }
    }

    pub fn is_point(self) -> bool {
        self.low.is_some() && self.low == self.high
    }

    /// The only value, where there is one.
    pub fn value(self) -> Option<Decimal> {
        self.low.filter(|_| self.is_point())
    }

    pub fn plus(self, other: Range) -> Range {
        let add = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_add(b?);
        Range {
            low: add(self.low, other.low),
            high: add(self.high, other.high),
        }
    }

    pub fn minus(self, other: Range) -> Range {
        let subtract = |a: Option<Decimal>, b: Option<Decimal>| a?.checked_sub(b?);
        Range {
            low: subtract(self.low, other.high),
            high: subtract(self.high, other.low),
        }
    }

    pub fn sum(ranges: impl Iterator<Item = Range>) -> Range {
        ranges.fold(Range::point(Decimal::ZERO), Range::plus)
    }

    /// Whether the two can be equal.
    pub fn meets(self, other: Range) -> bool {
        !self.above(other) && !other.above(self)
    }

    /// Whether that the two can be equal says anything: of two bounds of which one is open only if they are the same.
    pub fn agrees(self, other: Range) -> bool {
        let bounded = |range: Range| range.low.is_some() && range.high.is_some();
        let same = self.low.is_some() && self.low == other.low;
        self.meets(other) && (same || bounded(self) && bounded(other))
    }

    /// Whether every value is larger than every value of the other.
    pub fn above(self, other: Range) -> bool {
        match (self.low, other.high) {
            (Some(low), Some(high)) => low > high,
            (None, _) | (_, None) => false,
        }
    }
}

/// How a printed rate relates to the ratio of two counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Fit {
    /// Right after rounding.
    Rounded,
    /// Right only if the rest was cut off, or rounded up.
    Cut,
    Off,
}

/// Compares a rate printed with the last place `step` with the exact ratio in percent.
///
/// 100 % said of less than all, and less than 100 % said of all, are off however small the difference.
pub(in crate::check) fn fit(ratio: Decimal, rate: Decimal, step: Decimal) -> Fit {
    let hundred = Decimal::ONE_HUNDRED;
    if (ratio == hundred) != (rate == hundred) {
        return Fit::Off;
    }
    let difference = (ratio - rate).abs();
    if difference * Decimal::TWO <= step {
        Fit::Rounded
    } else if difference < step {
        Fit::Cut
    } else {
        Fit::Off
    }
}

/// A ratio in percent; `None` for nothing out of nothing.
pub(in crate::check) fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn a_rate_may_be_rounded_or_cut_off() {
        let check = |part: &str, whole: &str, rate: &str, step: &str, fits: Fit| {
            let ratio = percent(decimal(part), decimal(whole)).expect("a ratio");
            assert_eq!(
                fit(ratio, decimal(rate), decimal(step)),
                fits,
                "{part}/{whole} {rate}"
            );
        };
        check("71", "111", "64", "1", Fit::Rounded);
        check("3622", "3626", "99.9", "0.1", Fit::Rounded);
        check("3622", "3626", "99.8", "0.1", Fit::Cut);
        check("3622", "3626", "99.7", "0.1", Fit::Off);
        check("66", "66", "100", "1", Fit::Rounded);
        check("998", "1000", "100", "1", Fit::Off);
        check("1", "2", "50", "1", Fit::Rounded);
        check("1", "2", "51", "1", Fit::Off);
    }

    #[test]
    fn ranges_compare_only_where_all_values_agree() {
        let range = |low: &str, high: &str| Range {
            low: Some(decimal(low)),
            high: Some(decimal(high)),
        };
        assert!(range("5", "6").above(range("3", "4")));
        assert!(!range("4", "6").above(range("3", "4")));
        assert!(range("4", "6").meets(range("3", "4")));
        let open = Range {
            low: Some(decimal("5")),
            high: None,
        };
        assert!(!range("1", "9").above(open));
        assert!(open.above(range("3", "4")));
    }
}
