//! Bounds: a number in a sentence that is lower than it should be.

use rust_decimal::Decimal;

use super::observation::{Observation, Reason};
use super::pack::{Bound, Take};
use super::view::View;
use super::{Evidence, Localized, render};
use crate::report::{Figure, Period, Span};

/// The figures that the bound is about reach it, the largest of them or all together.
pub(super) fn bound(view: &View, bound: &Bound) -> Vec<Observation> {
    let figures: Vec<(&Figure, Decimal)> = view
        .report
        .figures
        .iter()
        .filter(|figure| is_meant(view, figure, bound))
        .filter_map(|figure| Some((figure, figure.value()?)))
        .collect();
    let values = || figures.iter().map(|(_, value)| *value);
    let reached = match bound.take {
        Take::Largest => values().max(),
        Take::Sum => values().reduce(|a, b| a.checked_add(b).unwrap_or(Decimal::MAX)),
    };
    let Some(reached) = reached else {
        return vec![Observation::not_assessable(Reason::Nothing)];
    };
    let least = Decimal::from(bound.at_least);
    let evidence: Vec<Evidence> = figures
        .iter()
        .map(|(figure, _)| Evidence::here("place", figure.span))
        .collect();
    let quote = figures
        .first()
        .map_or(Span::default(), |(figure, _)| figure.span);
    let quote = render::excerpt(view.report.quote(quote));
    let mut observation = match reached < least {
        true => Observation::unmet(evidence),
        false => Observation::met(evidence),
    };
    observation.expected = Some(least.to_string());
    observation.found = Some(reached.normalize().to_string());
    vec![
        observation
            .labelled("bound")
            .with("quote", Localized::same(quote))
            .with("found", Localized::same(reached.normalize().to_string()))
            .with("least", Localized::same(least.to_string())),
    ]
}

/// A figure of the unit, in a clause and a sentence that say what it must be about; what is planned does not count.
fn is_meant(view: &View, figure: &Figure, bound: &Bound) -> bool {
    let of_unit = bound.units.iter().any(|unit| unit.as_str() == figure.unit);
    if !of_unit || figure.period == Period::Target || view.is_planned(figure.span.start) {
        return false;
    }
    let sentence = figure
        .sentence
        .and_then(|idx| view.report.sentences.get(idx));
    let Some(sentence) = sentence else {
        return false;
    };
    let whole = view.report.normal.to_normal(sentence.span);
    let text = whole.of(&view.report.normal.text);
    let at = view.report.normal.to_normal(figure.span);
    let clause = clause(text, at.start.saturating_sub(whole.start));
    let says = |pattern: &super::pack::Pattern| pattern.is_match(clause);
    bound.clause.as_ref().is_none_or(says)
        && !bound.except.as_ref().is_some_and(says)
        && bound
            .sentence
            .as_ref()
            .is_none_or(|pattern| pattern.is_match(text))
}

/// The clause around an offset.
fn clause(text: &str, at: usize) -> &str {
    const STOPS: [char; 5] = [',', ';', '。', ':', '\n'];
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind(STOPS).map_or(0, |stop| stop + 1);
    let end = behind.find(STOPS).map_or(text.len(), |stop| at + stop);
    // A stop may be wider than one byte.
    let start = (start..=at).find(|start| text.is_char_boundary(*start));
    text.get(start.unwrap_or(at)..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_ends_where_a_reader_pauses() {
        let text = "举办讲座1次,旁听庭审2场。培训3期";
        let at = |word: &str| text.find(word).expect("the word");
        assert_eq!(clause(text, at("1次")), "举办讲座1次");
        assert_eq!(clause(text, at("2场")), "旁听庭审2场");
        assert_eq!(clause(text, at("3期")), "培训3期");
    }
}
