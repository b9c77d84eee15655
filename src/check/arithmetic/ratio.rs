//! Rates whose two counts stand before them: `制定7件,备案7件,备案率100%` · `共111件,…71件,占总数64%`.
//!
//! The numerator is the count whose words hold every character of the rate's name; the denominator is a count in
//! the same unit before it. A rate that names several measures, or follows a mere list, is left alone.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::exact::{Fit, Range, fit, percent};
use super::formula;
use super::ledger::{Entry, Ledger};
use super::parts::{self, Group};
use super::roles::{ROLES, any};
use super::subset::fraction_of;
use super::{Relation, Term};
use crate::check::{Localized, Verdict, render};
use crate::report::{Period, Quantity};

/// How far back the counts may stand, in figures.
const REACH: usize = 4;

/// How many figures, parts of lists among them, may stand between a part and its whole.
const LONGEST: usize = 16;

/// Words that make a rate the share of the count before it.
const SHARES: [&str; 6] = ["占", "占比", "占比达", "占比为", "占比达到", "约占"];

/// Words between the name of a rate and its number.
const LINKS: [&str; 12] = [
    "均", "都", "分别", "为", "达到", "达", "至", "到", "是", "已", "约", "在",
];

/// Lists by where their parts stand.
type Lists<'g, 'a> = BTreeMap<usize, &'g Group<'a>>;

fn lists<'g, 'a>(groups: &'g [Group<'a>]) -> Lists<'g, 'a> {
    let opened = groups.iter().filter(|group| !group.reversed && !group.bare);
    let parts = opened.flat_map(|group| group.parts.iter().map(move |part| (part.at.start, group)));
    parts.collect()
}

pub(super) fn ratios<'a>(ledger: &'a Ledger<'a>) -> Vec<Relation<'a>> {
    let groups = parts::groups(ledger);
    let lists = lists(&groups);
    let listed = parts::places(&groups);
    let mut relations = Vec::new();
    for line in &ledger.lines {
        for (at, rate) in line.entries.iter().enumerate() {
            if !is_level(rate) {
                continue;
            }
            let before = line.entries.get(..at).unwrap_or(&[]);
            let found = of_share(before, rate, &lists).or_else(|| of_name(before, rate, &listed));
            let found = found.or_else(|| of_whole_between(before, rate));
            let next = line.entries.get(at + 1);
            let found = found.or_else(|| of_fraction(before, rate, next?));
            relations.extend(found);
        }
    }
    relations
}

/// A rate that says how much of something, not how it changed or what is hoped for.
fn is_level(entry: &Entry) -> bool {
    entry.is_rate()
        && entry.figure.unit == "%"
        && entry.direction.is_none()
        && entry.figure.period != Period::Target
}

/// `共81件,其中予以公开42件,占51.85%`: the list that the count right before is a part of.
fn share_of_list<'g, 'a>(
    before: &[Entry],
    rate: &Entry,
    lists: &Lists<'g, 'a>,
) -> Option<&'g Group<'a>> {
    let words = rate.gap.trim().trim_start_matches([',', '(']);
    let part = before.last().filter(|_| SHARES.contains(&words))?;
    let group = lists.get(&part.at.start).copied();
    group.filter(|group| group.total.same_unit(part))
}

/// `占总数64%`: the count before, of a count that is called a total.
fn of_share<'a>(
    before: &'a [Entry<'a>],
    rate: &'a Entry<'a>,
    lists: &Lists<'_, 'a>,
) -> Option<Relation<'a>> {
    if let Some(group) = share_of_list(before, rate, lists) {
        return judge(before.last()?, &[group.total], rate);
    }
    let words = rate.before.rsplit_once('占')?.1;
    let whole = ["总数", "总量", "总件数", "总人数", "全部"];
    if !whole.iter().any(|word| words.starts_with(word)) {
        return None;
    }
    let (part, rest) = before.split_last()?;
    if rate.gap.contains(';') || part.is_rate() {
        return None;
    }
    let wholes: Vec<&Entry> = rest
        .iter()
        .rev()
        .take(REACH)
        .filter(|entry| entry.same_unit(part) && any(entry.before, &ROLES.total))
        .collect();
    judge(part, &wholes, rate)
}

/// `备案率100%`: the nearest count whose words hold those of the rate, of the counts before it.
fn of_name<'a>(
    before: &'a [Entry<'a>],
    rate: &'a Entry<'a>,
    listed: &BTreeSet<usize>,
) -> Option<Relation<'a>> {
    names(rate)
        .iter()
        .find_map(|name| of_one_name(before, rate, name, listed))
}

fn of_one_name<'a>(
    before: &'a [Entry<'a>],
    rate: &'a Entry<'a>,
    name: &str,
    listed: &BTreeSet<usize>,
) -> Option<Relation<'a>> {
    let mut gap = rate.gap;
    for (at, part) in before.iter().enumerate().rev().take(REACH) {
        if gap.contains(';') {
            return None;
        }
        // `21件案件调解率、胜诉率均为100%`: what follows the count is the name of the rate.
        let label = match part.after.contains('率') {
            true => part.before.to_owned(),
            false => part.label(),
        };
        if !part.is_rate() && holds(&label, name) && !denies(&label, name) {
            let rest = before.get(..at).unwrap_or(&[]);
            return judge(part, &wholes(rest, part, name, listed), rate);
        }
        gap = part.gap;
    }
    None
}

/// Counts that may be the whole of a part: in its unit, before it, in one clause group, not in a mere list with it.
fn wholes<'a>(
    before: &'a [Entry<'a>],
    part: &'a Entry<'a>,
    name: &str,
    listed: &BTreeSet<usize>,
) -> Vec<&'a Entry<'a>> {
    let mut wholes = Vec::new();
    let mut gap = part.gap;
    for entry in before.iter().rev().take(LONGEST) {
        if listed.contains(&entry.at.start) && !listed.contains(&part.at.start) {
            gap = "";
            continue;
        }
        if entry.is_rate() || gap.contains([';', '、']) || wholes.len() == REACH {
            break;
        }
        let label = entry.label();
        // 应出庭42件 holds the words of 出庭率 as well, and is the whole.
        let due = any(&label, &ROLES.due) && !part.says(&ROLES.due);
        let other = due || !holds(&label, name);
        if entry.same_unit(part) && entry.depth == part.depth && other {
            wholes.push(entry);
        }
        gap = entry.gap;
    }
    wholes
}

/// Whether the words hold every character of a rate's name.
fn holds(label: &str, name: &str) -> bool {
    name.chars().all(|character| label.contains(character))
}

/// 未审结, 不合格: what the rate does not count.
fn denies(label: &str, name: &str) -> bool {
    let mut found = label.match_indices(name);
    found.any(|(at, _)| {
        label
            .get(..at)
            .is_some_and(|before| before.ends_with(['未', '不']))
    })
}

/// `网办事项1860项,占总事项2000项的93%`.
fn of_whole_between<'a>(before: &'a [Entry<'a>], rate: &'a Entry<'a>) -> Option<Relation<'a>> {
    let (whole, rest) = before.split_last()?;
    let part = rest.last()?;
    let share = whole.gap.trim_start_matches([',', '(']).starts_with('占');
    let fits = share && rate.gap.trim() == "的" && part.same_unit(whole);
    fits.then(|| judge(part, &[whole], rate))?
}

/// `640人参加培训,抽取不低于55%的执法人员共368人`.
fn of_fraction<'a>(
    before: &'a [Entry<'a>],
    rate: &'a Entry<'a>,
    part: &'a Entry<'a>,
) -> Option<Relation<'a>> {
    let noun = fraction_of(rate, part)?;
    let whole = before
        .iter()
        .rev()
        .take(REACH)
        .find(|entry| entry.same_unit(part) && entry.label().contains(noun))?;
    // Where the part exceeds the whole, that is the error, not the rate.
    (!part.range.above(whole.range)).then(|| judge(part, &[whole], rate))?
}

/// 整改完成率 is the rate of what was 整改; 投资完成率 is none of counts.
fn done(name: &str) -> String {
    let stages = ROLES.stages.iter();
    let mut steps = stages.flat_map(|stage| stage.later.iter());
    match name.strip_suffix("完成") {
        Some(step) if steps.any(|word| word == step) => step.to_owned(),
        Some(_) | None => name.to_owned(),
    }
}

/// The words of the rate's name without 率; of several rates that are all as high, those of each.
fn names(rate: &Entry) -> Vec<String> {
    let mut words = rate.clause.trim();
    while let Some(rest) = LINKS.iter().find_map(|link| words.strip_suffix(link)) {
        words = rest;
    }
    let shared = rate.clause.trim_end().contains("率均") || rate.clause.contains("率都");
    let names: Vec<&str> = words.split('、').collect();
    if names.len() > 1 && !shared {
        return Vec::new();
    }
    let named = names.iter().filter_map(|name| name.strip_suffix('率'));
    named
        .map(done)
        .filter(|name| {
            let letters = name.chars().count();
            let plain = name.chars().all(char::is_alphabetic) && !name.contains('率');
            (2..=8).contains(&letters) && plain
        })
        .collect()
}

/// The rate against each whole that it may be of: one that fits is enough.
fn judge<'a>(
    part: &'a Entry<'a>,
    wholes: &[&'a Entry<'a>],
    rate: &'a Entry<'a>,
) -> Option<Relation<'a>> {
    let judged = wholes
        .iter()
        .filter_map(|whole| against(part, whole, rate))
        .collect::<Vec<_>>();
    let met = judged
        .iter()
        .position(|relation| relation.verdict == Verdict::Met);
    judged.into_iter().nth(met.unwrap_or(0))
}

fn against<'a>(
    part: &'a Entry<'a>,
    whole: &'a Entry<'a>,
    rate: &'a Entry<'a>,
) -> Option<Relation<'a>> {
    let terms = vec![
        Term::new("numerator", part),
        Term::new("denominator", whole),
        Term::new("rate", rate),
    ];
    let exact = part.range.value().zip(whole.range.value());
    let Some((n, d)) = exact else {
        return approximately(part, whole, rate, terms);
    };
    let ratio = percent(n, d)?;
    let equation = formula::ratio(part, whole, ratio);
    let Quantity::Number { value, step, .. } = rate.figure.quantity else {
        return None;
    };
    let fit = match rate.is_exact() {
        true => fit(ratio, value, step),
        false if rate.range.meets(Range::point(ratio)) => Fit::Rounded,
        false => Fit::Off,
    };
    let slots = vec![
        ("equation", Localized::same(equation)),
        ("rate", Localized::same(format!("{}%", value.normalize()))),
    ];
    let (verdict, phrase) = match fit {
        Fit::Rounded => (Verdict::Met, "rate-fits"),
        Fit::Cut => (Verdict::Met, "rate-cut"),
        Fit::Off => (Verdict::Unmet, "rate-off"),
    };
    Some(Relation {
        expected: Some(format!("{}%", ratio.round_dp(2).normalize())),
        found: Some(format!("{}%", value.normalize())),
        ..Relation::new(verdict, terms, render::phrase(phrase, &slots))
    })
}

/// Approximate counts can only rule a rate out when no value of theirs gives it.
fn approximately<'a>(
    part: &Entry,
    whole: &Entry,
    rate: &Entry,
    terms: Vec<Term<'a>>,
) -> Option<Relation<'a>> {
    let ratio = |n: Option<Decimal>, d: Option<Decimal>| percent(n?, d?);
    let range = Range {
        low: Some(ratio(part.range.low, whole.range.high)?),
        high: Some(ratio(part.range.high, whole.range.low)?),
    };
    let Quantity::Number { value, step, .. } = rate.figure.quantity else {
        return None;
    };
    let printed = Range {
        low: Some(value - step),
        high: Some(value + step),
    };
    range.meets(printed).then(|| {
        let formula = formula::compared(
            &format!("{}÷{}", part.number, whole.number),
            "≈",
            &format!("{}%", value.normalize()),
        );
        Relation::new(Verdict::Met, terms, formula)
    })
}
