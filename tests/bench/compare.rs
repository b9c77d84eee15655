//! How many instructions a comparison takes, beside `git diff --word-diff-regex=.` on the same pair, and in how much memory.
//!
//! `cargo bench --bench compare` counts with `valgrind --tool=callgrind`: the whole program `ducha compare OLD NEW`, then the
//! comparing alone up to the first usable result and to the end. Counts do not depend on the machine's load. Without
//! valgrind or git the columns say `SKIP`. Texts are made of the bundled samples.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use ducha::compare::compare_in_stages;
use ducha::report::{Hints, Report, SourceText, parse};
use nix::sys::resource::{UsageWho, getrusage};

/// Instructions for two texts of 6,000 characters; four times as many for two of 25,000.
const GOAL_WHOLE: u64 = 118_000_000;
/// Instructions from the start of comparing to the first usable result, for two texts of 6,000 characters.
const GOAL_FIRST: u64 = 12_000_000;
/// Memory that may be used: a base, and a multiple of the texts.
const GOAL_BASE: usize = 8 << 20;
const GOAL_TIMES: usize = 40;
/// Arguments by which this program runs one piece of the work, to be counted, or measures the memory of a command.
const PIECE: &str = "--piece";
const MEMORY: &str = "--memory";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [PIECE, piece, old, new] => run_piece(piece, old, new),
        [MEMORY, program, ref rest @ ..] => memory(program, rest),
        _ => table(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("compare: {error}");
            ExitCode::FAILURE
        }
    }
}

fn table() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    println!(
        "{:<28}{:>9}{:>12}{:>12}{:>12}{:>12}  goals                  {:>9}{:>9}",
        "pair", "chars", "git", "program", "first", "comparing", "memory", "limit"
    );
    for pair in pairs()? {
        let paths = (folder.path().join("old.txt"), folder.path().join("new.txt"));
        fs::write(&paths.0, &pair.old)?;
        fs::write(&paths.1, &pair.new)?;
        println!("{}", row(&pair, &paths, folder.path())?);
    }
    Ok(())
}

/// Two texts, and how many times the goals for 6,000 characters they may take.
struct Pair {
    name: &'static str,
    old: String,
    new: String,
    times: u64,
}

/// Neighbouring years, unrelated reports, and the same as long as long reports are.
fn pairs() -> io::Result<Vec<Pair>> {
    let read = |name: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
        fs::read_to_string(folder.join(format!("{name}.txt")))
    };
    let county = (read("霁川县-2022")?, read("霁川县-2024")?);
    let town = (read("槐汀镇-2022")?, read("槐汀镇-2024")?);
    let cut = |text: String, length: usize| -> String { text.chars().take(length).collect() };
    let pair = |name, old: &str, new: &str, length: usize, times| Pair {
        name,
        old: cut(old.repeat(length / 2000 + 1), length),
        new: cut(new.repeat(length / 2000 + 1), length),
        times,
    };
    let (old, new) = (county.0 + &town.0, county.1 + &town.1);
    Ok(vec![
        pair("two years, 6,000", &old, &new, 6_000, 1),
        pair("unrelated, 6,000", &old, &town.1, 6_000, 1),
        pair("two years, 25,000", &old, &new, 25_000, 4),
    ])
}

fn row(pair: &Pair, paths: &(PathBuf, PathBuf), home: &Path) -> io::Result<String> {
    let (old, new) = (paths.0.to_string_lossy(), paths.1.to_string_lossy());
    let own = env::current_exe()?;
    let own = own.to_string_lossy();
    let ducha = [env!("CARGO_BIN_EXE_ducha"), "compare", &old, &new];
    let git = [
        "git",
        "diff",
        "--no-index",
        "--word-diff-regex=.",
        &old,
        &new,
    ];
    let piece = |piece: &str| count(&[&own, PIECE, piece, &old, &new], home);
    let since_parse = |count: Option<u64>| Some(count?.saturating_sub(piece("parse")?));
    let (first, comparing) = (since_parse(piece("first")), since_parse(piece("whole")));
    let program = count(&ducha, home);
    let used = memory_of(&ducha, home)?;
    let limit = GOAL_BASE + GOAL_TIMES * (pair.old.len() + pair.new.len());
    let sign = |met: Option<bool>| match met {
        Some(true) => "met",
        Some(false) => "MISSED",
        None => "SKIP",
    };
    let goals = [
        sign(program.map(|count| count <= GOAL_WHOLE * pair.times)),
        sign(first.map(|count| count <= GOAL_FIRST * pair.times)),
        sign(Some(used <= limit)),
    ];
    let millions = |count: Option<u64>| match count {
        Some(count) => format!("{:.1} M", count as f64 / 1e6),
        None => "SKIP".to_owned(),
    };
    let megabytes = |bytes: usize| format!("{:.1} MB", bytes as f64 / f64::from(1 << 20));
    Ok(format!(
        "{:<28}{:>9}{:>12}{:>12}{:>12}{:>12}  {:<23}{:>9}{:>9}",
        pair.name,
        pair.old.chars().count(),
        millions(count(&git, home)),
        millions(program),
        millions(first),
        millions(comparing),
        goals.join(" "),
        megabytes(used),
        megabytes(limit),
    ))
}

/// The instructions of a command, as callgrind collects them.
fn count(command: &[&str], home: &Path) -> Option<u64> {
    let file = home.join("callgrind.out");
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", file.display()))
        .args(command)
        .env("HOME", home)
        .env_remove("XDG_DATA_HOME")
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&output.stderr);
    let (_, collected) = told.split_once("Collected :")?;
    collected.split_whitespace().next()?.parse().ok()
}

/// Parses the pair and goes as far as the name of the piece says.
fn run_piece(piece: &str, old: &str, new: &str) -> io::Result<()> {
    let read = |path: &str| -> io::Result<Report> {
        let text = fs::read_to_string(path)?;
        Ok(parse(SourceText::new(text), &Hints::default()))
    };
    let (old, new) = (read(old)?, read(new)?);
    let stop = AtomicBool::new(false);
    if piece != "parse" {
        compare_in_stages(&old, &new, &stop, &mut |_, _| {
            stop.store(piece == "first", Ordering::Relaxed);
        });
    }
    Ok(())
}

/// Peak memory of a command, measured by a process of its own.
fn memory_of(command: &[&str], home: &Path) -> io::Result<usize> {
    let output = Command::new(env::current_exe()?)
        .arg(MEMORY)
        .args(command)
        .env("HOME", home)
        .env_remove("XDG_DATA_HOME")
        .stdin(Stdio::null())
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let bytes = told.trim().parse();
    bytes.map_err(|_| io::Error::other(format!("{} did not run", command.join(" "))))
}

/// Runs one command to its end and prints its peak memory. A difference found is no failure.
fn memory(program: &str, arguments: &[&str]) -> io::Result<()> {
    Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .status()?;
    println!("{}", getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss() * 1024);
    Ok(())
}
