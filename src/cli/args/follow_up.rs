//! `ducha follow-up REPORT`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{format, format_of, report, report_of};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .arg(report("report", lang.text("cli.follow_up_report")).required(true))
        .arg(format(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::FollowUp {
        report: report_of(typed, "report"),
        format: format_of(typed),
    })
}
