//! Carrying out an export: the command that a script would use, as a process of its own. What it takes is given back when
//! it ends, and it can be stopped at any time.

use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::locale::Lang;
use crate::shown::Shown;

use super::exporting::{Coverage, Exporting};
use super::message::{Agreed, Message, Msg, Progress};
use super::outside;

/// How this program is started again on the same library.
#[derive(Clone, Debug, Default)]
pub struct Exporter {
    pub program: PathBuf,
    /// The options that were given to the console.
    pub options: Vec<OsString>,
}

/// How often it is asked whether it has ended.
const OFTEN: Duration = Duration::from_millis(20);

/// The exit code of a command that did what it was asked for and found something; above it something went wrong, which may be
/// what it read and not what it wrote.
const WRITTEN: i32 = 1;

/// The door to whatever is being exported.
pub(super) struct Exports {
    exporter: Exporter,
    report: Arc<dyn Fn(Msg) + Send + Sync>,
    /// Set when nobody waits for the last one any more.
    stop: Arc<AtomicBool>,
}

impl Exports {
    pub fn new(exporter: Exporter, report: impl Fn(Msg) + Send + Sync + 'static) -> Exports {
        Exports {
            exporter,
            report: Arc::new(report),
            stop: Arc::default(),
        }
    }

    /// Begins; what becomes of it is reported. A file that is there is asked about first.
    pub fn begin(&mut self, exporting: Exporting, lang: Lang) {
        self.stop = Arc::default();
        let (exporter, report) = (self.exporter.clone(), Arc::clone(&self.report));
        let stop = Arc::clone(&self.stop);
        thread::spawn(move || {
            let path = outside::path(&exporting.path);
            if exporting.agreed == Agreed::NotAsked && path.exists() {
                report(Msg::WouldReplace(Box::new(exporting)));
                return;
            }
            let ended = exporter.run(&exporting, &path, &stop, report.as_ref());
            report(Msg::Exported(told(ended, &path, lang)));
        });
    }

    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// How it ended, and what was said.
struct Ended {
    status: Option<ExitStatus>,
    said: String,
}

impl Exporter {
    fn run(
        &self,
        exporting: &Exporting,
        path: &Path,
        stop: &AtomicBool,
        report: &dyn Fn(Msg),
    ) -> io::Result<Ended> {
        let mut child = self
            .command(exporting, path)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let talk = child.stderr.take();
        let listening = thread::spawn(move || {
            let mut said = Vec::new();
            // What was said until the pipe broke is worth as much as the whole.
            let _ = talk.map(|mut talk| talk.read_to_end(&mut said));
            String::from_utf8_lossy(&said).into_owned()
        });
        let status = wait(&mut child, stop, report)?;
        let said = listening.join().unwrap_or_default();
        Ok(Ended { status, said })
    }

    fn command(&self, exporting: &Exporting, path: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("export").arg(exporting.what.name());
        command.args(["--format", exporting.form.name()]);
        command.arg("--out").arg(path);
        command.args(&self.options);
        if let Coverage::Reports(editions) = &exporting.coverage {
            for edition in editions {
                command.arg("--report").arg(edition);
            }
        }
        command
    }
}

/// Waits for its end and says every second that it goes on; none when it was stopped.
fn wait(
    child: &mut Child,
    stop: &AtomicBool,
    report: &dyn Fn(Msg),
) -> io::Result<Option<ExitStatus>> {
    let (since, mut told) = (Instant::now(), 0);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if stop.load(Ordering::Relaxed) {
            // It may have ended by itself just now.
            let _ = kill_process(Pid::from_child(child), Signal::TERM);
            child.wait()?;
            return Ok(None);
        }
        let seconds = since.elapsed().as_secs();
        if seconds > told {
            told = seconds;
            report(Msg::Working(Progress::Exporting { seconds }));
        }
        thread::sleep(OFTEN);
    }
}

/// What to tell the reader.
fn told(ended: io::Result<Ended>, path: &Path, lang: Lang) -> Message {
    let shown = path.to_string_lossy();
    let shown = Shown::new(&shown);
    let fill = |key, reason: &str| {
        let reason = Shown::new(reason);
        lang.fill(key, &[("path", &shown), ("reason", &reason)])
    };
    let ended = match ended {
        Ok(ended) => ended,
        Err(error) => return Message::bad(fill("exporting.failed", &error.to_string())),
    };
    let lines: Vec<&str> = ended.said.lines().map(str::trim).collect();
    let said = lines.join(lang.text("exporting.and"));
    match ended.status.map(|status| status.code()) {
        None => Message::quiet(fill("exporting.stopped", "")),
        Some(Some(code)) if code <= WRITTEN && said.is_empty() => {
            Message::good(fill("exporting.done", ""))
        }
        Some(Some(code)) if code <= WRITTEN => Message::good(fill("exporting.done-but", &said)),
        Some(Some(_) | None) => Message::bad(fill("exporting.failed", &said)),
    }
}
