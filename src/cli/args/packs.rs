//! `ducha packs list` and `ducha packs check FILE`

use std::ffi::OsString;

use clap::{ArgMatches, Command as Words, value_parser};

use super::Command;
use super::pieces::{below, file, format, format_of, holder, maybe_report_of, path_of, word};
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    let list = below("list", "cli.packs_list", lang).arg(format(lang));
    let on = word("on", "FOLDER", lang.text("cli.packs_on"));
    let check = below("check", "cli.packs_check", lang)
        .arg(file("file", lang.text("cli.packs_file")))
        .arg(on.value_parser(value_parser!(OsString)))
        .arg(format(lang));
    holder(words, lang).subcommands([list, check])
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    let (name, typed) = typed.subcommand()?;
    let format = format_of(typed);
    Some(match name {
        "check" => Command::PacksCheck {
            file: path_of(typed, "file"),
            on: maybe_report_of(typed, "on"),
            format,
        },
        _ => Command::Packs { format },
    })
}
