//! The sections of one report with what they are compared by: words of the heading, words of the body, style of the label.

use std::collections::BTreeSet;

use super::bigrams::Bag;
use super::prepared::{Prepared, Words};
use super::sections::{MOST_DEPTH, sentences_in};
use super::tokens::{fold, masked, tokens};
use super::topics::{Spoken, Voices, topics_in};
use crate::report::{Part, Report, Section, Span, han};

/// The sections of one report with what they are compared by.
pub(super) struct Side<'a> {
    pub report: &'a Report,
    pub titles: Vec<Bag>,
    topics: Vec<Voices>,
    /// The style of each label, whatever its number.
    shapes: Vec<String>,
    sentences: &'a [Words],
}

/// How often the title counts beside the text when topics are counted.
const TITLE: u32 = 3;

impl<'a> Side<'a> {
    pub fn of(prepared: &'a Prepared<'a>) -> Side<'a> {
        let report = prepared.report;
        let sections = report.sections.iter();
        let (titles, topics) = sections
            .map(|section| {
                let letters = title(report, section);
                let mut topics = Spoken::default();
                topics.add(&topics_in(&letters), TITLE);
                let inside = sentences_in(report, section.extent);
                for words in prepared.sentences.get(inside).unwrap_or(&[]) {
                    topics.add(&words.topics, 1);
                }
                (Bag::of(&letters), topics.voices())
            })
            .unzip();
        Side {
            report,
            titles,
            topics,
            shapes: report
                .sections
                .iter()
                .map(|section| shape(&section.label))
                .collect(),
            sentences: &prepared.sentences,
        }
    }

    /// All that a section says.
    pub fn body(&self, idx: usize) -> Bag {
        let inside = self.section(idx);
        let inside = inside.map(|section| sentences_in(self.report, section.extent));
        let words = inside.and_then(|inside| self.sentences.get(inside));
        Bag::sum(words.unwrap_or(&[]).iter().map(|words| &words.bag))
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
}

pub(super) fn same_shape(sides: &(Side, Side), old: usize, new: usize) -> bool {
    let shapes = sides.0.shapes.get(old).zip(sides.1.shapes.get(new));
    shapes.is_some_and(|(one, two)| one == two)
}

/// The style of a label, whatever its number: (三) and (十二) are of one style.
fn shape(label: &str) -> String {
    label
        .chars()
        .filter_map(fold)
        .filter(|letter| !han::is_of_label(*letter))
        .collect()
}

/// The title without its label, years masked.
fn title(report: &Report, section: &Section) -> Vec<char> {
    let labelled = report.quote(section.heading).starts_with(&section.label);
    let skip = if labelled { section.label.len() } else { 0 };
    let span = Span::new(section.heading.start + skip, section.heading.end);
    masked(report, &tokens(report, span))
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

/// How alike the topics of two sections are; none where one of them speaks of none.
pub(super) fn topical(sides: &(Side, Side), old: usize, new: usize) -> Option<f64> {
    let (one, two) = (sides.0.topics.get(old)?, sides.1.topics.get(new)?);
    one.likeness(two)
}
