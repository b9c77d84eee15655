//! Every claim about what the program costs, beside the programs that people use for the same, on the same texts, in the same
//! run, in one table.
//!
//! `cargo bench` prints one row a measurement: ours, the peer's, their ratio, the goal, and whether it costs more than it did
//! when `baseline.json` was written. A program that is not on the machine leaves `SKIP`. Words behind `--` choose groups.
//! `cargo bench -- --renew` writes the baseline. The table as JSON is in `target/bench/results.json`, in Markdown beside it. What
//! cost more than before is a failure; a goal that is missed is only said. `cargo bench -- --write FOLDER COUNT` only writes a
//! library of so many reports.

mod annotated;
mod baseline;
mod bytes;
mod check;
mod compare;
#[path = "../support/desk.rs"]
#[allow(dead_code)]
mod desk;
#[path = "../support/emulator.rs"]
mod emulator;
mod export;
#[path = "../support/gap.rs"]
mod gap;
mod idle;
mod keys;
mod library;
mod line;
mod measure;
mod programs;
#[path = "../support/reviewed.rs"]
mod reviewed;
mod saves;
mod scale;
mod soak;
mod start;
mod startup;
mod table;
mod texts;
mod understand;

use std::env;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use baseline::Baseline;
use table::{Table, Verdict};
use texts::Texts;

type Group = fn(&Texts, &mut Table) -> io::Result<()>;

/// What can be asked for, in the order in which it is run. The first three come out the same however busy the machine is.
const GROUPS: [(&str, Group); 13] = [
    ("bytes", bytes::rows),
    ("instructions", counted),
    ("size", startup::size),
    ("start", start::rows),
    ("keys", keys::rows),
    ("annotated", annotated::rows),
    ("saves", saves::rows),
    ("idle", idle::rows),
    ("understand", understand::rows),
    ("check", check::rows),
    ("scale", scale::rows),
    ("export", export::rows),
    ("soak", soak::rows),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        [measure::MEASURE, program, ..] => {
            measure::measure(program, arguments.get(2..).unwrap_or_default()).map(|()| Vec::new())
        }
        [compare::PIECE, piece, old, new] => {
            compare::run_piece(piece, old, new).map(|()| Vec::new())
        }
        ["--write", folder, count, ..] => {
            let count = count.parse().unwrap_or(0);
            library::write(Path::new(folder), count).map(|()| Vec::new())
        }
        _ => run(&words),
    };
    match done {
        Ok(worse) if worse.is_empty() => ExitCode::SUCCESS,
        Ok(worse) => {
            eprintln!("costs more than before: {}", worse.join("; "));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the groups that were named, or all, and gives the names of what costs more than before.
fn run(words: &[&str]) -> io::Result<Vec<String>> {
    let named: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !word.starts_with('-'))
        .collect();
    if let Some(unknown) = named
        .iter()
        .find(|name| !GROUPS.iter().any(|(group, _)| group == *name))
    {
        let groups: Vec<&str> = GROUPS.iter().map(|(name, _)| *name).collect();
        return Err(io::Error::other(format!(
            "no group {unknown}; there are {}",
            groups.join(", ")
        )));
    }
    let compiler = programs::version("rustc");
    let baseline = Baseline::read(compiler.clone())?;
    let texts = Texts::new()?;
    let mut table = Table::new(baseline.clone());
    for (name, group) in GROUPS {
        if named.is_empty() || named.contains(&name) {
            group(&texts, &mut table)?;
        }
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../bench/results.json");
    table.write(&path, &versions(compiler))?;
    let count = |wanted: fn(&Verdict) -> bool| table.count(wanted);
    println!(
        "{} met, {} missed, {} skipped",
        count(|verdict| *verdict == Verdict::Met),
        count(|verdict| *verdict == Verdict::Missed),
        count(|verdict| matches!(verdict, Verdict::Skip(_))),
    );
    if words.contains(&"--renew") {
        baseline.renew(&table.rows)?;
        return Ok(Vec::new());
    }
    Ok(table.regressions())
}

/// All that is counted in instructions.
fn counted(texts: &Texts, table: &mut Table) -> io::Result<()> {
    startup::rows(texts, table)?;
    check::counted(texts, table)?;
    annotated::counted(texts, table)?;
    compare::rows(texts, table)
}

fn versions(compiler: Option<String>) -> Vec<(&'static str, Option<String>)> {
    let peers = [
        "less", "vim", "nvim", "tig", "git", "rg", "iconv", "valgrind",
    ];
    let mut versions = vec![("rustc", compiler)];
    versions.extend(peers.map(|peer| (peer, programs::version(peer))));
    versions
}
