//! `ducha show REPORT…`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{files_from, format, format_of, records, report, reports_of};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .arg(
            report("reports", lang.text("cli.reports"))
                .num_args(1..)
                .required_unless_present_any(["records", "files-from"]),
        )
        .arg(files_from(lang))
        .arg(records(lang).conflicts_with_all(["reports", "files-from"]))
        .arg(format(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(match typed.get_flag("records") {
        true => Command::ShowRecords,
        false => Command::Show {
            reports: reports_of(typed),
            format: format_of(typed),
        },
    })
}
