//! This year's report beside last year's: what stands still, what is carried over, what is not mentioned again.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::observation::{Observation, Reason};
use super::view::{View, normal, places};
use super::{Evidence, Localized, Severity, render};
use crate::compare::RowChange;
use crate::report::{FigureKind, Form, Part, Report, Span};

/// Shortcomings as they stood last year: the share of characters in sentences that did not change.
pub(super) fn shortfalls(view: &View, percent: Decimal) -> Vec<Observation> {
    let Some((previous, comparison)) = view.context.previous else {
        return no_previous();
    };
    let (now, then) = (
        view.places(Part::Shortcomings),
        places(previous, Part::Shortcomings),
    );
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
    evidence.sort_by_key(|(_, _, same)| std::cmp::Reverse(*same));
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
            .labelled("shortfalls")
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
        .filter(|promise| promise.checkable);
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

/// Sentences carried over that still speak of last year's report year as their own.
pub(super) fn stale_year(view: &View) -> Vec<Observation> {
    let Some((previous, comparison)) = view.context.previous else {
        return no_previous();
    };
    let years = previous.metadata.year.zip(view.report.metadata.year);
    let Some((then, _)) = years.filter(|(then, now)| then < now) else {
        return vec![Observation::not_assessable(Reason::YearUnknown)];
    };
    let mut found = Vec::new();
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
            let quote = render::excerpt(view.report.quote(new.span));
            let observation = Observation::unmet(both(new.span, old.span));
            found.push(
                observation
                    .with("quote", Localized::same(quote))
                    .with("year", Localized::same(then.to_string())),
            );
        }
    }
    if found.is_empty() {
        return vec![Observation::met(Vec::new())];
    }
    found
}

/// Whether a text opens a statement with the year, rather than naming an edition, a beginning or a comparison.
fn speaks_of(text: &str, year: i16) -> bool {
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
    sections.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.new.cmp(&b.new)));
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
