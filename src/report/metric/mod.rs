//! What a figure measures, as one word of a fixed vocabulary: the 30件 of `行政复议:受理30件` are `rc-accepted`.
//!
//! `data/lexicon/metrics.json` holds the vocabulary, by topic. A figure has the metric whose name stands in its own
//! clause, under a topic that the clause, the sentence, the paragraph or the heading names. No metric is the usual
//! answer: the vocabulary has what reports on law-based government are compared by, not all that can be counted.

mod resolve;
mod topic;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::lexicon::{self, Characters, WordList};
use super::{Figure, FigureKind};

pub use resolve::metrics;

/// One indicator that reports are compared by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// Stable: `rc-accepted`.
    pub id: String,
    pub zh: String,
    pub en: String,
    pub measure: Measure,
    pub sense: Sense,
    pub good: Good,
    /// Groups of measure words, by name.
    units: Vec<String>,
    names: Names,
    /// Words that make it something else.
    #[serde(default)]
    not: WordList,
    /// It counts several things together, the last of which may stand behind an enumeration comma: `9件建议、提案`.
    #[serde(default)]
    joint: bool,
}

/// Words that name a metric under its topic; `…` stands for anything in between.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
struct Names(Vec<(String, Characters)>);

impl From<Vec<String>> for Names {
    fn from(names: Vec<String>) -> Names {
        let names = names.into_iter().map(|name| {
            let letters = Characters::of(&name.replace(GAP, ""));
            (name, letters)
        });
        Names(names.collect())
    }
}

const GAP: char = '…';

/// How a metric is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    Count,
    Rate,
    Money,
    Hours,
    Score,
}

/// Whether a number says how many there are, or how many there were in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sense {
    Stock,
    Flow,
}

/// Which value speaks for the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Good {
    Up,
    Down,
    /// All of them: 100 %.
    Full,
    Neutral,
}

/// Metrics that share the words of a topic.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    id: String,
    #[serde(rename = "zh")]
    _zh: String,
    #[serde(rename = "en")]
    _en: String,
    topic: Vec<String>,
    /// Topics that a sentence is rather about where it names them too.
    #[serde(default)]
    yields_to: Vec<String>,
    /// The first that fits is taken, so the special stand before the general.
    metrics: Vec<Metric>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vocabulary {
    #[serde(rename = "schema")]
    _schema: String,
    units: BTreeMap<String, Vec<String>>,
    families: Vec<Family>,
}

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| lexicon::read("metrics.json", crate::bundled!("lexicon/metrics.json")));

/// The id of the family that a metric stands in.
fn family_of(metric: &Metric) -> &'static str {
    let mut families = VOCABULARY.families.iter();
    let own = families.find(|family| family.metrics.iter().any(|each| each.id == metric.id));
    own.map_or("", |family| family.id.as_str())
}

/// The metric of a name, for rules that speak of it.
pub fn named(id: &str) -> Option<&'static Metric> {
    let mut all = VOCABULARY
        .families
        .iter()
        .flat_map(|family| &family.metrics);
    all.find(|metric| metric.id == id)
}

impl Metric {
    /// The topic that it belongs to: `reconsideration`.
    pub fn family(&self) -> &'static str {
        family_of(self)
    }

    /// Whether a figure of this kind and unit can be a value of the metric; a change of it is none.
    /// `groups` are those of its unit.
    fn takes(&self, figure: &Figure, groups: &[&str]) -> bool {
        let kind = match self.measure {
            Measure::Count => FigureKind::Count,
            Measure::Rate => FigureKind::Rate,
            Measure::Money => FigureKind::Amount,
            Measure::Hours => FigureKind::Duration,
            Measure::Score => FigureKind::Score,
        };
        figure.kind == kind && figure.direction.is_none() && self.has_unit(groups)
    }

    fn has_unit(&self, groups: &[&str]) -> bool {
        let mut own = self.units.iter();
        own.any(|own| groups.contains(&own.as_str()))
    }

    /// The first of its names that stands in the words of a figure.
    fn name_in(&self, words: &Spoken) -> Option<&str> {
        if lexicon::contains(words.text, &self.not) {
            return None;
        }
        let mut names = self
            .names
            .0
            .iter()
            .filter(|(_, letters)| words.letters.may_cover(*letters));
        let (name, _) = names.find(|(name, _)| holds(words.text, name))?;
        Some(name)
    }
}

/// The words of a figure, in which many names are looked for.
struct Spoken<'a> {
    text: &'a str,
    letters: Characters,
}

impl Spoken<'_> {
    fn of(text: &str) -> Spoken<'_> {
        Spoken {
            text,
            letters: Characters::of(text),
        }
    }
}

/// The groups of measure words by unit.
static GROUPS: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, units) in &VOCABULARY.units {
        for unit in units {
            groups.entry(unit).or_default().push(name);
        }
    }
    groups
});

/// The groups of measure words that a unit is in.
fn groups_of(unit: &str) -> &'static [&'static str] {
    GROUPS.get(unit).map_or(&[], Vec::as_slice)
}

/// Whether the pieces of a name between `…` stand in the words one after the other.
fn holds(words: &str, name: &str) -> bool {
    let mut rest = words;
    name.split(GAP).all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = rest.get(at + piece.len()..).unwrap_or("");
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_metric_has_names_units_and_an_id_of_its_own() {
        let mut ids = BTreeSet::new();
        for metric in VOCABULARY
            .families
            .iter()
            .flat_map(|family| &family.metrics)
        {
            assert!(ids.insert(&metric.id), "{}", metric.id);
            assert!(!metric.names.0.is_empty() && !metric.zh.is_empty() && !metric.en.is_empty());
            for unit in &metric.units {
                assert!(VOCABULARY.units.contains_key(unit), "{}: {unit}", metric.id);
            }
        }
        assert!(ids.len() >= 120, "{}", ids.len());
    }

    #[test]
    fn a_name_with_a_gap_is_found_in_order() {
        assert!(holds("行政机关主要负责人出庭应诉率", "主要负责人…出庭"));
        assert!(!holds("出庭的主要负责人", "主要负责人…出庭"));
        assert!(holds("备案率", "备案率"));
    }
}
