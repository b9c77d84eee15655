//! What last year's report undertook and what it said was lacking, each with what this year's tells of it.

use super::Pair;
use crate::cli::page::{Block, Chapter, Fold, Look, Run, Sign};
use crate::cli::text::{flat, heading};
use crate::compare::{Again, Candidate, Promise};
use crate::report::Span;

/// Something of last year's report that this year's may answer.
struct Asking<'a> {
    /// In the old report.
    span: Span,
    /// Whether this year's shortcomings name it again; of a promise never.
    again: Again,
    candidates: &'a [Candidate],
}

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
        let asking = checkable.iter().map(|promise| Asking {
            span: promise.old,
            again: Again::NotNamed,
            candidates: &promise.candidates,
        });
        self.list(asking, &mut chapter.blocks);
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

    /// Last year's shortcomings; those that this year's report names again say so.
    pub(super) fn returning(&self) -> Chapter {
        let shortcomings = &self.comparison.shortcomings;
        let mut chapter = self.chapter("shortcomings", "compare.shortcomings");
        if shortcomings.is_empty() {
            let none = self.text("compare.no_shortcomings");
            chapter.blocks.push(Block::Note(none.to_owned()));
            return chapter;
        }
        let asking = shortcomings.iter().map(|shortcoming| Asking {
            span: shortcoming.old,
            again: shortcoming.again,
            candidates: &shortcoming.candidates,
        });
        self.list(asking, &mut chapter.blocks);
        chapter
    }

    /// One after the other, under the headings of last year's report.
    fn list<'a>(&self, all: impl Iterator<Item = Asking<'a>>, blocks: &mut Vec<Block>) {
        let mut under = None;
        for (number, asking) in all.enumerate() {
            let section = self.old.section_at(asking.span.start);
            if section != under {
                under = section;
                if let Some(section) = section.and_then(|idx| self.old.sections.get(idx)) {
                    blocks.push(Block::Heading(None, vec![Run::plain(heading(section))]));
                }
            }
            blocks.push(self.point(number + 1, &asking));
        }
    }

    fn point(&self, number: usize, asking: &Asking) -> Block {
        let text = flat(self.old.quote(asking.span));
        let mut runs = vec![Run::plain(format!("{number} {text}"))];
        let (said, again) = match asking.again {
            Again::Verbatim(span) => (Some("compare.word_for_word"), Some(span)),
            Again::Reworded(span) => (Some("compare.in_other_words"), Some(span)),
            Again::NotNamed => (None, None),
        };
        if let Some(said) = said {
            runs.push(Run::new(format!("  {}", self.text(said)), Look::Doubt));
        }
        let mut below = Vec::new();
        if let (Again::Reworded(_), Some(span)) = (asking.again, again) {
            below.push(vec![Run::plain(flat(self.new.quote(span)))]);
        }
        below.extend(asking.candidates.iter().map(|candidate| {
            let score = format!("{:.2} ", candidate.score);
            let quote = flat(self.new.quote(candidate.span));
            vec![Run::quiet(score), Run::plain(quote)]
        }));
        if below.is_empty() {
            below.push(vec![Run::quiet(self.text("compare.no_candidate"))]);
        }
        Block::Point {
            sign: match (again, asking.candidates.is_empty()) {
                (Some(_), _) => Sign::Same,
                (None, true) => Sign::Doubt,
                (None, false) => Sign::None,
            },
            runs,
            below,
        }
    }
}
