//! `ducha list`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{format, format_of};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words.arg(format(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::List {
        format: format_of(typed),
    })
}
