//! `ducha fix REPORT` with what is to be corrected.

use clap::{ArgMatches, Command as Words};

use super::pieces::{bare, format, format_of, report, report_of, switch, text_of, texts_of, word};
use super::{Command, Fixing, HeadingFix};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .after_help(lang.text("cli.fix_example"))
        .args([
            report("report", lang.text("cli.fix_report")).required(true),
            bare("fields", "FIELD=VALUE", lang.text("cli.fix_fields")).num_args(0..),
            word("heading", "TEXT", lang.text("cli.fix_heading")),
            word("level", "1-9", lang.text("cli.fix_level")).requires("heading"),
            word("part", "PART", lang.text("cli.fix_part")).requires("heading"),
            switch("none", lang.text("cli.fix_none"))
                .requires("heading")
                .conflicts_with_all(["level", "part"]),
            switch("as-read", lang.text("cli.fix_as_read"))
                .requires("heading")
                .conflicts_with_all(["level", "part", "none"]),
        ])
        .arg(format(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Fix(Fixing {
        report: report_of(typed, "report"),
        fields: texts_of(typed, "fields"),
        heading: text_of(typed, "heading").map(|words| HeadingFix {
            words,
            level: text_of(typed, "level"),
            part: text_of(typed, "part"),
            none: typed.get_flag("none"),
            as_read: typed.get_flag("as-read"),
        }),
        format: format_of(typed),
    }))
}
