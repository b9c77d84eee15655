//! `ducha series REPORT…`

use clap::{ArgMatches, Command as Words, value_parser};

use super::Command;
use super::pieces::{reports, reports_of, switch, word};
use super::printing::{printing, printing_of};
use crate::cli::series::{Following, Scope};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    let [reports, list] = reports(lang.text("cli.series_reports"), lang);
    words
        .arg(reports.required_unless_present_any(["files-from", "across"]))
        .arg(list)
        .arg(switch("across", lang.text("cli.series_across")))
        .arg(
            word("year", "YEAR", lang.text("cli.series_year"))
                .value_parser(value_parser!(i16))
                .requires("across"),
        )
        .args(printing(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Series(Following {
        reports: reports_of(typed),
        scope: match typed.get_flag("across") {
            true => Scope::Issuers(typed.get_one::<i16>("year").copied()),
            false => Scope::Years,
        },
        printing: printing_of(typed),
    }))
}
