//! One page of a review: the gaps, what every figure was compared with, and the figures over the years.

use std::collections::BTreeMap;

use super::findings::wanted;
use crate::check::{Coverage, Standing, Tie};
use crate::cli::check::{Each, each};
use crate::cli::library::Shelf;
use crate::cli::page::{Block, Chapter, Column, Look, Page, Run, Sign, Table};
use crate::cli::selecting::Known;
use crate::cli::text::{flat, record_name};
use crate::cli::{CliError, Output, Rules, Shared, library, series};
use crate::export::{Item, Selection};
use crate::locale::{self, Lang};
use crate::review::{Grade, Rectification};
use crate::store::EditionRecord;

pub(super) fn page(
    shelf: Shelf,
    known: Known,
    selection: &Selection,
    shared: &Shared,
    output: &mut Output,
) -> Result<Page, CliError> {
    let lang = shared.lang;
    let records = &shelf.entries.records;
    let names = records.iter().filter(|record| wanted(record, selection));
    let names: Vec<String> = names.map(|record| record_name(record, lang)).collect();
    let ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
    let gaps = gaps(&shelf, &known, selection, lang);
    let figures = figures(&shelf, selection, lang)?;
    let (mut papers, coverage) = papers(known.0, selection, shared, output)?;
    // They are checked year after year; the list begins with the newest.
    let papers = ids.iter().filter_map(|id| papers.remove(id)).flatten();
    let papers: Vec<Block> = papers.collect();
    let chapter = |id, key: &str, blocks: Vec<Block>| Chapter {
        id,
        title: lang.text(key).to_owned(),
        blocks: match blocks.is_empty() {
            true => vec![Block::Note(lang.text("page.nothing").to_owned())],
            false => blocks,
        },
    };
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("all", &coverage.figures),
        ("tied", &coverage.tied),
        ("conflicting", &coverage.conflicting),
        ("open", &coverage.not_checkable),
    ];
    Ok(Page {
        title: match names.as_slice() {
            [only] => lang.fill("page.title", &[("report", only)]),
            all => lang.fill("page.title_of_many", &[("count", &all.len())]),
        },
        lead: vec![lang.fill("page.coverage", &values)],
        chapters: vec![
            chapter("gaps", "page.gaps", gaps),
            chapter("ticks", "page.ticks", papers),
            chapter("figures", "page.figures", figures),
        ],
    })
}

/// What the figures of each report were compared with, by edition, and how many of all were.
fn papers(
    rules: Rules,
    selection: &Selection,
    shared: &Shared,
    output: &mut Output,
) -> Result<(BTreeMap<String, Vec<Block>>, Coverage), CliError> {
    let (mut papers, mut all) = (BTreeMap::new(), Coverage::default());
    let mut visit = |each: &Each, _: &mut Output| {
        papers.insert(each.record.id.clone(), ties(each, shared.lang));
        let found = &each.checked.outcome.coverage;
        all.figures += found.figures;
        all.tied += found.tied;
        all.conflicting += found.conflicting;
        all.not_checkable += found.not_checkable;
        Ok(())
    };
    let chosen = |record: &EditionRecord| wanted(record, selection);
    let shelf = Shelf::of(library::open(shared)?)?;
    each(shelf, rules, &chosen, shared, output, &mut visit)?;
    Ok((papers, all))
}

/// Each gap with its place, its grade and how far it was put right; those that were dismissed are left out.
fn gaps(shelf: &Shelf, known: &Known, selection: &Selection, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut last = String::new();
    let items = known.items(shelf);
    for item in items.iter().filter(|item| selection.takes(item)) {
        let issuer = flat(item.issuer.unwrap_or_default());
        let report = item
            .year
            .map_or_else(|| issuer.clone(), |year| format!("{issuer} {year}"));
        if report != last {
            blocks.push(Block::Heading(None, vec![Run::plain(report.clone())]));
            last = report;
        }
        blocks.push(gap(item, lang));
    }
    blocks
}

/// What is wrong, its facts, the words, what it rests on, and on one line each what was asked for and what was done.
fn gap(item: &Item, lang: Lang) -> Block {
    let annotation = item.annotation;
    let text = |section: &str, name: &str| lang.text(&format!("{section}.{name}")).to_owned();
    let facts = [
        item.number.to_string(),
        text("judgement", annotation.judgement.name()),
        text("rectification", annotation.rectification.name()),
        item.recurrence(lang),
    ];
    let details = &annotation.rectifying;
    let mut below = vec![vec![Run::quiet(facts.join(" · "))]];
    let lines: [&[(&str, &str)]; 5] = [
        &[("ledger.quote", &item.quote())],
        &[
            ("ledger.section", &item.section()),
            ("ledger.basis", &item.basis()),
        ],
        &[("ledger.compared", &item.compared(lang))],
        &[("page.suggestion", &annotation.suggestion)],
        &[
            ("ledger.measure", told(&details.measure)),
            ("ledger.unit", told(&details.unit)),
            ("ledger.due", told(&details.due)),
            ("ledger.progress", told(&details.progress)),
        ],
    ];
    below.extend(lines.into_iter().filter_map(|facts| labelled(facts, lang)));
    let mut runs = vec![Run::new(flat(&annotation.problem), Look::Strong)];
    if annotation.grade.is_some() {
        let look = match (annotation.rectification, annotation.grade) {
            (Rectification::Closed, _) | (_, None) => Look::Quiet,
            (_, Some(Grade::MajorNonconformity)) => Look::Gone,
            (_, Some(Grade::Highlight)) => Look::New,
            (_, Some(Grade::MinorNonconformity | Grade::ObservationItem | Grade::Improvement)) => {
                Look::Plain
            }
        };
        runs.splice(0..0, [Run::new(item.grade(lang), look), Run::plain(GAP)]);
    }
    Block::Point {
        sign: Sign::None,
        runs,
        below,
    }
}

/// Stands between two things on one line.
const GAP: &str = "\u{3000}";

fn told(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

/// Facts on one line, each behind what it is; none when nothing is known.
fn labelled(facts: &[(&str, &str)], lang: Lang) -> Option<Vec<Run>> {
    let mut runs = Vec::new();
    for (key, text) in facts.iter().filter(|(_, text)| !text.trim().is_empty()) {
        if !runs.is_empty() {
            runs.push(Run::plain(GAP));
        }
        runs.push(Run::quiet(format!("{}{GAP}", lang.text(key))));
        runs.push(Run::plain(flat(text)));
    }
    (!runs.is_empty()).then_some(runs)
}

/// The working paper of one report: every figure that is in some relation, and with what.
fn ties(each: &Each, lang: Lang) -> Vec<Block> {
    let outcome = &each.checked.outcome;
    let rows: Vec<Vec<Vec<Run>>> = outcome
        .ties
        .iter()
        .map(|tie| row(each, tie, lang))
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let heading = record_name(each.record, lang);
    let columns = ["standing", "figure", "partners", "rules"];
    let table = Table {
        columns: columns
            .map(|name| Column::left(lang.text(&format!("page.{name}"))))
            .into(),
        rows,
    };
    vec![
        Block::Heading(None, vec![Run::plain(heading)]),
        Block::Table(table),
    ]
}

fn row(each: &Each, tie: &Tie, lang: Lang) -> Vec<Vec<Run>> {
    let checked = each.checked;
    let findings = &checked.outcome.findings;
    let (mark, look) = match tie.standing {
        Standing::Tied => ("page.tied", Look::New),
        Standing::Conflicting => ("page.conflicting", Look::Gone),
        Standing::Doubtful => ("page.doubtful", Look::Doubt),
    };
    let partners = tie.partners(findings).filter_map(|partner| {
        let report = match partner.previous {
            true => checked.previous?,
            false => checked.report,
        };
        let key = format!("role.{}", partner.role);
        let role = match locale::has(&key) {
            true => lang.text(&key),
            false => partner.role,
        };
        Some(format!("{role} {}", flat(report.quote(partner.span))))
    });
    let partners: Vec<String> = partners.collect();
    let mut rules: BTreeMap<&str, &str> = BTreeMap::new();
    for finding in tie.findings.iter().filter_map(|idx| findings.get(*idx)) {
        rules.insert(&finding.rule, lang.choose(&finding.title));
    }
    let rules: Vec<&str> = rules.into_values().collect();
    vec![
        vec![Run::new(lang.text(mark), look)],
        vec![Run::plain(flat(checked.report.quote(tie.figure)))],
        vec![Run::plain(partners.join(" · "))],
        vec![Run::quiet(rules.join(" · "))],
    ]
}

/// The indicators of each issuer, up to its latest report that was chosen.
fn figures(shelf: &Shelf, selection: &Selection, lang: Lang) -> Result<Vec<Block>, CliError> {
    let mut latest: BTreeMap<&str, &EditionRecord> = BTreeMap::new();
    for record in shelf
        .entries
        .records
        .iter()
        .filter(|record| wanted(record, selection))
    {
        let Some(issuer) = record.metadata.issuer.as_deref() else {
            continue;
        };
        let known = latest.entry(issuer).or_insert(record);
        if record.metadata.year > known.metadata.year {
            *known = record;
        }
    }
    let mut blocks = Vec::new();
    for (issuer, record) in latest {
        if let Some(table) = series::indicators(shelf, record, lang)? {
            blocks.push(Block::Heading(None, vec![Run::plain(flat(issuer))]));
            blocks.push(table);
        }
    }
    Ok(blocks)
}
