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

use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use baseline::Baseline;
use bytes::NARROW;
use line::Line;
use programs::Program;
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

/// A line of pages, pressed faster than a slow line carries them.
struct Pages {
    line: Line,
    before: usize,
}

const PAGES: usize = 60;

impl Pages {
    fn open(long: &Long, start: fn(&Program, (u16, u16), &Path) -> io::Result<Line>) -> Pages {
        let program = programs::ducha(&[&long.text]);
        let mut line = start(&program, NARROW, long.home()).expect("a console");
        line.until(FIRST_TEXT).expect("a text");
        // What is found moves the text, and so the pages: on a busy machine it comes late.
        let limit = Instant::now() + Duration::from_secs(60);
        while !has_findings(&line.text()) && Instant::now() < limit {
            line.settle().expect("a quiet console");
        }
        let before = line.written;
        Pages { line, before }
    }

    /// What it writes, and what it shows at the end, when each page is waited for.
    fn patiently(long: &Long) -> (usize, Vec<String>) {
        let mut pages = Pages::open(long, Line::start);
        for _ in 0..PAGES {
            pages.line.press(" ").expect("a page");
        }
        (pages.written(), pages.line.text())
    }

    /// The same keys at the speed of a finger that holds one down; nothing is taken from the line meanwhile.
    fn hold_down(&mut self) {
        for _ in 0..PAGES {
            self.line.send(" ").expect("a key");
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn written(&self) -> usize {
        self.line.written - self.before
    }
}

/// Whether the head of the screen counts findings that wait.
fn has_findings(screen: &[String]) -> bool {
    let head = screen.first().map_or("", String::as_str);
    let count = head.split_once("待核 ").map_or("", |(_, count)| count);
    count.starts_with(|digit: char| digit.is_ascii_digit() && digit != '0')
}

/// On a line that takes nothing for a while, frames are left out: what waits is a few pages, and what comes last is right.
#[test]
fn a_stuck_line_gets_the_last_screen_and_not_a_queue_of_screens() {
    let long = Long::new().expect("the text");
    let (all, right) = Pages::patiently(&long);
    let mut pages = Pages::open(&long, Line::start_slow);
    pages.hold_down();
    pages.line.settle().expect("a quiet console");
    assert_eq!(pages.line.text(), right);
    let some = pages.written();
    assert!(some * 4 < all, "{some} of {all} bytes");
}

/// The same where everything is taken at this end and the terminal lags behind, as it does through SSH.
#[test]
fn a_terminal_that_lags_gets_the_last_screen_and_not_a_queue_of_screens() {
    let long = Long::new().expect("the text");
    let (all, right) = Pages::patiently(&long);
    let mut pages = Pages::open(&long, Line::start);
    pages.line.lag();
    pages.hold_down();
    pages.line.settle().expect("a quiet console");
    pages.line.catch_up().expect("a terminal");
    pages.line.settle().expect("a quiet console");
    assert_eq!(pages.line.text(), right);
    let some = pages.written();
    assert!(some * 4 < all, "{some} of {all} bytes");
}

/// The short form of the soak: nothing is left open, nothing grows without end, and it comes to rest.
#[test]
fn a_session_leaves_nothing_behind() {
    let texts = Texts::new().expect("the texts");
    let soaked = soak::soak(&texts, &soak::TURNS, 500, Duration::from_secs(2)).expect("a session");
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
