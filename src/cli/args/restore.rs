//! `ducha restore FILE`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{file, path_of};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words.arg(file("file", lang.text("cli.restore_file")))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Restore {
        file: path_of(typed, "file"),
    })
}
