//! Standard output and standard error of a command.

use std::io::{self, Write};

use serde::Serialize;

use super::{CliError, Status};
use crate::locale::Lang;
use crate::shown;

/// Where a command writes: the result and the talk.
pub struct Output<'a> {
    result: &'a mut dyn Write,
    talk: &'a mut dyn Write,
    /// Nobody reads any more; a broken pipe is success.
    closed: bool,
}

/// Standard output and standard error, written to directly: the library's own streams go on for ever where every call is
/// interrupted.
#[derive(Clone, Copy, Debug)]
pub enum Stream {
    Result,
    Talk,
}

/// Calls that are interrupted this often are not going to succeed.
const PATIENCE: usize = 64;

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for _ in 0..PATIENCE {
            let written = match self {
                Stream::Result => rustix::io::write(rustix::stdio::stdout(), bytes),
                Stream::Talk => rustix::io::write(rustix::stdio::stderr(), bytes),
            };
            match written {
                Err(rustix::io::Errno::INTR) => {}
                done => return Ok(done?),
            }
        }
        Err(io::Error::other("interrupted"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A document as one line of JSON that steers no terminal.
pub(super) fn json(document: &impl Serialize) -> Result<String, CliError> {
    let json = serde_json::to_string(document).map_err(|error| CliError::Output(error.into()))?;
    Ok(shown::in_json(json))
}

impl<'a> Output<'a> {
    pub fn new(result: &'a mut dyn Write, talk: &'a mut dyn Write) -> Output<'a> {
        Output {
            result,
            talk,
            closed: false,
        }
    }

    /// One line of the result.
    pub fn line(&mut self, text: &str) -> Result<(), CliError> {
        self.write(|result| {
            result.write_all(text.as_bytes())?;
            result.write_all(b"\n")
        })
    }

    /// One JSON document and a line end.
    pub fn json(&mut self, document: &impl Serialize) -> Result<(), CliError> {
        let json = json(document)?;
        self.line(&json)
    }

    /// Bytes of the result as they are.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.write(|result| result.write_all(bytes))
    }

    /// One line to the person at the terminal; failing to say it changes nothing.
    pub fn say(&mut self, text: &str) {
        let _ = writeln!(self.talk, "{text}");
    }

    /// Writes over the last line at the terminal; with nothing, the line is free again.
    pub fn redraw(&mut self, text: &str) {
        let _ = write!(self.talk, "\r\x1b[K{text}");
        let _ = self.talk.flush();
    }

    /// Says what went wrong and how to go on.
    pub fn fail(&mut self, error: &CliError, lang: Lang) -> Status {
        self.say(&error.render(lang));
        error.status()
    }

    fn write(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), CliError> {
        if self.closed {
            return Ok(());
        }
        match write(self.result) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            done => done.map_err(CliError::Output),
        }
    }

    /// Pushes out what is buffered.
    pub fn flush(&mut self) -> Result<(), CliError> {
        self.write(|result| result.flush())
    }
}
