//! `ducha agreement`: how far two reviewers agree, and where they differ.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use uuid::Uuid;

use super::check::{Each, each};
use super::library::{self, Shelf};
use super::text::flat;
use super::{CliError, Format, Output, Rules, Shared, Status, Typed, source};
use crate::locale::Lang;
use crate::order;
use crate::report::{Report, Span, digest};
use crate::review::agreement::{Agreement, Items, answers, percent};
use crate::review::difference::{Difference, Placed};
use crate::review::{Annotation, Locator, Review, Sought};
use crate::store::EditionRecord;

/// `ducha.agreement.v1`, one record for each two reviewers.
#[derive(Serialize)]
struct AgreementJson<'a> {
    schema: &'static str,
    first: &'a str,
    second: &'a str,
    reports: usize,
    raised: RaisedJson,
    items: ItemsJson,
    differences: Vec<DifferenceJson<'a>>,
}

#[derive(Serialize)]
struct RaisedJson {
    both: usize,
    only_first: usize,
    only_second: usize,
    /// Of everything raised, how much by both; null where nothing was.
    percent: Option<String>,
}

#[derive(Serialize)]
struct ItemsJson {
    answered_by_both: u64,
    agreed: u64,
    percent: Option<String>,
    /// Cohen's κ; null where chance alone explains everything.
    kappa: Option<String>,
    table: Vec<CellJson>,
}

#[derive(Serialize)]
struct CellJson {
    first: &'static str,
    second: &'static str,
    count: u64,
}

#[derive(Serialize)]
struct DifferenceJson<'a> {
    report: &'a str,
    raised: &'static str,
    annotations: Vec<Uuid>,
    decided: Option<Uuid>,
}

/// What two reviewers did in all reports that both worked on.
#[derive(Default)]
struct Pair {
    reports: usize,
    both: usize,
    first: usize,
    second: usize,
    agreement: Agreement,
    /// By report.
    differences: Vec<(String, Difference)>,
}

pub fn run(
    reports: &[Typed],
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let shelf = Shelf::of(library::open(shared)?)?;
    let mut pairs: BTreeMap<(String, String), Pair> = BTreeMap::new();
    let mut groups = asked(reports, &shelf)?;
    let notes = Notes::of(&shelf.review);
    groups.retain(|editions| {
        let reviewers = shelf.review.reviewers(notes.about(editions), editions);
        reviewers.len() > 1
    });
    let items = items(&groups, shared, output)?;
    // One order for all reports, so that two people are one pair whoever came first in each.
    let all = groups.concat();
    let everyone = shelf.review.reviewers(notes.about(&all), &all);
    for editions in &groups {
        compare(editions, &everyone, &notes, &shelf, &items, &mut pairs)?;
    }
    let mut status = Status::Clean;
    for ((first, second), pair) in &pairs {
        match format {
            Format::Json => output.json(&json(first, second, pair))?,
            Format::Text => {
                for line in lines(first, second, pair, shared.lang) {
                    output.line(&line)?;
                }
            }
        }
        let differ =
            pair.first + pair.second > 0 || pair.agreement.agreed() < pair.agreement.items();
        if differ {
            status = Status::Found;
        }
    }
    if pairs.is_empty() && format == Format::Text {
        output.say(shared.lang.text("agreement.none"));
    }
    Ok(status)
}

/// The reports asked for, each with all its editions, the latest import first.
fn asked(reports: &[Typed], shelf: &Shelf) -> Result<Vec<Vec<String>>, CliError> {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for typed in reports {
        let typed = typed.to_string_lossy();
        wanted.insert(source::resolve(&typed, &shelf.library)?.id);
    }
    let mut records: Vec<_> = shelf.entries.records.iter().collect();
    order::sort_by_key(&mut records, |record| std::cmp::Reverse(record.imported));
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut groups = Vec::new();
    for record in records {
        let twins = shelf.kinship.twins(&record.id).map(str::to_owned);
        let group: Vec<String> = std::iter::once(record.id.clone()).chain(twins).collect();
        let meant = wanted.is_empty() || group.iter().any(|id| wanted.contains(id));
        if meant && !seen.contains(&record.id) {
            seen.extend(group.iter().cloned());
            groups.push(group);
        }
    }
    Ok(groups)
}

/// Which rule each finding of these reports is of, as they are checked now.
fn items(groups: &[Vec<String>], shared: &Shared, output: &mut Output) -> Result<Items, CliError> {
    let mut items = Items::new();
    if groups.is_empty() {
        return Ok(items);
    }
    let mut visit = |each: &Each, _: &mut Output| {
        let findings = each.checked.outcome.findings.iter();
        items.extend(findings.map(|finding| (finding.id.clone(), finding.rule.clone())));
        Ok(())
    };
    let wanted = |record: &EditionRecord| groups.iter().flatten().any(|id| *id == record.id);
    let shelf = Shelf::of(library::open(shared)?)?;
    let rules = Rules::read(shared)?;
    each(shelf, rules, &wanted, shared, output, &mut visit)?;
    Ok(items)
}

/// Annotations by the edition that they are about.
struct Notes<'a>(BTreeMap<&'a str, Vec<&'a Annotation>>);

impl<'a> Notes<'a> {
    fn of(review: &'a Review) -> Notes<'a> {
        let mut notes: BTreeMap<&str, Vec<&Annotation>> = BTreeMap::new();
        for annotation in review.undeleted() {
            let about = notes.entry(&annotation.target.edition).or_default();
            about.push(annotation);
        }
        Notes(notes)
    }

    /// Those about one of the editions, in order of creation.
    fn about(&self, editions: &[String]) -> Vec<&'a Annotation> {
        let about = editions.iter().filter_map(|id| self.0.get(id.as_str()));
        let mut about: Vec<&Annotation> = about.flatten().copied().collect();
        order::sort_by_key(&mut about, |annotation| annotation.id);
        about
    }
}

/// Adds one report to every two who worked on it.
fn compare(
    editions: &[String],
    everyone: &[String],
    notes: &Notes,
    shelf: &Shelf,
    items: &Items,
    pairs: &mut BTreeMap<(String, String), Pair>,
) -> Result<(), CliError> {
    let annotations = notes.about(editions);
    let here = annotations.iter().copied();
    let here = shelf.review.reviewers(here, editions);
    let names: Vec<&String> = everyone.iter().filter(|name| here.contains(name)).collect();
    let Some(latest) = editions.first() else {
        return Ok(());
    };
    let report = shelf.structure(latest)?;
    let places = places(editions, latest, &report, &annotations);
    let placed: Vec<Placed> = annotations
        .iter()
        .map(|annotation| Placed {
            annotation,
            spans: places.get(&annotation.id).map_or(&[], Vec::as_slice),
        })
        .collect();
    let ids: Vec<&str> = editions.iter().map(String::as_str).collect();
    for (at, first) in names.iter().enumerate() {
        for second in names.iter().skip(at + 1) {
            let difference = Difference::of(&placed, first, second, &shelf.review);
            let pair = pairs
                .entry((first.to_string(), second.to_string()))
                .or_default();
            let (both, only_first, only_second) = difference.counts();
            pair.reports += 1;
            pair.both += both;
            pair.first += only_first;
            pair.second += only_second;
            let of = |name: &str| {
                let own = annotations.iter().copied();
                answers(&shelf.review, &ids, own, name, items)
            };
            pair.agreement.add(&of(first), &of(second));
            pair.differences.push((latest.clone(), difference));
        }
    }
    Ok(())
}

fn places(
    editions: &[String],
    latest: &str,
    report: &Report,
    annotations: &[&Annotation],
) -> BTreeMap<Uuid, Vec<Span>> {
    let digest = digest(report.source.text.as_bytes());
    let locator = Locator::new(report, &digest);
    let sought = Sought {
        edition: latest,
        locator: &locator,
        twins: editions,
    };
    annotations
        .iter()
        .map(|annotation| {
            let all = 0..annotation.target.anchors.len();
            let spans = all.filter_map(|index| sought.place(annotation, index)?.span);
            (annotation.id, spans.collect())
        })
        .collect()
}

fn lines(first: &str, second: &str, pair: &Pair, lang: Lang) -> Vec<String> {
    let (a, b) = (flat(first), flat(second));
    let all = pair.both + pair.first + pair.second;
    let none = || lang.text("ui.none").to_owned();
    let share =
        |part: u64, whole: u64| percent(part, whole).map_or_else(none, |share| format!("{share}%"));
    let kappa = pair.agreement.kappa();
    let kappa = kappa.map_or_else(none, |kappa| kappa.to_string());
    let (items, agreed) = (pair.agreement.items(), pair.agreement.agreed());
    let (raised, same) = (share(pair.both as u64, all as u64), share(agreed, items));
    vec![
        lang.fill(
            "agreement.head",
            &[("a", &a), ("b", &b), ("reports", &pair.reports)],
        ),
        lang.fill(
            "agreement.raised",
            &[
                ("a", &a),
                ("b", &b),
                ("both", &pair.both),
                ("first", &pair.first),
                ("second", &pair.second),
                ("share", &raised),
            ],
        ),
        lang.fill(
            "agreement.items",
            &[
                ("items", &items),
                ("agreed", &agreed),
                ("share", &same),
                ("kappa", &kappa),
            ],
        ),
    ]
}

fn json<'a>(first: &'a str, second: &'a str, pair: &'a Pair) -> AgreementJson<'a> {
    let all = pair.both + pair.first + pair.second;
    let share = |part: u64, whole: u64| percent(part, whole).map(|share| share.to_string());
    let agreement = &pair.agreement;
    let table = agreement.table.iter();
    let table = table.map(|((first, second), count)| CellJson {
        first: first.name(),
        second: second.name(),
        count: *count,
    });
    let differences = pair.differences.iter().flat_map(|(report, difference)| {
        let rows = difference.rows.iter().filter(|row| row.raised.differs());
        rows.map(|row| DifferenceJson {
            report,
            raised: row.raised.name(),
            annotations: row.raised.annotations(),
            decided: row.decided,
        })
    });
    AgreementJson {
        schema: "ducha.agreement.v1",
        first,
        second,
        reports: pair.reports,
        raised: RaisedJson {
            both: pair.both,
            only_first: pair.first,
            only_second: pair.second,
            percent: share(pair.both as u64, all as u64),
        },
        items: ItemsJson {
            answered_by_both: agreement.items(),
            agreed: agreement.agreed(),
            percent: share(agreement.agreed(), agreement.items()),
            kappa: agreement.kappa().map(|kappa| kappa.to_string()),
            table: table.collect(),
        },
        differences: differences.collect(),
    }
}
