//! Years as texts print them: 2024年, 2024年度, 2024, 二〇二四年, 2021-2025年.

use std::ops::Range;

use super::words::WORDS;
use crate::report::{han, lexicon};

/// The years that reports are about.
const YEARS: Range<i16> = 1980..2100;

/// A year and where it stands, without 年.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Year {
    pub place: Range<usize>,
    pub value: i16,
}

/// All years with 年 behind them, in order.
pub(super) fn all(text: &str) -> impl Iterator<Item = Year> + '_ {
    text.match_indices('年')
        .filter_map(|(end, _)| before(text, end))
}

/// The first year of a title, which may lack 年.
pub(super) fn in_title(text: &str) -> Vec<Year> {
    let mut years: Vec<Year> = all(text).collect();
    if years.is_empty() {
        years.extend(bare(text));
    }
    years
}

/// The year that ends at the offset.
fn before(text: &str, end: usize) -> Option<Year> {
    in_digits(text, end).or_else(|| in_words(text, end))
}

fn in_digits(text: &str, end: usize) -> Option<Year> {
    let at = end.checked_sub(4)?;
    let value = number(text.get(at..end)?)?;
    let before = text.get(..at)?.chars().next_back();
    // 20212025年 is a range that lost its dash; longer runs of digits are no years.
    let run = text
        .get(..at)?
        .bytes()
        .rev()
        .take_while(u8::is_ascii_digit)
        .count();
    let alone = run == 0
        || (run == 4
            && at
                .checked_sub(4)
                .and_then(|from| number(text.get(from..at)?))
                .is_some());
    (alone && before != Some('第')).then_some(Year {
        place: at..end,
        value,
    })
}

fn number(digits: &str) -> Option<i16> {
    let plain = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit());
    let value = digits.parse().ok().filter(|_| plain)?;
    YEARS.contains(&value).then_some(value)
}

/// 二〇二四年
fn in_words(text: &str, end: usize) -> Option<Year> {
    let digits = text.get(..end)?.char_indices().rev().take(4);
    let mut value = 0;
    let mut start = end;
    for (place, (at, character)) in digits.enumerate() {
        let digit = digit(character)?;
        value += digit * 10_i16.checked_pow(u32::try_from(place).ok()?)?;
        start = at;
    }
    YEARS.contains(&value).then_some(Year {
        place: start..end,
        value,
    })
}

fn digit(character: char) -> Option<i16> {
    match character {
        '0' => Some(0),
        _ => han::digit_of_year(character).map(i16::from),
    }
}

/// 青禾县2024法治政府建设年度报告: four digits alone.
fn bare(text: &str) -> Option<Year> {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let start = at + rest.find(|digit: char| digit.is_ascii_digit())?;
        let run = text
            .get(start..)?
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let value = text.get(start..start + run).and_then(number);
        if let Some(value) = value {
            return Some(Year {
                place: start..start + run,
                value,
            });
        }
        at = start + run;
    }
    None
}

/// Where a text names a stretch of several years: 2016-2020年, 2016年至2020年, 五年, “十三五”.
pub(super) fn five_years(text: &str) -> Option<Range<usize>> {
    for year in all(text) {
        let before = text.get(..year.place.start)?;
        let first = before.trim_end_matches(['-', '—', '–', '―', '~', '至', '到', '年', '－']);
        let Some(from) = first
            .len()
            .checked_sub(4)
            .and_then(|at| number(first.get(at..)?))
        else {
            continue;
        };
        // 2022年2023年 without a mark between them are two years.
        let joined =
            before.len() > first.len() || before.ends_with(|last: char| last.is_ascii_digit());
        if joined && (3..=6).contains(&(year.value - from)) {
            return Some(first.len() - 4..year.place.end);
        }
    }
    WORDS
        .five_years
        .iter()
        .find_map(|word| text.find(word.as_str()).map(|at| at..at + word.len()))
        .filter(|range| {
            !lexicon::begins(text.get(range.end..).unwrap_or(""), &WORDS.five_year_plans)
        })
}

/// Whether the offset is inside the name of a document: the years in it are not those that a text tells of.
pub(super) fn is_in_name(text: &str, at: usize) -> bool {
    let reach = at.saturating_sub(LONGEST_NAME);
    let from = (reach..at).find(|from| text.is_char_boundary(*from));
    let before = text.get(from.unwrap_or(at)..at).unwrap_or("");
    let close = before.rfind('》');
    before.rfind('《').is_some_and(|open| close < Some(open))
}

/// The longest name of a document, in bytes.
const LONGEST_NAME: usize = 240;

/// Whether a year stands alone outside of 《》 and of a stretch of years.
pub(super) fn outside_names(text: &str) -> bool {
    let stretch = five_years(text);
    all(text).any(|year| {
        let before = text.get(..year.place.start).unwrap_or("");
        let named = before.matches('《').count() > before.matches('》').count();
        let inside = stretch
            .as_ref()
            .is_some_and(|stretch| stretch.contains(&year.place.start));
        !named && !inside
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_in_every_form() {
        for (text, expected) in [
            ("2024年法治", vec![2024]),
            ("二〇二四年", vec![2024]),
            ("二零二四年和二○二五年", vec![2024, 2025]),
            ("第2024年", vec![]),
            ("12024年", vec![]),
            ("20212025年", vec![2025]),
            ("三十年", vec![]),
            ("0年", vec![]),
            ("年", vec![]),
        ] {
            let years: Vec<i16> = all(text).map(|year| year.value).collect();
            assert_eq!(years, expected, "{text}");
        }
    }

    #[test]
    fn several_years_are_told_from_one() {
        for (text, expected) in [
            ("2016-2020年法治政府建设情况", true),
            ("2016年至2020年法治政府建设情况", true),
            ("20162020年法治政府建设情况", true),
            ("“十三五”时期法治政府建设总结", true),
            ("过去五年工作", true),
            ("2024年工作总结和2025年工作安排", false),
            ("2023年至2024年工作", false),
            ("2024年", false),
        ] {
            assert_eq!(five_years(text).is_some(), expected, "{text}");
        }
        assert!(outside_names("2023年落实《纲要(2021-2025年)》情况"));
        assert!(!outside_names("落实《纲要(2021-2025年)》情况"));
    }
}
