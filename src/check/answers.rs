//! Shortcomings and what answers them: this year's deeds to last year's, this year's plan to this year's.

use rust_decimal::Decimal;

use super::observation::{Observation, Reason};
use super::pack::Pattern;
use super::view::View;
use super::{Evidence, Localized, render};
use crate::compare::{Promise, Told, accounts};
use crate::report::{Part, Report, Span};

/// One point of a part, and whether anything was found that may answer any clause of it.
struct Point {
    place: Span,
    answer: Option<Span>,
}

/// Last year's shortcomings of which nothing is told this year.
pub(super) fn unanswered(view: &View, part: Part, except: &Pattern) -> Vec<Observation> {
    let Some((previous, _)) = view.context.previous else {
        return vec![Observation::not_assessable(Reason::NoPrevious)];
    };
    let found = accounts(previous, part, view.report, Told::Deeds);
    let points = points(previous, found, except);
    if points.is_empty() {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let silent = points.iter().filter(|point| point.answer.is_none());
    let found: Vec<Observation> = silent
        .map(|point| {
            let quote = render::excerpt(previous.quote(point.place));
            Observation::unclear(vec![Evidence::before("previous", point.place)])
                .with("quote", Localized::same(quote))
        })
        .collect();
    match found.is_empty() {
        true => vec![Observation::met(Vec::new())],
        false => found,
    }
}

/// The plan answers at least this share of the points of a part.
pub(super) fn unlinked(
    view: &View,
    part: Part,
    except: &Pattern,
    percent: Decimal,
    least: usize,
) -> Vec<Observation> {
    let has = |part| view.report.parts.iter().any(|place| place.part == part);
    if !has(part) || !has(Part::NextYearPlan) {
        return vec![Observation::not_assessable(match view.is_cut_off() {
            true => Reason::Truncated,
            false => Reason::NoPart,
        })];
    }
    let found = accounts(view.report, part, view.report, Told::Plan);
    let points = points(view.report, found, except);
    if points.len() < least {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let linked = points.iter().filter(|point| point.answer.is_some()).count();
    let share = Decimal::from(linked * 100) / Decimal::from(points.len().max(1));
    let silent = points.iter().find(|point| point.answer.is_none());
    let quote = silent.map_or("", |point| view.report.quote(point.place));
    // The pairing is what the reviewer judges: each point, and the undertaking that may answer it.
    let evidence = points.iter().take(MOST).flat_map(|point| {
        let answer = point.answer.map(|answer| Evidence::here("second", answer));
        [Evidence::here("first", point.place)]
            .into_iter()
            .chain(answer)
    });
    let evidence: Vec<Evidence> = evidence.collect();
    let observation = match share < percent {
        true => Observation::unmet(evidence),
        false => Observation::met(evidence),
    };
    vec![
        observation
            .labelled("unlinked")
            .with("quote", Localized::same(render::excerpt(quote)))
            .with("linked", Localized::same(linked.to_string()))
            .with("points", Localized::same(points.len().to_string())),
    ]
}

/// Points that are shown with their answers.
const MOST: usize = 6;

/// The clauses of each sentence put together again; sentences that match `except` only lead over to the points.
fn points(report: &Report, clauses: Vec<Promise>, except: &Pattern) -> Vec<Point> {
    let mut points: Vec<(usize, Point)> = Vec::new();
    for clause in clauses {
        let Some(idx) = report.sentence_at(clause.old.start) else {
            continue;
        };
        let answer = clause.candidates.first().map(|candidate| candidate.span);
        match points.last_mut().filter(|(last, _)| *last == idx) {
            Some((_, point)) => point.answer = point.answer.or(answer),
            None => {
                let sentence = report.sentences.get(idx);
                let place = sentence.map_or(clause.old, |sentence| sentence.span);
                points.push((idx, Point { place, answer }));
            }
        }
    }
    let said = points.into_iter().map(|(_, point)| point);
    said.filter(|point| !except.is_match(super::view::normal(report, point.place)))
        .collect()
}
