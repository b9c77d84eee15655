//! Sections set side by side by role, heading and body, though renumbered, renamed, moved, split or merged.

use std::collections::{BTreeMap, BTreeSet};

use super::bodies::Bodies;
use super::budget::Budget;
use super::prepared::Prepared;
use super::roles::{Alike, Roles, likely};
use super::side::{Side, levels};
use super::{Row, RowChange, SectionChange, SectionLink};
use crate::report::{Report, Section, Span};

/// Which sections of two reports belong together.
pub(super) struct Sections {
    pub links: Vec<SectionLink>,
    linked: BTreeSet<(usize, usize)>,
    /// Sections around each sentence, innermost first.
    around_old: Vec<Vec<usize>>,
    around_new: Vec<Vec<usize>>,
    /// Heading sentences of sections that are linked one to one, new to old.
    headings: BTreeMap<usize, usize>,
}

impl Sections {
    pub fn of(old: &Prepared, new: &Prepared, budget: &mut Budget) -> Sections {
        let sides = (Side::of(old), Side::of(new));
        let bodies = Bodies::of(old, new, budget);
        let mut roles = Roles::default();
        let levels: Vec<Vec<Alike>> = levels(&sides)
            .into_iter()
            .map(|level| likely(&sides, &bodies, level, budget))
            .collect();
        for pairs in &levels {
            roles.link_level(&sides, pairs);
        }
        for pairs in &levels {
            roles.link_pieces(&sides, pairs);
        }
        let links = roles.links(&sides, &bodies);
        Sections {
            linked: links
                .iter()
                .filter_map(|link| link.old.zip(link.new))
                .collect(),
            headings: headings(&roles, &sides),
            around_old: around(old.report),
            around_new: around(new.report),
            links,
        }
    }

    /// Whether the two sentences stand in sections that belong together, or both in none.
    pub fn together(&self, old: usize, new: usize) -> bool {
        let (Some(olds), Some(news)) = (self.around_old.get(old), self.around_new.get(new)) else {
            return false;
        };
        if olds.is_empty() && news.is_empty() {
            return true;
        }
        news.iter()
            .any(|&new| olds.iter().any(|&old| self.linked.contains(&(old, new))))
    }

    /// The old sentence that is the heading of the section whose heading the new sentence is.
    pub fn heading_partner(&self, new: usize) -> Option<usize> {
        self.headings.get(&new).copied()
    }

    /// The links with those called the same in which every sentence is.
    pub fn judged(mut self, old: &Report, new: &Report, rows: &[Row]) -> Vec<SectionLink> {
        let same: BTreeMap<usize, usize> = rows
            .iter()
            .filter(|row| row.change == RowChange::Same)
            .filter_map(|row| row.old.zip(row.new))
            .collect();
        for link in &mut self.links {
            let (Some(old_idx), Some(new_idx)) = (link.old, link.new) else {
                continue;
            };
            if link.change == SectionChange::Changed
                && let (Some(from), Some(to)) =
                    (old.sections.get(old_idx), new.sections.get(new_idx))
                && says_the_same(
                    sentences_in(old, from.extent),
                    sentences_in(new, to.extent),
                    &same,
                )
            {
                link.change = SectionChange::Same;
            }
        }
        self.links
    }
}

/// Whether every sentence of one range is the same as one of the other, and none is left.
fn says_the_same(
    old: std::ops::Range<usize>,
    new: std::ops::Range<usize>,
    same: &BTreeMap<usize, usize>,
) -> bool {
    let partners = same
        .range(old.clone())
        .filter(|(_, partner)| new.contains(partner));
    old.len() == new.len() && partners.count() == old.len()
}

/// The sentences that begin inside the span.
pub(super) fn sentences_in(report: &Report, span: Span) -> std::ops::Range<usize> {
    let place = |offset| {
        report
            .sentences
            .partition_point(|sentence| sentence.span.start < offset)
    };
    let start = place(span.start);
    start..place(span.end).max(start)
}

/// The sections around every sentence, innermost first.
fn around(report: &Report) -> Vec<Vec<usize>> {
    report
        .sentences
        .iter()
        .map(|sentence| {
            let parent = |idx: &usize| report.sections.get(*idx).and_then(|section| section.parent);
            std::iter::successors(sentence.section, parent)
                .take(MOST_DEPTH)
                .collect()
        })
        .collect()
}

/// Deeper nesting than any report has; a bound for what a damaged outline may claim.
pub(super) const MOST_DEPTH: usize = 12;

/// The sentences that are nothing but headings, of sections that are linked one to one.
fn headings(roles: &Roles, sides: &(Side, Side)) -> BTreeMap<usize, usize> {
    roles
        .of_new
        .iter()
        .filter_map(|(&new, &old)| {
            let new = heading_sentence(sides.1.report, sides.1.section(new)?)?;
            let old = heading_sentence(sides.0.report, sides.0.section(old)?)?;
            Some((new, old))
        })
        .collect()
}

/// The sentence that the heading is, its closing mark aside.
pub(super) fn heading_sentence(report: &Report, section: &Section) -> Option<usize> {
    const CLOSING: usize = '。'.len_utf8();
    let idx = report.sentence_at(section.heading.start)?;
    let span = report.sentences.get(idx)?.span;
    (span.start == section.heading.start && span.end <= section.heading.end + CLOSING)
        .then_some(idx)
}
