//! What last year's report undertook and what it said was lacking, each with what this year's tells of it.

use super::Pair;
use crate::cli::page::{Block, Chapter, Fold, Look, Run, Sign};
use crate::cli::text::{flat, heading};
use crate::compare::{Again, Candidate, Promise, Shortcoming};
use crate::report::Span;

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
        let mut under = None;
        for (number, promise) in checkable.into_iter().enumerate() {
            chapter
                .blocks
                .extend(self.section_of(promise.old, &mut under));
            chapter.blocks.push(self.promise(number + 1, promise));
        }
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

    /// Last year's shortcomings; those that stand in this year's again say so.
    pub(super) fn shortcomings(&self) -> Chapter {
        let shortcomings = &self.comparison.shortcomings;
        let mut chapter = self.chapter("shortcomings", "compare.shortcomings");
        if shortcomings.is_empty() {
            let none = self.text("compare.no_shortcomings");
            chapter.blocks.push(Block::Note(none.to_owned()));
        }
        for (number, shortcoming) in shortcomings.iter().enumerate() {
            chapter
                .blocks
                .push(self.shortcoming(number + 1, shortcoming));
        }
        chapter
    }

    /// A heading where another section of last year's report begins.
    fn section_of(&self, span: Span, under: &mut Option<usize>) -> Option<Block> {
        let section = self.old.section_at(span.start);
        if section == *under {
            return None;
        }
        *under = section;
        let section = self.old.sections.get(section?)?;
        Some(Block::Heading(None, vec![Run::plain(heading(section))]))
    }

    fn promise(&self, number: usize, promise: &Promise) -> Block {
        let text = flat(self.old.quote(promise.old));
        Block::Point {
            sign: match promise.candidates.is_empty() {
                true => Sign::Doubt,
                false => Sign::None,
            },
            runs: vec![Run::plain(format!("{number} {text}"))],
            below: self.answers(&promise.candidates),
        }
    }

    fn shortcoming(&self, number: usize, shortcoming: &Shortcoming) -> Block {
        let text = flat(self.old.quote(shortcoming.old));
        let mut runs = vec![Run::plain(format!("{number} {text}"))];
        let said = self.text(&format!("again.{}", shortcoming.again.name()));
        let (sign, look, again) = match shortcoming.again {
            Again::Verbatim(span) => (Sign::Same, Look::Doubt, Some(span)),
            Again::Reworded(span) => (Sign::Changed, Look::Doubt, Some(span)),
            Again::NotNamed => (Sign::Gone, Look::Quiet, None),
        };
        runs.push(Run::quiet("  "));
        runs.push(Run::new(said, look));
        let again = again.map(|span| {
            let quote = flat(self.new.quote(span));
            vec![Run::new("= ", Look::Doubt), Run::plain(quote)]
        });
        let below = again
            .into_iter()
            .chain(self.answers(&shortcoming.candidates));
        Block::Point {
            sign,
            runs,
            below: below.collect(),
        }
    }

    fn answers(&self, candidates: &[Candidate]) -> Vec<Vec<Run>> {
        if candidates.is_empty() {
            return vec![vec![Run::quiet(self.text("compare.no_candidate"))]];
        }
        let answer = |candidate: &Candidate| {
            let score = format!("{:.2} ", candidate.score);
            let quote = flat(self.new.quote(candidate.span));
            vec![Run::quiet(score), Run::plain(quote)]
        };
        candidates.iter().map(answer).collect()
    }
}
