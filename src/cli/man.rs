//! `ducha man`: the manual page, from the same table as the help.

use clap::{Arg, Command as Words};

use super::args::words;
use super::{CliError, Output, Shared, Status};
use crate::locale::Lang;

pub fn run(shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    output.line(page(&words(shared.lang), shared.lang).trim_end())?;
    Ok(Status::Clean)
}

fn page(root: &Words, lang: Lang) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let title = |key: &str| escaped(lang.text(key));
    let mut page = format!(".TH DUCHA 1 \"\" \"ducha {version}\"\n.ad l\n");
    page.push_str(&format!(
        ".SH {}\nducha \\- {}\n",
        title("man.name"),
        about(root)
    ));
    page.push_str(&format!(
        ".SH {}\n\\fBducha\\fR [\\fI{}\\fR] [\\fIFILE\\fR...]\n.br\n\\fBducha\\fR \\fI{}\\fR ...\n",
        title("man.synopsis"),
        title("man.options"),
        title("man.command")
    ));
    page.push_str(&format!(".SH {}\n", title("man.options")));
    root.get_arguments().for_each(|arg| option(arg, &mut page));
    page.push_str(&format!(".SH {}\n", title("man.commands")));
    for command in root.get_subcommands() {
        below(command, "ducha", &mut page);
    }
    page.push_str(&format!(".SH {}\n", title("man.status")));
    paragraphs(lang.text("man.codes"), &mut page);
    page.push_str(&format!(".SH {}\n", title("man.files")));
    paragraphs(lang.text("man.places"), &mut page);
    page
}

/// A command with its own options, and the commands below it; these are two deep.
fn below(words: &Words, above: &str, page: &mut String) {
    let name = format!("{above} {}", words.get_name());
    let positional: Vec<String> = words
        .get_positionals()
        .map(|arg| format!("\\fI{}\\fR", escaped(&value_name(arg))))
        .collect();
    page.push_str(&format!(
        ".SS \"\\fB{}\\fR {}\"\n{}\n",
        escaped(&name),
        positional.join(" "),
        about(words)
    ));
    for arg in words.get_arguments() {
        let is_general = arg.is_global_set() || arg.get_id() == "help";
        if !is_general {
            option(arg, page);
        }
    }
    if let Some(text) = words.get_after_help() {
        page.push_str(".PP\n.nf\n");
        for line in text.to_string().lines() {
            page.push_str(&format!("{}\n", escaped(line)));
        }
        page.push_str(".fi\n");
    }
    for words in words.get_subcommands() {
        below(words, &name, page);
    }
}

fn option(arg: &Arg, page: &mut String) {
    let mut names: Vec<String> = Vec::new();
    names.extend(arg.get_short().map(|short| format!("\\fB\\-{short}\\fR")));
    names.extend(
        arg.get_long()
            .map(|long| format!("\\fB\\-\\-{}\\fR", escaped(long))),
    );
    let value = match (names.is_empty(), arg.get_action().takes_values()) {
        (true, _) => format!("\\fI{}\\fR", escaped(&value_name(arg))),
        (false, true) => format!(" \\fI{}\\fR", escaped(&value_name(arg))),
        (false, false) => String::new(),
    };
    let help = arg
        .get_help()
        .map_or_else(String::new, |help| escaped(&help.to_string()));
    page.push_str(&format!(".TP\n{}{value}\n{help}\n", names.join(", ")));
}

fn value_name(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    match names.is_empty() {
        true => arg.get_id().as_str().to_uppercase(),
        false => names.join(" "),
    }
}

fn about(words: &Words) -> String {
    words
        .get_about()
        .map_or_else(String::new, |about| escaped(&about.to_string()))
}

fn paragraphs(text: &str, page: &mut String) {
    for line in text.lines() {
        page.push_str(&format!("{}\n.br\n", escaped(line)));
    }
}

/// No line of a text begins a request, and a hyphen is one that can be copied.
fn escaped(text: &str) -> String {
    let plain = text
        .replace('\\', "\\e")
        .replace('-', "\\-")
        .replace('\n', " ");
    match plain.starts_with(['.', '\'']) {
        true => format!("\\&{plain}"),
        false => plain,
    }
}
