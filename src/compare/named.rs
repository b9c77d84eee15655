//! What a figure counts and in which sense, read from the words around it.

use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::bigrams::{BREAK, Bag, Rarity};
use super::clauses::said;
use super::commonplace::Phrases;
use super::indicators::is_followed;
use super::prepared::Prepared;
use super::tokens::{Key, Token, TokenKind, fold, masked};
use crate::report::{Direction, Figure, FigureKind, Interval, Period, Report};

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
    /// Words before the number that a change starts from.
    base: Vec<String>,
    /// Words between the name and the number that are no part of the name.
    fillers: Vec<String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/lexicon/indicators.json"))
        .expect("the bundled words of indicators are valid JSON")
});

static FILLERS: LazyLock<Phrases> = LazyLock::new(|| {
    let words = [
        &LEXICON.stock,
        &LEXICON.flow,
        &LEXICON.cumulative,
        &LEXICON.fillers,
    ];
    Phrases::of(words.into_iter().flatten())
});

/// Letters of a name that says by itself what is counted.
const SAYS_ENOUGH: usize = 2;
/// Letters of a name so short that the clause before must agree.
const SHORT: usize = 4;

/// Likeness from which a figure of the result answers one of the plan.
const ANSWERED: f64 = 0.7;
/// Likeness from which two figures of one report name the same thing.
const TWICE: f64 = 0.9;

const OTHER_VERB: f64 = 0.08;
const OTHER_ACTOR: f64 = 0.08;
/// Where one counts what came and the other does not say.
const MAYBE_STOCK: f64 = 0.1;
/// Where the numbers are so far apart that they hardly count the same.
const FAR_APART: f64 = 0.25;
/// How many times one number must be the other.
const FAR: Decimal = Decimal::from_parts(4, 0, 0, false, 0);

/// A figure with what decides whether another one is the same indicator.
pub(super) struct Named {
    pub figure: usize,
    pub sentence: usize,
    /// The words of its own clause; where they say nothing (总数达102家), those of the clause before.
    pub name: Bag,
    /// How many letters the own words have.
    letters: usize,
    /// The subject that the reader of figures found.
    subject: Bag,
    /// What was done to it, and by whom, where the clause says so.
    verb: Bag,
    actor: Bag,
    /// The clause before, which often holds the noun: 筹集住房12套,供应8套.
    before: Bag,
    sense: Sense,
    values: Option<Interval>,
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
    /// Whether both are of one kind and one unit.
    pub fn is_counted_like(&self, other: &Named) -> bool {
        self.sense.kind == other.sense.kind && self.sense.unit == other.sense.unit
    }

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

    /// Whether the other, a result, is what this one, a target, was set for; also a stock that a flow was to reach.
    pub fn is_answered_by(&self, other: &Named, rarity: &Rarity) -> bool {
        let (one, two) = (&self.sense, &other.sense);
        one.kind == two.kind
            && same_measure(&one.unit, &two.unit)
            && one.is_growth == two.is_growth
            && one.is_each == two.is_each
            && self.likeness(other, rarity) >= ANSWERED
    }

    /// Whether both are the same thing said twice in one report: 突破5000亿元 and, more closely, 约5300亿元.
    pub fn repeats(&self, other: &Named, rarity: &Rarity) -> bool {
        self.may_be(other)
            && self.values.is_some()
            && self.likeness(other, rarity) >= TWICE
            && overlaps(self.values, other.values)
    }

    /// How closely the number is given: a bound says less than a value.
    pub fn is_bound(&self) -> bool {
        self.values
            .is_some_and(|values| values.low.is_none() || values.high.is_none())
    }

    /// How alike the things counted are, from 0 to 1.
    pub fn likeness(&self, other: &Named, rarity: &Rarity) -> f64 {
        let name = self.name.cosine(&other.name, rarity);
        let before = self.before.cosine(&other.before, rarity);
        let letters = self.letters.min(other.letters);
        let own = match letters {
            ..SAYS_ENOUGH => name,
            SAYS_ENOUGH..=SHORT => 0.6 * name + 0.4 * before,
            _ => (name + 0.1 * before).min(1.0),
        };
        let subject = match self.subject.total().min(other.subject.total()) {
            ..SHORT => 0.0,
            _ => 0.9 * self.subject.cosine(&other.subject, rarity),
        };
        own.max(subject) - self.unlike(other)
    }

    /// What speaks against a pair whose names agree: another deed or another doer.
    fn unlike(&self, other: &Named) -> f64 {
        let differ =
            |one: &Bag, two: &Bag| one.total() > 0 && two.total() > 0 && one.dice(two) == 0.0;
        let verb = if differ(&self.verb, &other.verb) {
            OTHER_VERB
        } else {
            0.0
        };
        let actor = if differ(&self.actor, &other.actor) {
            OTHER_ACTOR
        } else {
            0.0
        };
        let held = match (self.sense.held, other.sense.held) {
            (Held::Flow, Held::Unsaid) | (Held::Unsaid, Held::Flow) => MAYBE_STOCK,
            (Held::Flow, _) | (Held::Unsaid, _) | (Held::Stock, _) => 0.0,
        };
        let size = if far_apart(self.values, other.values) {
            FAR_APART
        } else {
            0.0
        };
        verb + actor + held + size
    }
}

/// Whether one number is several times the other, which a change of scope makes far more often than a year's work.
fn far_apart(one: Option<Interval>, two: Option<Interval>) -> bool {
    let number = |values: Option<Interval>| values.and_then(|values| values.low.or(values.high));
    let (Some(one), Some(two)) = (number(one), number(two)) else {
        return false;
    };
    let (less, more) = (one.min(two), one.max(two));
    less > Decimal::TEN && less.checked_mul(FAR).is_some_and(|bound| bound <= more)
}

/// Whether some value lies in both.
fn overlaps(one: Option<Interval>, two: Option<Interval>) -> bool {
    let (Some(one), Some(two)) = (one, two) else {
        return false;
    };
    let below = |low: Option<Decimal>, high: Option<Decimal>| match (low, high) {
        (Some(low), Some(high)) => low <= high,
        (None, _) | (_, None) => true,
    };
    below(one.low, two.high) && below(two.low, one.high)
}

/// All figures that can be followed over years.
pub(super) fn named(prepared: &Prepared) -> Vec<Named> {
    let report = prepared.report;
    let plan = prepared.is_planned();
    let mut found = Vec::new();
    for idx in 0..report.sentences.len() {
        let tokens = without_names(report, prepared.words(idx));
        let planned = plan.get(idx) == Some(&true);
        for (at, token) in tokens.iter().enumerate() {
            if let TokenKind::Figure(figure_idx) = token.kind
                && let Some(figure) = report
                    .figures
                    .get(figure_idx)
                    .filter(|figure| is_followed(report, figure))
            {
                let around = Around::of(&tokens, at);
                if around.is_base() {
                    continue;
                }
                let before = named_by(report, &[around.before]);
                let own = named_by(report, &[around.left, around.right]);
                let letters = said(&own);
                let is_named =
                    letters >= SAYS_ENOUGH || said(&named_by(report, &[around.right])) > 0;
                found.push(Named {
                    figure: figure_idx,
                    sentence: idx,
                    name: Bag::of(if is_named { &own } else { &before }),
                    letters,
                    subject: around.own_subject(report, figure),
                    verb: Bag::of(&words(&figure.verb)),
                    actor: Bag::of(&words(&figure.actor)),
                    before: Bag::of(&before),
                    sense: around.sense(figure, planned),
                    values: figure.interval(),
                });
            }
        }
    }
    found
}

/// The name of a figure, if it can be followed; `all` are in text order, as [`named`] gives them.
pub(super) fn of_figure(all: &[Named], figure: usize) -> Option<&Named> {
    let at = all.partition_point(|named| named.figure < figure);
    all.get(at).filter(|named| named.figure == figure)
}

/// The tokens with figures that are part of a name (5G, 二、三类) read as words.
fn without_names(report: &Report, tokens: &[Token]) -> Vec<Token> {
    let mut tokens = tokens.to_vec();
    for token in &mut tokens {
        if let TokenKind::Figure(idx) = token.kind
            && let Some(figure) = report.figures.get(idx)
            && figure.kind != FigureKind::Date
            && !is_followed(report, figure)
        {
            token.kind = TokenKind::Latin;
        }
    }
    tokens
}

fn words(text: &str) -> Vec<char> {
    let letters: Vec<char> = text
        .chars()
        .filter_map(fold)
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    FILLERS.broken(&letters)
}

/// The letters of the pieces of a name, without what only leads to the number.
fn named_by(report: &Report, pieces: &[&[Token]]) -> Vec<char> {
    let mut letters = Vec::new();
    for piece in pieces {
        for words in piece.split(|token| matches!(token.kind, TokenKind::Figure(_))) {
            letters.extend(masked(report, words));
            letters.push(BREAK);
        }
    }
    FILLERS.broken(&letters)
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
        let start = ahead
            .iter()
            .rposition(begins_name)
            .map_or(0, |mark| mark + 1);
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

    /// The number that a change starts from, 由5名增加到7名: it is last year's, whatever the year.
    fn is_base(&self) -> bool {
        let word = self.left.last().map(|token| &token.key);
        let leads = |from: &String| word.is_some_and(|key| key.letters().eq(from.chars()));
        LEXICON.base.iter().any(leads)
    }

    /// The subject, where it stands beside the number; one that the sentence named before says too little.
    fn own_subject(&self, report: &Report, figure: &Figure) -> Bag {
        let letters = words(&figure.subject);
        let beside = [self.left, self.right].iter().any(|piece| {
            let there = masked(report, piece);
            !letters.is_empty() && there.windows(letters.len()).any(|run| run == letters)
        });
        match beside {
            true => Bag::of(&letters),
            false => Bag::default(),
        }
    }

    fn sense(&self, figure: &Figure, planned: bool) -> Sense {
        let left: String = self
            .left
            .iter()
            .flat_map(|token| token.key.letters())
            .collect();
        let says = |words: &[String]| words.iter().any(|word| left.contains(word.as_str()));
        let held = match (says(&LEXICON.stock), says(&LEXICON.flow)) {
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
            is_cumulative: figure.period == Period::Cumulative || says(&LEXICON.cumulative),
            is_each: says(&LEXICON.each),
            held,
        }
    }
}

/// A name begins after another figure and after every mark but quotes and closing brackets: 住房(套)12套.
fn begins_name(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Figure(_)) || is_mark(token, ",;:。、!?(")
}

fn ends_name(token: &Token) -> bool {
    begins_name(token) || is_mark(token, ")")
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
