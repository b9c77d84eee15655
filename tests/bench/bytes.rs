//! What a row, a page, a character, a frame, a comparison cost on the line.
// The tests and the benchmark use a part each.
#![allow(dead_code)]

use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::line::Line;
use crate::programs::{self, Program};
use crate::table::{Row, Table, Unit};
use crate::texts::{COMPARED, FIRST_TEXT, Long, Texts};

pub const NARROW: (u16, u16) = (80, 24);
pub const WIDE: (u16, u16) = (200, 50);
pub const SCROLL: &str = "\u{5}";
const PAGE: &str = " ";
/// What goes out in one flight of a connection that was idle.
const FLIGHT: f64 = 14_000.0;
/// Keys of each kind, over as many rows or pages of the same text.
const KEYS: usize = 21;

pub fn rows(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let long = Long::new()?;
    for (size, name, fold) in [(NARROW, "80x24", &[] as &[&str]), (WIDE, "200x50", &["o"])] {
        scrolled(&long, table, size, name, fold)?;
        paged(&long, table, size, name, fold)?;
        opened(texts, table, size, name)?;
    }
    typed(table)?;
    for (size, name, inline) in [
        (NARROW, "80x24", &[] as &[&str]),
        (WIDE, "200x50", &["|", "o"]),
    ] {
        compared(texts, table, size, name, inline)?;
    }
    resized(texts, table)
}

/// The bytes that a key costs on average, after other keys.
fn per_key(
    home: &Path,
    program: &Program,
    size: (u16, u16),
    before: &[&str],
    key: &str,
) -> io::Result<f64> {
    let mut line = Line::start(program, size, home)?;
    line.until(FIRST_TEXT)?;
    line.settle()?;
    for key in before {
        line.press(key)?;
    }
    repeated(&mut line, key)
}

fn repeated(line: &mut Line, key: &str) -> io::Result<f64> {
    let mut bytes = 0;
    for _ in 0..KEYS {
        bytes += line.press(key)?.bytes;
    }
    Ok((bytes as f64 / KEYS as f64).round())
}

/// The measurement of a program that is here.
pub fn maybe(
    program: Option<Program>,
    measure: impl Fn(&Program) -> io::Result<f64>,
) -> io::Result<Option<f64>> {
    program.map(|program| measure(&program)).transpose()
}

fn scrolled(
    long: &Long,
    table: &mut Table,
    size: (u16, u16),
    name: &str,
    fold: &[&str],
) -> io::Result<()> {
    let ours = programs::ducha(&[&long.text]);
    let less = maybe(programs::less(&long.text), |less| {
        per_key(long.home(), less, size, &[], "j")
    })?;
    let vim = maybe(programs::vim(&long.text), |vim| {
        per_key(long.home(), vim, size, &[], SCROLL)
    })?;
    let folded = per_key(long.home(), &ours, size, fold, SCROLL)?;
    let what = format!("{name} one row by Ctrl-e, panes folded");
    let row = || Row::new(&what, Unit::Bytes, folded);
    table.add(row().beside("less", less).times_and(1.2, 60.0));
    table.add(row().beside("vim", vim).times(0.65));
    let open = per_key(long.home(), &ours, size, &[], SCROLL)?;
    let what = format!("{name} one row by Ctrl-e, panes as they are");
    table.add(Row::new(what, Unit::Bytes, open).beside("less", less));
    let cursor = per_key(long.home(), &ours, size, &["\u{4}", "\u{4}"], "j")?;
    let what = format!("{name} one row by j");
    table.add(Row::new(what, Unit::Bytes, cursor).beside("less", less));
    Ok(())
}

fn paged(
    long: &Long,
    table: &mut Table,
    size: (u16, u16),
    name: &str,
    fold: &[&str],
) -> io::Result<()> {
    let page = per_key(
        long.home(),
        &programs::ducha(&[&long.text]),
        size,
        fold,
        PAGE,
    )?;
    let less = maybe(programs::less(&long.text), |less| {
        per_key(long.home(), less, size, &[], PAGE)
    })?;
    let what = format!("{name} full frame, by Space");
    let row = || Row::new(&what, Unit::Bytes, page);
    table.add(row().beside("less", less).times(1.0));
    table.add(row().most(FLIGHT));
    Ok(())
}

/// All bytes from the start until it is quiet, with everything that is found out about the text.
fn opened(texts: &Texts, table: &mut Table, size: (u16, u16), name: &str) -> io::Result<()> {
    let all = |program: &Program| {
        let mut line = Line::start(program, size, texts.home())?;
        line.until(FIRST_TEXT)?;
        line.settle()?;
        Ok(line.written as f64)
    };
    let ours = all(&programs::ducha(&[&texts.new]))?;
    let what = format!("{name} from start to quiet");
    for (peer, program) in [
        ("less", programs::less(&texts.new)),
        ("vim", programs::vim(&texts.new)),
    ] {
        let theirs = maybe(program, all)?;
        // How many frames there are depends on how quickly one thing is found after the other.
        let row = Row::new(&what, Unit::Bytes, ours).roughly();
        table.add(row.beside(peer, theirs));
    }
    Ok(())
}

/// One character in a note, in a home of its own: what was typed is kept and offered at the next start.
fn typed(table: &mut Table) -> io::Result<()> {
    let texts = &Texts::new()?;
    let ours = programs::ducha(&[&texts.new]);
    let ours = per_key(texts.home(), &ours, NARROW, &["}", "a"], "核")?;
    let what = "80x24 one character typed";
    for (peer, program, goal) in [
        ("vim", programs::vim(&texts.new), Some(0.5)),
        ("nvim", programs::nvim(&texts.new), None),
    ] {
        let theirs = maybe(program, |editor| {
            per_key(texts.home(), editor, NARROW, &["G", "o"], "核")
        })?;
        let row = Row::new(what, Unit::Bytes, ours).beside(peer, theirs);
        table.add(match goal {
            Some(times) => row.times(times),
            None => row,
        });
    }
    Ok(())
}

/// Scrolling two years, one below the other.
fn compared(
    texts: &Texts,
    table: &mut Table,
    size: (u16, u16),
    name: &str,
    inline: &[&str],
) -> io::Result<()> {
    let mut line = Line::start(&programs::ducha(&[&texts.new]), size, texts.home())?;
    line.until(FIRST_TEXT)?;
    line.settle()?;
    line.send("d")?;
    line.until(COMPARED)?;
    line.settle()?;
    for key in inline {
        line.press(key)?;
    }
    let ours = repeated(&mut line, SCROLL)?;
    let what = format!("{name} one row of a comparison, inline");
    let (old, new) = (&texts.old, &texts.new);
    for (peer, program, goal) in [
        ("vim -d", programs::vim_diff(old, new), Some(0.1)),
        ("nvim -d", programs::nvim_diff(old, new), None),
    ] {
        let theirs = maybe(program, |editor| {
            per_key(texts.home(), editor, size, &[], SCROLL)
        })?;
        let row = Row::new(&what, Unit::Bytes, ours).beside(peer, theirs);
        table.add(match goal {
            Some(times) => row.times(times),
            None => row,
        });
    }
    Ok(())
}

/// Two hundred sizes in a second, as while a window is dragged.
fn resized(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let storm = |program: &Program| {
        let mut line = Line::start(program, NARROW, texts.home())?;
        line.until(FIRST_TEXT)?;
        line.settle()?;
        let before = line.written;
        for step in 0..200 {
            line.resize(NARROW.0 + step % 40, NARROW.1)?;
            thread::sleep(Duration::from_millis(5));
        }
        line.resize(NARROW.0, NARROW.1)?;
        line.settle()?;
        Ok((line.written - before) as f64)
    };
    let ours = storm(&programs::ducha(&[&texts.new]))?;
    let vim = maybe(programs::vim(&texts.new), storm)?;
    // Frames are drawn as quickly as the machine can.
    let row = Row::new("200 sizes in a second", Unit::Bytes, ours).roughly();
    table.add(row.beside("vim", vim).times(2.0));
    Ok(())
}
