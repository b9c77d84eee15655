//! Length: how many letters a report has.

use std::collections::BTreeMap;

use super::observation::{Observation, Reason};
use super::view::View;
use super::{Evidence, Localized};

/// The text has no more than `at_most` letters and no fewer than `at_least` of its level.
pub(super) fn length(
    view: &View,
    at_most: Option<usize>,
    at_least: &BTreeMap<String, usize>,
) -> Vec<Observation> {
    let least = at_least.get(view.report.metadata.level.name()).copied();
    let letters: usize = view
        .body(view.whole())
        .map(|span| view.report.quote(span))
        .map(|text| text.chars().filter(|c| c.is_alphanumeric()).count())
        .sum();
    let is_short = least.is_some_and(|least| letters < least);
    if is_short && view.is_cut_off() {
        return vec![Observation::not_assessable(Reason::Truncated)];
    }
    let is_long = at_most.is_some_and(|most| letters > most);
    let title = view
        .report
        .metadata
        .title
        .as_ref()
        .and_then(|title| title.span);
    let evidence = title.map(|span| Evidence::here("place", span));
    let evidence = evidence.into_iter().collect();
    let observation = match is_long || is_short {
        true => Observation::unmet(evidence),
        false => Observation::met(evidence),
    };
    let limit = if is_long { at_most } else { least };
    let limit = limit.or(at_most).map(|limit| limit.to_string());
    vec![
        observation
            .labelled("length")
            .with("characters", Localized::same(letters.to_string()))
            .with("limit", Localized::same(limit.unwrap_or_default())),
    ]
}
