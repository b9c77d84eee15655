//! The words of the command line and their help.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command as Words, value_parser};

use super::outgoing;
use crate::cli::page::PageFormat;
use crate::locale::Lang;

pub(super) fn grammar(lang: Lang) -> Words {
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
    let import = command("import", "cli.import")
        .arg(files(lang).required(true))
        .arg(switch("yes", lang.text("cli.import_yes")).short('y'));
    let list = command("list", "cli.list").arg(format(lang));
    let verify = command("verify", "cli.verify")
        .arg(switch("repair", lang.text("cli.verify_repair")))
        .arg(switch("apply", lang.text("cli.verify_apply")).requires("repair"))
        .arg(format(lang));
    let place = |name: &'static str, about: &str| {
        Arg::new(name)
            .value_name("FILE")
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help(lang.text(about))
    };
    let backup = command("backup", "cli.backup").arg(place("out", "cli.backup_out"));
    let restore = command("restore", "cli.restore").arg(place("file", "cli.restore_file"));
    let doctor = command("doctor", "cli.doctor")
        .arg(format(lang))
        .arg(switch("json", lang.text("cli.json")).conflicts_with("format"));
    let agreement = command("agreement", "cli.agreement")
        .arg(
            report("reports")
                .num_args(0..)
                .help(lang.text("cli.agreement_reports")),
        )
        .arg(format(lang));
    let follow_up = command("follow-up", "cli.follow_up")
        .arg(
            report("report")
                .required(true)
                .help(lang.text("cli.follow_up_report")),
        )
        .arg(format(lang));
    let keys = command("keys", "cli.keys");
    let records = || switch("records", lang.text("cli.records"));
    let show = command("show", "cli.show")
        .arg(reports().required(false).required_unless_present("records"))
        .arg(records().conflicts_with("reports"))
        .arg(format(lang));
    let check = command("check", "cli.check")
        .arg(
            report("reports")
                .num_args(0..)
                .help(lang.text("cli.check_reports")),
        )
        .arg(records().conflicts_with("reports"))
        .arg(
            report("previous")
                .long("previous")
                .help(lang.text("cli.previous")),
        )
        .arg(format(lang));
    let compare = command("compare", "cli.compare")
        .arg(
            report("old")
                .required_unless_present("records")
                .value_name("OLD")
                .help(lang.text("cli.old")),
        )
        .arg(
            report("new")
                .required_unless_present("records")
                .value_name("NEW")
                .help(lang.text("cli.new")),
        )
        .arg(
            report("against")
                .long("against")
                .value_name("FOLDER")
                .conflicts_with("records")
                .help(lang.text("cli.against")),
        )
        .arg(records().conflicts_with_all(["old", "new"]))
        .args(printing(lang));
    let series = command("series", "cli.series")
        .arg(
            reports()
                .required(false)
                .required_unless_present("across")
                .help(lang.text("cli.series_reports")),
        )
        .arg(switch("across", lang.text("cli.series_across")))
        .arg(
            Arg::new("year")
                .long("year")
                .value_name("YEAR")
                .value_parser(value_parser!(i16))
                .requires("across")
                .help(lang.text("cli.series_year")),
        )
        .args(printing(lang));
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
    let explain = command("explain", "cli.explain")
        .arg(
            Arg::new("rule")
                .value_name("RULE")
                .required(true)
                .help(lang.text("cli.explain_rule")),
        )
        .arg(format(lang));
    let packs = packs(lang);
    let score = command("score", "cli.score")
        .arg(
            report("reports")
                .num_args(0..)
                .help(lang.text("cli.score_reports")),
        )
        .arg(format(lang));
    let search = search(lang);
    let suppress = suppress(lang);
    let annotate = annotate(lang);
    let register = register(lang);
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
        .subcommands([
            import, list, show, search, check, score, suppress, register, explain, packs, compare,
            series, fix, annotate, agreement, follow_up, verify, backup, restore, doctor, keys,
        ])
        .subcommands(outgoing::words(lang))
}

/// `search WORDS` in the library, or in the reports named.
fn search(lang: Lang) -> Words {
    dressed(Words::new("search").about(lang.text("cli.search")), lang)
        .arg(
            Arg::new("words")
                .value_name("WORDS")
                .required(true)
                .help(lang.text("cli.search_words")),
        )
        .arg(
            Arg::new("reports")
                .value_name("REPORT")
                .value_parser(value_parser!(OsString))
                .num_args(0..)
                .help(lang.text("cli.search_reports")),
        )
        .args([
            switch("regex", lang.text("cli.search_regex")),
            switch("exact", lang.text("cli.search_exact")).conflicts_with("regex"),
        ])
        .arg(format(lang))
}

/// `annotate REPORT` with what it is about and what is said; without a problem, lines of standard input.
fn annotate(lang: Lang) -> Words {
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        word(name, value, lang.text(help)).requires("problem")
    };
    dressed(
        Words::new("annotate").about(lang.text("cli.annotate")),
        lang,
    )
    .after_help(lang.text("cli.annotate_example"))
    .arg(
        Arg::new("report")
            .value_name("REPORT")
            .value_parser(value_parser!(OsString))
            .help(lang.text("cli.annotate_report")),
    )
    .args([
        text("quote", "TEXT", "cli.annotate_quote"),
        text("nth", "N", "cli.annotate_nth").value_parser(value_parser!(usize)),
        text("section", "TEXT", "cli.annotate_section"),
        switch("absence", lang.text("cli.annotate_absence")).requires("problem"),
        text("motivation", "NAME", "cli.annotate_motivation"),
        text("grade", "NAME", "cli.annotate_grade"),
        text("rule", "RULE", "cli.annotate_rule"),
        word("problem", "TEXT", lang.text("cli.annotate_problem")).requires("report"),
        text("suggestion", "TEXT", "cli.annotate_suggestion"),
        switch("private", lang.text("cli.annotate_private")).requires("problem"),
    ])
}

/// `suppress RULE` with a scope and a reason; without a rule the list.
fn suppress(lang: Lang) -> Words {
    dressed(
        Words::new("suppress").about(lang.text("cli.suppress")),
        lang,
    )
    .arg(
        Arg::new("rule")
            .value_name("RULE")
            .help(lang.text("cli.suppress_rule")),
    )
    .arg(
        Arg::new("report")
            .long("report")
            .value_name("REPORT")
            .value_parser(value_parser!(OsString))
            .help(lang.text("cli.suppress_report")),
    )
    .args([
        word("issuer", "NAME", lang.text("cli.suppress_issuer")).conflicts_with("report"),
        switch("everywhere", lang.text("cli.suppress_everywhere"))
            .conflicts_with_all(["report", "issuer"]),
        word("reason", "TEXT", lang.text("cli.suppress_reason")).requires("rule"),
        word("until", "DATE", lang.text("cli.suppress_until")).requires("rule"),
        switch("lift", lang.text("cli.suppress_lift"))
            .requires("rule")
            .conflicts_with_all(["reason", "until"]),
    ])
    .arg(format(lang))
}

/// `register import FILE` and `register list`.
fn register(lang: Lang) -> Words {
    let command =
        |name: &'static str, about: &str| dressed(Words::new(name).about(lang.text(about)), lang);
    let import = command("import", "cli.register_import")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(lang.text("cli.register_file")),
        )
        .arg(switch("replace", lang.text("cli.register_replace")));
    let list = command("list", "cli.register_list")
        .arg(
            Arg::new("year")
                .long("year")
                .value_name("YEAR")
                .value_parser(value_parser!(i16))
                .help(lang.text("cli.register_year")),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(PossibleValuesParser::new(["text", "csv", "json"]))
                .hide_possible_values(true)
                .default_value("text")
                .help(lang.text("cli.register_format")),
        );
    command("register", "cli.register")
        .subcommand_help_heading(lang.text("cli.commands"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommands([import, list])
}

/// `packs list` and `packs check FILE`.
fn packs(lang: Lang) -> Words {
    let command =
        |name: &'static str, about: &str| dressed(Words::new(name).about(lang.text(about)), lang);
    let list = command("list", "cli.packs_list").arg(format(lang));
    let check = command("check", "cli.packs_check")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(lang.text("cli.packs_file")),
        )
        .arg(
            Arg::new("on")
                .long("on")
                .value_name("FOLDER")
                .value_parser(value_parser!(OsString))
                .help(lang.text("cli.packs_on")),
        )
        .arg(format(lang));
    command("packs", "cli.packs")
        .subcommand_help_heading(lang.text("cli.commands"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommands([list, check])
}

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

pub(super) fn path(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("PATH")
        .value_parser(value_parser!(PathBuf))
        .help(help)
}

pub(super) fn word(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

pub(super) fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}

pub(super) fn format(lang: Lang) -> Arg {
    choice("format", ["text", "json"], lang.text("cli.format")).default_value("text")
}

/// `--format` of what is a page, and `--out`.
fn printing(lang: Lang) -> [Arg; 2] {
    let format = Arg::new("format")
        .long("format")
        .value_parser(PossibleValuesParser::new(PageFormat::NAMES))
        .hide_possible_values(true)
        .default_value("text")
        .help(lang.text("cli.page_format"));
    let out = Arg::new("out")
        .long("out")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help(lang.text("cli.out"));
    [format, out]
}

pub(super) fn choice(name: &'static str, values: [&'static str; 2], help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_parser(PossibleValuesParser::new(values))
        .hide_possible_values(true)
        .help(help)
}

fn shared(lang: Lang) -> [Arg; 7] {
    [
        path("pack", lang.text("cli.pack"))
            .action(ArgAction::Append)
            .global(true),
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
        Arg::new("role")
            .long("role")
            .value_name("ROLE")
            .value_parser(PossibleValuesParser::new([
                "first",
                "second",
                "adjudicator",
            ]))
            .hide_possible_values(true)
            .help(lang.text("cli.role"))
            .global(true),
        Arg::new("encoding")
            .long("encoding")
            .value_name("NAME")
            .help(lang.text("cli.encoding"))
            .global(true),
        choice("lang", ["zh", "en"], lang.text("cli.lang")).global(true),
    ]
}
