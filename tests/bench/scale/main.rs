//! Libraries of 100 to 100,000 reports: what the list costs, a key of its filter, a search of all texts, and how much memory
//! the console takes.
//!
//! `cargo bench --bench scale` goes up to 10,000 reports, `cargo bench --bench scale -- 100000` up to that number (4 GB on the
//! disk). The search stands beside `rg -j1` on the same texts in the same run; without it its column says `SKIP`.
//! `cargo bench --bench scale -- --write FOLDER COUNT` only writes a library, to be opened with `--library`.

#[path = "../../support/emulator.rs"]
mod emulator;
mod library;
#[path = "../../support/pty.rs"]
mod pty;

use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ducha::locale::Lang;
use ducha::review::{Grading, Review, Union};
use ducha::store::Places;
use ducha::tui::app::{App, Start};
use ducha::tui::catalogue::Catalogue;
use ducha::tui::message::Msg;
use ducha::tui::theme::Theme;
use ducha::tui::{key::Key, update::update, view};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use portable_pty::CommandBuilder;
use pty::Pty;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use uuid::Uuid;

/// Libraries that are measured, smallest first.
const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];
/// The largest unless another is asked for.
const USUAL: usize = 10_000;
/// Bytes of memory for each size.
const MEMORY: [usize; 4] = [20 << 20, 20 << 20, 60 << 20, 250 << 20];
/// The first screen beside that of 100 reports.
const FIRST_SCREEN: [f64; 4] = [1.0, 1.5, 2.0, 4.0];
/// Milliseconds of CPU time for the whole list.
const LIST: f64 = 300.0;
/// Milliseconds of CPU time for a key of the filter.
const KEY: f64 = 10.0;
/// Throughput of the search beside `rg -j1`.
const SEARCH: f64 = 1.0;

/// The screen of the list.
const SCREEN: Rect = Rect::new(0, 0, 120, 40);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let done = match arguments.as_slice() {
        [command, folder, count] if command == "--write" => {
            library::write(Path::new(folder), count.parse().unwrap_or(0))
        }
        [most, ..] => measure(most.parse().unwrap_or(USUAL)),
        [] => measure(USUAL),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("scale: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What was measured of one library. Times in milliseconds.
struct Row {
    count: usize,
    list: f64,
    key: f64,
    screen: f64,
    memory: usize,
    search: f64,
    grep: Option<f64>,
}

fn measure(most: usize) -> io::Result<()> {
    let mut first = None;
    println!("reports  list CPU  key CPU  first screen  memory  search  rg -j1  ratio");
    for (at, count) in SIZES
        .into_iter()
        .enumerate()
        .filter(|(_, count)| *count <= most)
    {
        let home = tempfile::tempdir()?;
        let row = measure_one(home.path(), count)?;
        let screen = row.screen / *first.get_or_insert(row.screen);
        tell(&row, screen, FIRST_SCREEN[at], MEMORY[at]);
    }
    Ok(())
}

fn measure_one(home: &Path, count: usize) -> io::Result<Row> {
    let places = Places::under(home);
    library::write(&places.library, count)?;
    let (list, key) = (0..3).try_fold((f64::MAX, f64::MAX), |least, _| {
        let (list, key) = list_and_filter(&places)?;
        io::Result::Ok((least.0.min(list), least.1.min(key)))
    })?;
    let (screen, memory) = console(home, &places.library)?;
    let ducha = [
        env!("CARGO_BIN_EXE_ducha"),
        "--library",
        &name(&places.library),
        "search",
        library::WORD,
    ];
    let editions = places.library.join("editions");
    let rg = [
        "rg",
        "-j1",
        "-F",
        "--no-messages",
        "-g",
        "text.txt",
        library::WORD,
        &name(&editions),
    ];
    let mut grep = None;
    let mut search = f64::MAX;
    for _ in 0..3 {
        search = search.min(time(&ducha, home)?);
        grep = time(&rg, home)
            .ok()
            .map(|one| grep.map_or(one, |least: f64| least.min(one)));
    }
    Ok(Row {
        count,
        list,
        key,
        screen,
        memory,
        search,
        grep,
    })
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// CPU time of listing everything down to the first frame, and of the dearest key of a filter.
fn list_and_filter(places: &Places) -> io::Result<(f64, f64)> {
    let start = cpu()?;
    let library = places.open().map_err(io::Error::other)?;
    let listing = library
        .listing(&Review::default())
        .map_err(io::Error::other)?;
    let catalogue = Arc::new(Catalogue::of(listing.entries, Lang::Zh));
    let mut app = app();
    update(&mut app, Msg::Library(catalogue));
    draw(&app);
    let list = cpu()? - start;
    let mut dearest: f64 = 0.0;
    for key in "fxxian霁".chars() {
        let start = cpu()?;
        update(&mut app, Msg::Key(Key::char(key)));
        draw(&app);
        dearest = dearest.max(cpu()? - start);
    }
    // What the system takes back is none of the next run's time.
    std::mem::forget(app);
    Ok((list, dearest))
}

fn app() -> App {
    App::new(Start {
        lang: Lang::Zh,
        theme: Theme::Colour,
        size: Size::new(SCREEN.width, SCREEN.height),
        session: Uuid::from_u128(1),
        reviewer: "a".to_owned(),
        role: None,
        union: Union::default(),
        drafts: Vec::new(),
        open: Vec::new(),
        sample: false,
        today: None,
        grading: Grading::default(),
        pinned: Vec::new(),
    })
}

fn draw(app: &App) {
    let mut buffer = Buffer::empty(SCREEN);
    view::view(app, SCREEN, &mut buffer);
}

/// CPU time of this thread so far, in milliseconds.
fn cpu() -> io::Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_THREAD)?;
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Ok(micros as f64 / 1000.0)
}

/// Milliseconds until the list is on the screen, the least of three, and the most memory of the console until it rests.
fn console(home: &Path, library: &Path) -> io::Result<(f64, usize)> {
    let mut least = f64::MAX;
    let mut memory = 0;
    for _ in 0..3 {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ducha"));
        command.arg("--library");
        command.arg(library);
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        for name in ["XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] {
            command.env_remove(name);
        }
        let start = Instant::now();
        let mut pty = Pty::spawn(command, SCREEN.width, SCREEN.height);
        pty.wait_for("▸");
        least = least.min(start.elapsed().as_secs_f64() * 1000.0);
        std::thread::sleep(Duration::from_millis(1500));
        let id = pty.child.process_id().unwrap_or_default();
        memory = memory.max(peak(id)?);
        pty.send("q");
        pty.send("q");
        let _ = pty.child.kill();
        let _ = pty.child.wait();
    }
    Ok((least, memory))
}

/// Bytes that a process had at most in memory.
fn peak(process: u32) -> io::Result<usize> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    kilobytes
        .map(|kilobytes| kilobytes << 10)
        .ok_or_else(|| io::Error::other("no VmHWM"))
}

/// Milliseconds of a command from start to end.
fn time(command: &[&str], home: &Path) -> io::Result<f64> {
    let (program, arguments) = command
        .split_first()
        .ok_or_else(|| io::Error::other("nothing"))?;
    let start = Instant::now();
    Command::new(program)
        .args(arguments)
        .env("HOME", home)
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_STATE_HOME")
        .env_remove("XDG_CONFIG_HOME")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()?;
    Ok(start.elapsed().as_secs_f64() * 1000.0)
}

fn tell(row: &Row, screen: f64, screen_goal: f64, memory_goal: usize) {
    let sign = |met: bool| if met { "" } else { " MISSED" };
    let megabytes = row.memory as f64 / f64::from(1 << 20);
    let ratio = row.grep.map(|grep| grep / row.search);
    println!(
        "{:>7}  {:.1} ms{}  {:.2} ms{}  {:.1} ms {screen:.2} x{}  {megabytes:.1} MB{}  {:.1} ms  {}  {}",
        row.count,
        row.list,
        sign(row.list <= LIST),
        row.key,
        sign(row.key <= KEY),
        row.screen,
        sign(screen <= screen_goal),
        sign(row.memory <= memory_goal),
        row.search,
        row.grep
            .map_or("SKIP".to_owned(), |time| format!("{time:.1} ms")),
        ratio.map_or(String::new(), |ratio| format!(
            "{ratio:.2}{}",
            sign(ratio >= SEARCH)
        )),
    );
}
