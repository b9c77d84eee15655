//! This year's report beside last year's: what stands still, what is carried over, what is not mentioned again.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::observation::{Observation, Reason};
use super::view::{View, normal, places};
use super::{Evidence, Localized, Severity, arithmetic, render};
use crate::compare::RowChange;
use crate::order;
use crate::report::{FigureKind, Form, Part, Report, Span};

/// A part as it stood last year: the share of characters in sentences that did not change.
pub(super) fn repeats(view: &View, part: Part, percent: Decimal) -> Vec<Observation> {
    let Some((previous, comparison)) = view.context.previous else {
        return no_previous();
    };
    let (now, then) = (view.places(part), places(previous, part));
    if now.is_empty() || then.is_empty() {
        return vec![Observation::not_assessable(Reason::NoPart)];
    }
    let (mut whole, mut carried) = (0, 0);
    let mut evidence = Vec::new();
    for row in &comparison.rows {
        let Some((new, size)) = sentence_in(view.report, row.new, &now) else {
            continue;
        };
        whole += size;
        let Some((old, _)) = sentence_in(previous, row.old, &then) else {
            continue;
        };
        let changed: usize = row
            .new_marks
            .iter()
            .map(|mark| letters(view.report, *mark))
            .sum();
        carried += size.saturating_sub(changed);
        evidence.push((new, old, size.saturating_sub(changed)));
    }
    if whole == 0 {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let share = Decimal::from(carried * 100) / Decimal::from(whole);
    order::sort_by_key(&mut evidence, |(_, _, same)| std::cmp::Reverse(*same));
    let places: Vec<Evidence> = evidence
        .iter()
        .take(3)
        .flat_map(|(new, old, _)| both(*new, *old))
        .collect();
    let quote = evidence
        .first()
        .map_or("", |(new, _, _)| view.report.quote(*new));
    let slot = Localized::same(render::excerpt(quote));
    let observation = match share >= percent {
        true => Observation::unmet(places),
        false => Observation::met(Vec::new()),
    };
    vec![
        observation
            .labelled(part.name())
            .with("quote", slot)
            .with("percent", Localized::same(share.round().to_string())),
    ]
}

fn sentence_in(report: &Report, idx: Option<usize>, places: &[Span]) -> Option<(Span, usize)> {
    let sentence = report.sentences.get(idx?)?;
    let inside = places.iter().any(|place| place.covers(sentence.span));
    (inside && !sentence.heading).then(|| (sentence.span, letters(report, sentence.span)))
}

fn letters(report: &Report, span: Span) -> usize {
    let text = report.quote(span);
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Undertakings of last year's plan that name something to look for, and of which nothing was found.
pub(super) fn promises(view: &View) -> Vec<Observation> {
    let Some((previous, comparison)) = view.context.previous else {
        return no_previous();
    };
    let checkable = comparison
        .promises
        .iter()
        .filter(|promise| promise.basis.is_some());
    let mut seen = false;
    let mut found = Vec::new();
    for promise in checkable {
        seen = true;
        if !promise.candidates.is_empty() {
            continue;
        }
        let quote = render::excerpt(previous.quote(promise.old));
        let evidence = vec![Evidence::before("previous", promise.old)];
        found.push(Observation::unclear(evidence).with("quote", Localized::same(quote)));
    }
    match (found.is_empty(), seen) {
        (false, _) => found,
        (true, true) => vec![Observation::met(Vec::new())],
        (true, false) => vec![Observation::not_assessable(Reason::Nothing)],
    }
}

/// Counts of more than one digit that are the same as last year's.
pub(super) fn frozen(view: &View, least: usize) -> Vec<Observation> {
    let Some((previous, comparison)) = view.context.previous else {
        return no_previous();
    };
    let mut compared = 0;
    let mut frozen = Vec::new();
    for indicator in &comparison.indicators {
        let new = view.report.figures.get(indicator.new);
        let Some((new, old)) = new.zip(previous.figures.get(indicator.old)) else {
            continue;
        };
        let count = new.kind == FigureKind::Count && new.form == Form::Exact;
        if !count || new.value().is_none_or(|value| value < Decimal::TEN) {
            continue;
        }
        compared += 1;
        if new.value() == old.value() && new.form == old.form {
            frozen.extend(both(new.span, old.span));
        }
    }
    if compared == 0 {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    let number = frozen.len() / 2;
    let observation = match number >= least {
        true => Observation::unmet(frozen),
        false => Observation::met(Vec::new()),
    };
    vec![
        observation
            .labelled("frozen")
            .with("figures", Localized::same(number.to_string()))
            .with("compared", Localized::same(compared.to_string())),
    ]
}

/// Printed changes beside the counts of both reports.
pub(super) fn change_since(view: &View) -> Vec<Observation> {
    let Some((previous, comparison)) = view.context.previous else {
        return no_previous();
    };
    let old_of: BTreeMap<usize, usize> = comparison
        .indicators
        .iter()
        .map(|indicator| (indicator.new, indicator.old))
        .collect();
    let mut found = Vec::new();
    for (count, change) in arithmetic::changes(view.ledger()) {
        let old = old_of.get(&count.index);
        let Some(old) = old.and_then(|old| previous.figures.get(*old)) else {
            continue;
        };
        let exact = old.form == Form::Exact && old.unit == count.figure.unit;
        let Some((value, base)) = count.range.value().zip(old.value().filter(|_| exact)) else {
            continue;
        };
        let Some((agrees, formula)) = arithmetic::agrees(value, base, change) else {
            continue;
        };
        let evidence = vec![
            Evidence::here("base", count.figure.span),
            Evidence::here("change", change.figure.span),
            Evidence::before("previous", old.span),
        ];
        let observation = match agrees {
            true => Observation::met(evidence),
            false => Observation::unmet(evidence),
        };
        found.push(observation.labelled(count.label()).with("formula", formula));
    }
    if found.is_empty() {
        return vec![Observation::not_assessable(Reason::Nothing)];
    }
    found
}

/// Years that were not rolled over: in a heading of the plan, and in sentences carried over.
pub(super) fn stale_year(view: &View) -> Vec<Observation> {
    let mut found: Vec<Observation> = stale_headings(view).collect();
    let Some((previous, comparison)) = view.context.previous else {
        return or_else(found, no_previous);
    };
    let years = previous.metadata.year.zip(view.report.metadata.year);
    let Some((then, _)) = years.filter(|(then, now)| then < now) else {
        return or_else(found, || {
            vec![Observation::not_assessable(Reason::YearUnknown)]
        });
    };
    for row in &comparison.rows {
        let carried = match row.change {
            RowChange::Same | RowChange::Figures | RowChange::Wording | RowChange::Both => true,
            RowChange::Added | RowChange::Removed => false,
        };
        let new = row.new.and_then(|idx| view.report.sentences.get(idx));
        let old = row.old.and_then(|idx| previous.sentences.get(idx));
        let Some((new, old)) = new.zip(old).filter(|_| carried) else {
            continue;
        };
        let (now, before) = (normal(view.report, new.span), normal(previous, old.span));
        if speaks_of(now, then) && speaks_of(before, then) {
            found.push(stale(view, then, both(new.span, old.span)));
        }
    }
    or_else(found, || vec![Observation::met(Vec::new())])
}

/// Headings of the plan that name the report's own year and not the next.
fn stale_headings(view: &View) -> impl Iterator<Item = Observation> {
    let year = view.report.metadata.year;
    let plans = view.report.sections.iter().filter(|section| {
        section.part == Some(Part::NextYearPlan) && section.level <= 2 && !section.run_in
    });
    plans.filter_map(move |section| {
        let (own, next) = (year?, year?.checked_add(1)?);
        let names = |year: i16| section.title.contains(&format!("{year}年"));
        let evidence = vec![Evidence::here("place", section.heading)];
        (names(own) && !names(next)).then(|| stale(view, own, evidence))
    })
}

fn stale(view: &View, year: i16, evidence: Vec<Evidence>) -> Observation {
    let place = evidence.first();
    let quote = place.map_or("", |place| view.report.quote(place.span));
    let quote = Localized::same(render::excerpt(quote));
    Observation::unmet(evidence)
        .with("quote", quote)
        .with("year", Localized::same(year.to_string()))
}

fn or_else(found: Vec<Observation>, other: impl Fn() -> Vec<Observation>) -> Vec<Observation> {
    match found.is_empty() {
        true => other(),
        false => found,
    }
}

/// Whether a text opens a statement with the year, rather than naming an edition, a beginning or a comparison.
pub(super) fn speaks_of(text: &str, year: i16) -> bool {
    let name = format!("{year}年");
    text.match_indices(&name).any(|(at, name)| {
        let before = text.get(..at).unwrap_or("").trim_end();
        let after = text.get(at + name.len()..).unwrap_or("");
        let opens = before.is_empty() || before.ends_with(['。', ';', ',', ':', '、', '是']);
        let runs_on = ["以来", "度", "版", "起", "至", "-", "—", "底", "末", "前"];
        let dated = after.chars().next().is_some_and(|c| c.is_ascii_digit());
        opens && !dated && !runs_on.iter().any(|word| after.starts_with(word))
    })
}

/// How much of the report stood in last year's.
pub(super) fn recycled(view: &View, percent: Decimal, severe: Decimal) -> Vec<Observation> {
    let Some((_, comparison)) = view.context.previous else {
        return no_previous();
    };
    let share = Decimal::from_f64(comparison.reuse.verbatim_share).unwrap_or_default();
    let share = share * Decimal::ONE_HUNDRED;
    let mut sections = comparison.reuse.sections.clone();
    sections.retain(|section| section.share > 0.0);
    order::sort_by(&mut sections, |a, b| {
        b.share.total_cmp(&a.share).then(a.new.cmp(&b.new))
    });
    let headings = sections.iter().take(3).filter_map(|section| {
        let section = view.report.sections.get(section.new)?;
        Some(Evidence::here("place", section.heading))
    });
    let mut observation = match share > percent {
        true => Observation::unmet(headings.collect()),
        false => Observation::met(Vec::new()),
    };
    observation.severity = (share > severe).then_some(Severity::S1);
    let shown = Localized::same(share.round().to_string());
    vec![observation.labelled("recycled").with("percent", shown)]
}

fn both(new: Span, old: Span) -> Vec<Evidence> {
    vec![
        Evidence::here("place", new),
        Evidence::before("previous", old),
    ]
}

fn no_previous() -> Vec<Observation> {
    vec![Observation::not_assessable(Reason::NoPrevious)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_stale_only_where_it_is_spoken_of_as_now() {
        assert!(speaks_of("2023年,全县办理案件9件。", 2023));
        assert!(speaks_of("一是2023年办理案件9件。", 2023));
        assert!(!speaks_of("2023年以来,办理案件9件。", 2023));
        assert!(!speaks_of("开展2023年度考核。", 2023));
        assert!(!speaks_of("较2023年增长3%。", 2023));
    }
}
