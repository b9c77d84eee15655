//! Arithmetic written out, as a reviewer would pencil it in the margin.

use rust_decimal::Decimal;

use super::ledger::Entry;
use crate::check::Localized;
use crate::check::render;

/// `6280+436+363 = 7079 ≠ 7077(差2)`, or `27+7 = 34`.
pub(super) fn sum(parts: &[&Entry], total: &Entry) -> Localized {
    let left = join(parts);
    let exact: Option<Decimal> = parts.iter().map(|part| part.range.value()).sum();
    match exact.zip(total.range.value()) {
        Some((sum, value)) if sum == value => Localized::same(format!("{left} = {}", total.number)),
        Some((sum, value)) => {
            let equation = format!("{left} = {sum} ≠ {}", total.number);
            off_by(&equation, (sum - value).abs())
        }
        None => Localized::same(format!("{left} ≈ {}", total.number)),
    }
}

/// `6280+436`.
pub(super) fn join(parts: &[&Entry]) -> String {
    let numbers: Vec<&str> = parts.iter().map(|part| part.number).collect();
    numbers.join("+")
}

/// `5 > 4+1`, `2 ≤ 111`.
pub(super) fn compared(left: &str, sign: &str, right: &str) -> Localized {
    Localized::same(format!("{left} {sign} {right}"))
}

/// `3622÷3626 = 99.89%`.
pub(super) fn ratio(part: &Entry, whole: &Entry, percent: Decimal) -> String {
    let shown = percent.round_dp(2).normalize();
    let sign = if shown == percent.normalize() {
        "="
    } else {
        "≈"
    };
    format!("{}÷{} {sign} {shown}%", part.number, whole.number)
}

/// An equation with what it is off by.
pub(super) fn off_by(equation: &str, difference: Decimal) -> Localized {
    let slots = vec![
        ("equation", Localized::same(equation)),
        ("n", Localized::same(difference.normalize().to_string())),
    ];
    render::phrase("off-by", &slots)
}
