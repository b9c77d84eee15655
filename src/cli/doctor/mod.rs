//! `ducha doctor`: are the terminal, the disks and the library fit for work? Never shows any content.

mod terminal;

use serde::Serialize;

use super::library::{self, reviewer_name};
use super::{CliError, Format, Output, Shared, Status};
use crate::locale::Lang;
use crate::order;
use crate::shown::Shown;
use crate::store::{Error, FileSystem, Health, Library, OwnFolder, health};

/// Less free space is worth a word.
const LITTLE_SPACE: u64 = 64 << 20;
const FEW_FILES: u64 = 1000;
/// A slower sync is worth a word, in milliseconds.
const SLOW_SYNC: u128 = 500;
/// A clock that is further off is worth a word, in seconds.
const CLOCK_OFF: i64 = 120;

/// How much one finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Grade {
    Fine,
    Warning,
    Failure,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    grade: Grade,
    text: String,
}

#[derive(Serialize)]
struct DoctorJson<'a> {
    schema: &'static str,
    program: &'static str,
    checks: &'a [Check],
}

pub fn run(format: Format, shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let lang = shared.lang;
    let mut checks = terminal::checks(lang);
    match library::open(shared) {
        Ok(library) => {
            let health = health(&library, &reviewer_name(shared))?;
            checks.extend(library_checks(&library, &health, lang));
        }
        Err(error) => checks.push(Check {
            name: "library",
            grade: Grade::Failure,
            text: error.render(lang),
        }),
    }
    match format {
        Format::Json => output.json(&DoctorJson {
            schema: "ducha.doctor.v1",
            program: env!("CARGO_PKG_VERSION"),
            checks: &checks,
        })?,
        Format::Text => {
            for check in &checks {
                let mark = match check.grade {
                    Grade::Fine => "✓",
                    Grade::Warning => "!",
                    Grade::Failure => "✗",
                };
                output.line(&format!("{mark} {}", check.text))?;
            }
        }
    }
    let worst = checks.iter().map(|check| check.grade).max();
    Ok(match worst.unwrap_or(Grade::Fine) {
        Grade::Fine => Status::Clean,
        Grade::Warning => Status::Found,
        Grade::Failure => Status::Failed,
    })
}

/// A finding with its text from the locale.
fn check(
    name: &'static str,
    grade: Grade,
    lang: Lang,
    key: &str,
    slots: &[(&str, &dyn std::fmt::Display)],
) -> Check {
    Check {
        name,
        grade,
        text: lang.fill(&format!("doctor.{key}"), slots),
    }
}

fn library_checks(library: &Library, health: &Health, lang: Lang) -> Vec<Check> {
    let path = library.path().to_string_lossy();
    let path = Shown::new(&path);
    let mut checks = vec![match &health.read_only {
        None => check("library", Grade::Fine, lang, "library", &[("path", &path)]),
        Some(error) => failed("library", error, lang),
    }];
    // Samples that were never copied have no folder yet.
    if !library.path().exists() {
        return checks;
    }
    checks.push(match health.file_system {
        FileSystem::Local => check("disk", Grade::Fine, lang, "disk_local", &[]),
        FileSystem::Memory => check("disk", Grade::Warning, lang, "disk_memory", &[]),
        FileSystem::Network => check("disk", Grade::Fine, lang, "disk_network", &[]),
        FileSystem::Unknown => check("disk", Grade::Fine, lang, "disk_unknown", &[]),
    });
    checks.push(syncs(health, lang));
    checks.push(space(health, lang));
    checks.push(match health.own_folder {
        OwnFolder::Fine => check("own-folder", Grade::Fine, lang, "own_fine", &[]),
        OwnFolder::NotYet => check("own-folder", Grade::Fine, lang, "own_not_yet", &[]),
        OwnFolder::Foreign(user) => {
            let slots: &[(&str, &dyn std::fmt::Display)] = &[("user", &user)];
            check("own-folder", Grade::Warning, lang, "own_foreign", slots)
        }
        OwnFolder::ReadOnly => check("own-folder", Grade::Failure, lang, "own_read_only", &[]),
    });
    if let Some(ahead) = health.clock_ahead {
        let grade = match ahead.abs() > CLOCK_OFF {
            true => Grade::Warning,
            false => Grade::Fine,
        };
        checks.push(check("clock", grade, lang, "clock", &[("seconds", &ahead)]));
    }
    let (grade, key) = match health.locks {
        true => (Grade::Fine, "locks"),
        false => (Grade::Warning, "no_locks"),
    };
    checks.push(check("locks", grade, lang, key, &[]));
    checks.extend(waiting(health, lang));
    checks
}

fn failed(name: &'static str, error: &Error, lang: Lang) -> Check {
    Check {
        name,
        grade: Grade::Failure,
        text: error.message(lang),
    }
}

fn syncs(health: &Health, lang: Lang) -> Check {
    let mut syncs = match &health.syncs {
        Ok(syncs) => syncs.clone(),
        Err(error) => return failed("sync", error, lang),
    };
    order::sort(&mut syncs);
    let middle = syncs.get(syncs.len() / 2).copied().unwrap_or_default();
    let longest = syncs.last().copied().unwrap_or_default();
    let grade = match longest.as_millis() > SLOW_SYNC {
        true => Grade::Warning,
        false => Grade::Fine,
    };
    let (middle, longest) = (milliseconds(middle), milliseconds(longest));
    let slots: &[(&str, &dyn std::fmt::Display)] = &[("middle", &middle), ("longest", &longest)];
    check("sync", grade, lang, "sync", slots)
}

fn milliseconds(time: std::time::Duration) -> String {
    let tenths = time.as_micros() / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn space(health: &Health, lang: Lang) -> Check {
    let few = health.free_files.is_some_and(|files| files < FEW_FILES);
    let grade = match (health.free_bytes, few) {
        (0, _) => Grade::Failure,
        (free, few) if free < LITTLE_SPACE || few => Grade::Warning,
        _ => Grade::Fine,
    };
    let megabytes = health.free_bytes >> 20;
    let files = match health.free_files {
        Some(files) => files.to_string(),
        None => lang.text("doctor.uncounted").to_owned(),
    };
    let slots: &[(&str, &dyn std::fmt::Display)] = &[("megabytes", &megabytes), ("files", &files)];
    check("space", grade, lang, "space", slots)
}

/// Drafts, annotations on this machine, damage that was set aside.
fn waiting(health: &Health, lang: Lang) -> Vec<Check> {
    let drafts = match &health.drafts {
        Err(error) => failed("drafts", error, lang),
        Ok(0) => check("drafts", Grade::Fine, lang, "no_drafts", &[]),
        Ok(count) => check(
            "drafts",
            Grade::Warning,
            lang,
            "drafts",
            &[("count", count)],
        ),
    };
    let outbox = match health.outbox {
        0 => check("outbox", Grade::Fine, lang, "no_outbox", &[]),
        count => check(
            "outbox",
            Grade::Warning,
            lang,
            "outbox",
            &[("count", &count)],
        ),
    };
    let quarantine = match health.quarantined {
        0 => check("quarantine", Grade::Fine, lang, "no_quarantine", &[]),
        count => {
            let slots: &[(&str, &dyn std::fmt::Display)] = &[("count", &count)];
            check("quarantine", Grade::Warning, lang, "quarantine", slots)
        }
    };
    vec![drafts, outbox, quarantine]
}
