//! A result written to a file: the whole of it, or the file as it was.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::{CliError, Output};
use crate::shown::Shown;

/// Where a result goes: a file, or standard output when there is none.
#[derive(Default)]
pub struct Delivery {
    file: Option<Whole>,
    /// Nothing is between the result and the eyes of a reader: what a file may hold, a terminal might obey.
    is_read_at_once: bool,
}

/// A file on its way; dropped before its end it was never there.
struct Whole {
    path: PathBuf,
    writer: BufWriter<File>,
    /// What is written beside the target, and the target; none of a pipe or a device, which cannot be replaced.
    beside: Option<(PathBuf, PathBuf)>,
}

/// Writes a text at once.
pub(super) fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let mut file = Whole::begin(path)?;
    file.write(text.as_bytes())?;
    file.finish()
}

impl Delivery {
    /// Begins the file; the one that it will replace stays until all of it is there.
    pub fn begin(path: Option<&Path>) -> Result<Delivery, CliError> {
        let file = path.map(Whole::begin).transpose()?;
        Ok(Delivery {
            file,
            is_read_at_once: io::stdout().is_terminal(),
        })
    }

    pub fn write(&mut self, bytes: &[u8], output: &mut Output) -> Result<(), CliError> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None if self.is_read_at_once => {
                let text = String::from_utf8_lossy(bytes);
                output.bytes(Shown::lines(&text).as_str().as_bytes())
            }
            None => output.bytes(bytes),
        }
    }

    /// Puts the file in its place.
    pub fn finish(self, output: &mut Output) -> Result<(), CliError> {
        match self.file {
            Some(file) => file.finish(),
            None => output.flush(),
        }
    }
}

impl Whole {
    fn begin(path: &Path) -> Result<Whole, CliError> {
        Whole::opened(path).map_err(|error| CliError::NotWritten(path.to_owned(), error))
    }

    fn opened(path: &Path) -> io::Result<Whole> {
        // A link is followed: what it leads to is replaced, not the link.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let known = fs::metadata(&target).ok();
        if known.as_ref().is_some_and(|known| known.is_dir()) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let (file, beside) = match &known {
            Some(known) if !known.is_file() => {
                (OpenOptions::new().write(true).open(&target)?, None)
            }
            Some(known) if known.permissions().readonly() => {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
            Some(_) | None => {
                let beside = beside(&target);
                let file = OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .open(&beside)?;
                (file, Some((beside, target)))
            }
        };
        let whole = Whole {
            path: path.to_owned(),
            writer: BufWriter::new(file),
            beside,
        };
        if let (Some(known), Some((beside, _))) = (known, &whole.beside) {
            fs::set_permissions(beside, known.permissions())?;
        }
        Ok(whole)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        let written = self.writer.write_all(bytes);
        written.map_err(|error| CliError::NotWritten(self.path.clone(), error))
    }

    fn finish(mut self) -> Result<(), CliError> {
        let done = self.placed();
        done.map_err(|error| CliError::NotWritten(self.path.clone(), error))
    }

    fn placed(&mut self) -> io::Result<()> {
        self.writer.flush()?;
        let Some((beside, target)) = &self.beside else {
            return Ok(());
        };
        self.writer.get_ref().sync_all()?;
        fs::rename(beside, target)?;
        self.beside = None;
        Ok(())
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if let Some((beside, _)) = &self.beside {
            // What is left of a failed attempt is ours alone; that it cannot be removed says nothing new.
            let _ = fs::remove_file(beside);
        }
    }
}

fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    target.with_file_name(name)
}
