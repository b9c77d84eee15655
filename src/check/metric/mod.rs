//! Rules about what figures measure, whatever the words: each figure has its metric from the vocabulary of `report`.

mod alone;
mod below;
mod shares;
mod years;

pub(super) use alone::alone;
pub(super) use below::below;
pub(super) use shares::shares;
pub(super) use years::{Leap, carried, dropped, jumps};

use std::sync::LazyLock;

use super::arithmetic::{Entry, Line};
use super::pack::MetricName;
use super::view::View;
use crate::report::lexicon::{self, WordList};
use crate::report::{Metric, Period};

/// A figure that states a metric of the report's own year.
#[derive(Clone, Copy, Debug)]
struct Stated<'v> {
    line: &'v Line<'v>,
    /// Index into the entries of the line.
    at: usize,
    entry: &'v Entry<'v>,
    metric: &'static Metric,
}

/// All that the report states of its own year: no target, no other year, no value before a change, no yardstick.
fn stated<'v>(view: &'v View) -> impl Iterator<Item = Stated<'v>> {
    let lines = view.ledger().lines.iter();
    let entries = lines.flat_map(|line| {
        let entries = line.entries.iter().enumerate();
        entries.map(move |(at, entry)| (line, at, entry))
    });
    entries.filter_map(|(line, at, entry)| {
        let metric = view.metric(entry.index)?;
        is_own(entry, view).then_some(Stated {
            line,
            at,
            entry,
            metric,
        })
    })
}

/// Names of other places or groups that a value is held against.
const YARDSTICKS: [&str; 8] = [
    "全国",
    "全省",
    "平均",
    "上年",
    "去年",
    "目标",
    "要求",
    "不低于",
];

static YARDSTICK: LazyLock<WordList> =
    LazyLock::new(|| WordList::from(YARDSTICKS.map(str::to_owned).to_vec()));

fn is_own(entry: &Entry, view: &View) -> bool {
    let year = match entry.figure.period {
        Period::Unsaid | Period::AsOf => true,
        Period::Year(year) => view.report.metadata.year.is_none_or(|own| own == year),
        Period::Part(..) | Period::Cumulative | Period::Target => false,
    };
    let is_base = || {
        let before = entry.before.trim_end();
        before.ends_with(['由', '从']) || entry.after.starts_with(['至', '到'])
    };
    year && !is_base()
        && !lexicon::contains(entry.clause, &YARDSTICK)
        && !view.is_planned(entry.figure.span.start)
}

fn is_one_of(metric: &Metric, names: &[MetricName]) -> bool {
    names.iter().any(|name| name.0.id == metric.id)
}
