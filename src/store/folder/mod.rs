//! A folder held open: files are reached by name inside it, never through a link, and are made with the modes we say.

use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::buffer::spare_capacity;
use rustix::fs::{
    self, AtFlags, CWD, FallocateFlags, FileType, Mode, OFlags, RawDir, RenameFlags, Stat,
};
use rustix::io::{self, Errno};
use uuid::Uuid;

use super::error::{Error, ErrorKind};

/// Who may read what we make; decided when a library is made, whatever the umask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    #[default]
    Private,
    /// The folder's group reads everything, and each reviewer writes only what is his own.
    Group,
}

/// An open folder.
#[derive(Debug)]
pub struct Folder {
    fd: OwnedFd,
    path: PathBuf,
}

/// A call that signals interrupt this often is not going to succeed.
const PATIENCE: usize = 64;
/// Bytes of names that are asked for at once.
const LISTING: usize = 8 << 10;

/// Calls again when a signal interrupts, a bounded number of times: a call that is always interrupted would hang for ever.
pub(super) fn patiently<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 0..PATIENCE {
        match call() {
            Err(Errno::INTR) => {}
            result => return result,
        }
    }
    Err(Errno::INTR)
}

impl Access {
    pub(super) fn folder_mode(self) -> Mode {
        Mode::from_raw_mode(match self {
            Access::Private => 0o700,
            Access::Group => 0o2770,
        })
    }

    /// The group reads a reviewer's journals and cannot write them.
    pub(super) fn own_folder_mode(self) -> Mode {
        Mode::from_raw_mode(match self {
            Access::Private => 0o700,
            Access::Group => 0o2750,
        })
    }

    pub(super) fn file_mode(self) -> Mode {
        Mode::from_raw_mode(match self {
            Access::Private => 0o600,
            Access::Group => 0o640,
        })
    }
}

impl AsFd for Folder {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl Folder {
    /// Opens a folder that the user named; links on the way to it are the user's business.
    pub fn open(path: &Path) -> Result<Folder, Error> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let fd = patiently(|| fs::openat(CWD, path, flags, Mode::empty()))
            .map_err(|errno| Error::system(path, errno))?;
        Ok(Folder {
            fd,
            path: path.to_owned(),
        })
    }

    /// Opens a folder that the user named, making it and what leads to it where needed.
    pub fn create(path: &Path, mode: Mode) -> Result<Folder, Error> {
        match Folder::open(path) {
            Err(error) if error.kind == ErrorKind::Missing => {}
            result => return result,
        }
        let parent = path.parent().filter(|parent| *parent != Path::new(""));
        let parent = match parent {
            Some(parent) => Folder::create(parent, mode)?,
            None => Folder::open(Path::new("."))?,
        };
        let name = path
            .file_name()
            .ok_or_else(|| Error::new(path, ErrorKind::Missing))?;
        let mut folder = parent.create_folder_os(name, mode)?;
        folder.path = path.to_owned();
        Ok(folder)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a name inside, for messages.
    pub fn at(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Opens a folder inside, not through a link.
    pub fn folder(&self, name: &str) -> Result<Folder, Error> {
        self.folder_os(name.as_ref())
    }

    fn folder_os(&self, name: &std::ffi::OsStr) -> Result<Folder, Error> {
        let path = self.path.join(name);
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match patiently(|| fs::openat(&self.fd, name, flags, Mode::empty())) {
            Ok(fd) => Ok(Folder { fd, path }),
            Err(Errno::NOTDIR) if self.is_link(name) => Err(Error::new(path, ErrorKind::Symlink)),
            Err(errno) => Err(Error::system(path, errno)),
        }
    }

    /// Opens a folder inside, or makes it with exactly this mode and syncs its entry.
    pub fn create_folder(&self, name: &str, mode: Mode) -> Result<Folder, Error> {
        self.create_folder_os(name.as_ref(), mode)
    }

    fn create_folder_os(&self, name: &std::ffi::OsStr, mode: Mode) -> Result<Folder, Error> {
        match self.folder_os(name) {
            Err(error) if error.kind == ErrorKind::Missing => {}
            result => return result,
        }
        let made = patiently(|| fs::mkdirat(&self.fd, name, Mode::RWXU));
        let folder = self.folder_os(name)?;
        if made.is_ok() {
            let failed = |errno| Error::system(&folder.path, errno);
            patiently(|| fs::fchmod(&folder.fd, mode)).map_err(failed)?;
            self.sync()?;
        }
        Ok(folder)
    }

    /// The names inside, sorted; names that are not UTF-8 are none of ours.
    pub fn names(&self) -> Result<Vec<String>, Error> {
        let mut names = Vec::new();
        self.each_name(|name| names.push(name.to_owned()))?;
        names.sort_unstable();
        Ok(names)
    }

    /// The same one by one, in no order.
    pub fn each_name(&self, mut take: impl FnMut(&str)) -> Result<(), Error> {
        let failed = |errno| Error::system(&self.path, errno);
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let fd = patiently(|| fs::openat(&self.fd, ".", flags, Mode::empty())).map_err(failed)?;
        let mut room = [MaybeUninit::uninit(); LISTING];
        // The other reader of folders calls again without an end when it is interrupted.
        let mut entries = RawDir::new(fd, &mut room);
        let mut patience = PATIENCE;
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    let name = entry.file_name().to_str().ok();
                    if let Some(name) = name.filter(|name| *name != "." && *name != "..") {
                        take(name);
                    }
                }
                Err(Errno::INTR) if patience > 0 => patience -= 1,
                Err(errno) => return Err(failed(errno)),
            }
        }
        Ok(())
    }

    /// What stands under the name itself, not behind a link.
    pub fn stat(&self, name: &str) -> Result<Stat, Error> {
        patiently(|| fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW))
            .map_err(|errno| Error::system(self.at(name), errno))
    }

    fn is_link(&self, name: &std::ffi::OsStr) -> bool {
        fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW)
            .is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink)
    }

    /// The permission bits of the folder.
    pub fn mode(&self) -> Result<u32, Error> {
        fs::fstat(&self.fd)
            .map(|stat| stat.st_mode & 0o7777)
            .map_err(|errno| Error::system(&self.path, errno))
    }

    /// What tells this folder from every other, also from one of the same name.
    pub fn identity(&self) -> Result<(u64, u64), Error> {
        fs::fstat(&self.fd)
            .map(|stat| (stat.st_dev, stat.st_ino))
            .map_err(|errno| Error::system(&self.path, errno))
    }

    /// The user who owns the folder.
    pub fn owner(&self) -> Result<u32, Error> {
        fs::fstat(&self.fd)
            .map(|stat| stat.st_uid)
            .map_err(|errno| Error::system(&self.path, errno))
    }

    /// Whether this process may make files here.
    pub fn writable(&self) -> Result<(), Error> {
        let access = fs::Access::WRITE_OK | fs::Access::EXEC_OK;
        fs::accessat(&self.fd, ".", access, AtFlags::empty())
            .map_err(|errno| Error::system(&self.path, errno))
    }

    /// Opens a file for reading: a regular file with one name, not through a link; a FIFO cannot block.
    pub fn open_file(&self, name: &str, limit: u64) -> Result<(OwnedFd, u64), Error> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let failed = |errno| Error::system(self.at(name), errno);
        let fd = patiently(|| fs::openat(&self.fd, name, flags, Mode::empty())).map_err(failed)?;
        let stat = fs::fstat(&fd).map_err(failed)?;
        let size = regular(&stat, limit).map_err(|kind| Error::new(self.at(name), kind))?;
        Ok((fd, size))
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

    /// Reads a file once more: what was written must be there.
    pub fn is_written(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        if self.read(name, bytes.len() as u64)? == bytes {
            Ok(())
        } else {
            Err(Error::new(self.at(name), ErrorKind::Damaged))
        }
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

    /// Renames within or between folders and syncs the entry.
    pub fn rename(&self, from: &str, folder: &Folder, to: &str) -> Result<(), Error> {
        patiently(|| fs::renameat(&self.fd, from, &folder.fd, to))
            .map_err(|errno| Error::system(folder.at(to), errno))?;
        folder.sync()
    }

    /// Removes a file that is not truth.
    pub fn remove(&self, name: &str) -> Result<(), Error> {
        match patiently(|| fs::unlinkat(&self.fd, name, AtFlags::empty())) {
            Ok(()) => self.sync(),
            Err(Errno::NOENT) => Ok(()),
            Err(errno) => Err(Error::system(self.at(name), errno)),
        }
    }

    pub(super) fn remove_folder(&self, name: &str) {
        // Only of an attempt that failed: what cannot be removed stays as an ignored name.
        let _ = fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR);
    }

    /// Makes the entries of the folder durable.
    pub fn sync(&self) -> Result<(), Error> {
        patiently(|| fs::fsync(&self.fd)).map_err(|errno| Error::system(&self.path, errno))
    }
}

/// Reserves room for bytes to come, so that a disk that fills up later still takes them. Best effort.
pub(super) fn reserve(fd: impl AsFd, offset: u64, length: u64) {
    let _ = patiently(|| fs::fallocate(&fd, FallocateFlags::KEEP_SIZE, offset, length));
}

/// Gives back what was reserved behind the end. Best effort.
pub(super) fn release(fd: impl AsFd, size: u64) {
    // Only where the file is exactly as long as its writer knows: this must never shorten one.
    if fs::fstat(&fd).is_ok_and(|stat| u64::try_from(stat.st_size) == Ok(size)) {
        let _ = patiently(|| fs::ftruncate(&fd, size));
    }
}

/// A name that no loader takes for truth and no other writer uses.
pub(super) fn temporary_name(name: &str) -> String {
    format!(".{name}.{}.tmp", Uuid::now_v7().simple())
}

/// The size of a file that may be trusted to be one.
pub(super) fn regular(stat: &Stat, limit: u64) -> Result<u64, ErrorKind> {
    let size = u64::try_from(stat.st_size).unwrap_or(0);
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile if stat.st_nlink > 1 => Err(ErrorKind::HardLink),
        FileType::RegularFile if size > limit => Err(ErrorKind::TooLarge),
        FileType::RegularFile => Ok(size),
        FileType::Symlink => Err(ErrorKind::Symlink),
        _ => Err(ErrorKind::NotAFile),
    }
}

fn read_exactly(fd: impl AsFd, offset: u64, length: u64) -> io::Result<Vec<u8>> {
    let length = usize::try_from(length).map_err(|_| Errno::FBIG)?;
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        let at = offset + bytes.len() as u64;
        if patiently(|| io::pread(&fd, spare_capacity(&mut bytes), at))? == 0 {
            break;
        }
    }
    // A file that grew meanwhile may have filled what the memory had to spare.
    bytes.truncate(length);
    Ok(bytes)
}

/// Writes everything; a short write goes on where it stopped, and no progress is an error.
pub(super) fn write_all(fd: impl AsFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match patiently(|| io::write(&fd, bytes))? {
            0 => return Err(Errno::IO),
            count => bytes = bytes.get(count..).unwrap_or(&[]),
        }
    }
    Ok(())
}
