//! What an OLE compound file holds, from the names in its directory.

use super::Format;

/// Directory entries are this long and lie on multiples of it.
const ENTRY: usize = 128;

/// The format of a compound file.
pub(super) fn format(bytes: &[u8]) -> Format {
    let streams = [
        ("EncryptedPackage", Format::Encrypted),
        ("WordDocument", Format::Doc),
        ("Workbook", Format::Xls),
        ("Book", Format::Xls),
        ("PowerPoint Document", Format::Ppt),
    ];
    let names = streams.map(|(name, format)| (stored(name), format));
    bytes
        .chunks_exact(ENTRY)
        .find_map(|entry| {
            let found = names.iter().find(|(name, _)| entry.starts_with(name));
            found.map(|(_, format)| *format)
        })
        .unwrap_or(Format::Ole)
}

/// A name as the directory writes it: UTF-16 with a zero at the end.
fn stored(name: &str) -> Vec<u8> {
    name.encode_utf16()
        .chain([0])
        .flat_map(u16::to_le_bytes)
        .collect()
}
