//! A folder held open: files are reached by name inside it, never through a link, and are made with the modes we say.

mod read;
mod replace;
mod system;
mod write;

use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

use rustix::fs::{self, AtFlags, CWD, FileType, Mode, OFlags, RawDir, Stat};
use rustix::io::Errno;

use super::error::{Error, ErrorKind};
pub(super) use read::regular;
pub(super) use replace::temporary_name;
use system::PATIENCE;
pub(super) use system::{patiently, release, reserve, write_all};

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

/// Bytes of names that are asked for at once.
const LISTING: usize = 8 << 10;

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

    pub(super) fn remove_folder(&self, name: &str) {
        // Only of an attempt that failed: what cannot be removed stays as an ignored name.
        let _ = fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR);
    }

    /// Makes the entries of the folder durable.
    pub fn sync(&self) -> Result<(), Error> {
        patiently(|| fs::fsync(&self.fd)).map_err(|errno| Error::system(&self.path, errno))
    }
}
