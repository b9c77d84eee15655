//! What each figure of a list behind 分别 counts: its name stands before the list, at the same place.

use std::collections::BTreeMap;

use super::sense::begins_clause;
use super::tokens::{Token, TokenKind};
use crate::report::respective::{self, ListedName};
use crate::report::{Report, Span};

/// The names of the figures of a sentence that stand behind 分别, by figure.
pub(super) fn respective_names(report: &Report, tokens: &[Token]) -> BTreeMap<usize, ListedName> {
    let mut names = BTreeMap::new();
    let mut clause = tokens.first().map_or(0, |token| token.span.start);
    for (at, token) in tokens.iter().enumerate() {
        if begins_clause(token) {
            clause = token.span.end;
        }
        let TokenKind::Figure(figure) = token.kind else {
            continue;
        };
        let words = report.quote(Span::new(clause.min(token.span.start), token.span.start));
        if names.contains_key(&figure) || !words.contains("分别") {
            continue;
        }
        let list = list(report, tokens.get(at..).unwrap_or(&[]));
        let found = respective::full_names(words, list.len())
            .into_iter()
            .flatten();
        names.extend(list.into_iter().zip(found));
    }
    names
}

/// The figure that the tokens begin with and those that are joined to it by nothing but marks.
fn list(report: &Report, tokens: &[Token]) -> Vec<usize> {
    let mut list = Vec::new();
    let mut end = None;
    for token in tokens {
        let TokenKind::Figure(figure) = token.kind else {
            continue;
        };
        let gap = |end: usize| report.quote(Span::new(end, token.span.start.max(end)));
        if end.is_some_and(|end| !respective::joins(gap(end))) {
            break;
        }
        list.push(figure);
        end = Some(token.span.end);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::prepared::Prepared;
    use crate::report::{Hints, SourceText, parse};

    fn check(text: &str, want: &[(&str, &str)]) {
        let report = parse(SourceText::new(text), &Hints::default());
        let prepared = Prepared::of(&report);
        let tokens = prepared.sentences.iter().map(|words| &words.tokens);
        let named = tokens.flat_map(|tokens| respective_names(&report, tokens));
        let found: Vec<(String, String)> = named
            .map(|(idx, name)| (report.quote(report.figures[idx].span).to_owned(), name.full))
            .collect();
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(figure, name)| (figure.as_str(), name.as_str()))
            .collect();
        assert_eq!(found, want, "{text}");
    }

    #[test]
    fn names_and_values_are_joined_by_their_places() {
        check(
            "今年以来，法治广场、普法长廊分别增至37座、14座，另有书屋9间。",
            &[("37座", "法治广场"), ("14座", "普法长廊")],
        );
        check("普法长廊增至14座、书屋9间。", &[]);
        check(
            "普法、调解、援助经费分别为5万元、6万元、7万元。",
            &[
                ("5万元", "普法经费"),
                ("6万元", "调解经费"),
                ("7万元", "援助经费"),
            ],
        );
    }
}
