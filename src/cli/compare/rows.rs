//! The sentences of both years: headings, what changed, and how much did not.

use super::{Pair, marked};
use crate::cli::page::{Block, Chapter, Fold, Look, Run, Sign};
use crate::compare::{Row, RowChange, look_alikes};
use crate::report::{FigureKind, Report, Sentence};

impl Pair<'_> {
    pub(super) fn rows(&self) -> Chapter {
        let mut chapter = self.chapter("text", "compare.rows");
        let mut unchanged: Vec<&Row> = Vec::new();
        for row in &self.comparison.rows {
            let heading = self.is_heading(row);
            if row.change == RowChange::Same && !row.moved && !heading {
                unchanged.push(row);
                continue;
            }
            chapter.blocks.extend(self.folded(&mut unchanged));
            chapter.blocks.push(match heading {
                true => self.heading(row),
                false => self.row(row),
            });
        }
        chapter.blocks.extend(self.folded(&mut unchanged));
        chapter
    }

    fn sentence(report: &Report, idx: Option<usize>) -> Option<&Sentence> {
        report.sentences.get(idx?)
    }

    fn is_heading(&self, row: &Row) -> bool {
        let new = Self::sentence(self.new, row.new);
        new.or(Self::sentence(self.old, row.old))
            .is_some_and(|sentence| sentence.heading)
    }

    /// Both wordings of a heading in one line, what went before what came.
    fn heading(&self, row: &Row) -> Block {
        let [old, new] = self.sides(row);
        let mut runs = match (old, new) {
            (Some(old), Some(new)) if row.change != RowChange::Same => {
                let mut runs = new;
                runs.push(Run::quiet("  ← "));
                runs.extend(old);
                runs
            }
            (old, new) => new.or(old).unwrap_or_default(),
        };
        if let Some(said) = self.look_alikes(row) {
            runs.push(Run::new(format!("  {said}"), Look::Doubt));
        }
        Block::Heading(Some(sign(row)), runs)
    }

    fn row(&self, row: &Row) -> Block {
        let mut tag = self
            .text(&format!("row_change.{}", row.change.name()))
            .to_owned();
        if row.moved {
            tag.push_str(&format!(" · {}", self.text("compare.moved")));
        }
        if let Some(said) = self.look_alikes(row) {
            tag.push_str(&format!(" · {said}"));
        }
        let [old, new] = self.sides(row);
        Block::Pair {
            sign: sign(row),
            tag,
            old,
            new,
        }
    }

    /// What of a row's changes cannot be seen.
    fn look_alikes(&self, row: &Row) -> Option<String> {
        let found = look_alikes(row, self.old, self.new)?;
        Some(self.lang.look_alikes(&found))
    }

    /// Either side of a row; what has no partner is in the look of its side as a whole.
    fn sides(&self, row: &Row) -> [Option<Vec<Run>>; 2] {
        let side = |report, idx, marks, changed, alone, has_partner| {
            let sentence = Self::sentence(report, idx)?;
            let runs = marked(report, sentence.span, marks, changed);
            Some(match has_partner {
                true => runs,
                false => runs
                    .into_iter()
                    .map(|run| Run::new(run.text, alone))
                    .collect(),
            })
        };
        [
            side(
                self.old,
                row.old,
                &row.old_marks,
                Look::Cut,
                Look::Gone,
                row.new.is_some(),
            ),
            side(
                self.new,
                row.new,
                &row.new_marks,
                Look::Added,
                Look::New,
                row.old.is_some(),
            ),
        ]
    }

    fn folded(&self, unchanged: &mut Vec<&Row>) -> Option<Block> {
        let rows = std::mem::take(unchanged);
        if rows.is_empty() {
            return None;
        }
        let sentences: Vec<&Sentence> = rows
            .iter()
            .filter_map(|row| Self::sentence(self.new, row.new))
            .collect();
        let telling = |sentence: &&&Sentence| {
            let mut figures = self.new.figures_in(sentence.span);
            figures.any(|(_, figure)| figure.kind != FigureKind::Date)
        };
        let figures = sentences.iter().filter(telling).count();
        let key = match figures {
            0 => "compare.unchanged",
            _ => "compare.unchanged_figures",
        };
        let summary = self
            .lang
            .fill(key, &[("count", &rows.len()), ("figures", &figures)]);
        Some(Block::Folded {
            summary,
            lines: sentences
                .into_iter()
                .map(|sentence| marked(self.new, sentence.span, &[], Look::Plain))
                .collect(),
            fold: Fold::Summary,
        })
    }
}

fn sign(row: &Row) -> Sign {
    match (row.change, row.moved) {
        (RowChange::Added, _) => Sign::New,
        (RowChange::Removed, _) => Sign::Gone,
        (RowChange::Same | RowChange::Figures | RowChange::Wording | RowChange::Both, true) => {
            Sign::Moved
        }
        (RowChange::Same, false) => Sign::Same,
        (RowChange::Figures | RowChange::Wording | RowChange::Both, false) => Sign::Changed,
    }
}
