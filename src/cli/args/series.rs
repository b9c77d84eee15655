//! `ducha series REPORT…`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{reports_of, some_reports};
use super::printing::{printing, printing_of};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .args(some_reports(lang.text("cli.series_reports"), lang))
        .args(printing(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Series {
        reports: reports_of(typed),
        printing: printing_of(typed),
    })
}
