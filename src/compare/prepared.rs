//! A report made ready for comparison: its sentences as tokens and bags of letter pairs, the label of an item aside.

use std::collections::BTreeSet;

use super::bigrams::Bag;
use super::sections::heading_sentence;
use super::tokens::{Token, masked, tokens};
use super::topics::topics_in;
use crate::report::{Part, Report, Span};

pub(super) struct Prepared<'a> {
    pub report: &'a Report,
    /// One for each sentence of the report.
    pub sentences: Vec<Words>,
}

/// What a sentence says, without the label in front of it.
pub(super) struct Words {
    pub tokens: Vec<Token>,
    pub bag: Bag,
    /// What it speaks of.
    pub topics: Vec<u8>,
}

impl<'a> Prepared<'a> {
    pub fn of(report: &'a Report) -> Prepared<'a> {
        let mut labels = labels(report).into_iter().peekable();
        let sentences = report
            .sentences
            .iter()
            .map(|sentence| {
                let span = sentence.span;
                while labels.next_if(|label| label.end <= span.start).is_some() {}
                let label = labels.peek().filter(|label| span.covers(**label));
                let from = label.map_or(span.start, |label| label.end);
                let tokens = tokens(report, Span::new(from, span.end));
                let letters = masked(report, &tokens);
                Words {
                    bag: Bag::of(&letters),
                    topics: topics_in(&letters),
                    tokens,
                }
            })
            .collect();
        Prepared { report, sentences }
    }

    /// Where the report says what is planned.
    pub fn planned(&self) -> Vec<Span> {
        self.places(Part::NextYearPlan)
    }

    /// Where a statutory part stands.
    pub fn places(&self, part: Part) -> Vec<Span> {
        let parts = self.report.parts.iter();
        parts
            .filter(|place| place.part == part)
            .map(|place| place.span)
            .collect()
    }

    /// The sentences that are nothing but headings, on a line of their own or before their text.
    pub fn headings(&self) -> BTreeSet<usize> {
        let own = self.report.sentences.iter().enumerate();
        let own = own
            .filter(|(_, sentence)| sentence.heading)
            .map(|(idx, _)| idx);
        let sections = self.report.sections.iter();
        let run_in = sections.filter_map(|section| {
            let idx = heading_sentence(self.report, section)?;
            let end = self.report.sentences.get(idx)?.span.end;
            let below = self
                .report
                .quote(Span::new(end, section.extent.end.max(end)));
            (!below.trim_start().is_empty()).then_some(idx)
        });
        own.chain(run_in).collect()
    }

    /// For each sentence whether it says what is planned.
    pub fn is_planned(&self) -> Vec<bool> {
        let plan = self.planned();
        let sentences = self.report.sentences.iter();
        sentences
            .map(|sentence| plan.iter().any(|part| part.covers(sentence.span)))
            .collect()
    }

    pub fn words(&self, sentence: usize) -> &[Token] {
        self.sentences
            .get(sentence)
            .map_or(&[], |words| words.tokens.as_slice())
    }
}

/// The labels of the headings: 一、 became 二、 is no change of what the sentence says.
fn labels(report: &Report) -> Vec<Span> {
    report
        .sections
        .iter()
        .filter(|section| !section.label.is_empty())
        .filter(|section| report.quote(section.heading).starts_with(&section.label))
        .map(|section| {
            let start = section.heading.start;
            Span::new(start, start + section.label.len())
        })
        .collect()
}
