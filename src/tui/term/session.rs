//! Holding the terminal: raw mode and the other screen, from entering until whatever ends the console.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, OnceLock, PoisonError, TryLockError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio;
use rustix::termios::{isatty, tcgetwinsize};

use crate::tui::term::glyphs::{Glyphs, PROBE};
use crate::tui::term::ground::{Ground, QUESTION};
use crate::tui::term::pace::Pace;
use crate::tui::term::writer::{Colors, Scrolling, Synchronized, Writer};
use crate::tui::term::{guard, input};

/// Other screen, no wrapping at the right edge, bracketed paste, no cursor.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?7l\x1b[?2004h\x1b[?25l";
/// The reverse, also out of the middle of a frame.
const LEAVE: &[u8] =
    b"\x1b[?2026l\x1b[m\x1b[r\x1b[?1006l\x1b[?1002l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";
/// Presses, releases and what is dragged between them, with coordinates of any size.
const ENTER_MOUSE: &[u8] = b"\x1b[?1002h\x1b[?1006h";

/// Who may write to the terminal now. One for the process, since a signal or a panic must find it.
static TERMINAL: Mutex<State> = Mutex::new(State::Outside);
/// Set when frames written before are gone, so that the next one is drawn in full.
static FORGOTTEN: AtomicBool = AtomicBool::new(false);
/// Whether the terminal reports the mouse while the console has it.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Set while another program has the terminal: signals that are meant for it end nothing here.
static LENT: AtomicBool = AtomicBool::new(false);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Outside,
    Inside,
    /// Left for a while by a signal; frames are dropped until it is entered again.
    Suspended,
    /// Another program that the console has started has it.
    Lent,
}

/// Whether the terminal is to report the mouse; where it does, its own selection needs the shift key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mouse {
    #[default]
    Reported,
    LeftToTerminal,
}

/// What a session does and leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub colors: Colors,
    pub scrolling: Scrolling,
    pub synchronized: Synchronized,
    /// What is known of the terminal's characters; nothing leaves it to the terminal to answer.
    pub glyphs: Option<Glyphs>,
    /// The same of the colour that it writes on.
    pub ground: Option<Ground>,
    pub mouse: Mouse,
}

/// Why the console cannot run here.
#[derive(Debug)]
pub enum TermError {
    /// Standard input or output is a file or a pipe.
    NotATerminal,
    /// `TERM` is unset or says that the terminal can do nothing.
    Dumb,
    Io(io::Error),
}

/// The terminal while the console has it; dropped, it is as it was.
#[derive(Debug)]
pub struct Session {
    writer: Writer,
    pace: Pace,
}

impl Options {
    /// What the environment asks for: `NO_COLOR`; no marks around frames inside tmux, which repaints the pane for each.
    pub fn from_environment(get: impl Fn(&str) -> Option<String>) -> Options {
        let set = |name: &str| get(name).is_some_and(|value| !value.is_empty());
        let linux =
            get("TERM").is_some_and(|term| term.starts_with("linux") || term.starts_with("vt"));
        // Terminals that may have no more than ASCII for what frames a text.
        let old = get("TERM").is_some_and(|term| term.starts_with("vt"));
        Options {
            colors: if set("NO_COLOR") {
                Colors::Mono
            } else {
                Colors::Full
            },
            scrolling: if linux {
                Scrolling::Repaint
            } else {
                Scrolling::Hardware
            },
            synchronized: if set("TMUX") {
                Synchronized::Never
            } else {
                Synchronized::Large
            },
            glyphs: old.then_some(Glyphs::Ascii),
            // These print the question.
            ground: linux.then_some(Ground::Dark),
            mouse: Mouse::Reported,
        }
    }
}

impl Session {
    /// Takes the terminal. Asks it at most how wide it draws some characters, and waits for no answer.
    pub fn enter(options: Options) -> Result<Session, TermError> {
        if !isatty(stdio::stdin()) || !isatty(stdio::stdout()) {
            return Err(TermError::NotATerminal);
        }
        let term = std::env::var("TERM").unwrap_or_default();
        if term.is_empty() || term == "dumb" {
            return Err(TermError::Dumb);
        }
        leave_on_panic();
        MOUSE.store(options.mouse == Mouse::Reported, Ordering::Relaxed);
        enter(&mut state()).map_err(TermError::Io)?;
        let mut writer = Writer::new(options.colors, options.scrolling, options.synchronized);
        match options.glyphs {
            Some(glyphs) => {
                writer.know(glyphs);
                write_all(Pace::first_question()).map_err(TermError::Io)?;
            }
            // The first frame clears what is printed for this.
            None => write_all(format!("\x1b[H{PROBE}\x1b[6n").as_bytes()).map_err(TermError::Io)?,
        }
        if options.ground.is_none() {
            write_all(QUESTION.as_bytes()).map_err(TermError::Io)?;
        }
        Ok(Session {
            writer,
            pace: Pace::default(),
        })
    }

    /// Columns and rows, at least one each.
    pub fn size(&self) -> Size {
        let (columns, rows) = match tcgetwinsize(stdio::stdout()) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => (size.ws_col, size.ws_row),
            _ => (80, 24),
        };
        Size::new(columns, rows)
    }

    /// Brings the terminal to a finished frame, with the cursor at `cursor` or hidden, and says how many bytes it took.
    /// When the line is cut this does not come back: the guard saves and ends the process.
    pub fn draw(&mut self, buffer: &Buffer, cursor: Option<Position>) -> io::Result<usize> {
        if FORGOTTEN.swap(false, Ordering::Relaxed) {
            self.writer.forget();
        }
        let mut bytes = self.writer.frame(buffer, cursor);
        if bytes.is_empty() {
            return Ok(0);
        }
        let state = state();
        if *state != State::Inside {
            self.writer.forget();
            return Ok(0);
        }
        let question = self.pace.question(bytes.len(), Instant::now());
        bytes.extend_from_slice(question);
        let written = write_all(&bytes);
        drop(state);
        if let Err(error) = written {
            self.writer.forget();
            guard::hang_up();
            return Err(error);
        }
        Ok(bytes.len())
    }

    /// Takes the terminal's answer to what was asked at the start: the column behind the characters that were printed.
    /// Whether the screen must be drawn anew.
    pub fn answered(&mut self, column: u16) -> bool {
        self.caught_up();
        let glyphs = Glyphs::of_column(column);
        self.writer.know(glyphs);
        glyphs == Glyphs::Ascii
    }

    /// The terminal has drawn what was written before it was asked.
    pub fn caught_up(&mut self) {
        self.pace.answered();
    }

    /// Whether the line takes more now. A frame for one that does not would be out of date when it gets there.
    pub fn is_writable(&self) -> bool {
        if !self.pace.may_write(Instant::now()) {
            return false;
        }
        let stdout = stdio::stdout();
        let mut polled = [PollFd::new(&stdout, PollFlags::OUT)];
        let now = Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        // What cannot be asked is written to, which tells what is wrong.
        !matches!(poll(&mut polled, Some(&now)), Ok(0))
    }

    /// Draws the next frame in full, as after another program wrote to the terminal.
    pub fn repaint(&mut self) {
        self.writer.forget();
        self.pace.forget();
    }

    /// Gives the terminal to another program until `program` comes back. Nothing that is typed meanwhile is read here.
    pub fn lend<T>(&mut self, program: impl FnOnce() -> T) -> io::Result<T> {
        input::lend();
        LENT.store(true, Ordering::Relaxed);
        leave(&mut state(), State::Lent);
        let result = program();
        let entered = enter(&mut state());
        LENT.store(false, Ordering::Relaxed);
        input::take_back();
        self.writer.forget();
        entered.map(|()| result)
    }

    /// Stops the process as `Ctrl-Z` does in a shell; [`Input::Resumed`](super::Input::Resumed) comes when it goes on.
    pub fn suspend(&mut self) -> io::Result<()> {
        signal_hook::low_level::raise(signal_hook::consts::SIGTSTP)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        leave(&mut state(), State::Outside);
    }
}

impl fmt::Display for TermError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            TermError::NotATerminal => {
                formatter.write_str("standard input or output is not a terminal")
            }
            TermError::Dumb => formatter.write_str("TERM names no terminal that can show a screen"),
            TermError::Io(error) => write!(formatter, "the terminal cannot be set up: {error}"),
        }
    }
}

impl std::error::Error for TermError {}

/// Leaves the terminal for a while; frames are dropped until [`resume`].
pub(super) fn pause() {
    let mut state = state();
    if *state == State::Inside {
        leave(&mut state, State::Suspended);
    }
}

/// Whether another program has the terminal.
pub(super) fn is_lent() -> bool {
    LENT.load(Ordering::Relaxed)
}

/// Takes the terminal again after a stop, whoever stopped the process.
pub(super) fn resume() {
    let mut state = state();
    if matches!(*state, State::Inside | State::Suspended) {
        // The shell has put its own modes in force.
        let _ = disable_raw_mode();
        let _ = enter(&mut state);
        FORGOTTEN.store(true, Ordering::Relaxed);
    }
}

/// Leaves the terminal for good, even while another thread is stuck writing to it.
pub(super) fn abandon() {
    let limit = Instant::now() + Duration::from_millis(100);
    loop {
        match TERMINAL.try_lock() {
            Ok(mut state) => return leave(&mut state, State::Outside),
            Err(TryLockError::Poisoned(poisoned)) => {
                return leave(&mut poisoned.into_inner(), State::Outside);
            }
            Err(TryLockError::WouldBlock) if Instant::now() > limit => break,
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
        }
    }
    let _ = disable_raw_mode();
    let _ = write_all(LEAVE);
}

fn state() -> MutexGuard<'static, State> {
    TERMINAL.lock().unwrap_or_else(PoisonError::into_inner)
}

fn enter(state: &mut State) -> io::Result<()> {
    enable_raw_mode()?;
    *state = State::Inside;
    let mouse = match MOUSE.load(Ordering::Relaxed) {
        true => ENTER_MOUSE,
        false => b"",
    };
    let entered = write_all(ENTER).and_then(|()| write_all(mouse));
    entered.inspect_err(|_| {
        let _ = disable_raw_mode();
        *state = State::Outside;
    })
}

/// Errors are of no use here: the terminal may be gone.
fn leave(state: &mut State, next: State) {
    if *state == State::Inside {
        let _ = write_all(LEAVE);
        let _ = disable_raw_mode();
    }
    *state = next;
}

/// Writes past the buffer of standard output, which would cut a frame at its line ends.
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(stdio::stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => wait_writable()?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Another program may have left the terminal in non-blocking mode.
fn wait_writable() -> io::Result<()> {
    let stdout = stdio::stdout();
    let mut polled = [PollFd::new(&stdout, PollFlags::OUT)];
    match poll(&mut polled, None) {
        Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// A panic of the console leaves the screen before it speaks. One on another thread says nothing: whoever started the
/// thread shows what became of its work.
fn leave_on_panic() {
    static ONCE: Once = Once::new();
    static CONSOLE: OnceLock<ThreadId> = OnceLock::new();
    let console = *CONSOLE.get_or_init(|| thread::current().id());
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let inside = TERMINAL
                .try_lock()
                .is_ok_and(|state| *state != State::Outside);
            if !inside {
                before(info);
            } else if thread::current().id() == console {
                abandon();
                eprintln!("ducha: {info}");
            }
        }));
    });
}
