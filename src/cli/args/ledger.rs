//! `ducha ledger import FILE`

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{below, format, format_of, holder, maybe_report_of, report, switch};
use crate::cli::ledger::Returning;
use crate::locale::Lang;

pub(super) fn words(words: Words, lang: Lang) -> Words {
    let file = report("file", lang.text("cli.ledger_file"));
    let import = below("import", "cli.ledger_import", lang)
        .after_help(lang.text("cli.ledger_example"))
        .arg(file.value_name("FILE").required(true))
        .arg(switch("yes", lang.text("cli.ledger_yes")).short('y'))
        .arg(format(lang));
    holder(words, lang).subcommands([import])
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    let (_, typed) = typed.subcommand()?;
    Some(Command::LedgerImport(Returning {
        file: maybe_report_of(typed, "file")?,
        yes: typed.get_flag("yes"),
        format: format_of(typed),
    }))
}
