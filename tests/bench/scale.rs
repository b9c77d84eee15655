//! Libraries of 100 reports and many times more: what the list costs, a key of its filter, a search of all texts beside
//! `rg -j1` on the same texts, and how much memory the console takes.

use std::env;
use std::io;
use std::path::Path;
use std::sync::Arc;

use ducha::locale::Lang;
use ducha::review::{Grading, Review, Union};
use ducha::store::{Memory, Places};
use ducha::tui::app::{App, Start};
use ducha::tui::catalogue::Catalogue;
use ducha::tui::keymap::Keymap;
use ducha::tui::message::Msg;
use ducha::tui::theme::Theme;
use ducha::tui::{key::Key, update::update, view};
use nix::sys::time::TimeValLike;
use nix::time::ClockId;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use uuid::Uuid;

use crate::library;
use crate::line::Line;
use crate::measure::least;
use crate::programs::{self, own};
use crate::table::{Row, Table, Unit};
use crate::texts::Texts;

/// One library, and what it may cost.
struct Library {
    reports: usize,
    /// The first screen beside that of the smallest one.
    first_screen: f64,
    /// Megabytes.
    memory: f64,
}

/// Smallest first.
const LIBRARIES: [Library; 4] = [
    library_of(100, 1.0, 20.0),
    library_of(1_000, 1.5, 20.0),
    library_of(10_000, 2.0, 60.0),
    library_of(100_000, 4.0, 250.0),
];
/// The largest unless `DUCHA_REPORTS` asks for another: 100,000 take 4 GB on the disk.
const USUAL: usize = 10_000;
/// Milliseconds of CPU time for the whole list, and for a key of the filter.
const LIST: f64 = 300.0;
const KEY: f64 = 10.0;
/// Runs; the least counts.
const RUNS: usize = 3;
/// The screen of the list.
const SCREEN: Rect = Rect::new(0, 0, 120, 40);

const fn library_of(reports: usize, first_screen: f64, memory: f64) -> Library {
    Library {
        reports,
        first_screen,
        memory,
    }
}

pub fn rows(_: &Texts, table: &mut Table) -> io::Result<()> {
    let asked = env::var("DUCHA_REPORTS").ok();
    let most = asked.and_then(|count| count.parse().ok()).unwrap_or(USUAL);
    let mut smallest = None;
    for library in LIBRARIES.iter().filter(|library| library.reports <= most) {
        let home = tempfile::tempdir()?;
        let places = Places::under(home.path());
        library::write(&places.library, library.reports)?;
        listed(library, &places, table)?;
        opened(library, home.path(), &places.library, &mut smallest, table)?;
        searched(library, home.path(), &places.library, table)?;
    }
    Ok(())
}

fn named(library: &Library, what: &str) -> String {
    format!("{} reports: {what}", library.reports)
}

/// CPU time of listing everything down to the first frame, and of the dearest key of a filter.
fn listed(library: &Library, places: &Places, table: &mut Table) -> io::Result<()> {
    let (mut list, mut key) = (f64::MAX, f64::MAX);
    for _ in 0..RUNS {
        let (one, other) = list_and_filter(places)?;
        (list, key) = (list.min(one), key.min(other));
    }
    table.add(Row::new(named(library, "CPU of the list"), Unit::Millis, list).most(LIST));
    table.add(Row::new(named(library, "CPU of a filter key"), Unit::Millis, key).most(KEY));
    Ok(())
}

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
        keymap: Keymap::bundled(),
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
        memory: Memory::default(),
    })
}

fn draw(app: &App) {
    let mut buffer = Buffer::empty(SCREEN);
    view::view(app, SCREEN, &mut buffer);
}

/// CPU time of this thread so far, in milliseconds; what `getrusage` tells is counted in ticks of several.
fn cpu() -> io::Result<f64> {
    let time = ClockId::CLOCK_THREAD_CPUTIME_ID.now()?;
    Ok(time.num_nanoseconds() as f64 / 1e6)
}

/// Milliseconds until the list is on the screen, and the most memory of the console until it rests.
fn opened(
    library: &Library,
    home: &Path,
    folder: &Path,
    smallest: &mut Option<f64>,
    table: &mut Table,
) -> io::Result<()> {
    let program = programs::ducha(&["--library", &folder.to_string_lossy()]);
    let (mut screen, mut memory) = (f64::MAX, 0);
    for _ in 0..RUNS {
        let mut line = Line::start(&program, (SCREEN.width, SCREEN.height), home)?;
        let first = line.until("▸")?;
        screen = screen.min(first.as_secs_f64() * 1000.0);
        line.settle()?;
        memory = memory.max(line.memory().unwrap_or(0));
    }
    let smallest = *smallest.get_or_insert(screen);
    let row = Row::new(named(library, "first screen"), Unit::Millis, screen);
    let row = row.beside("of 100", Some(smallest));
    table.add(row.times(library.first_screen));
    let row = Row::new(
        named(library, "peak memory"),
        Unit::Kilobytes,
        memory as f64,
    );
    table.add(row.most(library.memory * 1024.0));
    Ok(())
}

fn searched(library: &Library, home: &Path, folder: &Path, table: &mut Table) -> io::Result<()> {
    let editions = folder.join("editions");
    let (folder, editions) = (folder.to_string_lossy(), editions.to_string_lossy());
    let commands: [&[&str]; 2] = [
        &[own(), "--library", &folder, "search", library::WORD],
        &[
            "rg",
            "-j1",
            "-F",
            "--no-messages",
            "-g",
            "text.txt",
            library::WORD,
            &editions,
        ],
    ];
    let [ours, rg] = least(&commands, RUNS, home)?;
    let row = Row::new(
        named(library, "search"),
        Unit::Millis,
        ours.map(|cost| cost.millis()),
    );
    let row = row.beside("rg -j1", rg.map(|cost| cost.millis()));
    table.add(row.times(1.0));
    Ok(())
}
