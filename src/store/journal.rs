//! The journal of one session: lines are appended to files that only this session writes.
//!
//! Lines are acknowledged after they are synced. After any error the file is never touched again: what was not acknowledged
//! is written once more to the next file, and readers take the two as one.

use std::os::fd::OwnedFd;

use rustix::fs;
use rustix::io::Errno;

use crate::review::Event;

use super::error::{Error, ErrorKind};
use super::folder::{Folder, patiently, write_all};
use super::line::{self, Header};

/// A file that has grown to this is followed by another.
const SEGMENT: u64 = 1 << 20;
/// Names tried for one new file.
const ATTEMPTS: u32 = 1000;

/// The part of a journal file's name that carries meaning: `<host>-<session>.<n>.jsonl`.
pub(super) const EXTENSION: &str = ".jsonl";

/// One session's journal.
#[derive(Debug)]
pub(super) struct Journal {
    folder: Folder,
    mode: fs::Mode,
    /// `<host>-<session>`
    stem: String,
    /// The number of the last file that was tried.
    segment: u32,
    open: Option<Segment>,
    /// Hash of the last acknowledged line.
    last: Option<String>,
}

#[derive(Debug)]
struct Segment {
    fd: OwnedFd,
    name: String,
    size: u64,
}

/// What the first line of a new file is made of.
#[derive(Clone, Debug)]
pub(super) struct Opening<'a> {
    pub header: Header,
    pub writer: &'a str,
    pub reviewer: &'a str,
    pub lamport: u64,
}

impl Journal {
    /// A journal in a reviewer's folder; no file is made yet.
    pub fn new(folder: Folder, mode: fs::Mode, stem: String) -> Journal {
        Journal {
            folder,
            mode,
            stem,
            segment: 0,
            open: None,
            last: None,
        }
    }

    /// Writes and syncs the events; when this returns without an error, they are safe.
    pub fn append<'a>(
        &mut self,
        events: &[Event],
        opening: impl FnOnce() -> Opening<'a>,
    ) -> Result<(), Error> {
        // Taken out, so that an error on the way leaves no file to be used again.
        let (mut segment, mut bytes, mut last, fresh) = match self.open.take() {
            Some(segment) => (segment, Vec::new(), self.last.clone(), false),
            None => {
                let (segment, bytes, hash) = self.next(opening())?;
                (segment, bytes, Some(hash), true)
            }
        };
        for event in events {
            if let Some(line) = line::encode(event, last.as_deref()) {
                last = Some(line::hash(&line));
                bytes.extend(line);
                bytes.push(b'\n');
            }
        }
        let failed = |errno| Error::system(self.folder.at(&segment.name), errno);
        write_durably(&segment.fd, &bytes).map_err(failed)?;
        if fresh {
            self.folder.sync()?;
        }
        segment.size += bytes.len() as u64;
        self.last = last;
        self.open = Some(segment).filter(|segment| segment.size < SEGMENT);
        Ok(())
    }

    /// Makes the next file, and the first line for it.
    fn next(&mut self, mut opening: Opening) -> Result<(Segment, Vec<u8>, String), Error> {
        for _ in 0..ATTEMPTS {
            self.segment += 1;
            let name = format!("{}.{}{EXTENSION}", self.stem, self.segment);
            let fd = match self.folder.create_file(&name, self.mode) {
                Ok(fd) => fd,
                Err(Errno::EXIST) => continue,
                Err(errno) => return Err(Error::system(self.folder.at(&name), errno)),
            };
            opening.header.segment = self.segment;
            let Opening {
                header,
                writer,
                reviewer,
                lamport,
            } = &opening;
            let mut bytes =
                line::encode_header(header, writer, reviewer, *lamport, self.last.as_deref())
                    .unwrap_or_default();
            let hash = line::hash(&bytes);
            bytes.push(b'\n');
            let segment = Segment { fd, name, size: 0 };
            return Ok((segment, bytes, hash));
        }
        Err(Error::new(self.folder.path(), ErrorKind::TooManyFiles))
    }
}

/// One write, one sync, and the certainty that the file still has its name: bytes in a removed file are lost.
fn write_durably(fd: &OwnedFd, bytes: &[u8]) -> rustix::io::Result<()> {
    write_all(fd, bytes)?;
    patiently(|| fs::fdatasync(fd))?;
    let stat = patiently(|| fs::fstat(fd))?;
    if stat.st_nlink == 0 {
        return Err(Errno::STALE);
    }
    Ok(())
}
