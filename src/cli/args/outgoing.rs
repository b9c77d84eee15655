//! The words of the commands that choose among annotations, hand them out, and take a ledger back.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command as Words, value_parser};

use super::Command;
use super::grammar::{dressed, format, switch, word};
use super::understand::format_value;
use crate::cli::export::{Exporting, What};
use crate::cli::ledger::Returning;
use crate::cli::selecting::Selecting;
use crate::locale::Lang;

pub(super) fn words(lang: Lang) -> [Words; 3] {
    let command =
        |name: &'static str, about: &str| dressed(Words::new(name).about(lang.text(about)), lang);
    let gaps = command("gaps", "cli.gaps")
        .args(selection(lang))
        .arg(format(lang));
    let export = command("export", "cli.export")
        .after_help(lang.text("cli.export_example"))
        .arg(
            Arg::new("what")
                .value_name("WHAT")
                .value_parser(PossibleValuesParser::new(What::names()))
                .hide_possible_values(true)
                .default_value("ledger")
                .help(lang.text("cli.export_what")),
        )
        .arg(word("format", "FORMAT", lang.text("cli.export_format")))
        .arg(out(lang))
        .arg(
            Arg::new("template")
                .long("template")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help(lang.text("cli.template")),
        )
        .args(selection(lang));
    let import = command("import", "cli.ledger_import")
        .after_help(lang.text("cli.ledger_example"))
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(OsString))
                .help(lang.text("cli.ledger_file")),
        )
        .arg(switch("yes", lang.text("cli.ledger_yes")).short('y'))
        .arg(format(lang));
    let ledger = command("ledger", "cli.ledger")
        .subcommand_help_heading(lang.text("cli.commands"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommands([import]);
    [gaps, export, ledger]
}

pub(super) fn understand(name: &str, inner: &ArgMatches) -> Option<Command> {
    Some(match name {
        "gaps" => Command::Gaps {
            selecting: selecting(inner),
            format: format_value(inner),
        },
        "export" => Command::Export(Exporting {
            what: inner
                .get_one::<String>("what")
                .and_then(|name| What::named(name))
                .unwrap_or_default(),
            format: inner.get_one::<String>("format").cloned(),
            out: inner.get_one::<PathBuf>("out").cloned(),
            template: inner.get_one::<PathBuf>("template").cloned(),
            selecting: selecting(inner),
        }),
        "ledger" => {
            let (_, inner) = inner.subcommand()?;
            Command::LedgerImport(Returning {
                file: inner.get_one::<OsString>("file").cloned()?,
                yes: inner.get_flag("yes"),
                format: format_value(inner),
            })
        }
        _ => return None,
    })
}

fn out(lang: Lang) -> Arg {
    Arg::new("out")
        .long("out")
        .short('o')
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help(lang.text("cli.out"))
}

/// What chooses among annotations; each may be given several times.
fn selection(lang: Lang) -> [Arg; 10] {
    let many = |arg: Arg| arg.action(ArgAction::Append);
    [
        many(word("report", "REPORT", lang.text("cli.select_report")))
            .value_parser(value_parser!(OsString)),
        many(word("issuer", "NAME", lang.text("cli.select_issuer"))),
        many(word("year", "YEAR", lang.text("cli.select_year"))).value_parser(value_parser!(i16)),
        many(word("grade", "GRADE", lang.text("cli.select_grade"))),
        many(word("status", "STATE", lang.text("cli.select_status"))),
        many(word(
            "judgement",
            "JUDGEMENT",
            lang.text("cli.select_judgement"),
        )),
        many(word(
            "motivation",
            "KIND",
            lang.text("cli.select_motivation"),
        )),
        many(word("rule", "RULE", lang.text("cli.select_rule"))),
        many(word("author", "NAME", lang.text("cli.select_author"))),
        switch("private", lang.text("cli.select_private")),
    ]
}

fn selecting(inner: &ArgMatches) -> Selecting {
    fn all<T: Clone + Send + Sync + 'static>(inner: &ArgMatches, name: &str) -> Vec<T> {
        inner
            .get_many::<T>(name)
            .unwrap_or_default()
            .cloned()
            .collect()
    }
    Selecting {
        reports: all(inner, "report"),
        issuers: all(inner, "issuer"),
        years: all(inner, "year"),
        grades: all(inner, "grade"),
        statuses: all(inner, "status"),
        judgements: all(inner, "judgement"),
        motivations: all(inner, "motivation"),
        rules: all(inner, "rule"),
        authors: all(inner, "author"),
        private: inner.get_flag("private"),
    }
}
