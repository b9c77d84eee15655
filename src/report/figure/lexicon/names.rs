//! Words that make a name of a number.

use serde::Deserialize;

use super::words::Words;
use crate::report::figure::index::{Edge, PAIR, WordIndex};
use crate::report::figure::numeral::is_numeral_char;

/// What makes a name of a numeral.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Words with a numeral that counts nothing: 进一步, 两个维护.
    pub words: NameWords,
    /// What makes a name of the Chinese numeral before it: 期工程, 人民医院.
    pub after_chinese: Words,
    /// What makes a name of the digits before it: 号, 代.
    pub after_digits: Words,
    /// What makes a version of a decimal: 版, 升级.
    pub versions: Words,
    pub sessions: Sessions,
    /// What makes a campaign of a length of time: 行动, 规划.
    pub campaigns: Words,
    /// What tells that the digits behind it identify: 电话, 邮编.
    pub identifiers: Words,
    pub hotlines: Hotlines,
    /// Times of the day, behind which 9点 is an hour.
    pub day_times: Words,
}

/// Sessions of assemblies and congresses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    /// Between 届 and a body: 全国, 省.
    pub scopes: Words,
    /// Behind 届: 人大, 中央, 历次.
    pub bodies: Words,
    /// Behind 次: 全会, 党代会.
    pub meetings: Words,
    /// Before a number and 次会.
    pub assemblies: Words,
}

/// Telephone numbers that are names of services.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hotlines {
    pub numbers: Words,
    pub words: Words,
}

/// Words found by the first numeral that they hold.
#[derive(Debug)]
pub struct NameWords {
    words: Vec<NameWord>,
    /// By the numeral and the character behind it: too many words hold 一.
    pairs: WordIndex,
    /// Those that end with their numeral.
    singles: WordIndex,
}

#[derive(Debug)]
struct NameWord {
    word: Box<str>,
    /// Where its numeral begins.
    numeral: usize,
}

impl NameWord {
    fn of(word: Box<str>) -> NameWord {
        let numeral = |c: char| c == '第' || is_numeral_char(c);
        let numeral = word.find(numeral).unwrap_or(word.len());
        NameWord { word, numeral }
    }

    fn before(&self) -> &str {
        self.word.get(..self.numeral).unwrap_or("")
    }

    /// From the numeral on.
    fn rest(&self) -> &str {
        self.word.get(self.numeral..).unwrap_or("")
    }

    /// Whether the word stands around the place between two texts, and ends where its numeral does: the 一 of 合同一百份 is
    /// no part of 同一.
    fn is_around(&self, before: &str, rest: &str) -> bool {
        let ends = |behind: &str| {
            !(self.rest().ends_with(is_numeral_char) && behind.starts_with(is_numeral_char))
        };
        before.ends_with(self.before()) && rest.strip_prefix(self.rest()).is_some_and(ends)
    }
}

impl NameWords {
    fn of(words: Vec<Box<str>>) -> NameWords {
        let words: Vec<NameWord> = words.into_iter().map(NameWord::of).collect();
        let edges = |edge: fn(&str) -> Edge, pair: bool| {
            let filed = move |rest: &&str| (rest.len() >= PAIR) == pair;
            let none = Edge::start("");
            words.iter().map(move |word| {
                let rest = Some(word.rest()).filter(filed);
                rest.map_or((none, 0), |rest| (edge(rest), rest.len()))
            })
        };
        NameWords {
            pairs: WordIndex::new(edges(Edge::start_pair, true)),
            singles: WordIndex::new(edges(Edge::start, false)),
            words,
        }
    }

    /// The end of the word whose first numeral stands at a place.
    pub fn end_at(&self, text: &str, at: usize) -> Option<usize> {
        let (before, rest) = text.split_at_checked(at)?;
        let pairs = self.pairs.all(Edge::start_pair(rest));
        let singles = self.singles.all(Edge::start(rest));
        pairs
            .chain(singles)
            .filter_map(|word| self.words.get(word))
            .find(|word| word.is_around(before, rest))
            .map(|word| at + word.rest().len())
    }

    #[cfg(test)]
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.word.as_ref())
    }
}

impl<'de> Deserialize<'de> for NameWords {
    fn deserialize<D: serde::Deserializer<'de>>(data: D) -> Result<NameWords, D::Error> {
        Vec::<Box<str>>::deserialize(data).map(NameWords::of)
    }
}
