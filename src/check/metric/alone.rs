//! Rates that stand alone: no count near by that a reader could recompute them from.

use std::collections::BTreeSet;

use super::stated;
use crate::check::observation::{Observation, Reason};
use crate::check::pack::MetricName;
use crate::check::view::View;
use crate::check::{Evidence, Localized, render};
use crate::report::Measure;

/// How many figures before a rate may be its counts.
const NEAR: usize = 4;

/// Rates of the vocabulary in whose paragraph no count of the same topic stands; `except` rests on surveys.
pub(in crate::check) fn alone(view: &View, except: &[MetricName]) -> Vec<Observation> {
    let counted: BTreeSet<(usize, &str)> = stated(view)
        .filter(|stated| stated.metric.measure == Measure::Count)
        .map(|stated| (stated.line.block, stated.metric.family()))
        .collect();
    let rates = stated(view).filter(|stated| {
        let kept = !super::is_one_of(stated.metric, except);
        kept && stated.metric.measure == Measure::Rate && stated.entry.figure.unit == "%"
    });
    let mut found = Vec::new();
    for rate in rates {
        let beside = counted.contains(&(rate.line.block, rate.metric.family()));
        let mut before = rate.line.entries.iter().take(rate.at).rev().take(NEAR);
        let near = before.any(|entry| !entry.is_rate() && entry.is_whole());
        let evidence = vec![Evidence::here("rate", rate.entry.figure.span)];
        let words = rate.entry.before.trim();
        let number = rate.entry.number.trim_end_matches('%');
        let quote = render::excerpt(&format!("{words}{number}%"));
        let observation = match beside || near {
            true => Observation::met(evidence),
            false => Observation::unmet(evidence),
        };
        found.push(
            observation
                .labelled(rate.entry.label())
                .with("quote", Localized::same(quote)),
        );
    }
    match found.is_empty() {
        true => vec![Observation::not_assessable(Reason::Nothing)],
        false => found,
    }
}
