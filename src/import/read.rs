//! Reads files and streams without ever hanging on a pipe or filling the memory from a device.

use std::fs::OpenOptions;
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

use super::{Format, ImportError, ImportErrorKind};

/// The most bytes that are read from one file: far above any report, far below what would hurt.
pub const LIMIT: u64 = 32 * 1024 * 1024;

/// A file as it is on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// The path as typed, or `-`, for messages.
    pub name: String,
    /// Without folder.
    pub file_name: String,
    pub bytes: Vec<u8>,
    pub format: Format,
}

impl Original {
    /// One regular file.
    pub fn of_file(path: &Path) -> Result<Original, ImportError> {
        let name = path.to_string_lossy();
        match regular_file(path) {
            Ok(bytes) => Ok(Original::new(&name, path, bytes)),
            Err(kind) => Err(ImportError {
                name: name.into_owned(),
                kind,
            }),
        }
    }

    /// Everything that comes out of a stream.
    pub fn of_stream(stream: impl Read, name: &str) -> Result<Original, ImportError> {
        match limited(stream, 0) {
            Ok(bytes) => Ok(Original::new(name, Path::new(name), bytes)),
            Err(kind) => Err(ImportError {
                name: name.to_owned(),
                kind,
            }),
        }
    }

    fn new(name: &str, path: &Path, bytes: Vec<u8>) -> Original {
        let file_name = path.file_name().map(|name| name.to_string_lossy());
        let file_name = file_name.unwrap_or_default().into_owned();
        Original {
            name: name.to_owned(),
            format: Format::of(&bytes, &file_name),
            file_name,
            bytes,
        }
    }

    pub(super) fn error(&self, kind: ImportErrorKind) -> ImportError {
        ImportError {
            name: self.name.clone(),
            kind,
        }
    }
}

/// Opens without blocking, so that a pipe without a writer cannot hold the program, and looks before reading.
fn regular_file(path: &Path) -> Result<Vec<u8>, ImportErrorKind> {
    let flags = OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let flags = i32::try_from(flags.bits()).unwrap_or_default();
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags)
        .open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(ImportErrorKind::Directory);
    }
    if !metadata.is_file() {
        return Err(ImportErrorKind::NotAFile);
    }
    if metadata.len() > LIMIT {
        return Err(ImportErrorKind::TooLarge);
    }
    limited(file, metadata.len())
}

/// Everything that a stream gives, which is about so many bytes.
fn limited(stream: impl Read, len: u64) -> Result<Vec<u8>, ImportErrorKind> {
    // One more, to see the end without growing.
    let mut bytes = Vec::with_capacity(usize::try_from(len.min(LIMIT)).unwrap_or(0) + 1);
    stream.take(LIMIT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LIMIT {
        return Err(ImportErrorKind::TooLarge);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;

    use super::*;

    fn kind(path: &Path) -> ImportErrorKind {
        Original::of_file(path).expect_err("must be refused").kind
    }

    #[test]
    fn what_is_no_regular_file_is_refused_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(matches!(kind(folder.path()), ImportErrorKind::Directory));
        assert!(matches!(
            kind(&folder.path().join("missing.txt")),
            ImportErrorKind::NotFound
        ));
        assert!(matches!(
            kind(Path::new("/dev/zero")),
            ImportErrorKind::NotAFile
        ));
        let fifo = folder.path().join("fifo");
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, &fifo, rustix::fs::FileType::Fifo, mode, 0)
            .expect("a fifo");
        assert!(matches!(kind(&fifo), ImportErrorKind::NotAFile));
    }

    #[test]
    fn a_huge_file_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("huge.txt");
        fs::File::create(&path)
            .and_then(|file| file.set_len(LIMIT + 1))
            .expect("a sparse file");
        assert!(matches!(kind(&path), ImportErrorKind::TooLarge));
    }

    #[test]
    fn an_endless_stream_ends_at_the_limit() {
        let error = Original::of_stream(io::repeat(b'a'), "-").expect_err("must be refused");
        assert!(matches!(error.kind, ImportErrorKind::TooLarge));
    }
}
