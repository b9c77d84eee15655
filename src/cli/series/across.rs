//! `ducha series --across`: one metric as the issuers of a folder or of the library tell it in one year, a bar each.

use std::collections::BTreeMap;
use std::path::Path;

use super::Following;
use crate::cli::collection::Collection;
use crate::cli::json::across as json;
use crate::cli::library::{self, Shelf};
use crate::cli::page::{Block, Chapter, Column, Drawing, Page, Run, Table};
use crate::cli::text::{flat, name};
use crate::cli::{CliError, Output, Shared, Status, Typed, source};
use crate::compare::{Across, Told, across, bar, told};
use crate::locale::Lang;
use crate::report::Report;

/// Cells of the longest bar.
const CELLS: usize = 24;

/// What one report tells, and whose it is.
struct Unit {
    name: String,
    told: Vec<Told>,
}

pub(super) fn run(
    following: &Following,
    year: Option<i16>,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let typed = following.reports.all()?;
    let (year, units) = match typed.as_slice() {
        [] => {
            let shelf = Shelf::of(library::open(shared)?)?;
            of_collection(
                Collection::of_library(shelf, shared, output)?,
                year,
                shared,
                output,
            )?
        }
        [one] if Path::new(one).is_dir() => {
            let collection = Collection::of_folder(Path::new(one), shared, output)?;
            of_collection(collection, year, shared, output)?
        }
        typed => (year, typed_ones(typed, year, shared)?),
    };
    let (names, all): (Vec<String>, Vec<Vec<Told>>) =
        units.into_iter().map(|unit| (unit.name, unit.told)).unzip();
    let found = across(all);
    following.printing.print(
        || page(&names, &found, year, shared.lang),
        || json::document(&names, &found, year, shared.lang),
        shared,
        output,
    )?;
    Ok(Status::Clean)
}

/// The reports that were named, of one year where one is asked for.
fn typed_ones(typed: &[Typed], year: Option<i16>, shared: &Shared) -> Result<Vec<Unit>, CliError> {
    let mut units = Vec::new();
    for one in typed {
        let report = source::report(one, shared)?.report;
        if year.is_none() || report.metadata.year == year {
            units.push(unit(&report, shared.lang));
        }
    }
    Ok(units)
}

/// The reports of a year, of the latest one that two issuers tell of where none is asked for. One of them is in memory at a
/// time for each thread.
fn of_collection(
    mut collection: Collection,
    year: Option<i16>,
    shared: &Shared,
    output: &mut Output,
) -> Result<(Option<i16>, Vec<Unit>), CliError> {
    for error in std::mem::take(&mut collection.failed) {
        output.fail(&error, shared.lang);
    }
    let years = (0..collection.len()).filter_map(|idx| collection.item(idx)?.year());
    let mut count: BTreeMap<i16, usize> = BTreeMap::new();
    years.for_each(|year| *count.entry(year).or_default() += 1);
    let shared_by_two = count.iter().rev().find(|(_, reports)| **reports > 1);
    let year = year.or(shared_by_two.map(|(year, _)| *year));
    let mut units = Vec::new();
    let work = |idx: usize| {
        let of_year = collection.item(idx)?.year() == year;
        of_year.then(|| Ok(unit(&*collection.report(idx)?, shared.lang)))
    };
    collection.each(&work, &mut |_, read: Option<Result<Unit, CliError>>| {
        match read {
            Some(Ok(unit)) => units.push(unit),
            Some(Err(error)) => {
                output.fail(&error, shared.lang);
            }
            None => {}
        }
        Ok(())
    })?;
    Ok((year, units))
}

fn unit(report: &Report, lang: Lang) -> Unit {
    let issuer = report.metadata.issuer.as_ref();
    Unit {
        name: issuer.map_or_else(|| name(report, lang), |issuer| flat(&issuer.value)),
        told: told(report),
    }
}

fn page(names: &[String], found: &[Across], year: Option<i16>, lang: Lang) -> Page {
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    let values: [(&str, &dyn std::fmt::Display); 2] = [("year", &year), ("count", &names.len())];
    let mut blocks = Vec::new();
    for across in found {
        let metric = match lang {
            Lang::Zh => &across.metric.zh,
            Lang::En => &across.metric.en,
        };
        blocks.push(Block::Heading(None, vec![Run::plain(metric.as_str())]));
        blocks.push(Block::Table(table(names, across, lang)));
    }
    if found.is_empty() {
        let none = lang.text("series.nothing_across");
        blocks.push(Block::Note(none.to_owned()));
    }
    Page {
        title: lang.fill("series.across", &values),
        lead: vec![lang.text("series.across_lead").to_owned()],
        chapters: vec![Chapter {
            id: "across",
            title: lang.text("compare.indicators").to_owned(),
            blocks,
        }],
    }
}

fn table(names: &[String], across: &Across, lang: Lang) -> Table {
    let rows = across.rows.iter().filter_map(|(idx, told)| {
        let share = across.share(told.value);
        Some(vec![
            vec![Run::plain(names.get(*idx)?.as_str())],
            vec![Run::plain(flat(&told.quote))],
            vec![Run::drawn(bar(share, CELLS), Drawing::Bar(share))],
        ])
    });
    Table {
        columns: vec![
            Column::left(lang.text("series.issuer")),
            Column::right(lang.text("compare.value")),
            Column::left(""),
        ],
        rows: rows.collect(),
    }
}
