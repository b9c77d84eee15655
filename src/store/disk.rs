//! What kind of file system a folder is on, and so how others' writes come to be seen.

use rustix::fs;

use super::folder::Folder;

/// Where a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileSystem {
    Local,
    /// In memory: gone when the machine is switched off.
    Memory,
    /// Others' writes are seen late, and errors come late.
    Network,
    /// None that this program knows.
    Unknown,
}

/// As `statfs` numbers them; see `linux/magic.h`.
const LOCAL: &[u64] = &[
    0xef53,      // ext2, ext3, ext4
    0x5846_5342, // xfs
    0x9123_683e, // btrfs
    0x2fc1_2fc1, // zfs
    0xf2f5_2010, // f2fs
    0xca45_1a4e, // bcachefs
    0x794c_7630, // overlayfs
    0x3153_464a, // jfs
    0x5265_4973, // reiserfs
    0x4d44,      // fat
    0x2011_bab0, // exfat
    0x7366_746e, // ntfs3
];
const MEMORY: &[u64] = &[
    0x0102_1994, // tmpfs
    0x8584_58f6, // ramfs
];
const NETWORK: &[u64] = &[
    0x6969,      // nfs
    0xff53_4d42, // cifs
    0xfe53_4d42, // smb2
    0x517b,      // smb
    0x6573_5546, // fuse, which may be anything
    0x0102_1997, // 9p
    0x6a65_6a63, // virtiofs
    0x00c3_6400, // ceph
    0x0bd0_0bd0, // lustre
    0x4750_4653, // gpfs
    0x0116_1970, // gfs2
    0x7461_636f, // ocfs2
    0x5346_414f, // afs
    0x7375_7245, // coda
    0x786f_4256, // vboxsf
];

impl FileSystem {
    /// That of a folder.
    pub(super) fn of(folder: &Folder) -> FileSystem {
        match fs::fstatfs(folder) {
            // The number has 32 bits, whatever type it comes in.
            Ok(stat) => FileSystem::numbered(u64::try_from(stat.f_type & 0xffff_ffff).unwrap_or(0)),
            Err(_) => FileSystem::Unknown,
        }
    }

    fn numbered(kind: u64) -> FileSystem {
        let kinds = [
            (LOCAL, FileSystem::Local),
            (MEMORY, FileSystem::Memory),
            (NETWORK, FileSystem::Network),
        ];
        let found = kinds.iter().find(|(kinds, _)| kinds.contains(&kind));
        found.map_or(FileSystem::Unknown, |(_, found)| *found)
    }

    /// Whether the system tells of every write: on a network it tells only of those from this machine.
    pub(super) fn tells(self) -> bool {
        match self {
            FileSystem::Local | FileSystem::Memory => true,
            FileSystem::Network | FileSystem::Unknown => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_file_systems_of_this_machine_tell_of_writes() {
        for (kind, expected, tells) in [
            (0xef53, FileSystem::Local, true),
            (0x5846_5342, FileSystem::Local, true),
            (0x0102_1994, FileSystem::Memory, true),
            (0x6969, FileSystem::Network, false),
            (0xfe53_4d42, FileSystem::Network, false),
            (0x6573_5546, FileSystem::Network, false),
            (0x1234_5678, FileSystem::Unknown, false),
        ] {
            let found = FileSystem::numbered(kind);
            assert_eq!((found, found.tells()), (expected, tells), "{kind:x}");
        }
    }
}
