//! Totals and their parts: `共9件,其中A 5件,B 4件` · `办结9件(维持5件,撤销4件)` · `A 5件、B 4件,共计9件`.
//!
//! A list after 其中 need not be complete. It is taken as complete when the words show it: parts that are siblings
//! of the total's noun, ways in which cases end, a list that closes its clause and nearly reaches the total, or a
//! sum that misses by very little.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::exact::Range;
use super::formula;
use super::ledger::{Entry, Ledger, Line};
use super::roles::{ROLES, any, core, last};
use super::{Relation, Term};
use crate::check::{Severity, Verdict};
use crate::report::FigureKind;

/// A total with the figures listed as its parts.
#[derive(Debug)]
pub(super) struct Group<'a> {
    pub total: &'a Entry<'a>,
    pub parts: Vec<&'a Entry<'a>>,
    /// Nothing follows the list in its clause group.
    closed: bool,
    /// The words say that only some parts are given.
    open: bool,
    /// The parts come first and the total last.
    reversed: bool,
}

/// How far back a total may stand, in figures.
const REACH: usize = 8;

/// How long a list may be, in figures.
const LONGEST: usize = 64;

/// Sums of lists that are complete, as far as the words show it.
pub(super) fn sums<'a>(ledger: &'a Ledger<'a>) -> Vec<Relation<'a>> {
    let groups = groups(ledger);
    groups.iter().filter_map(Group::sum).collect()
}

/// Where the parts of all lists stand, in the normal text.
pub(super) fn listed(ledger: &Ledger) -> BTreeSet<usize> {
    let groups = groups(ledger);
    let parts = groups.iter().flat_map(|group| &group.parts);
    parts.map(|part| part.at.start).collect()
}

/// All totals with parts, complete or not.
pub(super) fn groups<'a>(ledger: &'a Ledger<'a>) -> Vec<Group<'a>> {
    let mut groups = Vec::new();
    for (idx, line) in ledger.lines.iter().enumerate() {
        let above = idx
            .checked_sub(1)
            .and_then(|above| ledger.lines.get(above))
            .filter(|above| above.block == line.block && above.sentence + 1 == line.sentence);
        after_word(line, above, &mut groups);
        bracketed(line, &mut groups);
        summed_up(line, &mut groups);
    }
    groups
}

/// `…9件,其中A 5件,B 4件`.
fn after_word<'a>(line: &'a Line<'a>, above: Option<&'a Line<'a>>, groups: &mut Vec<Group<'a>>) {
    for (at, first) in line.entries.iter().enumerate() {
        let Some((from, to)) = last(first.gap, &ROLES.list) else {
            continue;
        };
        let own = first.gap.get(to..).unwrap_or("");
        if own.contains(')') || own.matches([',', ';', '。']).count() > 1 {
            continue;
        }
        let leads = first.gap.get(..from).unwrap_or("");
        let before = line.entries.get(..at).unwrap_or(&[]);
        let opens = before.is_empty() && leads.trim().is_empty();
        let above = above
            .filter(|_| opens)
            .map_or(&[][..], |line| &line.entries);
        let candidates = before.iter().rev().chain(above.iter().rev()).take(REACH);
        let total = candidates
            .filter(|entry| entry.depth <= first.depth)
            .find(|entry| entry.same_unit(first) && is_total(entry));
        let Some(total) = total.filter(|_| is_counted(first)) else {
            continue;
        };
        let tight = leads.trim() == "、";
        groups.push(collect(line, at, total, tight, false));
    }
}

/// `…9件(A 5件,B 4件)`.
fn bracketed<'a>(line: &'a Line<'a>, groups: &mut Vec<Group<'a>>) {
    for (at, pair) in line.entries.windows(2).enumerate() {
        let [total, first] = pair else { continue };
        let opens = first.gap.trim_start().starts_with('(') && first.depth == total.depth + 1;
        if !opens || !total.same_unit(first) || !is_counted(total) || is_carried(first) {
            continue;
        }
        if last(first.gap, &ROLES.list).is_some() {
            continue;
        }
        let some = any(first.gap, &ROLES.some);
        groups.push(collect(line, at + 1, total, false, some));
    }
}

/// How many there are in all, rather than how many more than before or how many each.
fn is_total(entry: &Entry) -> bool {
    is_counted(entry) && entry.direction.is_none() && !any(entry.clause, &ROLES.per)
}

/// A count, or an amount that stands for itself: `产值超10亿元企业9家` has one of each kind.
fn is_counted(entry: &Entry) -> bool {
    match entry.figure.kind {
        FigureKind::Count => true,
        FigureKind::Amount => !entry.after.starts_with(char::is_alphabetic),
        FigureKind::Rate
        | FigureKind::Date
        | FigureKind::Duration
        | FigureKind::Ordinal
        | FigureKind::Rank
        | FigureKind::Score => false,
    }
}

/// The figures from `at` on that go on with the list. A `tight` list hangs in another one: `铁路9公里、其中高铁3公里,`.
fn collect<'a>(
    line: &'a Line<'a>,
    at: usize,
    total: &'a Entry<'a>,
    tight: bool,
    some: bool,
) -> Group<'a> {
    let mut parts: Vec<&Entry> = Vec::new();
    let mut joints = Joints {
        tight,
        semicolons: false,
    };
    for entry in line.entries.iter().skip(at).take(LONGEST) {
        let Some(first) = parts.first() else {
            parts.push(entry);
            continue;
        };
        if entry.depth < first.depth || joints.end(entry.gap, parts.len()) {
            break;
        }
        if entry.depth > first.depth || entry.is_rate() {
            continue;
        }
        if !entry.same_unit(first) || (is_stage(entry) && !is_stage(first)) {
            break;
        }
        parts.push(entry);
    }
    let open = some
        || parts
            .iter()
            .any(|part| part.says(&ROLES.open_list) || is_carried(part));
    let end = parts.last().copied().unwrap_or(total);
    Group {
        total,
        closed: closes(line, end),
        parts,
        open,
        reversed: false,
    }
}

/// A next step of the whole, such as `成功调解8件` behind the kinds of `调解9件`, is no further part.
fn is_stage(entry: &Entry) -> bool {
    let later = ROLES.stages.iter().flat_map(|stage| &stage.later);
    let steps = later.filter(|word| entry.before.contains(word.as_str()));
    steps.count() > 0 && !entry.says(&ROLES.outcomes)
}

/// How the items of a list have been joined so far.
#[derive(Debug)]
struct Joints {
    /// By enumeration commas: a comma ends the list.
    tight: bool,
    semicolons: bool,
}

impl Joints {
    /// Whether the text between two figures ends the list.
    fn end(&mut self, gap: &str, parts: usize) -> bool {
        let gap = gap.trim_end_matches([',', ';', '、']);
        if gap.contains('。') || any(gap, &ROLES.ends_list) || last(gap, &ROLES.list).is_some() {
            return true;
        }
        let bare = without_brackets(gap);
        let commas = bare.matches([',', ';', ':']).count();
        if commas > 1 || (commas > 0 && self.tight) {
            return true;
        }
        if bare.contains(';') {
            if parts > 1 && !self.semicolons {
                return true;
            }
            self.semicolons = true;
        }
        self.tight |= parts == 1 && commas == 0 && bare.starts_with('、');
        false
    }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|character| match character {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// Whether a figure is the last of its clause group.
fn closes(line: &Line, entry: &Entry) -> bool {
    let rest = line.tail(entry);
    let rest = rest.get(entry.after.len()..).unwrap_or("").trim_start();
    rest.is_empty() || rest.starts_with(['。', ';', ')', '!'])
}

/// `A 5件、B 4件,共计9件`.
fn summed_up<'a>(line: &'a Line<'a>, groups: &mut Vec<Group<'a>>) {
    for (at, total) in line.entries.iter().enumerate() {
        let lead = total.before.trim();
        let word = ROLES.total.iter().any(|word| lead == word.as_str());
        if !word || !is_counted(total) {
            continue;
        }
        let before = line
            .entries
            .get(..at)
            .unwrap_or(&[])
            .iter()
            .rev()
            .take(LONGEST);
        let mut parts: Vec<&Entry> = Vec::new();
        let mut next = total;
        for entry in before {
            let bare = without_brackets(next.gap);
            let joined =
                bare.matches([',', ';', '。', ':']).count() <= usize::from(parts.is_empty());
            if !joined || !entry.same_unit(total) || entry.depth != total.depth {
                break;
            }
            parts.push(entry);
            next = entry;
        }
        parts.reverse();
        if parts.len() >= 2 {
            groups.push(Group {
                total,
                parts,
                closed: false,
                open: false,
                reversed: true,
            });
        }
    }
}

/// Cases left from the year before are no part of the new ones.
fn is_carried(entry: &Entry) -> bool {
    entry.says(&ROLES.carried)
}

impl<'a> Group<'a> {
    /// Whether the sum says all there is to say about the parts.
    pub fn adds_up(&self) -> bool {
        self.sum().is_some_and(|sum| sum.verdict == Verdict::Met)
    }

    /// The sum as a relation, when the list is complete or misses by little.
    fn sum(&self) -> Option<Relation<'a>> {
        if self.parts.len() < 2
            || self
                .parts
                .iter()
                .any(|part| part.range.above(self.total.range))
        {
            return None;
        }
        let sum = Range::sum(self.parts.iter().map(|part| part.range));
        if sum.meets(self.total.range) {
            let holds = self.is_exact() || self.is_complete();
            return (holds && !self.open).then(|| self.relation(Verdict::Met));
        }
        let verdict = self.verdict(sum)?;
        let mut relation = self.relation(verdict);
        relation.severity = self.total.range.above(sum).then_some(Severity::S3);
        relation.expected = Some(self.total.number.to_owned());
        relation.found = sum.value().map(|sum| sum.to_string());
        Some(relation)
    }

    /// How strongly a sum that misses is stated; `None` where the list need not be complete.
    fn verdict(&self, sum: Range) -> Option<Verdict> {
        let exact = self.is_exact();
        let near = exact && self.is_near(sum);
        if self.reversed || self.open {
            return (near && !self.open).then_some(Verdict::Unclear);
        }
        if self.total.range.above(sum) {
            let most = self.reaches(sum, Decimal::new(8, 1));
            let complete = self.ends_cases() || self.siblings();
            return match (near, most && self.closed) {
                (true, _) if complete || self.closed => Some(Verdict::Unmet),
                (_, true) if exact && complete => Some(Verdict::Unmet),
                (true, _) | (_, true) if exact => Some(Verdict::Unclear),
                (true | false, true | false) => None,
            };
        }
        let disjoint = self.ends_cases() || self.siblings() || near;
        match (disjoint, exact) {
            (true, true) => Some(Verdict::Unmet),
            (true, false) => Some(Verdict::Unclear),
            (false, true | false) => None,
        }
    }

    /// Whether the words show that no part is left out.
    fn is_complete(&self) -> bool {
        self.closed || self.ends_cases() || self.siblings()
    }

    fn is_exact(&self) -> bool {
        self.total.is_whole() && self.parts.iter().all(|part| part.is_whole())
    }

    /// A miss so small that the sum was surely meant: 2, or 2 % of the total.
    fn is_near(&self, sum: Range) -> bool {
        let Some((sum, total)) = sum.value().zip(self.total.range.value()) else {
            return false;
        };
        let limit = (total * Decimal::new(2, 2)).max(Decimal::TWO);
        (sum - total).abs() <= limit && self.reaches(Range::point(sum), Decimal::new(5, 1))
    }

    /// Whether the sum is at least this share of the total.
    fn reaches(&self, sum: Range, share: Decimal) -> bool {
        match (sum.high, self.total.range.low) {
            (Some(sum), Some(total)) => sum >= total * share,
            (None, _) | (_, None) => false,
        }
    }

    /// Parts that are ways in which cases end, after a total of closed cases.
    fn ends_cases(&self) -> bool {
        let ways = self.parts.iter().filter(|part| part.says(&ROLES.outcomes));
        self.total.says(&ROLES.closed) && ways.count() == self.parts.len()
    }

    /// Parts named as kinds of what the total counts: 人民调解案件, 行政调解案件 of 调解案件.
    fn siblings(&self) -> bool {
        let labels: Vec<String> = self.parts.iter().map(|part| noun(part)).collect();
        let Some(first) = labels.first() else {
            return false;
        };
        let shared = labels
            .iter()
            .skip(1)
            .fold(first.chars().count(), |shared, label| {
                shared.min(common_suffix(first, label))
            });
        let with_total = common_suffix(first, &noun(self.total));
        let distinct = labels
            .iter()
            .all(|label| label.chars().count() > with_total.min(shared));
        shared >= 2 && with_total >= 2 && distinct
    }

    fn relation(&self, verdict: Verdict) -> Relation<'a> {
        let mut terms = vec![Term::new("total", self.total)];
        terms.extend(self.parts.iter().map(|part| Term::new("part", part)));
        Relation::new(verdict, terms, formula::sum(&self.parts, self.total))
    }
}

/// The noun before a number, without list words and fillers.
fn noun(entry: &Entry) -> String {
    let from = last(entry.before, &ROLES.list).map_or(0, |(_, end)| end);
    let noun = core(entry.before.get(from..).unwrap_or(""));
    noun.trim_matches([',', ':', ' ']).to_owned()
}

fn common_suffix(a: &str, b: &str) -> usize {
    a.chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(a, b)| a == b)
        .count()
}
