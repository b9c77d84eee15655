//! What was measured before: bytes and instructions, which do not depend on how busy a machine is.
//!
//! `cargo bench -- --renew` writes what it measures into `tests/bench/baseline.json`; the change of that file belongs to the
//! commit that makes something cost more, or less.
// The tests and the benchmark use a part each.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::table::{Repeats, Row, Unit};

/// What counts as more, in percent, where the file does not say otherwise for a row.
const BYTES: f64 = 2.0;
const INSTRUCTIONS: f64 = 3.0;
/// So much more on top for instructions counted on another machine: the C library and the search for bytes choose their paths by
/// what a processor can, and valgrind shows them this one's.
const ELSEWHERE: f64 = 7.0;

/// The file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Instructions are another number with another compiler or unoptimised, and are not held against these then.
    compiler: String,
    /// The processor and the C library.
    #[serde(default)]
    machine: String,
    rows: BTreeMap<String, Known>,
    /// The compiler of this run.
    #[serde(skip)]
    now: String,
    /// The machine of this run.
    #[serde(skip)]
    here: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    unit: Unit,
    value: f64,
    /// So many percent more are no regression.
    tolerance: f64,
}

/// How a row stands to what was measured before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Nothing that is compared.
    Unknown,
    /// In percent.
    Within(f64),
    Worse(f64),
    Better(f64),
}

impl Baseline {
    pub fn read(now: Option<String>) -> io::Result<Baseline> {
        let text = fs::read_to_string(path())?;
        Ok(Baseline {
            now: now.unwrap_or_default(),
            here: machine(),
            ..serde_json::from_str(&text)?
        })
    }

    pub fn change(&self, row: &Row) -> Change {
        let (Some(known), Some(value)) = (self.rows.get(&row.what), row.ours) else {
            return Change::Unknown;
        };
        let comparable = match row.unit {
            Unit::Instructions => self.compiler == self.now && !cfg!(debug_assertions),
            Unit::Bytes | Unit::Millis | Unit::Kilobytes | Unit::Count | Unit::Percent => true,
        };
        if known.unit != row.unit || !comparable {
            return Change::Unknown;
        }
        let elsewhere = match row.unit {
            Unit::Instructions if self.machine != self.here => ELSEWHERE,
            Unit::Instructions
            | Unit::Bytes
            | Unit::Millis
            | Unit::Kilobytes
            | Unit::Count
            | Unit::Percent => 0.0,
        };
        let tolerance = known.tolerance + elsewhere;
        let percent = (value - known.value) / known.value.max(1.0) * 100.0;
        match percent {
            more if more > tolerance => Change::Worse(more),
            less if less < -tolerance => Change::Better(less),
            as_before => Change::Within(as_before),
        }
    }

    /// Takes what was measured for what is known from now on; rows that were not measured stay.
    pub fn renew(mut self, rows: &[Row]) -> io::Result<()> {
        self.compiler.clone_from(&self.now);
        self.machine.clone_from(&self.here);
        for row in rows.iter().filter(|row| row.repeats == Repeats::Exactly) {
            let tolerance = match row.unit {
                Unit::Instructions => INSTRUCTIONS,
                Unit::Bytes | Unit::Millis | Unit::Kilobytes | Unit::Count | Unit::Percent => BYTES,
            };
            let Some(value) = row.ours else {
                continue;
            };
            let known = self.rows.entry(row.what.clone()).or_insert(Known {
                unit: row.unit,
                value,
                tolerance,
            });
            known.value = value;
        }
        let mut text = serde_json::to_string_pretty(&self)?;
        text.push('\n');
        fs::write(path(), text)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Change::Unknown | Change::Within(_) => Ok(()),
            Change::Worse(percent) => write!(formatter, " WORSE {percent:+.1} %"),
            Change::Better(percent) => write!(formatter, " better {percent:+.1} %"),
        }
    }
}

/// What instructions depend on besides the program and its compiler.
fn machine() -> String {
    let told = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = told
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model
        .unwrap_or_default()
        .trim_start_matches([' ', '\t', ':']);
    let library = crate::programs::version("ldd").unwrap_or_default();
    format!("{model}, {library}")
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/baseline.json")
}
