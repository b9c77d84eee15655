//! What goes on while nobody types: bytes, wake-ups, CPU time; one console alone, and many on one folder.

use std::fs;
use std::io;
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::bytes::NARROW;
use crate::line::Line;
use crate::programs::{self, Program};
use crate::table::{Row, Table, Unit};
use crate::texts::{FIRST_TEXT, Texts};

/// So long nobody types.
const IDLE: Duration = Duration::from_secs(10);
/// A round every two seconds, one more at the edge.
const ROUNDS: f64 = 6.0;
/// Reviewers on one folder.
const CROWD: usize = 50;

pub fn rows(texts: &Texts, table: &mut Table) -> io::Result<()> {
    alone(texts, table)?;
    in_rounds(texts, table)?;
    crowd(texts, table)
}

/// What a program does while nobody types.
#[derive(Clone, Copy)]
struct Rest {
    bytes: f64,
    wakeups: Option<f64>,
    /// Percent.
    cpu: Option<f64>,
}

fn alone(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let ours = rest(texts, &programs::ducha(&[&texts.new]))?;
    for (peer, program) in [
        ("less", programs::less(&texts.new)),
        ("vim", programs::vim(&texts.new)),
    ] {
        let theirs = program.map(|program| rest(texts, &program)).transpose()?;
        let row = |what: &str, unit, ours, theirs: Option<f64>| {
            Row::new(format!("10 s idle: {what}"), unit, ours).beside(peer, theirs)
        };
        let bytes = theirs.map(|rest| rest.bytes);
        table.add(row("bytes", Unit::Bytes, Some(ours.bytes), bytes).most(0.0));
        let wakeups = theirs.and_then(|rest| rest.wakeups);
        table.add(row("wake-ups", Unit::Count, ours.wakeups, wakeups).most(0.0));
        let cpu = theirs.and_then(|rest| rest.cpu);
        table.add(row("CPU", Unit::Percent, ours.cpu, cpu).most(0.1));
    }
    Ok(())
}

/// Where the system does not tell what others write, as of a folder on a network, it is looked at in rounds: strace lets the
/// console ask for word in vain, which it does once a round.
fn in_rounds(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let can = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .output()
        .is_ok_and(|output| output.status.success());
    let looked = can.then(|| rounds(texts)).transpose()?;
    let what = "10 s idle, folder looked at in rounds";
    let (count, cpu) = looked.unzip();
    table.add(Row::new(format!("{what}: rounds"), Unit::Count, count).most(ROUNDS));
    table.add(Row::new(format!("{what}: CPU"), Unit::Percent, cpu.flatten()).most(0.1));
    Ok(())
}

/// How many rounds, and the CPU time that they take.
fn rounds(texts: &Texts) -> io::Result<(f64, Option<f64>)> {
    let log = texts.home().join("rounds");
    let untold = [
        "strace",
        "-D",
        "-f",
        "-qq",
        "-o",
        &log.to_string_lossy(),
        "-e",
        "trace=inotify_init1",
        "-e",
        "inject=inotify_init1:error=EMFILE",
    ];
    let mut program = programs::ducha(&[&texts.new]);
    let words = untold.iter().map(|word| (*word).to_owned());
    program.words = words.chain(program.words).collect();
    let mut line = Line::start(&program, NARROW, texts.home())?;
    line.until(FIRST_TEXT)?;
    line.settle()?;
    thread::sleep(Duration::from_secs(3));
    let count = || fs::read_to_string(&log).map(|log| log.lines().count());
    let (before, cpu) = (count()?, line.cpu());
    thread::sleep(IDLE);
    let spent = since_then(cpu, line.cpu());
    Ok(((count()? - before) as f64, spent))
}

fn rest(texts: &Texts, program: &Program) -> io::Result<Rest> {
    let mut line = Line::start(program, NARROW, texts.home())?;
    line.until(FIRST_TEXT)?;
    line.settle()?;
    thread::sleep(Duration::from_secs(3));
    line.settle()?;
    let (woken, cpu) = (line.wakeups(), line.cpu());
    thread::sleep(IDLE);
    let wakeups = since(woken, line.wakeups());
    let cpu = since_then(cpu, line.cpu());
    Ok(Rest {
        bytes: line.settle()?.bytes as f64,
        wakeups,
        cpu,
    })
}

/// Many consoles of reviewers of their own on one library, each in a home of its own.
fn crowd(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let library = texts.home().join(".local/share/ducha/library");
    let library = library.to_string_lossy();
    let mut lines = Vec::new();
    for number in 0..CROWD {
        let home = texts.home().join(format!("reviewer-{number}"));
        fs::create_dir(&home)?;
        let reviewer = format!("reviewer{number}");
        let words = ["--library", &library, "--reviewer", &reviewer, &texts.new];
        let mut line = Line::start(&programs::ducha(&words), NARROW, &home)?;
        line.until(FIRST_TEXT)?;
        lines.push(line);
    }
    for line in &mut lines {
        line.settle()?;
    }
    thread::sleep(Duration::from_secs(3));
    let cpu = |lines: &[Line]| -> Vec<Duration> { lines.iter().filter_map(Line::cpu).collect() };
    let before = cpu(&lines);
    thread::sleep(IDLE);
    let spent = before.iter().zip(cpu(&lines));
    let most = spent
        .map(|(before, after)| percent(after.saturating_sub(*before)))
        .reduce(f64::max);
    table.add(
        Row::new(
            "50 consoles idle on one folder: CPU of one",
            Unit::Percent,
            most,
        )
        .most(1.0),
    );
    Ok(())
}

fn since(before: Option<u64>, after: Option<u64>) -> Option<f64> {
    Some(after?.saturating_sub(before?) as f64)
}

fn since_then(before: Option<Duration>, after: Option<Duration>) -> Option<f64> {
    Some(percent(after?.saturating_sub(before?)))
}

/// The share of the idle time.
fn percent(spent: Duration) -> f64 {
    spent.as_secs_f64() / IDLE.as_secs_f64() * 100.0
}
