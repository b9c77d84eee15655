//! The journal of one session: lines are appended to files that only this session writes.
//!
//! Lines are acknowledged after they are synced. After any error the file is never touched again, not even shortened: what
//! was not acknowledged is written once more to the next file, and readers take the two as one. A file that is closed is
//! read again first; what it does not say any more is written once more as well.

use std::fs::File;
use std::os::fd::OwnedFd;

use rustix::fs;
use rustix::io::Errno;

use crate::review::Event;

use super::error::{Error, ErrorKind};
use super::feed::LARGEST;
use super::folder::{Folder, patiently, release, reserve, write_all};
use super::line::{self, Header};

/// A file that has grown to this is followed by another.
const SEGMENT: u64 = 1 << 20;
/// Room that is reserved ahead of what is written.
const RESERVE: u64 = 64 << 10;
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
    /// Acknowledged, and not there any more when their file was read again.
    lost: Vec<Event>,
}

/// The file that is written now.
#[derive(Debug)]
struct Segment {
    /// Locked for as long as it is open, which tells others that its session lives; nothing depends on it.
    file: Option<File>,
    name: String,
    /// What tells the file from any other of its name.
    identity: (u64, u64),
    size: u64,
    reserved: u64,
    /// Over all bytes so far.
    checksum: crc32fast::Hasher,
    /// The events in it, until it was read again.
    events: Vec<Event>,
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
            lost: Vec::new(),
        }
    }

    /// Writes and syncs the events; when this returns without an error, they are safe.
    pub fn append<'a>(
        &mut self,
        events: &[Event],
        opening: impl FnOnce() -> Opening<'a>,
    ) -> Result<(), Error> {
        // Taken out, so that an error on the way leaves no file to be used again.
        let going_on = match self.open.take() {
            Some(segment) => self.reopened(segment),
            None => None,
        };
        let (mut segment, mut bytes, mut last, fresh) = match going_on {
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
        let written = segment.write(&bytes).map_err(|errno| match errno {
            // Not what the system said it had written.
            Errno::BADMSG => Error::new(self.folder.at(&segment.name), ErrorKind::Damaged),
            _ => Error::system(self.folder.at(&segment.name), errno),
        });
        if let Err(error) = written {
            if fresh {
                self.discard_if_empty(&segment);
            } else {
                // A file that was removed or cut takes with it what was safe before.
                self.check(&mut segment);
            }
            return Err(error);
        }
        if fresh {
            self.folder.sync()?;
        }
        segment.events.extend_from_slice(events);
        self.last = last;
        let full = segment.size >= SEGMENT;
        self.open = Some(segment);
        if full {
            self.close();
        }
        Ok(())
    }

    /// Events that were acknowledged and have to be written again.
    pub fn take_lost(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.lost)
    }

    /// Closes the file for a while, so that others see it on a network file system, after reading it again.
    pub fn rest(&mut self) {
        if let Some(mut segment) = self.open.take() {
            segment.file = None;
            self.check(&mut segment);
            if self.lost.is_empty() {
                self.open = Some(segment);
            }
        }
    }

    /// Closes the file for good, after reading it again.
    pub fn close(&mut self) {
        if let Some(mut segment) = self.open.take() {
            self.check(&mut segment);
            if let Some(file) = segment.file.take().filter(|_| self.lost.is_empty()) {
                release(&file, segment.size);
            }
        }
    }

    /// Reads the file from the disk: the system may have taken bytes and not kept them. Behind the acknowledged ones there may
    /// be others, after an error.
    fn check(&mut self, segment: &mut Segment) {
        let there = self.folder.read(&segment.name, LARGEST);
        let same = there.is_ok_and(|bytes| {
            let acknowledged = usize::try_from(segment.size)
                .ok()
                .and_then(|size| bytes.get(..size));
            acknowledged.map(crc32fast::hash) == Some(segment.checksum.clone().finalize())
        });
        let events = std::mem::take(&mut segment.events);
        if !same {
            self.lost.extend(events);
        }
    }

    /// The file to go on with, opened again where it rested; none where it is not the one that was written any more.
    fn reopened(&mut self, mut segment: Segment) -> Option<Segment> {
        if segment.file.is_some() {
            return Some(segment);
        }
        let file = File::from(self.folder.append_to(&segment.name).ok()?);
        let stat = patiently(|| fs::fstat(&file)).ok()?;
        let same = (stat.st_dev, stat.st_ino) == segment.identity
            && u64::try_from(stat.st_size) == Ok(segment.size);
        if !same {
            return None;
        }
        let _ = file.try_lock();
        segment.file = Some(file);
        Some(segment)
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
            let segment =
                Segment::new(fd, name).map_err(|errno| Error::system(self.folder.path(), errno))?;
            return Ok((segment, bytes, hash));
        }
        Err(Error::new(self.folder.path(), ErrorKind::TooManyFiles))
    }

    /// A file of our own that never took a byte, because the disk is full, would only be followed by more of them.
    fn discard_if_empty(&self, segment: &Segment) {
        let stat = segment.file.as_ref().map(fs::fstat);
        if stat.is_some_and(|stat| stat.is_ok_and(|stat| stat.st_size == 0)) {
            let _ = self.folder.remove(&segment.name);
        }
    }
}

impl Segment {
    fn new(fd: OwnedFd, name: String) -> rustix::io::Result<Segment> {
        let file = File::from(fd);
        let stat = patiently(|| fs::fstat(&file))?;
        let _ = file.try_lock();
        reserve(&file, 0, RESERVE);
        Ok(Segment {
            file: Some(file),
            name,
            identity: (stat.st_dev, stat.st_ino),
            size: 0,
            reserved: RESERVE,
            checksum: crc32fast::Hasher::new(),
            events: Vec::new(),
        })
    }

    /// One write, one sync, and the certainty that the file has grown by this much and still has its name: bytes in a removed
    /// file are lost.
    fn write(&mut self, bytes: &[u8]) -> rustix::io::Result<()> {
        let file = self.file.as_ref().ok_or(Errno::BADF)?;
        let length = bytes.len() as u64;
        if self.size + length > self.reserved {
            reserve(file, self.size, length + RESERVE);
            self.reserved = self.size + length + RESERVE;
        }
        write_all(file, bytes)?;
        patiently(|| fs::fdatasync(file))?;
        let stat = patiently(|| fs::fstat(file))?;
        if stat.st_nlink == 0 {
            return Err(Errno::STALE);
        }
        if u64::try_from(stat.st_size) != Ok(self.size + length) {
            return Err(Errno::BADMSG);
        }
        self.size += length;
        self.checksum.update(bytes);
        Ok(())
    }
}
