//! What the console costs on a slow line, beside the programs that people use there, in the same pseudo-terminal, on the
//! same texts, in the same run.
//!
//! `cargo bench --bench terminal` prints one row a measurement: ours, the peer's, their ratio, and the goal. A peer that is
//! not on the machine leaves `SKIP`. Bytes are exact; times are medians of runs that take turns. Words behind `--` choose
//! the groups: `bytes`, `start`, `keys`, `idle`.

mod line;
mod measure;
mod table;
mod texts;

use std::env;
use std::io;
use std::process::ExitCode;

use measure::Bench;

fn main() -> ExitCode {
    let words: Vec<String> = env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("terminal: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> io::Result<()> {
    let bench = Bench::new()?;
    type Group = fn(&Bench) -> io::Result<()>;
    let groups: [(&str, Group); 4] = [
        ("bytes", measure::bytes),
        ("start", measure::start),
        ("keys", measure::keys),
        ("idle", measure::idle),
    ];
    table::head();
    for (name, group) in groups {
        if words.is_empty() || words.iter().any(|word| word == name) {
            group(&bench)?;
        }
    }
    Ok(())
}
