//! What a figure counts and in which sense, read from the words around it.

use std::sync::LazyLock;

use serde::Deserialize;

use super::bigrams::{Bag, Rarity};
use super::indicators::is_quantity;
use super::prepared::Prepared;
use super::tokens::{Key, Token, TokenKind, fold, masked};
use crate::report::{Direction, Figure, FigureKind, Part, Period, Report};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    #[serde(rename = "schema")]
    _schema: String,
    /// Measure words that writers exchange freely.
    measure_families: Vec<Vec<String>>,
    /// Words before a number of what there is at the end.
    stock: Vec<String>,
    /// Words before a number of what came in one year.
    flow: Vec<String>,
    /// Words before a number that adds up years.
    cumulative: Vec<String>,
    /// Words of averages: the number of each, not of all.
    each: Vec<String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/lexicon/indicators.json"))
        .expect("the bundled words of indicators are valid JSON")
});

/// A figure with what decides whether another one is the same indicator.
pub(super) struct Named {
    pub figure: usize,
    pub sentence: Option<usize>,
    /// The words of its own clause, without other figures.
    pub name: Bag,
    /// The subject that the reader of figures found.
    subject: Bag,
    /// The clause before, which often holds the noun: 筹集住房12套,供应8套.
    before: Bag,
    sense: Sense,
}

/// In which sense something is counted: two senses make two indicators.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sense {
    kind: FigureKind,
    unit: String,
    /// A rate of change instead of a share.
    is_growth: bool,
    direction: Option<Direction>,
    is_target: bool,
    is_cumulative: bool,
    is_each: bool,
    held: Held,
}

/// What there is, or what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Stock,
    Flow,
    Unsaid,
}

impl Named {
    /// Whether nothing forbids that both are the same indicator.
    pub fn may_be(&self, other: &Named) -> bool {
        let (one, two) = (&self.sense, &other.sense);
        one.kind == two.kind
            && same_measure(&one.unit, &two.unit)
            && one.is_growth == two.is_growth
            && one.direction == two.direction
            && one.is_target == two.is_target
            && one.is_cumulative == two.is_cumulative
            && one.is_each == two.is_each
            && (one.held == two.held || one.held == Held::Unsaid || two.held == Held::Unsaid)
    }

    /// How alike the things counted are, from 0 to 1.
    pub fn likeness(&self, other: &Named, rarity: &Rarity) -> f64 {
        let name = self.name.cosine(&other.name, rarity);
        let subject = self.subject.cosine(&other.subject, rarity);
        let before = self.before.cosine(&other.before, rarity);
        0.55 * name.max(subject) + 0.3 * name.min(subject.max(0.4 * name)) + 0.15 * before
    }
}

/// All figures that can be followed over years.
pub(super) fn named(prepared: &Prepared) -> Vec<Named> {
    let report = prepared.report;
    let mut found = Vec::new();
    for (idx, sentence) in report.sentences.iter().enumerate() {
        let tokens = prepared.words(idx);
        let planned = report
            .parts
            .iter()
            .any(|part| part.part == Part::NextYearPlan && part.span.covers(sentence.span));
        for (at, token) in tokens.iter().enumerate() {
            if let TokenKind::Figure(figure_idx) = token.kind
                && let Some(figure) = report
                    .figures
                    .get(figure_idx)
                    .filter(|figure| is_quantity(figure))
            {
                let around = Around::of(tokens, at);
                found.push(Named {
                    figure: figure_idx,
                    sentence: Some(idx),
                    name: around.name(report),
                    subject: letters(&figure.subject),
                    before: Bag::of(&masked(report, around.before)),
                    sense: around.sense(figure, planned),
                });
            }
        }
    }
    found
}

fn letters(text: &str) -> Bag {
    let letters: Vec<char> = text
        .chars()
        .filter_map(fold)
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    Bag::of(&letters)
}

/// The words around a figure.
struct Around<'a> {
    /// From the figure or mark before it.
    left: &'a [Token],
    /// To the figure or mark after it.
    right: &'a [Token],
    /// The clause before that.
    before: &'a [Token],
}

impl<'a> Around<'a> {
    fn of(tokens: &'a [Token], at: usize) -> Around<'a> {
        let (ahead, rest) = tokens.split_at_checked(at).unwrap_or((tokens, &[]));
        let behind = rest.get(1..).unwrap_or(&[]);
        let start = ahead.iter().rposition(ends_name).map_or(0, |mark| mark + 1);
        let (earlier, left) = ahead.split_at_checked(start).unwrap_or((&[], ahead));
        let end = behind.iter().position(ends_name).unwrap_or(behind.len());
        let earlier = earlier
            .get(..earlier.len().saturating_sub(1))
            .unwrap_or(&[]);
        let from = earlier
            .iter()
            .rposition(|token| is_mark(token, ",;:。"))
            .map_or(0, |mark| mark + 1);
        Around {
            left,
            right: behind.get(..end).unwrap_or(&[]),
            before: earlier.get(from..).unwrap_or(&[]),
        }
    }

    fn name(&self, report: &Report) -> Bag {
        let mut letters = masked(report, self.left);
        letters.push(super::bigrams::BREAK);
        letters.extend(masked(report, self.right));
        Bag::of(&letters)
    }

    fn sense(&self, figure: &Figure, planned: bool) -> Sense {
        let left: String = self
            .left
            .iter()
            .flat_map(|token| token.key.letters())
            .collect();
        let said = |words: &[String]| words.iter().any(|word| left.contains(word.as_str()));
        let held = match (said(&LEXICON.stock), said(&LEXICON.flow)) {
            (true, false) => Held::Stock,
            (false, true) => Held::Flow,
            (true, true) | (false, false) => Held::Unsaid,
        };
        Sense {
            kind: figure.kind,
            unit: figure.unit.chars().filter_map(fold).collect(),
            is_growth: figure.kind == FigureKind::Rate && figure.direction.is_some(),
            direction: figure.direction,
            is_target: planned || figure.period == Period::Target,
            is_cumulative: figure.period == Period::Cumulative || said(&LEXICON.cumulative),
            is_each: said(&LEXICON.each),
            held,
        }
    }
}

/// A name ends at another figure and at every mark but quotes and brackets.
fn ends_name(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Figure(_)) || is_mark(token, ",;:。、!?")
}

fn is_mark(token: &Token, marks: &str) -> bool {
    matches!(token.key, Key::One(mark) if token.kind == TokenKind::Mark && marks.contains(mark))
}

/// The same measure word, or one that writers exchange for it.
fn same_measure(one: &str, two: &str) -> bool {
    let holds = |family: &&Vec<String>, unit: &str| family.iter().any(|word| word == unit);
    one == two
        || LEXICON
            .measure_families
            .iter()
            .any(|family| holds(&family, one) && holds(&family, two))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measure_words_are_exchanged_within_their_family_only() {
        assert!(!LEXICON.stock.is_empty() && !LEXICON.flow.is_empty() && !LEXICON.each.is_empty());
        let cases = [
            ("件", "项", true),
            ("%", "%", true),
            ("%", "个", false),
            ("人", "人次", false),
            ("人", "名", true),
            ("场", "家", false),
        ];
        for (one, two, want) in cases {
            assert_eq!(same_measure(one, two), want, "{one} {two}");
        }
    }
}
