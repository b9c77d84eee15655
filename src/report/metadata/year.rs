//! The year that a report describes.

use std::collections::BTreeMap;

use super::{Hints, Kind};
use crate::report::Section;

/// What the year is read from.
pub(super) struct Clues<'a> {
    pub title: Option<&'a str>,
    pub kind: Kind,
    /// The first paragraphs.
    pub opening: &'a str,
    /// The whole normal text.
    pub whole: &'a str,
    pub sections: &'a [Section],
    /// The year of the signature or of publication.
    pub dated: Option<i16>,
}

/// By the title, else by what the text says of itself, else by its headings, else by the years it speaks of.
pub(super) fn year(clues: &Clues) -> Option<i16> {
    let from_title = clues.title.and_then(|title| titled(title, clues.kind));
    match clues.kind {
        // The report of this year looks back at the last one.
        Kind::GovernmentWorkReport | Kind::Speech => looked_back(clues)
            .or(from_title.map(|year| year - 1))
            .or_else(|| spoken_of(clues)),
        Kind::AnnualReport
        | Kind::WorkSummaryAndPlan
        | Kind::Interpretation
        | Kind::WorkPlan
        | Kind::DisclosureReport
        | Kind::ShufaReport
        | Kind::NpcReport
        | Kind::FiveYearSummary
        | Kind::Template
        | Kind::Other => from_title
            .or_else(|| introduced(clues.opening))
            .or_else(|| looked_back(clues))
            .or_else(|| spoken_of(clues)),
    }
    .or(clues.dated.map(|year| year - 1))
}

/// A year in the name of the file, where the text is silent.
pub(super) fn in_file_name(hints: &Hints) -> Option<i16> {
    let name = hints.file_name.as_deref()?;
    name.split(|character: char| !character.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1990..2100).contains(year))
}

/// All `2024年` in a text with their offsets.
fn years(text: &str) -> impl Iterator<Item = (usize, i16)> + '_ {
    text.match_indices('年').filter_map(|(end, _)| {
        let at = end.checked_sub(4)?;
        let digits = text.get(at..end)?;
        let before = text.get(..at)?.chars().next_back();
        let alone = before.is_none_or(|before| !before.is_ascii_digit());
        let number = digits.bytes().all(|digit| digit.is_ascii_digit());
        let year: i16 = digits.parse().ok().filter(|_| alone && number)?;
        (1949..2100).contains(&year).then_some((at, year))
    })
}

/// 二〇二四年 in a title.
fn year_in_words(text: &str) -> Option<i16> {
    let at = text
        .find("二〇")
        .or_else(|| text.find("二○"))
        .or_else(|| text.find("二零"))?;
    let digits: Vec<i16> = text
        .get(at..)?
        .chars()
        .take(4)
        .map(|character| match character {
            '〇' | '○' | '零' => Some(0),
            _ => "一二三四五六七八九"
                .chars()
                .zip(1..)
                .find(|(name, _)| *name == character)
                .map(|(_, value)| value),
        })
        .collect::<Option<_>>()?;
    let year = digits.iter().fold(0, |year: i16, digit| {
        year.saturating_mul(10).saturating_add(*digit)
    });
    (digits.len() == 4).then_some(year)
}

fn titled(title: &str, kind: Kind) -> Option<i16> {
    let found: Vec<(usize, i16)> = years(title).collect();
    let (at, first) = match found.first() {
        Some(found) => *found,
        None => return year_in_words(title),
    };
    if kind == Kind::FiveYearSummary {
        return found.iter().map(|(_, year)| *year).max();
    }
    let behind = title.get(at + "2024年".len()..).unwrap_or("");
    let plans = [
        "工作打算",
        "工作安排",
        "工作计划",
        "工作要点",
        "工作思路",
        "重点工作",
        "度工作",
    ]
    .iter()
    .any(|plan| behind.starts_with(plan));
    let only_plan =
        found.len() == 1 && plans && kind == Kind::WorkSummaryAndPlan && !title.starts_with("20");
    Some(if only_plan { first - 1 } else { first })
}

/// 现将2024年…报告如下, else the year that the text begins with.
fn introduced(opening: &str) -> Option<i16> {
    let announcing = opening
        .split(['。', ';'])
        .filter(|sentence| {
            sentence.contains("如下")
                && (sentence.contains("现将")
                    || sentence.contains("报告")
                    || sentence.contains("总结"))
        })
        .find_map(|sentence| {
            let from = sentence.find("现将").unwrap_or(0);
            years(sentence.get(from..)?).next()
        });
    announcing
        .or_else(|| {
            years(opening)
                .next()
                .filter(|(at, _)| *at <= "截至".len() * 2)
        })
        .map(|(_, year)| year)
}

/// 2024年工作回顾 names the year, 2025年工作安排 the one behind it.
fn looked_back(clues: &Clues) -> Option<i16> {
    let titles = || {
        clues
            .sections
            .iter()
            .filter(|section| section.level <= 2)
            .map(|section| section.title.as_str())
    };
    let back = titles()
        .filter(|title| {
            title.contains("回顾") || title.contains("总结") || title.contains("以来工作")
        })
        .find_map(|title| years(title).next())
        .map(|(_, year)| year);
    let ahead = titles()
        .filter(|title| {
            ["安排", "打算", "计划", "重点", "任务", "工作"]
                .iter()
                .any(|word| title.contains(word))
        })
        .filter_map(|title| years(title).next())
        .map(|(_, year)| year)
        .max();
    back.or(ahead.map(|year| year - 1))
}

/// The year that most clauses begin with; names of documents do not count.
fn spoken_of(clues: &Clues) -> Option<i16> {
    let latest = clues.dated.unwrap_or(i16::MAX);
    let mut weights: BTreeMap<i16, usize> = BTreeMap::new();
    for (at, year) in years(clues.whole).filter(|(_, year)| *year <= latest) {
        let before = clues
            .whole
            .get(..at)
            .and_then(|before| before.chars().next_back());
        let weight = match before {
            None | Some('。' | ',' | ';' | ':' | '\n') => 3,
            Some('《' | '“') => 0,
            Some(_) => 1,
        };
        *weights.entry(year).or_default() += weight;
    }
    weights
        .into_iter()
        .filter(|(_, weight)| *weight > 0)
        .max_by_key(|(year, weight)| (*weight, *year))
        .map(|(year, _)| year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: Option<&str>, kind: Kind, text: &str, expected: Option<i16>) {
        let clues = Clues {
            title,
            kind,
            opening: text,
            whole: text,
            sections: &[],
            dated: None,
        };
        assert_eq!(year(&clues), expected, "{title:?} {text}");
    }

    #[test]
    fn a_title_names_the_year() {
        for (title, kind, expected) in [
            (
                "青山县2024年度法治政府建设情况报告",
                Kind::AnnualReport,
                2024,
            ),
            (
                "青山县2024年工作总结和2025年工作安排",
                Kind::WorkSummaryAndPlan,
                2024,
            ),
            (
                "青山县推进依法行政工作情况及2016年工作打算",
                Kind::WorkSummaryAndPlan,
                2015,
            ),
            ("青山县2025年法治政府建设工作要点", Kind::WorkPlan, 2025),
            ("青山县二〇二四年法治政府建设报告", Kind::AnnualReport, 2024),
            ("2025年青山省政府工作报告", Kind::GovernmentWorkReport, 2024),
        ] {
            check(Some(title), kind, "", Some(expected));
        }
    }

    #[test]
    fn a_text_without_a_title_names_the_year() {
        for (text, expected) in [
            ("2024年,青山县依法行政。", Some(2024)),
            ("根据2021年的文件,现将2023年情况报告如下:", Some(2023)),
            (
                "全县工作有序。2023年,共办结3件。较2022年多1件。《2024年要点》印发。2023年,共调解5件。",
                Some(2023),
            ),
            ("全县工作有序。", None),
        ] {
            check(None, Kind::AnnualReport, text, expected);
        }
    }
}
