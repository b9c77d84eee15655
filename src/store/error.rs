//! What can go wrong between the program and its folders, with the path and what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

use rustix::io::Errno;

use crate::locale::Lang;
use crate::shown::Shown;

/// A failure at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub path: PathBuf,
    pub kind: ErrorKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The system names no home folder, so there is no place for data.
    NoHome,
    /// The folder has no `library.json`.
    NotALibrary,
    /// A library would be made where other files are.
    NotEmpty,
    /// Only a newer version can read it.
    NewerReader,
    /// Only a newer version may write it.
    NewerWriter,
    /// A symbolic link where truth is read.
    Symlink,
    /// A FIFO, a device or a folder where a file is read.
    NotAFile,
    /// A second name for a file where truth is read.
    HardLink,
    /// A file of this name is there already.
    Exists,
    /// An archive that is no backup, or not all of one.
    NotABackup,
    /// A file of another user in a reviewer's folder.
    ForeignOwner,
    TooLarge,
    /// Its content is not what was written.
    Damaged,
    NoSuchEdition,
    /// Several editions begin with these characters.
    AmbiguousEdition,
    Missing,
    Full,
    ReadOnly,
    Denied,
    /// The device reports an error.
    Storage,
    /// The folder or file was removed or replaced while in use.
    Vanished,
    TooManyFiles,
    /// Interrupted over and over.
    Interrupted,
    /// The disk has not answered.
    Stuck,
    /// An error number of the system without a meaning of its own here.
    System(i32),
}

impl Error {
    pub fn new(path: impl Into<PathBuf>, kind: ErrorKind) -> Error {
        Error {
            path: path.into(),
            kind,
        }
    }

    pub(super) fn system(path: impl AsRef<Path>, errno: Errno) -> Error {
        Error::new(path.as_ref(), ErrorKind::of(errno))
    }

    /// What happened, where, and what to do, in the user's language.
    pub fn message(&self, lang: Lang) -> String {
        let path = self.path.to_string_lossy();
        let path = Shown::new(&path);
        let number = if let ErrorKind::System(number) = self.kind {
            number
        } else {
            0
        };
        let what = lang.fill(
            &format!("store.{}", self.kind.name()),
            &[("path", &path), ("number", &number)],
        );
        let remedy = lang.text(&format!("store_remedy.{}", self.kind.name()));
        lang.fill("store.with-remedy", &[("what", &what), ("remedy", &remedy)])
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for Error {}

impl ErrorKind {
    fn of(errno: Errno) -> ErrorKind {
        match errno {
            Errno::NOSPC | Errno::DQUOT => ErrorKind::Full,
            Errno::ROFS => ErrorKind::ReadOnly,
            Errno::ACCESS | Errno::PERM => ErrorKind::Denied,
            Errno::IO => ErrorKind::Storage,
            Errno::STALE => ErrorKind::Vanished,
            Errno::NOENT => ErrorKind::Missing,
            Errno::LOOP => ErrorKind::Symlink,
            Errno::NOTDIR | Errno::ISDIR | Errno::NXIO => ErrorKind::NotAFile,
            Errno::MFILE | Errno::NFILE => ErrorKind::TooManyFiles,
            Errno::INTR => ErrorKind::Interrupted,
            other => ErrorKind::System(other.raw_os_error()),
        }
    }

    /// The last part of the locale keys `store.*` and `store_remedy.*`.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::NoHome => "no-home",
            ErrorKind::NotALibrary => "not-a-library",
            ErrorKind::NotEmpty => "not-empty",
            ErrorKind::NewerReader => "newer-reader",
            ErrorKind::NewerWriter => "newer-writer",
            ErrorKind::Symlink => "symlink",
            ErrorKind::NotAFile => "not-a-file",
            ErrorKind::HardLink => "hard-link",
            ErrorKind::Exists => "exists",
            ErrorKind::NotABackup => "not-a-backup",
            ErrorKind::ForeignOwner => "foreign-owner",
            ErrorKind::TooLarge => "too-large",
            ErrorKind::Damaged => "damaged",
            ErrorKind::NoSuchEdition => "no-such-edition",
            ErrorKind::AmbiguousEdition => "ambiguous-edition",
            ErrorKind::Missing => "missing",
            ErrorKind::Full => "full",
            ErrorKind::ReadOnly => "read-only",
            ErrorKind::Denied => "denied",
            ErrorKind::Storage => "storage",
            ErrorKind::Vanished => "vanished",
            ErrorKind::TooManyFiles => "too-many-files",
            ErrorKind::Interrupted => "interrupted",
            ErrorKind::Stuck => "stuck",
            ErrorKind::System(_) => "system",
        }
    }
}
