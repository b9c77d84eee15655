//! `ducha doctor`

use clap::{ArgMatches, Command as Words};

use super::pieces::{format, format_of, switch};
use super::{Command, Format};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .arg(format(lang))
        .arg(switch("json", lang.text("cli.json")).conflicts_with("format"))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Doctor {
        format: match typed.get_flag("json") {
            true => Format::Json,
            false => format_of(typed),
        },
    })
}
