//! Units: the measure word after a number, or the noun that digits count without one.

use std::borrow::Cow;
use std::ops::Range;

use super::FigureKind;
use super::glance::{after, char_at};
use super::lexicon::UNITS;
use super::numeral::Script;

/// A unit as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// With 个 before another unit, which is not part of `word`.
    pub(super) range: Range<usize>,
    /// Nearly always a word of the lexicon, which is never copied.
    pub(super) word: Cow<'static, str>,
    pub(super) kind: FigureKind,
    /// The unit is the counted noun itself: 63部门.
    pub(super) noun: bool,
    pub(super) inside: Inside,
}

/// What stands between 个 and the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    Nothing,
    /// 3个多月.
    More,
    /// 两个半月.
    Half,
}

/// The unit at a place, after a numeral of the script.
pub(super) fn unit_at(text: &str, at: usize, script: Script) -> Option<Unit> {
    let rest = after(text, at);
    if let Some(unit) = after_measure(rest, at) {
        return Some(unit);
    }
    let (measure, kind) = UNITS
        .measures
        .at_start(rest)
        .unwrap_or(("", FigureKind::Count));
    let counted = match script {
        Script::Digits => UNITS.counted.at_start(rest).unwrap_or(""),
        Script::Chinese => "",
    };
    let noun = counted.len() > measure.len();
    let (word, kind) = if noun {
        (counted, FigureKind::Count)
    } else {
        (measure, kind)
    };
    let broken = || UNITS.broken_by.at_start(rest).map_or(0, str::len);
    let foreign = || script == Script::Chinese && !UNITS.after_chinese.holds(word);
    if word.is_empty() || broken() > word.len() || foreign() {
        return None;
    }
    let tail = tail_len(rest.get(word.len()..).unwrap_or(""));
    let end = at + word.len() + tail;
    let word = match tail {
        0 => Cow::Borrowed(word),
        _ => Cow::Owned(text.get(at..end)?.to_string()),
    };
    Some(Unit {
        range: at..end,
        word,
        kind,
        noun,
        inside: Inside::Nothing,
    })
}

/// 60个学时, 3个月, 2个百分点, 3个多月.
fn after_measure(rest: &str, at: usize) -> Option<Unit> {
    let behind = rest.strip_prefix('个')?;
    let (behind, inside) = match behind.chars().next() {
        Some('多') => (behind.strip_prefix('多')?, Inside::More),
        Some('半') => (behind.strip_prefix('半')?, Inside::Half),
        _ => (behind, Inside::Nothing),
    };
    let word = UNITS.after_measure.at_start(behind)?;
    let len = rest.len() - behind.len() + word.len();
    Some(Unit {
        range: at..at + len,
        word: Cow::Borrowed(word),
        kind: UNITS.measures.of(word).unwrap_or(FigureKind::Count),
        noun: false,
        inside,
    })
}

/// The length of what belongs to a unit after its word: 场(次), 微克/立方米.
fn tail_len(rest: &str) -> usize {
    if !rest.starts_with(['(', '/']) {
        return 0;
    }
    let inside = |open: char, close: char| {
        let rest = rest.strip_prefix(open)?;
        let (word, _) = UNITS.measures.at_start(rest)?;
        rest.get(word.len()..)?
            .starts_with(close)
            .then_some(open.len_utf8() + word.len() + close.len_utf8())
    };
    let per = || {
        let rest = rest.strip_prefix('/')?;
        UNITS
            .measures
            .at_start(rest)
            .map(|(word, _)| 1 + word.len())
    };
    inside('(', ')').or_else(per).unwrap_or(0)
}

/// The length of 半 after a unit of time: 一年半.
pub(super) fn half_len(text: &str, unit: &Unit) -> Option<usize> {
    let half = '半';
    (unit.kind == FigureKind::Duration && char_at(text, unit.range.end) == Some(half))
        .then_some(half.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, script: Script, expected: Option<(&str, &str)>) {
        let unit = unit_at(text, 0, script);
        let found = unit
            .as_ref()
            .map(|unit| (text.get(unit.range.clone()).unwrap_or(""), &*unit.word));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_longest_unit_is_read() {
        for (text, expected) in [
            ("件次,", Some(("件次", "件次"))),
            ("个学时的培训", Some(("个学时", "学时"))),
            ("个月", Some(("个月", "月"))),
            ("场(次)。", Some(("场(次)", "场(次)"))),
            ("微克/立方米,", Some(("微克/立方米", "微克/立方米"))),
            ("县直部门负责人", Some(("县直部门", "县直部门"))),
            ("部门实现", Some(("部门", "部门"))),
            ("镇2县直", Some(("镇", "镇"))),
            ("处罚决定", None),
            ("人民法庭", None),
            ("获得", None),
            ("", None),
        ] {
            check(text, Script::Digits, expected);
        }
    }

    #[test]
    fn chinese_numerals_need_a_measure_word() {
        for (text, expected) in [
            ("家单位", Some(("家", "家"))),
            ("镇", None),
            ("部门", Some(("部", "部"))),
            ("自信", None),
        ] {
            check(text, Script::Chinese, expected);
        }
    }
}
