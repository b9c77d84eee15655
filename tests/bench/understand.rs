//! How fast and in how much memory `ducha show` understands plain text, beside `iconv` on the same file.

use std::fs;
use std::io;

use crate::measure::least;
use crate::programs::own;
use crate::table::{Row, Table, Unit};
use crate::texts::{Texts, cut, samples};

/// Runs of each program on each text; the least counts.
const RUNS: usize = 7;
/// A quarter of iconv's throughput.
const TIMES: f64 = 4.0;
/// Kilobytes of memory that may be used: a base, and a multiple of the text.
const BASE: f64 = 6.0 * 1024.0;
const EACH: f64 = 6.0;

pub fn rows(texts: &Texts, table: &mut Table) -> io::Result<()> {
    for (name, text) in sizes()? {
        let path = texts.home().join("text.txt");
        fs::write(&path, &text)?;
        let path = path.to_string_lossy();
        let iconv = ["iconv", "-f", "utf8", "-t", "utf16", &path];
        let ducha = [own(), "show", &path];
        let [iconv, ducha] = least(&[&iconv, &ducha], RUNS, texts.home())?;
        let row = |what: &str, ours, theirs| {
            let row = Row::new(format!("show {name}: {what}"), Unit::Millis, ours);
            row.beside("iconv", theirs)
        };
        table.add(
            row(
                "time",
                ducha.map(|it| it.millis()),
                iconv.map(|it| it.millis()),
            )
            .times(TIMES),
        );
        // On a machine that does other work only this says much; it counts every core that was used.
        table.add(row(
            "CPU",
            ducha.map(|it| it.cpu_millis()),
            iconv.map(|it| it.cpu_millis()),
        ));
        let memory = Row::new(
            format!("show {name}: memory"),
            Unit::Kilobytes,
            ducha.map(|it| it.kilobytes()),
        );
        table.add(memory.most(BASE + EACH * text.len() as f64 / 1024.0));
    }
    Ok(())
}

/// Reports one after the other, up to 5 MB, and one line of a million characters.
fn sizes() -> io::Result<Vec<(&'static str, String)>> {
    let samples = samples()?;
    let bytes = |len: usize| -> String {
        let whole = samples.repeat(len / samples.len() + 1);
        let end = (0..=len).rev().find(|at| whole.is_char_boundary(*at));
        whole.get(..end.unwrap_or(0)).unwrap_or("").to_owned()
    };
    Ok(vec![
        ("0.1 MB", bytes(100_000)),
        ("1 MB", bytes(1_000_000)),
        ("5 MB", bytes(5_000_000)),
        (
            "one line",
            cut(&samples.replace(['\r', '\n'], ""), 1_000_000),
        ),
    ])
}
