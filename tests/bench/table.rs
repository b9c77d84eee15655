//! The table: one row a measurement, with the peer's, their ratio, the goal, and what was measured before.
// The tests and the benchmark use a part each.
#![allow(dead_code)]

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::baseline::{Baseline, Change};

/// What is measured. All of it is a cost: less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    Bytes,
    Instructions,
    Millis,
    Kilobytes,
    Count,
    Percent,
}

/// What is to be reached.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// So many times the peer at most, and so much on top.
    Times(f64, f64),
    /// So much at most, whatever a peer does.
    Most(f64),
    /// Only listed.
    Listed,
}

/// Who stands beside us.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Peer {
    pub name: &'static str,
    /// Nothing of a program that is not here.
    pub value: Option<f64>,
}

/// Whether the goal is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Met,
    Missed,
    Listed,
    /// Not measured, and why.
    Skip(String),
}

/// Whether it comes out the same in every run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeats {
    /// However busy the machine is: held against the baseline.
    Exactly,
    /// It depends on time.
    Roughly,
}

/// One measurement.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub what: String,
    pub unit: Unit,
    pub repeats: Repeats,
    /// Nothing where this machine cannot measure it.
    pub ours: Option<f64>,
    pub peer: Option<Peer>,
    pub goal: Goal,
}

/// What a row says, in words.
struct Cells {
    ours: String,
    name: &'static str,
    theirs: String,
    ratio: String,
    goal: String,
    verdict: String,
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    row: &'a Row,
    ratio: Option<f64>,
    verdict: Verdict,
    change: Change,
}

/// All that was measured in this run.
pub struct Table {
    pub rows: Vec<Row>,
    baseline: Baseline,
}

impl Row {
    pub fn new(what: impl Into<String>, unit: Unit, ours: impl Into<Option<f64>>) -> Row {
        let repeats = match unit {
            Unit::Bytes | Unit::Instructions => Repeats::Exactly,
            Unit::Millis | Unit::Kilobytes | Unit::Count | Unit::Percent => Repeats::Roughly,
        };
        Row {
            what: what.into(),
            unit,
            repeats,
            ours: ours.into(),
            peer: None,
            goal: Goal::Listed,
        }
    }

    /// What is counted depends on time all the same, as the number of frames does.
    pub fn roughly(self) -> Row {
        let repeats = Repeats::Roughly;
        Row { repeats, ..self }
    }

    pub fn beside(self, name: &'static str, value: Option<f64>) -> Row {
        let peer = Some(Peer { name, value });
        Row { peer, ..self }
    }

    /// At most so many times the peer.
    pub fn times(self, times: f64) -> Row {
        self.times_and(times, 0.0)
    }

    pub fn times_and(self, times: f64, more: f64) -> Row {
        let goal = Goal::Times(times, more);
        Row { goal, ..self }
    }

    pub fn most(self, most: f64) -> Row {
        let goal = Goal::Most(most);
        Row { goal, ..self }
    }

    pub fn verdict(&self) -> Verdict {
        let Some(ours) = self.ours else {
            return Verdict::Skip(match self.unit {
                Unit::Instructions => "no valgrind here, or no release build".to_owned(),
                Unit::Bytes | Unit::Millis | Unit::Kilobytes | Unit::Count | Unit::Percent => {
                    "cannot be measured here".to_owned()
                }
            });
        };
        let met = match (self.goal, self.peer) {
            (Goal::Listed, _) => return Verdict::Listed,
            (Goal::Most(most), _) => ours <= most,
            (Goal::Times(times, more), Some(peer)) => match peer.value {
                Some(theirs) => ours <= times * theirs + more,
                None => return Verdict::Skip(format!("no {} here", peer.name)),
            },
            (Goal::Times(..), None) => return Verdict::Skip("no peer".to_owned()),
        };
        if met { Verdict::Met } else { Verdict::Missed }
    }

    fn ratio(&self) -> Option<f64> {
        let theirs = self.peer?.value.filter(|theirs| *theirs > 0.0)?;
        Some(self.ours? / theirs)
    }

    fn line(&self, change: &Change) -> String {
        let Cells {
            ours,
            name,
            theirs,
            ratio,
            goal,
            verdict,
        } = self.cells();
        let what = &self.what;
        let line = format!(
            "{what:<50}{ours:>11}  {name:<9}{theirs:>11}{ratio:>8}  {goal:<14} {verdict:<8}{change}"
        );
        line.trim_end().to_owned()
    }

    /// As a row of a table in Markdown.
    fn markdown(&self) -> String {
        let Cells {
            ours,
            name,
            theirs,
            ratio,
            goal,
            verdict,
        } = self.cells();
        let beside = format!("{name} {theirs}");
        let what = &self.what;
        format!(
            "| {what} | {ours} | {} | {ratio} | {goal} | {verdict} |\n",
            beside.trim()
        )
    }

    fn cells(&self) -> Cells {
        let shown = |value: Option<f64>| value.map_or("SKIP".to_owned(), |it| shown(self.unit, it));
        let (name, theirs) = match self.peer {
            Some(peer) => (peer.name, shown(peer.value)),
            None => ("", String::new()),
        };
        Cells {
            ours: shown(self.ours),
            name,
            theirs,
            ratio: self.ratio().map_or(String::new(), |it| format!("{it:.3}")),
            goal: match self.goal {
                Goal::Times(times, more) if more > 0.0 => format!("<= {times} x + {more}"),
                Goal::Times(times, _) => format!("<= {times} x"),
                Goal::Most(most) => format!("<= {}", shown_plainly(self.unit, most)),
                Goal::Listed => String::new(),
            },
            verdict: match self.verdict() {
                Verdict::Met => "met".to_owned(),
                Verdict::Missed => "MISSED".to_owned(),
                Verdict::Listed => String::new(),
                Verdict::Skip(why) => format!("SKIP: {why}"),
            },
        }
    }
}

impl Table {
    pub fn new(baseline: Baseline) -> Table {
        println!(
            "{:<50}{:>11}  {:<9}{:>11}{:>8}  goal",
            "what", "ducha", "peer", "", "ratio"
        );
        Table {
            rows: Vec::new(),
            baseline,
        }
    }

    /// Takes a row and prints it: some take minutes.
    pub fn add(&mut self, row: Row) {
        println!("{}", row.line(&self.baseline.change(&row)));
        self.rows.push(row);
    }

    /// What costs more than before.
    pub fn regressions(&self) -> Vec<String> {
        let worse = |row: &&Row| matches!(self.baseline.change(row), Change::Worse(_));
        let mut names: Vec<String> = self
            .rows
            .iter()
            .filter(worse)
            .map(|row| row.what.clone())
            .collect();
        names.dedup();
        names
    }

    pub fn count(&self, wanted: impl Fn(&Verdict) -> bool) -> usize {
        let verdicts = self.rows.iter().map(Row::verdict);
        verdicts.filter(|verdict| wanted(verdict)).count()
    }

    /// Writes everything as JSON, with the versions of what was measured, and as a table in Markdown beside it.
    pub fn write(&self, path: &Path, versions: &[(&str, Option<String>)]) -> io::Result<()> {
        let rows: Vec<Told> = self.rows.iter().map(|row| self.told(row)).collect();
        let versions: std::collections::BTreeMap<_, _> = versions.iter().cloned().collect();
        let whole = serde_json::json!({
            "schema": "ducha-bench/1",
            "versions": versions,
            "rows": rows,
        });
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, serde_json::to_vec_pretty(&whole)?)?;
        let head = "| what | ducha | beside | ratio | goal | |\n|---|--:|---|--:|---|---|\n";
        let rows: String = self.rows.iter().map(Row::markdown).collect();
        fs::write(path.with_extension("md"), format!("{head}{rows}"))
    }

    fn told<'a>(&self, row: &'a Row) -> Told<'a> {
        Told {
            row,
            ratio: row.ratio(),
            verdict: row.verdict(),
            change: self.baseline.change(row),
        }
    }
}

fn shown(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Bytes => format!("{value:.0} B"),
        Unit::Instructions => format!("{:.2} M", value / 1e6),
        Unit::Millis => format!("{value:.2} ms"),
        Unit::Kilobytes => format!("{value:.0} kB"),
        Unit::Count => format!("{value:.0}"),
        Unit::Percent => format!("{value:.3} %"),
    }
}

/// A round limit without the places that a measurement has.
fn shown_plainly(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Instructions => format!("{} M", value / 1e6),
        Unit::Millis => format!("{value} ms"),
        Unit::Percent => format!("{value} %"),
        Unit::Bytes | Unit::Kilobytes | Unit::Count => shown(unit, value),
    }
}
