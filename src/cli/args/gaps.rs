//! `ducha gaps`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{format, format_of};
use super::selection::{selecting_of, selection};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words.args(selection(lang)).arg(format(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Gaps {
        selecting: Box::new(selecting_of(typed)),
        format: format_of(typed),
    })
}
