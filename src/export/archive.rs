//! The archive of an office document: its parts, packed one by one.
//!
//! The same parts give the same bytes: no time of day, no order of a hash.

use miniz_oxide::deflate::compress_to_vec;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Reading needs version 2.0 of the format.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;
const LEVEL: u8 = 6;
/// The first day that the format knows.
const DATE: u16 = 0x21;

/// An archive that is being written.
#[derive(Debug, Default)]
pub(super) struct Archive {
    bytes: Vec<u8>,
    central: Vec<u8>,
    parts: u16,
}

impl Archive {
    /// Adds a part; an office document has a few, none of them near four gigabytes.
    pub fn part(&mut self, name: &str, content: &[u8]) {
        let packed = compress_to_vec(content, LEVEL);
        let offset = size(self.bytes.len());
        let mut about = Vec::new();
        for field in [VERSION, FLAGS, DEFLATED, 0, DATE] {
            about.extend(field.to_le_bytes());
        }
        for field in [
            crc32fast::hash(content),
            size(packed.len()),
            size(content.len()),
        ] {
            about.extend(field.to_le_bytes());
        }
        let length = u16::try_from(name.len()).unwrap_or(u16::MAX);
        about.extend(length.to_le_bytes());
        // No extra field.
        about.extend(0_u16.to_le_bytes());

        self.bytes.extend(LOCAL.to_le_bytes());
        self.bytes.extend(&about);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(packed);

        self.central.extend(CENTRAL.to_le_bytes());
        self.central.extend(VERSION.to_le_bytes());
        self.central.extend(&about);
        // No comment, first disk, no attributes.
        self.central.extend([0; 10]);
        self.central.extend(offset.to_le_bytes());
        self.central.extend(name.as_bytes());
        self.parts += 1;
    }

    pub fn finish(mut self) -> Vec<u8> {
        let start = size(self.bytes.len());
        let length = size(self.central.len());
        self.bytes.append(&mut self.central);
        self.bytes.extend(END.to_le_bytes());
        for field in [0, 0, self.parts, self.parts] {
            self.bytes.extend(field.to_le_bytes());
        }
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend(0_u16.to_le_bytes());
        self.bytes
    }
}

fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn what_was_packed_is_unpacked() {
        let mut archive = Archive::default();
        let long = "一二三".repeat(10_000);
        for (name, content) in [("a.xml", "<a/>"), ("b/长.xml", &long), ("c", "")] {
            archive.part(name, content.as_bytes());
        }
        let mut zip = zip::ZipArchive::new(Cursor::new(archive.finish())).expect("an archive");
        assert_eq!(zip.len(), 3);
        for (name, content) in [("a.xml", "<a/>"), ("b/长.xml", &long), ("c", "")] {
            let mut text = String::new();
            let mut part = zip.by_name(name).expect("a part");
            part.read_to_string(&mut text).expect("its text");
            assert_eq!(text, content);
        }
    }
}
