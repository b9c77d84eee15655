//! `ducha import FILE…`

use std::ffi::OsString;

use clap::{ArgMatches, Command as Words, value_parser};

use super::Command;
use super::pieces::{bare, files_from, reports_of, switch};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .arg(
            bare("reports", "FILE", lang.text("cli.files"))
                .num_args(1..)
                .required_unless_present("files-from")
                .value_parser(value_parser!(OsString)),
        )
        .arg(files_from(lang))
        .arg(switch("yes", lang.text("cli.import_yes")).short('y'))
        .after_help(lang.text("cli.import_example"))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Import {
        files: reports_of(typed),
        yes: typed.get_flag("yes"),
    })
}
