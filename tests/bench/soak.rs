//! A day at the console: as many keys as a reviewer presses in eight hours, from a seed, without the pauses between them.
// The tests and the benchmark use a part each.
#![allow(dead_code)]

use std::io;
use std::thread;
use std::time::Duration;

use crate::bytes::NARROW;
use crate::line::Line;
use crate::programs;
use crate::table::{Row, Table, Unit};
use crate::texts::{FIRST_TEXT, Texts};

/// Eight hours with a key every two seconds.
const DAY: usize = 14_400;
const HOUR: f64 = 1_800.0;
/// What is loaded and cached at the beginning is no growth: so large a part of the keys does not count.
const WARM: usize = 4;
/// So long nobody types at the end.
const IDLE: Duration = Duration::from_secs(10);

/// How a reviewer reads, by the screen of a report, and back to it.
const LINES: &[&str] = &[
    "j", "j", "j", "\u{5}", "\u{5}", "\u{19}", " ", "}", ")", ")", "(",
];
const FINDINGS: &[&str] = &["]", "]", "[", "w", "w", "b", "G", "gg", " ", " "];
/// What changed, and the figures, promises and years.
const CHANGES: &[&str] = &[
    "d", "]", "]", "j", "\u{5}", "gi", "j", "j", "gp", "j", "gy", "gt", "[", "q",
];
const SEARCH: &[&str] = &["/", "依法行政", "\r", "n", "n", "N"];
const LEDGER: &[&str] = &["t", "j", "j", "k", "q"];
const OUTLINE: &[&str] = &["o", "j", " ", "\u{15}", "o"];
/// Goes through the findings and takes back what was decided.
const DECISION: &[&str] = &["c", "j", "]", "j", "k", "1", "u", "q"];
const NOTE: &[&str] = &["}", "a", "请核对", "这一处", "的数字", "\r"];

/// What a reviewer does next.
pub const TURNS: [&[&str]; 8] = [
    LINES, FINDINGS, CHANGES, DECISION, SEARCH, NOTE, LEDGER, OUTLINE,
];
/// The same but for what is written down.
const READING: &[&[&str]] = &[LINES, FINDINGS, CHANGES, SEARCH, LEDGER, OUTLINE];

/// What a session came to.
pub struct Soaked {
    pub keys: usize,
    /// Kilobytes more an hour, once warm.
    pub growth: f64,
    /// File descriptors at the end more than when it was warm.
    pub descriptors: f64,
    /// Bytes and CPU time while nobody types at the end.
    pub idle_bytes: f64,
    pub idle_percent: f64,
}

pub fn rows(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let soaked = soak(texts, &TURNS, DAY, IDLE)?;
    told(&soaked, &format!("{} keys", soaked.keys), table);
    // What a day adds to the ledger is kept, and no leak: without it hardly anything may grow.
    let read = soak(texts, READING, DAY / 2, IDLE)?;
    told(
        &read,
        &format!("{} keys, nothing written", read.keys),
        table,
    );
    Ok(())
}

fn told(soaked: &Soaked, name: &str, table: &mut Table) {
    let row = |what: &str, unit, value| Row::new(format!("{name}: {what}"), unit, value);
    table.add(row("memory grows an hour", Unit::Kilobytes, soaked.growth).most(1024.0));
    table.add(row("file descriptors more", Unit::Count, soaked.descriptors).most(0.0));
    table.add(row("bytes when idle after", Unit::Bytes, soaked.idle_bytes).most(0.0));
    table.add(row("CPU when idle after", Unit::Percent, soaked.idle_percent).most(0.1));
}

/// Presses so many keys and looks what is left of it.
pub fn soak(texts: &Texts, turns: &[&[&str]], keys: usize, idle: Duration) -> io::Result<Soaked> {
    let mut line = Line::start(&programs::ducha(&[&texts.new]), NARROW, texts.home())?;
    line.until(FIRST_TEXT)?;
    line.settle()?;
    let mut seed = 0x2026_u64;
    let mut samples = Vec::new();
    let (mut pressed, mut open_when_warm) = (0, None);
    while pressed < keys {
        let turn = turns
            .get(random(&mut seed) % turns.len().max(1))
            .copied()
            .unwrap_or_default();
        for key in turn {
            line.press(key)?;
        }
        pressed += turn.len();
        if pressed > keys / WARM {
            open_when_warm = open_when_warm.or(line.descriptors());
            let memory = line.memory_now().unwrap_or(0);
            samples.push((pressed as f64, memory as f64));
        }
    }
    let open = line.descriptors();
    let more = open
        .zip(open_when_warm)
        .map_or(0.0, |(end, warm)| end as f64 - warm as f64);
    come_to_rest(&mut line)?;
    let before = line.cpu().unwrap_or_default();
    thread::sleep(idle);
    let spent = line.cpu().unwrap_or_default().saturating_sub(before);
    Ok(Soaked {
        keys: pressed,
        growth: slope(&samples) * HOUR,
        descriptors: more,
        idle_bytes: line.settle()?.bytes as f64,
        idle_percent: spent.as_secs_f64() / idle.as_secs_f64() * 100.0,
    })
}

/// Drafts and the journal are written after the last key, and what was asked for last is worked on. Whoever never rests is
/// found out afterwards.
fn come_to_rest(line: &mut Line) -> io::Result<()> {
    // On a busy machine one quiet stretch may be no more than having to wait.
    let mut quiet = 0;
    for _ in 0..30 {
        let before = line.cpu().unwrap_or_default();
        thread::sleep(Duration::from_secs(3));
        let written = line.settle()?.bytes;
        let spent = line.cpu().unwrap_or_default().saturating_sub(before);
        quiet = match written == 0 && spent < Duration::from_millis(30) {
            true => quiet + 1,
            false => 0,
        };
        if quiet == 2 {
            break;
        }
    }
    Ok(())
}

/// The same numbers in every run.
fn random(seed: &mut u64) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    (*seed >> 33) as usize
}

/// How much the second number grows with the first, by least squares.
fn slope(samples: &[(f64, f64)]) -> f64 {
    let count = samples.len().max(1) as f64;
    let mean = |pick: fn(&(f64, f64)) -> f64| samples.iter().map(pick).sum::<f64>() / count;
    let (x, y) = (mean(|sample| sample.0), mean(|sample| sample.1));
    let (mut up, mut down) = (0.0, 0.0);
    for sample in samples {
        up += (sample.0 - x) * (sample.1 - y);
        down += (sample.0 - x) * (sample.0 - x);
    }
    if down > 0.0 { up / down } else { 0.0 }
}
