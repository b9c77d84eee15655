//! `连续五年获评优秀`: a year later it should be six, or not be said.

use super::observation::{Observation, Reason};
use super::view::View;
use super::{Evidence, Localized, render};
use crate::report::{FigureKind, Report, Span};

/// What stands right before the number of years in a row.
const IN_A_ROW: &str = "连续";

/// How much of the clause behind the number is compared, in characters.
const LONGEST: usize = 24;

/// How many characters two clauses must share from their beginning, 被 and the like aside.
const SHARED: usize = 4;

/// A number of years in a row and what happened in them.
struct Row<'a> {
    years: i64,
    span: Span,
    words: &'a str,
}

/// Years in a row that are not one more than in last year's report.
pub(super) fn years_in_a_row(view: &View) -> Vec<Observation> {
    let Some((previous, _)) = view.context.previous else {
        return vec![Observation::not_assessable(Reason::NoPrevious)];
    };
    let between = view.report.metadata.year.zip(previous.metadata.year);
    let passed = between.map_or(1, |(now, then)| i64::from(now) - i64::from(then));
    let then: Vec<Row> = rows(previous).collect();
    let mut found = Vec::new();
    for row in rows(view.report).take(MOST) {
        let Some(old) = then
            .iter()
            .take(MOST)
            .find(|old| alike(old.words, row.words))
        else {
            continue;
        };
        let evidence = vec![
            Evidence::here("first", row.span),
            Evidence::before("previous", old.span),
        ];
        let observation = match row.years == old.years + passed {
            true => Observation::met(evidence),
            false => Observation::unmet(evidence),
        };
        let quote = render::excerpt(&format!("{IN_A_ROW}{}年{}", row.years, row.words));
        found.push(
            observation
                .labelled(row.words)
                .with("quote", Localized::same(quote))
                .with("previous", Localized::same(old.years.to_string()))
                .with(
                    "expected",
                    Localized::same((old.years + passed).to_string()),
                ),
        );
    }
    match found.is_empty() {
        true => vec![Observation::not_assessable(Reason::Nothing)],
        false => found,
    }
}

/// Rows of one report that are held against each other.
const MOST: usize = 100;

fn rows(report: &Report) -> impl Iterator<Item = Row<'_>> {
    let text = report.normal.text.as_str();
    report.figures.iter().filter_map(move |figure| {
        if figure.kind != FigureKind::Duration || !figure.unit.ends_with('年') {
            return None;
        }
        let at = report.normal.to_normal(figure.span);
        let before = text.get(..at.start)?;
        let rest = text.get(at.end..)?;
        let value = figure.value().filter(|value| value.is_integer())?;
        let words = clause(rest);
        (before.ends_with(IN_A_ROW) && words.chars().count() >= SHARED).then_some(Row {
            years: value.try_into().ok()?,
            span: figure.span,
            words,
        })
    })
}

/// What follows the number, without particles.
fn clause(rest: &str) -> &str {
    let rest = rest.trim_start_matches(['被', '获', '荣', '在', '位', '居', '保', '持']);
    let ends = |(at, mark): (usize, char)| (!mark.is_alphanumeric() && mark != '“').then_some(at);
    let stop = rest.char_indices().find_map(ends).unwrap_or(rest.len());
    let long = rest.char_indices().nth(LONGEST).map(|(at, _)| at);
    rest.get(..stop.min(long.unwrap_or(rest.len())))
        .unwrap_or("")
}

fn alike(one: &str, other: &str) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    shared.count() >= SHARED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_alike_from_their_beginning() {
        assert_eq!(clause("获评全市优秀,再创佳绩"), "评全市优秀");
        assert!(alike("评全市优秀等次", "评全市优秀"));
        assert!(!alike("评全市优秀", "评全省优秀"));
    }
}
