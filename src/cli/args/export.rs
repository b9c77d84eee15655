//! `ducha export [WHAT]`

use std::path::PathBuf;

use clap::{ArgMatches, Command as Words, value_parser};

use super::Command;
use super::pieces::{bare, maybe_path_of, one_of, out, text_of, word};
use super::selection::{selecting_of, selection};
use crate::cli::export::Exporting;
use crate::export::What;
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    let what = bare("what", "WHAT", lang.text("cli.export_what"));
    words
        .after_help(lang.text("cli.export_example"))
        .arg(one_of(what, What::ALL.map(What::name)).default_value("ledger"))
        .arg(word("format", "FORMAT", lang.text("cli.export_format")))
        .arg(out(lang).short('o'))
        .arg(
            word("template", "FILE", lang.text("cli.template"))
                .value_parser(value_parser!(PathBuf)),
        )
        .args(selection(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    let what = text_of(typed, "what");
    Some(Command::Export(Box::new(Exporting {
        what: what.and_then(|name| What::named(&name)).unwrap_or_default(),
        format: text_of(typed, "format"),
        out: maybe_path_of(typed, "out"),
        template: maybe_path_of(typed, "template"),
        selecting: selecting_of(typed),
    })))
}
