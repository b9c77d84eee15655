//! Words that say nothing particular, as data: formulae that every report holds, and the verbs and fillers of plans.

use std::sync::LazyLock;

use serde::Deserialize;

use super::bigrams::BREAK;
use super::by_first::ByFirst;
use super::tokens::fold;

use crate::report::lexicon::WordList;

/// The words of plans and the signs of what can be checked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Undertakings {
    #[serde(rename = "schema")]
    _schema: String,
    /// Words that do not tell one undertaking from another.
    commonplaces: Vec<String>,
    /// Beginnings of clauses that say by what means the next one is done.
    pub means: Vec<String>,
    /// Beginnings of clauses that say who will act.
    pub who: Vec<String>,
    /// Subjects that every report speaks of, so that sharing one says little.
    subjects: Vec<String>,
    /// Clauses with these promise nothing.
    pub not_undertakings: Vec<String>,
    /// Sentences with these call upon those who listen.
    pub exhortations: WordList,
    /// Beginnings of clauses that only say when something will be so.
    pub conditions: Vec<String>,
    /// Words with 了 that do not say that something was done.
    pub not_past: Vec<String>,
    /// Words of sentences that give thanks, and tell of nothing that was done.
    pub no_deeds: WordList,
    /// Words of clauses that say with what intent, unless they name something that will be there or not.
    pub slogans: Vec<String>,
    /// Words of sentences that lead to shortcomings and name none.
    pub lead_ins: Vec<String>,
    /// Words that open a list of shortcomings.
    pub list_openings: Vec<String>,
    /// Verbs of work that is either done or not.
    pub finishing: Vec<String>,
    /// Things that either exist or not.
    pub concrete: Vec<String>,
}

/// Whether one of the words stands in the text.
pub(super) fn contains_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StockPhrases {
    #[serde(rename = "schema")]
    _schema: String,
    phrases: Vec<String>,
}

pub(super) static UNDERTAKINGS: LazyLock<Undertakings> = LazyLock::new(|| {
    serde_json::from_str(crate::bundled!("lexicon/undertakings.json"))
        .expect("the bundled words of undertakings are valid JSON")
});

/// Formulae that most reports hold.
pub(super) static STOCK_PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let read: StockPhrases = serde_json::from_str(crate::bundled!("lexicon/stock-phrases.json"))
        .expect("the bundled stock phrases are valid JSON");
    Phrases::of(read.phrases.iter())
});

/// What is left out when an undertaking is looked for in next year's report.
pub(super) static COMMONPLACES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(UNDERTAKINGS.commonplaces.iter()));

/// Subjects that every report speaks of.
pub(super) static SUBJECTS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(UNDERTAKINGS.subjects.iter()));

/// A set of phrases that can be found in a row of letters.
#[derive(Debug)]
pub(super) struct Phrases(ByFirst<()>);

impl Phrases {
    pub fn of<'a>(phrases: impl Iterator<Item = &'a String>) -> Phrases {
        let letters = phrases.map(|phrase| {
            let letters = phrase.chars().filter_map(fold);
            letters.filter(|letter| letter.is_alphanumeric()).collect()
        });
        Phrases(letters.map(|letters| (letters, ())).collect())
    }

    /// How many letters at the beginning of `letters` are one of the phrases, the longest that fits.
    #[inline]
    pub fn length_at(&self, letters: &[char]) -> usize {
        let fitting = self.0.at(letters).map(|(phrase, ())| phrase.len());
        fitting.max().unwrap_or(0)
    }

    /// The letters with a break in place of every phrase.
    pub fn broken(&self, letters: &[char]) -> Vec<char> {
        let mut kept = Vec::with_capacity(letters.len());
        let mut rest = letters;
        while let Some((&first, after)) = rest.split_first() {
            let length = self.length_at(rest);
            if length > 0 {
                kept.push(BREAK);
                rest = rest.get(length..).unwrap_or(&[]);
            } else {
                kept.push(first);
                rest = after;
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_words_are_read() {
        assert!(!UNDERTAKINGS.means.is_empty());
        assert!(!UNDERTAKINGS.not_undertakings.is_empty());
        assert!(!UNDERTAKINGS.finishing.is_empty());
        assert!(!UNDERTAKINGS.concrete.is_empty());
        let length =
            |phrases: &Phrases, text: &str| phrases.length_at(&text.chars().collect::<Vec<_>>());
        assert_eq!(length(&STOCK_PHRASES, "习近平法治思想学习"), 7);
        assert_eq!(length(&COMMONPLACES, "进一步推进"), 3, "the longest wins");
        assert_eq!(length(&COMMONPLACES, "碧道"), 0);
    }
}
