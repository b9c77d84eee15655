//! One program in a pseudo-terminal: what it writes, when, and what it costs.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Nothing more comes when nothing has come for so long.
const QUIET: Duration = Duration::from_millis(90);
/// So long a busy machine may take until something comes.
const BEGINS: Duration = Duration::from_millis(600);
/// A program that does not answer at all.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a plain terminal answers to what programs ask it.
const ANSWERS: [(&[u8], &[u8]); 6] = [
    (b"\x1b[6n", b"\x1b[1;1R"),
    (b"\x1b[5n", b"\x1b[0n"),
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[0c", b"\x1b[?62;22c"),
    (b"\x1b[>c", b"\x1b[>41;367;0c"),
    (b"\x1b[>0c", b"\x1b[>41;367;0c"),
];

/// A command and how it is told from others.
#[derive(Clone, Debug)]
pub struct Program {
    pub name: &'static str,
    pub words: Vec<String>,
    /// Ends it without a question.
    pub quit: &'static str,
}

/// A running program.
pub struct Line {
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    arrivals: Receiver<(Instant, Vec<u8>)>,
    started: Instant,
    quit: &'static str,
    /// Bytes so far.
    pub written: usize,
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    pub bytes: usize,
    /// Until the first byte.
    pub first: Option<Duration>,
    pub text: Vec<u8>,
}

impl Line {
    pub fn start(program: &Program, (columns, rows): (u16, u16), home: &Path) -> io::Result<Line> {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).map_err(other)?;
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
        let mut output = pair.master.try_clone_reader().map_err(other)?;
        let writer = pair.master.take_writer().map_err(other)?;
        let (sender, arrivals) = channel();
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).map_err(other)?;
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
            _master: pair.master,
            writer,
            arrivals,
            started,
            quit: program.quit,
            written: 0,
        })
    }

    /// How long after the start a text is on its way to the screen.
    pub fn until(&mut self, marker: &str) -> io::Result<Duration> {
        let mut seen = Vec::new();
        loop {
            let (at, bytes) = self
                .arrivals
                .recv_timeout(PATIENCE)
                .map_err(|_| other(format!("{marker} did not appear")))?;
            self.written += bytes.len();
            self.answer(&bytes)?;
            seen.extend_from_slice(&bytes);
            if contains(&seen, marker.as_bytes()) {
                return Ok(at - self.started);
            }
        }
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

    fn drain(&mut self, since: Instant) -> io::Result<Reply> {
        let mut reply = Reply::default();
        loop {
            let patience = if reply.bytes == 0 { BEGINS } else { QUIET };
            match self.arrivals.recv_timeout(patience) {
                Ok((at, bytes)) => {
                    reply.first.get_or_insert(at - since);
                    reply.bytes += bytes.len();
                    self.written += bytes.len();
                    self.answer(&bytes)?;
                    reply.text.extend_from_slice(&bytes);
                }
                Err(RecvTimeoutError::Timeout) => return Ok(reply),
                Err(RecvTimeoutError::Disconnected) => return Err(other("the program has ended")),
            }
        }
    }

    fn answer(&mut self, bytes: &[u8]) -> io::Result<()> {
        for (question, answer) in ANSWERS {
            if contains(bytes, question) {
                self.writer.write_all(answer)?;
            }
        }
        self.writer.flush()
    }

    /// Peak resident memory in kilobytes.
    pub fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(self.proc()?.join("status")).ok()?;
        field(&status, "VmHWM:")
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

    fn proc(&self) -> Option<std::path::PathBuf> {
        Some(Path::new("/proc").join(self.child.process_id()?.to_string()))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.send(self.quit);
        for _ in 0..20 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn other(error: impl ToString) -> io::Error {
    io::Error::other(error.to_string())
}
