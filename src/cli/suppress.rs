//! `ducha suppress`: a rule that is not to be shown for a report, an issuer or at all, with its reason; and the list of these.

use jiff::civil::Date;
use serde::Serialize;

use super::library::{self, Shelf};
use super::text::{flat, record_name};
use super::{CliError, Format, Output, Rules, Shared, Status, Typed, source};
use crate::locale::Lang;
use crate::review::{EVERYWHERE, Operation, Suppression};
use crate::shown::Shown;

/// What is to be suppressed; without a rule everything suppressed is listed.
#[derive(Debug, Default)]
pub struct Suppressing {
    pub rule: Option<String>,
    pub report: Option<Typed>,
    pub issuer: Option<String>,
    pub everywhere: bool,
    pub reason: Option<String>,
    pub until: Option<String>,
    /// Takes a suppression back.
    pub lift: bool,
    pub format: Format,
}

#[derive(Serialize)]
struct SuppressionJson<'a> {
    schema: &'static str,
    rule: &'a str,
    scope: &'a str,
    reason: &'a str,
    until: Option<&'a str>,
    expired: bool,
    reviewer: &'a str,
    time: String,
}

pub fn run(
    suppressing: &Suppressing,
    shared: &Shared,
    output: &mut Output,
) -> Result<Status, CliError> {
    let mut shelf = Shelf::of(library::open(shared)?)?;
    if let Some(rule) = &suppressing.rule {
        let operation = operation(rule, suppressing, &shelf, shared)?;
        shelf.record(vec![operation], shared)?;
        shelf = Shelf::of(library::open(shared)?)?;
    }
    let today = jiff::Zoned::now().date();
    for ((rule, scope), suppression) in &shelf.review.suppressions {
        match suppressing.format {
            Format::Json => output.json(&SuppressionJson {
                schema: "ducha.suppression.v1",
                rule,
                scope,
                reason: &suppression.reason,
                until: suppression.until.as_deref(),
                expired: suppression.is_expired(Some(today)),
                reviewer: &suppression.reviewer,
                time: suppression.time.to_string(),
            })?,
            Format::Text => {
                let whom = whom(scope, &shelf, shared.lang);
                output.line(&line(rule, &whom, suppression, today, shared.lang))?;
            }
        }
    }
    if shelf.review.suppressions.is_empty() && suppressing.format == Format::Text {
        output.say(shared.lang.text("suppress.none"));
    }
    Ok(Status::Clean)
}

fn operation(
    rule: &str,
    suppressing: &Suppressing,
    shelf: &Shelf,
    shared: &Shared,
) -> Result<Operation, CliError> {
    let usage = |key: &str| CliError::Usage(shared.lang.text(key).to_owned());
    let known = Rules::read(shared)?;
    let mut rules = known.packs.iter().flat_map(|pack| &pack.rules);
    if !rules.any(|known| known.id == rule) {
        return Err(CliError::NoSuchRule(rule.to_owned(), Vec::new()));
    }
    let scope = match (
        &suppressing.report,
        &suppressing.issuer,
        suppressing.everywhere,
    ) {
        (Some(report), _, _) => edition(report, shelf)?,
        (None, Some(issuer), _) => issuer_in(issuer, shelf, shared)?,
        (None, None, true) => EVERYWHERE.to_owned(),
        (None, None, false) => return Err(usage("suppress.needs_scope")),
    };
    if suppressing.lift {
        return Ok(Operation::Suppress {
            rule: rule.to_owned(),
            scope,
            reason: String::new(),
            until: None,
            lifted: true,
        });
    }
    let reason = suppressing.reason.as_deref().map(str::trim);
    let Some(reason) = reason.filter(|reason| !reason.is_empty()) else {
        return Err(usage("suppress.needs_reason"));
    };
    if let Some(until) = &suppressing.until
        && until.parse::<Date>().is_err()
    {
        let said = shared
            .lang
            .fill("suppress.bad_date", &[("text", &Shown::new(until))]);
        return Err(CliError::Usage(said));
    }
    Ok(Operation::Suppress {
        rule: rule.to_owned(),
        scope,
        reason: reason.to_owned(),
        until: suppressing.until.clone(),
        lifted: false,
    })
}

fn edition(typed: &Typed, shelf: &Shelf) -> Result<String, CliError> {
    let typed = typed.to_string_lossy();
    Ok(source::resolve(&typed, &shelf.library)?.id)
}

/// An issuer as the library names it: a misspelt one would suppress nothing.
fn issuer_in(typed: &str, shelf: &Shelf, shared: &Shared) -> Result<String, CliError> {
    let records = shelf.entries.records.iter();
    let mut issuers = records.filter_map(|record| record.metadata.issuer.as_deref());
    match issuers.any(|known| known == typed) {
        true => Ok(typed.to_owned()),
        false => {
            let said = shared
                .lang
                .fill("suppress.no_issuer", &[("text", &Shown::new(typed))]);
            Err(CliError::Usage(said))
        }
    }
}

/// The scope in words: everywhere, a report by its name, an issuer, or one finding.
fn whom(scope: &str, shelf: &Shelf, lang: Lang) -> String {
    if scope == EVERYWHERE {
        return lang.text("suppress.everywhere").to_owned();
    }
    let records = &shelf.entries.records;
    match records.iter().find(|record| record.id == scope) {
        Some(record) => record_name(record, lang),
        None => flat(scope),
    }
}

fn line(rule: &str, whom: &str, suppression: &Suppression, today: Date, lang: Lang) -> String {
    let until = match (&suppression.until, suppression.is_expired(Some(today))) {
        (None, _) => lang.text("suppress.no_end").to_owned(),
        (Some(until), false) => lang.fill("suppress.until", &[("date", until)]),
        (Some(until), true) => lang.fill("suppress.expired", &[("date", until)]),
    };
    let (reason, reviewer) = (flat(&suppression.reason), flat(&suppression.reviewer));
    format!("{rule}\t{whom}\t{reason}\t{until}\t{reviewer}")
}
