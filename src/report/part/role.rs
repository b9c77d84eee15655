//! What the title of a section says about the part it is.

use std::sync::LazyLock;

use super::Part;
use super::words::WORDS;
use crate::report::lexicon::{WordList, begins, contains, ends};

/// What a heading announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Role {
    FirstResponsible,
    Results,
    Shortcomings,
    Causes,
    Plan,
    Other,
}

impl Role {
    pub fn part(self) -> Part {
        match self {
            Role::FirstResponsible => Part::FirstResponsiblePerson,
            Role::Results => Part::MeasuresAndResults,
            Role::Shortcomings => Part::Shortcomings,
            Role::Causes => Part::Causes,
            Role::Plan => Part::NextYearPlan,
            Role::Other => Part::Other,
        }
    }
}

/// The words of all the lists that one word of a title is enough of.
static ANY: LazyLock<WordList> = LazyLock::new(|| {
    let words = &*WORDS;
    let lists = [
        &words.first_responsible,
        &words.achievements_first,
        &words.reviews,
        &words.shortcomings,
        &words.causes,
        &words.other,
        &words.plan_anywhere,
        &words.plan_ends,
        &words.results,
    ];
    lists.into_iter().collect()
});

/// The role of a title, as normal text; `year` is the year of the report. `None` for a theme.
pub(in crate::report) fn role(title: &str, year: Option<i16>) -> Option<Role> {
    let words = &*WORDS;
    let coming = year.is_some_and(|year| names_coming_year(title, year));
    // Most titles are themes.
    if !coming && !contains(title, &ANY) {
        return None;
    }
    if contains(title, &words.first_responsible) {
        Some(Role::FirstResponsible)
    } else if begins(title, &words.achievements_first) || contains(title, &words.reviews) {
        Some(Role::Results)
    } else if contains(title, &words.shortcomings) && !contains(title, &words.not_shortcomings) {
        Some(Role::Shortcomings)
    } else if contains(title, &words.causes) {
        Some(Role::Causes)
    } else if contains(title, &words.other) {
        Some(Role::Other)
    } else if contains(title, &words.plan_anywhere)
        || ends(title, &words.plan_ends)
        || (coming && contains(title, &words.work))
    {
        Some(Role::Plan)
    } else if contains(title, &words.results) {
        Some(Role::Results)
    } else {
        None
    }
}

/// 2025年重点工作: which year it is about is not known here.
pub(in crate::report) fn is_work_of_a_year(title: &str) -> bool {
    let named = title.match_indices('年').any(|(at, _)| {
        title.get(..at).is_some_and(|before| {
            before.len() >= 4 && before.ends_with(|last: char| last.is_ascii_digit())
        })
    });
    named && ends(title, &WORDS.work)
}

fn names_coming_year(title: &str, year: i16) -> bool {
    title.match_indices('年').any(|(at, _)| {
        at.checked_sub(4)
            .and_then(|start| title.get(start..at))
            .and_then(|digits| digits.parse().ok())
            == year.checked_add(1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_announce_parts() {
        for (title, expected) in [
            (
                "党政主要负责人履行推进法治建设第一责任人职责情况",
                Some(Role::FirstResponsible),
            ),
            ("主要举措和成效", Some(Role::Results)),
            ("肯定成绩,正视不足,增强责任感", Some(Role::Results)),
            ("存在的不足和原因", Some(Role::Shortcomings)),
            ("存在问题及下一步打算", Some(Role::Shortcomings)),
            ("着力解决群众反映强烈的问题", None),
            ("原因分析", Some(Role::Causes)),
            ("2025年工作安排", Some(Role::Plan)),
            ("2025年重点工作", Some(Role::Plan)),
            ("2024年工作回顾和2025年工作要求", Some(Role::Results)),
            ("下步工作", Some(Role::Plan)),
            ("其他需要报告的事项", Some(Role::Other)),
            ("依法履行政府职能,优化营商环境", None),
        ] {
            assert_eq!(role(title, Some(2024)), expected, "{title}");
        }
    }
}
