//! Making files of a folder, with exactly the mode that is said.

use std::os::fd::OwnedFd;

use rustix::fs::{self, AtFlags, Mode, OFlags};
use rustix::io::{self, Errno};

use super::Folder;
use super::system::{patiently, write_all};
use crate::store::error::Error;

impl Folder {
    /// Makes a file that was not there, for appending, with exactly this mode.
    pub fn create_file(&self, name: &str, mode: Mode) -> io::Result<OwnedFd> {
        self.create_new(name, mode, OFlags::WRONLY | OFlags::APPEND)
    }

    /// The same for a file whose beginning is written last.
    pub fn create_seekable(&self, name: &str, mode: Mode) -> io::Result<OwnedFd> {
        self.create_new(name, mode, OFlags::RDWR)
    }

    fn create_new(&self, name: &str, mode: Mode, access: OFlags) -> io::Result<OwnedFd> {
        let flags = access | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = patiently(|| fs::openat(&self.fd, name, flags, Mode::RUSR | Mode::WUSR))?;
        patiently(|| fs::fchmod(&fd, mode))?;
        Ok(fd)
    }

    /// Opens a file again that was made by [`Folder::create_file`], to go on appending.
    pub fn append_to(&self, name: &str) -> Result<OwnedFd, Error> {
        let flags = OFlags::WRONLY | OFlags::APPEND | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        patiently(|| fs::openat(&self.fd, name, flags, Mode::empty()))
            .map_err(|errno| Error::system(self.at(name), errno))
    }

    /// Opens a file to hold a lock on, making it where needed.
    pub fn lock_file(&self, name: &str) -> Result<std::fs::File, Error> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mode = Mode::RUSR | Mode::WUSR;
        patiently(|| fs::openat(&self.fd, name, flags, mode))
            .map(std::fs::File::from)
            .map_err(|errno| Error::system(self.at(name), errno))
    }

    /// Makes a file with this content and syncs it; the caller syncs the folder.
    pub fn write_new(&self, name: &str, bytes: &[u8], mode: Mode) -> Result<(), Error> {
        let write = || {
            let fd = self.create_file(name, mode)?;
            write_all(&fd, bytes)?;
            patiently(|| fs::fsync(&fd))
        };
        write().map_err(|errno| Error::system(self.at(name), errno))
    }

    /// Removes a file that is not truth.
    pub fn remove(&self, name: &str) -> Result<(), Error> {
        match patiently(|| fs::unlinkat(&self.fd, name, AtFlags::empty())) {
            Ok(()) => self.sync(),
            Err(Errno::NOENT) => Ok(()),
            Err(errno) => Err(Error::system(self.at(name), errno)),
        }
    }
}
