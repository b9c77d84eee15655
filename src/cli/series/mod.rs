//! `ducha series`: what one issuer's reports tell over the years.

mod across;

use std::ffi::OsStr;

use super::json::series as json;
use super::library::{self, Shelf};
use super::page::{Block, Chapter, Column, Drawing, Page, Printing, Run, Sign, Table};
use super::text::{flat, heading, name};
use super::{CliError, Output, Reports, Shared, Status, Typed, source};
use crate::compare::{Comparison, Thread, Track, Years, compare, follow, sparkline};
use crate::locale::Lang;
use crate::order;
use crate::report::{Report, Section, is_same_issuer};
use crate::store::{EditionRecord, years_back};

/// What was typed after `series`.
#[derive(Clone, Debug)]
pub struct Following {
    /// Files or ids, or one issuer of the library; across issuers also a folder, or none for the library.
    pub reports: Reports,
    pub scope: Scope,
    pub printing: Printing,
}

/// What stands beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The years of one issuer.
    Years,
    /// The issuers in one year, the latest when none is named.
    Issuers(Option<i16>),
}

pub fn run(
    following: &Following,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    match following.scope {
        Scope::Years => years(following, shared, output),
        Scope::Issuers(year) => across::run(following, year, shared, output),
    }
}

fn years(following: &Following, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let reports = reports(&following.reports.all()?, shared)?;
    if let [alone] = reports.as_slice() {
        return Err(CliError::OneYear(name(alone, shared.lang)));
    }
    let comparisons = year_by_year(&reports);
    let all: Vec<&Report> = reports.iter().collect();
    let pairs: Vec<&Comparison> = comparisons.iter().collect();
    let years = follow(&all, &pairs);
    let told = Told {
        reports: &all,
        comparisons: &pairs,
        years: &years,
        lang: shared.lang,
    };
    following.printing.print(
        || told.page(),
        || json::document(&all, &pairs, &years),
        shared,
        output,
    )?;
    Ok(Status::Clean)
}

/// The reports, oldest first.
fn reports(typed: &[Typed], shared: &Shared) -> Result<Vec<Report>, CliError> {
    if let [one] = typed {
        return series_of(one, shared);
    }
    let read = typed
        .iter()
        .map(|one| Ok(source::report(one, shared)?.report));
    let mut reports = read.collect::<Result<Vec<Report>, CliError>>()?;
    // Those without a year stay where they were typed.
    order::sort_by_key(&mut reports, |report| report.metadata.year);
    Ok(reports)
}

/// All years of the issuer of one report, or of an issuer by name.
fn series_of(typed: &OsStr, shared: &Shared) -> Result<Vec<Report>, CliError> {
    let (shelf, last) = match source::report(typed, shared) {
        Ok(source) => match source.edition {
            Some((shelf, record)) => (shelf, record),
            None => return Ok(vec![source.report]),
        },
        Err(error) => {
            let shelf = Shelf::of(library::open(shared)?)?;
            let Some(record) = latest_of(&shelf, typed) else {
                return Err(match error {
                    CliError::Import(_) | CliError::NoSuchReport(_) => {
                        CliError::NoSuchIssuer(typed.to_string_lossy().into_owned())
                    }
                    error => error,
                });
            };
            (shelf, record)
        }
    };
    let mut records: Vec<&EditionRecord> = shelf.entries.records.iter().collect();
    order::sort_by_key(&mut records, |record| std::cmp::Reverse(record.imported));
    let back = years_back(&records, last.series(), |record| record.series());
    back.into_iter()
        .rev()
        .map(|record| shelf.report(&record.id))
        .collect()
}

/// The indicators of all years of one issuer, up to a report of the library; none of a report that stands alone.
pub(super) fn indicators(
    shelf: &Shelf,
    last: &EditionRecord,
    lang: Lang,
) -> Result<Option<Block>, CliError> {
    let mut records: Vec<&EditionRecord> = shelf.entries.records.iter().collect();
    order::sort_by_key(&mut records, |record| std::cmp::Reverse(record.imported));
    let back = years_back(&records, last.series(), |record| record.series());
    let reports = back
        .into_iter()
        .rev()
        .map(|record| shelf.report(&record.id));
    let reports = reports.collect::<Result<Vec<Report>, CliError>>()?;
    let comparisons = year_by_year(&reports);
    let all: Vec<&Report> = reports.iter().collect();
    let pairs: Vec<&Comparison> = comparisons.iter().collect();
    let years = follow(&all, &pairs);
    let told = Told {
        reports: &all,
        comparisons: &pairs,
        years: &years,
        lang,
    };
    let table = told.indicators().blocks.into_iter().next();
    Ok(table.filter(|_| reports.len() > 1 && !years.indicators.is_empty()))
}

/// The newest report of an issuer whose name is, or ends with, what was typed.
fn latest_of(shelf: &Shelf, typed: &OsStr) -> Option<EditionRecord> {
    let wanted = typed.to_str().filter(|name| !name.is_empty())?;
    let fits = |record: &&EditionRecord| {
        let issuer = record.metadata.issuer.as_deref();
        issuer.is_some_and(|issuer| is_same_issuer(issuer, wanted) || issuer.contains(wanted))
    };
    let found = shelf.entries.records.iter().filter(fits);
    found
        .max_by_key(|record| (record.metadata.year, record.imported))
        .cloned()
}

/// The years with what was followed through them.
struct Told<'a> {
    reports: &'a [&'a Report],
    comparisons: &'a [&'a Comparison],
    years: &'a Years,
    lang: Lang,
}

impl Told<'_> {
    fn page(&self) -> Page {
        let issuer = self.reports.last().map(|report| name(report, self.lang));
        let years: Vec<String> = self.reports.iter().map(|report| year(report)).collect();
        Page {
            title: issuer.unwrap_or_default(),
            lead: vec![years.join(" · ")],
            chapters: vec![self.indicators(), self.sections()],
        }
    }

    fn indicators(&self) -> Chapter {
        let mut columns = vec![Column::left(self.lang.text("compare.subject"))];
        columns.extend(
            self.reports
                .iter()
                .map(|report| Column::right(year(report))),
        );
        columns.push(Column::left(self.lang.text("series.course")));
        let rows = self.years.indicators.iter().map(|track| self.track(track));
        Chapter {
            id: "figures",
            title: self.lang.text("compare.indicators").to_owned(),
            blocks: vec![Block::Table(Table {
                columns,
                rows: rows.collect(),
            })],
        }
    }

    fn track(&self, track: &Track) -> Vec<Vec<Run>> {
        let mut name = vec![Run::plain(flat(&track.name))];
        if track.target {
            let target = self.lang.text("compare.target");
            name.push(Run::quiet(format!(" {target}")));
        }
        let mut cells = vec![name];
        let values = track.figures.iter().zip(self.reports);
        cells.extend(values.map(|(figure, report)| {
            let figure = figure.and_then(|idx| report.figures.get(idx));
            let quote = figure.map(|figure| flat(report.quote(figure.span)));
            vec![quote.map_or_else(|| Run::quiet("·"), Run::plain)]
        }));
        let values = track.values(self.reports);
        let course = sparkline(&values);
        cells.push(vec![Run::drawn(course, Drawing::Course(values))]);
        cells
    }

    fn sections(&self) -> Chapter {
        let mut blocks = Vec::new();
        for thread in &self.years.sections {
            self.thread(thread, &mut blocks);
        }
        Chapter {
            id: "sections",
            title: self.lang.text("series.sections").to_owned(),
            blocks,
        }
    }

    /// The first two levels; what stands deeper is told by the section around it.
    fn thread(&self, thread: &Thread, blocks: &mut Vec<Block>) {
        let section = |year: usize| -> Option<(usize, &Section)> {
            let idx = thread.sections.get(year).copied().flatten()?;
            let section = self.reports.get(year)?.sections.get(idx)?;
            (section.level <= 2 && !section.item).then_some((idx, section))
        };
        let Some((_, last)) = (0..self.reports.len()).rev().find_map(section) else {
            return;
        };
        let years = (0..self.reports.len()).filter_map(|at| {
            let (idx, section) = section(at)?;
            Some(vec![Run::plain(self.told_of(at, idx, section)?)])
        });
        blocks.push(Block::Point {
            sign: Sign::None,
            runs: vec![Run::plain(heading(last))],
            below: years.collect(),
        });
    }

    /// Year, title, length, figures, and how much of it stood in the year before.
    fn told_of(&self, at: usize, idx: usize, section: &Section) -> Option<String> {
        let report = self.reports.get(at)?;
        let length = report.quote(section.extent).chars();
        let length = length.filter(|c| !c.is_whitespace()).count();
        let figures = report.figures_in(section.extent).count();
        let before = at.checked_sub(1).and_then(|at| self.comparisons.get(at));
        let share = before.and_then(|comparison| {
            let mut sections = comparison.reuse.sections.iter();
            sections.find(|reuse| reuse.new == idx)
        });
        let (year, title) = (year(report), heading(section));
        let key = match share {
            Some(_) => "series.section_carried",
            None => "series.section",
        };
        let share = share.map_or(0.0, |reuse| (reuse.share * 100.0).round());
        Some(self.lang.fill(
            key,
            &[
                ("year", &year),
                ("title", &title),
                ("length", &length),
                ("figures", &figures),
                ("share", &share),
            ],
        ))
    }
}

fn year(report: &Report) -> String {
    let year = report.metadata.year;
    year.map_or_else(|| "?".to_owned(), |year| year.to_string())
}

/// Each year compared with the one before.
fn year_by_year(reports: &[Report]) -> Vec<Comparison> {
    let neighbours = reports.iter().zip(reports.iter().skip(1));
    neighbours.map(|(old, new)| compare(old, new)).collect()
}
