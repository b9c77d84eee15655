//! Ten thousand annotations of one report: what it costs to load them, and what a key costs beside a hundred.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use ducha::report::{Hints, SourceText, parse_structure};

use crate::bytes::NARROW;
use crate::line::Line;
use crate::measure::{at_home, instructions};
use crate::programs::{self, own};
use crate::table::{Row, Table, Unit};
use crate::texts::Texts;
use crate::texts::{FIRST_TEXT, import, sample, write};

const MANY: usize = 10_000;
/// More than a screen holds, so that each key shows as much that is new.
const FEW: usize = 100;
/// Instructions for reading them all.
const LOAD: f64 = 40e6;
/// What a key may cost beside that of a few.
const TIMES: f64 = 1.2;
/// Keys by turns of so many, down and up again.
const ROUNDS: usize = 12;
const ROUND: usize = 30;

/// A home with one report and so many annotations of it.
struct Reviewed {
    home: PathBuf,
    report: String,
}

pub fn rows(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let few = Reviewed::with(&texts.home().join("few-annotations"), FEW)?;
    let many = Reviewed::with(&texts.home().join("many-annotations"), MANY)?;
    keys(
        "of the report",
        &["\u{5}", "\u{19}"],
        "",
        [&few, &many],
        table,
    )?;
    keys("of the ledger", &["j", "k"], "t", [&few, &many], table)
}

/// What loading them takes beyond the same command with none.
pub fn counted(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let none = Reviewed::with(&texts.home().join("no-annotations"), 0)?;
    let many = Reviewed::with(&texts.home().join("loaded-annotations"), MANY)?;
    let command = [own(), "list"];
    let of = |reviewed: &Reviewed| instructions(&command, &reviewed.home);
    // The first reading remembers what it understood.
    of(&many);
    let load = of(&many).zip(of(&none)).map(|(many, none)| many - none);
    table.add(Row::new("10,000 annotations: loaded", Unit::Instructions, load).most(LOAD));
    Ok(())
}

impl Reviewed {
    fn with(home: &Path, count: usize) -> io::Result<Reviewed> {
        fs::create_dir_all(home)?;
        let text = sample("霁川县-2024")?;
        let report = write(home, "2024.txt", &text)?;
        import(&[&report], home)?;
        annotate(&report, &notes(&text, count), home)?;
        Ok(Reviewed {
            home: home.to_owned(),
            report,
        })
    }

    /// A console on the report, with further keys pressed.
    fn open(&self, keys: &str) -> io::Result<Line> {
        let program = programs::ducha(&[&self.report]);
        let mut line = Line::start(&program, NARROW, &self.home)?;
        line.until(FIRST_TEXT)?;
        line.settle()?;
        if !keys.is_empty() {
            line.press(keys)?;
        }
        Ok(line)
    }
}

/// Each sentence in turn, as `ducha annotate` reads them.
fn notes(text: &str, count: usize) -> String {
    let report = parse_structure(SourceText::new(text), &Hints::default());
    let quotes = report.sentences.iter();
    let quotes = quotes.map(|sentence| sentence.span.of(text).trim());
    let quotes: Vec<&str> = quotes
        .filter(|quote| quote.chars().count() > 20 && text.matches(quote).count() == 1)
        .collect();
    let quotes = quotes.iter().cycle().take(count).enumerate();
    let notes = quotes.map(|(number, quote)| {
        let problem = format!("第{number}处：口径不一，请核对。");
        let note = serde_json::json!({ "quote": quote, "problem": problem });
        format!("{note}\n")
    });
    notes.collect()
}

fn annotate(report: &str, notes: &str, home: &Path) -> io::Result<()> {
    let mut annotating = Command::new(own());
    let mut annotating = at_home(annotating.args(["annotate", report]), home)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    if let Some(mut input) = annotating.stdin.take() {
        input.write_all(notes.as_bytes())?;
    }
    match annotating.wait()?.success() {
        true => Ok(()),
        false => Err(io::Error::other("the notes were not saved")),
    }
}

/// The CPU time of a key that changes what is on the screen, with few and with many annotations.
fn keys(
    place: &str,
    down_and_up: &[&str; 2],
    way: &str,
    reviewed: [&Reviewed; 2],
    table: &mut Table,
) -> io::Result<()> {
    let mut lines = Vec::new();
    for one in reviewed {
        lines.push((one.open(way)?, f64::MAX, 0));
    }
    for _ in 0..ROUNDS {
        for (line, least, bytes) in &mut lines {
            let (time, written) = round(line, down_and_up)?;
            *least = least.min(time);
            *bytes = written;
        }
    }
    let [(_, few, one), (_, many, other)] = &lines[..] else {
        return Ok(());
    };
    let name = format!("10,000 annotations: CPU of a key {place}");
    let row = Row::new(name, Unit::Millis, *many).beside("with 100", Some(*few));
    table.add(row.times(TIMES));
    let name = format!("10,000 annotations: bytes of a key {place}");
    let row = Row::new(name, Unit::Bytes, per_key(*other)).roughly();
    table.add(row.beside("with 100", Some(per_key(*one))));
    Ok(())
}

/// Milliseconds of CPU time a key, and bytes of all.
fn round(line: &mut Line, down_and_up: &[&str; 2]) -> io::Result<(f64, usize)> {
    let (before, mut bytes) = (line.cpu().unwrap_or_default(), 0);
    for key in down_and_up {
        for _ in 0..ROUND {
            bytes += line.press(key)?.bytes;
        }
    }
    let spent: Duration = line.cpu().unwrap_or_default().saturating_sub(before);
    Ok((per_key_of(spent), bytes))
}

fn per_key_of(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0 / (2 * ROUND) as f64
}

fn per_key(bytes: usize) -> f64 {
    bytes as f64 / (2 * ROUND) as f64
}
