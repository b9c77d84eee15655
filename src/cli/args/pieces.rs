//! What the words of many commands are made of, and how what was typed for them is taken out.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command as Words, value_parser};

use crate::cli::{Format, Reports};
use crate::locale::Lang;

/// The headings, the help flag and the layout that every command has.
pub(super) fn dressed(words: Words, lang: Lang) -> Words {
    let usage = lang.text("cli.usage");
    words
        .help_template(format!(
            "{{about}}\n\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}\n"
        ))
        .next_help_heading(lang.text("cli.options"))
        .disable_help_flag(true)
        .arg(
            switch("help", lang.text("cli.help"))
                .short('h')
                .action(ArgAction::Help)
                .display_order(900),
        )
}

/// A command that only holds others.
pub(super) fn holder(words: Words, lang: Lang) -> Words {
    words
        .subcommand_help_heading(lang.text("cli.commands"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
}

/// A command below another.
pub(super) fn below(name: &'static str, about: &'static str, lang: Lang) -> Words {
    dressed(Words::new(name).about(lang.text(about)), lang)
}

/// A word that stands by itself.
pub(super) fn bare(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_name(value).help(help)
}

/// A file or the id of a report, or `-`.
pub(super) fn report(name: &'static str, help: &'static str) -> Arg {
    bare(name, "REPORT", help).value_parser(value_parser!(OsString))
}

/// Reports named one by one, or in a list.
pub(super) fn reports(help: &'static str, lang: Lang) -> [Arg; 2] {
    [report("reports", help).num_args(0..), files_from(lang)]
}

/// A list of names: lines, or names that a NUL ends.
pub(super) fn files_from(lang: Lang) -> Arg {
    word("files-from", "LIST", lang.text("cli.files_from")).value_parser(value_parser!(PathBuf))
}

/// A file that must be named.
pub(super) fn file(name: &'static str, help: &'static str) -> Arg {
    bare(name, "FILE", help)
        .required(true)
        .value_parser(value_parser!(PathBuf))
}

/// `--out FILE`.
pub(super) fn out(lang: Lang) -> Arg {
    word("out", "FILE", lang.text("cli.out")).value_parser(value_parser!(PathBuf))
}

/// `--name VALUE`.
pub(super) fn word(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    bare(name, value, help).long(name)
}

/// `--name`.
pub(super) fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}

/// One of these words; the help names them.
pub(super) fn one_of(arg: Arg, values: impl IntoIterator<Item = &'static str>) -> Arg {
    arg.value_parser(PossibleValuesParser::new(values))
        .hide_possible_values(true)
}

/// `--format` of a result that is read by people or programs.
pub(super) fn format(lang: Lang) -> Arg {
    let format = word("format", "FORMAT", lang.text("cli.format"));
    one_of(format, ["text", "json"]).default_value("text")
}

/// `--records`.
pub(super) fn records(lang: Lang) -> Arg {
    switch("records", lang.text("cli.records"))
}

pub(super) fn format_of(typed: &ArgMatches) -> Format {
    match text_of(typed, "format").as_deref() {
        Some("json") => Format::Json,
        _ => Format::Text,
    }
}

pub(super) fn reports_of(typed: &ArgMatches) -> Reports {
    Reports {
        named: many_of(typed, "reports"),
        list: maybe_path_of(typed, "files-from"),
    }
}

pub(super) fn many_of(typed: &ArgMatches, name: &str) -> Vec<OsString> {
    let words = typed.get_many::<OsString>(name);
    words.unwrap_or_default().cloned().collect()
}

pub(super) fn maybe_report_of(typed: &ArgMatches, name: &str) -> Option<OsString> {
    typed.get_one::<OsString>(name).cloned()
}

pub(super) fn report_of(typed: &ArgMatches, name: &str) -> OsString {
    maybe_report_of(typed, name).unwrap_or_default()
}

pub(super) fn text_of(typed: &ArgMatches, name: &str) -> Option<String> {
    typed.get_one::<String>(name).cloned()
}

pub(super) fn texts_of(typed: &ArgMatches, name: &str) -> Vec<String> {
    let words = typed.get_many::<String>(name);
    words.unwrap_or_default().cloned().collect()
}

pub(super) fn path_of(typed: &ArgMatches, name: &str) -> PathBuf {
    maybe_path_of(typed, name).unwrap_or_default()
}

pub(super) fn maybe_path_of(typed: &ArgMatches, name: &str) -> Option<PathBuf> {
    typed.get_one::<PathBuf>(name).cloned()
}
