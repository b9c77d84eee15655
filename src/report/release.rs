//! Large blocks of memory go back to the system as soon as they are done with.

/// Blocks up to this size are kept for the next one that is wanted.
const SMALL: usize = 1 << 16;

/// Frees a list that may be large.
///
/// A large block that is freed whole tells the allocator of glibc that such blocks come and go: from then on it keeps what
/// it gets of that size, which for a text of 5 MB is as much again. A block that has become small first tells it nothing.
pub(crate) fn free<T>(mut list: Vec<T>) {
    list.clear();
    list.shrink_to(SMALL / size_of::<T>().max(1));
}
