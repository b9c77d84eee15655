//! Word lists of the figure reader: data files, parsed once.

mod approximators;
mod clause;
mod names;
mod times;
mod units;
mod words;

use std::sync::LazyLock;

use approximators::Approximators;
use clause::{ClauseWords, TableWords};
use names::Names;
use times::TimeWords;
use units::Units;

pub(super) use times::TimeSense;
pub(super) use words::{Words, longer};

pub(super) static UNITS: LazyLock<Units> =
    LazyLock::new(|| Units::of(embedded(crate::bundled!("lexicon/units.json"))));

pub(super) static APPROXIMATORS: LazyLock<Approximators> =
    LazyLock::new(|| Approximators::of(embedded(crate::bundled!("lexicon/approximators.json"))));

pub(super) static NAMES: LazyLock<Names> =
    LazyLock::new(|| embedded(crate::bundled!("lexicon/figure-names.json")));

pub(super) static CLAUSE_WORDS: LazyLock<ClauseWords> =
    LazyLock::new(|| embedded(crate::bundled!("lexicon/figure-words.json")));

pub(super) static TIME_WORDS: LazyLock<TimeWords> =
    LazyLock::new(|| TimeWords::of(embedded(crate::bundled!("lexicon/figure-times.json"))));

pub(super) static TABLE_WORDS: LazyLock<TableWords> =
    LazyLock::new(|| embedded(crate::bundled!("lexicon/figure-tables.json")));

fn embedded<T: serde::de::DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("an embedded lexicon fits its shape")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{FigureKind, Form};

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
