//! The end of the process when the line is cut or a signal asks for it: save, restore, exit, in 1.5 s at most.
//!
//! Nothing here waits for the console's thread, which may be stuck in a write to a dead line.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use crate::tui::term::input::{Input, Sink};
use crate::tui::term::session;

/// Saving and restoring may take this long before the process ends all the same.
const PATIENCE: Duration = Duration::from_millis(1300);

/// What had been typed before the line was cut may still be on its way to the draft.
const GRACE: Duration = Duration::from_millis(30);

static GUARD: OnceLock<Guard> = OnceLock::new();

struct Guard {
    save: Mutex<Box<dyn FnMut() + Send>>,
    ending: AtomicBool,
    watchdog: SyncSender<i32>,
}

/// Starts the guard, once for the process. `save` keeps what is being typed: it runs on another thread, must not wait for the
/// console (`try_lock`, 200 ms at most), and must not fail. Sizes and resumptions go to `sink` like keys.
pub fn install(save: impl FnMut() + Send + 'static, sink: Sink) -> io::Result<()> {
    let (watchdog, ends) = sync_channel::<i32>(1);
    let guard = Guard {
        save: Mutex::new(Box::new(save)),
        ending: AtomicBool::new(false),
        watchdog,
    };
    if GUARD.set(guard).is_err() {
        return Ok(());
    }
    // Started now, because a process in trouble may not be able to start a thread.
    thread::Builder::new()
        .name("watchdog".to_owned())
        .spawn(move || {
            if let Ok(code) = ends.recv() {
                thread::sleep(PATIENCE);
                low_level::exit(code);
            }
        })?;
    let signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT, SIGWINCH])?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || listen(signals, &sink))?;
    Ok(())
}

/// The terminal is gone: ends the process as SIGHUP would. Comes back only where no guard is installed.
pub fn hang_up() {
    end(128 + SIGHUP);
}

fn listen(mut signals: Signals, sink: &Sink) {
    for signal in signals.forever() {
        match signal {
            SIGWINCH => sink(vec![Input::Resized]),
            SIGTSTP => {
                session::pause();
                // The whole process stops here.
                let _ = low_level::raise(signal_hook::consts::SIGSTOP);
            }
            SIGCONT => {
                session::resume();
                sink(vec![Input::Resumed]);
            }
            // It was typed for the other program.
            SIGINT if session::is_lent() => {}
            _ => end(128 + signal),
        }
    }
}

/// Saves, restores the terminal, exits.
fn end(code: i32) {
    let Some(guard) = GUARD.get() else {
        return;
    };
    if guard.ending.swap(true, Ordering::SeqCst) {
        // Another thread is at it; the process ends under this one.
        thread::sleep(PATIENCE * 2);
        return;
    }
    let _ = guard.watchdog.try_send(code);
    thread::sleep(GRACE);
    let saved = catch_unwind(AssertUnwindSafe(|| {
        let mut save = guard.save.lock().unwrap_or_else(PoisonError::into_inner);
        save();
    }));
    // A panic while saving has been reported by its hook; the terminal must be restored all the same.
    drop(saved);
    session::abandon();
    // At once, without the clean-up of other threads' statics that might wait for them.
    low_level::exit(code);
}
