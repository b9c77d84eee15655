//! What one command costs from start to end: time, CPU time, memory, instructions.
// The tests and the benchmark use a part each.
#![allow(dead_code)]

use std::env;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

use crate::programs::is_here;

/// Argument by which this program measures one command: CPU time and peak memory are known only for all children together.
pub const MEASURE: &str = "--measure-one";

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// From start to end, in microseconds.
    pub wall: u64,
    /// CPU time, user and system, in microseconds.
    pub cpu: u64,
    /// Peak resident memory in bytes.
    pub memory: u64,
}

impl Cost {
    pub fn millis(self) -> f64 {
        self.wall as f64 / 1000.0
    }

    pub fn cpu_millis(self) -> f64 {
        self.cpu as f64 / 1000.0
    }

    pub fn kilobytes(self) -> f64 {
        self.memory as f64 / 1024.0
    }

    fn better(self, other: Cost) -> Cost {
        Cost {
            wall: self.wall.min(other.wall),
            cpu: self.cpu.min(other.cpu),
            memory: self.memory.min(other.memory),
        }
    }
}

/// The least cost of each command, which take turns, so that all see the same machine; none of one that is not here.
pub fn least<const N: usize>(
    commands: &[&[&str]; N],
    runs: usize,
    home: &Path,
) -> io::Result<[Option<Cost>; N]> {
    let mut best = [None::<Cost>; N];
    for _ in 0..runs {
        for (command, best) in commands.iter().zip(&mut best) {
            if command.first().is_some_and(|program| is_here(program)) {
                let cost = run(command, home)?;
                *best = Some(best.map_or(cost, |best| best.better(cost)));
            }
        }
    }
    Ok(best)
}

/// Runs a command under a process of its own and reads what that measured.
pub fn run(command: &[&str], home: &Path) -> io::Result<Cost> {
    let mut measuring = Command::new(env::current_exe()?);
    measuring.arg(MEASURE).args(command);
    let output = at_home(&mut measuring, home)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text.split_whitespace().map_while(|word| word.parse().ok());
    let cost = (|| {
        Some(Cost {
            wall: numbers.next()?,
            cpu: numbers.next()?,
            memory: numbers.next()?,
        })
    })();
    cost.ok_or_else(|| io::Error::other(format!("{} did not run", command.join(" "))))
}

/// Runs one command to its end and prints its time, its CPU time and its peak memory. Findings, differences and nothing found
/// are no failure.
pub fn measure(program: &str, arguments: &[String]) -> io::Result<()> {
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

/// The instructions of a command, as callgrind collects them; none without valgrind or without the command.
pub fn instructions(command: &[&str], home: &Path) -> Option<f64> {
    if !command.first().is_some_and(|program| is_here(program)) {
        return None;
    }
    let file = home.join("callgrind.out");
    let mut counting = Command::new("valgrind");
    counting
        .args(counted_to(&file.to_string_lossy()))
        .args(command);
    let output = at_home(&mut counting, home)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    collected(&String::from_utf8_lossy(&output.stderr))
}

/// What makes valgrind count, and write no more than it must.
pub fn counted_to(file: &str) -> [String; 2] {
    [
        "--tool=callgrind".to_owned(),
        format!("--callgrind-out-file={file}"),
    ]
}

/// The count in what callgrind says at its end.
pub fn collected(told: &str) -> Option<f64> {
    let (_, collected) = told.split_once("Collected :")?;
    collected.split_whitespace().next()?.parse().ok()
}

/// Gives a command a home that knows nothing of the person who measures.
pub fn at_home<'a>(command: &'a mut Command, home: &Path) -> &'a mut Command {
    command
        .env("HOME", home)
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_STATE_HOME")
}

pub fn median(mut values: Vec<f64>) -> f64 {
    percentile(&mut values, 50)
}

pub fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() * percent / 100).min(values.len().saturating_sub(1));
    values.get(at).copied().unwrap_or(0.0)
}
