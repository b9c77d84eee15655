//! Instructions from the start of the process, and the size of what is started.

use std::fs;
use std::io;

use crate::bytes::NARROW;
use crate::line::Line;
use crate::measure::{collected, counted_to, instructions};
use crate::programs::{self, Program, is_here, own};
use crate::table::{Row, Table, Unit};
use crate::texts::{FIRST_TEXT, Texts};

pub fn rows(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let version = [own(), "--version"];
    let version = instructions(&version, texts.home());
    table.add(Row::new("--version", Unit::Instructions, version).most(1e6));
    let what = "console: a report opened, read, checked, and left";
    let ours = session(texts, Some(programs::ducha(&[&texts.new])))?;
    let vim = session(texts, programs::vim(&texts.new))?;
    table.add(Row::new(what, Unit::Instructions, ours).beside("vim", vim));
    Ok(())
}

/// The size of the program on disk, beside the twelve million bytes of `.ci/package`; only what is released is stripped.
pub fn size(_: &Texts, table: &mut Table) -> io::Result<()> {
    let size = fs::metadata(own())?.len() as f64 / 1024.0;
    table.add(Row::new("size of the program", Unit::Kilobytes, size).most(12e6 / 1024.0));
    Ok(())
}

/// All instructions of a program that shows a text, comes to rest and is left.
fn session(texts: &Texts, program: Option<Program>) -> io::Result<Option<f64>> {
    let Some(program) = program.filter(|_| is_here("valgrind")) else {
        return Ok(None);
    };
    let (log, out) = (
        texts.home().join("valgrind.log"),
        texts.home().join("callgrind.out"),
    );
    let mut words = vec![
        "valgrind".to_owned(),
        format!("--log-file={}", log.display()),
    ];
    words.extend(counted_to(&out.to_string_lossy()));
    words.extend(program.words);
    let counted = Program { words, ..program };
    let mut line = Line::start(&counted, NARROW, texts.home())?;
    line.until(FIRST_TEXT)?;
    line.settle()?;
    line.send(counted.quit)?;
    line.finish()?;
    Ok(collected(&fs::read_to_string(log)?))
}
