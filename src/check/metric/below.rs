//! Rates that should be full, and numbers that should reach a mark.

use rust_decimal::Decimal;

use super::{is_one_of, stated};
use crate::check::arithmetic::Entry;
use crate::check::observation::{Observation, Reason};
use crate::check::pack::{MetricName, Worse};
use crate::check::view::View;
use crate::check::{Evidence, Localized, render};

/// Values of these metrics that do not reach the mark.
pub(in crate::check) fn below(
    view: &View,
    metrics: &[MetricName],
    mark: Decimal,
    worse: Option<Worse>,
) -> Vec<Observation> {
    let mut found = Vec::new();
    for stated in stated(view).filter(|stated| is_one_of(stated.metric, metrics)) {
        let entry = stated.entry;
        let Some(value) = entry.range.high else {
            continue;
        };
        let evidence = vec![Evidence::here("rate", entry.figure.span)];
        let mut observation = match value < mark {
            true => Observation::unmet(evidence),
            false => Observation::met(evidence),
        };
        observation.severity = worse
            .filter(|worse| value < Decimal::from(worse.below))
            .map(|worse| worse.severity);
        observation.expected = Some(format!("≥ {mark}{}", entry.figure.unit));
        observation.found = Some(format!("{}{}", entry.number, entry.figure.unit));
        found.push(
            observation
                .labelled(entry.label())
                .with("quote", Localized::same(quote(entry))),
        );
    }
    match found.is_empty() {
        true => vec![Observation::not_assessable(Reason::Nothing)],
        false => found,
    }
}

fn quote(entry: &Entry) -> String {
    let words = entry.before.trim();
    render::excerpt(&format!("{words}{}{}", entry.number, entry.figure.unit))
}
