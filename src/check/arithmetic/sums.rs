//! Whether parts add up to their total.
//!
//! A list after 其中 need not be complete. It is taken as complete when the words show it: parts that are siblings
//! of the total's noun, ways in which cases end, a list that closes its clause and nearly reaches the total, or a
//! sum that misses by very little.

use rust_decimal::Decimal;

use super::exact::Range;
use super::formula;
use super::ledger::{Entry, Ledger};
use super::parts::{Group, groups};
use super::roles::{ROLES, any, core, last};
use super::{Relation, Term};
use crate::check::{Severity, Verdict};

/// Sums of lists that are complete, as far as the words show it.
pub(super) fn sums<'a>(ledger: &'a Ledger<'a>) -> Vec<Relation<'a>> {
    let groups = groups(ledger);
    groups.iter().filter_map(Group::sum).collect()
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
            let holds = self.is_exact() || (self.is_complete() && sum.agrees(self.total.range));
            return (holds && !self.open).then(|| self.relation(Verdict::Met));
        }
        let verdict = match (self.verdict(sum)?, self.bare || self.weak()) {
            (Verdict::Unmet, true) if !self.siblings() && !self.names_the_rest() => {
                Verdict::Unclear
            }
            (verdict, true | false) => verdict,
        };
        let mut relation = self.relation(verdict);
        relation.severity = self.total.range.above(sum).then_some(Severity::S3);
        relation.expected = Some(self.total.number.to_owned());
        relation.found = sum.value().map(|sum| sum.to_string());
        Some(relation)
    }

    /// How strongly a sum that misses is stated; `None` where the list need not be complete.
    fn verdict(&self, sum: Range) -> Option<Verdict> {
        let exact = self.is_exact();
        let near = self.is_near(sum);
        if self.reversed || self.open {
            let asks = near || (exact && self.closed && self.is_off_by_little(sum));
            return (asks && !self.open).then_some(Verdict::Unclear);
        }
        if self.total.range.above(sum) {
            let most = self.reaches(sum, Decimal::new(8, 1));
            let complete = self.ends_cases() || self.siblings() || self.names_the_rest();
            let all_ways = self.ends_cases() && self.closed && self.parts.len() > 2;
            return match (near, most && self.closed) {
                (true, _) if exact && (complete || self.closed) => Some(Verdict::Unmet),
                (true, _) if self.closed => Some(Verdict::Unclear),
                (_, true) if exact && complete => Some(Verdict::Unmet),
                (true, _) | (_, true) if exact => Some(Verdict::Unclear),
                (true | false, true | false) if exact && (all_ways || self.names_the_rest()) => {
                    Some(Verdict::Unclear)
                }
                (true | false, true | false) => None,
            };
        }
        let disjoint = self.ends_cases() || self.siblings() || self.names_the_rest() || near;
        match (disjoint, exact) {
            (true, true) => Some(Verdict::Unmet),
            (true, false) => Some(Verdict::Unclear),
            (false, true) => {
                (self.seems_disjoint(sum) || self.are_kin()).then_some(Verdict::Unclear)
            }
            (false, false) => None,
        }
    }

    /// Whether the last part is what is left: 其余2项, or 未采纳19条 behind 采纳13条.
    pub fn names_the_rest(&self) -> bool {
        let mut parts = self.parts.iter().rev();
        let Some(last) = parts.next() else {
            return false;
        };
        let words = core(last.before);
        let negated = |part: &&&Entry| {
            let own = core(part.before);
            let own = own.trim();
            let positive = words.trim().strip_prefix(['未', '不']);
            !own.is_empty() && positive == Some(own)
        };
        // What was left undone may have come from the year before.
        let pending = any(last.before, &ROLES.open);
        any(last.before, &ROLES.rest) || (!pending && parts.next().filter(negated).is_some())
    }

    /// Within a tenth of the total.
    fn is_off_by_little(&self, sum: Range) -> bool {
        let ends = sum.value().zip(self.total.range.value());
        ends.is_some_and(|(sum, total)| (sum - total).abs() <= total * Decimal::new(1, 1))
    }

    /// A closed list that exceeds its total by little was hardly meant to overlap.
    fn seems_disjoint(&self, sum: Range) -> bool {
        let limit = Decimal::new(105, 2);
        let ends = sum.low.zip(self.total.range.high);
        self.closed && ends.is_some_and(|(sum, total)| sum <= total * limit)
    }

    /// Whether the word that opens the list also opens mere examples.
    fn weak(&self) -> bool {
        let first = self.parts.first();
        first.is_some_and(|part| any(part.gap, &ROLES.weak))
    }

    /// Whether the words show that no part is left out.
    fn is_complete(&self) -> bool {
        self.closed || self.ends_cases() || self.siblings() || self.names_the_rest()
    }

    /// Whether no number is said to be approximate.
    fn printed_exactly(&self) -> bool {
        self.total.is_exact() && self.parts.iter().all(|part| part.is_exact())
    }

    fn is_exact(&self) -> bool {
        self.total.is_whole() && self.parts.iter().all(|part| part.is_whole())
    }

    /// A miss so small that the sum was surely meant: 2, or 2 % of the total.
    fn is_near(&self, sum: Range) -> bool {
        let total = self.total.range;
        let ends = sum.low.zip(sum.high).zip(total.low.zip(total.high));
        let Some(((low, high), (least, most))) = ends else {
            return false;
        };
        let off = (low - most).max(least - high);
        let limit = (least * Decimal::new(2, 2)).max(Decimal::TWO);
        off <= limit && self.printed_exactly() && self.reaches(sum, Decimal::new(5, 1))
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
        self.kinds().is_some_and(|kinds| kinds.of_total)
    }

    /// Parts named alike, by words that the total has somewhere: 县政府应诉, 部门应诉 of 应诉案件.
    fn are_kin(&self) -> bool {
        self.kinds().is_some()
    }

    fn kinds(&self) -> Option<Kinds> {
        let labels: Vec<String> = self.parts.iter().map(|part| noun(part)).collect();
        let first = labels.first()?;
        let others = labels.iter().skip(1);
        let shared = others.fold(first.chars().count(), |shared, label| {
            shared.min(common_suffix(first, label))
        });
        let total = noun(self.total);
        let with_total = common_suffix(first, &total).min(shared);
        let from = first.char_indices().rev().nth(shared.checked_sub(1)?)?.0;
        let distinct = |shared: usize| labels.iter().all(|label| label.chars().count() > shared);
        if with_total >= 2 && distinct(with_total) {
            return Some(Kinds { of_total: true });
        }
        let named = total.contains(first.get(from..)?);
        (shared >= 2 && named && distinct(shared)).then_some(Kinds { of_total: false })
    }

    fn relation(&self, verdict: Verdict) -> Relation<'a> {
        let mut terms = vec![Term::new("total", self.total)];
        terms.extend(self.parts.iter().map(|part| Term::new("part", part)));
        Relation::new(verdict, terms, formula::sum(&self.parts, self.total))
    }
}

/// Parts that are kinds of one thing.
struct Kinds {
    /// The total is named by the same noun.
    of_total: bool,
}

/// The noun of a number, before it or else behind it, without list words and fillers.
fn noun(entry: &Entry) -> String {
    let from = last(entry.before, &ROLES.list).map_or(0, |(_, end)| end);
    let before = core(entry.before.get(from..).unwrap_or(""));
    let before = before.trim_matches([',', ':', ' ']);
    match before.is_empty() || !entry.after.is_empty() {
        true => core(entry.after).trim().to_owned(),
        false => before.to_owned(),
    }
}

fn common_suffix(a: &str, b: &str) -> usize {
    a.chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(a, b)| a == b)
        .count()
}
