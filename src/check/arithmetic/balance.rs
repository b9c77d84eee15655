//! Case flow: carried in and new equal closed and open; closed cases end in one of the known ways.

use std::collections::BTreeSet;

use super::exact::Range;
use super::formula;
use super::ledger::{Entry, Ledger, Line};
use super::parts;
use super::roles::{ROLES, any};
use super::{Relation, Term};
use crate::check::pack::Pattern;
use crate::check::{Severity, Verdict};

/// The figures of one flow.
#[derive(Debug, Default)]
struct Flow<'a> {
    carried: Option<&'a Entry<'a>>,
    /// Received, accepted, or simply counted as the cases of the year.
    new: Option<&'a Entry<'a>>,
    closed: Option<&'a Entry<'a>>,
    open: Option<&'a Entry<'a>>,
    /// The new cases already hold those carried in.
    includes_carried: bool,
    /// Where the figure taken last ends.
    last: Option<usize>,
}

/// Flows in clause groups about the topic.
pub(super) fn balances<'a>(
    ledger: &'a Ledger<'a>,
    topic: &Pattern,
    closed: &[String],
) -> Vec<Relation<'a>> {
    let mut relations = Vec::new();
    for line in &ledger.lines {
        for group in groups(line, topic) {
            relations.extend(Flow::of(group, closed).balance());
        }
    }
    relations
}

/// The figures of a sentence between semicolons, where the words before or among them name the topic.
fn groups<'a>(line: &'a Line<'a>, topic: &Pattern) -> Vec<&'a [Entry<'a>]> {
    line.entries
        .chunk_by(|_, next| !next.gap.contains([';', '。']))
        .filter(|group| {
            let named = |entry: &Entry| topic.is_match(entry.gap) || topic.is_match(entry.after);
            group.first().is_some_and(named) || group.get(1).is_some_and(named)
        })
        .collect()
}

impl<'a> Flow<'a> {
    fn of(group: &'a [Entry<'a>], closed: &[String]) -> Flow<'a> {
        let mut flow = Flow::default();
        let mut unit: Option<&Entry> = None;
        for entry in group {
            flow.includes_carried |= flow.ends_with_carried(entry);
            if entry.is_rate() || unit.is_some_and(|unit| !unit.same_unit(entry)) {
                continue;
            }
            if flow.take(entry, closed) {
                unit = unit.or(Some(entry));
                flow.last = Some(entry.at.end);
            }
        }
        flow
    }

    /// `20件(含旧存)`, `20件(含上年结转5件)`: whether a bracket right behind the new cases says so.
    fn ends_with_carried(&self, next: &Entry) -> bool {
        let gap = next.gap.trim_start();
        let behind_new = self.new.is_some_and(|new| self.last == Some(new.at.end));
        let bracket = gap
            .strip_prefix('(')
            .map(|gap| gap.split(')').next().unwrap_or(gap));
        behind_new && bracket.is_some_and(|words| any(words, &ROLES.includes_carried))
    }

    /// Gives a figure its place in the flow; `false` where it has none.
    fn take(&mut self, entry: &'a Entry<'a>, closed: &[String]) -> bool {
        let names = |words: &[String]| words.iter().any(|word| entry.before.contains(word));
        let place = if entry.says(&ROLES.open) {
            &mut self.open
        } else if entry.says(&ROLES.carried) {
            &mut self.carried
        } else if entry.depth > 0 && self.new.is_some() && self.closed.is_some() {
            return false;
        } else if any(entry.before, &ROLES.closed) || names(closed) {
            &mut self.closed
        } else if any(entry.before, &ROLES.accepted) && self.closed.is_none() {
            self.new = None;
            &mut self.new
        } else if any(entry.before, &ROLES.received) {
            &mut self.new
        } else {
            return false;
        };
        let free = place.is_none();
        if free {
            *place = Some(entry);
        }
        free
    }

    fn balance(&self) -> Option<Relation<'a>> {
        let (new, closed) = (self.new?, self.closed?);
        let carried = self.carried.filter(|_| !self.includes_carried);
        let incoming: Vec<&Entry> = carried.into_iter().chain([new]).collect();
        let outgoing: Vec<&Entry> = [closed].into_iter().chain(self.open).collect();
        let came = Range::sum(incoming.iter().map(|entry| entry.range));
        let went = Range::sum(outgoing.iter().map(|entry| entry.range));
        let carried_known = self.carried.is_some() || self.includes_carried;
        let (verdict, sign) = match (self.open.is_some(), carried_known) {
            (true, _) if came.meets(went) => (Verdict::Met, "="),
            (true, true) => (Verdict::Unmet, "≠"),
            (true, false) if came.above(went) => (Verdict::Unmet, "≠"),
            (true, false) => (Verdict::Unclear, "≠"),
            (false, _) if !went.above(came) => (Verdict::Met, "≤"),
            (false, true) => (Verdict::Unmet, ">"),
            (false, false) => (Verdict::Unclear, ">"),
        };
        let mut terms: Vec<Term> = incoming.iter().map(|e| Term::new("total", e)).collect();
        terms.extend(outgoing.iter().map(|entry| Term::new("part", entry)));
        let (left, right) = (formula::join(&outgoing), formula::join(&incoming));
        let all = self.open.is_some() && carried_known;
        Some(Relation {
            severity: (verdict == Verdict::Unmet && !all).then_some(Severity::S3),
            expected: came.value().map(|value| value.to_string()),
            found: went.value().map(|value| value.to_string()),
            ..Relation::new(verdict, terms, formula::compared(&left, sign, &right))
        })
    }
}

/// Closed cases followed by at least two ways in which they ended, without 其中 or brackets.
pub(super) fn outcomes<'a>(ledger: &'a Ledger<'a>, topic: &Pattern) -> Vec<Relation<'a>> {
    let listed = parts::listed(ledger);
    let mut relations = Vec::new();
    for line in &ledger.lines {
        for group in groups(line, topic) {
            relations.extend(ways(group, &listed));
        }
    }
    relations
}

fn ways<'a>(group: &'a [Entry<'a>], listed: &BTreeSet<usize>) -> Option<Relation<'a>> {
    let at = group
        .iter()
        .position(|entry| any(entry.before, &ROLES.closed) && !entry.is_rate())?;
    let closed = group.get(at)?;
    let ways: Vec<&Entry> = group
        .iter()
        .skip(at + 1)
        .filter(|entry| !entry.is_rate())
        .take_while(|entry| {
            entry.same_unit(closed)
                && entry.says(&ROLES.outcomes)
                && !listed.contains(&entry.at.start)
        })
        .collect();
    if ways.len() < 2 {
        return None;
    }
    let sum = Range::sum(ways.iter().map(|way| way.range));
    // Not every way need be listed: fewer than closed is incomplete, not wrong.
    let (verdict, formula) = if sum.above(closed.range) {
        (Verdict::Unmet, formula::sum(&ways, closed))
    } else if sum.meets(closed.range) {
        (Verdict::Met, formula::sum(&ways, closed))
    } else {
        let formula = formula::compared(&formula::join(&ways), "≤", closed.number);
        (Verdict::Met, formula)
    };
    let mut terms = vec![Term::new("total", closed)];
    terms.extend(ways.iter().map(|way| Term::new("part", way)));
    Some(Relation {
        expected: Some(closed.number.to_owned()),
        found: sum.value().map(|sum| sum.to_string()),
        ..Relation::new(verdict, terms, formula)
    })
}
