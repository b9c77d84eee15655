//! The sections of one report with what they are compared by: words of the heading, words of the body, style of the label.

use std::collections::BTreeSet;

use super::bigrams::{Bag, Rarity, Weighed};
use super::budget::Budget;
use super::prepared::Prepared;
use super::sections::{MOST_DEPTH, sentences_in};
use super::tokens::{fold, masked, tokens};
use crate::report::{Part, Report, Section, Span};

/// The sections of one report with what they are compared by.
pub(super) struct Side<'a> {
    pub report: &'a Report,
    pub titles: Vec<Bag>,
    pub bodies: Vec<Bag>,
    /// The bodies, each pair of letters by how rare it is in both reports.
    weights: Vec<Weighed>,
}

impl<'a> Side<'a> {
    pub fn of(prepared: &Prepared<'a>, rarity: &Rarity, budget: &mut Budget) -> Side<'a> {
        let report = prepared.report;
        let titles = report.sections.iter().map(|section| title(report, section));
        let bodies = report.sections.iter().map(|section| {
            let inside = sentences_in(report, section.extent);
            let bags = prepared.sentences.get(inside).unwrap_or(&[]);
            let size: usize = bags.iter().map(|words| words.bag.total()).sum();
            match budget.spend(size) {
                true => Bag::sum(bags.iter().map(|words| &words.bag)),
                false => Bag::default(),
            }
        });
        let bodies: Vec<Bag> = bodies.collect();
        Side {
            report,
            titles: titles.collect(),
            weights: bodies
                .iter()
                .map(|body| Weighed::of(body, rarity))
                .collect(),
            bodies,
        }
    }

    pub fn at_level(&self, level: u8) -> Vec<usize> {
        let sections = self.report.sections.iter().enumerate();
        sections
            .filter(|(_, section)| section.level == level)
            .map(|(idx, _)| idx)
            .collect()
    }

    pub fn section(&self, idx: usize) -> Option<&'a Section> {
        self.report.sections.get(idx)
    }

    /// The part that the section or one around it is.
    pub fn part(&self, idx: usize) -> Option<Part> {
        let parent = |section: &&Section| section.parent.and_then(|parent| self.section(parent));
        std::iter::successors(self.section(idx), parent)
            .take(MOST_DEPTH)
            .find_map(|section| section.part)
    }

    pub fn size(&self, idx: usize) -> f64 {
        self.bodies.get(idx).map_or(0.0, |body| body.total() as f64)
    }
}

pub(super) fn same_shape(sides: &(Side, Side), old: usize, new: usize) -> bool {
    let labels = sides.0.section(old).zip(sides.1.section(new));
    labels.is_some_and(|(one, two)| shape(&one.label) == shape(&two.label))
}

/// The style of a label, whatever its number: (三) and (十二) are of one style.
fn shape(label: &str) -> String {
    let is_numeral =
        |letter: &char| letter.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(*letter);
    label
        .chars()
        .filter_map(fold)
        .filter(|letter| !is_numeral(letter))
        .collect()
}

/// The title without its label, years masked.
fn title(report: &Report, section: &Section) -> Bag {
    let labelled = report.quote(section.heading).starts_with(&section.label);
    let skip = if labelled { section.label.len() } else { 0 };
    let span = Span::new(section.heading.start + skip, section.heading.end);
    Bag::of(&masked(report, &tokens(report, span)))
}

pub(super) fn levels(sides: &(Side, Side)) -> BTreeSet<u8> {
    let sections = sides
        .0
        .report
        .sections
        .iter()
        .chain(&sides.1.report.sections);
    sections.map(|section| section.level).collect()
}

/// How alike the texts under two headings are, from 0 to 1.
pub(super) fn likeness(sides: &(Side, Side), old: usize, new: usize) -> f64 {
    let bodies = sides.0.weights.get(old).zip(sides.1.weights.get(new));
    bodies.map_or(0.0, |(one, two)| one.cosine(two))
}
