//! The words around a figure, and in which sense they say that it counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::bigrams::{BREAK, Bag};
use super::commonplace::Phrases;
use super::tokens::{Key, Token, TokenKind, fold, masked};
use crate::report::lexicon::{self, WordList};
use crate::report::{Direction, Figure, FigureKind, Period, Report};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    #[serde(rename = "schema")]
    _schema: String,
    /// Measure words that writers exchange freely.
    measure_families: Vec<Vec<String>>,
    /// Words before a number of what there is at the end.
    stock: WordList,
    /// Words before a number of what a level came to: no sum, though years led to it.
    level: WordList,
    /// Words before a number of what came in one year.
    flow: WordList,
    /// Words before a number that adds up years.
    cumulative: WordList,
    /// Words of averages: the number of each, not of all.
    each: WordList,
    /// Words before the number that a change starts from.
    base: Vec<String>,
    /// Words between the name and the number that are no part of the name.
    fillers: Vec<String>,
    /// Words of size and share: alone they name nothing that is counted.
    generic: Vec<String>,
    /// Words that narrow what is counted: two counts with different ones are counts of two things.
    scopes: Vec<String>,
    /// Words that narrow alike, each with the one that stands for both.
    scope_aliases: BTreeMap<String, String>,
    /// Words for several years together.
    years: WordList,
    /// Words at the beginning of a paragraph that speaks of one year again.
    one_year: WordList,
    /// Words before a growth of the number in front of it.
    growth: WordList,
    /// Words of amounts whose growth is not that of their numbers.
    constant_prices: WordList,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    serde_json::from_str(crate::bundled!("lexicon/indicators.json"))
        .expect("the bundled words of indicators are valid JSON")
});

static FILLERS: LazyLock<Phrases> = LazyLock::new(|| {
    let lists = [&LEXICON.stock, &LEXICON.flow, &LEXICON.cumulative];
    let words = lists.into_iter().flat_map(WordList::iter);
    Phrases::of(words.chain(&LEXICON.fillers))
});

static GENERIC: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(LEXICON.generic.iter()));

static SCOPES: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(LEXICON.scopes.iter()));

/// In which sense something is counted: two senses make two indicators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sense {
    kind: FigureKind,
    unit: String,
    families: Families,
    /// A rate of change instead of a share.
    is_growth: bool,
    direction: Option<Direction>,
    is_target: bool,
    is_cumulative: bool,
    is_each: bool,
    held: Held,
}

impl Sense {
    /// Of one kind and one unit, and both of one year or both of several.
    pub fn is_counted_like(&self, other: &Sense) -> bool {
        self.kind == other.kind
            && self.unit == other.unit
            && self.is_cumulative == other.is_cumulative
    }

    /// Nothing forbids that both are senses of one indicator.
    pub fn may_be(&self, other: &Sense) -> bool {
        self.may_answer(other)
            && self.direction == other.direction
            && self.is_target == other.is_target
            && self.is_cumulative == other.is_cumulative
            && (self.held == other.held || self.held == Held::Unsaid || other.held == Held::Unsaid)
    }

    /// The same kind of number, though one may be a target or a sum of years.
    pub fn may_answer(&self, other: &Sense) -> bool {
        self.kind == other.kind
            && (self.unit == other.unit || self.families.meet(other.families))
            && self.is_growth == other.is_growth
            && self.is_each == other.is_each
    }

    pub fn is_target(&self) -> bool {
        self.is_target
    }

    /// A rate of change.
    pub fn is_growth(&self) -> bool {
        self.is_growth
    }

    /// Of one measure word.
    pub fn has_unit_of(&self, other: &Sense) -> bool {
        self.unit == other.unit
    }

    /// One counts what came, and the other may count what there is.
    pub fn may_be_stock(&self, other: &Sense) -> bool {
        matches!(
            (self.held, other.held),
            (Held::Flow, Held::Unsaid) | (Held::Unsaid, Held::Flow)
        )
    }
}

/// The families of measure words that a unit is in, a bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Families(u32);

impl Families {
    fn of(unit: &str) -> Families {
        let all = LEXICON.measure_families.iter().enumerate();
        let own = all.filter(|(_, family)| family.iter().any(|word| word == unit));
        Families(own.fold(0, |bits, (at, _)| bits | 1 << at))
    }

    /// Writers exchange the units: one family has both.
    fn meet(self, other: Families) -> bool {
        self.0 & other.0 != 0
    }
}

/// What there is, or what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Stock,
    Flow,
    Unsaid,
}

pub(super) fn words(text: &str) -> Vec<char> {
    let letters: Vec<char> = text
        .chars()
        .filter_map(fold)
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    FILLERS.broken(&letters)
}

/// The letters of the pieces of a name, without what only leads to the number.
pub(super) fn named_by(report: &Report, pieces: &[&[Token]]) -> Vec<char> {
    let mut letters = Vec::new();
    for piece in pieces {
        for words in piece.split(|token| matches!(token.kind, TokenKind::Figure(_))) {
            letters.extend(masked(report, words));
            letters.push(BREAK);
        }
    }
    FILLERS.broken(&letters)
}

/// The letters that name what is counted, without words of size and share: nothing is left of 占全国比重.
pub(super) fn telling(letters: &[char]) -> Vec<char> {
    GENERIC.broken(letters)
}

/// The words that narrow what is counted, in the order of the lexicon's letters.
pub(super) fn scopes(letters: &[char]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = letters;
    while !rest.is_empty() {
        let length = SCOPES.length_at(rest);
        if let Some(word) = rest.get(..length).filter(|word| !word.is_empty()) {
            let word: String = word.iter().collect();
            found.insert(LEXICON.scope_aliases.get(&word).cloned().unwrap_or(word));
        }
        rest = rest.get(length.max(1)..).unwrap_or(&[]);
    }
    found
}

/// Whether the text speaks of several years together: 五年来, “十四五”期间.
pub(super) fn speaks_of_years(text: &str) -> bool {
    lexicon::contains(text, &LEXICON.years)
}

/// What years a paragraph speaks of, as it begins; none where it does not say.
pub(super) fn years_at_beginning(text: &str) -> Option<Years> {
    let end = text
        .char_indices()
        .nth(BEGINNING)
        .map_or(text.len(), |(at, _)| at);
    let beginning = text.get(..end).unwrap_or(text);
    let one = lexicon::contains(beginning, &LEXICON.one_year) || begins_with_year(beginning);
    match (speaks_of_years(beginning), one) {
        (true, false) => Some(Years::Several),
        (false, true) => Some(Years::One),
        (true, true) | (false, false) => None,
    }
}

/// Which years are spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Years {
    One,
    Several,
}

/// Tokens before a number among which its list begins.
const REACH: usize = 200;
/// Letters of a paragraph that say what it is about.
const BEGINNING: usize = 24;

/// 2024年……, and not 2024年以来.
fn begins_with_year(text: &str) -> bool {
    let text = text.trim_start();
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    text.len() - rest.len() == 4 && rest.starts_with('年') && !rest.starts_with("年以来")
}

/// Whether the text between a number and a rate says that the rate is the growth of the number.
pub(super) fn leads_to_growth(gap: &str) -> bool {
    let gap = gap.trim_start_matches([',', '，', '(', '（', ' ']);
    lexicon::begins(gap, &LEXICON.growth) && !gap.contains([',', '，', ';', '；', '。', '、'])
}

/// Whether the growth of such an amount is stated at constant prices or on another base.
pub(super) fn counts_at_constant_prices(report: &Report, figure: &Figure) -> bool {
    let sentence = figure.sentence.and_then(|idx| report.sentences.get(idx));
    let text = sentence.map_or("", |sentence| report.quote(sentence.span));
    lexicon::contains(text, &LEXICON.constant_prices)
}

/// The words around a figure.
pub(super) struct Around<'a> {
    /// From the figure or mark before it.
    pub left: &'a [Token],
    /// To the figure or mark after it.
    pub right: &'a [Token],
    /// The clause before that.
    pub before: &'a [Token],
    /// What the list begins with that it is an item of: 新增 in 新增平台30个、企业150家.
    list: &'a [Token],
    /// Nothing but 的 stands between the number and a date: 从2020年的3处.
    is_of_year: bool,
    /// What stands before that date.
    before_year: Option<&'a Token>,
}

impl<'a> Around<'a> {
    pub fn of(tokens: &'a [Token], at: usize) -> Around<'a> {
        let (ahead, rest) = tokens.split_at_checked(at).unwrap_or((tokens, &[]));
        let behind = rest.get(1..).unwrap_or(&[]);
        let start = ahead
            .iter()
            .rposition(begins_name)
            .map_or(0, |mark| mark + 1);
        let (earlier, left) = ahead.split_at_checked(start).unwrap_or((&[], ahead));
        let end = behind.iter().position(ends_name).unwrap_or(behind.len());
        let is_of_year = left.iter().all(|token| token.key == Key::One('的'));
        let before_year = earlier.iter().rev().nth(1);
        let earlier = earlier
            .get(..earlier.len().saturating_sub(1))
            .unwrap_or(&[]);
        let from = earlier
            .iter()
            .rposition(|token| is_mark(token, ",;:。"))
            .map_or(0, |mark| mark + 1);
        let near = ahead
            .get(ahead.len().saturating_sub(REACH)..)
            .unwrap_or(&[]);
        let list = near
            .iter()
            .rposition(begins_clause)
            .map_or(near, |mark| near.get(mark + 1..).unwrap_or(&[]));
        let first = list
            .iter()
            .position(|token| matches!(token.kind, TokenKind::Figure(_)));
        let list = first.and_then(|first| list.get(..first)).unwrap_or(&[]);
        Around {
            list,
            left,
            right: behind.get(..end).unwrap_or(&[]),
            before: earlier.get(from..).unwrap_or(&[]),
            is_of_year,
            before_year,
        }
    }

    /// The number that a change starts from, 由5名增加到7名: it is last year's, whatever the year.
    pub fn is_base(&self) -> bool {
        let leads = |from: &String, token: Option<&Token>| {
            token.is_some_and(|token| token.key.letters().eq(from.chars()))
        };
        let last = self.left.last();
        let mut words = LEXICON.base.iter();
        words.any(|from| leads(from, last) || self.is_of_year && leads(from, self.before_year))
    }

    /// What the whole country or the world has, 在全国910个市辖区中: only the nation itself reports on that.
    pub fn counts_all_there_are(&self) -> bool {
        let wide = |end: &[Token]| {
            let letters: String = end.iter().flat_map(|token| token.key.letters()).collect();
            matches!(letters.as_str(), "全国" | "全球" | "世界")
        };
        let from = self.left.len().saturating_sub(2);
        self.left.get(from..).is_some_and(wide)
    }

    /// The words before the number; of a share those of what has it: 占全县产值比重 names what it is a share of.
    pub fn holder(&self, figure: &Figure) -> &'a [Token] {
        let share = |token: &Token| token.key == Key::One('占');
        let of = match figure.kind {
            FigureKind::Rate => self.left.iter().position(share),
            FigureKind::Count
            | FigureKind::Amount
            | FigureKind::Date
            | FigureKind::Duration
            | FigureKind::Ordinal
            | FigureKind::Rank
            | FigureKind::Score => None,
        };
        of.and_then(|of| self.left.get(..of)).unwrap_or(self.left)
    }

    /// The subject, where it stands beside the number; one that the sentence named before says too little.
    pub fn own_subject(&self, report: &Report, figure: &Figure) -> Bag {
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

    /// `planned`: it stands in the plan; `of_years`: what is said around it adds up several years.
    pub fn sense(&self, figure: &Figure, planned: bool, of_years: bool) -> Sense {
        let text = |tokens: &[Token]| -> String {
            tokens
                .iter()
                .flat_map(|token| token.key.letters())
                .collect()
        };
        let left = text(self.left);
        let says = |words: &WordList| lexicon::contains(&left, words);
        let held = match (says(&LEXICON.stock), says(&LEXICON.flow)) {
            (true, false) => Held::Stock,
            (false, true) => Held::Flow,
            (false, false) if lexicon::begins(&text(self.list), &LEXICON.flow) => Held::Flow,
            (true, true) | (false, false) => Held::Unsaid,
        };
        let unit: String = figure.unit.chars().filter_map(fold).collect();
        Sense {
            kind: figure.kind,
            families: Families::of(&unit),
            unit,
            is_growth: figure.kind == FigureKind::Rate && figure.direction.is_some(),
            direction: figure.direction,
            is_target: planned || figure.period == Period::Target,
            is_cumulative: figure.period == Period::Cumulative
                || says(&LEXICON.cumulative)
                || of_years && held != Held::Stock && adds_up(figure) && !says(&LEXICON.level),
            is_each: says(&LEXICON.each),
            held,
        }
    }
}

/// Whether years add up: numbers and growth do, a share at the end of five years is one of that year.
fn adds_up(figure: &Figure) -> bool {
    match figure.kind {
        FigureKind::Count | FigureKind::Amount => true,
        FigureKind::Rate => figure.direction.is_some(),
        FigureKind::Date
        | FigureKind::Duration
        | FigureKind::Ordinal
        | FigureKind::Rank
        | FigureKind::Score => false,
    }
}

/// After a comma and all that ends more than it does.
pub(super) fn begins_clause(token: &Token) -> bool {
    is_mark(token, ",;:。!?")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measure_words_are_exchanged_within_their_family_only() {
        assert!(!LEXICON.stock.is_empty() && !LEXICON.flow.is_empty() && !LEXICON.each.is_empty());
        assert!(LEXICON.measure_families.len() < 32, "a bit each");
        let cases = [
            ("件", "项", true),
            ("%", "个", false),
            ("人", "人次", false),
            ("人", "名", true),
            ("场", "家", false),
        ];
        for (one, two, want) in cases {
            let (first, second) = (Families::of(one), Families::of(two));
            assert_eq!(first.meet(second), want, "{one} {two}");
        }
    }
}
