//! The figures of both years.

use super::Pair;
use crate::cli::page::{Block, Chapter, Column, Run, Table};
use crate::cli::text::flat;
use crate::compare::{Indicator, difference, indicator_name, is_target, percentage};
use crate::report::Report;

impl Pair<'_> {
    pub(super) fn indicators(&self) -> Chapter {
        let mut chapter = self.chapter("figures", "compare.indicators");
        let indicators = &self.comparison.indicators;
        if indicators.is_empty() {
            let none = self.text("compare.no_indicators");
            chapter.blocks.push(Block::Note(none.to_owned()));
            return chapter;
        }
        let year = |report: &Report, key: &str| match report.metadata.year {
            Some(year) => year.to_string(),
            None => self.text(key).to_owned(),
        };
        chapter.blocks.push(Block::Table(Table {
            columns: vec![
                Column::left(self.text("compare.subject")),
                Column::right(year(self.old, "compare.last_year")),
                Column::right(year(self.new, "compare.this_year")),
                Column::right(self.text("compare.delta")),
                Column::right("%"),
            ],
            rows: indicators
                .iter()
                .filter_map(|indicator| self.indicator(indicator))
                .collect(),
        }));
        chapter
    }

    fn indicator(&self, indicator: &Indicator) -> Option<Vec<Vec<Run>>> {
        let old = self.old.figures.get(indicator.old)?;
        let new = self.new.figures.get(indicator.new)?;
        let mut name = vec![Run::plain(flat(&indicator_name(self.new, indicator.new)))];
        if is_target(self.new, indicator.new) {
            name.push(Run::quiet(format!(" {}", self.text("compare.target"))));
        }
        let percent = indicator.percent.map(percentage).unwrap_or_default();
        let plain = |text: String| vec![Run::plain(text)];
        Some(vec![
            name,
            plain(flat(self.old.quote(old.span))),
            plain(flat(self.new.quote(new.span))),
            plain(difference(indicator.delta)),
            plain(percent),
        ])
    }
}
