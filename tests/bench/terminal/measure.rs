//! The measurements, group by group.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use super::line::{Line, Program};
use super::table::{Goal, Unit, row};
use super::texts::{COMPARED, FIRST_TEXT, Texts};

const SCROLL: &str = "\u{5}";
const NARROW: (u16, u16) = (80, 24);
const WIDE: (u16, u16) = (200, 50);

/// Keys of each kind; the median counts.
const KEYS: usize = 21;
/// Starts of each program, by turns.
const STARTS: usize = 15;
/// Keys for each program's latency, by turns of so many.
const ROUNDS: usize = 10;
const ROUND: usize = 40;

/// The texts, and which peers are on this machine.
pub struct Bench {
    texts: Texts,
}

impl Bench {
    pub fn new() -> io::Result<Bench> {
        let bench = Bench {
            texts: Texts::new()?,
        };
        // What is measured is opening a report that is in the library.
        let words = [&bench.texts.old, &bench.texts.new, &bench.texts.long];
        let done = Command::new(env!("CARGO_BIN_EXE_ducha"))
            .arg("import")
            .args(words)
            .env_clear()
            .env("HOME", bench.texts.home())
            .stdout(Stdio::null())
            .status()?;
        match done.success() {
            true => Ok(bench),
            false => Err(io::Error::other("the texts could not be imported")),
        }
    }

    fn start(&self, program: &Program, size: (u16, u16)) -> io::Result<Line> {
        Line::start(program, size, self.texts.home())
    }

    fn ducha(&self, file: &str) -> Program {
        program("ducha", env!("CARGO_BIN_EXE_ducha"), &[file], "\u{3}")
    }

    fn less(&self, file: &str) -> Option<Program> {
        found(program("less", "less", &[file], "q"))
    }

    fn vim(&self, file: &str) -> Option<Program> {
        let words = ["--clean", "-n", "-i", "NONE", file];
        found(program("vim", "vim", &words, "\u{1b}:qa!\r"))
    }

    /// Two years side by side.
    fn differences(&self) -> [(&'static str, Option<Program>); 2] {
        let (old, new) = (self.texts.old.as_str(), self.texts.new.as_str());
        let words = ["--clean", "-n", "-i", "NONE", "-d", old, new];
        let quit = "\u{1b}:qa!\r";
        [
            ("vim -d", found(program("vim -d", "vim", &words, quit))),
            ("nvim -d", found(program("nvim -d", "nvim", &words, quit))),
        ]
    }
}

fn program(name: &'static str, command: &str, words: &[&str], quit: &'static str) -> Program {
    let command = std::iter::once(&command).chain(words);
    Program {
        name,
        words: command.map(|word| (*word).to_owned()).collect(),
        quit,
    }
}

/// The program, when the machine has it.
fn found(program: Program) -> Option<Program> {
    let path = std::env::var_os("PATH")?;
    let command = program.words.first()?;
    let here = std::env::split_paths(&path).any(|folder| folder.join(command).is_file());
    (here || Path::new(command).is_file()).then_some(program)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() * percent / 100).min(values.len().saturating_sub(1));
    values.get(at).copied().unwrap_or(0.0)
}

/// The median of the bytes that a key costs, after other keys.
fn per_key(
    bench: &Bench,
    program: &Program,
    size: (u16, u16),
    before: &[&str],
    key: &str,
) -> io::Result<f64> {
    let mut line = bench.start(program, size)?;
    line.until(FIRST_TEXT)?;
    line.settle()?;
    // What is known about the text follows the text.
    thread::sleep(Duration::from_secs(1));
    line.settle()?;
    for key in before {
        line.press(key)?;
    }
    let mut bytes = Vec::new();
    for _ in 0..KEYS {
        bytes.push(line.press(key)?.bytes as f64);
    }
    Ok(median(bytes))
}

fn maybe(
    program: Option<Program>,
    measure: impl Fn(&Program) -> io::Result<f64>,
) -> io::Result<Option<f64>> {
    program.map(|program| measure(&program)).transpose()
}

/// What a row, a page, a character, a frame cost.
pub fn bytes(bench: &Bench) -> io::Result<()> {
    let texts = &bench.texts;
    let ours = bench.ducha(&texts.long);
    for (size, name, fold) in [(NARROW, "80x24", &[] as &[&str]), (WIDE, "200x50", &["o"])] {
        let less = maybe(bench.less(&texts.long), |less| {
            per_key(bench, less, size, &[], "j")
        })?;
        let vim = maybe(bench.vim(&texts.long), |vim| {
            per_key(bench, vim, size, &[], SCROLL)
        })?;
        let folded = per_key(bench, &ours, size, fold, SCROLL)?;
        let what = format!("{name} one row by Ctrl-e, panes folded");
        row(
            &what,
            Unit::Bytes,
            folded,
            ("less", less),
            Goal::Times(1.2, 60.0),
        );
        row(&what, Unit::Bytes, folded, ("vim", vim), Goal::Listed);
        let open = per_key(bench, &ours, size, &[] as &[&str], SCROLL)?;
        let what = format!("{name} one row by Ctrl-e, panes as they are");
        row(&what, Unit::Bytes, open, ("less", less), Goal::Listed);
        let cursor = per_key(bench, &ours, size, &["\u{4}", "\u{4}"], "j")?;
        let what = format!("{name} one row by j");
        row(&what, Unit::Bytes, cursor, ("less", less), Goal::Listed);
        let page = per_key(bench, &ours, size, fold, " ")?;
        let pages = maybe(bench.less(&texts.long), |less| {
            per_key(bench, less, size, &[], " ")
        })?;
        let what = format!("{name} full frame, by Space");
        row(
            &what,
            Unit::Bytes,
            page,
            ("less", pages),
            Goal::Times(1.0, 0.0),
        );
        row(&what, Unit::Bytes, page, ("", None), Goal::Most(14_000.0));
        let ours = opening(bench, &ours, size)?;
        let less = maybe(bench.less(&texts.long), |less| opening(bench, less, size))?;
        row(
            &format!("{name} from start to quiet"),
            Unit::Bytes,
            ours,
            ("less", less),
            Goal::Listed,
        );
    }
    typed(bench)?;
    compared(bench)
}

/// All bytes from the start until it is quiet.
fn opening(bench: &Bench, program: &Program, size: (u16, u16)) -> io::Result<f64> {
    let mut line = bench.start(program, size)?;
    line.until(FIRST_TEXT)?;
    // The text may be there before the findings are.
    thread::sleep(Duration::from_secs(2));
    line.settle()?;
    Ok(line.written as f64)
}

/// One character in a note.
fn typed(bench: &Bench) -> io::Result<()> {
    let texts = &bench.texts;
    let ours = per_key(bench, &bench.ducha(&texts.new), NARROW, &["}", "a"], "核")?;
    let vim = maybe(bench.vim(&texts.new), |vim| {
        per_key(bench, vim, NARROW, &["G", "o"], "核")
    })?;
    row(
        "80x24 one character typed",
        Unit::Bytes,
        ours,
        ("vim", vim),
        Goal::Times(0.5, 0.0),
    );
    Ok(())
}

/// Scrolling a comparison.
fn compared(bench: &Bench) -> io::Result<()> {
    let ours = bench.ducha(&bench.texts.new);
    for (size, name, inline) in [
        (NARROW, "80x24", &[] as &[&str]),
        (WIDE, "200x50", &["|", "o"]),
    ] {
        let scrolled = comparison(bench, &ours, size, inline)?;
        for (peer, program) in bench.differences() {
            let theirs = maybe(program, |program| {
                per_key(bench, program, size, &[], SCROLL)
            })?;
            let goal = if peer == "vim -d" {
                Goal::Times(0.1, 0.0)
            } else {
                Goal::Listed
            };
            let what = format!("{name} one row of a comparison, inline");
            row(&what, Unit::Bytes, scrolled, (peer, theirs), goal);
        }
    }
    Ok(())
}

/// The median of the bytes that a row of our comparison costs.
fn comparison(
    bench: &Bench,
    program: &Program,
    size: (u16, u16),
    inline: &[&str],
) -> io::Result<f64> {
    let mut line = bench.start(program, size)?;
    line.until(FIRST_TEXT)?;
    line.send("d")?;
    line.until(COMPARED)?;
    line.settle()?;
    for key in inline {
        line.press(key)?;
    }
    let mut bytes = Vec::new();
    for _ in 0..KEYS {
        bytes.push(line.press(SCROLL)?.bytes as f64);
    }
    Ok(median(bytes))
}

/// How long until there is something to read, and in how much memory.
pub fn start(bench: &Bench) -> io::Result<()> {
    let texts = &bench.texts;
    let programs = [
        Some(bench.ducha(&texts.new)),
        bench.less(&texts.new),
        bench.vim(&texts.new),
    ];
    let [ours, less, vim] = by_turns(&programs, |program| first_text(bench, program))?;
    let ours = ours.unwrap_or_default();
    row(
        "80x24 first text of a report",
        Unit::Millis,
        ours,
        ("less", less),
        Goal::Times(1.0, 0.0),
    );
    row(
        "80x24 first text of a report",
        Unit::Millis,
        ours,
        ("vim", vim),
        Goal::Times(0.35, 0.0),
    );

    let [(_, vim_d), (_, nvim_d)] = bench.differences();
    let programs = [Some(bench.ducha(&texts.new)), vim_d, nvim_d];
    let [ours, vim, nvim] = by_turns(&programs, |program| first_comparison(bench, program))?;
    let ours = ours.unwrap_or_default();
    row(
        "80x24 first screen of a comparison",
        Unit::Millis,
        ours,
        ("vim -d", vim),
        Goal::Times(0.5, 0.0),
    );
    row(
        "80x24 first screen of a comparison",
        Unit::Millis,
        ours,
        ("nvim -d", nvim),
        Goal::Listed,
    );

    let memory = |program: &Program| {
        let mut line = bench.start(program, NARROW)?;
        line.until(FIRST_TEXT)?;
        for key in ["\u{4}", "\u{4}", "\u{5}"] {
            line.press(key)?;
        }
        Ok(line.memory().unwrap_or(0) as f64)
    };
    let ours = memory(&bench.ducha(&texts.new))?;
    for (name, program) in [
        ("vim", bench.vim(&texts.new)),
        ("less", bench.less(&texts.new)),
    ] {
        let goal = if name == "vim" {
            Goal::Times(1.0, 0.0)
        } else {
            Goal::Listed
        };
        row(
            "peak memory, one report",
            Unit::Kilobytes,
            ours,
            (name, maybe(program, memory)?),
            goal,
        );
    }
    Ok(())
}

/// The median of each program's runs, which take turns; nothing of one that is not here.
fn by_turns<const N: usize>(
    programs: &[Option<Program>; N],
    measure: impl Fn(&Program) -> io::Result<Duration>,
) -> io::Result<[Option<f64>; N]> {
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    for _ in 0..STARTS {
        for (program, times) in programs.iter().zip(&mut times) {
            if let Some(program) = program {
                times.push(millis(measure(program)?));
            }
        }
    }
    Ok(times.map(|times| (!times.is_empty()).then(|| median(times))))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn first_text(bench: &Bench, program: &Program) -> io::Result<Duration> {
    bench.start(program, NARROW)?.until(FIRST_TEXT)
}

/// Ours opens a report first; the key is pressed as soon as the text is there.
fn first_comparison(bench: &Bench, program: &Program) -> io::Result<Duration> {
    let mut line = bench.start(program, NARROW)?;
    if program.name != "ducha" {
        return line.until(FIRST_TEXT);
    }
    line.until(FIRST_TEXT)?;
    line.send("d")?;
    line.until(COMPARED)
}

/// From a key to the first byte of what comes of it.
pub fn keys(bench: &Bench) -> io::Result<()> {
    let texts = &bench.texts;
    let programs = [
        Some((bench.ducha(&texts.long), SCROLL)),
        bench.less(&texts.long).map(|less| (less, "j")),
        bench.vim(&texts.long).map(|vim| (vim, SCROLL)),
    ];
    let mut lines = Vec::new();
    for program in &programs {
        let Some((program, key)) = program else {
            lines.push(None);
            continue;
        };
        let mut line = bench.start(program, NARROW)?;
        line.until(FIRST_TEXT)?;
        line.settle()?;
        lines.push(Some((line, *key, Vec::new())));
    }
    for _ in 0..ROUNDS {
        for (line, key, times) in lines.iter_mut().flatten() {
            for count in 0..ROUND {
                // Down and up again, so that there is always something to show.
                let back = if *key == SCROLL { "\u{19}" } else { "k" };
                let pressed = if count < ROUND / 2 { *key } else { back };
                if let Some(first) = line.press(pressed)?.first {
                    times.push(millis(first));
                }
            }
        }
    }
    let mut seen = lines.iter_mut().map(|line| {
        let (_, _, times) = line.as_mut()?;
        Some((percentile(times, 50), percentile(times, 99)))
    });
    let (ours, less, vim) = (
        seen.next().flatten(),
        seen.next().flatten(),
        seen.next().flatten(),
    );
    let (p50, p99) = ours.unwrap_or_default();
    for (name, peer) in [("less", less), ("vim", vim)] {
        let goal = if name == "vim" {
            Goal::Times(2.0, 0.0)
        } else {
            Goal::Listed
        };
        row(
            "80x24 key to first byte, p50",
            Unit::Millis,
            p50,
            (name, peer.map(|peer| peer.0)),
            Goal::Listed,
        );
        row(
            "80x24 key to first byte, p99",
            Unit::Millis,
            p99,
            (name, peer.map(|peer| peer.1)),
            goal,
        );
    }
    Ok(())
}

/// What goes on while nobody types.
pub fn idle(bench: &Bench) -> io::Result<()> {
    let mut line = bench.start(&bench.ducha(&bench.texts.new), NARROW)?;
    line.until(FIRST_TEXT)?;
    thread::sleep(Duration::from_secs(3));
    line.settle()?;
    let before = line.wakeups().unwrap_or(0);
    thread::sleep(Duration::from_secs(10));
    let woken = line.wakeups().unwrap_or(0).saturating_sub(before);
    let bytes = line.settle()?.bytes;
    row(
        "10 s idle",
        Unit::Bytes,
        bytes as f64,
        ("", None),
        Goal::Most(0.0),
    );
    row(
        "10 s idle, wake-ups, one writer",
        Unit::Count,
        woken as f64,
        ("", None),
        Goal::Most(0.0),
    );
    Ok(())
}
