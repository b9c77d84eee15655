//! Validity: words for what had not come about yet, or no longer holds, when the report was made.

use jiff::civil::{Date, date};

use super::observation::{Observation, Reason};
use super::pack::{DatedWords, Within};
use super::view::View;
use super::{Evidence, Localized, render};
use crate::order;
use crate::report::Span;

/// Nothing in the report is out of its time.
pub(super) fn validity(view: &View, table: &[DatedWords]) -> Vec<Observation> {
    let (made, year) = (made(view), view.report.metadata.year);
    if made.is_none() {
        return vec![Observation::not_assessable(Reason::YearUnknown)];
    }
    let mut found: Vec<(Span, Observation)> = table
        .iter()
        .filter(|entry| is_out_of_time(entry, made, year))
        .flat_map(|entry| uses(view, entry))
        .collect();
    order::sort_by_key(&mut found, |(place, _)| *place);
    let found: Vec<Observation> = found.into_iter().map(|(_, each)| each).collect();
    match found.is_empty() {
        true => vec![Observation::met(Vec::new())],
        false => found,
    }
}

/// The last day on which the report can have been written: a site may say an earlier or a later one than the signature.
fn made(view: &View) -> Option<Date> {
    let metadata = &view.report.metadata;
    let dates = [&metadata.signed, &metadata.published]
        .into_iter()
        .flatten();
    let last = dates.map(|date| date.value).max();
    last.or_else(|| Some(date(metadata.year?.checked_add(1)?, 12, 31)))
}

/// A slot without words, or without a time, is never out of time.
fn is_out_of_time(entry: &DatedWords, made: Option<Date>, year: Option<i16>) -> bool {
    let early = entry
        .since
        .zip(made)
        .is_some_and(|(since, made)| made < since);
    let late = entry
        .until
        .zip(year)
        .is_some_and(|(until, year)| year > until);
    early || late
}

/// The sentences that use the words as if they held.
fn uses<'v>(
    view: &'v View,
    entry: &'v DatedWords,
) -> impl Iterator<Item = (Span, Observation)> + 'v {
    let places = entry.words.iter().flat_map(|words| view.words(words));
    let mut told: Option<Span> = None;
    places.filter_map(move |place| {
        let sentence = view.stretch(place, Within::Sentence)?;
        if told.replace(sentence) == Some(sentence) {
            return None;
        }
        let said = view.normal(sentence);
        let with = entry.with.as_ref().is_none_or(|with| with.is_match(said));
        let except = entry.except.as_ref();
        if !with || except.is_some_and(|except| except.is_match(said)) {
            return None;
        }
        Some((
            sentence,
            use_of(view, entry, view.report.normal.to_source(place)),
        ))
    })
}

fn use_of(view: &View, entry: &DatedWords, place: Span) -> Observation {
    let evidence = vec![Evidence::here("place", place)];
    let observation = match entry.ask {
        true => Observation::unclear(evidence),
        false => Observation::unmet(evidence),
    };
    let since = entry.since.map(|since| since.to_string());
    let until = entry.until.map(|until| until.to_string());
    let time = since.or(until).unwrap_or_default();
    let quote = render::excerpt(view.report.quote(place));
    observation
        .with("quote", Localized::same(quote))
        .with("time", Localized::same(time))
        .with("note", entry.note.clone())
}
