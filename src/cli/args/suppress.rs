//! `ducha suppress RULE` with a scope and a reason; without a rule the list.

use std::ffi::OsString;

use clap::{ArgMatches, Command as Words, value_parser};

use super::Command;
use super::pieces::{bare, format, format_of, maybe_report_of, switch, text_of, word};
use crate::cli::suppress::Suppressing;
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .args([
            bare("rule", "RULE", lang.text("cli.suppress_rule")),
            word("report", "REPORT", lang.text("cli.suppress_report"))
                .value_parser(value_parser!(OsString)),
            word("issuer", "NAME", lang.text("cli.suppress_issuer")).conflicts_with("report"),
            switch("everywhere", lang.text("cli.suppress_everywhere"))
                .conflicts_with_all(["report", "issuer"]),
            word("reason", "TEXT", lang.text("cli.suppress_reason")).requires("rule"),
            word("until", "DATE", lang.text("cli.suppress_until")).requires("rule"),
            switch("lift", lang.text("cli.suppress_lift"))
                .requires("rule")
                .conflicts_with_all(["reason", "until"]),
        ])
        .arg(format(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Suppress(Suppressing {
        rule: text_of(typed, "rule"),
        report: maybe_report_of(typed, "report"),
        issuer: text_of(typed, "issuer"),
        everywhere: typed.get_flag("everywhere"),
        reason: text_of(typed, "reason"),
        until: text_of(typed, "until"),
        lift: typed.get_flag("lift"),
        format: format_of(typed),
    }))
}
