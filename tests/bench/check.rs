//! How fast and in how much memory `ducha check` goes over a folder of 1,000 reports, beside `iconv` on the same texts in the
//! same run.
//!
//! `cargo bench --bench check` prints the least time of each program from start to end, the ratio of their throughputs, the
//! same ratio by CPU time, and the peak memory for a tenth of the folder and for all of it, which may differ little. On a
//! machine that does other work only the second ratio says much. Without `iconv` its columns say `SKIP`. Texts are made
//! of the bundled samples.

use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// Runs of each program; the least counts.
const RUNS: usize = 5;
const REPORTS: usize = 1_000;
/// Characters of a report.
const LENGTH: usize = 4_500;
/// The share of iconv's throughput to be reached.
const GOAL_RATIO: f64 = 0.02;
/// How much more memory ten times as many reports may take: what is known of each, and of their wording.
const GOAL_MEMORY: usize = 24 << 20;
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
            eprintln!("check: {error}");
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
    let home = tempfile::tempdir()?;
    let (all, few) = (home.path().join("all"), home.path().join("few"));
    let joined = home.path().join("joined.txt");
    let text = write(&all, REPORTS)?;
    write(&few, REPORTS / 10)?;
    fs::write(&joined, &text)?;
    let name = |path: &Path| path.to_string_lossy().into_owned();
    let ducha = env!("CARGO_BIN_EXE_ducha");
    let (all, few, joined) = (name(&all), name(&few), name(&joined));
    let iconv = ["iconv", "-f", "utf8", "-t", "utf16", &joined];
    let (mut least, mut tenth) = ((None, None), None);
    for _ in 0..RUNS {
        least.0 = better(least.0, run(&iconv, home.path()).ok());
        least.1 = better(least.1, Some(run(&[ducha, "check", &all], home.path())?));
        tenth = better(tenth, Some(run(&[ducha, "check", &few], home.path())?));
    }
    let missing = || io::Error::other("no run");
    let (whole, tenth) = (least.1.ok_or_else(missing)?, tenth.ok_or_else(missing)?);
    tell(text.len(), least.0, whole, tenth);
    Ok(())
}

/// Writes reports that differ in their units, years and lengths; all of them in one text.
fn write(folder: &Path, count: usize) -> io::Result<String> {
    fs::create_dir(folder)?;
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
    let mut texts = Vec::new();
    for (unit, year) in [
        ("霁川县", 2022),
        ("霁川县", 2024),
        ("槐汀镇", 2022),
        ("槐汀镇", 2024),
    ] {
        let text = fs::read_to_string(samples.join(format!("{unit}-{year}.txt")))?;
        texts.push((unit, text));
    }
    let mut joined = String::new();
    for number in 0..count {
        let Some((unit, sample)) = texts.get(number % texts.len()) else {
            continue;
        };
        // One character more in the name makes another unit of it.
        let letter = char::from_u32(0x4E00 + (number / texts.len()) as u32).unwrap_or('一');
        let text = sample.replace(unit, &format!("{letter}{unit}"));
        let text = text.repeat(LENGTH / text.chars().count().max(1) + 1);
        let text: String = text.chars().take(LENGTH).collect();
        fs::write(folder.join(format!("{number:04}.txt")), &text)?;
        joined.push_str(&text);
    }
    Ok(joined)
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
        .env_remove("XDG_CONFIG_HOME")
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

/// Runs one command to its end and prints its time, its CPU time and its peak memory. Findings are no failure.
fn measure(program: &str, arguments: &[String]) -> io::Result<()> {
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .status()?;
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(io::Error::other(format!("{program}: {status}")));
    }
    let wall = start.elapsed().as_micros();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    println!("{wall} {cpu} {}", usage.max_rss() * 1024);
    Ok(())
}

fn tell(size: usize, iconv: Option<Cost>, whole: Cost, tenth: Cost) {
    let millis = |time: i64| format!("{:.1} ms", time as f64 / 1000.0);
    let megabytes = |bytes: usize| format!("{:.1} MB", bytes as f64 / f64::from(1 << 20));
    let sign = |met: bool| if met { "met" } else { "MISSED" };
    let ratio = |time: fn(Cost) -> i64| Some(time(iconv?) as f64 / time(whole).max(1) as f64);
    let shown = |ratio: Option<f64>| ratio.map_or("SKIP".to_owned(), |ratio| format!("{ratio:.4}"));
    let (wall, cpu) = (ratio(|cost| cost.wall), ratio(|cost| cost.cpu));
    println!(
        "{REPORTS} reports, {}: iconv {}, ducha check {} ({} CPU)",
        megabytes(size),
        iconv.map_or("SKIP".to_owned(), |cost| millis(cost.wall)),
        millis(whole.wall),
        millis(whole.cpu),
    );
    println!(
        "ratio {} (goal {GOAL_RATIO}) {}, by CPU {}",
        shown(wall),
        wall.map_or("", |ratio| sign(ratio >= GOAL_RATIO)),
        shown(cpu),
    );
    println!(
        "memory {} for a tenth, {} for all {}",
        megabytes(tenth.memory),
        megabytes(whole.memory),
        sign(whole.memory <= tenth.memory + GOAL_MEMORY),
    );
}
