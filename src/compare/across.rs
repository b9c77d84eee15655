//! One metric of the fixed vocabulary across issuers: who tells it, and how much of it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::named::of_years;
use super::naming::is_target;
use crate::order;
use crate::report::metric::{Metric, metrics};
use crate::report::{Figure, FigureKind, Period, Report};

/// What a report tells of one metric.
#[derive(Clone, Debug)]
pub struct Told {
    pub metric: &'static Metric,
    pub value: Decimal,
    /// As printed.
    pub quote: String,
    /// Index into the report's figures.
    pub figure: usize,
}

/// One metric as several issuers tell it.
#[derive(Clone, Debug)]
pub struct Across {
    pub metric: &'static Metric,
    /// Index of the report with what it tells, the greatest value first.
    pub rows: Vec<(usize, Told)>,
}

/// What a report tells of the metrics: results of its year, the first where it tells one twice, no part of a whole.
pub fn told(report: &Report) -> Vec<Told> {
    let mut found: BTreeMap<&str, Told> = BTreeMap::new();
    let years = of_years(report);
    for (idx, (metric, figure)) in metrics(report).into_iter().zip(&report.figures).enumerate() {
        let (Some(metric), Some(value)) = (metric, figure.value()) else {
            continue;
        };
        let adds_up = match figure.kind {
            FigureKind::Count | FigureKind::Amount => {
                let sentence = figure.sentence.and_then(|sentence| years.get(sentence));
                sentence == Some(&true)
            }
            FigureKind::Rate
            | FigureKind::Date
            | FigureKind::Duration
            | FigureKind::Ordinal
            | FigureKind::Rank
            | FigureKind::Score => false,
        };
        if is_of_the_year(report, figure) && !adds_up && !is_target(report, idx) {
            found.entry(&metric.id).or_insert_with(|| Told {
                metric,
                value,
                quote: report.quote(figure.span).to_owned(),
                figure: idx,
            });
        }
    }
    found.into_values().collect()
}

/// The metrics that at least two reports tell, those that more tell first.
pub fn across(reports: Vec<Vec<Told>>) -> Vec<Across> {
    let mut found: BTreeMap<&str, Across> = BTreeMap::new();
    for (idx, told) in reports.into_iter().enumerate() {
        for told in told {
            let metric = told.metric;
            let across = found.entry(&metric.id).or_insert_with(|| Across {
                metric,
                rows: Vec::new(),
            });
            across.rows.push((idx, told));
        }
    }
    let mut found: Vec<Across> = found.into_values().collect();
    found.retain(|across| across.rows.len() > 1);
    for across in &mut found {
        order::sort_by_key(&mut across.rows, |(idx, told)| {
            (std::cmp::Reverse(told.value), *idx)
        });
    }
    order::sort_by_key(&mut found, |across| std::cmp::Reverse(across.rows.len()));
    found
}

impl Across {
    /// How long the bar of a value is beside the longest, from 0 to 1.
    pub fn share(&self, value: Decimal) -> Decimal {
        let longest = self.rows.iter().map(|(_, told)| told.value).max();
        let share = longest.and_then(|longest| value.checked_div(longest));
        share.unwrap_or_default().clamp(Decimal::ZERO, Decimal::ONE)
    }
}

fn is_of_the_year(report: &Report, figure: &Figure) -> bool {
    let of_year = match figure.period {
        Period::Unsaid | Period::AsOf => true,
        Period::Year(year) => report.metadata.year.is_none_or(|own| own == year),
        Period::Part(..) | Period::Cumulative | Period::Target => false,
    };
    of_year && (figure.context.is_empty() || figure.unit == "%")
}

/// A bar of so many cells at most.
pub fn bar(share: Decimal, cells: usize) -> String {
    let cells = Decimal::from(cells) * share.clamp(Decimal::ZERO, Decimal::ONE);
    "▪".repeat(usize::try_from(cells.round()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Hints, SourceText, parse};

    fn read(text: &str) -> Vec<Told> {
        told(&parse(SourceText::new(text), &Hints::default()))
    }

    #[test]
    fn issuers_stand_by_what_they_tell_of_one_metric() {
        let reports = [
            "一、主要举措和成效\n全年收到行政复议申请45件，受理41件。\n二、2025年工作安排\n力争收到行政复议申请不超过30件。",
            "一、主要举措和成效\n全年收到行政复议申请90件。",
            "一、主要举措和成效\n举办集市普法夜校3期。",
        ];
        let found = across(reports.map(read).to_vec());
        let rows: Vec<Vec<(usize, &str, Decimal)>> = found
            .iter()
            .map(|across| {
                let rows = across.rows.iter();
                rows.map(|(idx, told)| (*idx, told.quote.as_str(), across.share(told.value)))
                    .collect()
            })
            .collect();
        let half = Decimal::new(5, 1);
        assert_eq!(rows, [[(1, "90件", Decimal::ONE), (0, "45件", half)]]);
    }

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        let cases = [
            (0, ""),
            (5, "▪▪▪▪▪"),
            (10, "▪▪▪▪▪▪▪▪▪▪"),
            (99, "▪▪▪▪▪▪▪▪▪▪"),
        ];
        for (tenths, want) in cases {
            assert_eq!(bar(Decimal::new(tenths, 1), 10), want);
        }
    }
}
