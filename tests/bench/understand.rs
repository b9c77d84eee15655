//! How fast and in how much memory `ducha show` understands plain text, beside `iconv` on the same file in the same run.
//!
//! `cargo bench --bench understand` prints one row a text: the least time of each program, the ratio of their throughputs,
//! the same ratio by CPU time, which counts every core that was used, and the peak memory of ducha against what it may
//! use. On a machine that does other work only the second ratio says much. Without `iconv` its columns say `SKIP`.
//! Texts are made of the bundled samples, repeated.

use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// Runs of each program on each text; the least counts.
const RUNS: usize = 7;
/// The share of iconv's throughput to be reached.
const GOAL_RATIO: f64 = 0.25;
/// Memory that may be used: a base, and a multiple of the text.
const GOAL_BASE: usize = 6 << 20;
const GOAL_TIMES: usize = 6;
/// Argument by which this program measures one command: CPU time and peak memory are known only for all children together.
const MEASURE: &str = "--measure-one";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((first, [program, rest @ ..])) if first == MEASURE => measure(program, rest),
        _ => compare(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("understand: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What one run took.
#[derive(Clone, Copy)]
struct Cost {
    /// From start to end, in microseconds.
    wall: i64,
    /// CPU time, user and system, in microseconds.
    cpu: i64,
    /// Peak resident memory in bytes.
    memory: usize,
}

fn compare() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    println!(
        "text                     size     iconv     ducha   ratio (goal {GOAL_RATIO})  by CPU     memory       limit"
    );
    for (name, text) in texts()? {
        let path = folder.path().join("text.txt");
        fs::write(&path, &text)?;
        let (iconv, ducha) = least(&path, folder.path())?;
        println!("{}", row(name, text.len(), iconv, ducha));
    }
    Ok(())
}

/// Reports one after the other, up to 5 MB, and one line of a million characters.
fn texts() -> io::Result<Vec<(&'static str, String)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let mut samples = String::new();
    for path in paths {
        samples.push_str(&fs::read_to_string(path)?);
        samples.push('\n');
    }
    let bytes = |len: usize| -> String {
        let whole = samples.repeat(len / samples.len() + 1);
        let end = (0..=len).rev().find(|at| whole.is_char_boundary(*at));
        whole.get(..end.unwrap_or(0)).unwrap_or("").to_owned()
    };
    let line: String = samples
        .replace(['\r', '\n'], "")
        .chars()
        .cycle()
        .take(1_000_000)
        .collect();
    Ok(vec![
        ("reports, 0.1 MB", bytes(100_000)),
        ("reports, 1 MB", bytes(1_000_000)),
        ("reports, 5 MB", bytes(5_000_000)),
        ("one line, 1,000,000 chars", line),
    ])
}

/// The least of several runs that take turns, so that both see the same machine.
fn least(path: &Path, home: &Path) -> io::Result<(Option<Cost>, Cost)> {
    let path = path.to_string_lossy();
    let iconv = ["iconv", "-f", "utf8", "-t", "utf16", &path];
    let ducha = [env!("CARGO_BIN_EXE_ducha"), "show", &path];
    let mut best: (Option<Cost>, Option<Cost>) = (None, None);
    for _ in 0..RUNS {
        best.0 = better(best.0, run(&iconv, home).ok());
        best.1 = better(best.1, Some(run(&ducha, home)?));
    }
    let ducha = best.1.ok_or_else(|| io::Error::other("no run"))?;
    Ok((best.0, ducha))
}

fn better(one: Option<Cost>, other: Option<Cost>) -> Option<Cost> {
    match (one, other) {
        (Some(one), Some(other)) => Some(Cost {
            wall: one.wall.min(other.wall),
            cpu: one.cpu.min(other.cpu),
            memory: one.memory.min(other.memory),
        }),
        (one, other) => one.or(other),
    }
}

/// Runs a command under a process of its own and reads what that measured.
fn run(command: &[&str], home: &Path) -> io::Result<Cost> {
    let output = Command::new(env::current_exe()?)
        .arg(MEASURE)
        .args(command)
        .env("HOME", home)
        .env_remove("XDG_DATA_HOME")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace();
    let cost = (|| {
        Some(Cost {
            wall: numbers.next()?.parse().ok()?,
            cpu: numbers.next()?.parse().ok()?,
            memory: numbers.next()?.parse().ok()?,
        })
    })();
    cost.ok_or_else(|| io::Error::other(format!("{} did not run", command.join(" "))))
}

/// Runs one command to its end and prints its time, its CPU time and its peak memory.
fn measure(program: &str, arguments: &[String]) -> io::Result<()> {
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(io::Error::other(format!("{program}: {status}")));
    }
    let wall = start.elapsed().as_micros();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    println!("{wall} {cpu} {}", usage.max_rss() * 1024);
    Ok(())
}

fn row(name: &str, size: usize, iconv: Option<Cost>, ducha: Cost) -> String {
    let millis = |cost: Cost| format!("{:.1} ms", cost.wall as f64 / 1000.0);
    let megabytes = |bytes: usize| format!("{:.1} MB", bytes as f64 / f64::from(1 << 20));
    let limit = GOAL_BASE + GOAL_TIMES * size;
    let sign = |met: bool| if met { "met" } else { "MISSED" };
    let ratio = |time: fn(Cost) -> i64| Some(time(iconv?) as f64 / time(ducha).max(1) as f64);
    let shown = |ratio: Option<f64>| ratio.map_or("SKIP".to_owned(), |ratio| format!("{ratio:.3}"));
    let (wall, cpu) = (ratio(|cost| cost.wall), ratio(|cost| cost.cpu));
    format!(
        "{name:<25}{:>8} {:>9} {:>9}   {:>6} {:<14} {:>6} {:>10} {:>11} {}",
        megabytes(size),
        iconv.map_or("SKIP".to_owned(), millis),
        millis(ducha),
        shown(wall),
        wall.map_or("", |ratio| sign(ratio >= GOAL_RATIO)),
        shown(cpu),
        megabytes(ducha.memory),
        megabytes(limit),
        sign(ducha.memory <= limit),
    )
}
