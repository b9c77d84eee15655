//! How long until there is something to read, and in how much memory.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::bytes::NARROW;
use crate::line::Line;
use crate::measure::median;
use crate::programs::{self, Program};
use crate::table::{Row, Table, Unit};
use crate::texts::{COMPARED, FIRST_TEXT, Long, Texts, cut, history};

/// Starts of each program, by turns.
const STARTS: usize = 15;

pub fn rows(texts: &Texts, table: &mut Table) -> io::Result<()> {
    report(texts, table)?;
    long_line(texts, table)?;
    comparison(texts, table)?;
    memory(texts, table)
}

fn report(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let programs = [
        Some(programs::ducha(&[&texts.new])),
        programs::less(&texts.new),
        programs::vim(&texts.new),
        programs::nvim(&texts.new),
    ];
    let [ours, less, vim, nvim] = by_turns(&programs, |program| first_text(texts.home(), program))?;
    let row = || Row::new("80x24 first text of a report", Unit::Millis, ours);
    table.add(row().beside("less", less).times(1.0));
    table.add(row().beside("vim", vim).times(0.35));
    table.add(row().beside("nvim", nvim));
    let tig = match programs::tig() {
        Some(tig) => first_of_history(&tig)?,
        None => None,
    };
    table.add(row().beside("tig", tig).times(1.0));
    Ok(())
}

/// The same of a program that lists a history.
fn first_of_history(program: &Program) -> io::Result<Option<f64>> {
    let repository = history()?;
    let programs = [Some(program.clone())];
    let [time] = by_turns(&programs, |program| first_text(repository.path(), program))?;
    Ok(time)
}

/// A million characters without a line end.
fn long_line(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let text = fs::read_to_string(&texts.new)?.replace(['\r', '\n'], "");
    let line = Long::of(&cut(&text, 1_000_000))?;
    let programs = [
        Some(programs::ducha(&[&line.text])),
        programs::less(&line.text),
    ];
    let [ours, less] = by_turns(&programs, |program| first_text(line.home(), program))?;
    let row = Row::new(
        "80x24 first text of one line of 1,000,000",
        Unit::Millis,
        ours,
    );
    table.add(row.beside("less", less).times(3.0));
    Ok(())
}

fn comparison(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let (old, new) = (&texts.old, &texts.new);
    let programs = [
        Some(programs::ducha(&[new])),
        programs::vim_diff(old, new),
        programs::nvim_diff(old, new),
    ];
    let [ours, vim, nvim] = by_turns(&programs, |program| {
        let mut line = Line::start(program, NARROW, texts.home())?;
        let first = line.until(FIRST_TEXT)?;
        if program.name != "ducha" {
            return Ok(first);
        }
        // Ours opens a report first; the key is pressed as soon as the text is there.
        line.send("d")?;
        line.until(COMPARED)
    })?;
    let row = || Row::new("80x24 first screen of a comparison", Unit::Millis, ours);
    table.add(row().beside("vim -d", vim).times(0.5));
    table.add(row().beside("nvim -d", nvim));
    Ok(())
}

fn memory(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let measure = |program: Program| -> io::Result<(f64, f64)> {
        let mut line = Line::start(&program, NARROW, texts.home())?;
        line.until(FIRST_TEXT)?;
        for key in ["\u{4}", "\u{4}", "\u{5}"] {
            line.press(key)?;
        }
        let all = line.memory().unwrap_or(0) as f64;
        Ok((all, line.own_memory().unwrap_or(0) as f64))
    };
    let (all, own) = measure(programs::ducha(&[&texts.new]))?;
    for (peer, program, goal) in [
        ("vim", programs::vim(&texts.new), Some(1.0)),
        ("less", programs::less(&texts.new), None),
    ] {
        let theirs = program.map(measure).transpose()?;
        let row = Row::new("peak memory, one report", Unit::Kilobytes, all);
        let row = row.beside(peer, theirs.map(|(all, _)| all));
        table.add(match goal {
            Some(times) => row.times(times),
            None => row,
        });
        // Without what is mapped from the program's file, which everybody on the machine shares.
        let row = Row::new("memory of its own, one report", Unit::Kilobytes, own);
        table.add(row.beside(peer, theirs.map(|(_, own)| own)));
    }
    Ok(())
}

/// The median of each program's runs, which take turns; nothing of one that is not here.
fn by_turns<const N: usize>(
    programs: &[Option<Program>; N],
    measure: impl Fn(&Program) -> io::Result<Duration>,
) -> io::Result<[Option<f64>; N]> {
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    for _ in 0..STARTS {
        for (program, times) in programs.iter().zip(&mut times) {
            if let Some(program) = program {
                times.push(measure(program)?.as_secs_f64() * 1000.0);
            }
        }
    }
    Ok(times.map(|times| (!times.is_empty()).then(|| median(times))))
}

fn first_text(home: &Path, program: &Program) -> io::Result<Duration> {
    Line::start(program, NARROW, home)?.until(FIRST_TEXT)
}
