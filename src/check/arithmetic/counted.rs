//! `三项措施:一是…二是…` · `3个镇:甲镇、乙镇`: whether as many things follow as were announced.

use rust_decimal::prelude::ToPrimitive;

use super::ledger::{Entry, Ledger, Line};
use super::{Relation, Term};
use crate::check::Localized;
use crate::check::Verdict;

/// Measure words of things that are listed by name.
const MEASURES: [&str; 9] = ["个", "项", "大", "类", "种", "方面", "条", "家", "支"];

/// Labels of points in running text.
const POINTS: [&str; 10] = [
    "一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是",
];

/// Words that leave a list open, or say more than the names of things.
const OPEN: [&str; 8] = [
    "等",
    "其中",
    "以及其他",
    "一是",
    "包括",
    "若干",
    "各",
    "分别",
];

/// Joints that may stand between two things or inside the name of one.
const JOINTS: [&str; 4] = ["和", "与", "及", "或"];

/// Letters that the name of a listed thing has at most.
const LONGEST: usize = 24;

/// How far behind the number its points may stand, in bytes.
const REACH: usize = 6000;

/// Lists that are announced with a number and a colon.
pub(super) fn lists<'a>(ledger: &'a Ledger<'a>) -> Vec<Relation<'a>> {
    let mut relations = Vec::new();
    for line in &ledger.lines {
        let announcing = line.entries.iter().filter(|entry| announces(entry));
        relations.extend(announcing.filter_map(|entry| listed(line, entry)));
    }
    relations
}

fn announces(entry: &Entry) -> bool {
    let measure = MEASURES.contains(&&*entry.figure.unit);
    let noun = entry.after.chars().count() <= 12 && !entry.after.contains('“');
    entry.is_whole() && measure && noun && entry.closer == Some(':')
}

fn listed<'a>(line: &'a Line<'a>, entry: &'a Entry<'a>) -> Option<Relation<'a>> {
    let announced = entry.range.value()?.to_usize()?;
    if !(2..=POINTS.len()).contains(&announced) {
        return None;
    }
    let (_, list) = line.paragraph_behind(entry, REACH).split_once(':')?;
    let (least, most) = points(list).or_else(|| names(list))?;
    let (verdict, sign) = match (least..=most).contains(&announced) {
        true => (Verdict::Met, "="),
        false => (Verdict::Unclear, "≠"),
    };
    let found = announced.clamp(least, most);
    let formula = Localized::same(format!("{found} {sign} {}", entry.number));
    Some(Relation {
        expected: Some(announced.to_string()),
        found: Some(found.to_string()),
        ..Relation::new(verdict, vec![Term::new("total", entry)], formula)
    })
}

/// How many points follow, where they begin with the first.
fn points(list: &str) -> Option<(usize, usize)> {
    let mut rest = list.trim_start().strip_prefix("一是")?;
    let mut count = 1;
    for point in POINTS.iter().skip(1) {
        let Some((_, behind)) = rest.split_once(point) else {
            break;
        };
        rest = behind;
        count += 1;
    }
    (count > 1).then_some((count, count))
}

/// How many names follow: at least those between marks, at most those that a joint may part as well.
fn names(list: &str) -> Option<(usize, usize)> {
    let end = list.find([',', ';', '。', ':', '!', '\n'])?;
    let list = list.get(..end)?.trim();
    let names: Vec<&str> = list.split('、').collect();
    let plain = names.iter().all(|name| {
        let letters = name.trim().chars().count();
        (2..=LONGEST).contains(&letters) && !name.contains(['(', '“', '《'])
    });
    let closed = !OPEN.iter().any(|word| list.contains(word));
    if names.len() < 2 || !plain || !closed {
        return None;
    }
    let joints: usize = JOINTS.iter().map(|joint| list.matches(joint).count()).sum();
    Some((names.len(), names.len() + joints))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_points_are_counted() {
        assert_eq!(names("东山镇、西河镇、南岭乡,全部建成"), Some((3, 3)));
        assert_eq!(names("东山镇、西河镇和南岭乡。"), Some((2, 3)));
        assert_eq!(names("东山镇、西河镇等。"), None);
        assert_eq!(points("一是抓学习;二是抓培训。"), Some((2, 2)));
        assert_eq!(points("一是抓学习。"), None);
    }
}
