//! Titles of documents: one that differs from a known title by a slip of the pen.

use std::collections::BTreeSet;

use super::observation::{Observation, Reason};
use super::pack::Canon;
use super::view::View;
use super::{Evidence, Localized, render};
use crate::report::Span;

/// No cited title is a known one with a slip in it.
pub(super) fn titles(view: &View, canon: &Canon) -> Vec<Observation> {
    let known = Known::of(canon);
    let mut seen = false;
    let mut found = Vec::new();
    for sentence in &view.report.sentences {
        let normal = view.report.normal.to_normal(sentence.span);
        let text = normal.of(&view.report.normal.text);
        for cited in cited(text) {
            seen = true;
            let Some(right) = known.meant(cited.of(text)) else {
                continue;
            };
            let place = Span::new(normal.start + cited.start, normal.start + cited.end);
            let span = view.report.normal.to_source(place);
            let quote = render::excerpt(view.report.quote(span));
            let mut slip = Observation::unmet(vec![Evidence::here("place", span)]);
            slip.expected = Some(right.to_owned());
            slip.found = Some(cited.of(text).to_owned());
            found.push(
                slip.with("quote", Localized::same(quote))
                    .with("right", Localized::same(right)),
            );
        }
    }
    match (found.is_empty(), seen) {
        (false, _) => found,
        (true, true) => vec![Observation::met(Vec::new())],
        (true, false) => vec![Observation::not_assessable(Reason::Nothing)],
    }
}

/// What stands between 《 and 》, the innermost where they nest.
fn cited(text: &str) -> Vec<Span> {
    let mut open = None;
    let mut found = Vec::new();
    for (at, mark) in text.match_indices(['《', '》', '〈', '〉']) {
        match mark {
            "《" | "〈" => open = Some(at + mark.len()),
            _ => found.extend(open.take().map(|start| Span::new(start, at))),
        }
    }
    found
}

/// The titles that are right, as letters without marks.
struct Known<'a> {
    canon: Vec<(&'a str, Vec<char>)>,
    /// Also right: the canon itself, and titles that look like one of it.
    right: BTreeSet<Vec<char>>,
    kinds: &'a [String],
    places: &'a [String],
}

/// Letters of the shortest title in which one wrong letter is a slip, and those in which two and three are.
const LEAST: [usize; 3] = [5, 8, 14];

/// Letters from which a single letter that is lost or doubled is a slip; of a shorter title it may be a short form.
const LONG: usize = 10;

impl<'a> Known<'a> {
    fn of(canon: &'a Canon) -> Known<'a> {
        let letters = |title: &'a String| (title.as_str(), letters(title));
        let known: Vec<(&str, Vec<char>)> = canon.titles.iter().map(letters).collect();
        let others = canon.others.iter().map(|title| self::letters(title));
        Known {
            right: known
                .iter()
                .map(|(_, letters)| letters.clone())
                .chain(others)
                .collect(),
            canon: known,
            kinds: &canon.kinds,
            places: &canon.places,
        }
    }

    /// The one title that was meant by a wrong one.
    fn meant(&self, cited: &str) -> Option<&'a str> {
        let cited = letters(cited);
        if self.right.contains(&cited) {
            return None;
        }
        let mut meant = self
            .canon
            .iter()
            .filter(|(_, right)| self.is_slip(&cited, right));
        let first = meant.next()?;
        meant.next().is_none().then_some(first.0)
    }

    /// Whether the two differ in one place only, by letters that are no other place, kind or abbreviation.
    fn is_slip(&self, cited: &[char], right: &[char]) -> bool {
        if cited.len().abs_diff(right.len()) > LEAST.len() {
            return false;
        }
        let front = same(cited.iter(), right.iter());
        let back = same(cited.iter().rev(), right.iter().rev());
        let least = cited.len().min(right.len());
        let back = back.min(least.saturating_sub(front));
        let middle = |letters: &[char]| -> String {
            let count = letters.len().saturating_sub(front + back);
            letters.iter().skip(front).take(count).collect()
        };
        let (wrong, meant) = (middle(cited), middle(right));
        let (added, lost) = (wrong.chars().count(), meant.chars().count());
        if added == 0 || lost == 0 {
            return added + lost == 1 && right.len() >= LONG && front > 0 && back > 0;
        }
        let long_enough = LEAST
            .get(added.max(lost) - 1)
            .is_some_and(|least| right.len() >= *least);
        let is_kind = |kind: &String| added > 1 && *kind == wrong || back == 0 && ends(cited, kind);
        let another_kind = self.kinds.iter().any(is_kind);
        let another_place = self
            .places
            .iter()
            .any(|place| place.contains(meant.as_str()));
        long_enough
            && added.abs_diff(lost) <= 1
            && front + back > 0
            && !another_kind
            && !another_place
    }
}

fn same<'c>(one: impl Iterator<Item = &'c char>, other: impl Iterator<Item = &'c char>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).count()
}

fn ends(letters: &[char], word: &str) -> bool {
    let word: Vec<char> = word.chars().collect();
    letters.ends_with(&word)
}

/// Letters and digits, without the name of the state in front.
fn letters(title: &str) -> Vec<char> {
    let title = title.strip_prefix("中华人民共和国").unwrap_or(title);
    title.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canon() -> Canon {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Canon {
            titles: list(&[
                "行政处罚法",
                "重大行政决策程序暂行条例",
                "法治政府建设实施纲要(2021—2025年)",
                "法治中国建设规划(2020—2025年)",
            ]),
            others: list(&["法治政府建设实施纲要(2026—2030年)"]),
            kinds: list(&["法", "条例", "办法", "方案", "纲要"]),
            places: list(&["中国", "国家"]),
        }
    }

    #[test]
    fn a_slip_is_told_from_another_title() {
        let canon = canon();
        let known = Known::of(&canon);
        for (cited, meant) in [
            ("行政处罚法", None),
            ("中华人民共和国行政处罚法", None),
            ("行政处法法", Some("行政处罚法")),
            ("行政许可法", None),
            ("重大行政决测程序暂行条例", Some("重大行政决策程序暂行条例")),
            ("重大行政决策程序暂行办法", None),
            ("云岭县重大行政决策程序暂行条例", None),
            ("重大行政决策程序条例", None),
            (
                "法制政府建设实施纲要(2021-2025年)",
                Some("法治政府建设实施纲要(2021—2025年)"),
            ),
            (
                "法治政府建设实施纲要(2020-2025年)",
                Some("法治政府建设实施纲要(2021—2025年)"),
            ),
            ("法治政府建设实施纲要(2026-2030年)", None),
            ("法治政府建设实施方案(2021-2025年)", None),
            ("法治云岭建设规划(2020-2025年)", None),
            ("法治政府建设纲要(2021-2025年)", None),
            ("", None),
        ] {
            assert_eq!(known.meant(cited), meant, "{cited}");
        }
    }

    #[test]
    fn the_innermost_title_is_the_one_cited() {
        let text = "印发《关于执行〈行政处罚法〉的通知》和《办法》,见《残";
        let cited: Vec<&str> = cited(text)
            .into_iter()
            .map(|place| place.of(text))
            .collect();
        assert_eq!(cited, ["行政处罚法", "办法"]);
    }
}
