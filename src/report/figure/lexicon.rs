//! Word lists of the figure reader: data files, parsed once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::index::{WordIndex, key_of, key_of_pair};
use super::numeral::is_numeral_char;
use super::{FigureKind, Form};

/// Words that are looked for at the start or at the end of a text, the longest first.
#[derive(Debug, Default)]
pub(super) struct Words {
    by_first: WordIndex<String>,
    by_last: WordIndex<String>,
}

impl Words {
    pub(super) fn new(words: impl IntoIterator<Item = String>) -> Words {
        let mut words: Vec<String> = words.into_iter().collect();
        words.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
        words.dedup();
        let keyed = |of: fn(&str) -> Option<char>| {
            WordIndex::new(
                words
                    .iter()
                    .map(|word| (of(word).map_or(0, key_of), word.clone())),
            )
        };
        Words {
            by_first: keyed(|word| word.chars().next()),
            by_last: keyed(|word| word.chars().next_back()),
        }
    }

    /// Whether a word may start with the character; no is certain.
    pub(super) fn may_start(&self, c: char) -> bool {
        self.by_first.may_hold(key_of(c))
    }

    /// The longest word that the text starts with.
    pub(super) fn at_start(&self, text: &str) -> Option<&str> {
        let words = self.by_first.of(key_of(text.chars().next()?));
        words
            .iter()
            .map(String::as_str)
            .find(|&word| text.starts_with(word))
    }

    /// The longest word that the text ends with.
    pub(super) fn at_end(&self, text: &str) -> Option<&str> {
        let words = self.by_last.of(key_of(text.chars().next_back()?));
        words
            .iter()
            .map(String::as_str)
            .find(|&word| text.ends_with(word))
    }

    pub(super) fn holds(&self, word: &str) -> bool {
        self.at_start(word) == Some(word)
    }

    /// Whether any word stands somewhere in the text.
    pub(super) fn within(&self, text: &str) -> bool {
        text.char_indices().any(|(at, c)| {
            let mut words = self.by_first.of(key_of(c)).iter();
            words.any(|word| {
                text.get(at..)
                    .is_some_and(|rest| rest.starts_with(word.as_str()))
            })
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
        Vec::<String>::deserialize(data).map(Words::new)
    }
}

/// Measure words and what they measure.
#[derive(Debug)]
pub(super) struct Units {
    pub(super) measures: Measures,
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
    count: Vec<String>,
    amount: Vec<String>,
    duration: Vec<String>,
    rate: Vec<String>,
    score: Vec<String>,
    counted: Words,
    ordinal: Words,
    after_chinese: Words,
    after_measure: Words,
    broken_by: Words,
}

impl Units {
    fn of(file: UnitsFile) -> Units {
        let kinds = [
            (file.count, FigureKind::Count),
            (file.amount, FigureKind::Amount),
            (file.duration, FigureKind::Duration),
            (file.rate, FigureKind::Rate),
            (file.score, FigureKind::Score),
        ]
        .into_iter()
        .flat_map(|(words, kind)| words.into_iter().map(move |word| (word, kind)));
        Units {
            measures: Measures::new(kinds.collect()),
            counted: file.counted,
            ordinal: file.ordinal,
            after_chinese: file.after_chinese,
            after_measure: file.after_measure,
            broken_by: file.broken_by,
        }
    }
}

/// Measure words, each with what it measures.
#[derive(Debug)]
pub(super) struct Measures(WordIndex<(String, FigureKind)>);

impl Measures {
    fn new(mut words: Vec<(String, FigureKind)>) -> Measures {
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        let keyed = words.into_iter().map(|word| {
            let first = word.0.chars().next();
            (first.map_or(0, key_of), word)
        });
        Measures(WordIndex::new(keyed))
    }

    /// The longest measure word that the text starts with.
    pub(super) fn at_start(&self, text: &str) -> Option<(&str, FigureKind)> {
        let words = self.0.of(key_of(text.chars().next()?));
        words
            .iter()
            .find(|(word, _)| text.starts_with(word.as_str()))
            .map(|(word, kind)| (word.as_str(), *kind))
    }

    /// What a measure word measures.
    pub(super) fn kind(&self, word: &str) -> FigureKind {
        match self.at_start(word) {
            Some((found, kind)) if found == word => kind,
            _ => FigureKind::Count,
        }
    }
}

/// Words that loosen a number.
#[derive(Debug)]
pub(super) struct Approximators {
    pub(super) before: Words,
    before_forms: BTreeMap<String, Form>,
    pub(super) after: Words,
    after_forms: BTreeMap<String, Form>,
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
    more_than: Vec<String>,
    #[serde(default)]
    less_than: Vec<String>,
    #[serde(default)]
    about: Vec<String>,
    #[serde(default)]
    at_least: Vec<String>,
    #[serde(default)]
    at_most: Vec<String>,
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
    fn into_map(self) -> BTreeMap<String, Form> {
        [
            (self.more_than, Form::MoreThan),
            (self.less_than, Form::LessThan),
            (self.about, Form::About),
            (self.at_least, Form::AtLeast),
            (self.at_most, Form::AtMost),
        ]
        .into_iter()
        .flat_map(|(words, form)| words.into_iter().map(move |word| (word, form)))
        .collect()
    }
}

impl Approximators {
    fn of(file: ApproximatorsFile) -> Approximators {
        let (before, after) = (file.before.into_map(), file.after.into_map());
        Approximators {
            before: Words::new(before.keys().cloned()),
            before_forms: before,
            after: Words::new(after.keys().cloned()),
            after_forms: after,
            not_before: file.not_before,
            through: file.through,
            recent: file.recent,
        }
    }

    pub(super) fn form_before(&self, word: &str) -> Option<Form> {
        self.before_forms.get(word).copied()
    }

    pub(super) fn form_after(&self, word: &str) -> Option<Form> {
        self.after_forms.get(word).copied()
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
    index: WordIndex<NameWord>,
}

#[derive(Debug)]
struct NameWord {
    before: String,
    /// From the numeral on.
    rest: String,
}

impl NameWord {
    /// Whether the word ends where its numeral does: the 一 of 合同一百份 is no part of 同一.
    fn is_whole(&self, behind: &str) -> bool {
        !(self.rest.ends_with(is_numeral_char) && behind.starts_with(is_numeral_char))
    }
}

impl NameWords {
    /// The end of the word whose first numeral stands at a place.
    pub(super) fn end_at(&self, text: &str, at: usize) -> Option<usize> {
        let (before, rest) = text.split_at_checked(at)?;
        let mut chars = rest.chars();
        let first = chars.next()?;
        let pair = chars.next().map_or(0, |next| key_of_pair(first, next));
        let words = self.index.of(pair).iter();
        let single = self.index.of(key_of(first)).iter();
        words
            .chain(single)
            .find(|word| {
                let behind = rest.strip_prefix(word.rest.as_str());
                behind.is_some_and(|behind| word.is_whole(behind)) && before.ends_with(&word.before)
            })
            .map(|word| at + word.rest.len())
    }

    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = String> {
        let words = self.index.words().iter();
        words.map(|word| format!("{}{}", word.before, word.rest))
    }
}

impl<'de> Deserialize<'de> for NameWords {
    fn deserialize<D: serde::Deserializer<'de>>(data: D) -> Result<NameWords, D::Error> {
        let mut words = Vec::<String>::deserialize(data)?;
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let keyed = words.iter().map(|word| {
            let numeral = |c: char| c == '第' || is_numeral_char(c);
            let at = word.find(numeral).unwrap_or(word.len());
            let (before, rest) = word.split_at(at);
            let mut chars = rest.chars();
            let key = match (chars.next(), chars.next()) {
                (Some(first), Some(next)) => key_of_pair(first, next),
                (Some(first), None) => key_of(first),
                (None, _) => 0,
            };
            let word = NameWord {
                before: before.to_string(),
                rest: rest.to_string(),
            };
            (key, word)
        });
        Ok(NameWords {
            index: WordIndex::new(keyed),
        })
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
#[derive(Debug)]
pub(super) struct TimeWords {
    pub(super) as_of: Words,
    all: WordIndex<(String, TimeSense)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimesFile {
    cumulative: Vec<String>,
    as_of: Vec<String>,
    target: Vec<String>,
}

impl TimeWords {
    fn of(file: TimesFile) -> TimeWords {
        let as_of = Words::new(file.as_of.iter().cloned());
        let words = [
            (file.cumulative, TimeSense::Cumulative),
            (file.as_of, TimeSense::AsOf),
            (file.target, TimeSense::Target),
        ]
        .into_iter()
        .flat_map(|(words, sense)| words.into_iter().map(move |word| (word, sense)));
        TimeWords {
            as_of,
            all: WordIndex::new(words.map(|word| (word.0.chars().next().map_or(0, key_of), word))),
        }
    }

    /// What the words of time in a text say, one sense a word.
    pub(super) fn senses(&self, text: &str) -> impl Iterator<Item = TimeSense> {
        text.char_indices().flat_map(move |(at, c)| {
            let words = self.all.of(key_of(c)).iter();
            words.filter_map(move |(word, sense)| {
                text.get(at..)?.starts_with(word).then_some(*sense)
            })
        })
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
        assert_eq!(UNITS.measures.kind("天"), FigureKind::Duration);
        assert_eq!(APPROXIMATORS.form_before("超过"), Some(Form::MoreThan));
        assert!(NAMES.identifiers.holds("邮编"));
        assert!(CLAUSE_WORDS.verbs.holds("办结"));
        assert!(TABLE_WORDS.unit_columns.holds("单位"));
    }

    #[test]
    fn the_longest_word_wins() {
        let words = Words::new(["件", "件次", "人次"].map(String::from));
        assert_eq!(words.at_start("件次,"), Some("件次"));
        assert_eq!(words.at_start("件,"), Some("件"));
        assert_eq!(words.at_end("百人次"), Some("人次"));
        assert_eq!(words.at_end(""), None);
    }
}
