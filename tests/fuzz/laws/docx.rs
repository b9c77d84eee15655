//! Any document gives a text or a reason; an archive is built around the bytes, since no engine hits a checksum.

use std::io::{Cursor, Write};

use ducha::import::docx::extract;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::spans;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PARTS: [&str; 5] = ["document", "styles", "numbering", "footnotes", "endnotes"];

/// `P` begins an archive as it is; otherwise the byte 255 parts the bodies of the parts.
pub fn run(bytes: &[u8]) {
    let outcome = match bytes.first() {
        Some(b'P') => extract(bytes),
        _ => extract(&document(bytes)),
    };
    if let Ok(extracted) = outcome {
        assert!(!extracted.text.contains('\r'));
        spans::extracted(&extracted);
    }
}

fn document(bytes: &[u8]) -> Vec<u8> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut related = String::new();
    for (name, body) in PARTS.into_iter().zip(bytes.split(|byte| *byte == 255)) {
        let mut xml = format!(r#"<w:{name} xmlns:w="{WORD}" xmlns:r="{TYPES}">"#).into_bytes();
        xml.extend_from_slice(body);
        xml.extend_from_slice(format!("</w:{name}>").as_bytes());
        parts.push((format!("word/{name}.xml"), xml));
        related.push_str(&relationship(name, &format!("{name}.xml")));
    }
    let main = relationship("officeDocument", "word/document.xml");
    parts.push(("_rels/.rels".to_owned(), relationships(&main)));
    parts.push((
        "word/_rels/document.xml.rels".to_owned(),
        relationships(&related),
    ));
    zipped(&parts)
}

fn relationship(kind: &str, target: &str) -> String {
    format!(r#"<Relationship Id="{kind}" Type="{TYPES}/{kind}" Target="{target}"/>"#)
}

fn relationships(entries: &str) -> Vec<u8> {
    format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>"#)
        .into_bytes()
}

/// An archive of parts, nothing pressed: an engine sees its own bytes in it.
pub fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(name, options).expect("an entry");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}
