//! Measure words.

use serde::Deserialize;

use super::words::{Senses, Words};
use crate::report::FigureKind;

/// Measure words and what they measure.
#[derive(Debug)]
pub struct Units {
    pub measures: Senses<FigureKind>,
    /// Nouns that digits count without a measure word: 2镇, 63部门.
    pub counted: Words,
    /// Measure words after 第.
    pub ordinal: Words,
    /// Measure words that make a figure of a Chinese numeral.
    pub after_chinese: Words,
    /// Measure words that 个 may precede: 60个学时.
    pub after_measure: Words,
    /// Words that begin like a measure word and are none: 处罚, 人民.
    pub broken_by: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitsFile {
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
    pub(super) fn of(file: UnitsFile) -> Units {
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
