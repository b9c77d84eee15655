//! Arguments to a command or the console, and its end to an exit code.

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use ducha::cli::{self, Arguments, CliError, Output, Shared, Status, Stream};
use ducha::import;
use ducha::locale::Lang;
use ducha::tui;

fn main() -> ExitCode {
    let environment = |name: &str| std::env::var(name).ok();
    let configured = ducha::store::Config::language;
    let mut arguments = cli::parse(std::env::args_os().skip(1), environment, configured);
    if let Ok(Arguments::Console { shared, .. } | Arguments::Command { shared, .. }) =
        &mut arguments
    {
        shared.importer.program = program();
        shared.progress = io::stderr().is_terminal();
        let silent = environment("NO_COLOR").is_some_and(|value| !value.is_empty());
        let plain = environment("TERM").is_none_or(|name| name == "dumb");
        shared.colour = io::stdout().is_terminal() && !silent && !plain;
        shared.room = room();
    }
    let (mut result, mut talk) = (BufWriter::new(Stream::Result), Stream::Talk);
    let mut output = Output::new(&mut result, &mut talk);
    let (done, lang) = match arguments {
        Ok(Arguments::Extract { arguments }) => (Ok(extract(&arguments)), Lang::Zh),
        Ok(Arguments::Console { files, shared }) => {
            (console(&files, &shared, &mut output), shared.lang)
        }
        Ok(Arguments::Keys { lang }) => (keys(lang, &mut output), lang),
        Ok(Arguments::Command { command, shared }) => {
            (Ok(cli::run(&command, &shared, &mut output)), shared.lang)
        }
        Ok(Arguments::Text(text)) => (
            output.line(text.trim_end()).map(|()| Status::Clean),
            Lang::Zh,
        ),
        Err(error) => (Err(error), Lang::Zh),
    };
    let status = match done.and_then(|status| output.flush().map(|()| status)) {
        Ok(status) => status,
        Err(error) => output.fail(&error, lang),
    };
    ExitCode::from(status.code())
}

/// The width of the terminal that standard output is.
fn room() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// This program, to be started again. The link of the system leads to what runs now, even when the file was replaced by a
/// newer version since.
fn program() -> PathBuf {
    let link = PathBuf::from("/proc/self/exe");
    if link.exists() {
        return link;
    }
    std::env::current_exe().unwrap_or_default()
}

/// What a child does: the text of one file.
fn extract(arguments: &[OsString]) -> Status {
    match import::serve(arguments, io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => Status::Clean,
        Err(_) => Status::Failed,
    }
}

/// Imports the files, then opens the console on them; what could not be read decides the exit code.
fn console(files: &[PathBuf], shared: &Shared, output: &mut Output) -> Result<Status, CliError> {
    let (library, open, status) = cli::for_console(files, shared, output)?;
    if !files.is_empty() && open.is_empty() {
        return Ok(status);
    }
    let (config, packs) = cli::Rules::for_console(shared)?;
    let options = tui::Options {
        library,
        packs,
        config,
        open,
        lang: shared.lang,
        reviewer: cli::reviewer_name(shared),
        role: shared.role,
        importer: shared.importer.clone(),
        exporter: tui::Exporter {
            program: program(),
            options: shared.options(),
        },
    };
    match tui::run(options) {
        Ok(tui::Ending::Clean) => Ok(status),
        Ok(tui::Ending::Unsaved(text)) => {
            output.say(&text);
            Ok(Status::Failed)
        }
        Err(failure) => {
            output.say(&failure.message(shared.lang));
            Ok(Status::Failed)
        }
    }
}

/// The key table that the console works by.
fn keys(lang: Lang, output: &mut Output) -> Result<Status, CliError> {
    let (config, _) = cli::Rules::for_console(&Shared::default())?;
    let (keymap, clashes) = tui::keymap::Keymap::bundled().with(&config.console.keys);
    output.line(keymap.table(lang).trim_end())?;
    let mut status = Status::Clean;
    for (line, fault) in clashes {
        let reason = fault.message(lang);
        let values: [(&str, &dyn std::fmt::Display); 2] = [("line", &line), ("reason", &reason)];
        output.say(&lang.fill("keymap.clash", &values));
        status = Status::Failed;
    }
    Ok(status)
}
