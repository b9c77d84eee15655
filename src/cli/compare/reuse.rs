//! How much of this year's report stood in last year's, and which figures did not move.

use super::{Others, Pair, marked};
use crate::cli::page::{Block, Chapter, Column, Look, Run, Sign, Table};
use crate::cli::text::{flat, heading};
use crate::compare::{Lent, SectionReuse};
use crate::report::{Report, Span};

/// Shares from here on stand out.
const MUCH: f64 = 0.5;

impl Pair<'_> {
    pub(super) fn reuse(&self) -> Chapter {
        let mut chapter = self.chapter("reuse", "compare.reuse");
        let reuse = &self.comparison.reuse;
        let rows: Vec<Vec<Vec<Run>>> = reuse
            .sections
            .iter()
            .filter_map(|section| self.share(section))
            .collect();
        if !rows.is_empty() {
            chapter.blocks.push(Block::Table(Table {
                columns: vec![
                    Column::left(self.text("compare.section")),
                    Column::right(self.text("compare.carried")),
                ],
                rows,
            }));
        }
        self.stale(&mut chapter.blocks);
        if let Some(others) = self.others {
            self.shared_with_others(others, &mut chapter.blocks);
        }
        chapter
    }

    /// Sentences with last year's figures.
    fn stale(&self, blocks: &mut Vec<Block>) {
        let reuse = &self.comparison.reuse;
        if reuse.stale.is_empty() {
            return;
        }
        let title = self.text("compare.stale");
        blocks.push(Block::Heading(None, vec![Run::plain(title)]));
        for row in reuse
            .stale
            .iter()
            .filter_map(|&idx| self.comparison.rows.get(idx))
        {
            if let Some(new) = row.new.and_then(|idx| self.new.sentences.get(idx)) {
                blocks.push(Block::Point {
                    sign: Sign::Doubt,
                    runs: marked(self.new, new.span, &row.new_marks, Look::Added),
                    below: Vec::new(),
                });
            }
        }
    }

    /// What other units' reports have too, each with the passages.
    fn shared_with_others(&self, others: &Others, blocks: &mut Vec<Block>) {
        let title = self.text("compare.others");
        blocks.push(Block::Heading(None, vec![Run::plain(title)]));
        let sharing = &others.sharing;
        let percent: &dyn std::fmt::Display = &sharing.percent;
        let total = self
            .lang
            .fill("compare.others_total", &[("percent", percent)]);
        blocks.push(Block::Note(total));
        for shared in &sharing.lenders {
            let unit = flat(&shared.unit());
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("unit", &unit), ("percent", &shared.percent)];
            let head = self.lang.fill("compare.other", &values);
            let passages = shared.passages.iter();
            let theirs = others.reports.get(&shared.id).map(AsRef::as_ref);
            blocks.push(Block::Point {
                sign: Sign::Doubt,
                runs: vec![Run::plain(head)],
                below: passages.map(|lent| self.passage(lent, theirs)).collect(),
            });
        }
    }

    /// The section that a passage stands in, the passage, and the section of the other report.
    fn passage(&self, lent: &Lent, theirs: Option<&Report>) -> Vec<Run> {
        let mut runs = vec![
            Run::quiet(format!("{} ", section(self.new, lent.here))),
            Run::plain(flat(self.new.quote(lent.here))),
        ];
        let there = theirs.map(|theirs| section(theirs, lent.there));
        if let Some(there) = there.filter(|there| !there.is_empty()) {
            let said = self
                .lang
                .fill("compare.stands_there", &[("section", &there)]);
            runs.push(Run::quiet(format!(" {said}")));
        }
        runs
    }

    fn share(&self, reuse: &SectionReuse) -> Option<Vec<Vec<Run>>> {
        let section = self.new.sections.get(reuse.new)?;
        let share = format!("{:.0}%", reuse.share * 100.0);
        let look = match reuse.share >= MUCH {
            true => Look::Doubt,
            false => Look::Plain,
        };
        let indent = "\u{3000}".repeat(usize::from(section.level.saturating_sub(1).min(6)));
        Some(vec![
            vec![Run::plain(format!("{indent}{}", heading(section)))],
            vec![Run::new(share, look)],
        ])
    }
}

/// The heading above a passage; empty before the first one.
fn section(report: &Report, passage: Span) -> String {
    let section = report.section_at(passage.start);
    let section = section.and_then(|idx| report.sections.get(idx));
    section.map(heading).unwrap_or_default()
}
