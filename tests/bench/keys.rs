//! From a key to the first byte of what comes of it.

use std::io;

use crate::bytes::{NARROW, SCROLL};
use crate::line::Line;
use crate::measure::percentile;
use crate::programs;
use crate::table::{Goal, Row, Table, Unit};
use crate::texts::{FIRST_TEXT, Long, Texts};

/// Keys for each program, by turns of so many.
const ROUNDS: usize = 10;
const ROUND: usize = 40;

/// A program that is scrolled down and up again, so that there is always something to show.
struct Scrolled {
    line: Line,
    down: &'static str,
    up: &'static str,
    /// Milliseconds.
    times: Vec<f64>,
}

pub fn rows(_: &Texts, table: &mut Table) -> io::Result<()> {
    let long = Long::new()?;
    let programs = [
        Some(programs::ducha(&[&long.text])),
        programs::less(&long.text),
        programs::vim(&long.text),
    ];
    let mut scrolled = Vec::new();
    for program in programs {
        let Some(program) = program else {
            scrolled.push(None);
            continue;
        };
        let mut line = Line::start(&program, NARROW, long.home())?;
        line.until(FIRST_TEXT)?;
        line.settle()?;
        let (down, up) = match program.name {
            "less" => ("j", "k"),
            _ => (SCROLL, "\u{19}"),
        };
        scrolled.push(Some(Scrolled {
            line,
            down,
            up,
            times: Vec::new(),
        }));
    }
    for _ in 0..ROUNDS {
        for one in scrolled.iter_mut().flatten() {
            one.round()?;
        }
    }
    let mut at = |percent| {
        scrolled
            .iter_mut()
            .map(|one| Some(one.as_mut()?.at(percent)))
            .collect()
    };
    let (p50, p99): (Vec<_>, Vec<_>) = (at(50), at(99));
    for (name, times, goal) in [
        ("p50", p50, Goal::Most(2.0)),
        ("p99", p99, Goal::Times(2.0, 0.0)),
    ] {
        let [ours, less, vim] = times[..] else {
            continue;
        };
        let what = format!("80x24 key to first byte, {name}");
        let row = || Row::new(&what, Unit::Millis, ours);
        table.add(row().beside("less", less));
        table.add(Row {
            goal,
            ..row().beside("vim", vim)
        });
    }
    Ok(())
}

impl Scrolled {
    fn round(&mut self) -> io::Result<()> {
        for count in 0..ROUND {
            let key = if count < ROUND / 2 {
                self.down
            } else {
                self.up
            };
            if let Some(first) = self.line.press(key)?.first {
                self.times.push(first.as_secs_f64() * 1000.0);
            }
        }
        Ok(())
    }

    fn at(&mut self, percent: usize) -> f64 {
        percentile(&mut self.times, percent)
    }
}
