//! New content under a name in one step: whoever looks finds the old or the new.

use rustix::fs::{self, AtFlags, Mode, RenameFlags};
use rustix::io::Errno;
use uuid::Uuid;

use super::Folder;
use super::system::{patiently, write_all};
use crate::store::error::{Error, ErrorKind};

impl Folder {
    /// Puts new content under a name in one step: a reader sees the old or the new, also after a power cut.
    pub fn replace(&self, name: &str, bytes: &[u8], mode: Mode) -> Result<(), Error> {
        let temporary = temporary_name(name);
        let result = self
            .write_new(&temporary, bytes, mode)
            .and_then(|()| self.rename(&temporary, self, name));
        if result.is_err() {
            // What is left of a failed attempt is no truth, and the name is ours alone.
            let _ = fs::unlinkat(&self.fd, &temporary, AtFlags::empty());
        }
        result
    }

    /// Like [`Folder::replace`] without a sync: a reader sees the old or the new, a power cut may leave neither.
    pub fn replace_loosely(&self, name: &str, bytes: &[u8], mode: Mode) -> Result<(), Error> {
        let temporary = temporary_name(name);
        let write = || {
            let fd = self.create_file(&temporary, mode)?;
            write_all(&fd, bytes)?;
            patiently(|| fs::renameat(&self.fd, &temporary, &self.fd, name))
        };
        write().map_err(|errno| {
            let _ = fs::unlinkat(&self.fd, &temporary, AtFlags::empty());
            Error::system(self.at(name), errno)
        })
    }

    /// Like [`Folder::replace`], read once more before it counts, and what was there goes on under another name: somebody who
    /// looks finds the old or the new at any moment.
    pub fn replace_keeping(
        &self,
        name: &str,
        bytes: &[u8],
        mode: Mode,
        kept: &str,
    ) -> Result<(), Error> {
        let temporary = temporary_name(name);
        let result = self
            .write_new(&temporary, bytes, mode)
            .and_then(|()| self.is_written(&temporary, bytes))
            .and_then(|()| self.exchange(&temporary, name, kept));
        if result.is_err() {
            let _ = fs::unlinkat(&self.fd, &temporary, AtFlags::empty());
        }
        result
    }

    fn exchange(&self, new: &str, name: &str, kept: &str) -> Result<(), Error> {
        let swap =
            patiently(|| fs::renameat_with(&self.fd, new, &self.fd, name, RenameFlags::EXCHANGE));
        match swap {
            Ok(()) => return self.rename(new, self, kept),
            Err(Errno::NOENT) => {}
            // Not every file system can do it in one step.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                self.rename(name, self, kept)?;
            }
            Err(errno) => return Err(Error::system(self.at(name), errno)),
        }
        self.rename(new, self, name)
    }

    /// Puts a file with this content under a name, in one step and only if the name is free. Whether it was.
    pub fn publish(&self, name: &str, bytes: &[u8], mode: Mode) -> Result<bool, Error> {
        let temporary = temporary_name(name);
        let result = self.write_new(&temporary, bytes, mode).and_then(|()| {
            self.is_written(&temporary, bytes)?;
            self.rename_to_free(&temporary, self, name)
        });
        if !matches!(result, Ok(true)) {
            let _ = fs::unlinkat(&self.fd, &temporary, AtFlags::empty());
        }
        result
    }

    /// Reads a file once more: what was written must be there.
    pub fn is_written(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        if self.read(name, bytes.len() as u64)? == bytes {
            Ok(())
        } else {
            Err(Error::new(self.at(name), ErrorKind::Damaged))
        }
    }

    /// Renames within or between folders and syncs the entry.
    pub fn rename(&self, from: &str, folder: &Folder, to: &str) -> Result<(), Error> {
        patiently(|| fs::renameat(&self.fd, from, &folder.fd, to))
            .map_err(|errno| Error::system(folder.at(to), errno))?;
        folder.sync()
    }

    /// Renames within or between folders, unless the name is taken, and syncs both. Whether it was free.
    pub fn rename_to_free(&self, from: &str, folder: &Folder, to: &str) -> Result<bool, Error> {
        let rename = || {
            patiently(|| fs::renameat_with(&self.fd, from, &folder.fd, to, RenameFlags::NOREPLACE))
        };
        match rename() {
            Ok(()) => {}
            Err(Errno::EXIST) => return Ok(false),
            // Not every file system can do it in one step; names of ours are taken by nobody else.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                if folder.stat(to).is_ok() {
                    return Ok(false);
                }
                patiently(|| fs::renameat(&self.fd, from, &folder.fd, to))
                    .map_err(|errno| Error::system(folder.at(to), errno))?;
            }
            Err(errno) => return Err(Error::system(folder.at(to), errno)),
        }
        folder.sync()?;
        self.sync()?;
        Ok(true)
    }
}

/// A name that no loader takes for truth and no other writer uses.
pub(in crate::store) fn temporary_name(name: &str) -> String {
    format!(".{name}.{}.tmp", Uuid::now_v7().simple())
}
