//! More than two years: what each comparison of neighbours found, followed from year to year.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::naming::{indicator_name, is_target};
use super::{Comparison, SectionLink};
use crate::order;
use crate::report::{FigureKind, Report};

/// The years of one issuer, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Years {
    /// Those told in most years first, within that in the order of the latest report that has them.
    pub indicators: Vec<Track>,
    /// In the order of the latest report; those that ended earlier follow.
    pub sections: Vec<Thread>,
}

/// One indicator over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Subject and verb, as in the latest report that has it.
    pub name: String,
    pub unit: String,
    /// What was planned, not what was reached.
    pub target: bool,
    /// Index into the figures of each year's report; `None` where that year does not tell it.
    pub figures: Vec<Option<usize>>,
}

/// The section of each year that plays one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Index into the sections of each year's report.
    pub sections: Vec<Option<usize>>,
}

/// Follows indicators and sections through the comparisons of neighbours: one less than there are reports.
pub fn follow(reports: &[&Report], comparisons: &[&Comparison]) -> Years {
    let mut indicators = bridged(tracks(reports, comparisons));
    indicators.retain(|track| track.told() > 1);
    order::sort_by_key(&mut indicators, |track| {
        let last = track.figures.iter().rposition(Option::is_some);
        let place = last.and_then(|year| track.figures.get(year).copied().flatten());
        (
            std::cmp::Reverse(track.told()),
            std::cmp::Reverse(last),
            place,
        )
    });
    Years {
        indicators,
        sections: threads(reports, comparisons),
    }
}

impl Track {
    /// In how many years it is told.
    pub fn told(&self) -> usize {
        self.figures.iter().flatten().count()
    }

    /// The value of each year.
    pub fn values(&self, reports: &[&Report]) -> Vec<Option<Decimal>> {
        let years = self.figures.iter().zip(reports);
        years
            .map(|(&figure, report)| report.figures.get(figure?)?.value())
            .collect()
    }

    fn first(&self) -> Option<usize> {
        self.figures.iter().position(Option::is_some)
    }

    fn last(&self) -> Option<usize> {
        self.figures.iter().rposition(Option::is_some)
    }
}

/// Every figure that counts something, joined to the one of the year before that it was compared with.
fn tracks(reports: &[&Report], comparisons: &[&Comparison]) -> Vec<Track> {
    let mut tracks: Vec<Track> = Vec::new();
    // The track that each figure of the year before stands in.
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    for (year, report) in reports.iter().enumerate() {
        let links: BTreeMap<usize, usize> = year
            .checked_sub(1)
            .and_then(|before| comparisons.get(before))
            .into_iter()
            .flat_map(|comparison| &comparison.indicators)
            .map(|indicator| (indicator.new, indicator.old))
            .collect();
        let mut reached = BTreeMap::new();
        for (idx, figure) in report.figures.iter().enumerate() {
            if !counts(figure.kind) || figure.value().is_none() {
                continue;
            }
            let known = links.get(&idx).and_then(|old| ends.remove(old));
            let at = known.unwrap_or_else(|| {
                tracks.push(Track {
                    name: String::new(),
                    unit: String::new(),
                    target: is_target(report, idx),
                    figures: vec![None; reports.len()],
                });
                tracks.len() - 1
            });
            if let Some(track) = tracks.get_mut(at) {
                let name = indicator_name(report, idx);
                if !name.is_empty() {
                    track.name = name;
                }
                track.unit = figure.unit.to_string();
                if let Some(slot) = track.figures.get_mut(year) {
                    *slot = Some(idx);
                }
            }
            reached.insert(idx, at);
        }
        ends = reached;
    }
    tracks
}

fn counts(kind: FigureKind) -> bool {
    match kind {
        FigureKind::Count | FigureKind::Rate | FigureKind::Amount | FigureKind::Score => true,
        FigureKind::Date | FigureKind::Duration | FigureKind::Ordinal | FigureKind::Rank => false,
    }
}

/// What was silent for a year and is told again is one indicator, where name and unit leave no choice.
fn bridged(tracks: Vec<Track>) -> Vec<Track> {
    let mut groups: BTreeMap<(String, String, bool), Vec<Track>> = BTreeMap::new();
    let mut order = Vec::new();
    for track in tracks {
        let key = (track.name.clone(), track.unit.clone(), track.target);
        let group = groups.entry(key.clone()).or_default();
        if group.is_empty() {
            order.push(key);
        }
        group.push(track);
    }
    let mut found = Vec::new();
    for key in order {
        let mut group = groups.remove(&key).unwrap_or_default();
        order::sort_by_key(&mut group, |track| (track.first(), track.last()));
        let follow_each_other = group
            .windows(2)
            .all(|pair| matches!(pair, [one, two] if one.last() < two.first()));
        if key.0.is_empty() || !follow_each_other {
            found.extend(group);
            continue;
        }
        let joined = group.into_iter().reduce(|mut one, two| {
            for (slot, figure) in one.figures.iter_mut().zip(two.figures) {
                *slot = slot.or(figure);
            }
            one
        });
        found.extend(joined);
    }
    found
}

/// The sections of every year, each joined to the one of the year before that it shares most sentences with.
fn threads(reports: &[&Report], comparisons: &[&Comparison]) -> Vec<Thread> {
    let mut threads: Vec<Thread> = Vec::new();
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    for (year, report) in reports.iter().enumerate() {
        let links = match year.checked_sub(1) {
            Some(before) => match (reports.get(before), comparisons.get(before)) {
                (Some(old), Some(comparison)) => links(old, report, comparison),
                (Some(_), None) | (None, _) => BTreeMap::new(),
            },
            None => BTreeMap::new(),
        };
        let mut reached = BTreeMap::new();
        for idx in 0..report.sections.len() {
            let known = links.get(&idx).and_then(|old| ends.remove(old));
            let at = known.unwrap_or_else(|| {
                threads.push(Thread {
                    sections: vec![None; reports.len()],
                });
                threads.len() - 1
            });
            if let Some(slot) = threads
                .get_mut(at)
                .and_then(|thread| thread.sections.get_mut(year))
            {
                *slot = Some(idx);
            }
            reached.insert(idx, at);
        }
        ends = reached;
    }
    order::sort_by_key(&mut threads, |thread| {
        let last = thread.sections.iter().rposition(Option::is_some);
        let place = last.and_then(|year| thread.sections.get(year).copied().flatten());
        (std::cmp::Reverse(last), place)
    });
    threads
}

/// Of each section of the new report the one of the old report that goes on in it; of a split or merged one that with most
/// sentences in common. An old section goes on in one only.
fn links(old: &Report, new: &Report, comparison: &Comparison) -> BTreeMap<usize, usize> {
    let common = common(old, new, comparison);
    let mut shared: Vec<(usize, usize, &SectionLink)> = comparison
        .sections
        .iter()
        .enumerate()
        .filter_map(|(order, link)| {
            let both = (link.old?, link.new?);
            Some((common.get(&both).copied().unwrap_or(0), order, link))
        })
        .collect();
    order::sort_by_key(&mut shared, |(common, order, _)| {
        (std::cmp::Reverse(*common), *order)
    });
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (_, _, link) in shared {
        if let (Some(from), Some(to)) = (link.old, link.new)
            && !found.contains_key(&to)
            && taken.insert(from)
        {
            found.insert(to, from);
        }
    }
    found
}

/// How many sentences an old and a new section have in common, those of their subsections at the same depth included.
fn common(old: &Report, new: &Report, comparison: &Comparison) -> BTreeMap<(usize, usize), usize> {
    const DEEPEST: usize = 8;
    let section = |report: &Report, idx: Option<usize>| report.sentences.get(idx?)?.section;
    let mut found = BTreeMap::new();
    for row in &comparison.rows {
        let mut from = section(old, row.old);
        let mut to = section(new, row.new);
        for _ in 0..DEEPEST {
            let (Some(one), Some(two)) = (from, to) else {
                break;
            };
            *found.entry((one, two)).or_default() += 1;
            from = old.sections.get(one).and_then(|section| section.parent);
            to = new.sections.get(two).and_then(|section| section.parent);
        }
    }
    found
}

/// Eight heights from the lowest value to the highest; a blank where there is none.
pub fn sparkline(values: &[Option<Decimal>]) -> String {
    const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let known = || values.iter().flatten().copied();
    let (Some(low), Some(high)) = (known().min(), known().max()) else {
        return " ".repeat(values.len());
    };
    let height = |value: Decimal| -> char {
        let level = value
            .checked_sub(low)
            .zip(high.checked_sub(low).filter(|range| !range.is_zero()))
            .and_then(|(above, range)| {
                let share = above.checked_div(range)?.checked_mul(Decimal::from(7))?;
                usize::try_from(share.round()).ok()
            });
        level
            .and_then(|level| HEIGHTS.get(level))
            .copied()
            .unwrap_or('▄')
    };
    values
        .iter()
        .map(|value| value.map_or(' ', height))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::compare;
    use crate::report::{Hints, SourceText, parse};

    fn years(texts: &[&str]) -> (Vec<Report>, Years) {
        let reports: Vec<Report> = texts
            .iter()
            .map(|text| parse(SourceText::new(*text), &Hints::default()))
            .collect();
        let comparisons: Vec<Comparison> = reports
            .windows(2)
            .map(|pair| compare(&pair[0], &pair[1]))
            .collect();
        let reports_now: Vec<&Report> = reports.iter().collect();
        let comparisons: Vec<&Comparison> = comparisons.iter().collect();
        let years = follow(&reports_now, &comparisons);
        (reports, years)
    }

    fn said(reports: &[Report], years: &Years) -> Vec<(String, Vec<String>)> {
        let quotes = |track: &Track| {
            let figures = track.figures.iter().zip(reports);
            figures
                .map(|(figure, report)| {
                    figure.map_or("", |idx| report.quote(report.figures[idx].span))
                })
                .map(str::to_owned)
                .collect()
        };
        let tracks = years.indicators.iter();
        tracks
            .map(|track| (track.name.clone(), quotes(track)))
            .collect()
    }

    #[test]
    fn an_indicator_is_followed_through_three_years_and_over_a_silent_one() {
        let (reports, years) = years(&[
            "一、主要举措和成效\n收到行政复议申请35件。开展执法人员培训3期。",
            "一、主要举措和成效\n收到行政复议申请45件。",
            "一、主要举措和成效\n收到行政复议申请41件。开展执法人员培训5期。",
        ]);
        let found = said(&reports, &years);
        let quotes: Vec<&[String]> = found.iter().map(|(_, quotes)| quotes.as_slice()).collect();
        assert_eq!(quotes, [&["35件", "45件", "41件"][..], &["3期", "", "5期"]]);
    }

    #[test]
    fn a_section_is_followed_though_it_is_renumbered() {
        let (reports, years) = years(&[
            "一、规范执法\n抽查行政处罚案卷41宗，逐宗反馈评查意见。\n二、普法宣传\n举办集市普法夜校，讲解宅基地流转的规矩。",
            "一、普法宣传\n举办集市普法夜校，讲解宅基地流转的规矩。\n二、规范执法\n抽查行政处罚案卷58宗，逐宗反馈评查意见。",
        ]);
        let titles: Vec<Vec<&str>> = years
            .sections
            .iter()
            .map(|thread| {
                let both = thread.sections.iter().zip(&reports);
                both.map(|(idx, report)| idx.map_or("", |idx| report.sections[idx].title.as_str()))
                    .collect()
            })
            .collect();
        assert_eq!(titles, [["普法宣传", "普法宣传"], ["规范执法", "规范执法"]]);
    }

    #[test]
    fn a_sparkline_has_one_cell_a_year() {
        let check = |values: &[Option<i64>], line: &str| {
            let values: Vec<Option<Decimal>> = values
                .iter()
                .map(|value| value.map(Decimal::from))
                .collect();
            assert_eq!(sparkline(&values), line);
        };
        check(&[Some(1), Some(8), None, Some(4)], "▁█ ▄");
        check(&[Some(5), Some(5)], "▄▄");
        check(&[None, None], "  ");
        check(&[], "");
    }
}
