//! Calls of the system that a signal may interrupt, and bytes in full.

use std::os::fd::AsFd;

use rustix::buffer::spare_capacity;
use rustix::fs::{self, FallocateFlags};
use rustix::io::{self, Errno};

/// A call that signals interrupt this often is not going to succeed.
pub(super) const PATIENCE: usize = 64;

/// Calls again when a signal interrupts, a bounded number of times: a call that is always interrupted would hang for ever.
pub(in crate::store) fn patiently<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 0..PATIENCE {
        match call() {
            Err(Errno::INTR) => {}
            result => return result,
        }
    }
    Err(Errno::INTR)
}

pub(super) fn read_exactly(fd: impl AsFd, offset: u64, length: u64) -> io::Result<Vec<u8>> {
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
pub(in crate::store) fn write_all(fd: impl AsFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match patiently(|| io::write(&fd, bytes))? {
            0 => return Err(Errno::IO),
            count => bytes = bytes.get(count..).unwrap_or(&[]),
        }
    }
    Ok(())
}

/// Reserves room for bytes to come, so that a disk that fills up later still takes them. Best effort.
pub(in crate::store) fn reserve(fd: impl AsFd, offset: u64, length: u64) {
    let _ = patiently(|| fs::fallocate(&fd, FallocateFlags::KEEP_SIZE, offset, length));
}

/// Gives back what was reserved behind the end. Best effort.
pub(in crate::store) fn release(fd: impl AsFd, size: u64) {
    // Only where the file is exactly as long as its writer knows: this must never shorten one.
    if fs::fstat(&fd).is_ok_and(|stat| u64::try_from(stat.st_size) == Ok(size)) {
        let _ = patiently(|| fs::ftruncate(&fd, size));
    }
}
