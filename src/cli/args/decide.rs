//! `ducha decide JUDGEMENT WHAT…`

use std::ffi::OsString;

use clap::{ArgMatches, Command as Words, value_parser};

use super::Command;
use super::pieces::{bare, maybe_report_of, text_of, texts_of, word};
use crate::cli::decide::Deciding;
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words.after_help(lang.text("cli.decide_example")).args([
        bare("judgement", "JUDGEMENT", lang.text("cli.decide_judgement")).required(true),
        bare("subjects", "WHAT", lang.text("cli.decide_what"))
            .required(true)
            .num_args(1..),
        word("report", "REPORT", lang.text("cli.decide_report"))
            .value_parser(value_parser!(OsString)),
        word("reason", "TEXT", lang.text("cli.decide_reason")),
    ])
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Decide(Deciding {
        judgement: text_of(typed, "judgement")?,
        subjects: texts_of(typed, "subjects"),
        report: maybe_report_of(typed, "report"),
        reason: text_of(typed, "reason"),
    }))
}
