//! What of a change cannot be seen: other characters that look the same, and characters that are not seen at all.
//!
//! Found when a row is told, not when it is compared: hardly any row has one, and a row of usual characters is passed over at once.

use std::collections::BTreeMap;

use super::Row;
use super::tokens::fold;
use crate::report::text::{is_invisible, seen_as};
use crate::report::{Report, Span};

/// The changes of a row that cannot be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlikes {
    /// Each once, in text order.
    pub pairs: Vec<LookAlike>,
    /// Nothing else changed: both sentences look the same.
    pub is_all: bool,
}

/// One change that cannot be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookAlike {
    /// A character became another one of the same look.
    Turned { old: char, new: char },
    /// Only last year's text has it, and it is invisible.
    Gone(char),
    /// Only this year's text has it, and it is invisible.
    Come(char),
}

/// What of the changes of a row cannot be seen; none where all can.
pub fn look_alikes(row: &Row, old: &Report, new: &Report) -> Option<LookAlikes> {
    let is_suspect = |letter: char| is_invisible(letter) || seen_as(letter) != letter;
    let all_seen = |report: &Report, marks: &[Span]| {
        let mut marks = marks.iter();
        marks.all(|mark| !report.quote(*mark).contains(is_suspect))
    };
    if all_seen(old, &row.old_marks) && all_seen(new, &row.new_marks) {
        return None;
    }
    let from = old.sentences.get(row.old?)?.span;
    let to = new.sentences.get(row.new?)?.span;
    let mut edits: BTreeMap<usize, Edit> = BTreeMap::new();
    for (place, text) in stretches(old, from, &row.old_marks) {
        edits.entry(place).or_default().old = text;
    }
    for (place, text) in stretches(new, to, &row.new_marks) {
        edits.entry(place).or_default().new = text;
    }
    let mut found = LookAlikes {
        pairs: Vec::new(),
        is_all: true,
    };
    for edit in edits.values() {
        match edit.look_alikes() {
            Some(pairs) => pairs.into_iter().for_each(|pair| found.add(pair)),
            None => found.is_all = false,
        }
    }
    (!found.pairs.is_empty()).then_some(found)
}

/// The marked text of one side, and how many letters before it did not change: as many as on the other side.
fn stretches<'a>(
    report: &'a Report,
    sentence: Span,
    marks: &'a [Span],
) -> impl Iterator<Item = (usize, &'a str)> {
    let (mut at, mut unchanged) = (sentence.start, 0);
    marks.iter().map(move |mark| {
        let between = report.quote(Span::new(at, mark.start.max(at)));
        unchanged += between.chars().filter_map(fold).count();
        at = mark.end;
        (unchanged, report.quote(*mark))
    })
}

/// What stood at a place and what stands there now; either may be empty.
#[derive(Clone, Copy, Debug, Default)]
struct Edit<'a> {
    old: &'a str,
    new: &'a str,
}

impl Edit<'_> {
    /// The characters by which two texts of one look differ; none where they look different.
    fn look_alikes(self) -> Option<Vec<LookAlike>> {
        let mut found = Vec::new();
        let mut old = self.old.chars().filter_map(fold).peekable();
        let mut new = self.new.chars().filter_map(fold).peekable();
        loop {
            match (old.peek().copied(), new.peek().copied()) {
                (None, None) => return Some(found),
                (Some(gone), to) if Some(gone) != to && is_invisible(gone) => {
                    found.push(LookAlike::Gone(gone));
                    old.next();
                }
                (from, Some(come)) if from != Some(come) && is_invisible(come) => {
                    found.push(LookAlike::Come(come));
                    new.next();
                }
                (Some(from), Some(to)) if seen_as(from) == seen_as(to) => {
                    if from != to {
                        found.push(LookAlike::Turned { old: from, new: to });
                    }
                    old.next();
                    new.next();
                }
                (Some(_), _) | (None, Some(_)) => return None,
            }
        }
    }
}

impl LookAlikes {
    fn add(&mut self, pair: LookAlike) {
        if !self.pairs.contains(&pair) {
            self.pairs.push(pair);
        }
    }
}

impl LookAlike {
    /// The character of last year's text and that of this year's.
    pub fn sides(self) -> (Option<char>, Option<char>) {
        match self {
            LookAlike::Turned { old, new } => (Some(old), Some(new)),
            LookAlike::Gone(gone) => (Some(gone), None),
            LookAlike::Come(come) => (None, Some(come)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{RowChange, compare};
    use crate::report::{Hints, SourceText, parse};

    fn report(said: &str) -> Report {
        let text = format!("青禾县人民政府2024年法治政府建设年度报告\n一、主要举措和成效\n{said}");
        parse(SourceText::new(text), &Hints::default())
    }

    /// What cannot be seen of the only row that changed, as `old→new`, and whether that is all; `-` stands for nothing.
    fn check(old: &str, new: &str, expected: Option<(&str, bool)>) {
        let (from, to) = (report(old), report(new));
        let comparison = compare(&from, &to);
        let rows = comparison.rows.iter();
        let changed: Vec<&Row> = rows.filter(|row| row.change != RowChange::Same).collect();
        let [row] = changed[..] else {
            panic!("{old} {new}: {changed:?}")
        };
        let found = look_alikes(row, &from, &to).map(|found| {
            let sides = found.pairs.iter().map(|pair| pair.sides());
            let pairs: Vec<String> = sides
                .map(|(old, new)| format!("{}→{}", old.unwrap_or('-'), new.unwrap_or('-')))
                .collect();
            (pairs.join(" "), found.is_all)
        });
        let found = found
            .as_ref()
            .map(|(pairs, is_all)| (pairs.as_str(), *is_all));
        assert_eq!(found, expected, "{old} {new}");
    }

    #[test]
    fn letters_and_signs_of_one_look_are_found() {
        for (old, new, expected) in [
            ("全县提速ABC项改革。", "全县提速АВС项改革。", "A→А B→В C→С"),
            ("全县提速АА项改革。", "全县提速AA项改革。", "А→A"),
            ("抽查时一是抓好培训。", "抽查时⼀是抓好培训。", "一→⼀"),
            ("二○二三年共开展活动。", "二〇二三年共开展活动。", "○→〇"),
            (
                "各镇均已同意这项安排。",
                "各镇均已同\u{202e}意这项安排。",
                "-→\u{202e}",
            ),
            (
                "各镇均已\u{e0041}同意这项安排。",
                "各镇均已同意这项安排。",
                "\u{e0041}→-",
            ),
        ] {
            check(old, new, Some((expected, true)));
        }
    }

    #[test]
    fn beside_changes_that_are_seen_they_are_a_part() {
        let (old, new) = (
            "全县提速A项改革，办理案件45件。",
            "全县提速А项改革，办理案件47件。",
        );
        check(old, new, Some(("A→А", false)));
        for (old, new) in [
            ("抽查案卷45件，按时办结。", "抽查案卷47件，按时办结。"),
            ("全县提速α项改革，按时办结。", "全县提速β项改革，按时办结。"),
            ("全县提速A项改革，按时办结。", "全县提速В项改革，按时办结。"),
            // The same letter at another place is a change that is seen.
            (
                "先抓学习培训，后抓案卷评查，再抓А级考核。",
                "先抓学习А培训，后抓案卷评查，再抓级考核。",
            ),
        ] {
            check(old, new, None);
        }
    }
}
