//! What a comparison costs, beside `git diff --word-diff-regex=.` on the same pair: the whole program, the comparing alone up
//! to the first usable result, and memory.

use std::env;
use std::fs;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use ducha::compare::compare_in_stages;
use ducha::report::{Hints, Report, SourceText, parse};

use crate::measure::{instructions, run};
use crate::programs::own;
use crate::table::{Row, Table, Unit};
use crate::texts::{Texts, cut, sample, write};

/// Instructions from the start of comparing to the first usable result, for two texts of 6,000 characters.
const FIRST: f64 = 12e6;
/// What git takes for two unrelated texts of 6,000 characters.
const WHOLE: f64 = 118e6;
/// Kilobytes of memory that may be used: a base, and a multiple of the texts.
const BASE: f64 = 8.0 * 1024.0;
const EACH: f64 = 40.0;
/// Argument by which this program runs one piece of the work, to be counted.
pub const PIECE: &str = "--piece";

/// Two texts, and how many times the goals for 6,000 characters they may take.
struct Pair {
    name: &'static str,
    old: String,
    new: String,
    times: f64,
}

pub fn rows(texts: &Texts, table: &mut Table) -> io::Result<()> {
    for pair in pairs()? {
        let old = write(texts.home(), "pair-old.txt", &pair.old)?;
        let new = write(texts.home(), "pair-new.txt", &pair.new)?;
        counted(texts, table, &pair, (&old, &new))?;
        let ducha = [own(), "compare", &old, &new];
        let memory = run(&ducha, texts.home())?.kilobytes();
        let limit = BASE + EACH * (pair.old.len() + pair.new.len()) as f64 / 1024.0;
        let what = format!("compare {}: memory", pair.name);
        table.add(Row::new(what, Unit::Kilobytes, memory).most(limit));
    }
    Ok(())
}

fn counted(
    texts: &Texts,
    table: &mut Table,
    pair: &Pair,
    (old, new): (&str, &str),
) -> io::Result<()> {
    let count = |command: &[&str]| instructions(command, texts.home());
    let ducha = count(&[own(), "compare", old, new]);
    let git = count(&["git", "diff", "--no-index", "--word-diff-regex=.", old, new]);
    let row = |what: &str, ours| {
        Row::new(
            format!("compare {}: {what}", pair.name),
            Unit::Instructions,
            ours,
        )
    };
    table.add(row("whole", ducha).beside("git", git).times(1.0));
    table.add(row("whole", ducha).most(WHOLE * pair.times));
    let own = env::current_exe()?;
    let own = own.to_string_lossy();
    // It is this program that runs them, so they say something only where it is optimised.
    let optimised = !cfg!(debug_assertions);
    let piece = |piece: &str| {
        let command: &[&str] = &[&own, PIECE, piece, old, new];
        optimised.then(|| count(command)).flatten()
    };
    let parsed = piece("parse");
    let since = |count: Option<f64>| Some((count? - parsed?).max(0.0));
    let (first, whole) = (since(piece("first")), since(piece("whole")));
    table.add(row("first result", first).most(FIRST * pair.times));
    table.add(row("comparing alone", whole));
    Ok(())
}

/// Neighbouring years, unrelated reports, and the same as long as long reports are.
fn pairs() -> io::Result<[Pair; 3]> {
    let (old, new) = (sample("霁川县-2022")?, sample("霁川县-2024")?);
    let (town, other) = (sample("槐汀镇-2022")?, sample("槐汀镇-2024")?);
    let (old, new) = (old + &town, new + &other);
    let pair = |name, old: &str, new: &str, length, times| Pair {
        name,
        old: cut(old, length),
        new: cut(new, length),
        times,
    };
    Ok([
        pair("two years, 6,000", &old, &new, 6_000, 1.0),
        pair("unrelated, 6,000", &old, &other, 6_000, 1.0),
        pair("two years, 25,000", &old, &new, 25_000, 4.0),
    ])
}

/// Parses the pair and goes as far as the name of the piece says.
pub fn run_piece(piece: &str, old: &str, new: &str) -> io::Result<()> {
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
