//! One program in a pseudo-terminal: what it writes, when, what the screen shows of it, and what it costs.
// The tests and the benchmark use a part each.
#![allow(dead_code)]

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::emulator::Emulator;
use crate::programs::Program;

/// Nothing more comes from a program that sleeps when nothing has come for so long.
const QUIET: Duration = Duration::from_millis(25);
/// The same where it cannot be told whether a program sleeps.
const QUIET_UNSEEN: Duration = Duration::from_millis(150);
/// How often it is looked whether a program sleeps.
const STEP: Duration = Duration::from_millis(5);
/// A program that does not answer at all.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where is the cursor?
const CURSOR: &[u8] = b"\x1b[6n";

/// What a plain terminal answers to what else programs ask it.
const ANSWERS: [(&[u8], &[u8]); 5] = [
    (b"\x1b[5n", b"\x1b[0n"),
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[0c", b"\x1b[?62;22c"),
    (b"\x1b[>c", b"\x1b[>41;367;0c"),
    (b"\x1b[>0c", b"\x1b[>41;367;0c"),
];

/// A running program.
pub struct Line {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    arrivals: Receiver<(Instant, Vec<u8>)>,
    screen: Emulator,
    /// What a terminal that lags has not answered yet.
    owed: Option<Vec<u8>>,
    started: Instant,
    quit: &'static str,
    /// Bytes so far.
    pub written: usize,
}

/// What came back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reply {
    pub bytes: usize,
    /// Until the first byte.
    pub first: Option<Duration>,
}

impl Line {
    pub fn start(program: &Program, size: (u16, u16), home: &Path) -> io::Result<Line> {
        Line::open(program, size, home, 1024)
    }

    /// On a line on which nothing goes on while nobody waits for it.
    pub fn start_slow(program: &Program, size: (u16, u16), home: &Path) -> io::Result<Line> {
        Line::open(program, size, home, 0)
    }

    fn open(
        program: &Program,
        (columns, rows): (u16, u16),
        home: &Path,
        ahead: usize,
    ) -> io::Result<Line> {
        let pair = native_pty_system()
            .openpty(size(columns, rows))
            .map_err(other)?;
        let mut output = pair.master.try_clone_reader().map_err(other)?;
        let writer = pair.master.take_writer().map_err(other)?;
        let (sender, arrivals) = sync_channel(ahead);
        let started = Instant::now();
        let child = pair
            .slave
            .spawn_command(command(program, home)?)
            .map_err(other)?;
        drop(pair.slave);
        thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                let bytes = buffer.get(..count).unwrap_or_default().to_vec();
                if sender.send((Instant::now(), bytes)).is_err() {
                    return;
                }
            }
        });
        Ok(Line {
            child,
            master: pair.master,
            writer,
            arrivals,
            screen: Emulator::new(columns, rows),
            owed: None,
            started,
            quit: program.quit,
            written: 0,
        })
    }

    /// How long after the start a text stands on the screen.
    pub fn until(&mut self, marker: &str) -> io::Result<Duration> {
        let limit = Instant::now() + PATIENCE;
        while Instant::now() < limit {
            match self.arrivals.recv_timeout(STEP) {
                Ok((at, bytes)) => {
                    self.take(&bytes)?;
                    if self.shows(marker) {
                        return Ok(at - self.started);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let screen = self.text().join("\n");
        Err(other(format!("{marker:?} did not appear on\n{screen}")))
    }

    pub fn shows(&self, marker: &str) -> bool {
        self.text().iter().any(|row| row.contains(marker))
    }

    /// The rows of the screen.
    pub fn text(&self) -> Vec<String> {
        self.screen.text()
    }

    /// Everything that comes until it is quiet.
    pub fn settle(&mut self) -> io::Result<Reply> {
        self.drain(Instant::now())
    }

    /// Sends a key and takes what comes of it.
    pub fn press(&mut self, key: &str) -> io::Result<Reply> {
        let sent = Instant::now();
        self.send(key)?;
        self.drain(sent)
    }

    pub fn send(&mut self, key: &str) -> io::Result<()> {
        self.writer.write_all(key.as_bytes())?;
        self.writer.flush()
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()> {
        self.screen.resize(columns, rows);
        self.master.resize(size(columns, rows)).map_err(other)
    }

    /// Quiet is when nothing comes and the program sleeps: on a busy machine it may still be about to write.
    fn drain(&mut self, since: Instant) -> io::Result<Reply> {
        let mut reply = Reply::default();
        let mut last = Instant::now();
        let limit = last + PATIENCE;
        while Instant::now() < limit {
            match self.arrivals.recv_timeout(STEP) {
                Ok((at, bytes)) => {
                    reply.first.get_or_insert(at - since);
                    reply.bytes += bytes.len();
                    self.take(&bytes)?;
                    last = Instant::now();
                }
                Err(RecvTimeoutError::Timeout) => {
                    let enough = match self.is_asleep() {
                        Some(true) => QUIET,
                        Some(false) => {
                            last = Instant::now();
                            continue;
                        }
                        None => QUIET_UNSEEN,
                    };
                    if last.elapsed() >= enough {
                        return Ok(reply);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return Err(other("the program has ended")),
            }
        }
        Err(other("the program does not come to rest"))
    }

    /// Shows what came on the screen, and answers what is asked in it.
    fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len();
        let mut rest = bytes;
        while let Some(at) = rest.windows(CURSOR.len()).position(|part| part == CURSOR) {
            let (before, behind) = rest.split_at(at + CURSOR.len());
            self.screen.feed(before);
            let (row, column) = self.screen.screen().cursor_position();
            self.answer(format!("\x1b[{};{}R", row + 1, column + 1).as_bytes())?;
            rest = behind;
        }
        self.screen.feed(rest);
        for (question, answer) in ANSWERS {
            if bytes.windows(question.len()).any(|part| part == question) {
                self.answer(answer)?;
            }
        }
        Ok(())
    }

    /// Answers now, or when the terminal has come so far.
    fn answer(&mut self, answer: &[u8]) -> io::Result<()> {
        match &mut self.owed {
            Some(owed) => owed.extend_from_slice(answer),
            None => {
                self.writer.write_all(answer)?;
                self.writer.flush()?;
            }
        }
        Ok(())
    }

    /// From now on the terminal takes everything and answers nothing, as one far away does for a while.
    pub fn lag(&mut self) {
        self.owed.get_or_insert_default();
    }

    /// The terminal has caught up.
    pub fn catch_up(&mut self) -> io::Result<()> {
        let owed = self.owed.take().unwrap_or_default();
        self.answer(&owed)
    }

    /// Waits for the program to end by itself.
    pub fn finish(&mut self) -> io::Result<()> {
        let limit = Instant::now() + PATIENCE;
        while Instant::now() < limit {
            if self.child.try_wait()?.is_some() {
                return Ok(());
            }
            thread::sleep(STEP);
        }
        Err(other("the program does not end"))
    }

    /// Peak resident memory in kilobytes.
    pub fn memory(&self) -> Option<u64> {
        self.status("VmHWM:")
    }

    /// Resident memory now, in kilobytes.
    pub fn memory_now(&self) -> Option<u64> {
        self.status("VmRSS:")
    }

    /// Resident memory now that nobody shares, in kilobytes.
    pub fn own_memory(&self) -> Option<u64> {
        self.status("RssAnon:")
    }

    fn status(&self, name: &str) -> Option<u64> {
        let status = fs::read_to_string(self.proc()?.join("status")).ok()?;
        field(&status, name)
    }

    /// Open file descriptors.
    pub fn descriptors(&self) -> Option<usize> {
        Some(fs::read_dir(self.proc()?.join("fd")).ok()?.count())
    }

    /// CPU time so far, of all threads.
    pub fn cpu(&self) -> Option<Duration> {
        let tasks = fs::read_dir(self.proc()?.join("task")).ok()?;
        let times = tasks.filter_map(|task| {
            let told = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            told.split_whitespace().next()?.parse::<u64>().ok()
        });
        Some(Duration::from_nanos(times.sum()))
    }

    /// How often its threads have been woken so far.
    pub fn wakeups(&self) -> Option<u64> {
        let tasks = fs::read_dir(self.proc()?.join("task")).ok()?;
        let counts = tasks.filter_map(|task| {
            let status = fs::read_to_string(task.ok()?.path().join("status")).ok()?;
            field(&status, "voluntary_ctxt_switches:")
        });
        Some(counts.sum())
    }

    /// Whether all its threads wait for something; none where the system does not tell.
    fn is_asleep(&self) -> Option<bool> {
        let tasks = fs::read_dir(self.proc()?.join("task")).ok()?;
        let mut states = tasks.filter_map(|task| {
            let told = fs::read_to_string(task.ok()?.path().join("stat")).ok()?;
            let (_, behind_name) = told.rsplit_once(')')?;
            behind_name.trim_start().chars().next()
        });
        Some(states.all(|state| !matches!(state, 'R' | 'D')))
    }

    fn proc(&self) -> Option<PathBuf> {
        Some(Path::new("/proc").join(self.child.process_id()?.to_string()))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.send(self.quit);
        for _ in 0..40 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Every session begins at the top of its report, and not where the one before left it.
fn forget(home: &Path) {
    let libraries = fs::read_dir(home.join(".local/state/ducha"));
    for library in libraries.into_iter().flatten().flatten() {
        // There is none after the first session of a report.
        let _ = fs::remove_file(library.path().join("memory.json"));
    }
}

fn command(program: &Program, home: &Path) -> io::Result<CommandBuilder> {
    forget(home);
    let mut words = program.words.iter();
    let mut command = CommandBuilder::new(words.next().ok_or_else(|| other("no command"))?);
    command.args(words);
    command.env_clear();
    command.env("HOME", home);
    command.env("PATH", std::env::var("PATH").unwrap_or_default());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("LC_ALL", "C.UTF-8");
    command.cwd(home);
    Ok(command)
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

fn other(error: impl ToString) -> io::Error {
    io::Error::other(error.to_string())
}
