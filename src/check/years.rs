//! Years: the one in the title against those that the text itself speaks of.

use std::collections::BTreeMap;

use super::cross_year::speaks_of;
use super::observation::{Observation, Reason};
use super::pack::Pattern;
use super::view::View;
use super::{Evidence, Localized, render};
use crate::report::{Part, Span};

/// Statements that open with another year, of a text that never names its own, from which that is no chance.
const STATEMENTS: usize = 2;

/// The text is about the year that the title names: what it announces (`announce`), what it tells, what it plans.
pub(super) fn year_of_text(view: &View, announce: &Pattern) -> Vec<Observation> {
    let metadata = &view.report.metadata;
    let Some(title) = &metadata.title else {
        return vec![Observation::not_assessable(Reason::NoTitle)];
    };
    let year = metadata
        .year
        .filter(|year| said(&title.value).contains(year));
    let Some(year) = year else {
        return vec![Observation::not_assessable(Reason::YearUnknown)];
    };
    let found = announced(view, announce, year)
        .or_else(|| told(view, year))
        .or_else(|| planned(view, year));
    let heading = title.span.map(|span| Evidence::here("first", span));
    let evidence = heading.into_iter();
    vec![match found {
        None => Observation::met(evidence.collect()),
        Some((other, place)) => {
            let quote = render::excerpt(view.report.quote(place));
            let evidence = evidence.chain([Evidence::here("second", place)]);
            Observation::unmet(evidence.collect())
                .with("quote", Localized::same(quote))
                .with("year", Localized::same(year.to_string()))
                .with("other", Localized::same(other.to_string()))
        }
    }]
}

/// The sentence that announces the report names other years only.
fn announced(view: &View, announce: &Pattern, year: i16) -> Option<(i16, Span)> {
    let mut sentences = view.report.sentences.iter().take(EARLY);
    let sentence = sentences.find(|sentence| announce.is_match(view.normal(sentence.span)))?;
    let text = view.normal(sentence.span);
    let text = announce.find(text)?.of(text);
    let years = said(text);
    let other = *years.first()?;
    let fits = |named: &i16| *named == year || *named == year.saturating_add(1);
    (!years.iter().any(fits)).then_some((other, sentence.span))
}

/// Sentences among which a report announces what it is about.
const EARLY: usize = 12;

/// The text outside its plan never names its year, and opens statements with another.
fn told(view: &View, year: i16) -> Option<(i16, Span)> {
    let name = year.to_string();
    let mut others: BTreeMap<i16, Vec<Span>> = BTreeMap::new();
    let bodies = view.report.sentences.iter().filter(|sentence| {
        let part = view.part_at(sentence.span.start);
        !sentence.heading && part.is_some() && !view.is_planned(sentence.span.start)
    });
    for sentence in bodies {
        let text = view.normal(sentence.span);
        if text.contains(&name) {
            return None;
        }
        for other in said(text)
            .into_iter()
            .filter(|other| speaks_of(text, *other))
        {
            others.entry(other).or_default().push(sentence.span);
        }
    }
    let near = |other: &i16| other.abs_diff(year) == 1;
    let (other, places) = others
        .into_iter()
        .find(|(other, places)| near(other) && places.len() >= STATEMENTS)?;
    Some((other, *places.first()?))
}

/// A heading of the plan names a year that is neither the report's nor the next.
fn planned(view: &View, year: i16) -> Option<(i16, Span)> {
    let sections = view.report.sections.iter();
    let mut plans = sections.filter(|section| {
        section.part == Some(Part::NextYearPlan) && section.level == 1 && !section.run_in
    });
    plans.find_map(|section| {
        let years = said(&section.title);
        let fits = |named: &i16| (year..=year.saturating_add(1)).contains(named);
        let other = *years.first()?;
        (!years.iter().any(fits)).then_some((other, section.heading))
    })
}

/// Years with 年 behind them that are neither part of a title or a slogan nor the end of a stretch of years.
fn said(text: &str) -> Vec<i16> {
    let mut years = Vec::new();
    let mut depth = 0_usize;
    let mut from = 0;
    for (at, mark) in text.match_indices(['《', '》', '“', '”', '年']) {
        match mark {
            "《" | "“" => depth += 1,
            "》" | "”" => depth = depth.saturating_sub(1),
            _ => {
                let before = text.get(from..at).unwrap_or("");
                years.extend(stated(before).filter(|_| depth == 0));
            }
        }
        from = at + mark.len();
    }
    years
}

/// The four digits that a text ends with, when no other digit and no dash stands before them.
fn stated(text: &str) -> Option<i16> {
    let (before, digits) = text.split_at_checked(text.len().checked_sub(4)?)?;
    let alone = !before.ends_with(|c: char| c.is_ascii_digit() || "-—–~至".contains(c));
    let year: i16 = digits.parse().ok()?;
    (alone && (1990..2100).contains(&year)).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_told_from_names() {
        for (text, years) in [
            ("2024年,全县办理案件", vec![2024]),
            ("落实《纲要(2021—2025年)》,现将2023年度情况", vec![2023]),
            ("2021-2025年规划", vec![]),
            ("12024年", vec![]),
            ("近三年", vec![]),
            ("年", vec![]),
        ] {
            assert_eq!(said(text), years, "{text}");
        }
    }
}
