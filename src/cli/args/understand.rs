//! From the words that clap found to commands and their arguments.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::ArgMatches;
use encoding_rs::Encoding;

use super::outgoing;
use super::{Arguments, Command, Fixing, Format, HeadingFix, Shared};
use crate::cli::CliError;
use crate::cli::annotate::{Annotating, Note};
use crate::cli::check::Checking;
use crate::cli::compare::Comparing;
use crate::cli::page::{PageFormat, Printing};
use crate::cli::register::ListFormat;
use crate::cli::search::Looking;
use crate::cli::series::{Following, Scope};
use crate::cli::suppress::Suppressing;
use crate::cli::verify::Verifying;
use crate::import::{self, Importer};
use crate::locale::Lang;
use crate::review::Role;
use crate::search::{Folding, Syntax};
use crate::shown::Shown;

pub(super) fn understand(matches: &ArgMatches, lang: Lang) -> Result<Arguments, CliError> {
    let Some((name, inner)) = matches.subcommand() else {
        let files = many(matches, "files")
            .into_iter()
            .map(PathBuf::from)
            .collect();
        return Ok(Arguments::Console {
            files,
            shared: shared_values(matches, lang)?,
        });
    };
    Ok(match command(name, inner) {
        Some(command) => Arguments::Command {
            command,
            shared: shared_values(inner, lang)?,
        },
        None => Arguments::Keys { lang },
    })
}

/// The command of a name; none for the key table, which the console prints.
fn command(name: &str, inner: &ArgMatches) -> Option<Command> {
    let format = || format_value(inner);
    let command = match name {
        "import" => Command::Import {
            files: many(inner, "files"),
            yes: inner.get_flag("yes"),
        },
        "list" => Command::List { format: format() },
        "show" if inner.get_flag("records") => Command::ShowRecords,
        "compare" if inner.get_flag("records") => Command::CompareRecords,
        "show" => Command::Show {
            reports: many(inner, "reports"),
            format: format(),
        },
        "check" => Command::Check(Checking {
            reports: many(inner, "reports"),
            previous: inner.get_one::<OsString>("previous").cloned(),
            records: inner.get_flag("records"),
            format: format(),
        }),
        "score" => Command::Score {
            reports: many(inner, "reports"),
            format: format(),
        },
        "search" => Command::Search(looking(inner)),
        "suppress" => Command::Suppress(suppressing(inner)),
        "register" => register(inner)?,
        "compare" => Command::Compare(Comparing {
            old: one(inner, "old"),
            new: one(inner, "new"),
            against: inner.get_one::<OsString>("against").cloned(),
            printing: printing(inner),
        }),
        "series" => Command::Series(Following {
            reports: many(inner, "reports"),
            scope: match inner.get_flag("across") {
                true => Scope::Issuers(inner.get_one::<i16>("year").copied()),
                false => Scope::Years,
            },
            printing: printing(inner),
        }),
        "fix" => Command::Fix(fixing(inner)),
        "explain" => Command::Explain {
            rule: inner.get_one::<String>("rule").cloned().unwrap_or_default(),
            format: format(),
        },
        "packs" => packs(inner)?,
        "agreement" => Command::Agreement {
            reports: many(inner, "reports"),
            format: format(),
        },
        "follow-up" => Command::FollowUp {
            report: one(inner, "report"),
            format: format(),
        },
        "annotate" => Command::Annotate(Box::new(annotating(inner))),
        "backup" => Command::Backup {
            out: file(inner, "out"),
        },
        "restore" => Command::Restore {
            file: file(inner, "file"),
        },
        "doctor" => Command::Doctor {
            format: match inner.get_flag("json") {
                true => Format::Json,
                false => format(),
            },
        },
        "verify" => Command::Verify(Verifying {
            repair: inner.get_flag("repair"),
            apply: inner.get_flag("apply"),
            format: format(),
        }),
        name => return outgoing::understand(name, inner),
    };
    Some(command)
}

fn printing(inner: &ArgMatches) -> Printing {
    let format = inner.get_one::<String>("format");
    Printing {
        format: format.map_or_else(PageFormat::default, |name| PageFormat::named(name)),
        out: inner.get_one::<PathBuf>("out").cloned(),
    }
}

fn looking(inner: &ArgMatches) -> Looking {
    let words = inner.get_one::<String>("words").cloned();
    Looking {
        words: words.unwrap_or_default(),
        syntax: match inner.get_flag("regex") {
            true => Syntax::Pattern,
            false => Syntax::Words,
        },
        folding: match inner.get_flag("exact") {
            true => Folding::None,
            false => Folding::All,
        },
        reports: many(inner, "reports"),
        format: format_value(inner),
    }
}

fn annotating(inner: &ArgMatches) -> Annotating {
    let typed = |name| inner.get_one::<String>(name).cloned();
    Annotating {
        report: inner.get_one::<OsString>("report").cloned(),
        note: Note {
            report: None,
            quote: typed("quote"),
            nth: inner.get_one::<usize>("nth").copied(),
            section: typed("section"),
            absence: inner.get_flag("absence"),
            motivation: typed("motivation"),
            grade: typed("grade"),
            rule: typed("rule"),
            problem: typed("problem").unwrap_or_default(),
            suggestion: typed("suggestion").unwrap_or_default(),
            private: inner.get_flag("private"),
        },
    }
}

fn suppressing(inner: &ArgMatches) -> Suppressing {
    let typed = |name| inner.get_one::<String>(name).cloned();
    Suppressing {
        rule: typed("rule"),
        report: inner.get_one::<OsString>("report").cloned(),
        issuer: typed("issuer"),
        everywhere: inner.get_flag("everywhere"),
        reason: typed("reason"),
        until: typed("until"),
        lift: inner.get_flag("lift"),
        format: format_value(inner),
    }
}

fn register(inner: &ArgMatches) -> Option<Command> {
    let (name, inner) = inner.subcommand()?;
    Some(match name {
        "import" => Command::RegisterImport {
            file: inner
                .get_one::<PathBuf>("file")
                .cloned()
                .unwrap_or_default(),
            replace: inner.get_flag("replace"),
        },
        _ => Command::RegisterList {
            year: inner.get_one::<i16>("year").copied(),
            format: match inner.get_one::<String>("format").map(String::as_str) {
                Some("json") => ListFormat::Json,
                Some("csv") => ListFormat::Csv,
                _ => ListFormat::Text,
            },
        },
    })
}

fn packs(inner: &ArgMatches) -> Option<Command> {
    let (name, inner) = inner.subcommand()?;
    let format = format_value(inner);
    Some(match name {
        "check" => Command::PacksCheck {
            file: inner
                .get_one::<PathBuf>("file")
                .cloned()
                .unwrap_or_default(),
            on: inner.get_one::<OsString>("on").cloned(),
            format,
        },
        _ => Command::Packs { format },
    })
}

fn fixing(inner: &ArgMatches) -> Fixing {
    let typed = |name| inner.get_one::<String>(name).cloned();
    Fixing {
        report: one(inner, "report"),
        fields: inner
            .get_many::<String>("fields")
            .unwrap_or_default()
            .cloned()
            .collect(),
        heading: typed("heading").map(|words| HeadingFix {
            words,
            level: typed("level"),
            part: typed("part"),
            none: inner.get_flag("none"),
            as_read: inner.get_flag("as-read"),
        }),
        format: format_value(inner),
    }
}

pub(super) fn many(matches: &ArgMatches, name: &str) -> Vec<OsString> {
    matches
        .get_many::<OsString>(name)
        .unwrap_or_default()
        .cloned()
        .collect()
}

pub(super) fn one(matches: &ArgMatches, name: &str) -> OsString {
    matches
        .get_one::<OsString>(name)
        .cloned()
        .unwrap_or_default()
}

fn file(matches: &ArgMatches, name: &str) -> PathBuf {
    matches
        .get_one::<PathBuf>(name)
        .cloned()
        .unwrap_or_default()
}

pub(super) fn format_value(matches: &ArgMatches) -> Format {
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => Format::Json,
        _ => Format::Text,
    }
}

fn shared_values(matches: &ArgMatches, lang: Lang) -> Result<Shared, CliError> {
    let label = matches.get_one::<String>("encoding");
    let encoding = label.map(|label| encoding(label, lang)).transpose()?;
    Ok(Shared {
        importer: Importer {
            encoding,
            ..Importer::default()
        },
        progress: false,
        colour: false,
        room: None,
        lang,
        library: matches.get_one::<PathBuf>("library").cloned(),
        sample: matches.get_flag("sample"),
        packs: matches
            .get_many::<PathBuf>("pack")
            .unwrap_or_default()
            .cloned()
            .collect(),
        reviewer: matches.get_one::<String>("reviewer").cloned(),
        role: matches
            .get_one::<String>("role")
            .and_then(|name| Role::named(name)),
    })
}

/// The encoding of a name, or an error that lists the names.
fn encoding(label: &str, lang: Lang) -> Result<&'static Encoding, CliError> {
    import::known(label).ok_or_else(|| {
        let names = import::ENCODINGS.map(Encoding::name).join(" ");
        let word = Shown::new(label);
        let text = lang.fill(
            "import.unknown_encoding",
            &[("word", &word), ("list", &names)],
        );
        CliError::Usage(text)
    })
}
