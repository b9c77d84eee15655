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
        let numbered = || (1..).zip(promises);
        let checkable = promises.iter().filter(|one| one.basis.is_some());
        let answered = checkable.clone().filter(|one| !one.candidates.is_empty());
        let hard = checkable.clone().filter(|one| one.is_hard());
        let count = self.lang.fill(
            "compare.promise_count",
            &[
                ("all", &promises.len()),
                ("checkable", &checkable.count()),
                ("hard", &hard.count()),
                ("answered", &answered.count()),
            ],
        );
        chapter.blocks.push(Block::Note(count));
        // What can be settled and nothing answers stands first: it is what a reviewer looks for.
        for (key, hard, answered) in [
            ("compare.hard_unanswered", true, false),
            ("compare.hard_answered", true, true),
            ("compare.other_unanswered", false, false),
            ("compare.other_answered", false, true),
        ] {
            let here = numbered().filter(|(_, one)| {
                let is_answered = !one.candidates.is_empty();
                one.basis.is_some() && one.is_hard() == hard && is_answered == answered
            });
            self.listed(key, here.collect(), &mut chapter.blocks);
        }
        let generic = promises.iter().filter(|one| one.basis.is_none());
        let lines: Vec<Vec<Run>> = generic
            .map(|promise| vec![Run::plain(flat(self.old.quote(promise.old)))])
            .collect();
        if !lines.is_empty() {
            let count: &dyn std::fmt::Display = &lines.len();
            chapter.blocks.push(Block::Folded {
                summary: self.lang.fill("compare.generic_list", &[("count", count)]),
                lines,
                fold: Fold::Whole,
            });
        }
        chapter
    }

    /// Undertakings of one sort, each with its number in last year's plan.
    fn listed(&self, key: &str, promises: Vec<(usize, &Promise)>, blocks: &mut Vec<Block>) {
        if promises.is_empty() {
            return;
        }
        let count: &dyn std::fmt::Display = &promises.len();
        let title = self.lang.fill(key, &[("count", count)]);
        blocks.push(Block::Heading(None, vec![Run::new(title, Look::Strong)]));
        let mut under = None;
        for (number, promise) in promises {
            blocks.extend(self.section_of(promise.old, &mut under));
            blocks.push(self.promise(number, promise));
        }
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

    /// A line where another section of last year's report begins.
    fn section_of(&self, span: Span, under: &mut Option<usize>) -> Option<Block> {
        let section = self.old.section_at(span.start);
        if section == *under {
            return None;
        }
        *under = section;
        let section = self.old.sections.get(section?)?;
        Some(Block::Note(heading(section)))
    }

    fn promise(&self, number: usize, promise: &Promise) -> Block {
        let text = flat(self.old.quote(promise.old));
        Block::Point {
            sign: match promise.candidates.is_empty() {
                true => Sign::Doubt,
                false => Sign::None,
            },
            runs: vec![Run::plain(format!("{number} {text}"))],
            below: match promise.candidates.is_empty() {
                // Its heading says that nothing was found.
                true => Vec::new(),
                false => self.answers(&promise.candidates),
            },
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
