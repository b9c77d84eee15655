//! `ducha backup FILE`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{file, path_of};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words.arg(file("out", lang.text("cli.backup_out")))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Backup {
        out: path_of(typed, "out"),
    })
}
