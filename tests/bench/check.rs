//! What checking costs: one report, and a folder of 1,000 beside `iconv` on the same texts.

use std::fs;
use std::io;

use crate::measure::{instructions, least};
use crate::programs::own;
use crate::table::{Row, Table, Unit};
use crate::texts::{Texts, cut, reports, sample, write};

/// Runs of each program; the least counts.
const RUNS: usize = 5;
const REPORTS: usize = 1_000;
/// A fiftieth of iconv's throughput.
const TIMES: f64 = 50.0;
/// Instructions for one report of 6,000 characters, from the start of the process.
const ONE: f64 = 60e6;
/// How many more kilobytes ten times as many reports may take: what is known of each, and of their wording.
const MORE: f64 = 24.0 * 1024.0;

pub fn rows(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let (all, few) = (texts.home().join("all"), texts.home().join("few"));
    let joined = texts.home().join("joined.txt");
    fs::write(&joined, reports(&all, REPORTS)?)?;
    reports(&few, REPORTS / 10)?;
    let (all, few) = (all.to_string_lossy(), few.to_string_lossy());
    let joined = joined.to_string_lossy();
    let program = own();
    let commands: [&[&str]; 3] = [
        &["iconv", "-f", "utf8", "-t", "utf16", &joined],
        &[program, "check", &all],
        &[program, "check", &few],
    ];
    let [iconv, whole, tenth] = least(&commands, RUNS, texts.home())?;
    let row = |what: &str, ours, theirs| {
        let row = Row::new(format!("check 1,000 reports: {what}"), Unit::Millis, ours);
        row.beside("iconv", theirs)
    };
    let time = row(
        "time",
        whole.map(|it| it.millis()),
        iconv.map(|it| it.millis()),
    );
    table.add(time.times(TIMES));
    let cpu = row(
        "CPU",
        whole.map(|it| it.cpu_millis()),
        iconv.map(|it| it.cpu_millis()),
    );
    table.add(cpu);
    let memory = Row::new(
        "check 1,000 reports: memory",
        Unit::Kilobytes,
        whole.map(|it| it.kilobytes()),
    );
    table.add(memory.most(tenth.map_or(0.0, |it| it.kilobytes()) + MORE));
    Ok(())
}

/// One report, from the start of the process.
pub fn counted(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let both = sample("霁川县-2024")? + &sample("槐汀镇-2024")?;
    let path = write(texts.home(), "one.txt", &cut(&both, 6_000))?;
    let command = [own(), "check", &path];
    let count = instructions(&command, texts.home());
    table.add(Row::new("check one report of 6,000", Unit::Instructions, count).most(ONE));
    Ok(())
}
