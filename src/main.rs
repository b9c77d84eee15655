//! Arguments to a command or the console, and its end to an exit code.

use std::io::{self, BufWriter};
use std::process::ExitCode;

use ducha::cli::{self, Arguments, Output};
use ducha::locale::Lang;

fn main() -> ExitCode {
    let (mut result, mut talk) = (BufWriter::new(io::stdout().lock()), io::stderr());
    let mut output = Output::new(&mut result, &mut talk);
    let environment = |name: &str| std::env::var(name).ok();
    let (done, lang) = match cli::parse(std::env::args_os().skip(1), environment) {
        Ok(Arguments::Console { shared, .. }) => (Ok(cli::Status::Clean), shared.lang),
        Ok(Arguments::Command { command, shared }) => {
            (Ok(cli::run(&command, &shared, &mut output)), shared.lang)
        }
        Ok(Arguments::Text(text)) => (
            output.line(text.trim_end()).map(|()| cli::Status::Clean),
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
