//! What last year's report undertook and what it said was lacking, each with what this year's tells of it.

use super::Pair;
use crate::cli::page::{Block, Chapter, Fold, Look, Run, Sign};
use crate::cli::text::{flat, heading};
use crate::compare::{Promise, RowChange};
use crate::report::{Part, Span};

impl Pair<'_> {
    pub(super) fn promises(&self) -> Chapter {
        let promises = &self.comparison.promises;
        let mut chapter = self.chapter("promises", "compare.promises");
        if promises.is_empty() {
            let none = self.text("compare.no_promises");
            chapter.blocks.push(Block::Note(none.to_owned()));
            return chapter;
        }
        let (checkable, generic): (Vec<&Promise>, Vec<&Promise>) =
            promises.iter().partition(|promise| promise.checkable);
        let answered = checkable.iter().filter(|one| !one.candidates.is_empty());
        let count = self.lang.fill(
            "compare.promise_count",
            &[
                ("all", &promises.len()),
                ("checkable", &checkable.len()),
                ("answered", &answered.count()),
            ],
        );
        chapter.blocks.push(Block::Note(count));
        self.list(&checkable, &mut chapter.blocks);
        if !generic.is_empty() {
            let count: &dyn std::fmt::Display = &generic.len();
            chapter.blocks.push(Block::Folded {
                summary: self.lang.fill("compare.generic_list", &[("count", count)]),
                lines: generic
                    .into_iter()
                    .map(|promise| vec![Run::plain(flat(self.old.quote(promise.old)))])
                    .collect(),
                fold: Fold::Whole,
            });
        }
        chapter
    }

    /// Last year's shortcomings; those that stand in this year's again, word for word, say so.
    pub(super) fn returning(&self) -> Chapter {
        let mut chapter = self.chapter("shortcomings", "compare.shortcomings");
        if self.shortcomings.is_empty() {
            let none = self.text("compare.no_shortcomings");
            chapter.blocks.push(Block::Note(none.to_owned()));
            return chapter;
        }
        let all: Vec<&Promise> = self.shortcomings.iter().collect();
        self.list(&all, &mut chapter.blocks);
        chapter
    }

    /// One after the other, under the headings of last year's report.
    fn list(&self, promises: &[&Promise], blocks: &mut Vec<Block>) {
        let mut under = None;
        for (number, promise) in promises.iter().enumerate() {
            let section = self.old.section_at(promise.old.start);
            if section != under {
                under = section;
                if let Some(section) = section.and_then(|idx| self.old.sections.get(idx)) {
                    blocks.push(Block::Heading(None, vec![Run::plain(heading(section))]));
                }
            }
            blocks.push(self.promise(number + 1, promise));
        }
    }

    fn promise(&self, number: usize, promise: &Promise) -> Block {
        let text = flat(self.old.quote(promise.old));
        let mut runs = vec![Run::plain(format!("{number} {text}"))];
        let returned = self.returns_at(promise.old);
        if returned {
            let said = self.text("compare.word_for_word");
            runs.push(Run::new(format!("  {said}"), Look::Doubt));
        }
        let none = promise.candidates.is_empty();
        let below = match none {
            true => vec![vec![Run::quiet(self.text("compare.no_candidate"))]],
            false => promise
                .candidates
                .iter()
                .map(|candidate| {
                    let score = format!("{:.2} ", candidate.score);
                    let quote = flat(self.new.quote(candidate.span));
                    vec![Run::quiet(score), Run::plain(quote)]
                })
                .collect(),
        };
        Block::Point {
            sign: match (returned, none) {
                (true, _) => Sign::Same,
                (false, true) => Sign::Doubt,
                (false, false) => Sign::None,
            },
            runs,
            below,
        }
    }

    /// Whether the sentence that holds a shortcoming is one of this year's as well.
    fn returns_at(&self, span: Span) -> bool {
        let lacks = |idx: Option<usize>| {
            let sentence = idx.and_then(|idx| self.new.sentences.get(idx));
            let mut places = self.new.parts.iter();
            sentence.is_some_and(|sentence| {
                places.any(|place| {
                    place.part == Part::Shortcomings && place.span.covers(sentence.span)
                })
            })
        };
        self.comparison.rows.iter().any(|row| {
            let old = row.old.and_then(|idx| self.old.sentences.get(idx));
            row.change == RowChange::Same
                && old.is_some_and(|sentence| sentence.span.covers(span))
                && lacks(row.new)
        })
    }
}
