//! Substance: shortcomings and paragraphs that name nothing, and a part that tells only one of two sides.

use rust_decimal::Decimal;

use super::observation::{Observation, Reason};
use super::pack::{Pattern, Side, Words};
use super::view::{View, places};
use super::{Evidence, Localized, render};
use crate::order;
use crate::report::{BlockKind, Part, Span};

/// Points of a part that are a stock phrase and nothing specific make up less than this share.
pub(super) fn generic(
    view: &View,
    part: Part,
    stock: &Words,
    specific: &Pattern,
    percent: Decimal,
    points: usize,
) -> Vec<Observation> {
    let places = places(view.report, part);
    if places.is_empty() {
        return vec![no_part(view)];
    }
    let mut made = 0;
    let mut empty = Vec::new();
    for sentence in places.iter().flat_map(|place| view.sentences(*place)) {
        let normal = view.report.normal.to_normal(sentence);
        for point in pieces(normal.of(&view.report.normal.text), [';', '。']) {
            let text = point.of(normal.of(&view.report.normal.text));
            if !stock.is_in(text) {
                made += usize::from(specific.is_match(text));
                continue;
            }
            made += 1;
            if !specific.is_match(text) {
                let place = Span::new(normal.start + point.start, normal.start + point.end);
                empty.push(view.report.normal.to_source(place));
            }
        }
    }
    if made < points {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let share = Decimal::from(empty.len() * 100) / Decimal::from(made.max(1));
    vec![listed(
        view,
        &empty,
        share >= percent && !empty.is_empty(),
        made,
    )]
}

/// No paragraphs of a part are dense with intensifiers and name nothing.
pub(super) fn vague(
    view: &View,
    part: Part,
    words: &Words,
    specific: &Pattern,
    per_thousand: usize,
    paragraphs: usize,
) -> Vec<Observation> {
    let places = places(view.report, part);
    if places.is_empty() {
        return vec![no_part(view)];
    }
    let mut all = 0;
    let mut empty: Vec<(usize, Span)> = Vec::new();
    for block in view.report.blocks.iter() {
        let inside = places.iter().any(|place| place.covers(block.text));
        if block.kind != BlockKind::Paragraph || !inside {
            continue;
        }
        let text = view.normal(block.text);
        let size = text.chars().count();
        if size < LEAST_PARAGRAPH {
            continue;
        }
        all += 1;
        let density = words.places(text).count() * 1000 / size;
        if density >= per_thousand && !specific.is_match(text) {
            empty.push((density, block.text));
        }
    }
    if all == 0 {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    order::sort_by_key(&mut empty, |(density, span)| {
        (std::cmp::Reverse(*density), *span)
    });
    let spans: Vec<Span> = empty
        .into_iter()
        .map(|(_, span)| view.opening(span))
        .collect();
    vec![listed(view, &spans, spans.len() >= paragraphs, all)]
}

/// Characters of a paragraph that is long enough to say something.
const LEAST_PARAGRAPH: usize = 60;

/// Where the report is of two bodies, the part tells of both.
pub(super) fn sides(
    view: &View,
    part: Part,
    joint: &Pattern,
    sides: &[Side; 2],
) -> Vec<Observation> {
    let metadata = &view.report.metadata;
    let title = metadata
        .title
        .as_ref()
        .map_or("", |title| title.value.as_str());
    if !joint.is_match(view.issuer()) && !joint.is_match(title) {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let places = places(view.report, part);
    let Some(first) = places.first() else {
        return vec![no_part(view)];
    };
    let told = |side: &&Side| {
        let mut bodies = places.iter().flat_map(|place| view.body(*place));
        bodies.any(|span| side.words.is_in(view.normal(span)))
    };
    let (told, silent): (Vec<&Side>, Vec<&Side>) = sides.iter().partition(told);
    let opening = view.opening(*first);
    let evidence = vec![Evidence::here("place", opening)];
    let name = |side: Option<&&Side>| side.map(|side| side.name.clone()).unwrap_or_default();
    let observation = match (told.len(), silent.len()) {
        (1, 1) => Observation::unmet(evidence).labelled("sides"),
        (0, _) => Observation::not_assessable(Reason::Nothing),
        (_, _) => Observation::met(evidence),
    };
    let quote = render::excerpt(view.report.quote(opening));
    vec![
        observation
            .with("quote", Localized::same(quote))
            .with("named", name(told.first()))
            .with("absent", name(silent.first())),
    ]
}

/// The pieces of a text between stops, without white space.
fn pieces<const N: usize>(text: &str, stops: [char; N]) -> Vec<Span> {
    let mut start = 0;
    let ends = text
        .match_indices(stops)
        .map(|(at, stop)| (at, at + stop.len()));
    let mut found = Vec::new();
    for (end, next) in ends.chain([(text.len(), text.len())]) {
        let piece = text.get(start..end).unwrap_or("");
        let from = start + piece.len() - piece.trim_start().len();
        let to = start + piece.trim_end().len();
        if from < to {
            found.push(Span::new(from, to));
        }
        start = next;
    }
    found
}

fn listed(view: &View, places: &[Span], is_hit: bool, of: usize) -> Observation {
    let evidence = places
        .iter()
        .take(MOST)
        .map(|span| Evidence::here("place", *span));
    let evidence = evidence.collect();
    let quote = places.first().map_or("", |span| view.report.quote(*span));
    let observation = match is_hit {
        true => Observation::unmet(evidence),
        false => Observation::met(Vec::new()),
    };
    observation
        .labelled("empty")
        .with("quote", Localized::same(render::excerpt(quote)))
        .with("empty", Localized::same(places.len().to_string()))
        .with("of", Localized::same(of.to_string()))
}

/// Places that are shown of one finding.
const MOST: usize = 5;

fn no_part(view: &View) -> Observation {
    Observation::not_assessable(match view.is_cut_off() {
        true => Reason::Truncated,
        false => Reason::NoPart,
    })
}
