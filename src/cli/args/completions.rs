//! `ducha completions SHELL`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{bare, one_of, text_of};
use crate::cli::completions::Shell;
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    let shell = bare("shell", "SHELL", lang.text("cli.completions_shell"));
    words.arg(one_of(shell, Shell::names()).required(true))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    let shell = text_of(typed, "shell")?;
    Some(Command::Completions(Shell::named(&shell)?))
}
