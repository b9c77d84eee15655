//! `ducha compare OLD NEW`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{maybe_report_of, records, report, report_of};
use super::printing::{printing, printing_of};
use crate::cli::compare::Comparing;
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    let year = |name: &'static str, value: &'static str, help: &'static str| {
        report(name, lang.text(help))
            .value_name(value)
            .required_unless_present("records")
    };
    words
        .arg(year("old", "OLD", "cli.old"))
        .arg(year("new", "NEW", "cli.new"))
        .arg(
            report("against", lang.text("cli.against"))
                .long("against")
                .value_name("FOLDER"),
        )
        .arg(records(lang).conflicts_with_all(["old", "new", "against"]))
        .args(printing(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(match typed.get_flag("records") {
        true => Command::CompareRecords,
        false => Command::Compare(Comparing {
            old: report_of(typed, "old"),
            new: report_of(typed, "new"),
            against: maybe_report_of(typed, "against"),
            printing: printing_of(typed),
        }),
    })
}
