//! How much of this year's report stood in last year's, and which figures did not move.

use super::{Pair, marked};
use crate::cli::page::{Block, Chapter, Column, Look, Run, Sign, Table};
use crate::cli::text::heading;
use crate::compare::SectionReuse;

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
        if reuse.stale.is_empty() {
            return chapter;
        }
        let title = self.text("compare.stale");
        chapter
            .blocks
            .push(Block::Heading(None, vec![Run::plain(title)]));
        for row in reuse
            .stale
            .iter()
            .filter_map(|&idx| self.comparison.rows.get(idx))
        {
            if let Some(new) = row.new.and_then(|idx| self.new.sentences.get(idx)) {
                chapter.blocks.push(Block::Point {
                    sign: Sign::Doubt,
                    runs: marked(self.new, new.span, &row.new_marks, Look::Added),
                    below: Vec::new(),
                });
            }
        }
        chapter
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
