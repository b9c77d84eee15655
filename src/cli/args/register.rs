//! `ducha register import FILE` and `ducha register list`

use clap::{ArgMatches, Command as Words, value_parser};

use super::Command;
use super::pieces::{below, file, holder, one_of, path_of, switch, text_of, word};
use crate::cli::register::ListFormat;
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    let import = below("import", "cli.register_import", lang)
        .arg(file("file", lang.text("cli.register_file")))
        .arg(switch("replace", lang.text("cli.register_replace")));
    let year = word("year", "YEAR", lang.text("cli.register_year"));
    let format = word("format", "FORMAT", lang.text("cli.register_format"));
    let list = below("list", "cli.register_list", lang)
        .arg(year.value_parser(value_parser!(i16)))
        .arg(one_of(format, ["text", "csv", "json"]).default_value("text"));
    holder(words, lang).subcommands([import, list])
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    let (name, typed) = typed.subcommand()?;
    Some(match name {
        "import" => Command::RegisterImport {
            file: path_of(typed, "file"),
            replace: typed.get_flag("replace"),
        },
        _ => Command::RegisterList {
            year: typed.get_one::<i16>("year").copied(),
            format: match text_of(typed, "format").as_deref() {
                Some("json") => ListFormat::Json,
                Some("csv") => ListFormat::Csv,
                _ => ListFormat::Text,
            },
        },
    })
}
