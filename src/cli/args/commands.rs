//! The commands, one a file: their words and their help, and what was typed for them. A new command is a file and a line
//! here.

use clap::{ArgMatches, Command as Words};

use super::pieces::dressed;
use super::{
    Command, agreement, annotate, backup, check, compare, completions, decide, doctor, explain,
    export, fix, follow_up, gaps, import, ledger, list, packs, register, restore, reviewed, score,
    search, series, show, suppress, verify,
};
use crate::locale::Lang;

/// A command of the program.
struct Entry {
    name: &'static str,
    /// The key of what it does.
    about: &'static str,
    /// What may stand behind its name.
    words: fn(Words, Lang) -> Words,
    /// What was typed; none for the key table, which the console prints.
    command: fn(&ArgMatches) -> Option<Command>,
}

/// In the order of the help.
const COMMANDS: [Entry; 28] = [
    entry("import", "cli.import", import::words, import::command),
    entry("list", "cli.list", list::words, list::command),
    entry("show", "cli.show", show::words, show::command),
    entry("search", "cli.search", search::words, search::command),
    entry("check", "cli.check", check::words, check::command),
    entry("score", "cli.score", score::words, score::command),
    entry("compare", "cli.compare", compare::words, compare::command),
    entry("series", "cli.series", series::words, series::command),
    entry("fix", "cli.fix", fix::words, fix::command),
    entry("gaps", "cli.gaps", gaps::words, gaps::command),
    entry(
        "annotate",
        "cli.annotate",
        annotate::words,
        annotate::command,
    ),
    entry("decide", "cli.decide", decide::words, decide::command),
    entry(
        "reviewed",
        "cli.reviewed",
        reviewed::words,
        reviewed::command,
    ),
    entry(
        "follow-up",
        "cli.follow_up",
        follow_up::words,
        follow_up::command,
    ),
    entry(
        "agreement",
        "cli.agreement",
        agreement::words,
        agreement::command,
    ),
    entry("export", "cli.export", export::words, export::command),
    entry("ledger", "cli.ledger", ledger::words, ledger::command),
    entry(
        "register",
        "cli.register",
        register::words,
        register::command,
    ),
    entry(
        "suppress",
        "cli.suppress",
        suppress::words,
        suppress::command,
    ),
    entry("explain", "cli.explain", explain::words, explain::command),
    entry("packs", "cli.packs", packs::words, packs::command),
    entry("verify", "cli.verify", verify::words, verify::command),
    entry("backup", "cli.backup", backup::words, backup::command),
    entry("restore", "cli.restore", restore::words, restore::command),
    entry("doctor", "cli.doctor", doctor::words, doctor::command),
    entry("keys", "cli.keys", nothing, |_| None),
    entry(
        "completions",
        "cli.completions",
        completions::words,
        completions::command,
    ),
    entry("man", "cli.man", nothing, |_| Some(Command::Man)),
];

const fn entry(
    name: &'static str,
    about: &'static str,
    words: fn(Words, Lang) -> Words,
    command: fn(&ArgMatches) -> Option<Command>,
) -> Entry {
    Entry {
        name,
        about,
        words,
        command,
    }
}

fn nothing(words: Words, _: Lang) -> Words {
    words
}

/// The words of the commands that are wanted.
pub(super) fn of(lang: Lang, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = Words> {
    let entries = COMMANDS.iter().filter(move |entry| wanted(entry.name));
    entries.map(move |entry| {
        let words = Words::new(entry.name).about(lang.text(entry.about));
        headed((entry.words)(dressed(words, lang), lang), lang)
    })
}

/// Words that stand by themselves under a heading of their own; commands are two deep.
fn headed(words: Words, lang: Lang) -> Words {
    words
        .mut_args(|arg| match arg.is_positional() {
            true => arg.help_heading(lang.text("cli.arguments")),
            false => arg,
        })
        .mut_subcommands(|words| headed(words, lang))
}

/// The command of a name.
pub(super) fn command(name: &str, typed: &ArgMatches) -> Option<Command> {
    let found = COMMANDS.iter().find(|entry| entry.name == name);
    found.and_then(|entry| (entry.command)(typed))
}
