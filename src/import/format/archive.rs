//! What a zip archive holds, from the names in its directory; nothing is unpacked.

use super::Format;

/// Directories are read no further than this many entries.
const ENTRIES: usize = 4096;

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
/// The end record may be followed by a comment of this length.
const COMMENT: usize = 65_535 + 22;

/// The format of a zip archive; when its names tell nothing, as when its end is lost, its own name does.
pub(super) fn format(bytes: &[u8], file_name: &str) -> Format {
    let held = || names(bytes).iter().find_map(|name| of_part(name));
    declared(bytes).or_else(held).unwrap_or_else(|| {
        let is_docx = file_name.to_ascii_lowercase().ends_with(".docx");
        if is_docx && directory(bytes).is_none() {
            Format::Docx
        } else {
            Format::Archive
        }
    })
}

/// ODF and EPUB write their type, not packed, as the first entry.
fn declared(bytes: &[u8]) -> Option<Format> {
    let types: [(&[u8], Format); 2] = [
        (b"mimetypeapplication/vnd.oasis.opendocument", Format::Odt),
        (b"mimetypeapplication/epub+zip", Format::Epub),
    ];
    let after_header = bytes.get(30..)?;
    types
        .iter()
        .find(|(start, _)| after_header.starts_with(start))
        .map(|(_, format)| *format)
}

/// The part that makes an archive a document.
fn of_part(name: &[u8]) -> Option<Format> {
    let name = name.to_ascii_lowercase();
    let is = |start: &[u8]| name.starts_with(start);
    if is(b"word/document") {
        Some(Format::Docx)
    } else if is(b"xl/workbook") {
        Some(Format::Xlsx)
    } else if is(b"ppt/presentation") {
        Some(Format::Pptx)
    } else if is(b"ofd.xml") {
        Some(Format::Ofd)
    } else if is(b"uof.xml") || is(b"uof/") || is(b"content.xml.uof") {
        Some(Format::Uof)
    } else {
        None
    }
}

/// The names in the central directory, in its order; none when it is damaged.
fn names(bytes: &[u8]) -> Vec<&[u8]> {
    let mut names = Vec::new();
    let Some(mut at) = directory(bytes) else {
        return names;
    };
    while names.len() < ENTRIES
        && let Some((name, next)) = entry(bytes, at)
    {
        names.push(name);
        at = next;
    }
    names
}

/// Where the central directory begins.
fn directory(bytes: &[u8]) -> Option<usize> {
    let from = bytes.len().saturating_sub(COMMENT);
    let tail = bytes.get(from..)?;
    let end = from + tail.windows(END.len()).rposition(|window| window == END)?;
    let offset = bytes.get(end + 16..end + 20)?;
    usize::try_from(u32::from_le_bytes(offset.try_into().ok()?)).ok()
}

/// The name of one entry, and where the next begins.
fn entry(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let header = bytes.get(at..at.checked_add(46)?)?;
    if !header.starts_with(ENTRY) {
        return None;
    }
    let length = |from: usize| -> Option<usize> {
        let pair = header.get(from..from + 2)?;
        Some(usize::from(u16::from_le_bytes(pair.try_into().ok()?)))
    };
    let end = at + 46 + length(28)?;
    let name = bytes.get(at + 46..end)?;
    Some((name, end + length(30)? + length(32)?))
}
