//! What the console costs: the short form of `cargo bench`, of what does not depend on how busy a machine is.

#[path = "bench/baseline.rs"]
mod baseline;
#[path = "bench/bytes.rs"]
mod bytes;
#[path = "support/emulator.rs"]
mod emulator;
#[path = "bench/line.rs"]
mod line;
#[path = "bench/measure.rs"]
mod measure;
#[path = "bench/programs.rs"]
mod programs;
#[path = "bench/soak.rs"]
mod soak;
#[path = "bench/table.rs"]
mod table;
#[path = "bench/texts.rs"]
mod texts;

use std::time::Duration;

use baseline::Baseline;
use bytes::NARROW;
use line::Line;
use table::{Table, Verdict};
use texts::{FIRST_TEXT, Long, Texts};

/// Bytes are the same in every build; `cargo bench -- bytes --renew` says that more is meant.
#[test]
fn nothing_costs_more_bytes_than_before_and_every_goal_is_met() {
    let texts = Texts::new().expect("the texts");
    let mut table = Table::new(Baseline::read(None).expect("the baseline"));
    bytes::rows(&texts, &mut table).expect("the programs run");
    assert_eq!(table.regressions(), Vec::<String>::new());
    let missed = table
        .rows
        .iter()
        .filter(|row| row.verdict() == Verdict::Missed);
    let missed: Vec<&str> = missed.map(|row| row.what.as_str()).collect();
    assert_eq!(missed, Vec::<&str>::new());
}

/// On a line that takes nothing for a while, frames are left out: what waits is a few pages, and what comes last is right.
#[test]
fn a_slow_line_gets_the_last_screen_and_not_a_queue_of_screens() {
    const PAGES: usize = 60;
    let long = Long::new().expect("the text");
    let program = programs::ducha(&[&long.text]);
    let run = |pause: bool| {
        let mut line = Line::start_slow(&program, NARROW, long.home()).expect("a console");
        line.until(FIRST_TEXT).expect("a text");
        line.settle().expect("a quiet console");
        let before = line.written;
        for _ in 0..PAGES {
            match pause {
                true => {
                    line.send(" ").expect("a key");
                    std::thread::sleep(Duration::from_millis(20));
                }
                false => {
                    line.press(" ").expect("a frame");
                }
            }
        }
        line.settle().expect("a quiet console");
        (line.written - before, line.text())
    };
    let (all, right) = run(false);
    let (some, last) = run(true);
    assert_eq!(last, right);
    assert!(some * 4 < all, "{some} of {all} bytes");
}

/// The short form of the soak: nothing is left open, nothing grows without end, and it comes to rest.
#[test]
fn a_session_leaves_nothing_behind() {
    let texts = Texts::new().expect("the texts");
    let soaked = soak::soak(&texts, 500, Duration::from_secs(2)).expect("a session");
    assert_eq!(soaked.descriptors, 0.0, "file descriptors more");
    assert_eq!(soaked.idle_bytes, 0.0, "bytes when idle");
    assert!(
        soaked.idle_percent < 5.0,
        "{} % CPU when idle",
        soaked.idle_percent
    );
    // So few keys still warm up: this only finds what loses a screen or a report with every turn.
    assert!(
        soaked.growth < 64.0 * 1024.0,
        "{} kB an hour",
        soaked.growth
    );
}
