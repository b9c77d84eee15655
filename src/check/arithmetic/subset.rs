//! Parts that may not exceed their whole, and later stages that may not exceed earlier ones.

use std::collections::BTreeSet;

use super::formula;
use super::ledger::{Entry, Ledger, Line};
use super::parts;
use super::roles::{ROLES, Stage, any, core, without};
use super::{Relation, Term};
use crate::check::Verdict;

/// How far back the whole may stand, in figures.
const REACH: usize = 4;

pub(super) fn subsets<'a>(ledger: &'a Ledger<'a>) -> Vec<Relation<'a>> {
    let mut relations = Vec::new();
    let groups = parts::groups(ledger);
    for group in groups
        .iter()
        .filter(|group| !group.adds_up() && (!group.bare || group.names_the_rest()))
    {
        let parts = group.parts.iter();
        relations.extend(parts.map(|part| within(part, group.total, Verdict::Unmet)));
    }
    let listed = parts::places(&groups);
    for line in &ledger.lines {
        relations.extend(stages(line, &listed));
        relations.extend(fractions(line));
    }
    relations
}

/// Compares a part with its whole.
fn within<'a>(part: &'a Entry<'a>, whole: &'a Entry<'a>, verdict: Verdict) -> Relation<'a> {
    let (verdict, sign) = match part.range.above(whole.range) {
        true => (verdict, ">"),
        false => (Verdict::Met, "≤"),
    };
    let terms = vec![Term::new("total", whole), Term::new("part", part)];
    let formula = formula::compared(part.number, sign, whole.number);
    Relation {
        expected: Some(format!("≤ {}", whole.number)),
        found: Some(part.number.to_owned()),
        ..Relation::new(verdict, terms, formula)
    }
}

/// `收到9件,办结8件`: in one clause group, in one unit, about one thing.
fn stages<'a>(line: &'a Line<'a>, listed: &BTreeSet<usize>) -> Vec<Relation<'a>> {
    let mut relations = Vec::new();
    for (at, later) in line.entries.iter().enumerate() {
        if later.is_rate() || later.says(&ROLES.carried) {
            continue;
        }
        let Some(stage) = ROLES.stages.iter().find(|stage| is_later(later, stage)) else {
            continue;
        };
        let before = line.entries.get(..at).unwrap_or(&[]);
        if let Some(earlier) = earlier(before, later, stage, listed) {
            relations.extend(compared(line, earlier, later, stage));
        }
    }
    relations
}

/// What was left from before may be closed as well, and then the text usually says so: no comparison.
fn compared<'a>(
    line: &'a Line<'a>,
    earlier: &'a Entry<'a>,
    later: &'a Entry<'a>,
    stage: &Stage,
) -> Option<Relation<'a>> {
    let exceeds = later.range.above(earlier.range);
    if exceeds && !stage.strict && line.carries {
        return None;
    }
    let verdict = match stage.strict {
        true => Verdict::Unmet,
        false => Verdict::Unclear,
    };
    Some(within(later, earlier, verdict))
}

fn is_later(entry: &Entry, stage: &Stage) -> bool {
    any(entry.before, &stage.later)
        || (entry.before.trim().is_empty() && any(entry.after, &stage.later))
}

/// The figure of the earlier stage: the nearest in the same unit, before any semicolon, about the same thing.
fn earlier<'a>(
    before: &'a [Entry<'a>],
    later: &Entry,
    stage: &Stage,
    listed: &BTreeSet<usize>,
) -> Option<&'a Entry<'a>> {
    let mut gap = later.gap;
    let part =
        |entry: &Entry| listed.contains(&entry.at.start) && !listed.contains(&later.at.start);
    for entry in before.iter().rev().take(REACH) {
        if part(entry) {
            gap = "";
            continue;
        }
        if gap.contains([';', '。']) || gap.trim() == "、" {
            return None;
        }
        let opens = any(entry.before, &stage.earlier) && !any(entry.before, &stage.later);
        if opens && entry.same_unit(later) && entry.depth == later.depth {
            return same_thing(entry, later, stage).then_some(entry);
        }
        gap = entry.gap;
    }
    None
}

/// The later figure names nothing of its own, or something that the earlier one names too.
fn same_thing(earlier: &Entry, later: &Entry, stage: &Stage) -> bool {
    let own = without(&core(&later.label()), &stage.later);
    let own: Vec<char> = own.chars().filter(|c| c.is_alphabetic()).collect();
    if own.len() <= 2 {
        return true;
    }
    let label = earlier.label();
    own.windows(2)
        .any(|pair| label.contains(&pair.iter().collect::<String>()))
}

/// `640人参加培训,抽取不低于55%的执法人员共368人`: a fraction of people counted before.
fn fractions<'a>(line: &'a Line<'a>) -> Vec<Relation<'a>> {
    let mut relations = Vec::new();
    for (at, pair) in line.entries.windows(2).enumerate() {
        let [rate, part] = pair else { continue };
        let Some(noun) = fraction_of(rate, part) else {
            continue;
        };
        let before = line.entries.get(..at).unwrap_or(&[]);
        let whole = before
            .iter()
            .rev()
            .take(REACH)
            .find(|entry| entry.same_unit(part) && entry.label().contains(noun));
        if let Some(whole) = whole {
            relations.push(within(part, whole, Verdict::Unmet));
        }
    }
    relations
}

/// The noun of `60%的X共N人`.
pub(super) fn fraction_of<'a>(rate: &Entry, part: &'a Entry) -> Option<&'a str> {
    if !rate.is_rate() || part.is_rate() || rate.direction.is_some() {
        return None;
    }
    let words = part.gap.trim().strip_prefix('的')?;
    let noun = words
        .strip_suffix('共')
        .or_else(|| words.strip_suffix("共计"))?;
    let letters = noun.chars().count();
    ((2..=10).contains(&letters) && noun.chars().all(char::is_alphabetic)).then_some(noun)
}
