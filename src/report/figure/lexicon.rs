//! Word lists of the figure reader: data files, parsed once.

use std::sync::LazyLock;

use serde::Deserialize;

use super::charset::CharSet;
use super::index::{Edge, PAIR, WordIndex};
use super::numeral::is_numeral_char;
use super::{FigureKind, Form};

/// Words that are looked for at the start or at the end of a text, the longest first.
#[derive(Debug)]
pub(super) struct Words {
    words: Vec<Box<str>>,
    /// How many bytes the longest of them has.
    longest: usize,
    starts: WordIndex,
    ends: WordIndex,
}

impl Words {
    pub(super) fn new(words: Vec<Box<str>>) -> Words {
        let starts = words.iter().map(|word| (Edge::start(word), word.len()));
        let ends = words.iter().map(|word| (Edge::end(word), word.len()));
        Words {
            starts: WordIndex::new(starts),
            ends: WordIndex::new(ends),
            longest: words.iter().map(|word| word.len()).max().unwrap_or(0),
            words,
        }
    }

    /// The first characters of the words.
    pub(super) fn openings(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter_map(|word| {
            let first = word.chars().next()?;
            word.get(..first.len_utf8())
        })
    }

    /// The longest word that the text starts with.
    #[inline(always)]
    pub(super) fn at_start(&self, text: &str) -> Option<&str> {
        self.word(self.start_of(text)?)
    }

    /// The longest word that the text ends with.
    #[inline(always)]
    pub(super) fn at_end(&self, text: &str) -> Option<&str> {
        self.word(self.end_of(text)?)
    }

    #[inline(always)]
    fn start_of(&self, text: &str) -> Option<usize> {
        let edge = Edge::start(text);
        if !self.starts.may_hold(edge) {
            return None;
        }
        self.whole_start(edge, text)
    }

    #[inline(always)]
    fn end_of(&self, text: &str) -> Option<usize> {
        let edge = Edge::end(text);
        if !self.ends.may_hold(edge) {
            return None;
        }
        self.whole_end(edge, text)
    }

    fn whole_start(&self, edge: Edge, text: &str) -> Option<usize> {
        let whole = |word| self.word(word).is_some_and(|word| text.starts_with(word));
        self.starts.find(edge, whole)
    }

    fn whole_end(&self, edge: Edge, text: &str) -> Option<usize> {
        let whole = |word| self.word(word).is_some_and(|word| text.ends_with(word));
        self.ends.find(edge, whole)
    }

    fn word(&self, idx: usize) -> Option<&str> {
        self.words.get(idx).map(AsRef::as_ref)
    }

    pub(super) fn holds(&self, word: &str) -> bool {
        word.len() <= self.longest && self.at_start(word) == Some(word)
    }

    /// Whether any word stands somewhere in the text.
    pub(super) fn within(&self, text: &str) -> bool {
        text.char_indices().any(|(at, _)| {
            text.get(at..)
                .and_then(|rest| self.at_start(rest))
                .is_some()
        })
    }
}

/// The longer of two words, the first when they are as long.
pub(super) fn longer<'a>(one: Option<&'a str>, other: Option<&'a str>) -> Option<&'a str> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.len() >= other.len() { one } else { other }),
        (one, other) => one.or(other),
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: serde::Deserializer<'de>>(data: D) -> Result<Words, D::Error> {
        Vec::<Box<str>>::deserialize(data).map(Words::new)
    }
}

/// Measure words and what they measure.
#[derive(Debug)]
pub(super) struct Units {
    pub(super) measures: Senses<FigureKind>,
    /// Nouns that digits count without a measure word: 2镇, 63部门.
    pub(super) counted: Words,
    /// Measure words after 第.
    pub(super) ordinal: Words,
    /// Measure words that make a figure of a Chinese numeral.
    pub(super) after_chinese: Words,
    /// Measure words that 个 may precede: 60个学时.
    pub(super) after_measure: Words,
    /// Words that begin like a measure word and are none: 处罚, 人民.
    pub(super) broken_by: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsFile {
    count: Vec<Box<str>>,
    amount: Vec<Box<str>>,
    duration: Vec<Box<str>>,
    rate: Vec<Box<str>>,
    score: Vec<Box<str>>,
    counted: Words,
    ordinal: Words,
    after_chinese: Words,
    after_measure: Words,
    broken_by: Words,
}

impl Units {
    fn of(file: UnitsFile) -> Units {
        let measures = Senses::new([
            (file.count, FigureKind::Count),
            (file.amount, FigureKind::Amount),
            (file.duration, FigureKind::Duration),
            (file.rate, FigureKind::Rate),
            (file.score, FigureKind::Score),
        ]);
        Units {
            measures,
            counted: file.counted,
            ordinal: file.ordinal,
            after_chinese: file.after_chinese,
            after_measure: file.after_measure,
            broken_by: file.broken_by,
        }
    }
}

/// Words, each with what it means.
#[derive(Debug)]
pub(super) struct Senses<S> {
    words: Words,
    senses: Vec<S>,
}

impl<S: Copy> Senses<S> {
    fn new<const LISTS: usize>(lists: [(Vec<Box<str>>, S); LISTS]) -> Senses<S> {
        let (mut words, mut senses) = (Vec::new(), Vec::new());
        for (list, sense) in lists {
            senses.resize(senses.len() + list.len(), sense);
            words.extend(list);
        }
        Senses {
            words: Words::new(words),
            senses,
        }
    }

    /// The longest word that the text starts with.
    #[inline(always)]
    pub(super) fn at_start(&self, text: &str) -> Option<(&str, S)> {
        let word = self.words.start_of(text)?;
        Some((self.words.word(word)?, *self.senses.get(word)?))
    }

    /// The longest word that the text ends with.
    #[inline(always)]
    pub(super) fn at_end(&self, text: &str) -> Option<(&str, S)> {
        let word = self.words.end_of(text)?;
        Some((self.words.word(word)?, *self.senses.get(word)?))
    }

    /// What a word means.
    pub(super) fn of(&self, word: &str) -> Option<S> {
        let (found, sense) = self.at_start(word)?;
        (found == word).then_some(sense)
    }
}

/// Words that loosen a number.
#[derive(Debug)]
pub(super) struct Approximators {
    pub(super) before: Senses<Form>,
    pub(super) after: Senses<Form>,
    /// Words that end in an approximator and are none: 节约, 附近.
    pub(super) not_before: Words,
    /// Words that may stand between an approximator and the number: 超过了.
    pub(super) through: Words,
    /// Approximators that mean "the last" before a stretch of time: 近三年.
    pub(super) recent: Words,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FormWords {
    #[serde(default)]
    more_than: Vec<Box<str>>,
    #[serde(default)]
    less_than: Vec<Box<str>>,
    #[serde(default)]
    about: Vec<Box<str>>,
    #[serde(default)]
    at_least: Vec<Box<str>>,
    #[serde(default)]
    at_most: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApproximatorsFile {
    before: FormWords,
    after: FormWords,
    not_before: Words,
    through: Words,
    recent: Words,
}

impl FormWords {
    fn into_senses(self) -> Senses<Form> {
        Senses::new([
            (self.more_than, Form::MoreThan),
            (self.less_than, Form::LessThan),
            (self.about, Form::About),
            (self.at_least, Form::AtLeast),
            (self.at_most, Form::AtMost),
        ])
    }
}

impl Approximators {
    fn of(file: ApproximatorsFile) -> Approximators {
        Approximators {
            before: file.before.into_senses(),
            after: file.after.into_senses(),
            not_before: file.not_before,
            through: file.through,
            recent: file.recent,
        }
    }
}

/// What makes a name of a numeral.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    /// Words with a numeral that counts nothing: 进一步, 两个维护.
    pub(super) words: NameWords,
    /// What makes a name of the Chinese numeral before it: 期工程, 人民医院.
    pub(super) after_chinese: Words,
    /// What makes a name of the digits before it: 号, 代.
    pub(super) after_digits: Words,
    /// What makes a version of a decimal: 版, 升级.
    pub(super) versions: Words,
    pub(super) sessions: Sessions,
    /// What makes a campaign of a length of time: 行动, 规划.
    pub(super) campaigns: Words,
    /// What tells that the digits behind it identify: 电话, 邮编.
    pub(super) identifiers: Words,
    pub(super) hotlines: Hotlines,
    /// Times of the day, behind which 9点 is an hour.
    pub(super) day_times: Words,
}

/// Sessions of assemblies and congresses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sessions {
    /// Between 届 and a body: 全国, 省.
    pub(super) scopes: Words,
    /// Behind 届: 人大, 中央, 历次.
    pub(super) bodies: Words,
    /// Behind 次: 全会, 党代会.
    pub(super) meetings: Words,
    /// Before a number and 次会.
    pub(super) assemblies: Words,
}

/// Telephone numbers that are names of services.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hotlines {
    pub(super) numbers: Words,
    pub(super) words: Words,
}

/// Words found by the first numeral that they hold.
#[derive(Debug)]
pub(super) struct NameWords {
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
    pub(super) fn end_at(&self, text: &str, at: usize) -> Option<usize> {
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
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.word.as_ref())
    }
}

impl<'de> Deserialize<'de> for NameWords {
    fn deserialize<D: serde::Deserializer<'de>>(data: D) -> Result<NameWords, D::Error> {
        Vec::<Box<str>>::deserialize(data).map(NameWords::of)
    }
}

/// Heads of columns that say something about the numbers under them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableWords {
    /// Heads that add nothing to what is counted: 数量.
    pub(super) plain_columns: Words,
    /// Heads of numbers that count nothing: 序号.
    pub(super) identifying_columns: Words,
    pub(super) unit_columns: Words,
    pub(super) year_columns: Words,
}

/// What a word says of the time that a number is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeSense {
    /// 累计, 以来.
    Cumulative,
    /// 截至, 现有.
    AsOf,
    /// 力争.
    Target,
}

/// Words of time.
pub(super) struct TimeWords {
    all: Senses<TimeSense>,
    openings: CharSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimesFile {
    cumulative: Vec<Box<str>>,
    as_of: Vec<Box<str>>,
    target: Vec<Box<str>>,
}

impl TimeWords {
    fn of(file: TimesFile) -> TimeWords {
        let all = Senses::new([
            (file.cumulative, TimeSense::Cumulative),
            (file.as_of, TimeSense::AsOf),
            (file.target, TimeSense::Target),
        ]);
        TimeWords {
            openings: CharSet::of(all.words.openings()),
            all,
        }
    }

    /// What the longest word of time at the start of a text says.
    pub(super) fn at_start(&self, text: &str) -> Option<TimeSense> {
        self.all.at_start(text).map(|(_, sense)| sense)
    }

    /// What the words of time in a text say, one sense a place.
    pub(super) fn senses<'a>(&'a self, text: &'a str) -> impl Iterator<Item = TimeSense> + 'a {
        let places = self.openings.places(text);
        places.filter_map(move |at| self.at_start(text.get(at..)?))
    }
}

/// Words of the clause around a number: actions, leads, stops, times.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClauseWords {
    pub(super) verbs: Words,
    /// Verbs that are nouns as often, so that only the head of a phrase makes them verbs: 调解, 培训.
    pub(super) weak_verbs: Words,
    /// What makes a noun of the verb before it: 办结率, 调解案件.
    pub(super) noun_followers: Words,
    /// Nouns that say too little alone.
    pub(super) generic: Words,
    /// Totals that belong to the figure before: 总量.
    pub(super) totals: Words,
    /// What is measured of several things at once: 零售额, 满意率.
    pub(super) shared_heads: Words,
    /// Measure words of events, which are counted by what is done: 集中评查2次.
    pub(super) event_units: Words,
    /// What may act: 县司法局, 法院, 委员会, by its last word.
    pub(super) organs: Words,
    /// Verbs of reaching, whose noun stands before them: 税收完成.
    pub(super) reaching: Words,
    /// States that things end in: 维持, 驳回.
    pub(super) outcomes: Words,
    /// What may be dropped at the head of a noun phrase.
    pub(super) leads: Words,
    /// Leads that belong to a subject where they stand right before its noun: 重点提案.
    pub(super) kept_leads: Words,
    /// What may be dropped before a number.
    pub(super) tails: Words,
    /// What ends a noun phrase after a number.
    pub(super) stops: Words,
    /// What a noun phrase after a number does not begin with.
    pub(super) not_heads: Words,
    /// Words that have a stop in them and are none: 中心, 国有.
    pub(super) not_stops: Words,
    pub(super) up: Words,
    pub(super) down: Words,
    /// After a word of change, these make the number a level: 减少到.
    pub(super) to_level: Words,
    pub(super) change_fillers: Words,
    pub(super) ranking: Words,
    pub(super) places: Words,
    /// Before 一, these make it a number: 仅一家.
    pub(super) count_leads: Words,
    /// Before 一, these make it an article: 每一件.
    pub(super) article_leads: Words,
    /// Measure words with which 一 at the end of a clause is a number: 开展演练一次.
    pub(super) one_units: Words,
}

pub(super) static UNITS: LazyLock<Units> =
    LazyLock::new(|| Units::of(embedded(include_str!("../../../data/lexicon/units.json"))));

pub(super) static APPROXIMATORS: LazyLock<Approximators> = LazyLock::new(|| {
    Approximators::of(embedded(include_str!(
        "../../../data/lexicon/approximators.json"
    )))
});

pub(super) static NAMES: LazyLock<Names> =
    LazyLock::new(|| embedded(include_str!("../../../data/lexicon/figure-names.json")));

pub(super) static CLAUSE_WORDS: LazyLock<ClauseWords> =
    LazyLock::new(|| embedded(include_str!("../../../data/lexicon/figure-words.json")));

pub(super) static TIME_WORDS: LazyLock<TimeWords> = LazyLock::new(|| {
    TimeWords::of(embedded(include_str!(
        "../../../data/lexicon/figure-times.json"
    )))
});

pub(super) static TABLE_WORDS: LazyLock<TableWords> =
    LazyLock::new(|| embedded(include_str!("../../../data/lexicon/figure-tables.json")));

fn embedded<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("an embedded lexicon fits its shape")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lexicon_is_readable() {
        assert_eq!(UNITS.measures.of("天"), Some(FigureKind::Duration));
        assert_eq!(APPROXIMATORS.before.of("超过"), Some(Form::MoreThan));
        assert!(NAMES.identifiers.holds("邮编"));
        assert!(CLAUSE_WORDS.verbs.holds("办结"));
        assert!(TABLE_WORDS.unit_columns.holds("单位"));
    }

    #[test]
    fn the_longest_word_wins() {
        let words = Words::new(["件", "件次", "人次"].map(Box::from).to_vec());
        assert_eq!(words.at_start("件次,"), Some("件次"));
        assert_eq!(words.at_start("件,"), Some("件"));
        assert_eq!(words.at_end("百人次"), Some("人次"));
        assert_eq!(words.at_end(""), None);
    }
}
