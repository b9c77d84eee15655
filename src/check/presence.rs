//! Statutory parts: whether they are there, and whether they hold what they must.

use rust_decimal::Decimal;

use super::observation::{Observation, Reason};
use super::pack::Pattern;
use super::spans::Spans;
use super::view::View;
use super::{Evidence, Localized, render};
use crate::report::{Part, Span, han};

/// The part is there, with a heading or without, or some sentence does its work.
pub(super) fn present(view: &View, part: Part, or: &[Vec<Pattern>]) -> Vec<Observation> {
    let place = view.places(part).first().map(|place| view.opening(*place));
    let place = place.or_else(|| showing(view, or));
    vec![match place {
        Some(span) => met_at(view, span),
        None if view.is_cut_off() => Observation::not_assessable(Reason::Truncated),
        None => Observation::unmet(Vec::new()),
    }]
}

/// Something in the part matches.
pub(super) fn contains(
    view: &View,
    part: Part,
    find: &[Pattern],
    except: &[Pattern],
) -> Vec<Observation> {
    let places = view.places(part);
    let Some(first) = places.first() else {
        return vec![no_part(view)];
    };
    let find = find.iter().filter(|pattern| view.may_match(pattern));
    let find: Vec<&Pattern> = find.collect();
    for span in bodies(view, &places) {
        let text = view.normal(span);
        let mut hits = find
            .iter()
            .flat_map(|pattern| pattern.places(text))
            .peekable();
        if hits.peek().is_none() {
            continue;
        }
        let allowed = except.iter().flat_map(|pattern| pattern.places(text));
        let allowed = Spans::of(allowed);
        let mut hits = hits.filter(|hit| !allowed.touch(*hit));
        if let Some(hit) = hits.next() {
            let start = view.report.normal.to_normal(span).start;
            let normal = Span::new(start + hit.start, start + hit.end);
            let found = view.report.normal.to_source(normal);
            let sentence = view.report.sentence_at(found.start);
            let sentence = sentence.and_then(|idx| view.report.sentences.get(idx));
            return vec![met_at(
                view,
                sentence.map_or(found, |sentence| sentence.span),
            )];
        }
    }
    vec![unmet_at(view, view.opening(*first))]
}

/// The part is long enough, or makes enough points.
pub(super) fn size(
    view: &View,
    part: Part,
    percent: Decimal,
    characters: usize,
    points: usize,
) -> Vec<Observation> {
    let places = view.places(part);
    let Some(first) = places.first() else {
        return vec![no_part(view)];
    };
    let size: usize = places.iter().map(|place| view.size(*place)).sum();
    let whole = view.size(view.whole()).max(1);
    let share = Decimal::from(size * 100) / Decimal::from(whole);
    let made = count_points(view, &places);
    let short = (share < percent && size < characters) || made < points;
    let opening = view.opening(*first);
    let observation = match short {
        true => unmet_at(view, opening),
        false => met_at(view, opening),
    };
    vec![
        observation
            .with("percent", Localized::same(share.round_dp(1).to_string()))
            .with("characters", Localized::same(size.to_string()))
            .with("points", Localized::same(made.to_string())),
    ]
}

/// Points are items and headings below the part, or what semicolons and enumeration commas set apart.
fn count_points(view: &View, places: &[Span]) -> usize {
    let sections = &view.report.sections;
    let inside = sections.iter().filter(|section| {
        places
            .iter()
            .any(|place| place.covers(section.heading) && place.start < section.heading.start)
    });
    let separated = bodies(view, places).flat_map(|span| view.normal(span).chars());
    let marks = separated.filter(|c| matches!(c, ';' | '、' | '。')).count();
    inside.count().max(marks)
}

/// The part names the year after the report year, or says it in words.
pub(super) fn year(view: &View, part: Part, words: &Pattern) -> Vec<Observation> {
    let Some(next) = view
        .report
        .metadata
        .year
        .and_then(|year| year.checked_add(1))
    else {
        return vec![Observation::not_assessable(Reason::YearUnknown)];
    };
    let places = view.places(part);
    let Some(first) = places.first() else {
        return vec![no_part(view)];
    };
    let title = view.report.metadata.title.as_ref();
    let title = title.map_or("", |title| title.value.as_str());
    let names = |text: &str| names_year(text, next) || words.is_match(text);
    let named = bodies(view, &places).find(|span| names(view.normal(*span)));
    let observation = match named {
        Some(span) => met_at(view, view.opening(span)),
        None if names_year(title, next) => met_at(view, view.opening(*first)),
        None => unmet_at(view, view.opening(*first)),
    };
    vec![observation.with("year", Localized::same(next.to_string()))]
}

/// The year in Arabic or Chinese digits.
fn names_year(text: &str, year: i16) -> bool {
    let arabic = year.to_string();
    let chinese: String = arabic
        .chars()
        .filter_map(|digit| han::DIGITS.get(digit.to_digit(10)? as usize))
        .collect();
    [arabic, chinese.replace('〇', "○"), chinese]
        .iter()
        .any(|name| text.contains(name.as_str()))
}

/// Where the text speaks of `about`, some sentence shows it.
pub(super) fn sentence(view: &View, about: &Pattern, show: &[Vec<Pattern>]) -> Vec<Observation> {
    let sentences = || view.blocks().flat_map(|block| view.sentences(block));
    let Some(first) = sentences().find(|span| about.is_match(view.normal(*span))) else {
        return vec![Observation::not_assessable(Reason::Nothing)];
    };
    vec![match showing(view, show) {
        Some(span) => met_at(view, span),
        None if view.is_cut_off() => Observation::not_assessable(Reason::Truncated),
        None => unmet_at(view, first),
    }]
}

/// The first sentence that matches all patterns of one list.
fn showing(view: &View, lists: &[Vec<Pattern>]) -> Option<Span> {
    let may_show = |list: &&Vec<Pattern>| list.iter().all(|pattern| view.may_match(pattern));
    let lists: Vec<&Vec<Pattern>> = lists.iter().filter(may_show).collect();
    if lists.is_empty() {
        return None;
    }
    let sentences = view.blocks().flat_map(|block| view.sentences(block));
    sentences.into_iter().find(|span| {
        let text = view.normal(*span);
        lists
            .iter()
            .any(|list| list.iter().all(|pattern| pattern.is_match(text)))
    })
}

fn bodies<'v>(view: &'v View, places: &'v [Span]) -> impl Iterator<Item = Span> + 'v {
    places.iter().flat_map(|place| view.body(*place))
}

fn no_part(view: &View) -> Observation {
    Observation::not_assessable(match view.is_cut_off() {
        true => Reason::Truncated,
        false => Reason::NoPart,
    })
}

fn met_at(view: &View, span: Span) -> Observation {
    quoted(
        view,
        Observation::met(vec![Evidence::here("place", span)]),
        span,
    )
}

/// What is missing has no words of its own: the fingerprint is the rule's alone.
fn unmet_at(view: &View, span: Span) -> Observation {
    let observation = Observation::unmet(vec![Evidence::here("place", span)]);
    quoted(view, observation.labelled("absent"), span)
}

fn quoted(view: &View, observation: Observation, span: Span) -> Observation {
    let quote = render::excerpt(view.report.quote(span));
    observation.with("quote", Localized::same(quote))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_named_in_either_script() {
        assert!(names_year("2025年工作安排", 2025));
        assert!(names_year("二〇二五年工作安排", 2025));
        assert!(names_year("二○二五年工作安排", 2025));
        assert!(!names_year("下一步工作安排", 2025));
    }
}
