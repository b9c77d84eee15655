//! `ducha packs`: the packs in force, and a pack tried before it is used.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::collection::Collection;
use super::error::pack as fault_text;
use super::json::rule as json;
use super::progress::Progress;
use super::text::{flat, name};
use super::{CliError, Format, Output, Rules, Shared, Status, Typed};
use crate::check::{Context, Finding, Pack, Verdict, check as judge};
use crate::compare::compare;
use crate::locale::Lang;
use crate::report::Report;

/// `ducha packs list`.
pub fn list(format: Format, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let rules = Rules::read(shared)?;
    for (pack, file) in rules.packs.iter().zip(&rules.files) {
        match format {
            Format::Json => output.json(&json::pack(pack, file.as_deref()))?,
            Format::Text => output.line(&line(pack, file.as_deref(), shared.lang))?,
        }
    }
    Ok(Status::Clean)
}

fn line(pack: &Pack, file: Option<&Path>, lang: Lang) -> String {
    let from = match file {
        Some(file) => flat(&file.to_string_lossy()),
        None => lang.text("packs.bundled").to_owned(),
    };
    let counts = lang.fill(
        "packs.counts",
        &[
            ("rules", &pack.rules.len()),
            ("overrides", &pack.overrides.len()),
        ],
    );
    let tier = lang.text(&format!("tier.{}", pack.tier.name()));
    let reach = reach(pack, lang);
    let title = lang.choose(&pack.title);
    format!("{}\t{title}\t{tier}\t{reach}\t{counts}\t{from}", pack.id)
}

/// The regions, levels and years that a pack is for.
fn reach(pack: &Pack, lang: Lang) -> String {
    let applies = &pack.applies;
    let levels = applies.levels.iter();
    let levels = levels.map(|level| lang.text(&format!("level.{}", level.name())).to_owned());
    let mut parts: Vec<String> = applies.regions.iter().map(|region| flat(region)).collect();
    parts.extend(levels);
    let year = |year: Option<i16>| year.map_or_else(String::new, |year| year.to_string());
    if applies.years.from.is_some() || applies.years.to.is_some() {
        let (from, to) = (year(applies.years.from), year(applies.years.to));
        parts.push(format!("{from}–{to}"));
    }
    match parts.is_empty() {
        true => lang.text("explain.all").to_owned(),
        false => parts.join(lang.text("explain.comma")),
    }
}

/// What was found out about a pack.
#[derive(Serialize)]
struct Tried {
    schema: &'static str,
    id: String,
    rules: usize,
    overrides: usize,
    examples: usize,
    /// Examples that do not do what they say.
    faults: Vec<String>,
    /// Rules without any example.
    untried: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<On>,
}

/// The hits on a folder of reports, with the pack against without.
#[derive(Default, Serialize)]
struct On {
    reports: usize,
    gained: Vec<Hit>,
    lost: Vec<Hit>,
    /// Hits on both sides whose verdict or severity is another.
    changed: Vec<Hit>,
}

#[derive(Serialize)]
struct Hit {
    rule: String,
    report: String,
    verdict: &'static str,
    severity: &'static str,
    message: String,
}

/// `ducha packs check FILE`: valid or not, its examples, and the hits gained and lost on a folder of reports.
pub fn check(
    file: &Path,
    on: Option<&Typed>,
    format: Format,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let rules = Rules::read(shared)?;
    let pack = rules.try_file(file, shared)?;
    let faults = pack.try_examples(&file.to_string_lossy());
    let examples = pack.rules.iter().map(|rule| &rule.examples);
    let untried = pack
        .rules
        .iter()
        .filter(|rule| rule.examples.bad().is_empty());
    let mut tried = Tried {
        schema: "ducha.packs-check.v1",
        id: pack.id.clone(),
        rules: pack.rules.len(),
        overrides: pack.overrides.len(),
        examples: examples
            .map(|each| each.bad().len() + each.ok().len())
            .sum(),
        faults: faults
            .iter()
            .map(|fault| fault_text(fault, shared.lang))
            .collect(),
        untried: untried.map(|rule| rule.id.clone()).collect(),
        on: None,
    };
    let mut status = match faults.is_empty() {
        true => Status::Clean,
        false => Status::Found,
    };
    if let Some(folder) = on {
        let (differences, worst) = try_on(Path::new(folder), &rules, pack, shared, output)?;
        tried.on = Some(differences);
        status = status.max(worst);
    }
    match format {
        Format::Json => output.json(&tried)?,
        Format::Text => print(&tried, shared.lang, output)?,
    }
    Ok(status)
}

fn print(tried: &Tried, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    let counts: [(&str, &dyn std::fmt::Display); 5] = [
        ("id", &tried.id),
        ("rules", &tried.rules),
        ("overrides", &tried.overrides),
        ("examples", &tried.examples),
        ("faults", &tried.faults.len()),
    ];
    output.line(&lang.fill("packs.tried", &counts))?;
    for fault in &tried.faults {
        output.line(&format!("  ✗ {fault}"))?;
    }
    for rule in &tried.untried {
        output.line(&format!(
            "  ? {}",
            lang.fill("packs.untried", &[("rule", rule)])
        ))?;
    }
    let Some(on) = &tried.on else { return Ok(()) };
    let counts: [(&str, &dyn std::fmt::Display); 4] = [
        ("reports", &on.reports),
        ("gained", &on.gained.len()),
        ("lost", &on.lost.len()),
        ("changed", &on.changed.len()),
    ];
    output.line(&lang.fill("packs.on", &counts))?;
    for (sign, hits) in [('+', &on.gained), ('-', &on.lost), ('~', &on.changed)] {
        for hit in hits {
            let (rule, severity) = (&hit.rule, hit.severity);
            output.line(&format!(
                "{sign} {severity} {rule}  {}  {}",
                hit.report, hit.message
            ))?;
        }
    }
    Ok(())
}

/// Checks every report of a folder twice: with the packs in force, and with the new one besides.
fn try_on(
    folder: &Path,
    rules: &Rules,
    pack: Pack,
    shared: &Shared,
    output: &mut Output,
) -> Result<(On, Status), CliError> {
    let mut collection = Collection::of_folder(folder, shared, output)?;
    let mut with = rules.packs.clone();
    // A pack of the same id is the one in force now: the new one stands in its place.
    with.retain(|known| known.id != pack.id);
    with.push(pack);
    let mut progress = Progress::new(shared.progress, "check.progress");
    let (mut on, total) = (On::default(), collection.len());
    for idx in 0..total {
        let path = collection.item(idx).and_then(|item| item.path());
        progress.show(output, shared.lang, idx, total, path);
        match collection.with_before(idx) {
            Ok((report, previous)) => {
                let (report, previous) = (&*report, previous.as_deref());
                on.reports += 1;
                on.compare(report, previous, rules, &with, shared.lang);
            }
            Err(error) => collection.failed.push(error),
        }
    }
    progress.clear(output);
    let mut status = Status::Clean;
    for error in &collection.failed {
        status = status.max(output.fail(error, shared.lang));
    }
    Ok((on, status))
}

impl On {
    fn compare(
        &mut self,
        report: &Report,
        previous: Option<&Report>,
        rules: &Rules,
        with: &[Pack],
        lang: Lang,
    ) {
        let comparison = previous.map(|previous| compare(previous, report));
        let context = Context {
            previous: previous.zip(comparison.as_ref()),
            above: &rules.config.regions,
            ..Context::default()
        };
        let old = alarms(judge(report, &context, &rules.packs).findings);
        let new = alarms(judge(report, &context, with).findings);
        let report = name(report, lang);
        let hit = |finding: &Finding| Hit {
            rule: finding.rule.clone(),
            report: report.clone(),
            verdict: finding.verdict.name(),
            severity: finding.severity.name(),
            message: flat(lang.choose(&finding.message)),
        };
        for (id, finding) in &new {
            match old.get(id) {
                None => self.gained.push(hit(finding)),
                Some(before) if weight(before) != weight(finding) => {
                    self.changed.push(hit(finding));
                }
                Some(_) => {}
            }
        }
        let lost = old.iter().filter(|(id, _)| !new.contains_key(*id));
        self.lost.extend(lost.map(|(_, finding)| hit(finding)));
    }
}

fn alarms(findings: Vec<Finding>) -> BTreeMap<String, Finding> {
    let asking = findings
        .into_iter()
        .filter(|finding| finding.verdict.asks());
    asking
        .map(|finding| (finding.id.clone(), finding))
        .collect()
}

fn weight(finding: &Finding) -> (Verdict, &'static str) {
    (finding.verdict, finding.severity.name())
}
