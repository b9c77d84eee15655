//! `ducha explain RULE`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{bare, format, format_of, text_of};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .arg(bare("rule", "RULE", lang.text("cli.explain_rule")).required(true))
        .arg(format(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Explain {
        rule: text_of(typed, "rule").unwrap_or_default(),
        format: format_of(typed),
    })
}
