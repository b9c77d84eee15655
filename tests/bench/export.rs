//! What goes out of 10,000 gaps: the CPU time of every format beside LibreOffice converting the same table, and memory that
//! does not grow with the rows that are written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::measure::{Cost, least, run};
use crate::programs::own;
use crate::reviewed::{Gap, NORTH, SOUTH, review};
use crate::table::{Row, Table, Unit};
use crate::texts::Texts;

const RUNS: usize = 3;
const GAPS: usize = 10_000;
/// Beyond what it takes to read the gaps, in kilobytes: a buffer, and the list of what goes out with its order.
const MORE: f64 = 4.0 * 1024.0;

/// What is written, in which format, and the end of the file.
const FORMATS: [(&str, &str); 9] = [
    ("ledger", "xlsx"),
    ("ledger", "csv"),
    ("problems", "docx"),
    ("problems", "markdown"),
    ("opinion", "docx"),
    ("page", "html"),
    ("annotations", "json"),
    ("annotations", "jsonld"),
    ("findings", "ndjson"),
];

pub fn rows(texts: &Texts, table: &mut Table) -> io::Result<()> {
    let (many, few) = (texts.home().join("many"), texts.home().join("few"));
    fill(&many, GAPS)?;
    fill(&few, GAPS / 10)?;
    for (what, format) in FORMATS {
        let out = many.join(format!("{what}.{format}"));
        let cost = written(what, format, &out, &many)?;
        let name = format!("export {what} {format}, 10,000 gaps: CPU");
        let row = Row::new(name, Unit::Millis, cost.map(Cost::cpu_millis));
        table.add(match format {
            "xlsx" => row.beside(
                "LibreOffice",
                office(&many.join("ledger.csv"), "xlsx", &many)?,
            ),
            "csv" => row.beside(
                "LibreOffice",
                office(&many.join("ledger.xlsx"), "csv", &many)?,
            ),
            _ => row,
        });
        if matches!(format, "csv" | "ndjson") {
            let small = written(what, format, &few.join("out"), &few)?;
            let most = most(small, &many, &few)?;
            let name = format!("export {what} {format}, 10,000 gaps: memory");
            let row = Row::new(name, Unit::Kilobytes, cost.map(Cost::kilobytes));
            table.add(row.most(most));
        }
    }
    Ok(())
}

/// A home with so many gaps in its library, all found to hold.
fn fill(home: &Path, count: usize) -> io::Result<()> {
    fs::create_dir_all(home)?;
    let places = [
        (NORTH, "审结38件，其中维持22件、驳回7件、终止6件、撤销4件"),
        (NORTH, "执法力量不足"),
        (SOUTH, "成功率99%"),
        (SOUTH, "普法形式单一"),
    ];
    let places = places.iter().cycle().take(count).enumerate();
    let gaps: Vec<Gap> = places
        .map(|(idx, (text, words))| {
            Gap::new(text, words, &format!("第{idx}处：口径不一，请核对。"))
        })
        .collect();
    review(home, &gaps);
    Ok(())
}

fn written(what: &str, format: &str, out: &Path, home: &Path) -> io::Result<Option<Cost>> {
    let out = out.to_string_lossy();
    let command = [own(), "export", what, "--format", format, "--out", &out];
    let [cost] = least(&[&command], RUNS, home)?;
    Ok(cost)
}

/// What may be taken for ten times as many gaps: what fewer take, what reading more of them takes, and a little.
fn most(small: Option<Cost>, many: &Path, few: &Path) -> io::Result<f64> {
    // Reads all annotations and prints none.
    let reading = [own(), "gaps", "--grade", "highlight"];
    let more = run(&reading, many)?.kilobytes() - run(&reading, few)?.kilobytes();
    Ok(small.map_or(0.0, Cost::kilobytes) + more + MORE)
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
