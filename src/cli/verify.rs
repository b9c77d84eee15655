//! `ducha verify`: is everything in the library as it was written? Changes nothing, unless asked to add what helps.

use std::sync::Arc;

use serde::Serialize;

use super::library;
use super::{CliError, Format, Output, Shared, Status};
use crate::locale::Lang;
use crate::store::{Damage, Library, Verification, apply_repair, plan_repair, verify};

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Verifying {
    /// Shows what could be added to deal with the damage.
    pub repair: bool,
    /// Adds it.
    pub apply: bool,
    pub format: Format,
}

#[derive(Serialize)]
struct VerificationJson {
    schema: &'static str,
    editions: usize,
    journals: usize,
    events: usize,
    newer: usize,
    remnants: usize,
    orphans: usize,
    leftovers: usize,
    damage: Vec<DamageJson>,
}

#[derive(Serialize)]
struct DamageJson {
    path: String,
    line: Option<u64>,
    start: Option<u64>,
    end: Option<u64>,
    fault: &'static str,
    what: String,
    /// A copy is in quarantine.
    kept: bool,
}

pub fn run(verifying: Verifying, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let library = Arc::new(library::open(shared)?);
    let found = verify(&library)?;
    match verifying.format {
        Format::Json => output.json(&json(&found, shared.lang))?,
        Format::Text => text(&found, shared.lang, output)?,
    }
    if verifying.repair {
        return repair(&library, &found, verifying.apply, shared.lang, output);
    }
    Ok(if found.damage.is_empty() {
        Status::Clean
    } else {
        Status::Found
    })
}

fn text(found: &Verification, lang: Lang, output: &mut Output) -> Result<(), CliError> {
    for damage in &found.damage {
        output.line(&damage.message(lang))?;
    }
    for damage in &found.known {
        let what = damage.message(lang);
        output.line(&lang.fill("verify.known", &[("what", &what)]))?;
    }
    let counts: [(&str, &dyn std::fmt::Display); 4] = [
        ("editions", &found.editions),
        ("journals", &found.journals),
        ("events", &found.events),
        ("damage", &found.damage.len()),
    ];
    output.line(&lang.fill("verify.summary", &counts))?;
    for (key, count) in [
        ("verify.newer", found.newer),
        ("verify.remnants", found.remnants),
        ("verify.orphans", found.orphans),
        ("verify.leftovers", found.leftovers),
    ] {
        if count > 0 {
            output.line(&lang.fill(key, &[("count", &count)]))?;
        }
    }
    Ok(())
}

fn json(found: &Verification, lang: Lang) -> VerificationJson {
    let of = |damage: &Damage, kept| DamageJson {
        path: damage.path.to_string_lossy().into_owned(),
        line: damage.line,
        start: damage.bytes.as_ref().map(|bytes| bytes.start),
        end: damage.bytes.as_ref().map(|bytes| bytes.end),
        fault: damage.fault.name(),
        what: damage.message(lang),
        kept,
    };
    let new = found.damage.iter().map(|damage| of(damage, false));
    let known = found.known.iter().map(|damage| of(damage, true));
    VerificationJson {
        schema: "ducha.verification.v1",
        editions: found.editions,
        journals: found.journals,
        events: found.events,
        newer: found.newer,
        remnants: found.remnants,
        orphans: found.orphans,
        leftovers: found.leftovers,
        damage: new.chain(known).collect(),
    }
}

/// Says what would be added, and adds it when told to.
fn repair(
    library: &Arc<Library>,
    found: &Verification,
    apply: bool,
    lang: Lang,
    output: &mut Output,
) -> Result<Status, CliError> {
    let repair = plan_repair(library, found)?;
    if repair.steps.is_empty() {
        output.say(lang.text("verify.nothing_to_do"));
        return Ok(match found.damage.is_empty() {
            true => Status::Clean,
            false => Status::Found,
        });
    }
    let mut status = Status::Clean;
    for step in &repair.steps {
        output.say(&step.message(lang));
        if apply && let Err(error) = apply_repair(library, step) {
            output.say(&error.message(lang));
            status = Status::Failed;
        }
    }
    if !apply {
        output.say(lang.text("verify.apply"));
        return Ok(Status::Found);
    }
    Ok(status)
}
