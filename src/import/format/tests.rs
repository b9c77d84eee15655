//! Files told apart by content and by name.

use super::*;

fn check(bytes: &[u8], name: &str, format: Format) {
    assert_eq!(Format::of(bytes, name), format, "{name} {bytes:?}");
}

/// A zip directory with one entry of each name, without content.
fn zip(names: &[&str]) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.resize(64, 0);
    let directory = u32::try_from(bytes.len()).expect("small");
    for name in names {
        let length = u16::try_from(name.len()).expect("small").to_le_bytes();
        bytes.extend(b"PK\x01\x02");
        bytes.extend([0; 24]);
        bytes.extend(length);
        bytes.extend([0; 16]);
        bytes.extend(name.as_bytes());
    }
    bytes.extend(b"PK\x05\x06");
    bytes.extend([0; 12]);
    bytes.extend(directory.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// A compound file with one directory entry of that name.
fn ole(name: &str) -> Vec<u8> {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.resize(512, 0);
    bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(640, 0);
    bytes
}

#[test]
fn content_goes_before_the_name() {
    check(b"%PDF-1.7\n", "a.txt", Format::Pdf);
    check(b"\0\0%PDF-1.4\n", "a", Format::Pdf);
    check(b"startxref%PDF-", "a.pdf", Format::Pdf);
    check(b"startxref%PDF-", "a.txt", Format::Plain);
    check("甲县年度报告".as_bytes(), "a.pdf", Format::Plain);
    check(b"<!DOCTYPE html><p>", "a.doc", Format::Html);
    check("一、举措".as_bytes(), "a.docx", Format::Plain);
    check(b"{\\rtf1\\ansi", "a.doc", Format::Rtf);
}

#[test]
fn web_pages_are_told_by_how_they_begin() {
    for page in [
        "<html><body>",
        "\u{feff}  <!-- 注 -->\n<!doctype html>",
        "<?xml version=\"1.0\"?>\n<html>",
        "<div class=\"x\">",
        "<TABLE>",
    ] {
        check(page.as_bytes(), "a", Format::Html);
    }
    let wide: Vec<u8> = "\u{feff}<html>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    check(&wide, "a", Format::Html);
    check("甲县 <html> 报告".as_bytes(), "a.txt", Format::Plain);
    check("正文<p>".as_bytes(), "a.html", Format::Html);
    check("<甲>县".as_bytes(), "a.txt", Format::Plain);
}

#[test]
fn only_the_name_tells_markdown() {
    check("# 报告".as_bytes(), "a.md", Format::Markdown);
    check("# 报告".as_bytes(), "a.MARKDOWN", Format::Markdown);
    check("# 报告".as_bytes(), "a.txt", Format::Plain);
}

#[test]
fn zip_archives_are_named_by_what_they_hold() {
    for (names, format) in [
        (
            vec!["[Content_Types].xml", "word/document.xml"],
            Format::Docx,
        ),
        (vec!["word/document2.xml"], Format::Docx),
        (vec!["xl/workbook.xml"], Format::Xlsx),
        (vec!["ppt/presentation.xml"], Format::Pptx),
        (vec!["OFD.xml", "Doc_0/Document.xml"], Format::Ofd),
        (vec!["报告.txt"], Format::Archive),
        (vec![], Format::Archive),
    ] {
        check(&zip(&names), "a", format);
    }
    let mut odt = b"PK\x03\x04".to_vec();
    odt.resize(30, 0);
    odt.extend(b"mimetypeapplication/vnd.oasis.opendocument.text");
    check(&odt, "a.docx", Format::Odt);
}

#[test]
fn a_damaged_word_document_is_one_by_its_name() {
    let whole = zip(&["word/document.xml"]);
    check(&whole[..70], "a.docx", Format::Docx);
    check(&whole[..70], "a.zip", Format::Archive);
}

#[test]
fn compound_files_are_named_by_their_streams() {
    for (stream, format) in [
        ("WordDocument", Format::Doc),
        ("Workbook", Format::Xls),
        ("PowerPoint Document", Format::Ppt),
        ("EncryptedPackage", Format::Encrypted),
        ("Other", Format::Ole),
    ] {
        check(&ole(stream), "a.bin", format);
    }
    check(&ole("Other"), "a.WPS", Format::Doc);
}

#[test]
fn pictures_and_archives_have_names_too() {
    check(b"\xFF\xD8\xFF\xE0\0\x10JFIF", "a", Format::Image);
    check(b"\x89PNG\r\n\x1a\n", "a", Format::Image);
    check(b"BM\x36\0\x0c\0\0\0\0\0", "a", Format::Image);
    check(b"BM is a word", "a", Format::Plain);
    check(b"Rar!\x1a\x07\0", "a", Format::Archive);
}

#[test]
fn names_come_back() {
    for format in Format::ALL {
        assert_eq!(Format::with_name(format.name()), Some(format));
    }
}

#[test]
fn every_format_has_its_texts() {
    for format in Format::ALL {
        let section = match format.handling() {
            Handling::Here | Handling::Child => "format",
            Handling::Refused => "refused",
        };
        let key = format!("{section}.{}", format.name());
        for lang in [crate::locale::Lang::Zh, crate::locale::Lang::En] {
            assert_ne!(lang.text(&key), "?", "{key}");
        }
    }
}
