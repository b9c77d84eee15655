//! `ducha check [REPORT…]`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{format, format_of, maybe_report_of, records, report, reports, reports_of};
use crate::cli::check::Checking;
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .args(reports(lang.text("cli.check_reports"), lang))
        .arg(records(lang).conflicts_with_all(["reports", "files-from"]))
        .arg(report("previous", lang.text("cli.previous")).long("previous"))
        .arg(format(lang))
        .after_help(lang.text("cli.check_example"))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Check(Checking {
        reports: reports_of(typed),
        previous: maybe_report_of(typed, "previous"),
        records: typed.get_flag("records"),
        format: format_of(typed),
    }))
}
