//! Rates by themselves: too many at 100 %, two that exclude each other, one outside its bounds.

use rust_decimal::Decimal;

use super::arithmetic::{Entry, Line};
use super::observation::{Observation, Reason};
use super::pack::Pattern;
use super::view::View;
use super::{Evidence, Localized, render};
use crate::report::{Direction, Form, Period};

/// Stated rates: how much of something, not a change and not a target.
fn levels<'v>(view: &'v View) -> impl Iterator<Item = (&'v Line<'v>, &'v Entry<'v>)> {
    let lines = view.ledger().lines.iter();
    let entries = lines.flat_map(|line| line.entries.iter().map(move |entry| (line, entry)));
    entries.filter(|(_, entry)| {
        entry.is_rate()
            && entry.figure.unit == "%"
            && entry.direction.is_none()
            && entry.figure.period != Period::Target
    })
}

fn value(entry: &Entry) -> Decimal {
    entry.figure.value().unwrap_or_default()
}

fn is_full(entry: &Entry) -> bool {
    value(entry) == Decimal::ONE_HUNDRED && entry.figure.form == Form::Exact
}

/// Too many of the rates are 100, or all of one family.
pub(super) fn perfect(
    view: &View,
    rates: usize,
    percent: Decimal,
    family: usize,
) -> Vec<Observation> {
    let all: Vec<&Entry> = levels(view).map(|(_, entry)| entry).collect();
    if all.is_empty() {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let full: Vec<&&Entry> = all.iter().filter(|entry| is_full(entry)).collect();
    let share = Decimal::from(full.len() * 100) / Decimal::from(all.len());
    let most = all.len() >= rates && share >= percent;
    let whole_family = all.len() >= family && full.len() == all.len();
    let evidence = full
        .iter()
        .map(|entry| Evidence::here("rate", entry.figure.span))
        .collect();
    let observation = match most || whole_family {
        true => Observation::unclear(evidence),
        false => Observation::met(evidence),
    };
    vec![
        observation
            .labelled("rates")
            .with("full", Localized::same(full.len().to_string()))
            .with("rates", Localized::same(all.len().to_string())),
    ]
}

/// A rate of this name is at least so high.
pub(super) fn named(view: &View, name: &Pattern, at_least: Decimal) -> Vec<Observation> {
    let mut found = Vec::new();
    for (_, entry) in levels(view).filter(|(_, entry)| name.is_match(entry.before)) {
        let evidence = vec![Evidence::here("rate", entry.figure.span)];
        found.push(match value(entry) >= at_least {
            true => quoted(Observation::unclear(evidence), entry),
            false => quoted(Observation::met(evidence), entry),
        });
    }
    or_nothing(found)
}

/// Both names are said to be 100 of the same cases, in one clause or in two neighbouring ones.
pub(super) fn exclusive(view: &View, first: &Pattern, second: &Pattern) -> Vec<Observation> {
    let mut found = Vec::new();
    for line in &view.ledger().lines {
        let full = || {
            let rates = line.entries.iter().enumerate();
            rates.filter(|(_, entry)| entry.is_rate() && is_full(entry))
        };
        let one = full().find(|(_, entry)| first.is_match(entry.clause));
        let other = full().find(|(_, entry)| second.is_match(entry.clause));
        let Some(((at, one), (_, other))) = one.zip(other) else {
            continue;
        };
        let count = at.checked_sub(1).and_then(|at| line.entries.get(at));
        let count = count.filter(|count| !count.is_rate());
        let mut evidence: Vec<Evidence> = count
            .map(|count| Evidence::here("denominator", count.figure.span))
            .into_iter()
            .collect();
        evidence.push(Evidence::here("first", one.figure.span));
        if other.at != one.at {
            evidence.push(Evidence::here("second", other.figure.span));
        }
        found.push(quoted(Observation::unclear(evidence), one));
    }
    or_nothing(found)
}

/// A rate that cannot exceed 100 does.
pub(super) fn range(view: &View, names: &Pattern) -> Vec<Observation> {
    let mut found = Vec::new();
    for (_, entry) in levels(view).filter(|(_, entry)| names.is_match(entry.before)) {
        let evidence = vec![Evidence::here("rate", entry.figure.span)];
        let inside = (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&value(entry));
        found.push(match inside {
            true => quoted(Observation::met(evidence), entry),
            false => quoted(Observation::unmet(evidence), entry),
        });
    }
    found.extend(falls(view));
    or_nothing(found)
}

/// Nothing can fall by more than all of it.
fn falls(view: &View) -> Vec<Observation> {
    let entries = view.ledger().lines.iter().flat_map(|line| &line.entries);
    let falls = entries.filter(|entry| {
        let down = entry.direction == Some(Direction::Down);
        down && entry.is_rate() && entry.figure.unit == "%" && value(entry) > Decimal::ONE_HUNDRED
    });
    falls
        .map(|entry| {
            let evidence = vec![Evidence::here("rate", entry.figure.span)];
            quoted(Observation::unmet(evidence), entry)
        })
        .collect()
}

fn quoted(observation: Observation, entry: &Entry) -> Observation {
    let quote = render::excerpt(&format!("{}{}%", entry.before.trim(), entry.number));
    observation
        .labelled(entry.before)
        .with("quote", Localized::same(quote))
}

fn or_nothing(found: Vec<Observation>) -> Vec<Observation> {
    if found.is_empty() {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    found
}
