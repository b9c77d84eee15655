//! The program in a pseudo-terminal, with a terminal emulator that keeps the screen.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Long enough for a loaded machine; a test that needs it has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running console and the screen it draws.
pub struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<Seen>>,
    /// Tells the reading thread to let go of the line.
    hung_up: Arc<AtomicBool>,
    reading: Option<JoinHandle<()>>,
}

struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
}

impl Terminal {
    /// Starts the program with a home of its own.
    pub fn start(home: &Path, size: (u16, u16), words: &[&str]) -> Terminal {
        let (rows, cols) = size;
        let pair = native_pty_system()
            .openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ducha"));
        command.args(words);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let seen = Arc::new(Mutex::new(Seen { parser: vt100::Parser::new(rows, cols, 0), bytes: Vec::new() }));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let hung_up = Arc::new(AtomicBool::new(false));
        let (sink, stop) = (Arc::clone(&seen), Arc::clone(&hung_up));
        let reading = thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let mut seen = sink.lock().expect("not poisoned");
                seen.parser.process(&buffer[..count]);
                seen.bytes.extend_from_slice(&buffer[..count]);
            }
        });
        Terminal { master: Some(pair.master), writer: Some(writer), child, seen, hung_up, reading: Some(reading) }
    }

    /// Types keys in one write.
    pub fn keys(&mut self, keys: &str) {
        let writer = self.writer.as_mut().expect("the line is up");
        writer.write_all(keys.as_bytes()).and_then(|()| writer.flush()).expect("typed");
    }

    /// The screen as a person sees it.
    pub fn screen(&self) -> String {
        self.seen.lock().expect("not poisoned").parser.screen().contents()
    }

    /// How many bytes the program has written so far.
    pub fn written(&self) -> usize {
        self.seen.lock().expect("not poisoned").bytes.len()
    }

    /// Everything the program has written so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen.lock().expect("not poisoned").bytes.clone()
    }

    /// Row and column of the cursor, and whether it can be seen.
    pub fn cursor(&self) -> (u16, u16, bool) {
        let seen = self.seen.lock().expect("not poisoned");
        let (row, column) = seen.parser.screen().cursor_position();
        (row, column, !seen.parser.screen().hide_cursor())
    }

    /// Whether the alternate screen is shown.
    pub fn alternate(&self) -> bool {
        self.seen.lock().expect("not poisoned").parser.screen().alternate_screen()
    }

    /// Waits until the screen shows the text.
    pub fn wait_for(&self, text: &str) -> String {
        self.wait(|screen| screen.contains(text), &format!("shows {text}"))
    }

    /// Waits until the text is gone from the screen.
    pub fn wait_gone(&self, text: &str) -> String {
        self.wait(|screen| !screen.contains(text), &format!("no longer shows {text}"))
    }

    fn wait(&self, done: impl Fn(&str) -> bool, what: &str) -> String {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if done(&screen) {
                return screen;
            }
            assert!(start.elapsed() < PATIENCE, "the screen never {what}:\n{screen}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until nothing has been written for a while, and gives the bytes written until then.
    pub fn settle(&self) -> usize {
        let mut last = self.written();
        let mut quiet = Instant::now();
        while quiet.elapsed() < Duration::from_millis(150) {
            thread::sleep(Duration::from_millis(10));
            let now = self.written();
            if now != last {
                last = now;
                quiet = Instant::now();
            }
        }
        last
    }

    /// Changes the size of the window.
    pub fn resize(&mut self, rows: u16, cols: u16) {
        self.seen.lock().expect("not poisoned").parser.screen_mut().set_size(rows, cols);
        let master = self.master.as_ref().expect("the line is up");
        master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("resized");
    }

    /// The process id, for signals.
    pub fn process(&self) -> rustix::process::Pid {
        let id = self.child.process_id().and_then(|id| i32::try_from(id).ok()).expect("a process id");
        rustix::process::Pid::from_raw(id).expect("a process id")
    }

    /// Types the last keys and cuts the line, as when an SSH connection drops. The keys must make the program draw:
    /// the reading thread holds the line too, and lets go at the next byte.
    pub fn cut(&mut self, last_keys: &str) {
        self.hung_up.store(true, Ordering::Relaxed);
        self.keys(last_keys);
        self.reading.take().expect("the line is up").join().expect("the reader ends");
        self.writer = None;
        self.master = None;
    }

    /// Waits for the program to end and gives its exit code (128 + n after a signal, as a shell would).
    pub fn end(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "the program does not end:\n{}", self.screen());
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
