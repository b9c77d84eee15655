//! Reading files of a folder: regular ones with one name, up to a size, and through no link.

use std::os::fd::OwnedFd;

use rustix::fs::{self, FileType, Mode, OFlags, Stat};
use rustix::io;

use super::Folder;
use super::system::{patiently, read_exactly};
use crate::store::error::{Error, ErrorKind};

impl Folder {
    /// Opens a file for reading: a regular file with one name, not through a link; a FIFO cannot block.
    pub fn open_file(&self, name: &str, limit: u64) -> Result<(OwnedFd, u64), Error> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let failed = |errno| Error::system(self.at(name), errno);
        let fd = patiently(|| fs::openat(&self.fd, name, flags, Mode::empty())).map_err(failed)?;
        let stat = fs::fstat(&fd).map_err(failed)?;
        let size = regular(&stat, limit).map_err(|kind| Error::new(self.at(name), kind))?;
        Ok((fd, size))
    }

    /// The content of a file, at most `limit` bytes.
    pub fn read(&self, name: &str, limit: u64) -> Result<Vec<u8>, Error> {
        self.read_from(name, 0, limit)
    }

    /// What a file begins with, at most `length` bytes.
    pub fn read_head(&self, name: &str, length: usize) -> Result<Vec<u8>, Error> {
        let (fd, size) = self.open_file(name, u64::MAX)?;
        read_exactly(&fd, 0, size.min(length as u64))
            .map_err(|errno| Error::system(self.at(name), errno))
    }

    /// The content of a file from an offset on.
    pub fn read_from(&self, name: &str, offset: u64, limit: u64) -> Result<Vec<u8>, Error> {
        let (fd, size) = self.open_file(name, limit)?;
        read_exactly(&fd, offset, size.saturating_sub(offset))
            .map_err(|errno| Error::system(self.at(name), errno))
    }

    /// Pieces of a file, each by where it begins and how long it is.
    pub fn read_pieces(
        &self,
        name: &str,
        pieces: &[(u64, u64)],
        limit: u64,
    ) -> Result<Vec<Vec<u8>>, Error> {
        let (fd, _) = self.open_file(name, limit)?;
        let pieces = pieces.iter();
        let read = pieces.map(|(from, length)| read_exactly(&fd, *from, *length));
        let read: io::Result<Vec<Vec<u8>>> = read.collect();
        read.map_err(|errno| Error::system(self.at(name), errno))
    }

    /// The content of a file some folders further down, reached in one step and through no link. None where the system
    /// knows no such step, or anything is wrong: to go down folder by folder tells what it is.
    pub fn read_below(&self, path: &str, limit: u64) -> Option<Vec<u8>> {
        let fd = self.open_below(path)?;
        let size = regular(&fs::fstat(&fd).ok()?, limit).ok()?;
        read_exactly(&fd, 0, size).ok()
    }

    #[cfg(target_os = "linux")]
    fn open_below(&self, path: &str) -> Option<OwnedFd> {
        use rustix::fs::ResolveFlags;

        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        fs::openat2(&self.fd, path, flags, Mode::empty(), resolve).ok()
    }

    #[cfg(not(target_os = "linux"))]
    fn open_below(&self, _: &str) -> Option<OwnedFd> {
        None
    }
}

/// The size of a file that may be trusted to be one.
pub(in crate::store) fn regular(stat: &Stat, limit: u64) -> Result<u64, ErrorKind> {
    let size = u64::try_from(stat.st_size).unwrap_or(0);
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile if stat.st_nlink > 1 => Err(ErrorKind::HardLink),
        FileType::RegularFile if size > limit => Err(ErrorKind::TooLarge),
        FileType::RegularFile => Ok(size),
        FileType::Symlink => Err(ErrorKind::Symlink),
        _ => Err(ErrorKind::NotAFile),
    }
}
