//! From a numeral and the words around it to a form and the interval of values that it allows.
//!
//! 2300余 is above 2300 and below 2400, the next number as round; 近 is below in the same way; 约 is a twentieth to either
//! side; 超过 has no upper bound. 以上 and 以内 include the number, as the civil code (article 1259) says of law.

use std::ops::Range;

use rust_decimal::Decimal;

use super::glance::{after, before, char_at, char_before};
use super::lexicon::APPROXIMATORS;
use super::numeral::{Numeral, Spread};
use super::unit::Unit;
use super::{FigureKind, Form, Interval};

/// The form of a numeral with its unit, by its own looseness, then by the word before, then by the word after.
pub(super) fn form(
    text: &str,
    numeral: &Numeral,
    unit: Option<&Unit>,
    quote: &Range<usize>,
) -> Form {
    match numeral.spread {
        Spread::Above => return Form::MoreThan,
        Spread::UpTo(_) => return Form::Range,
        Spread::None => {}
    }
    if is_upwards(text, quote.start) {
        return Form::MoreThan;
    }
    form_before(text, quote.start, unit)
        .or_else(|| form_after(text, quote.end, unit))
        .unwrap_or(Form::Exact)
}

/// 上百, 上千: 上 loosens only a bare place.
fn is_upwards(text: &str, at: usize) -> bool {
    let bare = matches!(char_at(text, at), Some('百' | '千' | '万' | '亿'));
    bare && char_before(text, at) == Some('上')
}

/// 超过, 不少于 and the like before a place, also at one remove: 超过了.
pub(super) fn form_before(text: &str, at: usize, unit: Option<&Unit>) -> Option<Form> {
    let words = &*APPROXIMATORS;
    let mut lead = before(text, at);
    for _ in 0..2 {
        if words.not_before.at_end(lead).is_some() {
            return None;
        }
        if let Some((word, form)) = words.before.at_end(lead) {
            return fits(word, unit).then_some(form);
        }
        lead = lead.strip_suffix(words.through.at_end(lead)?)?;
    }
    None
}

/// Whether an approximator means nothing else with this unit: 近三年 is the last three years, 前 wants a rank.
fn fits(word: &str, unit: Option<&Unit>) -> bool {
    let kind = unit.map(|unit| unit.kind);
    let unit = unit.map_or("", |unit| &unit.word);
    match word {
        "前" => matches!(unit, "名" | "位" | "强" | "%" | ""),
        "上" => false,
        _ if APPROXIMATORS.recent.holds(word) => kind != Some(FigureKind::Duration),
        _ => true,
    }
}

/// 以上, 左右, 以内 after a place; 内 only of time.
fn form_after(text: &str, at: usize, unit: Option<&Unit>) -> Option<Form> {
    let words = &*APPROXIMATORS;
    let rest = after(text, at);
    let (word, form) = words.after.at_start(rest)?;
    let time = unit.is_some_and(|unit| unit.kind == FigureKind::Duration);
    let measured = unit.is_some_and(|unit| {
        matches!(
            unit.kind,
            FigureKind::Amount | FigureKind::Rate | FigureKind::Duration
        )
    });
    let fits = match word {
        "内" => time && !rest.starts_with("内部"),
        "多" => {
            measured
                && rest
                    .chars()
                    .nth(1)
                    .is_none_or(|c| !"次家个元种".contains(c))
        }
        _ => true,
    };
    fits.then_some(form)
}

/// A text without the bound that it begins with: 以上法治公园 behind 10个.
pub(super) fn behind_bound(rest: &str) -> &str {
    match APPROXIMATORS.after.at_start(rest) {
        Some((word, _)) if word.chars().count() > 1 => rest.get(word.len()..).unwrap_or(rest),
        Some(_) | None => rest,
    }
}

/// The values that a printed number allows in a form; `None` when they cannot be held by a decimal.
pub(super) fn interval(numeral: &Numeral, form: Form) -> Option<Interval> {
    let value = numeral.value;
    let beyond = value.checked_add(numeral.grain)?;
    let bounds = |low, high, open| Interval {
        low,
        high,
        low_open: open && low.is_some(),
        high_open: open && high.is_some(),
    };
    let interval = match (form, numeral.spread) {
        (Form::Range, Spread::UpTo(high)) => bounds(Some(value), Some(high), false),
        (Form::Exact | Form::Range, _) => Interval::point(value),
        (Form::MoreThan, Spread::Above) => bounds(Some(value), Some(beyond), true),
        (Form::MoreThan, _) => bounds(Some(value), None, true),
        (Form::LessThan, _) => bounds(
            Some(Decimal::ZERO.max(value.checked_sub(numeral.grain)?)),
            Some(value),
            true,
        ),
        (Form::About, _) => {
            let slack = value.checked_div(Decimal::from(20))?.max(numeral.step);
            bounds(
                Some(value.checked_sub(slack)?),
                Some(value.checked_add(slack)?),
                false,
            )
        }
        (Form::AtLeast, _) => bounds(Some(value), None, false),
        (Form::AtMost, _) => bounds(None, Some(value), false),
    };
    Some(interval)
}
