//! Rates in words: 百分之六十, 三分之二, 三成, 过半.

use std::ops::Range;

use rust_decimal::Decimal;

use super::chinese::digit;
use super::glance::{after, before, char_at, char_before, last_chars};
use super::numeral::{Numeral, Script, Spread, is_numeral_char, numeral_at};
use super::unit::unit_at;

/// The unit of 翻番: how often something doubled.
pub(super) const DOUBLINGS: &str = "番";

/// A rate written without a sign, as a number of percent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RateReading {
    pub(super) numeral: Numeral,
    pub(super) quote: Range<usize>,
    pub(super) unit: &'static str,
}

/// The rate that begins at a place, with the numeral there.
pub(super) fn rate_at(text: &str, at: usize, numeral: Option<&Numeral>) -> Option<RateReading> {
    parts_of(text, at)
        .or_else(|| tenths(text, numeral?))
        .or_else(|| fraction(text, numeral?))
        .or_else(|| half(text, at))
}

/// 翻番, 翻一番, 翻两番: as often as the number, of unit 番.
pub(super) fn doubled_at(text: &str, at: usize) -> Option<RateReading> {
    let from = at + '翻'.len_utf8();
    let rest = text.get(from..)?.trim_start_matches('了');
    let from = text.len() - rest.len();
    let once = Numeral {
        range: from..from,
        value: Decimal::ONE,
        step: Decimal::ONE,
        grain: Decimal::ONE,
        scale: Decimal::ONE,
        spread: Spread::None,
        script: Script::Chinese,
    };
    let numeral = numeral_at(text, from).unwrap_or(once);
    let end = numeral.range.end + '番'.len_utf8();
    text.get(numeral.range.end..)?.strip_prefix('番')?;
    // 两翻番 counts the indicators that doubled.
    if char_before(text, at).is_some_and(is_numeral_char) {
        return None;
    }
    Some(RateReading {
        numeral: Numeral {
            range: at..end,
            ..numeral
        },
        quote: at..end,
        unit: DOUBLINGS,
    })
}

/// 百分之N is N percent, 千分之N is N per mille, N分之M is worked out to a hundredth of a percent.
fn parts_of(text: &str, at: usize) -> Option<RateReading> {
    let rest = after(text, at);
    let of = below_len(rest)?;
    for (head, unit) in [("百分之", "%"), ("千分之", "‰")] {
        if let Some(behind) = rest.strip_prefix(head) {
            let numeral = match numeral_at(text, at + head.len()) {
                Some(numeral) => numeral,
                None => hundred(at + head.len(), behind)?,
            };
            return Some(whole(at, numeral, unit));
        }
    }
    let below = rest.chars().next().and_then(digit_or_ten)?;
    let above = numeral_at(text, at + of)?;
    let percent = above
        .value
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(below)?
        .round_dp(2);
    let step = Decimal::new(1, 2);
    let numeral = Numeral {
        value: percent,
        step,
        grain: step,
        ..above
    };
    Some(whole(at, numeral, "%"))
}

/// The 百 of 百分之百, which is no numeral elsewhere.
fn hundred(at: usize, rest: &str) -> Option<Numeral> {
    rest.starts_with('百').then(|| Numeral {
        range: at..at + '百'.len_utf8(),
        value: Decimal::ONE_HUNDRED,
        step: Decimal::ONE,
        grain: Decimal::ONE,
        scale: Decimal::ONE,
        spread: Spread::None,
        script: Script::Chinese,
    })
}

/// 2/3的, 2/3以上, 占全县1/3: worked out as 三分之二 is. Without such a word the signs may be a date or a page.
fn fraction(text: &str, above: &Numeral) -> Option<RateReading> {
    let at = above.range.start;
    let below = text.get(above.range.end..)?.strip_prefix('/')?;
    let below = numeral_at(text, text.len() - below.len())?;
    let lead = before(text, at);
    let weighed = lead.ends_with(['近', '约', '超', '过', '达', '到', '足'])
        || last_chars(lead, 8).contains('占');
    let rest = after(text, below.range.end);
    let followed = ["的", "以上", "以下"];
    let told = followed.iter().any(|word| rest.starts_with(word)) || weighed;
    let small = |numeral: &Numeral| {
        let whole = numeral.step == Decimal::ONE && numeral.spread == Spread::None;
        whole && numeral.script == Script::Digits && numeral.value < Decimal::ONE_HUNDRED
    };
    let apart = char_before(text, at).is_none_or(|c| c != '/' && !c.is_ascii_alphanumeric());
    if !(told && apart && small(above) && small(&below) && above.value < below.value) {
        return None;
    }
    let percent = (above.value.checked_mul(Decimal::ONE_HUNDRED)?)
        .checked_div(below.value)?
        .round_dp(2);
    let numeral = Numeral {
        range: at..below.range.end,
        value: percent,
        step: Decimal::new(1, 2),
        grain: Decimal::new(1, 2),
        scale: Decimal::ONE,
        spread: Spread::None,
        script: Script::Digits,
    };
    Some(RateReading {
        quote: numeral.range.clone(),
        numeral,
        unit: "%",
    })
}

fn below_len(rest: &str) -> Option<usize> {
    let mut chars = rest.chars();
    let first = chars.next()?;
    chars
        .as_str()
        .starts_with("分之")
        .then_some(first.len_utf8() + "分之".len())
}

fn digit_or_ten(c: char) -> Option<Decimal> {
    let value = if c == '十' {
        Some(10)
    } else {
        c.to_digit(10).or_else(|| digit(c))
    };
    value.filter(|&value| value > 1).map(Decimal::from)
}

fn whole(at: usize, numeral: Numeral, unit: &'static str) -> RateReading {
    let quote = at..numeral.range.end;
    RateReading {
        numeral: Numeral {
            range: quote.clone(),
            ..numeral
        },
        quote,
        unit,
    }
}

/// 三成, 七成多, 两成半; not 第一成绩 nor 成立.
fn tenths(text: &str, numeral: &Numeral) -> Option<RateReading> {
    let rest = text.get(numeral.range.end..)?.strip_prefix('成')?;
    let at = numeral.range.start;
    if numeral.value >= Decimal::TEN {
        return None;
    }
    let word = rest
        .chars()
        .next()
        .is_some_and(|c| "立效果员功为都绩本长熟就因品分".contains(c));
    if word || char_before(text, at) == Some('第') || numeral.value < Decimal::ONE {
        return None;
    }
    let mut end = numeral.range.end + '成'.len_utf8();
    let mut percent = Numeral {
        value: numeral.value * Decimal::TEN,
        step: numeral.step * Decimal::TEN,
        grain: numeral.grain * Decimal::TEN,
        ..numeral.clone()
    };
    if rest.starts_with('半') {
        end += '半'.len_utf8();
        percent.value += Decimal::from(5);
    } else if let Some((tenth, len)) = tenth_at(text, end) {
        end += len;
        percent.value += tenth;
    } else if rest.starts_with(['多', '余']) {
        end += '多'.len_utf8();
        percent.spread = Spread::Above;
    }
    Some(RateReading {
        numeral: Numeral {
            range: at..end,
            ..percent
        },
        quote: at..end,
        unit: "%",
    })
}

/// The 五 of 七成五, where it counts nothing itself.
fn tenth_at(text: &str, at: usize) -> Option<(Decimal, usize)> {
    let c = char_at(text, at)?;
    let tenth = digit(c).filter(|&tenth| tenth > 0 && c != '两')?;
    let end = at + c.len_utf8();
    let alone = unit_at(text, end, Script::Chinese).is_none()
        && !char_at(text, end).is_some_and(is_numeral_char);
    alone.then_some((Decimal::from(tenth), c.len_utf8()))
}

/// 过半, 一半.
fn half(text: &str, at: usize) -> Option<RateReading> {
    let rest = text.get(at..)?;
    let (word, spread) = if rest.starts_with("过半") {
        ("过半", Spread::Above)
    } else if rest.starts_with("一半") {
        ("一半", Spread::None)
    } else {
        return None;
    };
    let end = at + word.len();
    // 超过半年, 通过半数: the half belongs to what follows.
    let measured = text
        .get(end..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(|c| "年天月日小个数".contains(c));
    let verb = word == "过半" && matches!(char_before(text, at), Some('超' | '通' | '经'));
    if measured || verb {
        return None;
    }
    let half = Decimal::from(50);
    Some(RateReading {
        numeral: Numeral {
            range: at..end,
            value: half,
            step: Decimal::ONE,
            grain: half,
            scale: Decimal::ONE,
            spread,
            script: Script::Chinese,
        },
        quote: at..end,
        unit: "%",
    })
}
