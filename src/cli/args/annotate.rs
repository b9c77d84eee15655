//! `ducha annotate REPORT` with what it is about and what is said; without a problem, lines of standard input.

use clap::{ArgMatches, Command as Words, value_parser};

use super::Command;
use super::pieces::{maybe_report_of, report, switch, text_of, word};
use crate::cli::annotate::{Annotating, Note};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        word(name, value, lang.text(help)).requires("problem")
    };
    words.after_help(lang.text("cli.annotate_example")).args([
        report("report", lang.text("cli.annotate_report")),
        text("quote", "TEXT", "cli.annotate_quote"),
        text("nth", "N", "cli.annotate_nth").value_parser(value_parser!(usize)),
        text("section", "TEXT", "cli.annotate_section"),
        switch("absence", lang.text("cli.annotate_absence")).requires("problem"),
        text("motivation", "NAME", "cli.annotate_motivation"),
        text("grade", "NAME", "cli.annotate_grade"),
        text("rule", "RULE", "cli.annotate_rule"),
        word("problem", "TEXT", lang.text("cli.annotate_problem")).requires("report"),
        text("suggestion", "TEXT", "cli.annotate_suggestion"),
        switch("private", lang.text("cli.annotate_private")).requires("problem"),
    ])
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Annotate(Box::new(Annotating {
        report: maybe_report_of(typed, "report"),
        note: Note {
            report: None,
            quote: text_of(typed, "quote"),
            nth: typed.get_one::<usize>("nth").copied(),
            section: text_of(typed, "section"),
            absence: typed.get_flag("absence"),
            motivation: text_of(typed, "motivation"),
            grade: text_of(typed, "grade"),
            rule: text_of(typed, "rule"),
            problem: text_of(typed, "problem").unwrap_or_default(),
            suggestion: text_of(typed, "suggestion").unwrap_or_default(),
            private: typed.get_flag("private"),
        },
    })))
}
