//! The words of the commands that choose among annotations, hand them out, and take a ledger back.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command as Words, value_parser};

use super::Command;
use super::grammar::{dressed, format, switch, word};
use super::understand::format_value;
use crate::cli::completions::Shell;
use crate::cli::decide::Deciding;
use crate::cli::export::{Exporting, What};
use crate::cli::ledger::Returning;
use crate::cli::reviewed::Marking;
use crate::cli::selecting::Selecting;
use crate::locale::Lang;

pub(super) fn words(lang: Lang) -> [Words; 7] {
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
    let decide = command("decide", "cli.decide")
        .after_help(lang.text("cli.decide_example"))
        .args([
            Arg::new("judgement")
                .value_name("JUDGEMENT")
                .required(true)
                .help(lang.text("cli.decide_judgement")),
            Arg::new("subjects")
                .value_name("WHAT")
                .required(true)
                .num_args(1..)
                .help(lang.text("cli.decide_what")),
            word("report", "REPORT", lang.text("cli.decide_report"))
                .value_parser(value_parser!(OsString)),
            word("reason", "TEXT", lang.text("cli.decide_reason")),
        ]);
    let reviewed = command("reviewed", "cli.reviewed")
        .args([
            Arg::new("report")
                .value_name("REPORT")
                .required(true)
                .value_parser(value_parser!(OsString))
                .help(lang.text("cli.fix_report")),
            Arg::new("sections")
                .value_name("SECTION")
                .num_args(0..)
                .help(lang.text("cli.reviewed_sections")),
            switch("all", lang.text("cli.reviewed_all")).conflicts_with("sections"),
            switch("undo", lang.text("cli.reviewed_undo")),
        ])
        .arg(format(lang));
    let completions = command("completions", "cli.completions").arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(PossibleValuesParser::new(Shell::names()))
            .hide_possible_values(true)
            .help(lang.text("cli.completions_shell")),
    );
    let man = command("man", "cli.man");
    [gaps, decide, reviewed, export, ledger, completions, man]
}

pub(super) fn understand(name: &str, inner: &ArgMatches) -> Option<Command> {
    Some(match name {
        "gaps" => Command::Gaps {
            selecting: Box::new(selecting(inner)),
            format: format_value(inner),
        },
        "export" => Command::Export(Box::new(Exporting {
            what: inner
                .get_one::<String>("what")
                .and_then(|name| What::named(name))
                .unwrap_or_default(),
            format: inner.get_one::<String>("format").cloned(),
            out: inner.get_one::<PathBuf>("out").cloned(),
            template: inner.get_one::<PathBuf>("template").cloned(),
            selecting: selecting(inner),
        })),
        "decide" => Command::Decide(Deciding {
            judgement: inner.get_one::<String>("judgement").cloned()?,
            subjects: inner
                .get_many::<String>("subjects")
                .unwrap_or_default()
                .cloned()
                .collect(),
            report: inner.get_one::<OsString>("report").cloned(),
            reason: inner.get_one::<String>("reason").cloned(),
        }),
        "reviewed" => Command::Reviewed(Marking {
            report: inner.get_one::<OsString>("report").cloned()?,
            sections: inner
                .get_many::<String>("sections")
                .unwrap_or_default()
                .cloned()
                .collect(),
            all: inner.get_flag("all"),
            undo: inner.get_flag("undo"),
            format: format_value(inner),
        }),
        "completions" => Command::Completions(Shell::named(inner.get_one::<String>("shell")?)?),
        "man" => Command::Man,
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
