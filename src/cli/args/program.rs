//! The program as a whole: what goes for every command, and files to open.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command as Words, value_parser};
use encoding_rs::Encoding;

use super::pieces::{bare, dressed, many_of, maybe_path_of, one_of, switch, text_of, word};
use super::{Arguments, Shared, commands};
use crate::cli::{CliError, VERSION};
use crate::import::{self, Importer};
use crate::locale::Lang;
use crate::review::Role;
use crate::shown::Shown;

/// The whole command line, with the commands that are wanted.
pub(super) fn words(lang: Lang, wanted: impl Fn(&str) -> bool) -> Words {
    dressed(Words::new("ducha"), lang)
        .about(lang.text("cli.about"))
        .version(VERSION)
        .disable_version_flag(true)
        .arg(
            switch("version", lang.text("cli.version"))
                .short('V')
                .action(ArgAction::Version),
        )
        .disable_help_subcommand(true)
        .subcommand_help_heading(lang.text("cli.commands"))
        .arg(
            bare("files", "FILE", lang.text("cli.files"))
                .num_args(1..)
                .value_parser(value_parser!(OsString))
                .help_heading(lang.text("cli.arguments")),
        )
        .args(shared(lang))
        .subcommands(commands::of(lang, wanted))
}

/// What was typed.
pub(super) fn understand(typed: &ArgMatches, lang: Lang) -> Result<Arguments, CliError> {
    let Some((name, inner)) = typed.subcommand() else {
        return Ok(Arguments::Console {
            files: many_of(typed, "files")
                .into_iter()
                .map(PathBuf::from)
                .collect(),
            shared: shared_of(typed, lang)?,
        });
    };
    Ok(match commands::command(name, inner) {
        Some(command) => Arguments::Command {
            command,
            shared: shared_of(inner, lang)?,
        },
        None => Arguments::Keys { lang },
    })
}

fn shared(lang: Lang) -> [Arg; 7] {
    let path = |name: &'static str, help: &'static str| {
        word(name, "PATH", lang.text(help)).value_parser(value_parser!(PathBuf))
    };
    let role = word("role", "ROLE", lang.text("cli.role"));
    [
        path("pack", "cli.pack").action(ArgAction::Append),
        path("library", "cli.library"),
        switch("sample", lang.text("cli.sample")),
        word("reviewer", "NAME", lang.text("cli.reviewer")),
        one_of(role, ["first", "second", "adjudicator"]),
        word("encoding", "NAME", lang.text("cli.encoding")),
        one_of(word("lang", "LANG", lang.text("cli.lang")), ["zh", "en"]),
    ]
    .map(|arg| arg.global(true))
}

fn shared_of(typed: &ArgMatches, lang: Lang) -> Result<Shared, CliError> {
    let label = text_of(typed, "encoding");
    let encoding = label.map(|label| encoding(&label, lang)).transpose()?;
    let packs = typed.get_many::<PathBuf>("pack").unwrap_or_default();
    Ok(Shared {
        importer: Importer {
            encoding,
            ..Importer::default()
        },
        progress: false,
        colour: false,
        room: None,
        lang,
        library: maybe_path_of(typed, "library"),
        sample: typed.get_flag("sample"),
        packs: packs.cloned().collect(),
        reviewer: text_of(typed, "reviewer"),
        role: text_of(typed, "role").and_then(|name| Role::named(&name)),
    })
}

impl Shared {
    /// The options that make another command of this program work on the same library in the same way.
    pub fn options(&self) -> Vec<OsString> {
        let mut options: Vec<OsString> = Vec::new();
        let mut add = |name: &str, value: &OsStr| {
            options.extend([OsString::from(name), value.to_owned()]);
        };
        add("--lang", OsStr::new(self.lang.name()));
        if let Some(library) = &self.library {
            add("--library", library.as_os_str());
        }
        for pack in &self.packs {
            add("--pack", pack.as_os_str());
        }
        if let Some(reviewer) = &self.reviewer {
            add("--reviewer", OsStr::new(reviewer));
        }
        if self.sample {
            options.push(OsString::from("--sample"));
        }
        options
    }
}

/// The encoding of a name, or an error that lists the names.
fn encoding(label: &str, lang: Lang) -> Result<&'static Encoding, CliError> {
    import::known(label).ok_or_else(|| {
        let names = import::ENCODINGS.map(Encoding::name).join(" ");
        let word = Shown::new(label);
        let text = lang.fill(
            "import.unknown_encoding",
            &[("word", &word), ("list", &names)],
        );
        CliError::Usage(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_one_call_mean_the_same_in_another() {
        let typed = [
            "--lang",
            "en",
            "--library",
            "库",
            "--pack",
            "甲.json",
            "--pack",
            "乙.json",
            "--reviewer",
            "周正",
            "--sample",
        ];
        let parsed = |words: Vec<OsString>| {
            let done = crate::cli::args::parse(words, |_| None, || None);
            match done.expect("the words mean something") {
                Arguments::Console { shared, .. } | Arguments::Command { shared, .. } => shared,
                other => panic!("{other:?} has no options"),
            }
        };
        let console = parsed(typed.map(OsString::from).into());
        let mut words = vec![OsString::from("list")];
        words.extend(console.options());
        assert_eq!(format!("{:?}", parsed(words)), format!("{console:?}"));
    }
}
