//! Ordinals and ranks: 第14期, 第36名, 排名第一.

use std::ops::Range;

use super::FigureKind;
use super::glance::{before, behind_last, char_at, last_chars};
use super::lexicon::{CLAUSE_WORDS, UNITS};
use super::numeral::{Numeral, Spread, numeral_at};

/// Characters before a rank that may say that it is one.
const LEAD: usize = 14;

/// A place in an order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OrdinalReading {
    pub(super) numeral: Numeral,
    pub(super) quote: Range<usize>,
    /// Ranks have 名 even where nothing is printed.
    pub(super) unit: &'static str,
    pub(super) kind: FigureKind,
}

/// The ordinal that begins with the 第 at a place.
pub(super) fn ordinal_at(text: &str, at: usize) -> Option<OrdinalReading> {
    let from = at + '第'.len_utf8();
    let numeral = numeral_at(text, from).filter(|numeral| numeral.spread == Spread::None)?;
    let rest = text.get(numeral.range.end..)?;
    let unit = UNITS.ordinal.at_start(rest);
    let broken = UNITS.broken_by.at_start(rest).map_or(0, str::len);
    let unit = unit.filter(|unit| broken <= unit.len());
    let clause = behind_last(last_chars(before(text, at), LEAD), |c| {
        matches!(c, ',' | ';' | '。' | ':' | '\n' | '\t')
    });
    let ranked = CLAUSE_WORDS.ranking.within(clause);
    let (word, kind) = match unit {
        Some("名") => ("名", FigureKind::Rank),
        Some("位") if ranked => ("位", FigureKind::Rank),
        Some("位") => return None,
        Some(word) => (word, FigureKind::Ordinal),
        None if ranked && ends_clause(text, numeral.range.end) => ("名", FigureKind::Rank),
        None => return None,
    };
    let end = numeral.range.end + unit.map_or(0, str::len);
    Some(OrdinalReading {
        numeral,
        quote: at..end,
        unit: word,
        kind,
    })
}

fn ends_clause(text: &str, at: usize) -> bool {
    char_at(text, at).is_none_or(|c| "，。、,;:!)(”\n的".contains(c))
}
