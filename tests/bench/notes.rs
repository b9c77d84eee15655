//! What annotations cost: ten thousand of them to load, and one until it is safe from a power cut.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::desk::{self, Session};
use crate::measure::{at_home, instructions, percentile};
use crate::programs::{is_here, own};
use crate::table::{Row, Table, Unit};
use crate::texts::Texts;

/// Annotations of one report, and the instructions that reading all of them may take.
const MANY: usize = 10_000;
const LOAD: f64 = 40e6;
/// Saves that are waited for.
const SAVES: usize = 200;
/// How many times as long as the same bytes appended and synced.
const SAVED: f64 = 1.5;

/// What a list of reports takes more because one of them has many annotations.
pub fn counted(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let more = match is_here("valgrind") {
        true => more_to_load(texts)?,
        false => None,
    };
    let row = Row::new(
        "10,000 annotations of one report to load",
        Unit::Instructions,
        more,
    );
    table.add(row.most(LOAD));
    Ok(())
}

fn more_to_load(texts: &Texts) -> io::Result<Option<f64>> {
    let home = tempfile::tempdir()?;
    let home = home.path();
    ducha(home, &["import", &texts.new], "")?;
    let list = || -> io::Result<Option<f64>> {
        // What was read once is there condensed.
        ducha(home, &["list"], "")?;
        Ok(instructions(&[own(), "list"], home))
    };
    let none = list()?;
    let listed = ducha(home, &["list", "--format", "json"], "")?;
    let report: serde_json::Value = serde_json::from_str(listed.trim())?;
    let text = fs::read_to_string(&texts.new)?;
    let quotes = quotes(&text);
    let lines = (0..MANY).zip(quotes.iter().cycle()).map(|(number, quote)| {
        let note = serde_json::json!({
            "report": report["id"], "quote": quote, "problem": format!("第{number}处，与上年口径不一致，请核对。"),
        });
        format!("{note}\n")
    });
    ducha(home, &["annotate"], &lines.collect::<String>())?;
    Ok(list()?.zip(none).map(|(many, none)| many - none))
}

/// Sentences that stand in a text once.
fn quotes(text: &str) -> BTreeSet<&str> {
    let sentences = text.split(['。', '\n']).map(str::trim);
    sentences
        .filter(|sentence| sentence.chars().count() > 8 && text.matches(sentence).count() == 1)
        .collect()
}

fn ducha(home: &Path, words: &[&str], input: &str) -> io::Result<String> {
    let path = home.join("input");
    fs::write(&path, input)?;
    let output = at_home(Command::new(own()).args(words), home)
        .env("LANG", "C.UTF-8")
        .stdin(fs::File::open(path)?)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("ducha {}", words.join(" "))));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

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
