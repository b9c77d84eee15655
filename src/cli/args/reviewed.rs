//! `ducha reviewed REPORT [SECTION…]`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{bare, format, format_of, maybe_report_of, report, switch, texts_of};
use crate::cli::reviewed::Marking;
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .args([
            report("report", lang.text("cli.fix_report")).required(true),
            bare("sections", "SECTION", lang.text("cli.reviewed_sections")).num_args(0..),
            switch("all", lang.text("cli.reviewed_all")).conflicts_with("sections"),
            switch("undo", lang.text("cli.reviewed_undo")),
        ])
        .arg(format(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Reviewed(Marking {
        report: maybe_report_of(typed, "report")?,
        sections: texts_of(typed, "sections"),
        all: typed.get_flag("all"),
        undo: typed.get_flag("undo"),
        format: format_of(typed),
    }))
}
