//! Instructions from the start of the process, and the size of what is started.

use std::env::consts::ARCH;
use std::fs;
use std::io;
use std::path::Path;

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

/// The size of the program on disk: as it was built, and as `.ci/package` built it to be handed out, within its budget.
pub fn size(_: &Texts, table: &mut Table) -> io::Result<()> {
    let kilobytes = |path: &Path| Some(fs::metadata(path).ok()?.len() as f64 / 1024.0);
    let built = kilobytes(Path::new(own()));
    table.add(Row::new("size of the program", Unit::Kilobytes, built));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    let targets = ["musl", "gnu"].map(|library| format!("{ARCH}-unknown-linux-{library}"));
    let mut handed_out = targets
        .iter()
        .map(|target| folder.join(target).join("dist/ducha"));
    let handed_out = handed_out.find_map(|path| kilobytes(&path));
    let row = Row::new("size as it is handed out", Unit::Kilobytes, handed_out);
    table.add(row.most(12e6 / 1024.0));
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
