//! The encoding that a page says it is in.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Browsers look at 1,024 bytes; pages with comments and scripts before the tag exist.
const LOOKED_AT: usize = 8192;

/// The encoding in the XML declaration or in a `<meta>` of the first bytes, if it is one that can hold Chinese.
///
/// gb2312, gbk and gb18030 are one: pages that promise the first use characters of the last.
pub fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = bytes
        .iter()
        .take(LOOKED_AT)
        .map(u8::to_ascii_lowercase)
        .collect();
    let label = in_declaration(&head).or_else(|| in_meta(&head))?;
    let encoding = Encoding::for_label(label)?;
    let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
    let is_national = [b"gb".as_slice(), b"x-gb", b"csgb", b"chinese", b"hz-gb"]
        .iter()
        .any(|start| label.starts_with(start));
    if is_national {
        Some(GB18030)
    } else if is_wide {
        // The tag could not have been read if it were true.
        Some(UTF_8)
    } else {
        // A Western default of some editor says nothing about a Chinese page.
        (!encoding.is_single_byte()).then_some(encoding)
    }
}

fn in_declaration(head: &[u8]) -> Option<&[u8]> {
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let declaration = head.get(start..)?.strip_prefix(b"<?xml")?;
    let end = find(declaration, b"?>")?;
    value_of(declaration.get(..end)?, b"encoding")
}

/// Both `<meta charset>` and `<meta content="text/html; charset=…">`; comments are passed over.
fn in_meta(head: &[u8]) -> Option<&[u8]> {
    let mut rest = head;
    loop {
        let at = rest.iter().position(|byte| *byte == b'<')?;
        rest = rest.get(at + 1..)?;
        if let Some(comment) = rest.strip_prefix(b"!--") {
            rest = comment.get(find(comment, b"-->")?..)?;
        } else if let Some(tag) = rest.strip_prefix(b"meta") {
            let end = tag
                .iter()
                .position(|byte| *byte == b'>')
                .unwrap_or(tag.len());
            if let Some(label) = value_of(tag.get(..end)?, b"charset") {
                return Some(label);
            }
        }
    }
}

/// The word behind `name=`, with quotes or without.
fn value_of<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let rest = text.get(find(text, name)? + name.len()..)?;
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?;
    let is_frame = |byte: &u8| byte.is_ascii_whitespace() || b"\"';/".contains(byte);
    let start = rest.iter().position(|byte| !is_frame(byte))?;
    let rest = rest.get(start..)?;
    let end = rest.iter().position(is_frame).unwrap_or(rest.len());
    rest.get(..end)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: Option<&str>) {
        let found = declared_encoding(page.as_bytes()).map(|encoding| encoding.name());
        assert_eq!(found, expected, "{page}");
    }

    #[test]
    fn every_way_to_declare_an_encoding_is_read() {
        check("<html><head><meta charset=\"utf-8\">", Some("UTF-8"));
        check("<META CHARSET=GBK>", Some("gb18030"));
        check(
            "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>",
            Some("gb18030"),
        );
        check(
            "<?xml version=\"1.0\" encoding=\"GB18030\"?><html>",
            Some("gb18030"),
        );
        check("<meta charset = 'big5' />", Some("Big5"));
        check("<meta charset=utf-16>", Some("UTF-8"));
    }

    #[test]
    fn what_says_nothing_is_not_believed() {
        check("<html><p>charset=gbk", None);
        check("<meta charset=iso-8859-1>", None);
        check("<meta charset=klingon>", None);
        check(
            "<!-- <meta charset=gbk> --><meta charset=utf-8>",
            Some("UTF-8"),
        );
        check("<meta name=keywords content=charset>", None);
        check("", None);
    }
}
