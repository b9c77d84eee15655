//! What chooses among annotations; each may be given several times.

use std::ffi::OsString;

use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::pieces::{many_of, switch, texts_of, word};
use crate::cli::selecting::Selecting;
use crate::locale::Lang;

pub(super) fn selection(lang: Lang) -> [Arg; 10] {
    let many = |name: &'static str, value: &'static str, help: &'static str| {
        word(name, value, lang.text(help)).action(ArgAction::Append)
    };
    [
        many("report", "REPORT", "cli.select_report").value_parser(value_parser!(OsString)),
        many("issuer", "NAME", "cli.select_issuer"),
        many("year", "YEAR", "cli.select_year").value_parser(value_parser!(i16)),
        many("grade", "GRADE", "cli.select_grade"),
        many("status", "STATE", "cli.select_status"),
        many("judgement", "JUDGEMENT", "cli.select_judgement"),
        many("motivation", "KIND", "cli.select_motivation"),
        many("rule", "RULE", "cli.select_rule"),
        many("author", "NAME", "cli.select_author"),
        switch("private", lang.text("cli.select_private")),
    ]
}

pub(super) fn selecting_of(typed: &ArgMatches) -> Selecting {
    let years = typed.get_many::<i16>("year").unwrap_or_default();
    Selecting {
        reports: many_of(typed, "report"),
        issuers: texts_of(typed, "issuer"),
        years: years.copied().collect(),
        grades: texts_of(typed, "grade"),
        statuses: texts_of(typed, "status"),
        judgements: texts_of(typed, "judgement"),
        motivations: texts_of(typed, "motivation"),
        rules: texts_of(typed, "rule"),
        authors: texts_of(typed, "author"),
        private: typed.get_flag("private"),
    }
}
