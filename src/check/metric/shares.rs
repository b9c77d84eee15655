//! Shares of one whole, recomputed from the counts of the same paragraph: 出庭率, 胜诉率 and 败诉率, 纠错率.
//!
//! A metric that has two values in a paragraph speaks of two things there, and the paragraph is left alone.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Stated, stated};
use crate::check::arithmetic::{Entry, Fit, fit, percent};
use crate::check::observation::{Observation, Reason};
use crate::check::pack::{MetricName, Share};
use crate::check::view::View;
use crate::check::{Evidence, Localized, render};
use crate::report::Quantity;

/// What one paragraph says, by metric; `None` where it says two things.
type Said<'v> = BTreeMap<&'static str, Option<&'v Entry<'v>>>;

/// Rates that are not those of their counts, parts beyond their whole; `together`, shares that exclude each other.
pub(in crate::check) fn shares(view: &View, shares: &[Share], together: bool) -> Vec<Observation> {
    let mut found = Vec::new();
    for said in paragraphs(view, shares).values() {
        for share in shares {
            found.extend(of_rate(said, share).or_else(|| of_counts(said, &[share])));
        }
        if together {
            found.extend(rates_together(said, shares));
            let all: Vec<&Share> = shares.iter().collect();
            found.extend(of_counts(said, &all).filter(|_| all.len() > 1));
        }
    }
    match found.is_empty() {
        true => vec![Observation::not_assessable(Reason::Nothing)],
        false => found,
    }
}

/// What each paragraph says of the metrics that the shares are made of.
fn paragraphs<'v>(view: &'v View, shares: &[Share]) -> BTreeMap<usize, Said<'v>> {
    let concerns = |stated: &Stated| shares.iter().any(|share| share.names(stated.metric));
    let mut paragraphs: BTreeMap<usize, Said> = BTreeMap::new();
    for stated in stated(view).filter(concerns) {
        let said = paragraphs.entry(stated.line.block).or_default();
        let entry = stated.entry;
        said.entry(&stated.metric.id)
            .and_modify(|known| {
                *known = known.filter(|known| known.range == entry.range);
            })
            .or_insert(Some(entry));
    }
    paragraphs
}

/// The rate of a share, where it has one and the paragraph states it.
fn stated_rate<'v>(said: &Said<'v>, share: &Share) -> Option<&'v Entry<'v>> {
    *said.get(share.rate?.0.id.as_str())?
}

/// The sum of those counts of a list that the paragraph states; exact, and of one unit.
fn sum<'v>(said: &Said<'v>, names: &[MetricName]) -> Option<(Decimal, Vec<&'v Entry<'v>>)> {
    let stated = names.iter().filter_map(|name| said.get(name.0.id.as_str()));
    let entries: Vec<&Entry> = stated.copied().collect::<Option<_>>()?;
    let first = entries.first()?;
    let alike = entries.iter().all(|entry| entry.same_unit(first));
    let values = entries.iter().map(|entry| entry.range.value());
    let sum = values.sum::<Option<Decimal>>()?;
    alike.then_some((sum, entries))
}

/// The printed rate against every reading of part and whole: one that fits is enough.
fn of_rate(said: &Said, share: &Share) -> Option<Observation> {
    let rate = stated_rate(said, share)?;
    let Quantity::Number { value, step, .. } = rate.figure.quantity else {
        return None;
    };
    let mut first: Option<Observation> = None;
    for parts in &share.parts {
        for wholes in &share.wholes {
            let counts = sum(said, parts).zip(sum(said, wholes));
            let Some(((part, parts), (whole, wholes))) = counts.filter(|_| rate.is_exact()) else {
                continue;
            };
            let Some(ratio) = percent(part, whole).filter(|_| one_unit(&parts, &wholes)) else {
                continue;
            };
            let ratio = match share.rest {
                true => Decimal::ONE_HUNDRED - ratio,
                false => ratio,
            };
            let fits = fit(ratio, value, step);
            let mut evidence = places(&parts, &wholes, "numerator", "denominator");
            evidence.push(Evidence::here("rate", rate.figure.span));
            let rest = if share.rest { "1-" } else { "" };
            let division = format!("{rest}{}÷{}", joined(&parts), joined(&wholes));
            let shown = ratio.round_dp(2).normalize();
            let (sign, observation) = match fits {
                Fit::Rounded | Fit::Cut => ("≈", Observation::met(evidence)),
                Fit::Off => ("≠", Observation::unmet(evidence)),
            };
            let formula = format!("{division} = {shown}% {sign} {}%", value.normalize());
            let mut observation = observation
                .labelled(rate.label())
                .with("formula", Localized::same(formula));
            observation.expected = Some(format!("{shown}%"));
            observation.found = Some(format!("{}%", value.normalize()));
            if fits != Fit::Off {
                return Some(observation);
            }
            first.get_or_insert(observation);
        }
    }
    first
}

/// The parts of shares against the whole of the first: together they cannot be more.
fn of_counts(said: &Said, shares: &[&Share]) -> Option<Observation> {
    let whole = shares.first()?.wholes.first()?;
    let (whole, wholes) = sum(said, whole)?;
    let mut parts = Vec::new();
    let mut part = Decimal::ZERO;
    for share in shares {
        let (value, entries) = sum(said, share.parts.first()?)?;
        part += value;
        parts.extend(entries);
    }
    if !one_unit(&parts, &wholes) {
        return None;
    }
    let evidence = places(&parts, &wholes, "part", "total");
    let (sign, observation) = match part > whole {
        true => (">", Observation::unmet(evidence)),
        false => ("≤", Observation::met(evidence)),
    };
    let formula = format!("{} {sign} {}", joined(&parts), joined(&wholes));
    Some(
        observation
            .labelled("shares")
            .with("formula", Localized::same(formula)),
    )
}

/// Shares of one whole add up to 100 at most; each may have been rounded up.
fn rates_together(said: &Said, shares: &[Share]) -> Option<Observation> {
    let rates = shares
        .iter()
        .map(|share| stated_rate(said, share))
        .collect::<Option<Vec<&Entry>>>()?;
    let values = rates.iter().map(|rate| rate.range.low);
    let sum = values.sum::<Option<Decimal>>()?;
    let slack = rates.iter().map(|rate| step(rate)).sum::<Decimal>();
    let evidence = rates
        .iter()
        .map(|rate| Evidence::here("rate", rate.figure.span));
    let (sign, observation) = match sum > Decimal::ONE_HUNDRED + slack {
        true => (">", Observation::unmet(evidence.collect())),
        false => ("≤", Observation::met(evidence.collect())),
    };
    let printed: Vec<String> = rates
        .iter()
        .map(|rate| format!("{}%", rate.number.trim_end_matches('%')))
        .collect();
    let formula = format!("{} {sign} 100%", printed.join("+"));
    Some(
        observation
            .labelled("rates")
            .with("formula", Localized::same(formula)),
    )
}

fn step(entry: &Entry) -> Decimal {
    match entry.figure.quantity {
        Quantity::Number { step, .. } => step,
        Quantity::Date(_) => Decimal::ZERO,
    }
}

fn one_unit(parts: &[&Entry], wholes: &[&Entry]) -> bool {
    let first = wholes.first();
    first.is_some_and(|whole| parts.iter().all(|part| part.same_unit(whole)))
}

fn places(
    parts: &[&Entry],
    wholes: &[&Entry],
    part: &'static str,
    whole: &'static str,
) -> Vec<Evidence> {
    let of = |entries: &[&Entry], role| {
        let spans: Vec<Evidence> = entries
            .iter()
            .map(|entry| Evidence::here(role, entry.figure.span))
            .collect();
        spans
    };
    let mut places = of(wholes, whole);
    places.extend(of(parts, part));
    places
}

fn joined(entries: &[&Entry]) -> String {
    let numbers: Vec<&str> = entries.iter().map(|entry| entry.number).collect();
    match numbers.as_slice() {
        [one] => render::excerpt(one),
        _ => format!("({})", numbers.join("+")),
    }
}
