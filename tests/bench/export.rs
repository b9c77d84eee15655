//! What goes out of 10,000 gaps of 100 reports: the CPU time of every format beside LibreOffice converting the same table,
//! and memory that does not grow with what is written line by line.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::measure::{Cost, least};
use crate::programs::own;
use crate::reviewed::{Gap, NORTH, SOUTH, review};
use crate::table::{Row, Table, Unit};
use crate::texts::Texts;

const RUNS: usize = 3;
const GAPS: usize = 10_000;
const GAPS_A_REPORT: usize = 100;
/// What the most gaps may take more than the fewest, in kilobytes, beside what each gap takes: buffers, and the pages that
/// an allocator keeps.
const MORE: f64 = 2.0 * 1024.0;
/// Findings are also held against what the reports of all other units say.
const OTHERS: f64 = 6.0 * 1024.0;
/// For each gap where its lines stand, and for a hundredth of a report what lists show of it.
const A_GAP: f64 = 0.16;

/// What is written, in which format, and the end of the file.
const FORMATS: [(&str, &str); 11] = [
    ("ledger", "xlsx"),
    ("ledger", "csv"),
    ("problems", "docx"),
    ("problems", "markdown"),
    ("opinion", "docx"),
    ("page", "html"),
    ("annotations", "json"),
    ("annotations", "jsonld"),
    ("findings", "sarif"),
    ("findings", "csv"),
    ("findings", "ndjson"),
];

pub fn rows(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let many = texts.home().join("many");
    fill(&many, GAPS)?;
    for (what, format) in FORMATS {
        let out = many.join(format!("{what}.{format}"));
        let cost = written(what, format, &out, &many)?;
        let name = format!("export {what} {format}, 10,000 gaps: CPU");
        let row = Row::new(name, Unit::Millis, cost.map(Cost::cpu_millis));
        table.add(match (what, format) {
            ("ledger", "xlsx") => row.beside(
                "LibreOffice",
                office(&many.join("ledger.csv"), "xlsx", &many)?,
            ),
            ("ledger", "csv") => row.beside(
                "LibreOffice",
                office(&many.join("ledger.xlsx"), "csv", &many)?,
            ),
            _ => row,
        });
    }
    memory(texts.home(), &many, table)
}

/// The same of a tenth as many gaps and, where `DUCHA_GAPS` asks for them, of more: what is written line by line takes the
/// memory of one report, and where the lines of each gap stand.
fn memory(home: &Path, many: &Path, table: &mut Table) -> io::Result<()> {
    let few = home.join("few");
    fill(&few, GAPS / 10)?;
    let mut homes = vec![(GAPS, many.to_owned())];
    let asked = env::var("DUCHA_GAPS").ok();
    if let Some(asked) = asked.and_then(|asked| asked.parse().ok()) {
        let most = home.join("most");
        fill(&most, asked)?;
        homes.push((asked, most));
    }
    for (what, format) in [
        ("ledger", "csv"),
        ("findings", "csv"),
        ("findings", "ndjson"),
    ] {
        let taken = |home: &Path| -> io::Result<Option<f64>> {
            let cost = written(what, format, &home.join("out"), home)?;
            Ok(cost.map(Cost::kilobytes))
        };
        let least = taken(&few)?;
        let name = format!("export {what} {format}, {} gaps: memory", GAPS / 10);
        table.add(Row::new(name, Unit::Kilobytes, least));
        for (count, home) in &homes {
            let name = format!("export {what} {format}, {count} gaps: memory");
            let row = Row::new(name, Unit::Kilobytes, taken(home)?);
            let others = if what == "findings" { OTHERS } else { 0.0 };
            let more = (count - GAPS / 10) as f64 * A_GAP + MORE + others;
            table.add(row.most(least.unwrap_or(0.0) + more));
        }
    }
    Ok(())
}

/// A home with so many gaps in its library, all found to hold, a hundred in each report.
fn fill(home: &Path, count: usize) -> io::Result<()> {
    fs::create_dir_all(home)?;
    let reports: Vec<(&'static str, [&'static str; 2])> =
        (0..count.div_ceil(GAPS_A_REPORT)).map(report).collect();
    let gaps: Vec<Gap> = (0..count)
        .filter_map(|idx| {
            let (text, words) = reports.get(idx / GAPS_A_REPORT)?;
            let words = words.get(idx % words.len())?;
            let problem = format!("第{idx}处：口径不一，请核对。");
            Some(Gap::new(text, words, &problem))
        })
        .collect();
    review(home, &gaps);
    Ok(())
}

/// One of the two reports under another name, with the words that are asked about; kept for as long as the benchmark runs.
fn report(idx: usize) -> (&'static str, [&'static str; 2]) {
    let name: String = idx.to_string().chars().map(letter).collect();
    let (text, known, words) = match idx % 2 {
        0 => (
            NORTH,
            "云岭县",
            [
                "审结38件，其中维持22件、驳回7件、终止6件、撤销4件",
                "执法力量不足",
            ],
        ),
        _ => (SOUTH, "石桥镇", ["成功率99%", "普法形式单一"]),
    };
    let text = text.replace(known, &format!("{name}{known}"));
    (String::leak(text), words)
}

/// A letter of a name in place of a digit.
fn letter(digit: char) -> char {
    let letters = ['霜', '露', '松', '柏', '溪', '岩', '岚', '汀', '禾', '麦'];
    let digit = digit.to_digit(10).unwrap_or_default() as usize;
    letters.get(digit).copied().unwrap_or('霜')
}

fn written(what: &str, format: &str, out: &Path, home: &Path) -> io::Result<Option<Cost>> {
    let out = out.to_string_lossy();
    let command = [own(), "export", what, "--format", format, "--out", &out];
    let [cost] = least(&[&command], RUNS, home)?;
    Ok(cost)
}

/// The CPU time of LibreOffice for the same table; none where it is not installed.
fn office(table: &Path, into: &str, home: &Path) -> io::Result<Option<f64>> {
    if !table.is_file() {
        written("ledger", "csv", table, home)?;
    }
    let out: PathBuf = home.join("office");
    let profile = format!("-env:UserInstallation=file://{}/profile", home.display());
    let (table, out) = (table.to_string_lossy(), out.to_string_lossy());
    let command = [
        "soffice",
        &profile,
        "--headless",
        "--convert-to",
        into,
        "--outdir",
        &out,
        &table,
    ];
    // The first run makes a profile.
    let [cost] = least(&[&command], 2, home)?;
    Ok(cost.map(Cost::cpu_millis))
}
