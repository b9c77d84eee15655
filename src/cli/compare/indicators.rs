//! The figures of both years, what is new, and what is no longer told.

use super::Pair;
use crate::cli::page::{Block, Chapter, Column, Look, Run, Table};
use crate::cli::text::flat;
use crate::compare::{
    Indicator, Suspicion, Unpaired, difference, indicator_name, is_target, percentage,
};
use crate::report::Report;

impl Pair<'_> {
    pub(super) fn indicators(&self) -> Chapter {
        let mut chapter = self.chapter("figures", "compare.indicators");
        let indicators = &self.comparison.indicators;
        if indicators.is_empty() {
            let none = self.text("compare.no_indicators");
            chapter.blocks.push(Block::Note(none.to_owned()));
        } else {
            chapter.blocks.push(Block::Table(self.table(indicators)));
        }
        chapter
    }

    /// Figures that only one year gives: many, and few of them ask for anything.
    pub(super) fn unpaired_figures(&self) -> Chapter {
        let mut chapter = self.chapter("unpaired", "compare.unpaired");
        let (new, old) = (&self.comparison.appeared, &self.comparison.dropped);
        self.unpaired("compare.appeared", self.new, new, &mut chapter.blocks);
        self.unpaired("compare.dropped", self.old, old, &mut chapter.blocks);
        chapter
    }

    fn table(&self, indicators: &[Indicator]) -> Table {
        let year = |report: &Report, key: &str| match report.metadata.year {
            Some(year) => year.to_string(),
            None => self.text(key).to_owned(),
        };
        Table {
            columns: vec![
                Column::left(self.text("compare.subject")),
                Column::right(year(self.old, "compare.last_year")),
                Column::right(year(self.new, "compare.this_year")),
                Column::right(self.text("compare.delta")),
                Column::right("%"),
                Column::left(self.text("compare.look")),
            ],
            rows: indicators
                .iter()
                .filter_map(|indicator| self.indicator(indicator))
                .collect(),
        }
    }

    fn indicator(&self, indicator: &Indicator) -> Option<Vec<Vec<Run>>> {
        let old = self.old.figures.get(indicator.old)?;
        let new = self.new.figures.get(indicator.new)?;
        let plain = |text: String| vec![Run::plain(text)];
        let reasons = indicator.suspicions.iter().map(|&one| self.reason(one));
        let reasons: Vec<String> = reasons.collect();
        Some(vec![
            self.named(self.new, indicator.new),
            plain(flat(self.old.quote(old.span))),
            plain(flat(self.new.quote(new.span))),
            plain(difference(indicator.delta)),
            plain(indicator.percent.map(percentage).unwrap_or_default()),
            match reasons.is_empty() {
                true => Vec::new(),
                false => vec![Run::new(reasons.join("；"), Look::Doubt)],
            },
        ])
    }

    /// Why a pair deserves a look, in words.
    fn reason(&self, suspicion: Suspicion) -> String {
        let key = format!("suspicion.{}", suspicion.name());
        match suspicion {
            Suspicion::StatedGrowth { stated, actual } => {
                let stated = self.new.figures.get(stated);
                let stated = stated.map_or("", |figure| self.new.quote(figure.span));
                let actual = percentage(actual);
                self.lang
                    .fill(&key, &[("stated", &flat(stated)), ("actual", &actual)])
            }
            Suspicion::Jump | Suspicion::Unit | Suspicion::Scope | Suspicion::Standstill => {
                self.text(&key).to_owned()
            }
        }
    }

    fn named(&self, report: &Report, figure: usize) -> Vec<Run> {
        let mut name = vec![Run::plain(flat(&indicator_name(report, figure)))];
        if is_target(report, figure) {
            name.push(Run::quiet(format!(" {}", self.text("compare.target"))));
        }
        name
    }

    fn unpaired(&self, key: &str, report: &Report, all: &[Unpaired], blocks: &mut Vec<Block>) {
        if all.is_empty() {
            return;
        }
        let title = self.lang.fill(key, &[("count", &all.len())]);
        blocks.push(Block::Heading(None, vec![Run::plain(title)]));
        let rows = all.iter().filter_map(|one| {
            let figure = report.figures.get(one.figure)?;
            let quote = flat(report.quote(figure.span));
            Some(vec![
                self.named(report, one.figure),
                vec![Run::plain(quote)],
            ])
        });
        blocks.push(Block::Table(Table {
            columns: vec![
                Column::left(self.text("compare.subject")),
                Column::right(self.text("compare.value")),
            ],
            rows: rows.collect(),
        }));
    }
}
