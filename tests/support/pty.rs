//! A program in a pseudo-terminal with an emulator behind it.
// Each test binary uses a part of it.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::emulator::Emulator;

/// Longer than any step takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Pty {
    pub child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    seen: Arc<Mutex<Seen>>,
    stop: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
}

/// What the program has written.
struct Seen {
    emulator: Emulator,
    bytes: Vec<u8>,
}

impl Pty {
    pub fn spawn(command: CommandBuilder, columns: u16, rows: u16) -> Pty {
        let pair = native_pty_system()
            .openpty(size(columns, rows))
            .expect("a pseudo-terminal");
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        let mut output = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let seen = Arc::new(Mutex::new(Seen {
            emulator: Emulator::new(columns, rows),
            bytes: Vec::new(),
        }));
        let stop = Arc::new(AtomicBool::new(false));
        let (sees, stops) = (Arc::clone(&seen), Arc::clone(&stop));
        let reader = thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count) = output.read(&mut buffer) {
                if count == 0 {
                    break;
                }
                let mut seen = sees.lock().expect("no panic while held");
                seen.emulator.feed(&buffer[..count]);
                seen.bytes.extend_from_slice(&buffer[..count]);
                if stops.load(Ordering::SeqCst) {
                    break;
                }
            }
        });
        Pty {
            child,
            master: Some(pair.master),
            writer: Some(writer),
            seen,
            stop,
            reader: Some(reader),
        }
    }

    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().expect("the line is not cut");
        writer.write_all(bytes.as_ref()).expect("the program reads");
        writer.flush().expect("the program reads");
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.seen
            .lock()
            .expect("no panic while held")
            .emulator
            .resize(columns, rows);
        let master = self.master.as_ref().expect("the line is not cut");
        master
            .resize(size(columns, rows))
            .expect("the terminal can be resized");
    }

    pub fn look<T>(&self, look: impl FnOnce(&Emulator) -> T) -> T {
        look(&self.seen.lock().expect("no panic while held").emulator)
    }

    /// All that was written so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen.lock().expect("no panic while held").bytes.clone()
    }

    /// Waits until the screen is as wanted.
    pub fn wait_until(&self, what: &str, is: impl Fn(&Emulator) -> bool) {
        let limit = Instant::now() + PATIENCE;
        while !self.look(&is) {
            assert!(
                Instant::now() < limit,
                "no {what} on\n{}",
                self.look(Emulator::text).join("\n")
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn wait_for(&self, text: &str) {
        self.wait_until(text, |emulator| {
            emulator.text().iter().any(|row| row.contains(text))
        });
    }

    /// Waits until more has been written than `before` bytes.
    pub fn wait_beyond(&self, before: usize) {
        let limit = Instant::now() + PATIENCE;
        while self.bytes().len() <= before {
            assert!(Instant::now() < limit, "nothing more was written");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The bytes written until nothing has come for `quiet`.
    pub fn settle(&self, quiet: Duration) -> usize {
        let mut before = self.bytes().len();
        loop {
            thread::sleep(quiet);
            let now = self.bytes().len();
            if now == before {
                return now;
            }
            before = now;
        }
    }

    /// Cuts the line as a dropped connection does. `last` is sent before and must make the program write something.
    pub fn cut(&mut self, last: impl AsRef<[u8]>) {
        self.stop_reading(last);
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader ends");
        }
        self.writer = None;
        self.master = None;
    }

    /// Leaves the line open but reads no more of it. `last` must make the program write something.
    pub fn stop_reading(&mut self, last: impl AsRef<[u8]>) {
        self.stop.store(true, Ordering::SeqCst);
        self.send(last);
    }

    /// Waits for the end and gives the exit code and how long it took.
    pub fn exit(&mut self) -> (u32, Duration) {
        let start = Instant::now();
        loop {
            if let Some(status) = self
                .child
                .try_wait()
                .expect("the program can be waited for")
            {
                return (status.exit_code(), start.elapsed());
            }
            assert!(
                start.elapsed() < PATIENCE,
                "the program does not end; it shows\n{}",
                self.look(Emulator::text).join("\n")
            );
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // A test that failed leaves no process behind.
        let _ = self.child.kill();
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}
