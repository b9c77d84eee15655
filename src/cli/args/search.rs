//! `ducha search WORDS` in the library, or in the reports named.

use clap::{ArgMatches, Command as Words};

use super::Command;
use super::pieces::{bare, format, format_of, reports, reports_of, switch, text_of};
use crate::cli::search::Looking;
use crate::locale::Lang;
use crate::search::{Folding, Syntax};

pub(super) fn words(words: Words, lang: Lang) -> Words {
    words
        .arg(bare("words", "WORDS", lang.text("cli.search_words")).required(true))
        .args(reports(lang.text("cli.search_reports"), lang))
        .args([
            switch("regex", lang.text("cli.search_regex")),
            switch("exact", lang.text("cli.search_exact")).conflicts_with("regex"),
        ])
        .arg(format(lang))
}

pub(super) fn command(typed: &ArgMatches) -> Option<Command> {
    Some(Command::Search(Looking {
        words: text_of(typed, "words").unwrap_or_default(),
        syntax: match typed.get_flag("regex") {
            true => Syntax::Pattern,
            false => Syntax::Words,
        },
        folding: match typed.get_flag("exact") {
            true => Folding::None,
            false => Folding::All,
        },
        reports: reports_of(typed),
        format: format_of(typed),
    }))
}
