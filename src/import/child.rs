//! Risky formats are read in a child process: this program again, bound by limits, which hears the file on its standard
//! input and answers once on its standard output.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process_group};

use super::answer::{self, Outcome};
use super::extracted::ExtractError;
use super::format::Format;
use super::limits::{Limits, bind};
use super::{Importer, LIMIT, known};

/// The first argument of a child: no command for people.
pub const CHILD: &str = "extract-format";

/// How often a parent that waits looks whether it should stop.
const GLANCE: Duration = Duration::from_millis(50);

/// The last words of a child are read up to here.
const LAST_WORDS: u64 = 4096;

/// Has a child take the text out.
pub(super) fn extract(importer: &Importer, format: Format, bytes: &[u8]) -> Outcome {
    let deadline = Instant::now() + importer.limits.wall;
    let mut running = Running(start(importer, format)?);
    let (Some(input), Some(output), Some(talk)) = running.pipes() else {
        return Err(ExtractError::NotStarted("no pipes".to_owned()));
    };
    thread::scope(|scope| {
        // Both sides of a full pipe would wait for each other, were the writing not apart from the reading.
        scope.spawn(move || feed(input, bytes));
        let words = scope.spawn(move || last_words(talk));
        let heard = hear(output, deadline, &importer.stop)
            .and_then(|bytes| Ok((bytes, running.exit(deadline, &importer.stop)?)));
        // Before the threads are waited for: they end when the child does.
        running.end();
        let words = words.join().unwrap_or_default();
        let (bytes, status) = heard?;
        understand(&bytes, status, &words)
    })
}

fn start(importer: &Importer, format: Format) -> Result<Child, ExtractError> {
    let Limits {
        memory, processor, ..
    } = importer.limits;
    let mut command = Command::new(&importer.program);
    command
        .arg0("ducha")
        .arg(CHILD)
        .args([format.name(), &memory.to_string(), &processor.to_string()])
        .args(importer.encoding.map(|encoding| encoding.name()))
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // Ctrl-C is for the parent, which ends its child itself; and whatever the child starts ends with it.
        .process_group(0);
    command
        .spawn()
        .map_err(|error| ExtractError::NotStarted(error.to_string()))
}

/// A child that is ended and waited for, whatever happens to its parent's work.
struct Running(Child);

impl Running {
    fn pipes(&mut self) -> (Option<ChildStdin>, Option<ChildStdout>, Option<ChildStderr>) {
        let child = &mut self.0;
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    }

    /// Waits until the child, which has said everything, ends by itself.
    fn exit(&mut self, deadline: Instant, stop: &AtomicBool) -> Result<ExitStatus, ExtractError> {
        let mut pause = Duration::from_micros(100);
        loop {
            match self.0.try_wait() {
                Ok(Some(status)) => return Ok(status),
                Ok(None) => {}
                Err(error) => return Err(ExtractError::Crashed(error.to_string())),
            }
            if stop.load(Ordering::Relaxed) {
                return Err(ExtractError::Stopped);
            }
            if Instant::now() >= deadline {
                return Err(ExtractError::OutOfTime);
            }
            thread::sleep(pause);
            pause = (pause * 2).min(GLANCE);
        }
    }

    /// Kills the whole group; nothing happens to one that has ended.
    fn end(&mut self) {
        if matches!(self.0.try_wait(), Ok(Some(_))) {
            return;
        }
        if let Some(group) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// A child that stopped listening has its reasons, and tells them.
fn feed(mut input: ChildStdin, bytes: &[u8]) {
    let _ = input.write_all(bytes);
}

fn last_words(talk: ChildStderr) -> String {
    let mut bytes = Vec::new();
    let mut talk = talk.take(LAST_WORDS);
    let _ = talk.read_to_end(&mut bytes);
    // What follows is heard and dropped, so that a talkative child does not wait for ever.
    let _ = io::copy(talk.get_mut(), &mut io::sink());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Everything the child says, up to a limit.
fn hear(
    mut output: ChildStdout,
    deadline: Instant,
    stop: &AtomicBool,
) -> Result<Vec<u8>, ExtractError> {
    let mut heard = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        wait_for(&output, deadline, stop)?;
        match output.read(&mut buffer) {
            Ok(0) => return Ok(heard),
            Ok(count) => heard.extend_from_slice(buffer.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(ExtractError::Crashed(error.to_string())),
        }
        if heard.len() > answer::LONGEST {
            return Err(ExtractError::TooComplex);
        }
    }
}

fn wait_for(
    output: &ChildStdout,
    deadline: Instant,
    stop: &AtomicBool,
) -> Result<(), ExtractError> {
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(ExtractError::Stopped);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ExtractError::OutOfTime);
        }
        let pause = Timespec::try_from(left.min(GLANCE)).ok();
        match poll(&mut [PollFd::new(output, PollFlags::IN)], pause.as_ref()) {
            Ok(0) | Err(rustix::io::Errno::INTR) => {}
            Ok(_) => return Ok(()),
            Err(errno) => return Err(ExtractError::Crashed(errno.to_string())),
        }
    }
}

/// What the answer says, or why there is none.
fn understand(bytes: &[u8], status: ExitStatus, words: &str) -> Outcome {
    if status.success() {
        let no_answer = || ExtractError::Crashed("no answer".to_owned());
        return answer::read(bytes).ok_or_else(no_answer)?;
    }
    let out_of_memory = words.contains("memory allocation") || words.contains("capacity overflow");
    Err(match status.signal() {
        _ if out_of_memory => ExtractError::OutOfMemory,
        Some(signal) if signal == Signal::XCPU.as_raw() => ExtractError::OutOfTime,
        _ if words.contains("overflowed its stack") => ExtractError::TooComplex,
        Some(signal) => ExtractError::Crashed(format!("signal {signal}")),
        None => ExtractError::Crashed(status.to_string()),
    })
}

/// The child: binds itself, reads the file, answers. The arguments are those that [`extract`] gives.
pub fn serve(arguments: &[OsString], input: impl Read, mut output: impl Write) -> io::Result<()> {
    let request = Request::of(arguments).ok_or(io::ErrorKind::InvalidInput)?;
    bind(request.memory, request.processor)?;
    let mut bytes = Vec::new();
    let outcome = match input.take(LIMIT).read_to_end(&mut bytes) {
        Ok(_) => super::extract(request.format, &bytes, request.encoding),
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => Err(ExtractError::OutOfMemory),
        Err(error) => return Err(error),
    };
    answer::write(outcome, &mut output)
}

/// What a child is asked to do.
struct Request {
    format: Format,
    memory: u64,
    processor: u64,
    encoding: Option<&'static encoding_rs::Encoding>,
}

impl Request {
    fn of(arguments: &[OsString]) -> Option<Request> {
        let mut words = arguments.iter().map(|word| word.to_str());
        Some(Request {
            format: Format::with_name(words.next()??)?,
            memory: words.next()??.parse().ok()?,
            processor: words.next()??.parse().ok()?,
            encoding: match words.next() {
                Some(label) => Some(known(label?)?),
                None => None,
            },
        })
    }
}
