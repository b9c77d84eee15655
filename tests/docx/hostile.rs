//! Archives and XML that are damaged, or made to cost much.

use ducha::import::ExtractError;
use ducha::import::docx::extract;

use crate::build::{
    Docx, HEADINGS, WORD, chinese, definition, field, level, list, n, p, r, styled, tbl, tc, tr,
    zipped,
};
use crate::spent::spent;
use crate::{check, check_document, fails, read};

#[test]
fn what_is_no_document_is_named() {
    let ole = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(),
            &[0; 600],
            &wide,
        ]
        .concat()
    };
    assert_eq!(fails(&ole("EncryptedPackage")), ExtractError::Encrypted);
    let damaged: [Vec<u8>; 6] = [
        ole("WordDocument"),
        Vec::new(),
        b"PK\x03\x04".to_vec(),
        zipped(&[]),
        zipped(&[("xl/workbook.xml".to_owned(), b"<workbook/>".to_vec())]),
        Docx::default()
            .part("word/document.xml", "<workbook xmlns=\"x\"/>")
            .bytes(),
    ];
    for bytes in damaged {
        assert!(matches!(fails(&bytes), ExtractError::Damaged(_)));
    }
}

fn document(xml: &str) -> Vec<u8> {
    Docx::default().part("word/document.xml", xml).bytes()
}

#[test]
fn broken_xml_says_where() {
    let cases = [
        format!("<w:document {WORD}><w:body>"),
        format!("<w:document {WORD}><w:body></w:p></w:body></w:document>"),
        format!("<!DOCTYPE x [<!ENTITY a \"b\">]><w:document {WORD}><w:body/></w:document>"),
        format!(
            "<w:document {WORD}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
        ),
        format!(
            "<w:document {WORD}><w:body><w:p><w:r><w:t>&#0;</w:t></w:r></w:p></w:body></w:document>"
        ),
        String::new(),
    ];
    for xml in cases {
        match fails(&document(&xml)) {
            ExtractError::Damaged(place) => assert!(place.contains("word/document.xml"), "{place}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn depth_is_limited() {
    let nested = |name: &str, times: usize| {
        format!(
            "{}{}{}",
            format!("<w:{name}>").repeat(times),
            p("底"),
            format!("</w:{name}>").repeat(times)
        )
    };
    check(&nested("customXml", 240), &["底"]);
    assert_eq!(
        fails(&Docx::new(&nested("customXml", 5000)).bytes()),
        ExtractError::TooComplex
    );
    let tables = |times: usize| {
        format!(
            "{}{}{}",
            "<w:tbl><w:tr><w:tc>".repeat(times),
            p("底"),
            "</w:tc></w:tr></w:tbl>".repeat(times)
        )
    };
    check(&tables(20), &["底"]);
    assert_eq!(
        fails(&Docx::new(&tables(30)).bytes()),
        ExtractError::TooComplex
    );
}

#[test]
fn sizes_are_limited() {
    let start = spent();
    let blanks = |length: usize| {
        format!(
            "<w:document {WORD}><w:body>{}</w:body></w:document>",
            " ".repeat(length)
        )
    };
    assert_eq!(
        fails(&document(&blanks(70 << 20))),
        ExtractError::TooComplex
    );
    // Tightly packed, but small.
    assert_eq!(
        extract(&document(&blanks(500_000)))
            .expect("a document")
            .text,
        ""
    );
    let entries: Vec<(String, Vec<u8>)> = (0..2_500)
        .map(|idx| (format!("x{idx}"), Vec::new()))
        .collect();
    assert_eq!(fails(&zipped(&entries)), ExtractError::TooComplex);
    assert_eq!(
        fails(&Docx::new(&"<w:p><w:r><w:t>1</w:t></w:r></w:p>".repeat(450_000)).bytes()),
        ExtractError::TooComplex
    );
    assert!((spent() - start).as_secs() < 60);
}

#[test]
fn an_archive_is_not_believed() {
    let name = |bytes: &mut [u8], from: &[u8], to: &[u8]| {
        let places: Vec<usize> = bytes
            .windows(from.len())
            .enumerate()
            .filter(|(_, window)| *window == from)
            .map(|(at, _)| at)
            .collect();
        assert!(!places.is_empty());
        for at in places {
            bytes[at..at + to.len()].copy_from_slice(to);
        }
    };
    // Two entries of one name: which one would another program read?
    let mut twice = Docx::new(&p("一"))
        .part("word/documenx.xml", "<x/>")
        .bytes();
    name(&mut twice, b"word/documenx.xml", b"word/document.xml");
    assert!(matches!(fails(&twice), ExtractError::Damaged(_)));
    // Names that climb out of the folder are only names.
    let climbing = Docx::new(&p("一"))
        .part("../../etc/passwd", "x")
        .part("/absolute", "x");
    check_document(&climbing, &["一"]);
    // A size that is not true, in the list at the end.
    let honest = Docx::new(&p(&"长".repeat(5000))).bytes();
    let entry = honest
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02")
        .expect("a list");
    for size in [0_u32, 5, u32::MAX - 1] {
        let mut lying = honest.clone();
        let at = lying
            .windows(4)
            .position(|window| window == b"PK\x01\x02")
            .expect("a list");
        for at in [at, entry] {
            lying[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        }
        let _ = extract(&lying);
    }
}

#[test]
fn definitions_are_limited() {
    let styles: String = (0..30_000)
        .map(|id| format!(r#"<w:style w:styleId="{id}"/>"#))
        .collect();
    assert_eq!(
        fails(&Docx::new("").styles(&styles).bytes()),
        ExtractError::TooComplex
    );
    let wide = n(1, 0, "甲")
        + &tbl(&[tr(&[
            tc(r#"<w:gridSpan w:val="99999999"/>"#, "乙"),
            tc("", "丙"),
        ])]);
    let numbering = [
        definition(
            0,
            &level(0, "upperLetter", "%1", "").replace(
                r#"<w:start w:val="1"/>"#,
                r#"<w:start w:val="4294967295"/>"#,
            ),
        ),
        list(1, 0, ""),
    ]
    .concat();
    let docx = Docx::new(&wide.repeat(2)).numbering(&numbering);
    assert!(read(&docx).text.starts_with("4294967295 甲\n乙\t"));
}

#[test]
fn damage_anywhere_never_panics() {
    let body = [
        n(1, 0, "甲"),
        tbl(&[tr(&[tc("", "1"), tc("", "2")])]),
        format!("<w:p>{}</w:p>", field("TOC", &r("乙"))),
    ]
    .concat();
    let bytes = Docx::new(&body)
        .styles(HEADINGS)
        .numbering(&[chinese(), list(1, 0, "")].concat())
        .bytes();
    for end in (0..bytes.len()).step_by(7) {
        let _ = extract(&bytes[..end]);
    }
    let mut random = 1_u32;
    for _ in 0..3_000 {
        let mut broken = bytes.clone();
        for _ in 0..3 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = (random >> 8) as usize % broken.len();
            broken[at] ^= 1 << (random & 7);
        }
        let _ = extract(&broken);
    }
}

#[test]
fn damage_inside_the_xml_never_panics() {
    let body = [
        n(1, 0, "甲"),
        styled("1", "题"),
        tbl(&[tr(&[tc("", "1"), tc("", "2")])]),
        format!("<w:p>{}</w:p>", field("TOC", &r("乙"))),
    ]
    .concat();
    let whole = Docx::new(&body)
        .styles(HEADINGS)
        .numbering(&[chinese(), list(1, 0, "")].concat());
    let mut random = 7_u32;
    for _ in 0..3_000 {
        let mut docx = whole.clone();
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let count = docx.parts.len();
        let bytes = &mut docx.parts[(random >> 4) as usize % count].1;
        let at = (random >> 8) as usize % bytes.len();
        match random & 3 {
            0 => bytes.truncate(at),
            1 => bytes[at] = b'<',
            2 => bytes[at] = b'"',
            _ => bytes[at] ^= 4,
        }
        let _ = extract(&docx.bytes());
    }
}
