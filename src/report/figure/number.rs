//! Numbers with a unit, ranges of them, and the few that need no unit.
//!
//! Digits with a unit always count; a Chinese numeral may be an article (一个), a grade (三级) or part of a name instead.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::approximate::{form, form_before};
use super::chinese::digit;
use super::glance::{before, char_at, char_before, last_chars};
use super::lexicon::{CLAUSE_WORDS, Words};
use super::numeral::{Numeral, Script, Spread, is_glued, numeral_at};
use super::scan::{Reading, of_number};
use super::unit::{Inside, Unit, half_len, unit_at};
use super::{FigureKind, Form, Interval, Quantity};

/// A number with its unit, or one that needs none, or a range of two.
pub(super) fn number(text: &str, numeral: Numeral) -> Option<Reading> {
    let unit = unit_at(text, numeral.range.end, numeral.script);
    range(text, &numeral, unit.as_ref()).or_else(|| single(text, numeral, unit))
}

/// `1—2家`, `80%至90%`, `5-10万元`: two numbers that share a unit.
fn range(text: &str, first: &Numeral, first_unit: Option<&Unit>) -> Option<Reading> {
    let end = first_unit.map_or(first.range.end, |unit| unit.range.end);
    let rest = text.get(end..)?;
    if !rest.starts_with(['至', '到', '—', '–', '~', '～', '-']) || first.spread != Spread::None
    {
        return None;
    }
    let at = first.range.start;
    let dash = ["至", "到", "——", "—", "–", "~", "～", "-"]
        .into_iter()
        .find(|dash| rest.starts_with(dash))?;
    let second = numeral_at(text, end + dash.len())?;
    let unit = unit_at(text, second.range.end, second.script)?;
    if first_unit.is_some_and(|first| first.word != unit.word) || is_glued(text, at) {
        return None;
    }
    // 5-10万元 means 5万 to 10万.
    let shared = if first.scale == Decimal::ONE && first_unit.is_none() {
        second.scale
    } else {
        Decimal::ONE
    };
    let low = first.value.checked_mul(shared)?;
    if low >= second.value {
        return None;
    }
    let quote = at..unit.range.end;
    let interval = Interval {
        low: Some(low),
        high: Some(second.value),
        low_open: false,
        high_open: false,
    };
    let kind = unit.kind;
    let mut reading = of_number(first, quote, unit.word, Form::Range, kind)?;
    reading.number = at..second.range.end;
    reading.quantity = Quantity::Number {
        value: low.normalize(),
        interval,
        step: first.step.checked_mul(shared)?,
    };
    Some(reading)
}

/// A number with its unit, or one that needs none.
fn single(text: &str, mut numeral: Numeral, unit: Option<Unit>) -> Option<Reading> {
    let at = numeral.range.start;
    let Some(mut unit) = unit else {
        return bare(text, &numeral);
    };
    let half = match unit.inside {
        Inside::Nothing => half_len(text, &unit),
        Inside::More => {
            numeral.spread = Spread::Above;
            None
        }
        Inside::Half => Some(0),
    };
    if half.is_none() && !is_counted(text, &numeral, &unit) {
        return None;
    }
    if let Some(len) = half {
        numeral.value += Decimal::new(5, 1);
        numeral.step = Decimal::new(5, 1);
        unit.range.end += len;
    }
    let quote = at..unit.range.end;
    let form = form(text, &numeral, Some(&unit), &quote);
    let kind = kind(text, at, &unit);
    let noun = unit.noun;
    let mut reading = of_number(&numeral, quote, unit.word, form, kind)?;
    reading.unit_is_noun = noun;
    Some(reading)
}

/// Whether a number with a measure word counts something, rather than being an article, a grade or part of a name.
fn is_counted(text: &str, numeral: &Numeral, unit: &Unit) -> bool {
    let start = numeral.range.start;
    match numeral.script {
        // 清河2035城市规划: a year before a noun.
        Script::Digits if unit.noun && is_year(&numeral.value) => false,
        Script::Digits => {
            let exact = matches!(unit.kind, FigureKind::Rate | FigureKind::Amount);
            exact || !is_glued(text, start)
        }
        Script::Chinese if is_grade(before(text, start), &unit.word) => false,
        Script::Chinese if numeral.value == Decimal::ONE && numeral.spread == Spread::None => {
            is_one(text, numeral, unit)
        }
        Script::Chinese if numeral.value < Decimal::ONE => {
            unit.kind == FigureKind::Duration && !numeral.value.is_zero()
        }
        Script::Chinese => true,
    }
}

fn is_year(value: &Decimal) -> bool {
    let whole = value.fract().is_zero();
    whole && (Decimal::from(1990)..=Decimal::from(2050)).contains(value)
}

/// 三级医院, 二、三类, 工程二期, 区六届, 这五年: a Chinese numeral that says which one, not how many.
fn is_grade(lead: &str, unit: &str) -> bool {
    let words = &*CLAUSE_WORDS;
    let mut last = lead.chars().rev();
    let listed = last.next() == Some('、') && last.next().is_some_and(|c| digit(c).is_some());
    let named = match unit {
        "级" => !words.places.within(last_chars(lead, 1)),
        "届" => lead.ends_with(['的', '区', '市', '县', '省', '委']),
        "期" => {
            words.verbs.at_end(lead).is_none() && !lead.ends_with(['班', '训', '了', '共', '展'])
        }
        "年" => lead.ends_with(['这', '那', '头', '后', '前']),
        _ => false,
    };
    listed || named
}

/// 一 counts where a word of number stands before it, or where an event, a thing or a person ends the clause; elsewhere it
/// is an article.
fn is_one(text: &str, numeral: &Numeral, unit: &Unit) -> bool {
    let words = &*CLAUSE_WORDS;
    let lead = before(text, numeral.range.start);
    if words.article_leads.at_end(lead).is_some() {
        return false;
    }
    let told = words
        .count_leads
        .at_end(lead.strip_suffix('了').unwrap_or(lead))
        .is_some()
        || form_before(text, numeral.range.start, Some(unit)).is_some();
    let countable = words.one_units.holds(&unit.word);
    let time = unit.kind == FigureKind::Duration;
    (told && (countable || time)) || (countable && ends_clause(text, unit.range.end))
}

/// A number without a unit: a quantity where a word of number stands before it and the clause ends after it, where 万 or
/// 亿 is printed, and where the unit follows the next number of a series: 15、22个百分点.
fn bare(text: &str, numeral: &Numeral) -> Option<Reading> {
    const COUNTS: &str = "为共计达至到数约超近率是于破过逾";
    if numeral.script == Script::Chinese || is_glued(text, numeral.range.start) {
        return None;
    }
    let quote = numeral.range.clone();
    let form = form(text, numeral, None, &quote);
    if let Some(unit) = unit_of_series(text, quote.end) {
        return of_number(numeral, quote, unit.word, form, unit.kind);
    }
    let lead = char_before(text, numeral.range.start)?;
    let counted = COUNTS.contains(lead) && ends_clause(text, numeral.range.end);
    let noun = char_at(text, numeral.range.end).is_some_and(|c| !c.is_ascii());
    let large = numeral.scale > Decimal::ONE && noun;
    if !counted && !large {
        return None;
    }
    of_number(numeral, quote, Cow::default(), form, FigureKind::Count)
}

/// The unit that the last number of a series prints for all.
fn unit_of_series(text: &str, end: usize) -> Option<Unit> {
    const LONGEST_SERIES: usize = 6;
    let mut at = end;
    for _ in 0..LONGEST_SERIES {
        let joint = char_at(text, at).filter(|&c| matches!(c, '、' | '和'))?;
        let next = at + joint.len_utf8();
        let numeral = numeral_at(text, next).filter(|next| next.script == Script::Digits)?;
        if let Some(unit) = unit_at(text, numeral.range.end, numeral.script) {
            return Some(unit);
        }
        at = numeral.range.end;
    }
    None
}

fn ends_clause(text: &str, at: usize) -> bool {
    char_at(text, at).is_none_or(|c| "。,;、)\n".contains(c))
}

/// The kind of a number by its unit, and for 名 and 位 by the words before it: 下滑1名, 排前10名.
fn kind(text: &str, at: usize, unit: &Unit) -> FigureKind {
    if !matches!(&*unit.word, "名" | "位") {
        return unit.kind;
    }
    let words = &*CLAUSE_WORDS;
    let lead = before(text, at);
    let lead = lead.strip_suffix('了').unwrap_or(lead);
    let moved = |list: &Words| list.at_end(lead).is_some();
    let ranked = moved(&words.up) && !lead.ends_with("增加")
        || moved(&words.down) && !lead.ends_with("减少")
        || lead.ends_with('前') && words.ranking.within(last_chars(lead, 6));
    if ranked { FigureKind::Rank } else { unit.kind }
}
