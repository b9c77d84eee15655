//! How long an annotation takes until it is safe from a power cut.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::time::Instant;

use crate::desk::{self, Session};
use crate::measure::percentile;
use crate::table::{Row, Table, Unit};
use crate::texts::Texts;

/// Saves that are waited for.
const SAVES: usize = 200;
/// How many times as long as the same bytes appended and synced.
const SAVED: f64 = 1.5;

/// From an operation to the word that it is on the disk, beside as many bytes appended and synced by hand.
pub fn rows(_: &Texts, table: &mut Table) -> io::Result<()> {
    // The disk that is built on; a folder for temporary files may be in memory.
    fs::create_dir_all(env!("CARGO_TARGET_TMPDIR"))?;
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let library = desk::library(&folder);
    let session = Session::of(&library, "lin");
    session.save("第一处，与上年口径不一致，请核对。");
    let journals = desk::files(folder.path(), ".jsonl");
    let journal = journals.first().map(fs::read).transpose()?;
    let journal = journal.unwrap_or_default();
    let lines = journal.split(|byte| *byte == b'\n');
    let longest = lines.max_by_key(|line| line.len()).unwrap_or_default();
    let mut options = OpenOptions::new();
    let options = options.append(true).create(true);
    let mut plain = options.open(folder.path().join("plain"))?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..SAVES {
        let start = Instant::now();
        session.save("又一处，与上年口径不一致，请核对。");
        ours.push(start.elapsed().as_secs_f64() * 1000.0);
        let start = Instant::now();
        plain.write_all(longest)?;
        plain.sync_data()?;
        theirs.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    session.close();
    for (name, percent) in [("p50", 50), ("p99", 99)] {
        let what = format!("a note until it is on the disk, {name}");
        let row = Row::new(what, Unit::Millis, percentile(&mut ours, percent));
        let row = row.beside("append", Some(percentile(&mut theirs, percent)));
        table.add(if percent == 50 { row.times(SAVED) } else { row });
    }
    Ok(())
}
