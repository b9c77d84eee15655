//! Keys, pastes and resizes, read on a thread of its own.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crossterm::event::KeyEvent;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio;

use crate::tui::pointer::Pointer;
use crate::tui::term::ground::Ground;
use crate::tui::term::guard;
use crate::tui::term::keys::Keys;

/// How long an Esc waits for the rest of its sequence: longer than a slow line tears one apart, shorter than one notices.
const ESCAPE_WAIT: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};
/// Bytes that are handed over at most at once.
const BATCH: usize = 1 << 20;

/// What the terminal tells the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Key(KeyEvent),
    /// Text with `\n` as line end and without control characters but tabs. Data, never commands.
    Paste(String),
    /// The terminal's answer: where its cursor was when it was asked.
    Cursor {
        column: u16,
        row: u16,
    },
    Mouse(Pointer),
    /// The terminal's answer: on what it writes.
    Ground(Ground),
    /// The terminal's answer: it has drawn what it was sent before it was asked.
    CaughtUp,
    /// The size has changed; ask the session for it.
    Resized,
    /// The process goes on after a stop, and the screen has been taken again.
    Resumed,
}

/// Takes everything that was waiting, from several threads; must not block.
pub type Sink = Arc<dyn Fn(Vec<Input>) + Send + Sync>;

/// Who reads what is typed. Held while a read goes on.
static READER: Mutex<Reader> = Mutex::new(Reader::Console);
static READER_CHANGED: Condvar = Condvar::new();

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Console,
    /// Another program has the terminal for a while.
    Other,
}

/// Leaves everything that is typed to another program until [`take_back`].
pub(super) fn lend() {
    *reader() = Reader::Other;
}

pub(super) fn take_back() {
    *reader() = Reader::Console;
    READER_CHANGED.notify_all();
}

fn reader() -> MutexGuard<'static, Reader> {
    READER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads what is there, unless it is for another program or that program has taken it meanwhile.
fn read_own(buffer: &mut [u8]) -> rustix::io::Result<usize> {
    let mut reader = reader();
    if *reader == Reader::Other {
        while *reader == Reader::Other {
            reader = READER_CHANGED
                .wait(reader)
                .unwrap_or_else(PoisonError::into_inner);
        }
        return Err(Errno::AGAIN);
    }
    rustix::io::read(stdio::stdin(), buffer)
}

/// Starts reading standard input. When the terminal vanishes the process ends through the [`guard`].
pub fn start(sink: Sink) -> io::Result<()> {
    thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || {
            read(&sink);
            guard::hang_up();
        })?;
    Ok(())
}

/// What waiting for bytes came to.
enum Wait {
    Bytes,
    Nothing,
    Gone,
}

/// Reads until the terminal is gone. The descriptor is asked first: a read from a vanished terminal ends at once, for ever.
fn read(sink: &Sink) {
    let mut keys = Keys::default();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let mut inputs = Vec::new();
        let mut taken = 0;
        let mut patience = keys.is_waiting().then_some(ESCAPE_WAIT);
        let gone = loop {
            match wait(patience.as_ref()) {
                Wait::Gone => break true,
                Wait::Nothing if taken == 0 => {
                    keys.give_up(&mut inputs);
                    break false;
                }
                Wait::Nothing => break false,
                Wait::Bytes => match read_own(&mut buffer) {
                    Ok(0) => break true,
                    Ok(count) => {
                        keys.feed(buffer.get(..count).unwrap_or_default(), &mut inputs);
                        taken += count;
                    }
                    Err(Errno::INTR | Errno::AGAIN) => {}
                    Err(_) => break true,
                },
            }
            if taken > BATCH {
                break false;
            }
            patience = Some(Timespec {
                tv_sec: 0,
                tv_nsec: 0,
            });
        };
        if !inputs.is_empty() {
            sink(inputs);
        }
        if gone {
            return;
        }
    }
}

fn wait(patience: Option<&Timespec>) -> Wait {
    let stdin = stdio::stdin();
    let mut polled = [PollFd::new(&stdin, PollFlags::IN)];
    loop {
        match poll(&mut polled, patience) {
            Ok(0) => return Wait::Nothing,
            Ok(_) => break,
            Err(Errno::INTR) => {}
            Err(_) => return Wait::Gone,
        }
    }
    let told = polled.first().map_or(PollFlags::empty(), PollFd::revents);
    if told.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
        return Wait::Gone;
    }
    Wait::Bytes
}
