//! One page of a review: the gaps, what every figure was compared with, and the figures over the years.

use std::collections::BTreeMap;

use super::findings::wanted;
use crate::check::{Standing, Tie};
use crate::cli::check::{Each, each};
use crate::cli::import::name;
use crate::cli::library::Shelf;
use crate::cli::page::{Block, Chapter, Column, Look, Page, Run, Sign, Table};
use crate::cli::selecting::Known;
use crate::cli::text::flat;
use crate::cli::{CliError, Output, Shared, library, series};
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
    let names: Vec<String> = shelf
        .entries
        .records
        .iter()
        .filter(|record| wanted(record, selection))
        .map(|record| name(record, lang))
        .collect();
    let gaps = gaps(&shelf, &known, selection, lang);
    let figures = figures(&shelf, selection, lang)?;
    let rules = known.0;
    let (mut blocks, mut counts) = (Vec::new(), [0_usize; 4]);
    let mut visit = |each: &Each, _: &mut Output| {
        ties(each, lang, &mut blocks);
        let coverage = each.checked.outcome.coverage;
        let found = [
            coverage.figures,
            coverage.tied,
            coverage.conflicting,
            coverage.not_checkable,
        ];
        for (count, found) in counts.iter_mut().zip(found) {
            *count += found;
        }
        Ok(())
    };
    let chosen = |record: &EditionRecord| wanted(record, selection);
    let again = Shelf::of(library::open(shared)?)?;
    each(again, rules, &chosen, shared, output, &mut visit)?;
    let [all, tied, conflicting, open] = counts;
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("all", &all),
        ("tied", &tied),
        ("conflicting", &conflicting),
        ("open", &open),
    ];
    let chapter = |id, key: &str, blocks: Vec<Block>| Chapter {
        id,
        title: lang.text(key).to_owned(),
        blocks: match blocks.is_empty() {
            true => vec![Block::Note(lang.text("page.nothing").to_owned())],
            false => blocks,
        },
    };
    Ok(Page {
        title: match names.as_slice() {
            [only] => lang.fill("page.title", &[("report", only)]),
            all => lang.fill("page.title_of_many", &[("count", &all.len())]),
        },
        lead: vec![lang.fill("page.coverage", &values)],
        chapters: vec![
            chapter("gaps", "page.gaps", gaps),
            chapter("ticks", "page.ticks", blocks),
            chapter("figures", "page.figures", figures),
        ],
    })
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

fn gap(item: &Item, lang: Lang) -> Block {
    let annotation = item.annotation;
    let sign = match (annotation.rectification, annotation.grade) {
        (Rectification::Closed, _) => Sign::Same,
        (_, Some(Grade::MajorNonconformity)) => Sign::Gone,
        (_, Some(Grade::Highlight)) => Sign::New,
        (
            _,
            Some(Grade::MinorNonconformity | Grade::ObservationItem | Grade::Improvement) | None,
        ) => Sign::Doubt,
    };
    let text = |section: &str, name: &str| lang.text(&format!("{section}.{name}")).to_owned();
    let facts = [
        item.number.to_string(),
        text("judgement", annotation.judgement.name()),
        item.grade(lang).to_owned(),
        text("rectification", annotation.rectification.name()),
        item.recurrence(lang),
    ];
    let facts = facts.into_iter().filter(|fact| !fact.is_empty());
    let mut below = vec![vec![Run::quiet(facts.collect::<Vec<_>>().join(" · "))]];
    let mut line = |column: &str, text: &str| {
        if !text.trim().is_empty() {
            let label = lang.text(&format!("ledger.{column}"));
            below.push(vec![
                Run::quiet(format!("{label}　")),
                Run::plain(flat(text)),
            ]);
        }
    };
    line("section", &item.section());
    line("quote", &item.quote());
    line("basis", &item.basis());
    line("compared", &item.compared(lang));
    let details = &annotation.rectifying;
    for (column, text) in [
        ("measure", &details.measure),
        ("unit", &details.unit),
        ("due", &details.due),
        ("progress", &details.progress),
    ] {
        line(column, text.as_deref().unwrap_or_default());
    }
    if !annotation.suggestion.is_empty() {
        let label = lang.text("page.suggestion");
        let suggestion = flat(&annotation.suggestion);
        below.push(vec![
            Run::quiet(format!("{label}　")),
            Run::plain(suggestion),
        ]);
    }
    Block::Point {
        sign,
        runs: vec![Run::new(flat(&annotation.problem), Look::Strong)],
        below,
    }
}

/// The working paper of one report: every figure that is in some relation, and with what.
fn ties(each: &Each, lang: Lang, blocks: &mut Vec<Block>) {
    let outcome = &each.checked.outcome;
    let rows: Vec<Vec<Vec<Run>>> = outcome
        .ties
        .iter()
        .map(|tie| row(each, tie, lang))
        .collect();
    if rows.is_empty() {
        return;
    }
    let heading = name(each.record, lang);
    blocks.push(Block::Heading(None, vec![Run::plain(heading)]));
    let columns = ["standing", "figure", "partners", "rules"];
    blocks.push(Block::Table(Table {
        columns: columns
            .map(|name| Column::left(lang.text(&format!("page.{name}"))))
            .into(),
        rows,
    }));
}

fn row(each: &Each, tie: &Tie, lang: Lang) -> Vec<Vec<Run>> {
    let checked = each.checked;
    let findings = &checked.outcome.findings;
    let (mark, look) = match tie.standing {
        Standing::Tied => ("✓", Look::New),
        Standing::Conflicting => ("✗", Look::Gone),
        Standing::Doubtful => ("?", Look::Doubt),
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
        vec![Run::new(mark, look)],
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
