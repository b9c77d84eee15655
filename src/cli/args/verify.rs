//! `ducha verify`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{format, format_of, switch};
use crate::cli::verify::Verifying;
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .arg(switch("repair", lang.text("cli.verify_repair")))
        .arg(switch("apply", lang.text("cli.verify_apply")).requires("repair"))
        .arg(format(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Verify(Verifying {
        repair: typed.get_flag("repair"),
        apply: typed.get_flag("apply"),
        format: format_of(typed),
    }))
}
