//! The command line: what was typed, with help and errors in the language of the interface.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command as Words, value_parser};
use encoding_rs::Encoding;

use super::{CliError, Typed};
use crate::import::{self, Importer};
use crate::locale::Lang;
use crate::shown::Shown;

/// What a call of the program asks for.
#[derive(Debug)]
pub enum Arguments {
    /// The console, after importing and opening the files.
    Console {
        files: Vec<PathBuf>,
        shared: Shared,
    },
    Command {
        command: Command,
        shared: Shared,
    },
    /// The key table of the console.
    Keys {
        lang: Lang,
    },
    /// Help or version, to be printed.
    Text(String),
    /// The text of one file of a risky format, asked by another process of this program.
    Extract {
        arguments: Vec<OsString>,
    },
}

/// What goes for every command.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    pub lang: Lang,
    /// The library folder; the one in the data directory when not given.
    pub library: Option<PathBuf>,
    /// The bundled sample library.
    pub sample: bool,
    /// Who reviews; the system user when not given.
    pub reviewer: Option<String>,
    /// How files are read; `main` says by which program.
    pub importer: Importer,
    /// Whether standard error is a terminal, so that progress can be shown there; `main` says so.
    pub progress: bool,
}

/// One command and its arguments.
#[derive(Debug)]
pub enum Command {
    Import {
        files: Vec<Typed>,
    },
    List {
        format: Format,
    },
    Gaps {
        format: Format,
    },
    Verify,
    Show {
        reports: Vec<Typed>,
        format: Format,
    },
    Check {
        reports: Vec<Typed>,
        previous: Option<Typed>,
        packs: Vec<PathBuf>,
        format: Format,
    },
    Compare {
        old: Typed,
        new: Typed,
        format: Format,
    },
    Fix(Fixing),
}

/// What is to be corrected in a report; nothing asks what was.
#[derive(Debug)]
pub struct Fixing {
    pub report: Typed,
    /// `FIELD=VALUE` as typed.
    pub fields: Vec<String>,
    pub heading: Option<HeadingFix>,
    pub format: Format,
}

/// What is said of one heading, as typed.
#[derive(Debug)]
pub struct HeadingFix {
    /// The heading, its beginning, or words in it.
    pub words: String,
    pub level: Option<String>,
    pub part: Option<String>,
    /// It is no heading.
    pub none: bool,
    /// As the program reads it.
    pub as_read: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Text,
    Json,
}

/// Reads the words after the program's name. `environment` looks up variables, for the language.
pub fn parse(
    words: impl IntoIterator<Item = OsString>,
    environment: impl Fn(&str) -> Option<String>,
) -> Result<Arguments, CliError> {
    let words: Vec<OsString> = words.into_iter().collect();
    if let Some((first, arguments)) = words.split_first()
        && first == import::CHILD
    {
        return Ok(Arguments::Extract {
            arguments: arguments.to_vec(),
        });
    }
    let lang = typed_lang(&words).unwrap_or_else(|| Lang::from_environment(environment));
    let named = std::iter::once(OsString::from("ducha")).chain(words);
    match grammar(lang).try_get_matches_from(named) {
        Ok(matches) => understand(&matches, lang),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            Ok(Arguments::Text(error.render().to_string()))
        }
        Err(error) => Err(CliError::Usage(usage_error(&error, lang))),
    }
}

/// The language must be known before the rest is read, so that help and errors speak it.
fn typed_lang(words: &[OsString]) -> Option<Lang> {
    let words: Vec<&OsStr> = words
        .iter()
        .map(OsString::as_os_str)
        .take_while(|word| *word != "--")
        .collect();
    let after = words
        .iter()
        .position(|word| *word == "--lang")
        .and_then(|idx| words.get(idx + 1));
    let joined = words
        .iter()
        .find_map(|word| word.to_str()?.strip_prefix("--lang="));
    match after.and_then(|word| word.to_str()).or(joined)? {
        "en" => Some(Lang::En),
        "zh" => Some(Lang::Zh),
        _ => None,
    }
}

fn grammar(lang: Lang) -> Words {
    let report = |name: &'static str| {
        Arg::new(name)
            .value_name("REPORT")
            .value_parser(value_parser!(OsString))
    };
    let reports = || {
        report("reports")
            .num_args(1..)
            .required(true)
            .help(lang.text("cli.reports"))
    };
    let command =
        |name: &'static str, about: &str| dressed(Words::new(name).about(lang.text(about)), lang);
    let import = command("import", "cli.import").arg(files(lang).required(true));
    let list = command("list", "cli.list").arg(format(lang));
    let gaps = command("gaps", "cli.gaps").arg(format(lang));
    let verify = command("verify", "cli.verify");
    let keys = command("keys", "cli.keys");
    let show = command("show", "cli.show").arg(reports()).arg(format(lang));
    let check = command("check", "cli.check")
        .arg(reports())
        .arg(
            report("previous")
                .long("previous")
                .help(lang.text("cli.previous")),
        )
        .arg(path("pack", lang.text("cli.pack")).action(ArgAction::Append))
        .arg(format(lang));
    let compare = command("compare", "cli.compare")
        .arg(
            report("old")
                .required(true)
                .value_name("OLD")
                .help(lang.text("cli.old")),
        )
        .arg(
            report("new")
                .required(true)
                .value_name("NEW")
                .help(lang.text("cli.new")),
        )
        .arg(format(lang));
    let fix = command("fix", "cli.fix")
        .after_help(lang.text("cli.fix_example"))
        .arg(
            report("report")
                .required(true)
                .help(lang.text("cli.fix_report")),
        )
        .arg(
            Arg::new("fields")
                .value_name("FIELD=VALUE")
                .num_args(0..)
                .help(lang.text("cli.fix_fields")),
        )
        .arg(word("heading", "TEXT", lang.text("cli.fix_heading")))
        .args([
            word("level", "1-9", lang.text("cli.fix_level")).requires("heading"),
            word("part", "PART", lang.text("cli.fix_part")).requires("heading"),
        ])
        .args([
            switch("none", lang.text("cli.fix_none"))
                .requires("heading")
                .conflicts_with_all(["level", "part"]),
            switch("as-read", lang.text("cli.fix_as_read"))
                .requires("heading")
                .conflicts_with_all(["level", "part", "none"]),
        ])
        .arg(format(lang));
    dressed(Words::new("ducha"), lang)
        .about(lang.text("cli.about"))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .arg(
            Arg::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help(lang.text("cli.version")),
        )
        .disable_help_subcommand(true)
        .subcommand_help_heading(lang.text("cli.commands"))
        .arg(files(lang))
        .args(shared(lang))
        .subcommands([import, list, show, check, compare, fix, gaps, verify, keys])
}

/// The headings, the help flag and the layout that every command has.
fn dressed(words: Words, lang: Lang) -> Words {
    let usage = lang.text("cli.usage");
    words
        .help_template(format!(
            "{{about}}\n\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}\n"
        ))
        .next_help_heading(lang.text("cli.options"))
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(lang.text("cli.help"))
                .display_order(900),
        )
}

fn files(lang: Lang) -> Arg {
    Arg::new("files")
        .value_name("FILE")
        .num_args(1..)
        .value_parser(value_parser!(OsString))
        .help(lang.text("cli.files"))
        .help_heading(lang.text("cli.arguments"))
}

fn path(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("PATH")
        .value_parser(value_parser!(PathBuf))
        .help(help)
}

fn word(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}

fn format(lang: Lang) -> Arg {
    choice("format", ["text", "json"], lang.text("cli.format")).default_value("text")
}

fn choice(name: &'static str, values: [&'static str; 2], help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_parser(PossibleValuesParser::new(values))
        .hide_possible_values(true)
        .help(help)
}

fn shared(lang: Lang) -> [Arg; 5] {
    [
        path("library", lang.text("cli.library")).global(true),
        Arg::new("sample")
            .long("sample")
            .action(ArgAction::SetTrue)
            .help(lang.text("cli.sample"))
            .global(true),
        Arg::new("reviewer")
            .long("reviewer")
            .value_name("NAME")
            .help(lang.text("cli.reviewer"))
            .global(true),
        Arg::new("encoding")
            .long("encoding")
            .value_name("NAME")
            .help(lang.text("cli.encoding"))
            .global(true),
        choice("lang", ["zh", "en"], lang.text("cli.lang")).global(true),
    ]
}

fn understand(matches: &ArgMatches, lang: Lang) -> Result<Arguments, CliError> {
    let Some((name, inner)) = matches.subcommand() else {
        let files = many(matches, "files")
            .into_iter()
            .map(PathBuf::from)
            .collect();
        return Ok(Arguments::Console {
            files,
            shared: shared_values(matches, lang)?,
        });
    };
    Ok(match command(name, inner) {
        Some(command) => Arguments::Command {
            command,
            shared: shared_values(inner, lang)?,
        },
        None => Arguments::Keys { lang },
    })
}

/// The command of a name; none for the key table, which the console prints.
fn command(name: &str, inner: &ArgMatches) -> Option<Command> {
    let format = || format_value(inner);
    let command = match name {
        "import" => Command::Import {
            files: many(inner, "files"),
        },
        "list" => Command::List { format: format() },
        "show" => Command::Show {
            reports: many(inner, "reports"),
            format: format(),
        },
        "check" => Command::Check {
            reports: many(inner, "reports"),
            previous: inner.get_one::<OsString>("previous").cloned(),
            packs: inner
                .get_many::<PathBuf>("pack")
                .unwrap_or_default()
                .cloned()
                .collect(),
            format: format(),
        },
        "compare" => Command::Compare {
            old: one(inner, "old"),
            new: one(inner, "new"),
            format: format(),
        },
        "fix" => Command::Fix(fixing(inner)),
        "gaps" => Command::Gaps { format: format() },
        "verify" => Command::Verify,
        _ => return None,
    };
    Some(command)
}

fn fixing(inner: &ArgMatches) -> Fixing {
    let typed = |name| inner.get_one::<String>(name).cloned();
    Fixing {
        report: one(inner, "report"),
        fields: inner
            .get_many::<String>("fields")
            .unwrap_or_default()
            .cloned()
            .collect(),
        heading: typed("heading").map(|words| HeadingFix {
            words,
            level: typed("level"),
            part: typed("part"),
            none: inner.get_flag("none"),
            as_read: inner.get_flag("as-read"),
        }),
        format: format_value(inner),
    }
}

fn many(matches: &ArgMatches, name: &str) -> Vec<OsString> {
    matches
        .get_many::<OsString>(name)
        .unwrap_or_default()
        .cloned()
        .collect()
}

fn one(matches: &ArgMatches, name: &str) -> OsString {
    matches
        .get_one::<OsString>(name)
        .cloned()
        .unwrap_or_default()
}

fn format_value(matches: &ArgMatches) -> Format {
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => Format::Json,
        _ => Format::Text,
    }
}

fn shared_values(matches: &ArgMatches, lang: Lang) -> Result<Shared, CliError> {
    let label = matches.get_one::<String>("encoding");
    let encoding = label.map(|label| encoding(label, lang)).transpose()?;
    Ok(Shared {
        importer: Importer {
            encoding,
            ..Importer::default()
        },
        progress: false,
        lang,
        library: matches.get_one::<PathBuf>("library").cloned(),
        sample: matches.get_flag("sample"),
        reviewer: matches.get_one::<String>("reviewer").cloned(),
    })
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

/// clap's reason in our words, with the word it is about.
fn usage_error(error: &clap::Error, lang: Lang) -> String {
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.clone()),
        Some(ContextValue::Strings(words)) => Some(words.join(" ")),
        _ => None,
    };
    let about = word(ContextKind::InvalidArg)
        .or_else(|| word(ContextKind::InvalidSubcommand))
        .or_else(|| word(ContextKind::InvalidValue))
        .unwrap_or_default();
    let value = word(ContextKind::InvalidValue).unwrap_or_default();
    let (about, value) = (Shown::new(&about), Shown::new(&value));
    let said = match error.kind() {
        ErrorKind::UnknownArgument => lang.fill("error.unknown_argument", &[("word", &about)]),
        ErrorKind::MissingRequiredArgument => {
            lang.fill("error.missing_argument", &[("word", &about)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if !value.as_str().is_empty() => lang
            .fill(
                "error.invalid_value",
                &[("word", &about), ("value", &value)],
            ),
        ErrorKind::InvalidValue | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            lang.fill("error.missing_value", &[("word", &about)])
        }
        ErrorKind::ArgumentConflict => lang.fill("error.conflict", &[("word", &about)]),
        _ => lang.text("error.usage").to_owned(),
    };
    format!("{said}\n{}", lang.text("error.see_help"))
}
