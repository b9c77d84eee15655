//! `ducha score [REPORT…]`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{format, format_of, reports, reports_of};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .args(reports(lang.text("cli.score_reports"), lang))
        .arg(format(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Score {
        reports: reports_of(typed),
        format: format_of(typed),
    })
}
